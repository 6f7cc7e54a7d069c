import { History } from 'lucide-react';
import type { ReactNode } from 'react';
import { METRICS, type MetricDefinition, type MetricKey } from '../../../contract/metrics.ts';
import type { EntityRow } from '../../../contract/dashboards.ts';
import { PLATFORM_LABELS } from '../../../contract/vocabulary.ts';
import { DeltaCell, MetricCell, type Column, type Formats } from '../../ui/index.ts';
import { csvMetric, type CsvCell } from '../../ui/csv.ts';
import { t } from '../../ui/text.ts';
import { m } from './messages.ts';
import { sortChange, type RankingsOf } from './model.ts';
import { changeId } from './presets.ts';
import type { EntityLevel } from './words.ts';

export type EntityColumn = Column<EntityRow> & {
  /** Its header in a file. */
  csvHeader: string;
  csv: (row: EntityRow) => CsvCell;
};

export type ColumnLook = {
  level: EntityLevel;
  /** Several currencies on screen, marked by their codes. */
  mixed: boolean;
  /** The period was read. */
  read: boolean;
  f: Formats;
  rankings: RankingsOf;
  /** The inside of the name column. */
  name: (row: EntityRow) => ReactNode;
};

const WIDTHS: Partial<Record<MetricKey, number>> = {
  spend: 104,
  clicks: 70,
  ctr: 70,
  cpc: 78,
  cpm: 78,
  conversions: 76,
  conversionRate: 72,
  conversionValue: 108,
  roas: 78,
  frequency: 70,
};

export const markOf = (look: ColumnLook) => (look.mixed ? ('code' as const) : ('narrowSymbol' as const));

export const isOfVideo = ({ key }: MetricDefinition): boolean => /video/i.test(key) && Object.hasOwn(METRICS, key);
const noViews = ({ platform }: EntityRow): string => t(m.noViews, { platform: PLATFORM_LABELS[platform].name });

export const metricColumn = (metric: MetricDefinition, look: ColumnLook): EntityColumn => ({
  id: metric.key,
  header: metric.short,
  title: metric.settling ? t(m.settlingHelp, { metric: metric.label }) : metric.label,
  ...(metric.settling ? { icon: History } : {}),
  width:
    (WIDTHS[metric.key as MetricKey] ?? Math.max(88, 30 + metric.short.length * 8)) +
    (metric.unit === 'currency' && look.mixed ? 18 : 0),
  align: 'end',
  value: (row) => metric.derive(row.current),
  ...(metric.unit === 'currency' ? { currency: (row: EntityRow) => row.currency } : {}),
  cell: (row) => (
    <MetricCell
      metric={metric}
      sums={row.current}
      currency={row.currency}
      mark={markOf(look)}
      read={look.read}
      whyNot={row.current.videoViews === null && isOfVideo(metric) ? noViews(row) : undefined}
    />
  ),
  csvHeader: metric.label,
  csv: (row) => csvMetric(metric, row.current),
});

/** Percentage points for rates, percent for all else. */
const csvChange = (row: EntityRow, metric: MetricDefinition): CsvCell => {
  if (metric.unit !== 'percent') {
    const change = sortChange(row, metric);
    return change === null ? null : String(change * 100);
  }
  const now = metric.derive(row.current);
  const before = row.previous === null ? null : metric.derive(row.previous);
  return now === null || before === null ? null : String(now - before);
};

export const changeColumn = (metric: MetricDefinition): EntityColumn => ({
  id: changeId(metric.key),
  header: t(m.changeShort),
  title: t(m.changeOf, { metric: metric.label.toLowerCase() }),
  width: 86,
  align: 'end',
  value: (row) => sortChange(row, metric),
  cell: (row) => <DeltaCell metric={metric} current={row.current} previous={row.previous} />,
  csvHeader: t(metric.unit === 'percent' ? m.changeOfInPoints : m.changeOfInPercent, {
    metric: metric.label.toLowerCase(),
  }),
  csv: (row) => csvChange(row, metric),
});
