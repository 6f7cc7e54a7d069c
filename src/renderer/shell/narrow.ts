import { useSyncExternalStore } from 'react';

const small = window.matchMedia('(max-width: 800px)');
const watch = (changed: () => void): (() => void) => {
  small.addEventListener('change', changed);
  return () => small.removeEventListener('change', changed);
};

/** Whether the window has less than 800 of its own pixels, as one of 1280 has at 200 %. */
export const useNarrow = (): boolean => useSyncExternalStore(watch, () => small.matches);
