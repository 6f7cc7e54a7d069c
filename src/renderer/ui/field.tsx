import { CircleX, Search, X } from 'lucide-react';
import { useId, type ComponentProps, type ReactNode, type RefObject } from 'react';
import { cx } from './cx.ts';
import { m } from './messages.ts';
import { t } from './text.ts';

/** A labelled text field. `error` is a sentence under the field; the field keeps its text. */
export const TextField = ({
  label,
  hint,
  error,
  className,
  inputClassName,
  ...rest
}: ComponentProps<'input'> & { label: string; hint?: ReactNode; error?: string | null; inputClassName?: string }) => {
  const id = useId();
  return (
    <div className={cx('flex flex-col gap-1', className)}>
      <label htmlFor={id} className="font-semibold">
        {label}
      </label>
      <input
        {...rest}
        id={id}
        aria-invalid={error ? true : undefined}
        aria-describedby={cx(hint ? `${id}-hint` : '', error ? `${id}-error` : '') || undefined}
        className={cx(
          'h-8 rounded-control border bg-surface px-2.5 text-text',
          error ? 'border-bad' : 'border-control',
          inputClassName,
        )}
      />
      {hint && (
        <div id={`${id}-hint`} className="text-text-3">
          {hint}
        </div>
      )}
      <div id={`${id}-error`} aria-live="polite" className="text-bad">
        {error && (
          <span className="inline-flex items-start gap-1.5">
            <CircleX aria-hidden size={16} strokeWidth={1.75} className="mt-0.5 shrink-0" />
            {error}
          </span>
        )}
      </div>
    </div>
  );
};

/** The filter of a table: '/' focuses it, Esc empties it. */
export const FilterField = ({
  value,
  onChange,
  label,
  inputRef,
  quiet = false,
}: {
  value: string;
  onChange: (value: string) => void;
  label: string;
  inputRef?: RefObject<HTMLInputElement | null>;
  /** Not the table's own filter: '/' does not lead here. */
  quiet?: boolean;
}) => (
  <div className="relative flex h-8 w-[220px] items-center rounded-control border border-control bg-surface focus-within:outline-2 focus-within:outline-offset-1 focus-within:outline-accent">
    <Search aria-hidden size={16} strokeWidth={1.75} className="ms-2 shrink-0 text-text-3" />
    <input
      ref={inputRef}
      data-filter={quiet ? undefined : true}
      aria-label={label}
      placeholder={t(quiet ? m.filterQuiet : m.filter)}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      onKeyDown={(event) => event.key === 'Escape' && onChange('')}
      className="h-full w-full min-w-0 bg-transparent px-2 outline-none"
    />
    {value === '' ? (
      !quiet && (
        <kbd aria-hidden className="me-2 text-caption text-text-3">
          /
        </kbd>
      )
    ) : (
      <button
        type="button"
        aria-label={t(m.filterClear)}
        onClick={() => onChange('')}
        className="me-1 inline-flex size-6 items-center justify-center rounded-control text-text-3 hover:bg-sunken"
      >
        <X aria-hidden size={14} strokeWidth={1.75} />
      </button>
    )}
  </div>
);

/** A tick box with its label; `indeterminate` for a header that stands for some of its rows. */
export const Checkbox = ({
  checked,
  indeterminate = false,
  onChange,
  label,
  hideLabel = false,
  ...rest
}: Omit<ComponentProps<'input'>, 'onChange' | 'checked'> & {
  checked: boolean;
  indeterminate?: boolean;
  onChange: (checked: boolean) => void;
  label: string;
  hideLabel?: boolean;
}) => (
  <label className="inline-flex min-h-6 items-center gap-2">
    <input
      {...rest}
      type="checkbox"
      ref={(element) => {
        if (element) element.indeterminate = indeterminate;
      }}
      checked={checked}
      onChange={(event) => onChange(event.target.checked)}
      className="size-4 accent-accent"
    />
    <span className={hideLabel ? 'sr-only' : ''}>{label}</span>
  </label>
);
