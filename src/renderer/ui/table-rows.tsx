import type { VirtualItem } from '@tanstack/react-virtual';
import { ChevronDown, ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { cx } from './cx.ts';
import type { TreeOf } from './table-model.ts';
import type { CellProps, Column } from './table-parts.tsx';

export type Line<Row> = { id: string; original: Row };

const INDENT = 16;

/** Indent and, where something is below the row, the mark that opens it. The keyboard opens with → on the name. */
const Branch = ({ depth, expanded, onToggle }: { depth: number; expanded: boolean | null; onToggle: () => void }) => {
  const Chevron = expanded ? ChevronDown : ChevronRight;
  return (
    <span className="flex shrink-0 items-center" style={{ paddingInlineStart: depth * INDENT }}>
      {expanded === null ? (
        <span className="w-6" />
      ) : (
        <button
          type="button"
          tabIndex={-1}
          aria-hidden
          onClick={onToggle}
          onDoubleClick={(event) => event.stopPropagation()}
          className="inline-flex size-6 items-center justify-center rounded-control text-text-2 hover:bg-line"
        >
          <Chevron aria-hidden size={14} strokeWidth={1.75} />
        </button>
      )}
    </span>
  );
};

/** The rows in view. Each stands at its place by transform, so that ten thousand cost no more than twenty. */
export const Rows = <Row,>({
  items,
  lines,
  columns,
  template,
  minWidth,
  height,
  rowHeight,
  nameColumn,
  selected,
  tree,
  places,
  cellProps,
  pin,
  onOpen,
}: {
  items: readonly VirtualItem[];
  lines: readonly Line<Row>[];
  columns: readonly Column<Row>[];
  template: string;
  minWidth: number;
  height: number;
  rowHeight: number;
  nameColumn: string | undefined;
  selected: ReadonlySet<string> | undefined;
  tree: TreeOf<Row> | undefined;
  places: readonly { position: number; size: number }[];
  cellProps: (row: number, column: number) => CellProps;
  pin: (column: Column<Row>) => string;
  onOpen: ((row: Row) => void) | undefined;
}) => (
  <div role="rowgroup" className="relative" style={{ height, minWidth }}>
    {items.map((item) => {
      const line = lines[item.index];
      if (!line) return null;
      const row = line.original;
      const chosen = selected?.has(line.id) ?? false;
      const note = tree?.note?.(row) ?? null;
      const expanded = tree ? tree.expanded(row) : null;
      const place = tree ? places[item.index] : undefined;
      const branch = (column: Column<Row>): ReactNode =>
        tree &&
        column.id === nameColumn && (
          <Branch depth={tree.depth(row)} expanded={expanded} onToggle={() => tree.onToggle(row)} />
        );
      return (
        <div
          key={line.id}
          role="row"
          aria-rowindex={item.index + 2}
          aria-selected={selected && note === null ? chosen : undefined}
          aria-level={tree ? tree.depth(row) + 1 : undefined}
          aria-expanded={expanded ?? undefined}
          aria-posinset={place?.position}
          aria-setsize={place?.size}
          onDoubleClick={() => note === null && onOpen?.(row)}
          className={cx(
            'absolute inset-x-0 top-0 grid border-b border-line',
            chosen ? 'bg-selected' : 'bg-surface hover:bg-sunken',
          )}
          style={{ gridTemplateColumns: template, height: rowHeight, transform: `translateY(${item.start}px)` }}
        >
          {note !== null ? (
            <div
              role="gridcell"
              aria-colspan={columns.length}
              {...cellProps(item.index, 0)}
              className="sticky start-0 col-span-full flex w-fit min-w-0 items-center px-2 text-text-2"
              style={{ paddingInlineStart: 32 + (tree?.depth(row) ?? 0) * INDENT }}
            >
              {note}
            </div>
          ) : (
            columns.map((column, index) => (
              <div
                key={column.id}
                role={column.id === nameColumn ? 'rowheader' : 'gridcell'}
                {...cellProps(item.index, index)}
                className={cx(
                  'flex min-w-0 items-center gap-1.5 px-(--cell)',
                  column.align === 'end' && 'justify-end text-end',
                  pin(column),
                )}
              >
                {branch(column)}
                {column.cell(row)}
              </div>
            ))
          )}
        </div>
      );
    })}
  </div>
);
