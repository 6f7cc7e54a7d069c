import { History } from 'lucide-react';
import { METRICS, type MetricKey } from '../../contract/metrics.ts';
import type { Sums } from '../../contract/primitives.ts';
import { Delta } from './delta.tsx';
import { computeDelta, hasLowData, missingReason } from './deltas.ts';
import { cx } from './cx.ts';
import { useFormats } from './formats-context.tsx';
import { Sparkline } from './sparkline.tsx';

/** A KPI: value at the registry's precision, change, trend; its name says all of it at once. */
export const Tile = ({
  metric: key,
  current,
  previous,
  currency,
  period,
  trend,
  settling,
}: {
  metric: MetricKey;
  current: Sums;
  previous: Sums | null;
  currency: string;
  /** '2 Sep – 1 Oct', for the spoken name. */
  period: string;
  trend: readonly (number | null)[];
  /** Days whose conversions may still rise; null when none. Only conversion-based metrics show it. */
  settling: string | null;
}) => {
  const f = useFormats();
  const metric = METRICS[key];
  const value = metric.derive(current);
  const delta = computeDelta(metric, current, previous, f);
  const exact = f.metric(metric, value, currency);
  const shown = f.metric(metric, value, currency, { compact: true });
  const low = value !== null && hasLowData(metric, current);
  const reason = value === null ? missingReason(metric, current) : null;
  const settles = metric.settling && settling !== null;
  const spoken = [
    `${metric.label}`,
    reason ?? exact,
    delta.reason === null ? delta.spoken : null,
    low ? 'low data' : null,
    settles ? 'may still rise' : null,
    period,
  ]
    .filter(Boolean)
    .join(', ');
  return (
    <div
      role="group"
      aria-label={spoken}
      className="flex min-w-0 flex-col gap-1 rounded-card border border-line bg-surface px-3 py-2.5"
    >
      <div className="flex items-center gap-1 font-semibold text-text-2" title={metric.label}>
        <span className="truncate">
          {metric.short === 'Impr.' || metric.short === 'Conv.' ? metric.label : metric.short}
        </span>
        {settles && (
          <span title={`Conversions for ${settling} can still rise.`} className="text-text-3">
            <History aria-hidden size={14} strokeWidth={1.75} />
          </span>
        )}
      </div>
      <div
        className={cx(
          'truncate font-semibold',
          shown.length > 8 ? 'text-page leading-8' : 'text-kpi',
          low && 'text-text-3',
        )}
        title={reason ?? exact}
      >
        {shown}
      </div>
      <div className="flex h-5 items-center gap-1">
        {reason ? <span className="truncate text-caption text-text-3">{reason}</span> : <Delta delta={delta} />}
        {low && <span className="text-caption text-text-3">low data</span>}
      </div>
      <div className="mt-1 h-6 text-text-3">
        <Sparkline values={trend} label="" width={132} height={24} />
      </div>
    </div>
  );
};
