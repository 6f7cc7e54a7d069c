import { useEffect, type ReactNode } from 'react';

/** Tells a chart which point is shown while its tooltip stands: the same for the pointer and for keys. */
export const Shown = <T,>({
  at,
  onShown,
  children,
}: {
  at: T;
  onShown: (at: T | null) => void;
  children: ReactNode;
}) => {
  useEffect(() => {
    onShown(at);
    return () => onShown(null);
  }, [at, onShown]);
  return children;
};
