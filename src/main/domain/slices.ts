import type { Day, Level } from '../../contract/vocabulary.ts';
import { LEVELS } from '../../contract/vocabulary.ts';
import { addDays, daysInRange } from './days.ts';

/** One request for insights: a level over some days. Slices of one level never overlap and together cover their range. */
export type Slice = { level: Level; from: Day; to: Day };

/** A range cut into pieces of at most `days`, oldest first. */
export function cutRange(from: Day, to: Day, days: number): { from: Day; to: Day }[] {
  const pieces: { from: Day; to: Day }[] = [];
  for (let start = from; start <= to; start = addDays(start, days)) {
    const end = addDays(start, days - 1);
    pieces.push({ from: start, to: end < to ? end : to });
  }
  return pieces;
}

/** All slices of a range: account level first, because the dashboard stands on it, then down the levels. */
export function slicesFor(from: Day, to: Day, sliceDays: Record<Level, number>): Slice[] {
  return LEVELS.flatMap((level) => cutRange(from, to, sliceDays[level]).map((piece) => ({ level, ...piece })));
}

/** The two halves of a slice the platform called too big; null when it is a single day and cannot be halved. */
export function halveSlice(slice: Slice): [Slice, Slice] | null {
  const days = daysInRange(slice.from, slice.to);
  if (days < 2) return null;
  const middle = addDays(slice.from, Math.floor(days / 2) - 1);
  return [
    { ...slice, to: middle },
    { ...slice, from: addDays(middle, 1) },
  ];
}
