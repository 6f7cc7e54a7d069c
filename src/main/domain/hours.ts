import type { Day } from '../../contract/vocabulary.ts';
import { addDays } from './days.ts';
import { offsetAt, wallClock } from './zones.ts';

/** Clock hours of a civil day in a time zone, '00' to '23'. Some days lack one (spring) and some have one twice (autumn). */
const QUARTER_MS = 15 * 60_000;
const HOUR_MS = 4 * QUARTER_MS;
/**
 * Minutes each clock hour of the day lasts in the zone: 60 as a rule; on days of a clock change an hour is missing, shorter or longer
 * (Lord Howe: half an hour). A day the zone skipped has none.
 */
export function hourMinutes(day: Day, timeZone: string): ReadonlyMap<string, number> {
  const minutes = new Map<string, number>();
  // The farthest zones are 14 hours ahead of and 12 behind UTC; offsets move in quarters of an hour.
  const from = Date.parse(`${day}T00:00:00Z`) - 14 * HOUR_MS;
  const to = Date.parse(`${addDays(day, 1)}T00:00:00Z`) + 13 * HOUR_MS;
  for (let at = from; at < to; at += QUARTER_MS) {
    const wall = wallClock(at, timeZone);
    if (wall.day !== day) continue;
    const hour = String(Math.floor(wall.minute / 60)).padStart(2, '0');
    minutes.set(hour, (minutes.get(hour) ?? 0) + 15);
  }
  return minutes;
}

const NONE: ReadonlySet<string> = new Set();
const known = new Map<string, ReadonlySet<string>>();

/** The clock hours that (in whole or in part) occur twice on that day in that zone; almost always none. */
export function repeatedHours(day: Day, timeZone: string): ReadonlySet<string> {
  const noon = Date.parse(`${day}T12:00:00Z`);
  const [before, after] = [-38, 38].map((hours) => offsetAt(noon + hours * HOUR_MS, timeZone));
  // Walking the day is dear; only a zone that falls back around it repeats anything.
  if (before === undefined || after === undefined || after >= before) return NONE;
  const key = `${timeZone} ${day}`;
  let hours = known.get(key);
  if (!hours) {
    const long = [...hourMinutes(day, timeZone)].filter(([, minutes]) => minutes > 60);
    hours = new Set(long.map(([hour]) => hour));
    known.set(key, hours);
  }
  return hours;
}
