import { History } from 'lucide-react';
import type { ReactNode } from 'react';
import { METRICS, type MetricDefinition, type MetricKey } from '../../../contract/metrics.ts';
import type { EntitiesView, EntityRow } from '../../../contract/dashboards.ts';
import { PLATFORM_LABELS } from '../../../contract/vocabulary.ts';
import {
  DeltaCell,
  MetricCell,
  PlatformBadge,
  plural,
  StatusShape,
  type Column,
  type Formats,
  type TotalsRow,
} from '../../ui/index.ts';
import { csvMetric, csvMoney, csvText, type CsvCell } from '../../ui/csv.ts';
import { RankingCell, Reasoned } from './cells.tsx';
import { sortChange, statusOf, type Rankings, type RankingsOf } from './model.ts';
import { CHANGE, FIXED, type ColumnInfo, type FixedId } from './presets.ts';
import { LEVEL_WORDS, objectiveWords, platformStatusWords, rankingWords, type EntityLevel } from './words.ts';

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

const markOf = (look: ColumnLook) => (look.mixed ? ('code' as const) : ('narrowSymbol' as const));

const isOfVideo = ({ key }: MetricDefinition): boolean => /video/i.test(key) && Object.hasOwn(METRICS, key);
const noViews = ({ platform }: EntityRow): string => `No video views are read from ${PLATFORM_LABELS[platform].name}`;
const NOT_ALL_VIEWS = 'Not every platform tells video views: choose one channel above';

const metricColumn = (metric: MetricDefinition, look: ColumnLook): EntityColumn => ({
  id: metric.key,
  header: metric.short,
  title: metric.settling ? `${metric.label}. The last days may still rise.` : metric.label,
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

const changeColumn = (metric: MetricDefinition): EntityColumn => ({
  id: `${metric.key}${CHANGE}`,
  header: 'Δ',
  title: `Change of ${metric.label.toLowerCase()}`,
  width: 86,
  align: 'end',
  value: (row) => sortChange(row, metric),
  cell: (row) => <DeltaCell metric={metric} current={row.current} previous={row.previous} />,
  csvHeader: `Change of ${metric.label.toLowerCase()}, ${metric.unit === 'percent' ? 'pp' : '%'}`,
  csv: (row) => csvChange(row, metric),
});

type Fixed = Omit<EntityColumn, 'id' | 'width' | 'csvHeader'>;

const ranking = (of: keyof Rankings, header: string, { rankings }: ColumnLook): Fixed => ({
  header,
  title: `${header}: how the ad does against others shown to the same people. Told for ads of Meta, for whole periods only.`,
  value: (row) => rankings(row)?.[of] ?? null,
  cell: (row) => <RankingCell row={row} of={of} rankings={rankings(row)} />,
  csv: (row) => {
    const told = rankings(row)?.[of] ?? null;
    return told === null ? null : csvText(rankingWords(told));
  },
});

const fixedColumn = (id: FixedId, look: ColumnLook): Fixed => {
  const { f } = look;
  switch (id) {
    case 'status':
      return {
        header: 'Status',
        value: (row) => statusOf(row).text,
        cell: (row) => {
          const { kind, text } = statusOf(row);
          return <StatusShape kind={kind} text={text} title={row.platformStatus ?? undefined} />;
        },
        csv: (row) => csvText(statusOf(row).text),
      };
    case 'name':
      return {
        header: LEVEL_WORDS[look.level].label,
        grow: true,
        value: (row) => row.name,
        cell: look.name,
        csv: (row) => csvText(row.name),
      };
    case 'via':
      return {
        header: 'Via',
        title: 'Platform',
        value: (row) => row.platform,
        cell: (row) => <PlatformBadge platform={row.platform} />,
        csv: (row) => PLATFORM_LABELS[row.platform].name,
      };
    case 'parent':
      return {
        header: 'Belongs to',
        value: (row) => row.parentName,
        cell: (row) =>
          row.parentName === null ? (
            <Reasoned reason="Stands at the top" />
          ) : (
            <span className="truncate text-text-2" title={row.parentName}>
              <bdi>{row.parentName}</bdi>
            </span>
          ),
        csv: (row) => (row.parentName === null ? null : csvText(row.parentName)),
      };
    case 'objective':
      return {
        header: 'Objective',
        value: (row) => (row.objective === null ? null : objectiveWords(row.objective)),
        cell: (row) =>
          row.objective === null ? (
            <Reasoned reason={row.level === 'campaign' ? 'Not told by the platform' : 'Told for campaigns only'} />
          ) : (
            <span className="truncate" title={row.objective}>
              {objectiveWords(row.objective)}
            </span>
          ),
        csv: (row) => (row.objective === null ? null : csvText(objectiveWords(row.objective))),
      };
    case 'budget':
      return {
        header: 'Budget',
        title: 'Daily budget',
        align: 'end',
        value: (row) => row.dailyBudgetMicros ?? null,
        currency: (row) => row.currency,
        cell: (row) =>
          row.dailyBudgetMicros == null ? (
            <Reasoned reason="No daily budget at this level" />
          ) : (
            f.money(row.dailyBudgetMicros, row.currency, markOf(look))
          ),
        csv: (row) => (row.dailyBudgetMicros == null ? null : csvMoney(row.dailyBudgetMicros)),
      };
    case 'qualityRanking':
      return ranking('quality', 'Quality', look);
    case 'engagementRateRanking':
      return ranking('engagementRate', 'Engagement', look);
    case 'conversionRateRanking':
      return ranking('conversionRate', 'Conversion', look);
    case 'id':
      return {
        header: 'ID',
        value: (row) => row.entityId,
        cell: (row) => <span className="truncate text-text-2">{row.entityId}</span>,
        csv: (row) => csvText(row.entityId),
      };
    case 'adAccount':
      return {
        header: 'Ad account',
        value: (row) => row.adAccountId,
        cell: (row) => <span className="truncate text-text-2">{row.adAccountId}</span>,
        csv: (row) => csvText(row.adAccountId),
      };
    case 'told':
      return {
        header: "Platform's status",
        value: (row) => row.platformStatus,
        cell: (row) =>
          row.platformStatus === null ? (
            <Reasoned reason="Not told by the platform" />
          ) : (
            <span className="truncate" title={row.platformStatus}>
              {platformStatusWords(row.platformStatus)}
            </span>
          ),
        csv: (row) => (row.platformStatus === null ? null : csvText(row.platformStatus)),
      };
    case 'conversionsState': {
      const text = (row: EntityRow): string =>
        row.current.impressions === null ? 'Nothing told' : row.settling ? 'May still rise' : 'Final';
      return {
        header: 'Conversions are',
        value: text,
        cell: (row) =>
          row.settling ? <StatusShape kind="ageing" text={text(row)} /> : <span className="truncate">{text(row)}</span>,
        csv: text,
      };
    }
    case 'comparable': {
      const text = (row: EntityRow): string => (row.previous === null ? 'Not comparable' : 'Complete');
      return {
        header: 'Earlier period',
        title: 'Whether the earlier period is fully imported',
        value: text,
        cell: (row) => <span className={row.previous === null ? 'text-text-3' : ''}>{text(row)}</span>,
        csv: text,
      };
    }
  }
};

/** What the table shows for the chosen columns. */
export const entityColumns = (chosen: readonly ColumnInfo[], look: ColumnLook): EntityColumn[] =>
  chosen.map((column): EntityColumn => {
    if (column.metric !== null) return column.change ? changeColumn(column.metric) : metricColumn(column.metric, look);
    const id = column.id as FixedId;
    return { id, width: FIXED[id].width, csvHeader: FIXED[id].name, ...fixedColumn(id, look) };
  });

/** A line per currency: totals are never mixed, ratios are computed again from the sums, reach has none. */
export const totalRows = (
  totals: EntitiesView['totals'],
  chosen: readonly ColumnInfo[],
  look: ColumnLook,
  shown: number,
  all: number,
): TotalsRow[] => {
  const { f, level } = look;
  const words = { one: LEVEL_WORDS[level].one, other: LEVEL_WORDS[level].many };
  return totals.map((total, index) => ({
    id: total.currency,
    cells: {
      name:
        index > 0 ? (
          <span className="font-normal text-text-3">in {total.currency}</span>
        ) : (
          <span className="truncate">
            {plural(f.locale, shown, words)}
            {shown !== all && <span className="font-normal text-text-2"> (filtered from {f.count(all)})</span>}
          </span>
        ),
      ...Object.fromEntries(
        chosen.flatMap((column) =>
          column.metric === null
            ? []
            : [
                [
                  column.id,
                  column.change ? (
                    <DeltaCell
                      key={column.id}
                      metric={column.metric}
                      current={total.current}
                      previous={total.previous}
                    />
                  ) : (
                    <MetricCell
                      key={column.id}
                      metric={column.metric}
                      sums={total.current}
                      currency={total.currency}
                      mark={markOf(look)}
                      read={look.read}
                      whyNot={total.current.videoViews === null && isOfVideo(column.metric) ? NOT_ALL_VIEWS : undefined}
                    />
                  ),
                ],
              ],
        ),
      ),
    },
  }));
};
