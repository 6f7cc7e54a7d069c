import { useEffect, useId } from 'react';
import { create } from 'zustand';

/**
 * What a screen offers for what it shows or what is selected on it; the command palette lists it under Actions. Feature screens register
 * here because the palette knows no feature.
 */
export type ScreenAction = {
  id: string;
  label: string;
  /** Shown beside it, as a person reads it: 'Ctrl Shift S'. */
  keys?: string;
  /** Why it cannot be used now; said in its place. */
  disabledReason?: string | null;
  run(): void;
};

type Registered = { by: string; actions: readonly ScreenAction[] };

const useRegistry = create<{ all: readonly Registered[] }>(() => ({ all: [] }));

/** Offers `actions` while the component is on screen. Give a stable or memoised list. */
export const useScreenActions = (actions: readonly ScreenAction[]): void => {
  const by = useId();
  useEffect(() => {
    useRegistry.setState(({ all }) => ({ all: [...all.filter((one) => one.by !== by), { by, actions }] }));
    return () => useRegistry.setState(({ all }) => ({ all: all.filter((one) => one.by !== by) }));
  }, [by, actions]);
};

/** Everything offered now, in the order it came. */
export const screenActions = (): ScreenAction[] => useRegistry.getState().all.flatMap((one) => one.actions);
