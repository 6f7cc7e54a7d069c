import type { MetricDefinition } from '../../contract/metrics.ts';
import type { Figures, Sums } from '../../contract/primitives.ts';
import type { Formats } from './format.ts';

/** How a change reads: its words, its direction, and whether it is good news. Colour and shape come from `judgement`. */
export type Delta = {
  text: string;
  direction: 'up' | 'down' | 'none';
  judgement: 'better' | 'worse' | 'neutral';
  /** For a screen reader: 'down 8.2 percent, better'. */
  spoken: string;
  /** Why there is no change to show; null when there is one. */
  reason: string | null;
  lowData: boolean;
};

const none = (reason: string): Delta => ({
  text: '',
  direction: 'none',
  judgement: 'neutral',
  spoken: '',
  reason,
  lowData: false,
});
const flat = (text: string, spoken: string): Delta => ({
  text,
  direction: 'none',
  judgement: 'neutral',
  spoken,
  reason: null,
  lowData: false,
});

const judge = (metric: MetricDefinition, direction: 'up' | 'down'): Delta['judgement'] =>
  metric.better === 'neutral' ? 'neutral' : metric.better === direction ? 'better' : 'worse';

/** True when the value rests on too few clicks or conversions to mean much. */
export const hasLowData = (metric: MetricDefinition, sums: Sums): boolean => {
  if (metric.minimum === null) return false;
  const base = metric.minimum.base(sums);
  return base !== null && base < metric.minimum.count;
};

/**
 * The change of a metric between two periods: amounts in percent, rates in percentage points at the metric's own decimals,
 * low-data ratios as the change of the count they rest on. `previous` null = nothing to compare with.
 */
export const computeDelta = (metric: MetricDefinition, current: Sums, previous: Sums | null, f: Formats): Delta => {
  if (previous === null) return none('Nothing to compare with: the earlier period is not fully imported.');
  const now = metric.derive(current);
  const before = metric.derive(previous);
  if (now === null || before === null) return none('Not reported in one of the two periods.');
  if (metric.minimum !== null && (hasLowData(metric, current) || hasLowData(metric, previous))) {
    const { of, base } = metric.minimum;
    const change = (base(current) ?? 0) - (base(previous) ?? 0);
    const text = f.signed(change, Number.isInteger(change) ? 0 : 1, '');
    return {
      text,
      direction: 'none',
      judgement: 'neutral',
      spoken: `${text} ${of}, low data`,
      reason: null,
      lowData: true,
    };
  }
  if (before === 0 && now === 0) return flat('No change', 'no change');
  if (before === 0) return flat('New', 'new, nothing in the earlier period');
  const points = metric.unit === 'percent';
  const change = points ? now - before : ((now - before) / Math.abs(before)) * 100;
  const decimals = points ? metric.decimals : 1;
  const unit = points ? ' pp' : '%';
  if (Math.abs(change) < 0.5 * 10 ** -decimals) return flat(`${f.fixed(0, decimals)}${unit}`, 'no change');
  const direction = change > 0 ? 'up' : 'down';
  const judgement = judge(metric, direction);
  const size = !points && Math.abs(change) > 999 ? `>${f.fixed(999, 0)}` : f.fixed(Math.abs(change), decimals);
  const text = judgement === 'neutral' && !size.startsWith('>') ? f.signed(change, decimals, unit) : `${size}${unit}`;
  const words = `${size.replace('>', 'more than ')} ${points ? 'percentage points' : 'percent'}`;
  return {
    text,
    direction,
    judgement,
    spoken: `${direction} ${words}${judgement === 'neutral' ? '' : `, ${judgement}`}`,
    reason: null,
    lowData: false,
  };
};

/** Why a value is a dash, for its tooltip and hidden text. `read` = the platform was asked about the period. */
export const missingReason = (metric: MetricDefinition, sums: Figures, read = false): string => {
  if (metric.additivity === 'none')
    return sums.uniques === undefined
      ? 'Cannot be added up: told per entity and period only'
      : sums.uniques === null
        ? 'The platform was not asked about exactly this period'
        : 'Not reported by the platform';
  if (sums.spendMicros == null && sums.impressions === null && sums.clicks === null)
    return read ? 'Nothing reported for this period' : 'Not imported for this period';
  if (metric.additivity === 'ratio') {
    const inputs: Partial<Record<string, number | null>> = {
      clicks: sums.clicks,
      impressions: sums.impressions,
      conversions: sums.conversions,
      spend: sums.spendMicros ?? null,
    };
    const zero = Object.entries(inputs).find(([, value]) => value === 0);
    if (zero) return `Cannot be computed: ${zero[0]} is zero`;
  }
  return 'Not reported by the platform';
};
