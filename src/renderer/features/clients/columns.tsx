import { History } from 'lucide-react';
import { labelOf, type MetricKey, METRICS, shortOf } from '../../../contract/metrics.ts';
import type { ClientRow } from '../../../contract/dashboards.ts';
import { ClientLink, Checkbox, Freshness, PlatformBadge, Sparkline, type Column } from '../../ui/index.ts';
import { allowedMetrics } from '../../ui/client-safe.ts';
import { t } from '../../ui/text.ts';
import { Change, PaceCell, PerCurrency, Tags } from './cells.tsx';
import { grid } from './messages-grid.ts';
import { platformNote, readOf, sortChange, sortValue, troubleOf, worstPace } from './model.ts';

export type Look = {
  selected: ReadonlySet<string>;
  toggle: (id: string) => void;
  /** The period was read for some client. */
  read: boolean;
  /** Clients spend in several currencies. */
  mixed: boolean;
  /** Some client's conversions are counted in parts: the whole column shows one decimal. */
  fractional: boolean;
  show: { owner: boolean; tags: boolean; pace: boolean };
  clientSafe: boolean;
  /** Rows have room for one line only. */
  compact: boolean;
  /** Clients an import of whom is under way or in line. */
  importing: ReadonlySet<string>;
};

/** What a metric's header says on pointing at it. */
const metricTip = (metric: string, settling: boolean, perCurrency: boolean): string =>
  settling
    ? t(perCurrency ? grid.settlingPerCurrencyTip : grid.settlingTip, { metric })
    : perCurrency
      ? t(grid.perCurrencyTip, { metric })
      : metric;

const pair = (
  metric: MetricKey,
  width: number,
  { read, mixed, importing, fractional }: Pick<Look, 'read' | 'mixed' | 'importing' | 'fractional'>,
): Column<ClientRow>[] => {
  const { settling, unit } = METRICS[metric];
  const label = labelOf(METRICS[metric]);
  const perCurrency = unit === 'currency' && mixed;
  return [
    {
      id: metric,
      header: shortOf(METRICS[metric]),
      title: metricTip(label, settling === true, perCurrency),
      ...(settling ? { icon: History } : {}),
      width,
      align: 'end',
      value: (row) => sortValue(row, metric),
      ...(unit === 'currency' ? { currency: (row: ClientRow) => row.totals[0]?.currency ?? null } : {}),
      cell: (row) => (
        <PerCurrency row={row} metric={metric} read={read} importing={importing.has(row.id)} fractional={fractional} />
      ),
    },
    ...(metric === 'roas'
      ? []
      : [
          {
            id: `${metric}Change`,
            header: 'Δ',
            title: t(grid.changeOf, { metric: label.toLowerCase() }),
            width: metric === 'spend' ? 68 : 80,
            align: 'end' as const,
            value: (row: ClientRow) => sortChange(row, metric),
            cell: (row: ClientRow) => <Change row={row} metric={metric} />,
          },
        ]),
  ];
};

const WIDTHS = { spend: 108, conversions: 70, cpa: 92, roas: 74 } as const;

const trend = (read: boolean): Column<ClientRow> => ({
  id: 'trend',
  header: t(grid.trend),
  title: t(grid.trendTip),
  width: 76,
  cell: (row) => <Sparkline values={row.trend ?? []} label="" read={readOf(row, row.totals[0], read)} />,
});

const pace = (): Column<ClientRow> => ({
  id: 'pace',
  header: t(grid.pace),
  title: t(grid.paceTip),
  width: 60,
  align: 'end',
  value: (row) => worstPace(row)?.pace ?? null,
  cell: (row) => <PaceCell row={row} />,
});

/** The grid of clients. Stable per look: cells close over nothing else. Owners and tags have a column once there are any. */
export const clientColumns = ({
  selected,
  toggle,
  read,
  mixed,
  show,
  clientSafe,
  compact,
  importing,
  fractional,
}: Look): Column<ClientRow>[] => [
  {
    id: 'select',
    header: '',
    title: t(grid.selected),
    width: 32,
    cell: (row) => (
      <Checkbox
        tabIndex={-1}
        hideLabel
        label={t(grid.select, { client: row.name })}
        checked={selected.has(row.id)}
        onChange={() => toggle(row.id)}
      />
    ),
  },
  {
    id: 'name',
    header: t(grid.client),
    width: 144,
    grow: true,
    value: (row) => row.name,
    cell: (row) => (
      <ClientLink
        inGrid
        id={row.id}
        name={row.name}
        title={row.city ? `${row.name} • ${row.city}` : row.name}
        {...(compact ? {} : { className: 'line-clamp-2 leading-4 whitespace-normal! [overflow-wrap:anywhere]' })}
      />
    ),
  },
  {
    id: 'via',
    header: t(grid.via),
    title: t(grid.platforms),
    width: 58,
    cell: (row) =>
      row.platforms.map((one) => (
        <PlatformBadge key={one.platform} platform={one.platform} note={platformNote(one.state)} />
      )),
  },
  ...(clientSafe ? [] : [trend(read)]),
  ...allowedMetrics(Object.keys(WIDTHS) as (keyof typeof WIDTHS)[], clientSafe).flatMap((metric) =>
    pair(metric, WIDTHS[metric], { read, mixed, importing, fractional }),
  ),
  ...(show.pace && !clientSafe ? [pace()] : []),
  {
    id: 'data',
    header: t(grid.data),
    title: t(grid.dataTip),
    width: 80,
    value: (row) => (row.freshness.lastImportedAt === null ? null : Date.parse(row.freshness.lastImportedAt)),
    cell: (row) => <Freshness freshness={row.freshness} trouble={troubleOf(row)} />,
  },
  ...(show.owner
    ? [
        {
          id: 'owner',
          header: t(grid.owner),
          title: t(grid.ownerTip),
          width: 110,
          value: (row: ClientRow) => row.owner ?? null,
          cell: (row: ClientRow) => {
            const owner = row.owner ?? null;
            return owner === null ? (
              <span className="text-text-3">
                <span aria-hidden>—</span>
                <span className="sr-only">{t(grid.nobody)}</span>
              </span>
            ) : (
              <bdi className="truncate" title={owner}>
                {owner}
              </bdi>
            );
          },
        },
      ]
    : []),
  ...(show.tags
    ? [
        {
          id: 'tags',
          header: t(grid.tags),
          width: 130,
          value: (row: ClientRow) => row.tags?.join(', ') || null,
          cell: (row: ClientRow) => <Tags tags={row.tags ?? []} />,
        },
      ]
    : []),
];
