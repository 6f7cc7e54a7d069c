import { useEffect, useState } from 'react';
import { m } from './messages.ts';
import { t } from './text.ts';

/** The window's title for a screen: 'Clients – Tidemark'. */
export const useTitle = (title: string): void => {
  useEffect(() => {
    document.title = t(m.windowTitle, { screen: title });
  }, [title]);
};

/** True once `pending` has lasted longer than `ms`: skeletons must not flash for answers that come at once. */
export const useSlow = (pending: boolean, ms = 1000): boolean => {
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    if (!pending) {
      setSlow(false);
      return;
    }
    const timer = setTimeout(() => setSlow(true), ms);
    return () => clearTimeout(timer);
  }, [pending, ms]);
  return slow;
};
