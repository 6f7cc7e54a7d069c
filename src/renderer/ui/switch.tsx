import { cx } from './cx.ts';

/** On or off, at once. Its state is told by position and word, then by colour; a reason makes it unusable but readable. */
export const Switch = ({
  checked,
  onChange,
  label,
  hideLabel = false,
  words = null,
  disabledReason = null,
  tabIndex,
}: {
  checked: boolean;
  onChange: (checked: boolean) => void;
  /** Its name; without `hideLabel` it stands beside the switch. */
  label: string;
  hideLabel?: boolean;
  /** What is shown beside it instead of its name: ['On', 'Off']. */
  words?: readonly [on: string, off: string] | null;
  disabledReason?: string | null;
  /** -1 inside a grid, whose cells are the tab stop; then its action must be reachable by Enter too. */
  tabIndex?: number;
}) => (
  <button
    type="button"
    role="switch"
    tabIndex={tabIndex}
    aria-checked={checked}
    aria-label={label}
    aria-disabled={disabledReason ? true : undefined}
    title={disabledReason ?? undefined}
    onClick={() => {
      if (!disabledReason) onChange(!checked);
    }}
    className={cx('inline-flex min-h-6 items-center gap-2 rounded-control', disabledReason && 'text-text-3')}
  >
    <span
      aria-hidden
      className={cx(
        'relative inline-block h-4 w-7 shrink-0 rounded-full border transition-colors duration-100',
        checked ? 'border-transparent bg-accent' : 'border-control bg-surface',
      )}
    >
      <span
        className={cx(
          'absolute top-1/2 size-2.5 -translate-y-1/2 rounded-full',
          checked ? 'end-0.5 bg-on-accent' : 'start-0.5 bg-control',
        )}
      />
    </span>
    {words ? <span>{checked ? words[0] : words[1]}</span> : !hideLabel && <span>{label}</span>}
  </button>
);
