import type { Day } from '../../contract/vocabulary.ts';
import { dayInZone } from './days.ts';

const HOUR_MS = 3_600_000;
/** Zones lie between UTC−12 and UTC+14; an hour more on each side covers every rule they ever had. */
const EARLIEST_END_HOURS = 9;
const LATEST_END_HOURS = 37;

/**
 * The last millisecond of a day in a zone (epoch ms). A day that a zone skipped (Samoa, 2011-12-30) ends where the day before it
 * ended. An unknown zone counts as UTC.
 */
export function endOfDay(day: Day, timeZone: string): number {
  const start = Date.parse(`${day}T00:00:00Z`);
  let inside = start + LATEST_END_HOURS * HOUR_MS;
  // From the back: where clocks go back across midnight the day comes twice, and its end is the later one.
  while (dayInZone(inside, timeZone) > day && inside > start + EARLIEST_END_HOURS * HOUR_MS) inside -= HOUR_MS;
  let after = inside + HOUR_MS;
  while (after - inside > 1) {
    const middle = Math.floor((inside + after) / 2);
    if (dayInZone(middle, timeZone) > day) after = middle;
    else inside = middle;
  }
  return inside;
}
