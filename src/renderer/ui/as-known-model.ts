import { isDay, localDay } from './days.ts';
import type { Formats } from './format.ts';
import { m } from './messages-view.ts';
import { t, type Message } from './text.ts';

/** '12 Oct, end of day' for a day, '12 Oct 2026, 09:30' for an instant. */
export const asKnownWords = (asKnownOn: string, f: Pick<Formats, 'day' | 'instant'>): string =>
  isDay(asKnownOn) ? t(m.endOfDay, { day: f.day(asKnownOn, 'long') }) : f.instant(asKnownOn);

/** What a day and an optional time of this computer mean for the address, or why they cannot. `now` in epoch ms. */
export const asKnownOnFrom = (
  day: string,
  time: string,
  now: number,
): { value: string; problem: null } | { value: undefined; problem: string } => {
  const wrong = (problem: Message) => ({ value: undefined, problem: t(problem) });
  if (!isDay(day)) return wrong(m.dayWanted);
  if (day > localDay(now)) return wrong(m.dayAhead);
  if (time === '') return { value: day, problem: null };
  const at = Date.parse(`${day}T${time}`);
  if (Number.isNaN(at)) return wrong(m.timeWanted);
  if (at > now) return wrong(m.timeAhead);
  return { value: new Date(at).toISOString(), problem: null };
};

/** The end of the local day or the instant itself, epoch ms: for what counts back from there (a week before). */
export const asKnownInstant = (asKnownOn: string): number =>
  isDay(asKnownOn) ? Date.parse(`${asKnownOn}T23:59:59.999`) : Date.parse(asKnownOn);
