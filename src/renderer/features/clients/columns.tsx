import { Link } from '@tanstack/react-router';
import { History } from 'lucide-react';
import { METRICS, type MetricKey } from '../../../contract/metrics.ts';
import type { ClientRow } from '../../../contract/dashboards.ts';
import { Checkbox, DeltaCell, Freshness, MetricCell, PlatformBadge, Sparkline, type Column } from '../../ui/index.ts';
import { platformNote, sortChange, sortValue, troubleOf } from './model.ts';

/** One value per currency the client spends in: currencies are listed, never added. */
const PerCurrency = ({ row, metric, read }: { row: ClientRow; metric: MetricKey; read: boolean }) => (
  <span className="flex min-w-0 flex-col items-end leading-4">
    {row.totals.slice(0, 2).map((total) => (
      <MetricCell
        key={total.currency}
        metric={metric}
        sums={total.current}
        currency={total.currency}
        mark="code"
        read={read && row.freshness.state !== 'never'}
      />
    ))}
    {row.totals.length > 2 && <span className="text-caption text-text-3">and {row.totals.length - 2} more</span>}
    {row.totals.length === 0 && <span className="text-text-3">—</span>}
  </span>
);

const Change = ({ row, metric }: { row: ClientRow; metric: MetricKey }) => {
  const main = row.totals[0];
  return main ? <DeltaCell metric={metric} current={main.current} previous={main.previous} /> : null;
};

const pair = (metric: MetricKey, width: number, read: boolean): Column<ClientRow>[] => {
  const { short, label, settling } = METRICS[metric];
  return [
    {
      id: metric,
      header: short,
      title: settling ? `${label}. The last days may still rise.` : label,
      ...(settling ? { icon: History } : {}),
      width,
      align: 'end',
      value: (row) => sortValue(row, metric),
      cell: (row) => <PerCurrency row={row} metric={metric} read={read} />,
    },
    ...(metric === 'roas'
      ? []
      : [
          {
            id: `${metric}Change`,
            header: 'Δ',
            title: `Change of ${label.toLowerCase()}`,
            width: 86,
            align: 'end' as const,
            value: (row: ClientRow) => sortChange(row, metric),
            cell: (row: ClientRow) => <Change row={row} metric={metric} />,
          },
        ]),
  ];
};

/** The grid of clients. Stable per selection: cells close over nothing else. `read` = the period was read for some client. */
export const clientColumns = (
  selected: ReadonlySet<string>,
  toggle: (id: string) => void,
  read: boolean,
): Column<ClientRow>[] => [
  {
    id: 'select',
    header: '',
    title: 'Selected',
    width: 36,
    cell: (row) => (
      <Checkbox
        tabIndex={-1}
        hideLabel
        label={`Select ${row.name}`}
        checked={selected.has(row.id)}
        onChange={() => toggle(row.id)}
      />
    ),
  },
  {
    id: 'name',
    header: 'Client',
    width: 160,
    grow: true,
    value: (row) => row.name,
    cell: (row) => (
      <Link
        to="/client/$clientId"
        params={{ clientId: row.id }}
        tabIndex={-1}
        title={row.city ? `${row.name} • ${row.city}` : row.name}
        className="truncate font-semibold hover:text-accent hover:underline"
      >
        <bdi>{row.name}</bdi>
      </Link>
    ),
  },
  {
    id: 'via',
    header: 'Via',
    title: 'Platforms',
    width: 60,
    cell: (row) =>
      row.platforms.map((one) => (
        <PlatformBadge key={one.platform} platform={one.platform} note={platformNote(one.state)} />
      )),
  },
  {
    id: 'trend',
    header: 'Trend',
    title: 'Spend per day of the period',
    width: 80,
    cell: (row) => <Sparkline values={row.trend} label="" />,
  },
  ...pair('spend', 116, read),
  ...pair('conversions', 74, read),
  ...pair('cpa', 92, read),
  ...pair('roas', 70, read),
  {
    id: 'data',
    header: 'Data',
    title: 'Age of the data',
    width: 78,
    value: (row) => (row.freshness.lastImportedAt === null ? null : Date.parse(row.freshness.lastImportedAt)),
    cell: (row) => <Freshness freshness={row.freshness} trouble={troubleOf(row)} />,
  },
];
