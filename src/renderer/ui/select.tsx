import { Select as Base } from '@base-ui/react/select';
import { Check, ChevronsUpDown } from 'lucide-react';
import { cx } from './cx.ts';

export type Option<T extends string> = { value: T; label: string };

/** One of a few. `label` is its name; give `id` when a visible label points at it. */
export const Select = <T extends string>({
  value,
  onChange,
  options,
  label,
  id,
  pressedBy,
  className,
}: {
  value: T;
  onChange: (value: T) => void;
  options: readonly Option<T>[];
  label: string;
  id?: string;
  /** The name by which a key of the shell presses it. */
  pressedBy?: string;
  className?: string;
}) => (
  <Base.Root items={options} value={value} onValueChange={(next) => next !== null && onChange(next as T)}>
    <Base.Trigger
      id={id}
      data-key={pressedBy}
      aria-label={label}
      className={cx(
        'inline-flex h-8 min-w-[120px] items-center justify-between gap-2 rounded-control border border-control bg-surface px-2.5 text-text hover:bg-sunken',
        className,
      )}
    >
      <Base.Value />
      <ChevronsUpDown aria-hidden size={14} strokeWidth={1.75} className="text-text-3" />
    </Base.Trigger>
    <Base.Portal>
      <Base.Positioner sideOffset={4} alignItemWithTrigger={false} className="z-50 outline-none">
        <Base.Popup className="max-h-[320px] min-w-[var(--anchor-width)] overflow-auto rounded-card border border-line bg-surface py-1 text-text shadow-popover outline-none">
          {options.map((option) => (
            <Base.Item
              key={option.value}
              value={option.value}
              className="flex h-8 cursor-default items-center gap-2 px-3 outline-none data-highlighted:bg-selected"
            >
              <span className="w-4">
                <Base.ItemIndicator>
                  <Check aria-hidden size={14} strokeWidth={2} />
                </Base.ItemIndicator>
              </span>
              <Base.ItemText>{option.label}</Base.ItemText>
            </Base.Item>
          ))}
        </Base.Popup>
      </Base.Positioner>
    </Base.Portal>
  </Base.Root>
);

/** A few options side by side; exactly one is on. */
export const Segmented = <T extends string>({
  value,
  onChange,
  options,
  label,
}: {
  value: T;
  onChange: (value: T) => void;
  options: readonly Option<T>[];
  label: string;
}) => (
  <div
    role="group"
    aria-label={label}
    className="inline-flex h-8 shrink-0 rounded-control border border-control bg-surface p-0.5"
  >
    {options.map((option) => (
      <button
        key={option.value}
        type="button"
        aria-pressed={option.value === value}
        onClick={() => onChange(option.value)}
        className={cx(
          'rounded-[3px] px-2.5 font-semibold whitespace-nowrap',
          option.value === value ? 'bg-selected text-accent' : 'text-text-2 hover:bg-sunken',
        )}
      >
        {option.label}
      </button>
    ))}
  </div>
);
