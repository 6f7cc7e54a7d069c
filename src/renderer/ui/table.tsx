import {
  createSortedRowModel,
  rowSortingFeature,
  tableFeatures,
  useTable,
  type ColumnDef,
  type RowData,
} from '@tanstack/react-table';
import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { useEffect, useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { cx } from './cx.ts';
import { compareCells, nextSorting, type Sorting } from './table-model.ts';
import { copyText, Totals, type Column, type TotalsRow } from './table-parts.tsx';

export type { Sorting } from './table-model.ts';
export type { Column, TotalsRow } from './table-parts.tsx';

type TableProps<Row> = {
  label: string;
  rows: readonly Row[];
  rowId: (row: Row) => string;
  columns: readonly Column<Row>[];
  sorting: Sorting;
  onSortingChange: (sorting: Sorting) => void;
  totals?: readonly TotalsRow[];
  /** Enter or double click. */
  onOpen?: (row: Row) => void;
  /** The column that names a row; the first one otherwise. */
  nameColumn?: string;
  /** Ids of selected rows; with it Space selects and Ctrl A selects all. */
  selected?: ReadonlySet<string>;
  onSelectedChange?: (selected: ReadonlySet<string>) => void;
  compact?: boolean;
  /** What stands in the body when there are no rows; header and totals stay. */
  empty?: ReactNode;
  /** Grows with its rows up to this many pixels; without it the table fills its parent and scrolls. */
  maxHeight?: number;
  className?: string;
};

const features = tableFeatures({ rowSortingFeature, sortedRowModel: createSortedRowModel() });
const HEADER = 36;

/** The grid of every screen: sorted, virtualised, one tab stop, sticky header and totals. `sorting` lives outside, in the address. */
export const Table = <Row extends RowData>(props: TableProps<Row>) => {
  const { rows: data, columns, sorting, totals = [], selected, compact = false } = props;
  const rowHeight = compact ? 32 : 40;
  const scroller = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState({ row: -1, column: 0 });
  const moved = useRef(false);

  const defs = useMemo(
    () =>
      columns.map((column): ColumnDef<typeof features, Row> => ({
        id: column.id,
        // undefined, not null: that is what the sorted row model keeps last in both directions.
        accessorFn: (row: Row) => column.value?.(row) ?? undefined,
        sortFn: (a, b, id) => compareCells(a.getValue(id), b.getValue(id)),
        sortUndefined: 'last',
        enableSorting: column.value !== undefined,
      })),
    [columns],
  );
  const state = useMemo(() => ({ sorting: sorting as { id: string; desc: boolean }[] }), [sorting]);
  const table = useTable({
    features,
    columns: defs,
    data: data as Row[],
    getRowId: props.rowId,
    state,
    onSortingChange: () => {},
  });
  const sorted = table.getRowModel().rows;

  const virtual = useVirtualizer({
    count: sorted.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 8,
    useFlushSync: false,
    scrollPaddingStart: HEADER,
    scrollPaddingEnd: totals.length * 36,
    // The focused row stays in the page when it is scrolled away, or the keyboard would lose its place.
    rangeExtractor: (range) => {
      const shown = defaultRangeExtractor(range);
      return active.row >= 0 && active.row < sorted.length && !shown.includes(active.row)
        ? [...shown, active.row].sort((a, b) => a - b)
        : shown;
    },
  });

  useEffect(() => {
    if (!moved.current) return;
    moved.current = false;
    scroller.current
      ?.querySelector<HTMLElement>(`[data-row="${active.row}"][data-column="${active.column}"]`)
      ?.focus({ preventScroll: active.row >= 0 });
  });

  const go = (row: number, column: number): void => {
    const target = {
      row: Math.max(-1, Math.min(sorted.length - 1, row)),
      column: Math.max(0, Math.min(columns.length - 1, column)),
    };
    moved.current = true;
    setActive(target);
    if (target.row >= 0) virtual.scrollToIndex(target.row);
  };
  const sortBy = (column: Column<Row>, add: boolean): void => {
    if (column.value) props.onSortingChange(nextSorting(sorting, column.id, add));
  };
  const toggle = (id: string): void => {
    if (!selected || !props.onSelectedChange) return;
    const next = new Set(selected);
    if (!next.delete(id)) next.add(id);
    props.onSelectedChange(next);
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    // A field or button inside a cell keeps its own keys.
    if (!(event.target instanceof HTMLElement) || event.target.dataset.row === undefined) return;
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 400) / rowHeight) - 2);
    const command = event.ctrlKey || event.metaKey;
    const { row, column } = active;
    const keys: Record<string, () => void> = {
      ArrowDown: () => go(row + 1, column),
      ArrowUp: () => go(row - 1, column),
      ArrowRight: () => go(row, column + 1),
      ArrowLeft: () => go(row, column - 1),
      Home: () => go(command ? 0 : row, 0),
      End: () => go(command ? sorted.length - 1 : row, columns.length - 1),
      PageDown: () => go(row + page, column),
      PageUp: () => go(Math.max(0, row - page), column),
      Enter: () => {
        const definition = columns[column];
        const opened = sorted[row];
        if (row < 0 && definition) sortBy(definition, event.shiftKey);
        else if (opened) props.onOpen?.(opened.original);
      },
      ' ': () => {
        const one = sorted[row];
        if (one) toggle(one.id);
      },
    };
    const act =
      command && event.key === 'a' && selected
        ? () => props.onSelectedChange?.(new Set(sorted.map((one) => one.id)))
        : command && event.key === 'c' && (getSelection()?.isCollapsed ?? true)
          ? () =>
              void navigator.clipboard?.writeText(
                copyText(
                  columns,
                  sorted.map((one) => one.original),
                  selected,
                  props.rowId,
                  row,
                ),
              )
          : command && !['Home', 'End'].includes(event.key)
            ? undefined
            : keys[event.key];
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  };

  const template = columns
    .map((column) => (column.grow ? `minmax(${column.width}px, 1fr)` : `${column.width}px`))
    .join(' ');
  const minWidth = columns.reduce((sum, column) => sum + column.width, 0);
  const nameColumn = props.nameColumn ?? columns[0]?.id;
  const items = virtual.getVirtualItems();
  const cellProps = (row: number, column: number) => ({
    'data-row': row,
    'data-column': column,
    'aria-colindex': column + 1,
    tabIndex: active.row === row && active.column === column ? 0 : -1,
    onFocus: (event: { target: EventTarget; currentTarget: EventTarget }) => {
      if (event.target === event.currentTarget && (active.row !== row || active.column !== column))
        setActive({ row, column });
    },
  });
  const pin = (column: Column<Row>): string => (column.id === nameColumn ? 'sticky start-0 z-[1] bg-inherit' : '');

  return (
    <div
      ref={scroller}
      role="grid"
      aria-label={props.label}
      aria-rowcount={sorted.length + 1 + totals.length}
      aria-colcount={columns.length}
      aria-multiselectable={selected ? true : undefined}
      onKeyDown={onKeyDown}
      className={cx('data-grid relative min-h-0 overflow-auto bg-surface', props.className)}
      style={props.maxHeight ? { maxHeight: props.maxHeight } : undefined}
    >
      <div role="rowgroup" className="sticky top-0 z-10 border-b border-line bg-sunken" style={{ minWidth }}>
        <div
          role="row"
          aria-rowindex={1}
          className="grid bg-sunken"
          style={{ gridTemplateColumns: template, height: HEADER }}
        >
          {columns.map((column, index) => {
            const rank = sorting.findIndex((one) => one.id === column.id);
            const order = sorting[rank];
            const Arrow = order?.desc ? ArrowDown : ArrowUp;
            return (
              <div
                key={column.id}
                role="columnheader"
                aria-sort={column.value ? (order ? (order.desc ? 'descending' : 'ascending') : 'none') : undefined}
                title={column.title}
                onClick={(event) => sortBy(column, event.shiftKey)}
                {...cellProps(-1, index)}
                className={cx(
                  'flex min-w-0 items-center gap-1 px-2 font-semibold text-text-2 select-none',
                  column.align === 'end' && 'justify-end text-end',
                  column.value && 'hover:text-text',
                  pin(column),
                )}
              >
                <span className="truncate">{column.header}</span>
                {column.title && column.title !== column.header && <span className="sr-only">{column.title}</span>}
                {column.icon && (
                  <column.icon aria-hidden size={12} strokeWidth={1.75} className="shrink-0 text-text-3" />
                )}
                {order && <Arrow aria-hidden size={12} strokeWidth={2.25} className="shrink-0" />}
                {order && sorting.length > 1 && <span className="text-caption">{rank + 1}</span>}
              </div>
            );
          })}
        </div>
      </div>
      {sorted.length === 0 ? (
        <div role="rowgroup">
          <div role="row" aria-rowindex={2}>
            <div role="gridcell" aria-colspan={columns.length} {...cellProps(0, 0)}>
              {props.empty}
            </div>
          </div>
        </div>
      ) : (
        <div role="rowgroup" className="relative" style={{ height: virtual.getTotalSize(), minWidth }}>
          {items.map((item) => {
            const row = sorted[item.index];
            if (!row) return null;
            const chosen = selected?.has(row.id) ?? false;
            return (
              <div
                key={row.id}
                role="row"
                aria-rowindex={item.index + 2}
                aria-selected={selected ? chosen : undefined}
                onDoubleClick={() => props.onOpen?.(row.original)}
                className={cx(
                  'absolute inset-x-0 top-0 grid border-b border-line',
                  chosen ? 'bg-selected' : 'bg-surface hover:bg-sunken',
                )}
                style={{ gridTemplateColumns: template, height: rowHeight, transform: `translateY(${item.start}px)` }}
              >
                {columns.map((column, index) => (
                  <div
                    key={column.id}
                    role={column.id === nameColumn ? 'rowheader' : 'gridcell'}
                    {...cellProps(item.index, index)}
                    className={cx(
                      'flex min-w-0 items-center gap-1.5 px-2',
                      column.align === 'end' && 'justify-end text-end',
                      pin(column),
                    )}
                  >
                    {column.cell(row.original)}
                  </div>
                ))}
              </div>
            );
          })}
        </div>
      )}
      <Totals
        totals={totals}
        columns={columns}
        template={template}
        minWidth={minWidth}
        nameColumn={nameColumn}
        firstRow={sorted.length + 2}
        pin={pin}
      />
    </div>
  );
};
