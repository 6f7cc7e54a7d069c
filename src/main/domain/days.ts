import type { Day } from '../../contract/vocabulary.ts';

/**
 * Civil days. A day belongs to the ad account's time zone; on the wire it is 'YYYY-MM-DD', in the store the integer yyyymmdd,
 * which sorts, compares and groups by month (day / 100) without a function call.
 */
const DAY_PATTERN = /^\d{4}-\d{2}-\d{2}$/;
const MS_PER_DAY = 86_400_000;

/** True for a real calendar day: '2026-02-30' is not one. */
export function isDay(text: string): text is Day {
  if (!DAY_PATTERN.test(text)) return false;
  const date = Number(text.slice(8, 10));
  return date >= 1 && date <= lengthOfMonth(Number(text.slice(0, 4)), Number(text.slice(5, 7)));
}

const MONTH_LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** How many days a month (1–12) has; 0 for a month there is not. */
function lengthOfMonth(year: number, month: number): number {
  const leap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return (MONTH_LENGTHS[month - 1] ?? 0) + (leap ? 1 : 0);
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

/** The same as yyyymmdd, by counting on: a list of a thousand clients walks a hundred thousand days. */
export function eachDayInt(from: Day, to: Day): number[] {
  const last = dayToInt(to);
  const days: number[] = [];
  for (let day = dayToInt(from); day <= last; day = dayIntAfter(day)) days.push(day);
  return days;
}

function dayIntAfter(day: number): number {
  const date = day % 100;
  const month = Math.floor(day / 100) % 100;
  const year = Math.floor(day / 10_000);
  if (date < 28 || date < lengthOfMonth(year, month)) return day + 1;
  return month < 12 ? day - date + 101 : (year + 1) * 10_000 + 101;
}

/** The day `count` months before, clamped to the month's last day (retention limits are told in months). */
export function addMonths(day: Day, count: number): Day {
  const year = Number(day.slice(0, 4));
  const month = Number(day.slice(5, 7)) - 1 + count;
  const date = Number(day.slice(8, 10));
  const lastDate = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return new Date(Date.UTC(year, month, Math.min(date, lastDate))).toISOString().slice(0, 10);
}

/** With the last instant it was asked for: a view asks for its own now for each of a thousand ad accounts. */
type Teller = { formatter: Intl.DateTimeFormat; at: number; day: Day };
const tellers = new Map<string, Teller>();

function tellerFor(timeZone: string): Teller {
  let teller = tellers.get(timeZone);
  if (!teller) {
    const formatter = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
    teller = { formatter, at: Number.NaN, day: '' };
    tellers.set(timeZone, teller);
  }
  return teller;
}

/** True when the machine's ICU knows this IANA zone. */
export function isTimeZone(timeZone: string): boolean {
  try {
    tellerFor(timeZone);
    return true;
  } catch {
    return false;
  }
}

/** The calendar day an instant falls on in a zone. An unknown zone counts as UTC: a platform may use a zone newer than our ICU. */
export function dayInZone(epochMs: number, timeZone: string): Day {
  const teller = tellers.get(timeZone) ?? tellerFor(isTimeZone(timeZone) ? timeZone : 'UTC');
  if (teller.at !== epochMs) {
    teller.day = teller.formatter.format(epochMs);
    teller.at = epochMs;
  }
  return teller.day;
}

const twoDigits = (value: number): string => String(value).padStart(2, '0');

/**
 * The calendar day of an instant where this machine is: for file names and for what a person calls today. Without a formatter: to begin
 * with one takes longer than all else a start does before it reads the first figures.
 */
export function localDay(epochMs: number): Day {
  const date = new Date(epochMs);
  return `${String(date.getFullYear()).padStart(4, '0')}-${twoDigits(date.getMonth() + 1)}-${twoDigits(date.getDate())}`;
}
