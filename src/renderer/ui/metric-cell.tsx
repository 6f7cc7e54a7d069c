import type { Unlike } from '../../contract/dashboards.ts';
import { METRICS, type MetricDefinition, type MetricKey } from '../../contract/metrics.ts';
import type { Figures } from '../../contract/primitives.ts';
import { Delta } from './delta.tsx';
import { computeDelta, hasLowData, missingReason } from './deltas.ts';
import { DASH, type CurrencyMark } from './format.ts';
import { useFormats } from './formats-context.tsx';
import { m } from './messages-figures.ts';
import { t } from './text.ts';

/** A metric of the registry by its key, or one made of a client's name for conversions. */
type AnyMetric = MetricKey | MetricDefinition;
const definition = (metric: AnyMetric): MetricDefinition => (typeof metric === 'string' ? METRICS[metric] : metric);

/** A metric in a table: its value, muted when it rests on too little; a dash says why in its tooltip and hidden text. */
export const MetricCell = ({
  metric: which,
  sums,
  currency,
  mark = 'narrowSymbol',
  read = false,
  decimals,
  whyNot,
}: {
  metric: AnyMetric;
  sums: Figures;
  currency: string;
  mark?: CurrencyMark;
  /** The period was read: a dash then means the platform said nothing, not that nobody asked. */
  read?: boolean;
  /** Of a count: what its whole column has, where some platform counts in parts. */
  decimals?: number | undefined;
  /** What the screen knows better of a missing value. */
  whyNot?: string | undefined;
}) => {
  const f = useFormats();
  const metric = definition(which);
  const value = metric.derive(sums);
  if (value === null) {
    const reason = whyNot ?? missingReason(metric, sums, read);
    return (
      <span className="text-text-3" title={reason}>
        <span aria-hidden>{DASH}</span>
        <span className="sr-only">{reason}</span>
      </span>
    );
  }
  const low = hasLowData(metric, sums);
  return (
    <span className={low ? 'text-text-3' : ''} title={low ? t(m.lowDataWhy) : undefined}>
      {decimals !== undefined && metric.unit === 'count'
        ? f.fixed(value, decimals)
        : f.metric(metric, value, currency, { mark })}
      {low && <span className="sr-only">{`, ${t(m.lowData)}`}</span>}
    </span>
  );
};

/** The change of a metric in a table. Nothing to compare with leaves the cell empty for the eye, with its reason for the ear. */
export const DeltaCell = ({
  metric,
  current,
  previous,
  unlike = null,
}: {
  metric: AnyMetric;
  current: Figures;
  previous: Figures | null;
  /** Why the change is told and not judged; null = it is judged. */
  unlike?: Unlike | undefined;
}) => {
  const f = useFormats();
  return <Delta delta={computeDelta(definition(metric), current, previous, f, unlike)} quiet />;
};
