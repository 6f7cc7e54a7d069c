import type { ReactNode } from 'react';
import { useFormats } from './formats-context.tsx';
import { ScreenHeader } from './card.tsx';
import { useSlow } from './hooks.ts';
import { m } from './messages.ts';
import { ErrorState } from './states.tsx';
import { t } from './text.ts';

/**
 * What a screen shows of a query: its content, or a skeleton after a second, or the error with Retry. After a failed refresh the old
 * content stays below the error, marked with its age.
 */
export const Loaded = <T,>({
  data,
  error,
  onRetry,
  asOf,
  title,
  skeleton,
  children,
}: {
  data: T | undefined;
  /** The sentence of the failure; null when there is none. */
  error: string | null;
  onRetry: () => void;
  asOf?: string | null;
  /** The screen's heading while there is nothing else to show; left out where it already stands. */
  title?: string;
  skeleton: ReactNode;
  children: (data: T) => ReactNode;
}) => {
  const f = useFormats();
  const slow = useSlow(data === undefined && error === null);
  const reason =
    error === null
      ? ''
      : data !== undefined && asOf
        ? t(m.loadFailedOld, { reason: error, instant: f.instant(asOf) })
        : error;
  return (
    <>
      {title !== undefined && data === undefined && (error !== null || slow) && <ScreenHeader title={title} />}
      {error !== null && <ErrorState reason={reason} onRetry={onRetry} />}
      {data !== undefined ? children(data) : slow && error === null ? skeleton : null}
    </>
  );
};
