import { useMemo } from 'react';
import { labelOf, type MetricKey, METRICS, shortOf } from '../../../contract/metrics.ts';
import type { Sums } from '../../../contract/primitives.ts';
import {
  DASH,
  MetricCell,
  Table,
  useClientSafe,
  useFormats,
  type Column,
  type Formats,
  type Sorting,
  type TotalsRow,
} from '../../ui/index.ts';
import { t } from '../../ui/text.ts';
import { m } from './messages.ts';
import type { CellRow, Cells } from './model.ts';

const SHOWN: readonly MetricKey[] = ['impressions', 'clicks', 'ctr', 'cpa'];
const WIDTHS: Partial<Record<MetricKey, number>> = { impressions: 72, cpa: 78 };
/** Columns that are, or reveal, what was spent. */
const COSTS: ReadonlySet<string> = new Set([
  'spendShare',
  ...Object.values(METRICS).flatMap(({ key, revealsCost }) => (revealsCost ? [key] : [])),
]);
export const SORTABLE = ['label', 'days', 'spend', 'spendShare', 'conversions', 'conversionShare', ...SHOWN];

/** The cells of one platform and currency, sortable, with what they add up to. */
export const CellsTable = ({
  cells,
  currency,
  label,
  first,
  sorting,
  onSortingChange,
  reason,
}: {
  cells: Cells;
  currency: string;
  label: string;
  /** Header of the first column. */
  first: string;
  sorting: Sorting;
  onSortingChange: (sorting: Sorting) => void;
  /** Why a column has no figures at all; null when every one has some. */
  reason: string | null;
}) => {
  const f = useFormats();
  const days = cells.rows.some((row) => row.days !== null);
  const clientSafe = useClientSafe();
  const columns = useMemo(
    () => columnsOf(first, currency, days, reason, f).filter((column) => !clientSafe || !COSTS.has(column.id)),
    [first, currency, days, reason, f, clientSafe],
  );
  const totals = useMemo(() => totalsOf(cells, currency, days, reason), [cells, currency, days, reason]);
  return (
    <Table
      label={label}
      rows={cells.rows}
      rowId={(row) => row.id}
      columns={columns}
      sorting={sorting}
      onSortingChange={onSortingChange}
      totals={totals}
      compact
      maxHeight={420}
      empty={<p className="px-2 py-3 text-text-2">{t(m.empty)}</p>}
    />
  );
};

const Value = ({
  metric,
  sums,
  currency,
  reason,
}: {
  metric: MetricKey;
  sums: Sums;
  currency: string;
  reason: string | null;
}) =>
  METRICS[metric].derive(sums) === null && reason !== null ? (
    <span className="text-text-3" title={reason}>
      <span aria-hidden>{DASH}</span>
      <span className="sr-only">{reason}</span>
    </span>
  ) : (
    <MetricCell metric={metric} sums={sums} currency={currency} read />
  );

const Share = ({ value, f, reason }: { value: number | null; f: Formats; reason: string | null }) =>
  value === null ? (
    <span className="text-text-3" title={reason ?? t(m.noShare)}>
      <span aria-hidden>{DASH}</span>
      <span className="sr-only">{reason ?? t(m.noShare)}</span>
    </span>
  ) : (
    <>{f.percent(value * 100, 1)}</>
  );

export const columnsOf = (
  first: string,
  currency: string,
  days: boolean,
  reason: string | null,
  f: Formats,
): Column<CellRow>[] => {
  const metric = (key: MetricKey, width: number): Column<CellRow> => ({
    id: key,
    header: shortOf(METRICS[key]),
    title: labelOf(METRICS[key]),
    align: 'end',
    width,
    value: (row) => METRICS[key].derive(row.sums),
    cell: (row) => <Value metric={key} sums={row.sums} currency={currency} reason={reason} />,
  });
  const shareOf = (key: 'spendShare' | 'conversionShare', header: string, title: string): Column<CellRow> => ({
    id: key,
    header,
    title,
    align: 'end',
    width: 70,
    value: (row) => row[key],
    cell: (row) => <Share value={row[key]} f={f} reason={reason} />,
  });
  return [
    {
      id: 'label',
      header: first,
      // Days of the week are short words, and their table has a column more.
      width: days ? 100 : 118,
      grow: true,
      value: (row) => row.label,
      cell: (row) => (
        <bdi className="truncate" title={row.label}>
          {row.label}
        </bdi>
      ),
    },
    ...(days
      ? [{ id: 'days', header: t(m.days), align: 'end' as const, width: 48, value: dayCount, cell: dayCount }]
      : []),
    metric('spend', 92),
    shareOf('spendShare', t(m.spendShare), t(m.shareOfSpend)),
    metric('conversions', 58),
    shareOf('conversionShare', t(m.conversionShare), t(m.shareOfConversions)),
    ...SHOWN.map((key) => metric(key, WIDTHS[key] ?? 60)),
  ];
};
const dayCount = (row: CellRow): number | null => row.days;

const totalsOf = (cells: Cells, currency: string, days: boolean, reason: string | null): TotalsRow[] => {
  const line = (id: string, label: string, sums: Sums, all: boolean): TotalsRow => ({
    id,
    cells: {
      label,
      ...(days ? { days: cells.rows.reduce((sum, row) => sum + (row.days ?? 0), 0) } : {}),
      spend: <Value metric="spend" sums={sums} currency={currency} reason={reason} />,
      conversions: <Value metric="conversions" sums={sums} currency={currency} reason={reason} />,
      impressions: <Value metric="impressions" sums={sums} currency={currency} reason={reason} />,
      clicks: <Value metric="clicks" sums={sums} currency={currency} reason={reason} />,
      ...(all
        ? {
            ctr: <Value metric="ctr" sums={sums} currency={currency} reason={reason} />,
            cpa: <Value metric="cpa" sums={sums} currency={currency} reason={reason} />,
          }
        : {}),
    },
  });
  if (cells.rows.length === 0) return [];
  return [
    line('total', t(m.total, { rows: cells.rows.length }), cells.total, true),
    ...(cells.rest === null ? [] : [line('rest', t(m.rest), cells.rest, false)]),
  ];
};
