import { Dialog as Base } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { cx } from './cx.ts';
import { firstControl, returnFocus } from './dialog-focus.ts';
import { m } from './messages.ts';
import { t } from './text.ts';

/** Stands in the popup as long as it does: knows what had the focus before, for when nothing has it afterwards. */
const Opener = () => {
  const [opener] = useState(() => document.activeElement);
  useEffect(() => () => returnFocus(opener), [opener]);
  return null;
};

/**
 * A modal dialog. Focus goes to its first field, Esc closes, focus returns to the opener (to the heading of the screen when that is gone).
 * `footer` holds the buttons, the primary one last.
 */
export const Dialog = ({
  open,
  onOpenChange,
  title,
  description,
  footer,
  wide = false,
  children,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  description?: ReactNode;
  footer?: ReactNode;
  wide?: boolean;
  children?: ReactNode;
}) => {
  const body = useRef<HTMLDivElement>(null);
  const foot = useRef<HTMLElement>(null);
  return (
    <Base.Root open={open} onOpenChange={onOpenChange}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-black/40" />
        <Base.Popup
          initialFocus={() => firstControl(body.current, foot.current) ?? true}
          className={cx(
            'fixed top-1/2 left-1/2 z-50 flex max-h-[calc(100vh-48px)] w-[calc(100vw-48px)] -translate-x-1/2 -translate-y-1/2 flex-col rounded-dialog border border-line bg-surface text-text shadow-dialog outline-none',
            wide ? 'max-w-[960px]' : 'max-w-[480px]',
          )}
        >
          <Opener />
          <header className={cx('flex items-start gap-3 px-6 pt-5', !children && 'pb-4')}>
            <div className="min-w-0 flex-1">
              <Base.Title className="text-page font-semibold">{title}</Base.Title>
              {description && <Base.Description className="mt-1 text-text-2">{description}</Base.Description>}
            </div>
            <Base.Close
              aria-label={t(m.close)}
              title={t(m.close)}
              className="inline-flex size-8 items-center justify-center rounded-control text-text-2 hover:bg-sunken"
            >
              <X aria-hidden size={16} strokeWidth={1.75} />
            </Base.Close>
          </header>
          {children && (
            <div ref={body} className="min-h-0 flex-1 overflow-auto px-6 py-4">
              {children}
            </div>
          )}
          {footer && (
            <footer ref={foot} className="flex flex-wrap justify-end gap-2 border-t border-line px-6 py-4">
              {footer}
            </footer>
          )}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
};
