import { Combobox as Base } from '@base-ui/react/combobox';
import { ChevronsUpDown, Search } from 'lucide-react';
import { useMemo, type RefObject } from 'react';
import { cx } from './cx.ts';
import { fold } from '../../contract/fold.ts';
import { m } from './messages.ts';
import { t } from './text.ts';

export type Choice = { id: string; name: string };

/**
 * A searchable list of names (clients). Search ignores diacritics. `field` looks like a search field and clears after a choice;
 * `inline` shows the chosen name. With `onCreate`, a name that is not in the list may be entered.
 */
export const Combobox = ({
  choices,
  value,
  onChoose,
  onCreate,
  label,
  placeholder,
  hint,
  look = 'inline',
  inputRef,
  className,
}: {
  choices: readonly Choice[];
  value: Choice | null;
  onChoose: (choice: Choice) => void;
  onCreate?: (name: string) => void;
  label: string;
  placeholder?: string;
  /** A shortcut shown inside the field. */
  hint?: string;
  look?: 'inline' | 'field';
  inputRef?: RefObject<HTMLInputElement | null>;
  className?: string;
}) => {
  const folded = useMemo(() => new Map(choices.map((choice) => [choice.id, fold(choice.name)])), [choices]);
  return (
    <Base.Root<Choice>
      items={choices as Choice[]}
      value={value}
      onValueChange={(choice) => {
        if (choice) onChoose(choice);
      }}
      itemToStringLabel={(choice) => choice.name}
      isItemEqualToValue={(a, b) => a.id === b.id}
      filter={(choice, query) => (folded.get(choice.id) ?? '').includes(fold(query))}
      limit={50}
      autoHighlight
    >
      <Base.InputGroup
        className={cx(
          'relative flex h-8 items-center rounded-control border bg-surface focus-within:outline-2 focus-within:outline-offset-1 focus-within:outline-accent',
          look === 'field' ? 'border-control' : 'border-control',
          className,
        )}
      >
        {look === 'field' && <Search aria-hidden size={16} strokeWidth={1.75} className="ms-2 shrink-0 text-text-3" />}
        <Base.Input
          ref={inputRef}
          aria-label={label}
          placeholder={placeholder}
          onKeyDown={(event) => {
            // With no list to close it would empty the field and keep Escape from the dialog around it.
            if (event.key === 'Escape' && event.currentTarget.getAttribute('aria-expanded') !== 'true')
              event.preventBaseUIHandler();
            const text = event.currentTarget.value.trim();
            if (event.key === 'Enter' && onCreate && text !== '' && !choices.some((c) => fold(c.name) === fold(text)))
              onCreate(text);
          }}
          className="h-full w-full min-w-0 bg-transparent px-2 outline-none"
        />
        {hint && <kbd className="me-2 shrink-0 text-caption text-text-3">{hint}</kbd>}
        {look === 'inline' && (
          <Base.Trigger
            aria-label={t(m.comboboxShowAll, { label })}
            className="flex h-full w-7 shrink-0 items-center justify-center text-text-3"
          >
            <ChevronsUpDown aria-hidden size={14} strokeWidth={1.75} />
          </Base.Trigger>
        )}
      </Base.InputGroup>
      <Base.Portal>
        <Base.Positioner sideOffset={4} align="start" className="z-50 outline-none">
          <Base.Popup className="max-h-[360px] w-[max(var(--anchor-width),260px)] overflow-auto rounded-card border border-line bg-surface py-1 text-text shadow-popover outline-none">
            <Base.Empty>
              <div className="px-3 py-2 text-text-2">{t(onCreate ? m.comboboxNothingYet : m.comboboxNothing)}</div>
            </Base.Empty>
            <Base.List className="outline-none">
              {(choice: Choice) => (
                <Base.Item
                  key={choice.id}
                  value={choice}
                  className="flex min-h-8 cursor-default items-center px-3 py-1 outline-none data-highlighted:bg-selected"
                >
                  <span className="truncate">{choice.name}</span>
                </Base.Item>
              )}
            </Base.List>
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
};
