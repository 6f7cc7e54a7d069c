import type { AttributionWindow } from '../../../contract/vocabulary.ts';
import { FIGURE_COLUMNS, WINDOW_COLUMNS } from '../codes.ts';
import type { ActionInput } from '../records.ts';

/** Where a window's count stands among the figures of an action type; its value is the next one. */
export const FIGURE_PLACES = Object.fromEntries(
  Object.entries(WINDOW_COLUMNS).map(([window, [count]]) => [window, FIGURE_COLUMNS.indexOf(count)]),
) as Record<AttributionWindow, number>;

const WIDTH = FIGURE_COLUMNS.length;

export type ToldActions = {
  /** Replaces what was told before by the action types of one row. */
  take(actions: readonly ActionInput[]): void;
  /** How many action types the row has. */
  readonly size: number;
  /** Their keys, ascending, up to `size`. */
  readonly types: readonly number[];
  /** Where in `figures` each of them begins. */
  readonly offsets: readonly number[];
  readonly figures: readonly (number | null)[];
};

/**
 * Turns a row's list of (action type, window) into one line of figures per action type, in key order. One object serves all rows:
 * nothing is allocated per row. Parts of one figure told separately are added, in an order of their own, because a sum of doubles
 * depends on it.
 */
export function createToldActions(typeKey: (name: string) => number): ToldActions {
  const types: number[] = [];
  const offsets: number[] = [];
  const figures: (number | null)[] = [];
  let size = 0;

  const offsetOf = (type: number): number => {
    let place = size;
    while (place > 0 && (types[place - 1] as number) > type) place -= 1;
    if (place > 0 && types[place - 1] === type) return offsets[place - 1] as number;
    for (let index = size; index > place; index -= 1) {
      types[index] = types[index - 1] as number;
      offsets[index] = offsets[index - 1] as number;
    }
    const offset = size * WIDTH;
    types[place] = type;
    offsets[place] = offset;
    for (let index = offset; index < offset + WIDTH; index += 1) figures[index] = null;
    size += 1;
    return offset;
  };

  /** Returns whether a figure came in more than one part. */
  const gather = (actions: readonly ActionInput[]): boolean => {
    size = 0;
    let parts = false;
    let name: string | null = null;
    let offset = 0;
    for (const { actionType, window, count, valueMicros } of actions) {
      // The windows of a type come one after the other.
      if (actionType !== name) {
        name = actionType;
        offset = offsetOf(typeKey(actionType));
      }
      const place = offset + FIGURE_PLACES[window];
      if (count !== null) {
        const before = figures[place] as number | null;
        parts ||= before !== null;
        figures[place] = before === null ? count : before + count;
      }
      if (valueMicros !== null) {
        const before = figures[place + 1] as number | null;
        parts ||= before !== null;
        figures[place + 1] = before === null ? valueMicros : before + valueMicros;
      }
    }
    return parts;
  };

  return {
    take(actions) {
      if (gather(actions)) gather(actions.toSorted((a, b) => (a.count ?? 0) - (b.count ?? 0)));
    },
    get size() {
      return size;
    },
    types,
    offsets,
    figures,
  };
}
