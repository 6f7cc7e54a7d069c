import { useEffect, useMemo, useState } from 'react';
import { useNow } from './formats-context.tsx';

/** The engine's now in epoch ms, renewed every second while `active`: for countdowns and elapsed times. Else as slow as `useNow`. */
export const useSeconds = (active: boolean): number => {
  const now = useNow();
  const anchor = useMemo(() => ({ engine: now, page: performance.now() }), [now]);
  const [, tick] = useState(0);
  useEffect(() => {
    if (!active) return;
    const timer = setInterval(() => tick((count) => count + 1), 1000);
    return () => clearInterval(timer);
  }, [active]);
  return active ? anchor.engine + performance.now() - anchor.page : now;
};
