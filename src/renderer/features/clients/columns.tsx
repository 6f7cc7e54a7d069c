import { History, TriangleAlert } from 'lucide-react';
import { METRICS, type MetricKey } from '../../../contract/metrics.ts';
import type { ClientRow } from '../../../contract/dashboards.ts';
import {
  ClientLink,
  Checkbox,
  DeltaCell,
  Freshness,
  MetricCell,
  PlatformBadge,
  Sparkline,
  useFormats,
  type Column,
} from '../../ui/index.ts';
import { allowedMetrics } from '../../ui/client-safe.ts';
import { t } from '../../ui/text.ts';
import { grid } from './messages-grid.ts';
import { m } from './messages.ts';
import { paceState, platformNote, sortChange, sortValue, troubleOf, worstPace } from './model.ts';

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
  /** Clients an import of whom is under way or in line. */
  importing: ReadonlySet<string>;
};

/** One value per currency the client spends in: currencies are listed, never added. */
const PerCurrency = ({
  row,
  metric,
  read,
  importing,
  fractional,
}: {
  row: ClientRow;
  metric: MetricKey;
  read: boolean;
  importing: boolean;
  fractional: boolean;
}) => {
  // Nothing is here yet because it is on its way: neither missing nor zero.
  if (importing && row.freshness.lastImportedAt === null)
    return (
      <span className="text-text-3" title={t(grid.beingImported)}>
        <span aria-hidden>…</span>
        <span className="sr-only">{t(grid.beingImported)}</span>
      </span>
    );
  return (
    <span className="flex min-w-0 flex-col items-end leading-4">
      {row.totals.slice(0, 2).map((total) => (
        <MetricCell
          key={total.currency}
          metric={metric}
          sums={total.current}
          currency={total.currency}
          mark="code"
          decimals={metric === 'conversions' && fractional ? 1 : undefined}
          read={read && row.freshness.state !== 'never'}
        />
      ))}
      {row.totals.length > 2 && (
        <span className="text-caption text-text-3">{t(m.andMore, { others: row.totals.length - 2 })}</span>
      )}
      {row.totals.length === 0 && (
        <span className="text-text-3" title={t(grid.notImported)}>
          <span aria-hidden>—</span>
          <span className="sr-only">{t(grid.notImported)}</span>
        </span>
      )}
    </span>
  );
};

/** One change per currency, each beside its own value: a single one would pass for the client's. */
const Change = ({ row, metric }: { row: ClientRow; metric: MetricKey }) => (
  <span className="flex min-w-0 flex-col items-end leading-4">
    {row.totals.slice(0, 2).map((total) => (
      // Two outlined pills have to fit a compact row, each on the line of its value.
      <span key={total.currency} className={row.totals.length > 1 ? '[&_span]:leading-[14px]!' : ''}>
        <DeltaCell metric={metric} current={total.current} previous={total.previous} />
      </span>
    ))}
  </span>
);

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
  const { short, label, settling, unit } = METRICS[metric];
  const perCurrency = unit === 'currency' && mixed;
  return [
    {
      id: metric,
      header: short,
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
            width: metric === 'spend' ? 72 : 80,
            align: 'end' as const,
            value: (row: ClientRow) => sortChange(row, metric),
            cell: (row: ClientRow) => <Change row={row} metric={metric} />,
          },
        ]),
  ];
};

const WIDTHS = { spend: 108, conversions: 70, cpa: 92, roas: 74 } as const;

const trend = (): Column<ClientRow> => ({
  id: 'trend',
  header: t(grid.trend),
  title: t(grid.trendTip),
  width: 76,
  cell: (row) => <Sparkline values={row.trend ?? []} label="" />,
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

/** How fast the month's budget goes. Off its pace it gets the shape of a warning, not only its colour. */
const PaceCell = ({ row }: { row: ClientRow }) => {
  const f = useFormats();
  const worst = worstPace(row);
  if (worst === null) return null;
  if (worst.pace === null)
    return (
      <span className="text-text-3" title={worst.reason ?? undefined}>
        <span aria-hidden>—</span>
        <span className="sr-only">{worst.reason}</span>
      </span>
    );
  const state = paceState(worst.pace);
  const off = state === 'ahead' || state === 'behind';
  return (
    <span
      title={t(grid.paceState, {
        spent: f.money(worst.spentMicros, worst.currency, 'code'),
        budget: f.money(worst.budgetMicros, worst.currency, 'code'),
        pace: state,
      })}
      className={off ? 'inline-flex items-center gap-1 font-semibold text-warn' : ''}
    >
      {off && <TriangleAlert aria-hidden size={12} strokeWidth={2} />}
      {f.percent(worst.pace * 100, 0)}
      {off && <span className="sr-only">{t(grid.paceOff, { pace: state })}</span>}
    </span>
  );
};

/** The grid of clients. Stable per look: cells close over nothing else. Owners and tags have a column once there are any. */
export const clientColumns = ({
  selected,
  toggle,
  read,
  mixed,
  show,
  clientSafe,
  importing,
  fractional,
}: Look): Column<ClientRow>[] => [
  {
    id: 'select',
    header: '',
    title: t(grid.selected),
    width: 36,
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
    width: 136,
    grow: true,
    value: (row) => row.name,
    cell: (row) => (
      <ClientLink inGrid id={row.id} name={row.name} title={row.city ? `${row.name} • ${row.city}` : row.name} />
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
  ...(clientSafe ? [] : [trend()]),
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

const Tags = ({ tags }: { tags: readonly string[] }) =>
  tags.length === 0 ? null : (
    <span className="flex min-w-0 items-center gap-1" title={tags.join(', ')}>
      {tags.slice(0, 2).map((tag) => (
        <bdi key={tag} className="min-w-0 truncate rounded-control bg-sunken px-1.5 text-caption leading-5 text-text-2">
          {tag}
        </bdi>
      ))}
      {tags.length > 2 && <span className="text-caption text-text-3">+{tags.length - 2}</span>}
    </span>
  );
