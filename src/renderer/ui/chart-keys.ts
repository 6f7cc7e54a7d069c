import type { KeyboardEvent } from 'react';

/** Series of a chart that ↑ and ↓ walk through; `all` says the whole day. */
export type Series = 'all' | 'line' | 'bar' | 'earlier';

export const nextSeries = (now: Series, step: -1 | 1, compared: boolean): Series => {
  const list: Series[] = compared ? ['all', 'line', 'bar', 'earlier'] : ['all', 'line', 'bar'];
  return inTurn(list, now, step);
};

/** The one before or after in a list that ends where it begins. */
export const inTurn = <T>(list: readonly T[], now: T, step: -1 | 1): T =>
  list[(list.indexOf(now) + step + list.length) % list.length] ?? now;

/** Presses a key on the chart's own surface, which knows ←, → and Enter only. */
const press = (surface: Element, key: string, times = 1): void => {
  for (let time = 0; time < times; time += 1)
    surface.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
};

/**
 * The keys a chart lacks: Home and End, ↑ ↓ for the series, Esc to put the tooltip away, A to write a note. True when the key was one of them.
 */
export const onChartKey = (
  event: KeyboardEvent,
  {
    points,
    shown,
    series,
    onNote,
  }: {
    points: number;
    /** Whether a point is shown now. */
    shown: boolean;
    series: (step: -1 | 1) => void;
    onNote: (() => void) | null;
  },
): boolean => {
  if (!(event.target instanceof SVGElement) || event.ctrlKey || event.metaKey || event.altKey) return false;
  const surface = event.target;
  const act = {
    Home: () => press(surface, 'ArrowLeft', points),
    End: () => press(surface, 'ArrowRight', points),
    ArrowUp: () => series(-1),
    ArrowDown: () => series(1),
    // Enter is how the surface itself shows and hides the point.
    Escape: shown ? () => press(surface, 'Enter') : undefined,
    a: onNote ?? undefined,
  }[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  if (!act) return false;
  event.preventDefault();
  event.stopPropagation();
  act();
  return true;
};
