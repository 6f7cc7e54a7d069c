import type { Day } from '../../contract/vocabulary.ts';
import { dayInZone, isTimeZone } from './days.ts';

/**
 * Wall clocks of time zones: which instant a local time is, and the other way round. Only the machine's own tables (ICU) are asked, so a
 * zone changes its rules with an update of the application. Pure.
 */
const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
export const MINUTES_PER_DAY = 1_440;
/** No zone is further from UTC than this, so the instant of a local time lies within it. */
const WIDEST_MS = 15 * HOUR_MS;

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterFor(timeZone: string): Intl.DateTimeFormat {
  let formatter = formatters.get(timeZone);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat('en-CA', {
      timeZone: isTimeZone(timeZone) ? timeZone : 'UTC',
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
    formatters.set(timeZone, formatter);
  }
  return formatter;
}

/** How far a zone is ahead of UTC at an instant, in ms. An unknown zone counts as UTC. */
export function offsetAt(epochMs: number, timeZone: string): number {
  const whole = Math.floor(epochMs / 1_000) * 1_000;
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = (
    formatterFor(timeZone).format(whole).match(/\d+/g) ?? []
  ).map(Number);
  return Date.UTC(year, month - 1, day, hour, minute, second) - whole;
}

/** What a wall clock in the zone shows: the day and the minute of the day (0–1439). */
export function wallClock(epochMs: number, timeZone: string): { day: Day; minute: number } {
  const local = new Date(epochMs + offsetAt(epochMs, timeZone));
  return { day: local.toISOString().slice(0, 10), minute: local.getUTCHours() * 60 + local.getUTCMinutes() };
}

/**
 * The instant at which a wall clock in the zone first shows that minute of that day. Where the clock jumps over it, the first moment after
 * the jump; where that belongs to the next day already, the last minute before the jump. Null when the zone skipped the whole day.
 */
export function instantInZone(day: Day, minute: number, timeZone: string): number | null {
  const wall = Date.parse(`${day}T00:00:00Z`) + minute * MINUTE_MS;
  const before = wall - WIDEST_MS;
  const after = wall + WIDEST_MS;
  const offsets = [offsetAt(before, timeZone), offsetAt(after, timeZone)];
  const found = offsets.map((offset) => wall - offset).filter((at) => at + offsetAt(at, timeZone) === wall);
  if (found.length > 0) return Math.min(...found);
  const jump = changeBetween(before, after, timeZone);
  for (const at of [jump, jump - MINUTE_MS]) if (dayInZone(at, timeZone) === day) return at;
  return null;
}

/** The first instant (whole seconds) with another offset than `from` has. */
function changeBetween(from: number, to: number, timeZone: string): number {
  const old = offsetAt(from, timeZone);
  let low = Math.floor(from / 1_000);
  let high = Math.ceil(to / 1_000);
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetAt(middle * 1_000, timeZone) === old) low = middle;
    else high = middle;
  }
  return high * 1_000;
}
