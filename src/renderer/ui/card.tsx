import { useId, type ReactNode } from 'react';
import { cx } from './cx.ts';

/** A bordered block with an optional heading and actions. `flush` leaves the padding to the content (tables); `tight` saves height. */
export const Card = ({
  title,
  actions,
  flush = false,
  tight = false,
  className,
  children,
}: {
  title?: ReactNode;
  actions?: ReactNode;
  flush?: boolean;
  tight?: boolean;
  className?: string;
  children: ReactNode;
}) => {
  const id = useId();
  return (
    <section
      aria-labelledby={title ? id : undefined}
      className={cx('min-w-0 rounded-card border border-line bg-surface', className)}
    >
      {(title || actions) && (
        <header
          className={cx(
            'flex items-center justify-between gap-3',
            tight ? 'min-h-7' : 'min-h-8',
            flush ? 'px-4 py-2' : tight ? 'px-4 pt-1.5' : 'px-4 pt-3',
          )}
        >
          {title && (
            <h2 id={id} className="min-w-0 truncate text-section font-semibold">
              {title}
            </h2>
          )}
          {actions && <div className="flex items-center gap-1">{actions}</div>}
        </header>
      )}
      <div className={flush ? '' : tight ? 'px-4 pt-1 pb-2' : 'p-4 pt-2'}>{children}</div>
    </section>
  );
};

/** A screen's frame: heading that takes focus after a route change, a line beside it, and the actions of the screen. */
export const ScreenHeader = ({
  title,
  detail,
  actions,
}: {
  title: ReactNode;
  detail?: ReactNode;
  actions?: ReactNode;
}) => (
  <header className="flex flex-wrap items-center gap-x-4 gap-y-2">
    <h1
      tabIndex={-1}
      className={cx(
        'min-w-0 max-w-full truncate text-page font-semibold',
        // Beside buttons a long name gives way instead of taking a line of its own.
        Boolean(actions) && !detail && 'flex-1 basis-60',
      )}
    >
      {title}
    </h1>
    {/* Where buttons leave it too little it goes below them instead of breaking after every word. */}
    {detail && <div className="min-w-0 max-w-full flex-[1_1_13rem] text-text-2">{detail}</div>}
    {actions && <div className="ms-auto flex flex-wrap items-center gap-2">{actions}</div>}
  </header>
);
