import { Dialog as Base } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { cx } from './cx.ts';
import { m } from './messages.ts';
import { t } from './text.ts';

/** A modal dialog. Focus goes in, Esc closes, focus returns to the opener. `footer` holds the buttons, the primary one last. */
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
}) => (
  <Base.Root open={open} onOpenChange={onOpenChange}>
    <Base.Portal>
      <Base.Backdrop className="fixed inset-0 z-40 bg-black/40" />
      <Base.Popup
        className={cx(
          'fixed top-1/2 left-1/2 z-50 flex max-h-[calc(100vh-48px)] w-[calc(100vw-48px)] -translate-x-1/2 -translate-y-1/2 flex-col rounded-dialog border border-line bg-surface text-text shadow-dialog outline-none',
          wide ? 'max-w-[960px]' : 'max-w-[480px]',
        )}
      >
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
        {children && <div className="min-h-0 flex-1 overflow-auto px-6 py-4">{children}</div>}
        {footer && (
          <footer className="flex flex-wrap justify-end gap-2 border-t border-line px-6 py-4">{footer}</footer>
        )}
      </Base.Popup>
    </Base.Portal>
  </Base.Root>
);
