import type { EntitiesView, EntityRow } from '../../../contract/dashboards.ts';
import { PLATFORM_LABELS } from '../../../contract/vocabulary.ts';
import { DeltaCell, MetricCell, PlatformBadge, StatusShape, type TotalsRow } from '../../ui/index.ts';
import { csvMoney, csvText } from '../../ui/csv.ts';
import { RichText } from '../../ui/rich-text.tsx';
import { t, type Message } from '../../ui/text.ts';
import {
  changeColumn,
  markOf,
  metricColumn,
  whyNoVideoTotal,
  type ColumnLook,
  type EntityColumn,
} from './metric-columns.tsx';
import { RankingCell, Reasoned } from './cells.tsx';
import { m } from './messages.ts';
import { statusOf, type Rankings } from './model.ts';
import { FIXED, type ColumnInfo, type FixedId } from './presets.ts';
import { levelCount, levelWords, objectiveWords, platformStatusWords, rankingWords } from './words.ts';

type Fixed = Omit<EntityColumn, 'id' | 'width' | 'csvHeader'>;

const ranking = (of: keyof Rankings, header: Message, { rankings }: ColumnLook): Fixed => ({
  header: t(header),
  title: t(m.rankingHelp, { ranking: t(header) }),
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
        header: t(m.columnStatus),
        value: (row) => statusOf(row).text,
        cell: (row) => {
          const { kind, text } = statusOf(row);
          return <StatusShape kind={kind} text={text} title={row.platformStatus ?? undefined} />;
        },
        csv: (row) => csvText(statusOf(row).text),
      };
    case 'name':
      return {
        header: levelWords(look.level, 'label'),
        grow: true,
        value: (row) => row.name,
        cell: look.name,
        csv: (row) => csvText(row.name),
      };
    case 'via':
      return {
        header: t(m.columnVia),
        title: t(m.columnPlatform),
        value: (row) => row.platform,
        cell: (row) => <PlatformBadge platform={row.platform} />,
        csv: (row) => PLATFORM_LABELS[row.platform].name,
      };
    case 'parent':
      return {
        header: t(m.columnParent),
        value: (row) => row.parentName,
        cell: (row) =>
          row.parentName === null ? (
            <Reasoned reason={t(m.atTheTop)} />
          ) : (
            <span className="truncate text-text-2" title={row.parentName}>
              <bdi>{row.parentName}</bdi>
            </span>
          ),
        csv: (row) => (row.parentName === null ? null : csvText(row.parentName)),
      };
    case 'objective':
      return {
        header: t(m.columnObjective),
        value: (row) => (row.objective === null ? null : objectiveWords(row.objective)),
        cell: (row) =>
          row.objective === null ? (
            <Reasoned reason={t(row.level === 'campaign' ? m.notTold : m.ofCampaignsOnly)} />
          ) : (
            <span className="truncate" title={row.objective}>
              {objectiveWords(row.objective)}
            </span>
          ),
        csv: (row) => (row.objective === null ? null : csvText(objectiveWords(row.objective))),
      };
    case 'budget':
      return {
        header: t(m.columnBudget),
        title: t(m.columnDailyBudget),
        align: 'end',
        value: (row) => row.dailyBudgetMicros ?? null,
        currency: (row) => row.currency,
        cell: (row) =>
          row.dailyBudgetMicros == null ? (
            <Reasoned reason={t(m.noDailyBudget)} />
          ) : (
            f.money(row.dailyBudgetMicros, row.currency, markOf(look))
          ),
        figure: {
          ofRow: (row) => row.dailyBudgetMicros ?? null,
          // Budgets of days are no sum.
          ofSums: () => null,
          text: (micros, currency) => f.money(micros, currency, markOf(look)),
        },
        csv: (row) => (row.dailyBudgetMicros == null ? null : csvMoney(row.dailyBudgetMicros)),
      };
    case 'qualityRanking':
      return ranking('quality', m.columnQuality, look);
    case 'engagementRateRanking':
      return ranking('engagementRate', m.columnEngagement, look);
    case 'conversionRateRanking':
      return ranking('conversionRate', m.columnConversion, look);
    case 'id':
      return {
        header: t(m.columnId),
        value: (row) => row.entityId,
        cell: (row) => <span className="truncate text-text-2">{row.entityId}</span>,
        csv: (row) => csvText(row.entityId),
      };
    case 'adAccount':
      return {
        header: t(m.columnAdAccount),
        value: (row) => row.adAccountId,
        cell: (row) => <span className="truncate text-text-2">{row.adAccountId}</span>,
        csv: (row) => csvText(row.adAccountId),
      };
    case 'told':
      return {
        header: t(m.columnTold),
        value: (row) => row.platformStatus,
        cell: (row) =>
          row.platformStatus === null ? (
            <Reasoned reason={t(m.notTold)} />
          ) : (
            <span className="truncate" title={row.platformStatus}>
              {platformStatusWords(row.platformStatus)}
            </span>
          ),
        csv: (row) => (row.platformStatus === null ? null : csvText(row.platformStatus)),
      };
    case 'conversionsState': {
      const text = (row: EntityRow): string =>
        t(
          row.current.impressions === null
            ? m.conversionsNone
            : row.settling
              ? m.conversionsSettling
              : m.conversionsFinal,
        );
      return {
        header: t(m.columnConversionsState),
        value: text,
        cell: (row) =>
          row.settling ? <StatusShape kind="ageing" text={text(row)} /> : <span className="truncate">{text(row)}</span>,
        csv: text,
      };
    }
    case 'comparable': {
      const text = (row: EntityRow): string => t(row.previous === null ? m.notComparable : m.comparable);
      return {
        header: t(m.columnComparable),
        title: t(m.comparableHelp),
        value: text,
        cell: (row) => <span className={row.previous === null ? 'text-text-3' : ''}>{text(row)}</span>,
        csv: text,
      };
    }
  }
};

/** The status as its shape, with its word for whoever points at it or listens. */
export const briefStatus = (column: EntityColumn): EntityColumn => ({
  ...column,
  cell: (row) => {
    const { kind, text } = statusOf(row);
    return <StatusShape kind={kind} text={text} hideText title={row.platformStatus ?? text} />;
  },
});

/** What the table shows for the chosen columns. */
export const entityColumns = (chosen: readonly ColumnInfo[], look: ColumnLook): EntityColumn[] =>
  chosen.map((column): EntityColumn => {
    if (column.metric !== null) return column.change ? changeColumn(column.metric) : metricColumn(column.metric, look);
    const id = column.id as FixedId;
    return { id, width: FIXED[id].width, csvHeader: t(FIXED[id].name), ...fixedColumn(id, look) };
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
  return totals.map((total, index) => ({
    id: total.currency,
    cells: {
      name:
        index > 0 ? (
          <span className="font-normal text-text-3">{t(m.inCurrency, { currency: total.currency })}</span>
        ) : (
          <span className="truncate">
            <RichText
              message={m.filteredFrom}
              values={{
                count: levelCount(level, 'count', shown),
                all: (words) => shown !== all && <span className="font-normal text-text-2">{words}</span>,
                total: f.count(all),
              }}
            />
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
                      unlike={total.unlike}
                    />
                  ) : (
                    <MetricCell
                      key={column.id}
                      metric={column.metric}
                      sums={total.current}
                      currency={total.currency}
                      mark={markOf(look)}
                      read={total.daysRead === undefined ? look.read : total.daysRead > 0}
                      decimals={look.decimals(column.metric)}
                      whyNot={whyNoVideoTotal(column.metric, total.current)}
                    />
                  ),
                ],
              ],
        ),
      ),
    },
  }));
};
