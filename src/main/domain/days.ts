import type { Day } from '../../contract/vocabulary.ts';

/**
 * Civil days. A day belongs to the ad account's time zone; on the wire it is 'YYYY-MM-DD', in the store the integer yyyymmdd,
 * which sorts, compares and groups by month (day / 100) without a function call.
 */
const DAY_PATTERN = /^(\d{4})-(\d{2})-(\d{2})$/;
const MS_PER_DAY = 86_400_000;

/** True for a real calendar day: '2026-02-30' is not one. */
export function isDay(text: string): text is Day {
  const match = DAY_PATTERN.exec(text);
  if (!match) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 10) === text;
}

/** 'YYYY-MM-DD' → 20261121. Throws RangeError for anything that is not a day. */
export function dayToInt(day: Day): number {
  if (!isDay(day)) throw new RangeError(`Not a calendar day: ${JSON.stringify(day)}`);
  return Number(day.slice(0, 4)) * 10_000 + Number(day.slice(5, 7)) * 100 + Number(day.slice(8, 10));
}

/** 20261121 → '2026-11-21'. */
export function intToDay(value: number): Day {
  const text = String(value).padStart(8, '0');
  return `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6, 8)}`;
}

/** Days since 1970-01-01, for arithmetic over many days. */
export function epochDay(day: Day): number {
  return Date.parse(`${day}T00:00:00Z`) / MS_PER_DAY;
}

/** The day so many days after 1970-01-01. */
export function fromEpochDay(value: number): Day {
  return new Date(value * MS_PER_DAY).toISOString().slice(0, 10);
}

/** The day `count` days after (negative: before) `day`. */
export function addDays(day: Day, count: number): Day {
  return fromEpochDay(epochDay(day) + count);
}

/** Whole days from `from` to `to`, both included; 0 when `to` is before `from`. */
export function daysInRange(from: Day, to: Day): number {
  return Math.max(0, epochDay(to) - epochDay(from) + 1);
}

/** Every day from `from` to `to`, both included. */
export function eachDay(from: Day, to: Day): Day[] {
  const first = epochDay(from);
  return Array.from({ length: daysInRange(from, to) }, (_, index) => fromEpochDay(first + index));
}

/** The day `count` months before, clamped to the month's last day (retention limits are told in months). */
export function addMonths(day: Day, count: number): Day {
  const year = Number(day.slice(0, 4));
  const month = Number(day.slice(5, 7)) - 1 + count;
  const date = Number(day.slice(8, 10));
  const lastDate = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return new Date(Date.UTC(year, month, Math.min(date, lastDate))).toISOString().slice(0, 10);
}

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterFor(timeZone: string): Intl.DateTimeFormat {
  let formatter = formatters.get(timeZone);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
    formatters.set(timeZone, formatter);
  }
  return formatter;
}

/** True when the machine's ICU knows this IANA zone. */
export function isTimeZone(timeZone: string): boolean {
  try {
    formatterFor(timeZone);
    return true;
  } catch {
    return false;
  }
}

/** The calendar day an instant falls on in a zone. An unknown zone counts as UTC: a platform may use a zone newer than our ICU. */
export function dayInZone(epochMs: number, timeZone: string): Day {
  return formatterFor(isTimeZone(timeZone) ? timeZone : 'UTC').format(epochMs);
}

/** The calendar day of an instant where this machine is: for file names and for what a person calls today. */
export function localDay(epochMs: number): Day {
  return dayInZone(epochMs, Intl.DateTimeFormat().resolvedOptions().timeZone);
}
