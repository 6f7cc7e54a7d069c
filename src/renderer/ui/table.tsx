import {
  createSortedRowModel,
  rowSortingFeature,
  tableFeatures,
  useTable,
  type ColumnDef,
  type RowData,
} from '@tanstack/react-table';
import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { cx } from './cx.ts';
import { m } from './messages.ts';
import { useCopyAction } from './table-actions.ts';
import { Header } from './table-header.tsx';
import { actOfKey, extended, type KeyAct } from './table-keys.ts';
import { clampWidth, nextSorting, rowComparison, treePlaces, type Sorting, type TreeOf } from './table-model.ts';
import {
  copyText,
  layoutOf,
  scrollSideways,
  Totals,
  type CellProps,
  type Column,
  type TotalsRow,
} from './table-parts.tsx';
import { Rows } from './table-rows.tsx';
import { t } from './text.ts';

export type { Sorting, TreeOf } from './table-model.ts';
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
  /** The column that names a row; the first one otherwise. It stays in view when the table scrolls sideways. */
  nameColumn?: string;
  /** Ids of selected rows; with it Space selects, Shift ↑↓ extends and Ctrl A selects all. */
  selected?: ReadonlySet<string>;
  onSelectedChange?: (selected: ReadonlySet<string>) => void;
  /** Rows stand in their order already, opened ones followed by what is below them: a treegrid. The caller sorts. */
  tree?: TreeOf<Row>;
  /** Widths somebody gave columns, by id. Left out: kept here until the table goes. */
  widths?: Readonly<Record<string, number>>;
  onWidthsChange?: (widths: Record<string, number>) => void;
  compact?: boolean;
  /** What stands in the body when there are no rows; header and totals stay. */
  empty?: ReactNode;
  /** Grows with its rows up to this many pixels; without it the table fills its parent and scrolls. */
  maxHeight?: number;
  className?: string;
};

const features = tableFeatures({ rowSortingFeature, sortedRowModel: createSortedRowModel() });
const HEADER = 36;
const TOTAL = 36;
const NONE: Sorting = [];

const OVERSCAN = 8;
/** Rows drawn beyond what is seen: none at first, so that a screen stands sooner, and those that scrolling finds drawn soon after. */
const useOverscan = (): number => {
  const [rows, setRows] = useState(0);
  useEffect(() => {
    const idle = requestIdleCallback(() => setRows(OVERSCAN), { timeout: 500 });
    return () => cancelIdleCallback(idle);
  }, []);
  return rows;
};

/** The grid of every screen: sorted, virtualised, one tab stop, sticky header and totals. `sorting` lives outside, in the address. */
export const Table = <Row extends RowData>(props: TableProps<Row>) => {
  const { rows: data, columns, sorting, totals = [], selected, compact = false, tree } = props;
  const rowHeight = compact ? 32 : 40;
  const scroller = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState({ row: -1, column: 0 });
  const moved = useRef(false);
  const extension = useRef<{ anchor: number; before: ReadonlySet<string> } | null>(null);
  const [ownWidths, setOwnWidths] = useState<Record<string, number>>({});
  const [said, setSaid] = useState('');
  const widths: Readonly<Record<string, number>> = props.widths ?? ownWidths;

  const defs = useMemo(
    () =>
      columns.map((column): ColumnDef<typeof features, Row> => {
        const desc = sorting.find((one) => one.id === column.id)?.desc ?? false;
        const compare = rowComparison(column, desc);
        return {
          id: column.id,
          accessorFn: (row: Row) => column.value?.(row) ?? null,
          // The comparison already knows the direction, because missing values and currencies do not turn around with it.
          sortFn: (a, b) => compare(a.original, b.original) * (desc ? -1 : 1),
          sortUndefined: false,
          enableSorting: column.value !== undefined,
        };
      }),
    [columns, sorting],
  );
  const state = useMemo(
    () => ({ sorting: (tree ? NONE : sorting) as { id: string; desc: boolean }[] }),
    [sorting, tree],
  );
  const table = useTable({
    features,
    columns: defs,
    data: data as Row[],
    getRowId: props.rowId,
    state,
    onSortingChange: () => {},
  });
  const sorted = table.getRowModel().rows;
  const places = useMemo(() => (tree ? treePlaces(sorted.map((row) => tree.depth(row.original))) : []), [sorted, tree]);

  const overscan = useOverscan();
  const virtual = useVirtualizer({
    count: sorted.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan,
    useFlushSync: false,
    scrollPaddingStart: HEADER,
    scrollPaddingEnd: totals.length * TOTAL,
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
    const cell = (column: number): HTMLElement | null =>
      scroller.current?.querySelector<HTMLElement>(`[data-row="${active.row}"][data-column="${column}"]`) ?? null;
    // A row that is one sentence has one cell.
    (cell(active.column) ?? cell(0))?.focus({ preventScroll: active.row >= 0 });
    if (active.row >= 0) scrollSideways(scroller.current, cell(active.column));
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
  const sortBy = (column: Column<Row> | undefined, add: boolean): void => {
    if (column?.value) props.onSortingChange(nextSorting(sorting, column.id, add));
  };
  const resize = (column: Column<Row>, width: number | null): void => {
    const { [column.id]: _, ...others } = widths;
    (props.onWidthsChange ?? setOwnWidths)(width === null ? others : { ...others, [column.id]: width });
  };
  const ids = (): string[] => sorted.filter((row) => tree?.note?.(row.original) == null).map((row) => row.id);
  const write = (which: ReadonlySet<string> | undefined, row: number): void =>
    void navigator.clipboard?.writeText(
      copyText(
        columns,
        sorted.map((one) => one.original),
        which,
        props.rowId,
        row,
      ),
    );
  useCopyAction(props.label, () => write(selected && selected.size > 0 ? selected : new Set(ids()), 0));

  const perform = (act: KeyAct): void => {
    if (act.do !== 'extend') extension.current = null;
    switch (act.do) {
      case 'go':
        return go(act.to.row, act.to.column);
      case 'extend': {
        if (!selected) return;
        extension.current ??= { anchor: active.row, before: selected };
        const { anchor, before } = extension.current;
        props.onSelectedChange?.(
          extended(
            before,
            sorted.map((row) => row.id),
            anchor,
            act.to.row,
          ),
        );
        return go(act.to.row, act.to.column);
      }
      case 'sort':
        return sortBy(columns[act.column], act.add);
      case 'resize': {
        const column = columns[act.column];
        if (!column) return;
        const now = scroller.current?.querySelector(`[data-row="-1"][data-column="${act.column}"]`);
        const width = clampWidth((now?.getBoundingClientRect().width ?? column.width) + act.by);
        setSaid(t(m.columnWidth, { column: column.title ?? column.header, pixels: String(width) }));
        return resize(column, width);
      }
      case 'copy':
        return write(selected, active.row);
      case 'select-all':
        return props.onSelectedChange?.(new Set(ids()));
      case 'open':
      case 'toggle':
      case 'select': {
        const row = sorted[act.row];
        if (!row || tree?.note?.(row.original) != null) return;
        if (act.do === 'open') return props.onOpen?.(row.original);
        if (act.do === 'toggle') return tree?.onToggle(row.original);
        const next = new Set(selected);
        if (!next.delete(row.id)) next.add(row.id);
        return props.onSelectedChange?.(next);
      }
    }
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    // A field or button inside a cell keeps its own keys.
    if (!(event.target instanceof HTMLElement) || event.target.dataset['row'] === undefined) return;
    const row = sorted[active.row];
    const onBranch = tree && row && columns[active.column]?.id === nameColumn;
    const act = actOfKey(event, {
      at: active,
      rows: sorted.length,
      columns: columns.length,
      page: Math.max(1, Math.floor((scroller.current?.clientHeight ?? 400) / rowHeight) - 2),
      selectable: selected !== undefined && props.onSelectedChange !== undefined,
      branch: onBranch ? { expanded: tree.expanded(row.original), parent: places[active.row]?.parent ?? -1 } : null,
    });
    // Selected text is copied as text.
    if (act === null || (act.do === 'copy' && !(getSelection()?.isCollapsed ?? true))) return;
    event.preventDefault();
    event.stopPropagation();
    perform(act);
  };

  const nameColumn = props.nameColumn ?? columns[0]?.id;
  const { template, minWidth } = layoutOf(columns, widths);
  const cellProps = (row: number, column: number): CellProps => ({
    'data-row': row,
    'data-column': column,
    'aria-colindex': column + 1,
    tabIndex: active.row === row && active.column === column ? 0 : -1,
    onFocus: (event) => {
      if (event.target === event.currentTarget && (active.row !== row || active.column !== column))
        setActive({ row, column });
    },
  });
  const pin = (column: Column<Row>): string => (column.id === nameColumn ? 'sticky start-0 z-[1] bg-inherit' : '');
  const shared = { columns, template, minWidth, cellProps, pin, nameColumn };

  return (
    <>
      <div
        ref={scroller}
        role={tree ? 'treegrid' : 'grid'}
        aria-label={props.label}
        aria-rowcount={sorted.length + 1 + totals.length}
        aria-colcount={columns.length}
        aria-multiselectable={selected ? true : undefined}
        onKeyDown={onKeyDown}
        className={cx('data-grid relative min-h-0 overflow-auto bg-surface', props.className)}
        style={props.maxHeight ? { maxHeight: props.maxHeight } : undefined}
      >
        <Header {...shared} sorting={sorting} height={HEADER} onSort={sortBy} onWidth={resize} />
        {sorted.length === 0 ? (
          <div role="rowgroup">
            <div role="row" aria-rowindex={2}>
              <div role="gridcell" aria-colspan={columns.length} {...cellProps(0, 0)}>
                {props.empty}
              </div>
            </div>
          </div>
        ) : (
          <Rows
            {...shared}
            items={virtual.getVirtualItems()}
            lines={sorted}
            height={virtual.getTotalSize()}
            rowHeight={rowHeight}
            selected={selected}
            tree={tree}
            places={places}
            onOpen={props.onOpen}
          />
        )}
        <Totals {...shared} totals={totals} firstRow={sorted.length + 2} />
      </div>
      <span aria-live="polite" className="sr-only">
        {said}
      </span>
    </>
  );
};
