import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { type MetricDefinition, labelOf } from '../../../contract/metrics.ts';
import {
  Card,
  PlatformBadge,
  Table,
  useFormats,
  type Column,
  type Formats,
  type Sorting,
  type TotalsRow,
} from '../../ui/index.ts';
import { t } from '../../ui/text.ts';
import { m } from './messages.ts';
import { restRows, type Block, type Contribution } from './model.ts';

/** '+$12.00', '-3': a change is always signed. */
export const signedAmount = (metric: MetricDefinition, delta: number, currency: string, f: Formats): string => {
  if (metric.unit !== 'currency') return f.signed(delta, Number.isInteger(delta) ? 0 : 1, '');
  return f.signedMoney(delta, currency);
};

/** The columns of what moved a figure; also what their order is made of. */
export const contributionColumns = (
  metric: MetricDefinition,
  currency: string,
  clientId: string,
  f: Formats,
): Column<Contribution>[] => [
  {
    id: 'name',
    header: t(m.campaign),
    width: 132,
    grow: true,
    value: (row) => row.name,
    cell: (row) => (
      <Link
        to="/client/$clientId/campaigns"
        params={{ clientId }}
        search={{ row: `${row.platform}:${row.adAccountId}:campaign:${row.entityId}`, panel: 'open' } as never}
        tabIndex={-1}
        title={row.name}
        className="line-clamp-2 leading-[14px] font-semibold [overflow-wrap:anywhere] hover:text-accent hover:underline"
      >
        <bdi>{row.name}</bdi>
      </Link>
    ),
  },
  {
    id: 'via',
    header: t(m.via),
    title: t(m.platform),
    width: 40,
    value: (row) => row.platform,
    cell: (row) => <PlatformBadge platform={row.platform} />,
  },
  ...(['a', 'b'] as const).map((side): Column<Contribution> => ({
    id: side,
    header: side.toUpperCase(),
    title: t(side === 'a' ? m.metricOfA : m.metricOfB, { metric: labelOf(metric) }),
    width: 86,
    align: 'end',
    value: (row) => row[side],
    cell: (row) => f.metric(metric, row[side], currency),
  })),
  {
    id: 'delta',
    header: t(m.change),
    title: t(m.changeHint, { metric: labelOf(metric).toLowerCase() }),
    width: 92,
    align: 'end',
    value: (row) => row.delta,
    cell: (row) => signedAmount(metric, row.delta, currency, f),
  },
  {
    id: 'share',
    header: t(m.share),
    title: t(m.shareHint),
    width: 104,
    align: 'end',
    value: (row) => row.share,
    cell: (row) => <Share share={row.share} f={f} />,
  },
];

/** A bar to the right for what went with the change, to the left for what went against it. */
const Share = ({ share, f }: { share: number | null; f: Formats }) =>
  share === null ? (
    <span className="text-text-3" title={t(m.noChange)}>
      <span aria-hidden>—</span>
      <span className="sr-only">{t(m.noChange)}</span>
    </span>
  ) : (
    <>
      <span aria-hidden className="relative h-2 w-10 shrink-0">
        <span className="absolute inset-y-[-4px] start-1/2 w-px bg-control" />
        <span
          className="absolute inset-y-0 rounded-[1px] bg-[var(--series-6)]"
          style={{
            [share >= 0 ? 'insetInlineStart' : 'insetInlineEnd']: '50%',
            width: `${Math.min(1, Math.abs(share)) * 50}%`,
          }}
        />
      </span>
      <span className="w-[48px] text-end">{f.percent(share * 100, 0)}</span>
    </>
  );

/** Which campaigns moved the figure, the largest contribution first. */
export const Contributions = ({
  block,
  metric,
  columns,
  sorting,
  onSortingChange,
}: {
  block: Block;
  metric: MetricDefinition;
  columns: readonly Column<Contribution>[];
  sorting: Sorting;
  onSortingChange: (sorting: Sorting) => void;
}) => {
  const f = useFormats();
  const totals = useMemo((): TotalsRow[] => {
    const line = (id: string, name: string, delta: number | null, share: number | null): TotalsRow => ({
      id,
      cells: {
        name: <span className="truncate">{name}</span>,
        delta: delta === null ? null : signedAmount(metric, delta, block.currency, f),
        share: share === null ? null : <Share share={share} f={f} />,
      },
    });
    const { a, b, delta } = block.change;
    const whole = line('whole', t(m.allCampaigns), delta, delta === null || delta === 0 ? null : 1);
    return [
      ...restRows(block).map((rest) => line(rest.id, rest.label, rest.delta, rest.share)),
      {
        ...whole,
        cells: {
          ...whole.cells,
          a: f.metric(metric, a, block.currency),
          b: f.metric(metric, b, block.currency),
        },
      },
    ];
  }, [block, metric, f]);
  return (
    <Card
      title={t(m.whatMoved, { metric: labelOf(metric).toLowerCase() })}
      flush
      className="flex min-h-[220px] flex-1 flex-col overflow-hidden"
    >
      <Table
        label={t(m.whatMoved, { metric: labelOf(metric).toLowerCase() })}
        rows={block.contributions}
        rowId={(row) => `${row.platform}:${row.adAccountId}:${row.entityId}`}
        columns={columns}
        nameColumn="name"
        sorting={sorting}
        onSortingChange={onSortingChange}
        totals={totals}
        compact
        maxHeight={420}
        empty={
          <p className="px-4 py-6 text-text-2">
            {block.reason === null ? t(m.noCampaign, { metric: labelOf(metric).toLowerCase() }) : t(m.daysMissing)}
          </p>
        }
      />
    </Card>
  );
};
