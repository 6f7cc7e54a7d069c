import { History } from 'lucide-react';
import type { ReactNode } from 'react';
import {
  isBelowLeast,
  labelOf,
  METRICS,
  shortOf,
  VIDEO_ACTION_TYPES,
  VIDEO_FIELD_OF,
  type MetricDefinition,
} from '../../../contract/metrics.ts';
import type { EntityRow } from '../../../contract/dashboards.ts';
import type { Figures } from '../../../contract/primitives.ts';
import { PLATFORM_IDS, PLATFORM_LABELS } from '../../../contract/vocabulary.ts';
import { DeltaCell, MetricCell, type Column, type Formats } from '../../ui/index.ts';
import { csvMetric, csvPercent, type CsvCell } from '../../ui/csv.ts';
import { plainNumber } from '../../../contract/plain-number.ts';
import { t } from '../../ui/text.ts';
import { m } from './messages.ts';
import { sortChange, type RankingsOf } from './model.ts';
import { changeId } from './presets.ts';
import type { EntityLevel } from './words.ts';

export type EntityColumn = Column<EntityRow> & {
  /** Its header in a file. */
  csvHeader: string;
  csv: (row: EntityRow) => CsvCell;
  /** What a column of figures is as wide as: its values, and how they read. */
  figure?: {
    ofRow: (row: EntityRow) => number | null;
    ofSums: (figures: Figures) => number | null;
    text: (value: number, currency: string) => string;
  };
};

export type ColumnLook = {
  level: EntityLevel;
  /** Several currencies on screen, marked by their codes. */
  mixed: boolean;
  /** The period was read. */
  read: boolean;
  f: Formats;
  rankings: RankingsOf;
  /** Decimals of a whole column of counts; undefined where the unit decides, or each value for itself. */
  decimals: (metric: MetricDefinition) => number | undefined;
  /** The inside of the name column. */
  name: (row: EntityRow) => ReactNode;
};

/** Until the column is fitted to what stands in it. */
const METRIC_WIDTH = 88;

export const markOf = (look: ColumnLook) => (look.mixed ? ('code' as const) : ('narrowSymbol' as const));

/** Why a total has no figure of video; undefined when that is not what it lacks. */
export const whyNoVideoTotal = (metric: MetricDefinition, sums: Figures): string | undefined => {
  const field = VIDEO_FIELD_OF[metric.key];
  if (field === undefined || sums[field] !== null) return undefined;
  const everywhere = PLATFORM_IDS.every((platform) => VIDEO_ACTION_TYPES[field][platform] !== undefined);
  return t(everywhere ? m.videoNotRead : m.notAllVideo, { metric: labelOf(METRICS[field]) });
};

const whyNoVideo = (metric: MetricDefinition, { current, platform }: EntityRow): string | undefined => {
  const field = VIDEO_FIELD_OF[metric.key];
  if (field === undefined || current[field] !== null) return undefined;
  const told = VIDEO_ACTION_TYPES[field][platform] !== undefined;
  const places = { platform: PLATFORM_LABELS[platform].name, metric: labelOf(METRICS[field]) };
  return told ? t(m.videoNotRead, places) : t(m.noVideo, places);
};

export const metricColumn = (metric: MetricDefinition, look: ColumnLook): EntityColumn => ({
  id: metric.key,
  header: shortOf(metric),
  title: metric.settling ? t(m.settlingHelp, { metric: labelOf(metric) }) : labelOf(metric),
  ...(metric.settling ? { icon: History } : {}),
  width: METRIC_WIDTH,
  align: 'end',
  value: (row) => metric.derive(row.current),
  ...(metric.unit === 'currency' ? { currency: (row: EntityRow) => row.currency } : {}),
  cell: (row) => (
    <MetricCell
      metric={metric}
      sums={row.current}
      currency={row.currency}
      mark={markOf(look)}
      read={row.daysRead === undefined ? look.read : row.daysRead > 0}
      decimals={look.decimals(metric)}
      whyNot={whyNoVideo(metric, row)}
    />
  ),
  figure: {
    ofRow: (row) => metric.derive(row.current),
    ofSums: (figures) => metric.derive(figures),
    text: (value, currency) => {
      const decimals = look.decimals(metric);
      return decimals === undefined
        ? look.f.metric(metric, value, currency, { mark: markOf(look) })
        : look.f.fixed(value, decimals);
    },
  },
  csvHeader: labelOf(metric),
  csv: (row) => csvMetric(metric, row.current),
});

/** Percentage points for rates, percent for all else. */
const csvChange = (row: EntityRow, metric: MetricDefinition): CsvCell => {
  if (metric.unit !== 'percent') {
    return csvPercent(sortChange(row, metric));
  }
  const now = metric.derive(row.current);
  const before = row.previous === null ? null : metric.derive(row.previous);
  const known = (value: number | null) => value !== null && !isBelowLeast(metric, value);
  return known(now) && known(before) ? plainNumber((now ?? 0) - (before ?? 0)) : null;
};

export const changeColumn = (metric: MetricDefinition): EntityColumn => ({
  id: changeId(metric.key),
  header: t(m.changeShort),
  title: t(m.changeOf, { metric: labelOf(metric).toLowerCase() }),
  width: 86,
  align: 'end',
  value: (row) => sortChange(row, metric),
  cell: (row) => <DeltaCell metric={metric} current={row.current} previous={row.previous} unlike={row.unlike} />,
  csvHeader: t(metric.unit === 'percent' ? m.changeOfInPoints : m.changeOfInPercent, {
    metric: labelOf(metric).toLowerCase(),
  }),
  csv: (row) => csvChange(row, metric),
});
