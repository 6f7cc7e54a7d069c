/** A calendar day as the count of days since 1970-01-01, free of any zone. */
export type Day = number;

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY_MS = 24 * HOUR;

const texts = new Map<Day, string>();

/** `YYYY-MM-DD` of a day. Cached: a full read asks for the same few hundred days hundreds of thousands of times. */
export function dayText(day: Day): string {
  let text = texts.get(day);
  if (text === undefined) {
    text = new Date(day * DAY_MS).toISOString().slice(0, 10);
    texts.set(day, text);
  }
  return text;
}

/** Parses `YYYY-MM-DD`; undefined when it is not a real calendar day (2026-02-30). */
export function parseDay(text: string): Day | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  const ms = Date.parse(`${text}T00:00:00Z`);
  if (Number.isNaN(ms)) return undefined;
  const day = ms / DAY_MS;
  return dayText(day) === text ? day : undefined;
}

/** Like {@link parseDay} for days written in our own code: throws on a typo. */
export function mustDay(text: string): Day {
  const day = parseDay(text);
  if (day === undefined) throw new Error(`not a day: ${text}`);
  return day;
}

/** 0 = Sunday. */
export const weekday = (day: Day): number => (((day + 4) % 7) + 7) % 7;

/** Monday of the day's ISO week (Google's `segments.week`). */
export const weekStart = (day: Day): Day => day - ((weekday(day) + 6) % 7);

export function monthStart(day: Day): Day {
  return mustDay(`${dayText(day).slice(0, 7)}-01`);
}

/** Last day of the day's month. */
export function monthEnd(day: Day): Day {
  return addMonths(monthStart(day), 1) - 1;
}

/** The same day of the month `count` months later, clamped to the month's end as both platforms do. */
export function addMonths(day: Day, count: number): Day {
  const at = new Date(day * DAY_MS);
  const first = Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + count, 1) / DAY_MS;
  const next = Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + count + 1, 1) / DAY_MS;
  return Math.min(first + at.getUTCDate() - 1, next - 1);
}

const formats = new Map<string, Intl.DateTimeFormat>();

function localParts(zone: string, ms: number): number[] {
  let format = formats.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-CA', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
    formats.set(zone, format);
  }
  return (format.format(ms).match(/\d+/g) ?? []).map(Number);
}

/** Milliseconds east of UTC in `zone` at an instant. */
export function zoneOffset(zone: string, ms: number): number {
  const [y = 0, mo = 1, d = 1, h = 0, mi = 0, s = 0] = localParts(zone, ms);
  return Date.UTC(y, mo - 1, d, h, mi, s) - Math.floor(ms / 1000) * 1000;
}

/** The calendar day it is in `zone` at an instant. */
export function zoneDay(zone: string, ms: number): Day {
  return Math.floor((ms + zoneOffset(zone, ms)) / DAY_MS);
}

const starts = new Map<string, number>();

/**
 * First instant of a day in a zone. The offset is looked up at the guess, not at UTC midnight, because on the two days a
 * year with a clock change the two differ.
 */
export function dayStart(zone: string, day: Day): number {
  const key = `${zone} ${day}`;
  const known = starts.get(key);
  if (known !== undefined) return known;
  const midnight = day * DAY_MS;
  const around = [midnight - DAY_MS, midnight, midnight + DAY_MS].map((at) => midnight - zoneOffset(zone, at));
  const fits = around.filter((at) => zoneDay(zone, at) === day && zoneDay(zone, at - 1) < day);
  // A zone that skips midnight itself has no exact 00:00; the earliest instant still inside the day is its start.
  const start =
    fits.length > 0
      ? Math.min(...fits)
      : Math.min(...around.filter((at) => zoneDay(zone, at) >= day), midnight + DAY_MS);
  starts.set(key, start);
  return start;
}

/** `2026-11-21T03:20:00+0100`, the way Graph prints instants. */
export function graphTime(zone: string, ms: number): string {
  const offset = zoneOffset(zone, ms);
  const minutes = Math.abs(offset) / MINUTE;
  const sign = offset < 0 ? '-' : '+';
  const pad = (n: number) => String(n).padStart(2, '0');
  return `${new Date(ms + offset).toISOString().slice(0, 19)}${sign}${pad(Math.floor(minutes / 60))}${pad(minutes % 60)}`;
}
