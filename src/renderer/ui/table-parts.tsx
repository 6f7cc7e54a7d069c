import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { plainNumber } from '../../contract/plain-number.ts';
import { csvMoney, csvText } from './csv.ts';
import { cx } from './cx.ts';
import { m } from './messages.ts';
import { t } from './text.ts';

export type Column<Row> = {
  id: string;
  header: string;
  /** Longer name for the tooltip and screen readers. */
  title?: string;
  /** Marks the column, with its meaning in `title` (conversions that may still rise). */
  icon?: LucideIcon;
  align?: 'start' | 'end';
  /** Pixels; the first `grow` column takes what is left. */
  width: number;
  grow?: boolean;
  /** What sorting and copying use; null = missing, always last. Leave out for columns that cannot be sorted. */
  value?: (row: Row) => number | string | null;
  /** The currency the value is an amount of, in micros: sorted by currency first and by size within one, copied as whole units with it. */
  currency?: (row: Row) => string | null;
  cell: (row: Row) => ReactNode;
};

/** What makes a cell one stop of the grid: its place, and who of all has the tab stop. */
export type CellProps = {
  'data-row': number;
  'data-column': number;
  'aria-colindex': number;
  tabIndex: number;
  onFocus(event: { target: EventTarget; currentTarget: EventTarget }): void;
};

/** A sticky row under the table that stands for all rows, per currency. Cells by column id. */
export type TotalsRow = {
  id: string;
  cells: Record<string, ReactNode>;
  /** Instead of cells: one line across the table. */
  wide?: ReactNode;
};

/** The sticky lines under the rows. */
export const Totals = <Row,>({
  totals,
  columns,
  template,
  minWidth,
  nameColumn,
  firstRow,
  pin,
}: {
  totals: readonly TotalsRow[];
  columns: readonly Column<Row>[];
  template: string;
  minWidth: number;
  nameColumn: string | undefined;
  /** aria-rowindex of the first line. */
  firstRow: number;
  pin: (column: Column<Row>) => string;
}) =>
  totals.length === 0 ? null : (
    <div
      role="rowgroup"
      className="sticky bottom-0 z-10 border-t border-line bg-sunken font-semibold"
      style={{ minWidth }}
    >
      {totals.map((total, index) => (
        <div
          key={total.id}
          role="row"
          aria-rowindex={firstRow + index}
          className="grid h-9 bg-sunken"
          style={{ gridTemplateColumns: template }}
        >
          {total.wide !== undefined && (
            <div
              role="gridcell"
              aria-colspan={columns.length}
              className="sticky start-0 col-span-full flex w-fit min-w-0 items-center gap-3 px-2"
            >
              {total.wide}
            </div>
          )}
          {total.wide === undefined &&
            columns.map((column, at) => (
              <div
                key={column.id}
                role={column.id === nameColumn ? 'rowheader' : 'gridcell'}
                aria-colindex={at + 1}
                className={cx(
                  'flex min-w-0 items-center gap-1 px-(--cell)',
                  column.align === 'end' && 'justify-end text-end',
                  pin(column),
                )}
              >
                {total.cells[column.id]}
              </div>
            ))}
        </div>
      ))}
    </div>
  );

/** Selected rows, else the active one, as tab-separated text with a header line. */
export const copyText = <Row,>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  selected: ReadonlySet<string> | undefined,
  rowId: (row: Row) => string,
  activeRow: number,
): string => {
  const chosen =
    selected && selected.size > 0
      ? rows.filter((row) => selected.has(rowId(row)))
      : rows.slice(activeRow, activeRow + 1);
  const used = columns.filter((column) => column.value);
  const money = used.find((column) => column.currency);
  const cell = (column: Column<Row>, row: Row): string => {
    const value = column.value?.(row) ?? null;
    if (value === null) return '';
    return typeof value === 'string'
      ? csvText(value)
      : column.currency
        ? csvMoney(Math.round(value))
        : plainNumber(value);
  };
  const line = (cells: readonly string[]): string => cells.map((text) => text.replaceAll(/[\t\r\n]+/g, ' ')).join('\t');
  // An amount without its currency is not one: a column says it, beside the first amount.
  return [
    line(
      used.flatMap((column) => [
        column.title?.split('.')[0] ?? column.header,
        ...(column === money ? [t(m.currency)] : []),
      ]),
    ),
    ...chosen.map((row) =>
      line(used.flatMap((column) => [cell(column, row), ...(column === money ? [money.currency?.(row) ?? ''] : [])])),
    ),
  ].join('\n');
};

/** Brings a cell into view sideways, clear of the pinned column. The browser would leave it underneath. */
export const scrollSideways = (scroller: HTMLElement | null, cell: HTMLElement | null): void => {
  if (!scroller || !cell || getComputedStyle(cell).position === 'sticky') return;
  const frame = scroller.getBoundingClientRect();
  const pinned = scroller.querySelector('[role="columnheader"].sticky')?.getBoundingClientRect();
  const box = cell.getBoundingClientRect();
  const start = pinned?.right ?? frame.left;
  const end = frame.left + scroller.clientWidth;
  if (box.left < start) scroller.scrollLeft -= start - box.left;
  else if (box.right > end) scroller.scrollLeft += box.right - end;
};

/** The grid's columns as CSS takes them: given widths first, then the columns' own; one that grows takes what is left. */
export const layoutOf = <Row,>(
  columns: readonly Column<Row>[],
  widths: Readonly<Record<string, number>>,
): { template: string; minWidth: number } => ({
  template: columns
    .map(({ id, grow, width }) => {
      const given = widths[id];
      return given !== undefined ? `${given}px` : grow ? `minmax(${width}px, 1fr)` : `${width}px`;
    })
    .join(' '),
  minWidth: columns.reduce((sum, { id, width }) => sum + (widths[id] ?? width), 0),
});
