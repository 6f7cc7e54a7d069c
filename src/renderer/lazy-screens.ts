import type { ComponentType } from 'react';
import { lazyPart } from './ui/lazy-part.tsx';

const loaders: (() => Promise<unknown>)[] = [];

/** A screen loaded on first use, or by `loadScreens` when that comes first. */
export const lazyScreen = <Props extends object>(load: () => Promise<ComponentType<Props>>) => {
  const Screen = lazyPart(load);
  loaders.push(Screen.fetch);
  return Screen;
};

/** Loads every screen, one at a time and only while nothing else is going on: going somewhere must not wait for the disk. */
export const loadScreens = async (): Promise<void> => {
  for (const load of loaders) {
    await new Promise((resolve) => requestIdleCallback(resolve));
    // Asked for again, and its failure told, when somebody goes there.
    await load().catch(() => undefined);
  }
};
