import { isDay, localDay } from './days.ts';
import type { Formats } from './format.ts';

/** '12 Oct, end of day' for a day, '12 Oct 2026, 09:30' for an instant. */
export const asKnownWords = (asKnownOn: string, f: Pick<Formats, 'day' | 'instant'>): string =>
  isDay(asKnownOn) ? `${f.day(asKnownOn, 'long')}, end of day` : f.instant(asKnownOn);

/** What a day and an optional time of this computer mean for the address, or why they cannot. `now` in epoch ms. */
export const asKnownOnFrom = (
  day: string,
  time: string,
  now: number,
): { value: string; problem: null } | { value: undefined; problem: string } => {
  const wrong = (problem: string) => ({ value: undefined, problem });
  if (!isDay(day)) return wrong('Enter a day, like 2026-03-31.');
  if (day > localDay(now)) return wrong('That day has not come yet: choose a day up to today.');
  if (time === '') return { value: day, problem: null };
  const at = Date.parse(`${day}T${time}`);
  if (Number.isNaN(at)) return wrong('Enter a time, like 14:30, or leave it empty.');
  if (at > now) return wrong('That time has not come yet: choose an earlier one.');
  return { value: new Date(at).toISOString(), problem: null };
};

/** The end of the local day or the instant itself, epoch ms: for what counts back from there (a week before). */
export const asKnownInstant = (asKnownOn: string): number =>
  isDay(asKnownOn) ? Date.parse(`${asKnownOn}T23:59:59.999`) : Date.parse(asKnownOn);
