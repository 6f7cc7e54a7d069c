import type { LucideIcon } from 'lucide-react';
import type { ComponentProps } from 'react';
import { cx } from './cx.ts';

type Variant = 'primary' | 'secondary' | 'quiet' | 'danger';

const variants: Record<Variant, string> = {
  primary: 'bg-accent text-on-accent border border-transparent hover:brightness-95',
  secondary: 'bg-surface text-text border border-control hover:bg-sunken',
  quiet: 'bg-transparent text-text-2 border border-transparent hover:bg-sunken hover:text-text',
  danger: 'bg-surface text-bad border border-bad hover:bg-bad-bg',
};

/** The look of a button for a link that leads somewhere: one that goes is a link, whatever it looks like. */
export const buttonLook = (variant: Variant = 'secondary', small = false): string =>
  cx(
    'inline-flex shrink-0 items-center justify-center gap-1.5 rounded-control font-semibold whitespace-nowrap transition-colors duration-100',
    small ? 'h-7 px-2.5' : 'h-8 px-3',
    variants[variant],
  );

export type ButtonProps = ComponentProps<'button'> & { variant?: Variant; icon?: LucideIcon; small?: boolean };

/** A text button. `disabledReason` is said on hover and to screen readers; the button stays focusable so that the reason can be read. */
export const Button = ({
  variant = 'secondary',
  icon: Icon,
  small = false,
  disabledReason,
  className,
  children,
  onClick,
  ...rest
}: ButtonProps & { disabledReason?: string | null | undefined }) => (
  <button
    type="button"
    {...rest}
    aria-disabled={disabledReason ? true : undefined}
    title={disabledReason ?? rest.title}
    onClick={disabledReason ? (event) => event.preventDefault() : onClick}
    className={cx(
      'inline-flex shrink-0 items-center justify-center gap-1.5 rounded-control font-semibold whitespace-nowrap transition-colors duration-100',
      small ? 'h-7 px-2.5' : 'h-8 px-3',
      disabledReason || rest.disabled ? 'border border-line bg-sunken text-text-3' : variants[variant],
      className,
    )}
  >
    {Icon && <Icon aria-hidden size={16} strokeWidth={1.75} />}
    {children}
    {disabledReason && <span className="sr-only">. {disabledReason}</span>}
  </button>
);

/** A button that shows only an icon; `label` is its name and tooltip. */
export const IconButton = ({
  icon: Icon,
  label,
  className,
  ...rest
}: Omit<ComponentProps<'button'>, 'children'> & { icon: LucideIcon; label: string }) => (
  <button
    type="button"
    aria-label={label}
    title={label}
    {...rest}
    className={cx(
      'inline-flex size-8 shrink-0 items-center justify-center rounded-control text-text-2 hover:bg-sunken hover:text-text disabled:text-text-3',
      className,
    )}
  >
    <Icon aria-hidden size={16} strokeWidth={1.75} />
  </button>
);
