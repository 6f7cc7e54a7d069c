import { Link } from '@tanstack/react-router';
import { History } from 'lucide-react';
import { METRICS, type MetricKey } from '../../../contract/metrics.ts';
import type { EntitiesView, EntityRow } from '../../../contract/dashboards.ts';
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
import { BELOW, LEVEL_WORDS, sortChange, statusOf, type EntityLevel } from './model.ts';

const WIDTHS: Record<MetricKey, number> = {
  spend: 104,
  impressions: 88,
  clicks: 70,
  linkClicks: 86,
  ctr: 70,
  cpc: 78,
  cpm: 78,
  conversions: 76,
  conversionRate: 72,
  cpa: 88,
  conversionValue: 108,
  roas: 78,
  reach: 88,
  frequency: 70,
  impressionShare: 88,
};
/** In W3's order; true = with its change beside it. */
const METRIC_COLUMNS: readonly (readonly [MetricKey, boolean])[] = [
  ['spend', true],
  ['impressions', false],
  ['clicks', false],
  ['ctr', false],
  ['cpc', false],
  ['conversions', true],
  ['conversionRate', false],
  ['cpa', true],
  ['conversionValue', false],
  ['roas', false],
];

/** The columns of a level. `mixed` = several currencies on screen, marked by their code; `read` = the period was read. */
export const entityColumns = (
  level: EntityLevel,
  clientId: string,
  mixed: boolean,
  compared: boolean,
  read: boolean,
  f: Formats,
): Column<EntityRow>[] => {
  const below = BELOW[level];
  const mark = mixed ? ('code' as const) : ('narrowSymbol' as const);
  return [
    {
      id: 'status',
      header: 'Status',
      width: 92,
      value: (row) => statusOf(row).text,
      cell: (row) => {
        const { kind, text } = statusOf(row);
        return <StatusShape kind={kind} text={text} title={row.platformStatus ?? undefined} />;
      },
    },
    {
      id: 'name',
      header: LEVEL_WORDS[level].label,
      width: 220,
      grow: true,
      value: (row) => row.name,
      cell: (row) =>
        below === null ? (
          <span className="truncate" title={row.name}>
            <bdi>{row.name}</bdi>
          </span>
        ) : (
          <Link
            to="/client/$clientId/campaigns"
            params={{ clientId }}
            search={drillInto(row, below)}
            tabIndex={-1}
            title={row.parentName ? `${row.name} — in ${row.parentName}` : row.name}
            className="truncate font-semibold hover:text-accent hover:underline"
          >
            <bdi>{row.name}</bdi>
          </Link>
        ),
    },
    {
      id: 'via',
      header: 'Via',
      title: 'Platform',
      width: 40,
      value: (row) => row.platform,
      cell: (row) => <PlatformBadge platform={row.platform} />,
    },
    ...(level === 'campaign'
      ? [
          {
            id: 'budget',
            header: 'Budget',
            title: 'Daily budget',
            width: 96,
            align: 'end' as const,
            value: (row: EntityRow) => row.dailyBudgetMicros,
            cell: (row: EntityRow) =>
              row.dailyBudgetMicros === null ? (
                <span className="text-text-3" title="No daily budget at this level">
                  <span aria-hidden>—</span>
                  <span className="sr-only">No daily budget at this level</span>
                </span>
              ) : (
                f.money(row.dailyBudgetMicros, row.currency, mark)
              ),
          },
        ]
      : []),
    ...METRIC_COLUMNS.flatMap(([key, change]): Column<EntityRow>[] => {
      const metric = METRICS[key];
      return [
        {
          id: key,
          header: metric.short,
          title: metric.settling ? `${metric.label}. The last days may still rise.` : metric.label,
          ...(metric.settling ? { icon: History } : {}),
          width: WIDTHS[key] + (metric.unit === 'currency' && mixed ? 18 : 0),
          align: 'end',
          value: (row) => metric.derive(row.current),
          cell: (row) => <MetricCell metric={key} sums={row.current} currency={row.currency} mark={mark} read={read} />,
        },
        ...(change && compared
          ? [
              {
                id: `${key}Change`,
                header: 'Δ',
                title: `Change of ${metric.label.toLowerCase()}`,
                width: 86,
                align: 'end' as const,
                value: (row: EntityRow) => sortChange(row, key),
                cell: (row: EntityRow) => <DeltaCell metric={key} current={row.current} previous={row.previous} />,
              },
            ]
          : []),
      ];
    }),
  ];
};

/** Where a row leads: one level down, remembering the way back up. */
export const drillInto = (row: EntityRow, below: EntityLevel) => ({
  level: below,
  parent: row.entityId,
  ...(row.parentId === null ? {} : { under: row.parentId }),
});

/** A line per currency: totals are never mixed, ratios are computed again from the sums. */
export const totalRows = (
  totals: EntitiesView['totals'],
  level: EntityLevel,
  shown: number,
  all: number,
  mixed: boolean,
  read: boolean,
  f: Formats,
): TotalsRow[] => {
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
        METRIC_COLUMNS.flatMap(([key]) => [
          [
            key,
            <MetricCell
              key={key}
              metric={key}
              sums={total.current}
              currency={total.currency}
              mark={mixed ? 'code' : 'narrowSymbol'}
              read={read}
            />,
          ],
          [`${key}Change`, <DeltaCell key={key} metric={key} current={total.current} previous={total.previous} />],
        ]),
      ),
    },
  }));
};
