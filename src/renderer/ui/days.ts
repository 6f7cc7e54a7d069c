/** Calendar arithmetic on 'YYYY-MM-DD'. UTC inside, so daylight saving cannot lose or repeat a day. */
const DAY_MS = 86_400_000;

const toDay = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
const toMs = (day: string): number => Date.parse(`${day}T00:00:00Z`);

export const addDays = (day: string, days: number): string => toDay(toMs(day) + days * DAY_MS);
/** The address of Compare that shows exactly these days against those, as they stand and not moved to the same weekdays. */
export const compareSearch = (over: { a: { from: string; to: string }; b: { from: string; to: string } } | undefined) =>
  over === undefined
    ? {}
    : { range: `${over.a.from}_${over.a.to}`, b: `${over.b.from}_${over.b.to}`, weekday: 'as-is' as const };
/** Days in the range, both ends counted. */
export const lengthOf = (range: { from: string; to: string }): number =>
  (toMs(range.to) - toMs(range.from)) / DAY_MS + 1;
export const startOfMonth = (day: string): string => `${day.slice(0, 7)}-01`;
export const isDay = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(toMs(text)) && toDay(toMs(text)) === text;

/** Today's day in this computer's zone at `now` (epoch ms). */
export const localDay = (now: number): string => {
  const date = new Date(now);
  const part = (value: number): string => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${part(date.getMonth() + 1)}-${part(date.getDate())}`;
};
/** The day in an IANA zone at `now` (epoch ms). */
export const dayIn = (timeZone: string, now: number): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(now);
/** The same day a year earlier; 29 February becomes the 28th. */
export const yearBefore = (day: string): string => {
  const year = Number(day.slice(0, 4)) - 1;
  const candidate = `${year}${day.slice(4)}`;
  return isDay(candidate) ? candidate : `${year}-02-28`;
};
