import { CircleX, Inbox, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from './button.tsx';
import { cx } from './cx.ts';
import { m } from './messages.ts';
import { t } from './text.ts';

/** Nothing here yet: one sentence and what to do. */
export const EmptyState = ({
  sentence,
  detail,
  children,
}: {
  sentence: string;
  detail?: string;
  children?: ReactNode;
}) => (
  <div className="flex flex-col items-center justify-center gap-3 px-6 py-12 text-center">
    <Inbox aria-hidden size={20} strokeWidth={1.75} className="text-text-3" />
    <p className="text-section font-semibold">{sentence}</p>
    {detail && <p className="max-w-[56ch] text-text-2">{detail}</p>}
    {children && <div className="mt-1 flex flex-wrap justify-center gap-2">{children}</div>}
  </div>
);

/** Something failed: what, why, and Retry. Previous content belongs below it. */
export const ErrorState = ({
  title = t(m.loadFailed),
  reason,
  onRetry,
  children,
}: {
  title?: string;
  reason: string;
  onRetry?: () => void;
  children?: ReactNode;
}) => (
  <div role="alert" className="flex flex-wrap items-center gap-3 rounded-card border border-bad bg-bad-bg px-4 py-3">
    <CircleX aria-hidden size={20} strokeWidth={1.75} className="shrink-0 text-bad" />
    <div className="min-w-0 flex-1">
      <p className="font-semibold">{title}</p>
      <p className="text-text-2">{reason}</p>
    </div>
    {children}
    {onRetry && <Button onClick={onRetry}>{t(m.retry)}</Button>}
  </div>
);

const notices = {
  warn: { frame: 'border-warn bg-warn-bg', icon: 'text-warn' },
  bad: { frame: 'border-bad bg-bad-bg', icon: 'text-bad' },
  info: { frame: 'border-info bg-info-bg', icon: 'text-info' },
} as const;

/** A one-line notice on the block it concerns. */
export const Notice = ({
  tone = 'warn',
  title,
  children,
  action,
}: {
  tone?: keyof typeof notices;
  title?: string;
  children: ReactNode;
  action?: ReactNode;
}) => {
  const Icon = tone === 'bad' ? CircleX : TriangleAlert;
  return (
    <div className={cx('flex items-center gap-3 rounded-card border px-3 py-2', notices[tone].frame)}>
      <Icon aria-hidden size={16} strokeWidth={1.75} className={cx('shrink-0', notices[tone].icon)} />
      <p className="min-w-0 flex-1">
        {title && <strong className="font-semibold">{title} </strong>}
        {children}
      </p>
      {action}
    </div>
  );
};

/** Placeholder in the final geometry. Shown only when the first answer takes longer than a second. */
export const Skeleton = ({ className }: { className?: string }) => (
  <div aria-hidden className={cx('skeleton rounded-control bg-sunken', className)} />
);

/** A bar that says its step: 'Syncing Meta Ads, 50 percent'. */
export const ProgressBar = ({
  percent,
  text,
  slim = false,
  className,
}: {
  percent: number;
  text: string;
  slim?: boolean;
  className?: string;
}) => (
  <div
    role="progressbar"
    aria-label={text || t(m.progress)}
    aria-valuemin={0}
    aria-valuemax={100}
    aria-valuenow={percent}
    aria-valuetext={t(m.progressValue, { step: text, percent: String(percent) })}
    className={cx('overflow-hidden rounded-full bg-line', slim ? 'h-1' : 'h-1.5', className)}
  >
    <div className="h-full rounded-full bg-accent transition-[width] duration-200" style={{ width: `${percent}%` }} />
  </div>
);
