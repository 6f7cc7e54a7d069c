import {
  Ban,
  CircleCheck,
  CircleDashed,
  CirclePlay,
  CircleX,
  Clock,
  Lock,
  Pause,
  RotateCw,
  TriangleAlert,
  type LucideIcon,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { PLATFORM_LABELS, type PlatformId } from '../../contract/vocabulary.ts';
import { cx } from './cx.ts';

/** The states of the interface, each with its own shape: text first, shape second, colour third. */
export type StatusKind =
  | 'ageing'
  | 'ok'
  | 'on'
  | 'warning'
  | 'failed'
  | 'running'
  | 'waiting'
  | 'paused'
  | 'stale'
  | 'locked'
  | 'never'
  | 'ended';

const shapes: Record<StatusKind, { icon: LucideIcon; colour: string; spin?: boolean }> = {
  ok: { icon: CircleCheck, colour: 'text-good' },
  on: { icon: CirclePlay, colour: 'text-good' },
  warning: { icon: TriangleAlert, colour: 'text-warn' },
  failed: { icon: CircleX, colour: 'text-bad' },
  running: { icon: RotateCw, colour: 'text-info', spin: true },
  waiting: { icon: Clock, colour: 'text-info' },
  paused: { icon: Pause, colour: 'text-text-2' },
  ageing: { icon: Clock, colour: 'text-text-3' },
  stale: { icon: Clock, colour: 'text-warn' },
  locked: { icon: Lock, colour: 'text-text-2' },
  never: { icon: CircleDashed, colour: 'text-text-3' },
  ended: { icon: Ban, colour: 'text-text-3' },
};

/** A shape with its text. `hideText` keeps the text for screen readers and the tooltip only. */
export const StatusShape = ({
  kind,
  text,
  hideText = false,
  title,
  className,
}: {
  kind: StatusKind;
  text: string;
  hideText?: boolean;
  title?: string | undefined;
  className?: string;
}) => {
  const { icon: Icon, colour, spin } = shapes[kind];
  return (
    <span
      className={cx('inline-flex min-w-0 items-center gap-1.5', className)}
      title={title ?? (hideText ? text : undefined)}
    >
      <Icon aria-hidden size={16} strokeWidth={1.75} className={cx('shrink-0', colour, spin && 'spinning')} />
      <span className={hideText ? 'sr-only' : 'truncate'}>{text}</span>
    </span>
  );
};

const tones = {
  neutral: 'bg-sunken text-text-2',
  good: 'bg-good-bg text-good',
  warn: 'bg-warn-bg text-warn',
  bad: 'bg-bad-bg text-bad',
  info: 'bg-info-bg text-info',
  accent: 'bg-selected text-accent',
} as const;

export const Badge = ({
  tone = 'neutral',
  children,
  title,
}: {
  tone?: keyof typeof tones;
  children: ReactNode;
  title?: string;
}) => (
  <span
    title={title}
    className={cx(
      'inline-flex h-5 items-center gap-1 rounded-control px-1.5 text-caption font-semibold whitespace-nowrap',
      tones[tone],
    )}
  >
    {children}
  </span>
);

/** A platform as its letter; its name is the tooltip and what a screen reader says. `note` adds a state ('sign-in expired'). */
export const PlatformBadge = ({ platform, note }: { platform: PlatformId; note?: string | null }) => {
  const label = PLATFORM_LABELS[platform];
  const name = note ? `${label.name}: ${note}` : label.name;
  return (
    <span
      title={name}
      className={cx(
        'inline-flex size-5 items-center justify-center rounded-control text-caption font-semibold',
        note ? 'border border-control text-text-2' : 'bg-sunken text-text-2',
      )}
    >
      <span aria-hidden>{label.badge}</span>
      <span className="sr-only">{name}</span>
    </span>
  );
};
