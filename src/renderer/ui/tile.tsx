import { History } from 'lucide-react';
import type { Unlike } from '../../contract/dashboards.ts';
import { labelOf, type MetricDefinition, type MetricKey, METRICS, shortOf } from '../../contract/metrics.ts';
import type { Sums } from '../../contract/primitives.ts';
import { Delta } from './delta.tsx';
import { computeDelta, hasLowData, missingReason } from './deltas.ts';
import { cx } from './cx.ts';
import type { Formats } from './format.ts';
import { useFormats } from './formats-context.tsx';
import { m } from './messages-figures.ts';
import { Sparkline } from './sparkline.tsx';
import { t } from './text.ts';

/** What a tile shows of a metric: short from seven digits on. */
export const tileText = (metric: MetricDefinition, sums: Sums, currency: string, f: Formats): string =>
  f.metric(metric, metric.derive(sums), currency, { compact: true });

/**
 * The size of the values of a row of tiles, from the letters of the longest: the large one where all of them fit, whatever is counted.
 * Tiles of a row are equally wide, so they change together.
 */
export const tileSize = (longest: number): string => {
  if (longest <= 8) return 'text-kpi';
  if (longest <= 10) return 'text-page leading-8 @min-[160px]:text-kpi';
  if (longest <= 13) return 'text-page leading-8 @min-[205px]:text-kpi';
  return 'text-page leading-8';
};

/** A KPI: value at the registry's precision, change, trend; its name says all of it at once. */
export const Tile = ({
  metric: key,
  current,
  previous,
  currency,
  period,
  trend,
  settling,
  read = false,
  importing = false,
  partial = null,
  unlike = null,
  longest,
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
  /** The period was read: a dash then means that nothing was reported, not that nobody asked. */
  read?: boolean;
  /** An import is under way that may bring what is missing. */
  importing?: boolean;
  /** 'today so far, to 14:05' where a day of the period is not over; null where all are. */
  partial?: string | null;
  /** Why the change is told and not judged. */
  unlike?: Unlike | undefined;
  /** Letters of the longest value of its row; left out, its own. */
  longest?: number;
}) => {
  const f = useFormats();
  const metric = METRICS[key];
  const value = metric.derive(current);
  const delta = computeDelta(metric, current, previous, f, unlike);
  const exact = f.metric(metric, value, currency);
  const shown = value === null && importing && !read ? '…' : tileText(metric, current, currency, f);
  const low = value !== null && hasLowData(metric, current);
  const reason = value !== null ? null : importing && !read ? t(m.beingImported) : missingReason(metric, current, read);
  const settles = metric.settling && settling !== null;
  const spoken = [
    labelOf(metric),
    reason ?? exact,
    delta.reason === null ? delta.spoken : null,
    low ? t(m.lowData) : null,
    settles ? t(m.mayStillRise) : null,
    period,
    partial,
  ]
    .filter(Boolean)
    .join(', ');
  return (
    <div
      role="group"
      aria-label={spoken}
      className="@container flex min-w-0 flex-col gap-0.5 rounded-card border border-line bg-surface px-3 py-2"
    >
      <div className="flex items-center gap-1 font-semibold text-text-2" title={labelOf(metric)}>
        <span className="truncate">
          {metric.key === 'impressions' || metric.key === 'conversions' ? labelOf(metric) : shortOf(metric)}
        </span>
        {settles && (
          <span title={t(m.settlingDays, { days: settling })} className="text-text-3">
            <History aria-hidden size={14} strokeWidth={1.75} />
          </span>
        )}
      </div>
      <div
        className={cx('truncate font-semibold', tileSize(longest ?? shown.length), low && 'text-text-3')}
        title={reason ?? exact}
      >
        {shown}
      </div>
      <div className="flex min-h-6 items-center justify-between gap-2">
        <span className="flex min-w-0 items-center gap-1">
          {reason ? (
            <span className="line-clamp-3 text-caption leading-[14px] text-text-3" title={reason}>
              {reason}
            </span>
          ) : (
            <Delta delta={delta} />
          )}
          {low && <span className="text-caption whitespace-nowrap text-text-3">{t(m.lowData)}</span>}
        </span>
        {!reason && (
          <span className="shrink-0 text-text-3">
            <Sparkline values={trend} label="" width={56} height={22} read={read} />
          </span>
        )}
      </div>
      {partial !== null && (
        <span className="truncate text-caption text-text-3" title={partial}>
          {partial}
        </span>
      )}
    </div>
  );
};
