import { useSyncExternalStore } from 'react';

const subscribe = (listener: () => void): (() => void) => {
  window.addEventListener('online', listener);
  window.addEventListener('offline', listener);
  return () => {
    window.removeEventListener('online', listener);
    window.removeEventListener('offline', listener);
  };
};

/** Whether this computer has a network; the app works without one. */
export const useOnline = (): boolean => useSyncExternalStore(subscribe, () => navigator.onLine);
