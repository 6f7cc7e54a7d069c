import { Popover } from '@base-ui/react/popover';
import { ArrowDown, ArrowUp, Columns3, GripVertical } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { Button, IconButton } from './button.tsx';
import { movedTo, neighbour, pickerList, withColumn, type PickableColumn } from './columns-model.ts';
import { cx } from './cx.ts';
import { Checkbox, FilterField } from './field.tsx';
import { fold } from '../../contract/fold.ts';
import { m } from './messages.ts';
import { t } from './text.ts';

export type { PickableColumn } from './columns-model.ts';

/**
 * Which columns a table has and in which order: a list to tick, a handle to drag, and buttons that do the same. `shown` are ids in their order;
 * what a client must not see is not in `all`.
 */
export const ColumnPicker = ({
  all,
  shown,
  onChange,
  onReset,
  label = t(m.columns),
}: {
  all: readonly PickableColumn[];
  shown: readonly string[];
  onChange: (shown: string[]) => void;
  /** Back to the columns the table came with; left out where there is nothing to go back to. */
  onReset?: (() => void) | undefined;
  label?: string;
}) => {
  const [search, setSearch] = useState('');
  const [dragged, setDragged] = useState<string | null>(null);
  const [said, setSaid] = useState('');
  const list = useRef<HTMLUListElement>(null);
  const wanted = fold(search.trim());
  const lines = pickerList(all, shown).filter(({ column }) => fold(column.name).includes(wanted));
  const count = shown.filter((id) => all.some((one) => one.id === id)).length;

  // Moving a line in the page takes the focus from its button.
  const refocus = useRef<{ id: string; way: string } | null>(null);
  useEffect(() => {
    const wanted = refocus.current;
    refocus.current = null;
    if (wanted)
      list.current
        ?.querySelector<HTMLElement>(`[data-move="${CSS.escape(wanted.id)}"] [data-way="${wanted.way}"]`)
        ?.focus();
  });
  const move = (id: string, to: string | null, way: string | null = null): void => {
    if (to === null) return;
    if (way !== null) refocus.current = { id, way };
    const next = movedTo(all, shown, id, to);
    onChange(next);
    setSaid(
      t(m.columnMoved, {
        column: all.find((one) => one.id === id)?.name ?? '',
        place: String(next.indexOf(id) + 1),
        count: String(next.length),
      }),
    );
  };

  return (
    <Popover.Root onOpenChange={(open) => open && setSearch('')}>
      <Popover.Trigger
        data-key="columns"
        className="inline-flex h-8 shrink-0 items-center gap-1.5 rounded-control border border-control bg-surface px-3 font-semibold whitespace-nowrap hover:bg-sunken"
      >
        <Columns3 aria-hidden size={16} strokeWidth={1.75} />
        {label}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner sideOffset={4} align="end" className="z-50 outline-none">
          <Popover.Popup className="flex max-h-[min(520px,80vh)] w-[340px] flex-col rounded-card border border-line bg-surface text-text shadow-popover outline-none">
            <div className="flex items-center justify-between gap-2 border-b border-line px-3 py-2">
              <Popover.Title className="font-semibold">{label}</Popover.Title>
              <FilterField label={t(m.columnFind)} value={search} onChange={setSearch} quiet />
            </div>
            <ul ref={list} className="min-h-0 flex-1 overflow-auto py-1">
              {lines.map(({ column, shown: on }, index) => {
                const heading =
                  !on && (index === 0 || lines[index - 1]?.shown || lines[index - 1]?.column.group !== column.group);
                const up = on && !column.always ? neighbour(all, shown, column.id, -1) : null;
                const down = on && !column.always ? neighbour(all, shown, column.id, 1) : null;
                return (
                  <li key={column.id} data-move={column.id}>
                    {heading && (
                      <div className="px-3 pt-2 text-caption font-semibold text-text-3">
                        {column.group ?? t(m.columnsHidden)}
                      </div>
                    )}
                    <div
                      draggable={on && !column.always}
                      onDragStart={(event) => {
                        event.dataTransfer.effectAllowed = 'move';
                        event.dataTransfer.setData('text/plain', column.name);
                        setDragged(column.id);
                      }}
                      onDragOver={(event) => {
                        if (dragged !== null && on && !column.always) event.preventDefault();
                      }}
                      onDrop={(event) => {
                        event.preventDefault();
                        if (dragged !== null) move(dragged, column.id);
                        setDragged(null);
                      }}
                      onDragEnd={() => setDragged(null)}
                      className={cx(
                        'flex min-h-8 items-center gap-1 px-2 hover:bg-sunken',
                        dragged === column.id && 'opacity-50',
                      )}
                    >
                      <GripVertical
                        aria-hidden
                        size={16}
                        strokeWidth={1.75}
                        className={cx('shrink-0', on && !column.always ? 'cursor-grab text-text-3' : 'invisible')}
                      />
                      <span className="min-w-0 flex-1">
                        <Checkbox
                          label={column.name}
                          checked={on}
                          disabled={column.always}
                          onChange={(next) => onChange(withColumn(shown, column.id, next))}
                        />
                      </span>
                      {on && !column.always && (
                        <>
                          <IconButton
                            icon={ArrowUp}
                            label={t(m.columnUp, { column: column.name })}
                            className="size-6! aria-disabled:text-text-3 aria-disabled:opacity-40"
                            data-way="up"
                            aria-disabled={up === null}
                            onClick={() => move(column.id, up, 'up')}
                          />
                          <IconButton
                            icon={ArrowDown}
                            label={t(m.columnDown, { column: column.name })}
                            className="size-6! aria-disabled:text-text-3 aria-disabled:opacity-40"
                            data-way="down"
                            aria-disabled={down === null}
                            onClick={() => move(column.id, down, 'down')}
                          />
                        </>
                      )}
                    </div>
                  </li>
                );
              })}
              {lines.length === 0 && <li className="px-3 py-2 text-text-2">{t(m.columnsNone)}</li>}
            </ul>
            <div className="flex items-center justify-between gap-2 border-t border-line px-3 py-2 text-text-2">
              <span>{t(m.columnsShown, { count })}</span>
              {onReset && (
                <Button small variant="quiet" onClick={onReset}>
                  {t(m.reset)}
                </Button>
              )}
            </div>
            <span aria-live="polite" className="sr-only">
              {said}
            </span>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
};
