import { ArrowDown, ArrowUp } from 'lucide-react';
import { useRef, type PointerEvent } from 'react';
import { cx } from './cx.ts';
import { clampWidth, type Sorting } from './table-model.ts';
import type { CellProps, Column } from './table-parts.tsx';

/** The edge of a column: dragged, it changes the width; a double click gives the column its own width back. */
const Edge = ({ onWidth }: { onWidth: (width: number | null) => void }) => {
  const from = useRef<{ x: number; width: number } | null>(null);
  const direction = (element: Element): number => (getComputedStyle(element).direction === 'rtl' ? -1 : 1);
  return (
    <span
      aria-hidden
      data-edge
      onClick={(event) => event.stopPropagation()}
      onDoubleClick={(event) => {
        event.stopPropagation();
        onWidth(null);
      }}
      onPointerDown={(event: PointerEvent) => {
        if (event.button !== 0) return;
        event.preventDefault();
        event.currentTarget.setPointerCapture(event.pointerId);
        from.current = {
          x: event.clientX,
          width: event.currentTarget.parentElement?.getBoundingClientRect().width ?? 0,
        };
      }}
      onPointerMove={(event: PointerEvent) => {
        if (from.current === null) return;
        onWidth(clampWidth(from.current.width + (event.clientX - from.current.x) * direction(event.currentTarget)));
      }}
      onPointerUp={() => (from.current = null)}
      onPointerCancel={() => (from.current = null)}
      className="absolute inset-y-0 end-0 w-2 cursor-col-resize touch-none border-e-2 border-transparent hover:border-accent"
    />
  );
};

/** The sticky row of column headings: a click sorts, with Shift as a further key; the edge resizes. */
export const Header = <Row,>({
  columns,
  sorting,
  template,
  height,
  minWidth,
  cellProps,
  pin,
  onSort,
  onWidth,
}: {
  columns: readonly Column<Row>[];
  sorting: Sorting;
  template: string;
  height: number;
  minWidth: number;
  cellProps: (row: number, column: number) => CellProps;
  pin: (column: Column<Row>) => string;
  onSort: (column: Column<Row>, add: boolean) => void;
  /** Null = its own width again. */
  onWidth: (column: Column<Row>, width: number | null) => void;
}) => (
  <div role="rowgroup" className="sticky top-0 z-10 border-b border-line bg-sunken" style={{ minWidth }}>
    <div role="row" aria-rowindex={1} className="grid bg-sunken" style={{ gridTemplateColumns: template, height }}>
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
            onClick={(event) => onSort(column, event.shiftKey)}
            {...cellProps(-1, index)}
            className={cx(
              'relative flex min-w-0 items-center gap-1 px-(--cell) font-semibold text-text-2 select-none',
              column.align === 'end' && 'justify-end text-end',
              column.value && 'hover:text-text',
              pin(column),
            )}
          >
            <span className="truncate">{column.header}</span>
            {column.title && column.title !== column.header && <span className="sr-only">{column.title}</span>}
            {column.icon && <column.icon aria-hidden size={12} strokeWidth={1.75} className="shrink-0 text-text-3" />}
            {order && <Arrow aria-hidden size={12} strokeWidth={2.25} className="shrink-0" />}
            {order && sorting.length > 1 && <span className="text-caption">{rank + 1}</span>}
            {/* What has no name is a box to tick, and keeps its size. */}
            {column.header !== '' && <Edge onWidth={(width) => onWidth(column, width)} />}
          </div>
        );
      })}
    </div>
  </div>
);
