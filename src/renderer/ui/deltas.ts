import type { Unlike } from '../../contract/dashboards.ts';
import { isBelowLeast, labelOf, METRICS, VIDEO_FIELD_OF, type MetricDefinition } from '../../contract/metrics.ts';
import type { Figures, Sums } from '../../contract/primitives.ts';
import type { Formats } from './format.ts';
import { m } from './messages-figures.ts';
import { type Message, say, t } from './text.ts';

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

const SPOKEN: Record<'up' | 'down', Record<Delta['judgement'], Message>> = {
  up: { neutral: m.saidUp, better: m.saidUpBetter, worse: m.saidUpWorse },
  down: { neutral: m.saidDown, better: m.saidDownBetter, worse: m.saidDownWorse },
};

const NOT_JUDGED: Record<'up' | 'down', Record<NonNullable<Unlike>, Message>> = {
  up: { unfinished: m.saidUpUnlike, unread: m.saidUpUnread },
  down: { unfinished: m.saidDownUnlike, unread: m.saidDownUnread },
};

/** True when the value rests on too few clicks or conversions to mean much. */
export const hasLowData = (metric: MetricDefinition, sums: Sums): boolean => {
  if (metric.minimum === null) return false;
  const base = metric.minimum.base(sums);
  return base !== null && base < metric.minimum.count;
};

/**
 * The change of a metric between two periods: amounts in percent, rates in percentage points at the metric's own decimals,
 * low-data ratios as the change of the count they rest on. `previous` null = nothing to compare with. Where a day of either period is
 * not over, or days are missing (`unlike` says which), the change is told and not judged.
 */
export const computeDelta = (
  metric: MetricDefinition,
  current: Sums,
  previous: Sums | null,
  f: Formats,
  unlike: Unlike = null,
): Delta => {
  if (previous === null) return none(t(m.nothingToCompare));
  const now = metric.derive(current);
  const before = metric.derive(previous);
  if (now === null || before === null) return none(t(m.reportedOnce));
  if (isBelowLeast(metric, now) || isBelowLeast(metric, before))
    return none(t(m.notExact, { least: f.percent(metric.least ?? 0, 0) }));
  if (metric.minimum !== null && (hasLowData(metric, current) || hasLowData(metric, previous))) {
    const { of, base } = metric.minimum;
    const change = (base(current) ?? 0) - (base(previous) ?? 0);
    const text = f.signed(change, Number.isInteger(change) ? 0 : 1, '');
    return {
      text,
      direction: 'none',
      judgement: 'neutral',
      spoken: t(m.saidLowData, { change: text, counted: say(of) }),
      reason: null,
      lowData: true,
    };
  }
  if (before === 0 && now === 0) return flat(t(m.noChange), t(m.saidNoChange));
  if (before === 0) return flat(t(m.new), t(m.saidNew));
  const points = metric.unit === 'percent';
  const change = points ? now - before : ((now - before) / Math.abs(before)) * 100;
  const decimals = points ? metric.decimals : 1;
  const withUnit = (amount: string): string => (points ? t(m.points, { change: amount }) : `${amount}%`);
  if (Math.abs(change) < 0.5 * 10 ** -decimals) return flat(withUnit(f.fixed(0, decimals)), t(m.saidNoChange));
  const direction = change > 0 ? 'up' : 'down';
  const judgement = unlike === null ? judge(metric, direction) : 'neutral';
  const huge = !points && Math.abs(change) > 999;
  const size = huge ? f.fixed(999, 0) : f.fixed(Math.abs(change), decimals);
  const text = huge ? `>${size}` : judgement === 'neutral' ? f.signed(change, decimals, '') : size;
  const said = t(points ? m.saidPoints : huge ? m.saidMorePercent : m.saidPercent, { change: size });
  return {
    text: withUnit(text),
    direction,
    judgement,
    spoken: t(unlike === null ? SPOKEN[direction][judgement] : NOT_JUDGED[direction][unlike], { change: said }),
    reason: null,
    lowData: false,
  };
};

/** Why a value is a dash, for its tooltip and hidden text. `read` = the platform was asked about the period. */
export const missingReason = (metric: MetricDefinition, sums: Figures, read = false): string => {
  if (metric.additivity === 'none')
    return sums.uniques === undefined
      ? t(m.neverAdded)
      : sums.uniques === null || (metric.key === 'impressionShare' && sums.uniques.impressionShare === undefined)
        ? t(m.notAskedPeriod)
        : t(m.notReported);
  if (sums.spendMicros == null && sums.impressions === null && sums.clicks === null)
    return t(read ? m.nothingReported : m.notImported);
  const name = /^(?:named|costPer):(.+)$/su.exec(metric.key)?.[1];
  if (name !== undefined) return whyNotNamed(name, sums);
  const video = VIDEO_FIELD_OF[metric.key];
  if (video !== undefined) {
    const told = sums[video];
    if (told == null) return t(told === null ? m.videoInPart : m.noVideo);
    if (told === 0) return t(m.zeroNamed, { name: labelOf(METRICS[video]) });
  }
  if (metric.additivity === 'ratio') {
    const inputs = [
      { value: sums.clicks, zero: m.zeroClicks },
      { value: sums.impressions, zero: m.zeroImpressions },
      { value: sums.conversions, zero: m.zeroConversions },
      { value: sums.spendMicros, zero: m.zeroSpend },
    ];
    const none = inputs.find(({ value }) => value === 0);
    if (none) return t(none.zero);
  }
  return t(m.notReported);
};

/** Why there is no count, or no cost of one, under a client's own name for conversions. */
const whyNotNamed = (name: string, { named, conversions }: Sums): string => {
  const told = named !== undefined && Object.hasOwn(named, name) ? named[name] : undefined;
  if (told === null) return t(m.namedInPart);
  if (told === 0) return t(m.zeroNamed, { name });
  // Conversions were told, and none of them is one of these: the name belongs to another platform.
  return t(told === undefined && conversions !== null ? m.namedElsewhere : m.notReported);
};
