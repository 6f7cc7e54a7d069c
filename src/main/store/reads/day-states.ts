import type { Range } from '../../../contract/primitives.ts';
import type { Day, PlatformId } from '../../../contract/vocabulary.ts';
import { addDays, dayInZone, dayToInt } from '../../domain/days.ts';
import { prepared, type Db } from '../db.ts';
import type { KnownAt } from './as-known.ts';
import { readTimes, type ReadTimes } from './read-times.ts';

/** How long a platform may still change its days; from the platform's capabilities, because the store knows no platform. */
export type SettleDays = Record<PlatformId, { conversionSettleDays: number; deliverySettleDays: number }>;

export type DayState = 'missing' | 'partial' | 'settling' | 'settled';

/** What the judgement of an ad account's days needs of it. */
export type JudgedAccount = {
  key: number;
  timezone: string;
  platform: PlatformId;
  conversionWindowDays: number | null;
  knownAt: KnownAt;
};

export type ReadLedger = {
  /** Epoch ms of the last read of a day (yyyymmdd), or undefined. */
  readAt(day: number): number | undefined;
  times(day: number): ReadTimes | undefined;
  state(day: number): DayState;
  /** Newest read of any day of the range, or null. */
  newestRead: number | null;
  /** How many days of the range were ever read, and which (yyyymmdd). */
  covered: number;
  days: readonly number[];
  /** Every day of the range was read after it had settled. */
  allSettled: boolean;
  /** Some day of the range was not over when it was last read. */
  unfinished: boolean;
};

/** From midnight UTC until a day is over in the zone furthest behind, with an hour to spare. */
const LONGEST_DAY_MS = 37 * 3_600_000;

/** Why sums of these accounts are not like for like with those of the periods before; accounts never read count for nothing. */
export function unlikeOf(
  periods: readonly { daysRead: number; readonly unfinished: boolean }[],
  range: Range,
): 'unfinished' | 'unread' | null {
  const counted = periods.filter((period) => period.daysRead > 0);
  if (counted.some((period) => period.unfinished)) return 'unfinished';
  const days = countDays(range);
  return counted.some((period) => period.daysRead < days) ? 'unread' : null;
}

type Limits = { readDay: number; settledThrough: number };

/** Days after a day during which its conversions may still rise: the account's own longest window, else the platform's. */
export function settleDaysOf(
  account: Pick<JudgedAccount, 'platform' | 'conversionWindowDays'>,
  settle: SettleDays,
): number {
  return account.conversionWindowDays ?? settle[account.platform].conversionSettleDays;
}

/**
 * What is known about the days of a range for one account and level. A day is judged by when it was last READ, in the account's
 * zone: read on the day itself it is partial, read while conversions could still rise it is settling, even if today is long after.
 */
export function readLedger(
  db: Db,
  account: JudgedAccount,
  level: number,
  range: Range,
  settle: SettleDays,
): ReadLedger {
  const reads = readTimes(db, account.key, level, range, account.knownAt);
  const settleDays = settleDaysOf(account, settle);
  // The days of one slice share one read time, and formatting in a zone is the costly part.
  const memo = new Map<number, Limits>();
  const limitsOf = (readAt: number): Limits => {
    let limits = memo.get(readAt);
    if (limits === undefined) {
      const readDay: Day = dayInZone(readAt, account.timezone);
      limits = { readDay: dayToInt(readDay), settledThrough: dayToInt(addDays(readDay, -(settleDays + 1))) };
      memo.set(readAt, limits);
    }
    return limits;
  };
  const state = (day: number): DayState => {
    const readAt = reads.get(day)?.readAt;
    if (readAt === undefined) return 'missing';
    const limits = limitsOf(readAt);
    if (day >= limits.readDay) return 'partial';
    return day <= limits.settledThrough ? 'settled' : 'settling';
  };
  const endsEverywhere = (day: number): number =>
    Date.UTC(Math.trunc(day / 10_000), (Math.trunc(day / 100) % 100) - 1, day % 100) + LONGEST_DAY_MS;
  let newestRead: number | null = null;
  for (const { readAt } of reads.values()) if (newestRead === null || readAt > newestRead) newestRead = readAt;
  return {
    readAt: (day) => reads.get(day)?.readAt,
    times: (day) => reads.get(day),
    state,
    newestRead,
    covered: reads.size,
    days: [...reads.keys()],
    get allSettled() {
      return reads.size === countDays(range) && [...reads.keys()].every((day) => state(day) === 'settled');
    },
    get unfinished() {
      // Formatting in a zone is the costly part, and days are mostly read long after they were over in all zones.
      return [...reads].some(([day, { readAt }]) => readAt < endsEverywhere(day) && state(day) === 'partial');
    },
  };
}

/** Several accounts on one day: read for none is missing, read for some is partial, else the least settled counts. */
export function combinedState(states: readonly DayState[]): DayState {
  if (states.every((state) => state === 'missing')) return 'missing';
  if (states.some((state) => state === 'missing' || state === 'partial')) return 'partial';
  return states.includes('settling') ? 'settling' : 'settled';
}

export function countDays(range: Range): number {
  return Math.round((Date.parse(range.to) - Date.parse(range.from)) / 86_400_000) + 1;
}

/** Tells on which day (yyyymmdd) of a zone an instant fell; formatting is costly and instants repeat. */
export function dayTeller(timezone: string): (at: number) => number {
  const memo = new Map<number, number>();
  return (at) => {
    let day = memo.get(at);
    if (day === undefined) memo.set(at, (day = dayToInt(dayInZone(at, timezone))));
    return day;
  };
}

const CHANGES = {
  now: `SELECT day, max(seen_at) AS at, count(*) AS changes FROM insight_day_revision
    WHERE ad_account_key = @account AND level = @level AND day BETWEEN @from AND @to GROUP BY day, seen_at`,
  past: `SELECT day, max(seen_at) AS at, count(*) AS changes FROM insight_day_revision
    WHERE ad_account_key = @account AND level = @level AND day BETWEEN @from AND @to AND superseded_at <= @known
    GROUP BY day, seen_at`,
} as const;

/**
 * How many rows of a day (yyyymmdd) were told differently after the day was over; days without any are not in the map. That the
 * first reading of a running day was incomplete is no restatement.
 */
export function restatements(
  db: Db,
  account: Pick<JudgedAccount, 'key' | 'timezone' | 'knownAt'>,
  level: number,
  range: Range,
): Map<number, number> {
  const rows = prepared(db, account.knownAt === null ? CHANGES.now : CHANGES.past).all({
    account: account.key,
    level,
    from: dayToInt(range.from),
    to: dayToInt(range.to),
    known: account.knownAt,
  }) as { day: number; at: number; changes: number }[];
  const dayOf = dayTeller(account.timezone);
  const result = new Map<number, number>();
  for (const { day, at, changes } of rows) if (dayOf(at) > day) result.set(day, (result.get(day) ?? 0) + changes);
  return result;
}

const FOUND = {
  now: `SELECT day, count(*) AS rows, count(absent_since) AS absent FROM insight_day
    WHERE ad_account_key = @account AND level = @level AND day BETWEEN @from AND @to GROUP BY day`,
  // A row seen first after T is there when its oldest revision is not: the ledger holds revision 0 of every row that ever changed.
  past: `SELECT day, sum(first <= @known) AS rows, sum(first <= @known AND absent_since <= @known) AS absent FROM (
      SELECT day, absent_since, CASE revision WHEN 0 THEN seen_at ELSE coalesce(
        (SELECT min(past.seen_at) FROM insight_day_revision past WHERE past.ad_account_key = d.ad_account_key
          AND past.level = d.level AND past.day = d.day AND past.entity_key = d.entity_key), seen_at) END AS first
      FROM insight_day d WHERE ad_account_key = @account AND level = @level AND day BETWEEN @from AND @to) GROUP BY day`,
} as const;

/** Rows known per day (yyyymmdd), and how many of them the platform no longer offers (they are kept). */
export function knownRows(
  db: Db,
  account: Pick<JudgedAccount, 'key' | 'knownAt'>,
  level: number,
  range: Range,
): Map<number, { rows: number; absent: number }> {
  const rows = prepared(db, account.knownAt === null ? FOUND.now : FOUND.past).all({
    account: account.key,
    level,
    from: dayToInt(range.from),
    to: dayToInt(range.to),
    known: account.knownAt,
  }) as { day: number; rows: number; absent: number | null }[];
  return new Map(
    rows.filter((row) => row.rows > 0).map((row) => [row.day, { rows: row.rows, absent: row.absent ?? 0 }]),
  );
}
