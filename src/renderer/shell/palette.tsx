import { Search } from 'lucide-react';
import { useEffect, useId, useImperativeHandle, useMemo, useRef, useState, type KeyboardEvent, type Ref } from 'react';
import { t } from '../ui/text.ts';
import { m } from './messages-commands.ts';
import { PaletteOption } from './palette-option.tsx';
import { findEntries, searchable, type Entry } from './palette-model.ts';

export type PaletteHandle = { open(what: 'all' | 'clients'): void };

/**
 * The command palette. Its dialog is always in the page and opens in the very key press that asks for it, so that what is typed right after
 * Ctrl K already lands in it. `entries` is asked when it opens: what can be used depends on the screen behind it.
 */
export const Palette = ({
  handle,
  entries,
  note,
  recent,
  onUsed,
}: {
  handle: Ref<PaletteHandle>;
  entries: () => readonly Entry[];
  /** Said under the list (client-safe mode hides other clients). */
  note: string | null;
  /** Ids of entries that were used, newest first. */
  recent: readonly string[];
  onUsed: (id: string) => void;
}) => {
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const [what, setWhat] = useState<'all' | 'clients' | null>(null);
  const [offered, setOffered] = useState<readonly Entry[]>([]);
  const [query, setQuery] = useState('');
  const [active, setActive] = useState(0);

  useImperativeHandle(handle, () => ({
    open: (next) => {
      if (dialog.current?.open) return;
      setOffered(entries());
      setQuery('');
      setActive(0);
      setWhat(next);
      if (input.current) input.current.value = '';
      dialog.current?.showModal();
      input.current?.focus();
    },
  }));

  const ready = useMemo(
    () => searchable(what === 'clients' ? offered.filter((one) => one.group === 'clients') : offered),
    [offered, what],
  );
  const found = useMemo(() => findEntries(ready, query, recent), [ready, query, recent]);
  const flat = useMemo(() => found.groups.flatMap((group) => group.entries), [found]);
  const starts = useMemo(
    () =>
      found.groups.map((_, place) => found.groups.slice(0, place).reduce((sum, one) => sum + one.entries.length, 0)),
    [found],
  );
  const at = Math.min(active, flat.length - 1);
  const optionId = (index: number): string => `${id}-${index}`;
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [at, found]);

  const close = (): void => dialog.current?.close();
  const choose = (entry: Entry | undefined): void => {
    if (!entry || entry.disabledReason) return;
    // The focus goes back first, so that a command which moves it has the last word.
    close();
    onUsed(entry.id);
    entry.run();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    // Behind the palette nothing else listens; Escape is the dialog's own.
    event.stopPropagation();
    const move = (to: number): void => setActive((to + flat.length) % Math.max(1, flat.length));
    const act = {
      ArrowDown: () => move(at + 1),
      ArrowUp: () => move(at - 1),
      PageDown: () => setActive(Math.min(flat.length - 1, at + 8)),
      PageUp: () => setActive(Math.max(0, at - 8)),
      Enter: () => choose(flat[at]),
      Tab: () => undefined,
    }[event.key];
    if (event.nativeEvent.isComposing || !act) return;
    event.preventDefault();
    act();
  };

  return (
    <dialog
      ref={dialog}
      aria-label={t(m.palette)}
      onClose={() => setWhat(null)}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => event.target === event.currentTarget && close()}
      className="mx-auto mt-[12vh] max-h-[70vh] w-[640px] max-w-[calc(100vw-48px)] flex-col overflow-hidden rounded-dialog border border-line bg-surface p-0 text-text shadow-dialog outline-none backdrop:bg-black/40 open:flex"
    >
      <div className="flex h-12 shrink-0 items-center gap-2 border-b border-line px-4">
        <Search aria-hidden size={16} strokeWidth={1.75} className="shrink-0 text-text-3" />
        <input
          ref={input}
          role="combobox"
          aria-label={t(what === 'clients' ? m.switchClient : m.search)}
          aria-expanded
          aria-controls={`${id}-list`}
          aria-autocomplete="list"
          aria-activedescendant={at >= 0 ? optionId(at) : undefined}
          autoComplete="off"
          spellCheck={false}
          placeholder={t(what === 'clients' ? m.clientName : m.anything)}
          onChange={(event) => {
            setQuery(event.target.value);
            setActive(0);
          }}
          className="h-full w-full min-w-0 bg-transparent text-section outline-none placeholder:text-text-3"
        />
        <kbd className="shrink-0 text-caption text-text-3">Esc</kbd>
      </div>
      {what !== null && (
        <div
          ref={list}
          id={`${id}-list`}
          role="listbox"
          aria-label={t(m.results)}
          className="min-h-0 flex-1 overflow-auto py-2"
        >
          {found.groups.map((group, place) => (
            <div key={group.id} role="group" aria-labelledby={`${id}-group-${place}`}>
              <div id={`${id}-group-${place}`} className="px-4 pt-2 pb-1 text-caption font-semibold text-text-3">
                {group.title}
              </div>
              {group.entries.map((entry, line) => {
                const mine = (starts[place] ?? 0) + line;
                return (
                  <PaletteOption
                    key={entry.id}
                    id={optionId(mine)}
                    entry={entry}
                    active={mine === at}
                    onHover={() => setActive(mine)}
                    onChoose={() => choose(entry)}
                  />
                );
              })}
              {group.more > 0 && (
                <div role="presentation" className="px-4 py-1 text-caption text-text-3">
                  {t(m.more, { count: group.more })}
                </div>
              )}
            </div>
          ))}
          {flat.length === 0 && (
            <div role="presentation" className="px-4 py-3 text-text-2">
              {t(m.nothing)}
            </div>
          )}
        </div>
      )}
      {note && what !== null && (
        <p className="shrink-0 border-t border-line px-4 py-2 text-caption text-text-3">{note}</p>
      )}
      <div aria-live="polite" className="sr-only">
        {what === null ? '' : t(m.resultCount, { count: found.count })}
      </div>
    </dialog>
  );
};
