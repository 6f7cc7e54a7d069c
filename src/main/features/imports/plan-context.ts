import type { Day } from '../../../contract/vocabulary.ts';
import { addDays, addMonths, dayInZone, epochDay, fromEpochDay } from '../../domain/days.ts';
import type { DayReads } from '../../store/reads/planning.ts';
import { clip, type Span } from './day-spans.ts';
import type { PlanInput } from './plan-input.ts';

/** The longest look-back any platform asks for; a window beyond it is not one. */
const LONGEST_WINDOW_DAYS = 90;
/** Conversions younger than this may be counted anew by a new version of an API, whatever the account's own window. */
const RESTATED_DAYS = 90;
/** What the platform forgets this soon goes first. */
const EXPIRES_SOON_DAYS = 31;
const EARLIEST = epochDay('2000-01-01');
const DAY_MS = 86_400_000;

/** A reading in epoch days: `readDay` is the day of the ad account's zone on which it happened. */
export type Read = Span & { readDay: number; readAt: number; rows: number };

export type PlanContext = {
  input: PlanInput;
  /** Epoch days. */
  today: number;
  lookbackDays: number;
  restatedDays: number;
  /** Readings that can be, with days up to today. */
  reads(list: readonly DayReads[]): Read[];
  /** The oldest day the platform still answers for, today. */
  oldest(retentionMonths: number): number;
  /** Days before this one will be gone in a month. */
  oldestSoon(retentionMonths: number): number;
  /** The last day on which the platform still answers for `day`. */
  expiresOn(day: number, retentionMonths: number): Day;
  /** A reading was left out because it cannot be. */
  broken: boolean;
};

/** The oldest day a platform still answers for: the day after the same date, `months` ago. */
export function oldestDay(today: Day, retentionMonths: number): Day {
  return addDays(addMonths(today, -retentionMonths), 1);
}

/** How many days the platform may still change a day of this ad account (promise S3). */
export function lookbackOf(platformDays: number, conversionWindowDays: number | null): number {
  return Math.max(platformDays, Math.min(conversionWindowDays ?? 0, LONGEST_WINDOW_DAYS));
}

function memo<K, V>(make: (key: K) => V): (key: K) => V {
  const known = new Map<K, V>();
  return (key) => {
    let value = known.get(key);
    if (value === undefined) {
      value = make(key);
      known.set(key, value);
    }
    return value;
  };
}

/** What every part of a plan needs to know, worked out once. */
export function planContext(input: PlanInput): PlanContext {
  const today = dayInZone(input.now, input.timeZone);
  const todayNumber = epochDay(today);
  const dayOf = memo((readAt: number) => epochDay(dayInZone(readAt, input.timeZone)));
  const oldest = memo((months: number) => epochDay(oldestDay(today, months)));
  const soon = memo((months: number) => epochDay(oldestDay(addDays(today, EXPIRES_SOON_DAYS), months)));
  const lookbackDays = lookbackOf(input.capabilities.lookbackDays, input.conversionWindowDays);
  const context: PlanContext = {
    input,
    today: todayNumber,
    lookbackDays,
    restatedDays: Math.max(lookbackDays, RESTATED_DAYS),
    broken: false,
    oldest,
    oldestSoon: soon,
    expiresOn(day, months) {
      let last = addMonths(fromEpochDay(day), months);
      while (epochDay(oldestDay(last, months)) > day) last = addDays(last, -1);
      return last;
    },
    reads: (list) =>
      list.flatMap((one) => {
        const span = { from: epochDay(one.from), to: epochDay(one.to) };
        // A clock that was wrong, or a damaged row: what cannot be was not read (promise S22).
        const possible = one.readAt <= input.now + DAY_MS ? clip(span, EARLIEST, todayNumber) : [];
        if (possible[0]?.from !== span.from || possible[0].to !== span.to) context.broken = true;
        return possible.map((part) => ({ ...part, readAt: one.readAt, rows: one.rows, readDay: dayOf(one.readAt) }));
      }),
  };
  return context;
}
