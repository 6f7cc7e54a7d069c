import type { Range } from '../../../contract/primitives.ts';
import type { Day, PlatformId } from '../../../contract/vocabulary.ts';
import { addDays, dayInZone, dayToInt } from '../../domain/days.ts';
import { prepared, type Db } from '../db.ts';

/** How long a platform may still change its days; from the platform's capabilities, because the store knows no platform. */
export type SettleDays = Record<PlatformId, { conversionSettleDays: number; deliverySettleDays: number }>;

export type DayState = 'missing' | 'partial' | 'settling' | 'settled';

export type ReadLedger = {
  /** Epoch ms of the last read of a day (yyyymmdd), or undefined. */
  readAt(day: number): number | undefined;
  state(day: number): DayState;
  /** Newest read of any day of the range, or null. */
  newestRead: number | null;
  /** How many days of the range were ever read. */
  covered: number;
  /** Every day of the range was read after it had settled. */
  allSettled: boolean;
};

type Limits = { readDay: number; settledThrough: number };

/**
 * What is known about the days of a range for one account and level. A day is judged by when it was last READ, in the account's
 * zone: read on the day itself it is partial, read while conversions could still rise it is settling, even if today is long after.
 */
export function readLedger(
  db: Db,
  account: { key: number; timezone: string; platform: PlatformId },
  level: number,
  range: Range,
  settle: SettleDays,
): ReadLedger {
  const rows = prepared(
    db,
    'SELECT day, read_at FROM coverage WHERE ad_account_key = ? AND level = ? AND day BETWEEN ? AND ?',
  )
    .raw()
    .all(account.key, level, dayToInt(range.from), dayToInt(range.to)) as [number, number][];
  const reads = new Map(rows);
  const { conversionSettleDays } = settle[account.platform];
  // The days of one slice share one read time, and formatting in a zone is the costly part.
  const memo = new Map<number, Limits>();
  const limitsOf = (readAt: number): Limits => {
    let limits = memo.get(readAt);
    if (limits === undefined) {
      const readDay: Day = dayInZone(readAt, account.timezone);
      limits = {
        readDay: dayToInt(readDay),
        settledThrough: dayToInt(addDays(readDay, -(conversionSettleDays + 1))),
      };
      memo.set(readAt, limits);
    }
    return limits;
  };
  const state = (day: number): DayState => {
    const readAt = reads.get(day);
    if (readAt === undefined) return 'missing';
    const limits = limitsOf(readAt);
    if (day >= limits.readDay) return 'partial';
    return day <= limits.settledThrough ? 'settled' : 'settling';
  };
  let newestRead: number | null = null;
  let settled = 0;
  for (const [day, readAt] of rows) {
    if (newestRead === null || readAt > newestRead) newestRead = readAt;
    if (state(day) === 'settled') settled += 1;
  }
  const days = countDays(range);
  return { readAt: (day) => reads.get(day), state, newestRead, covered: rows.length, allSettled: settled === days };
}

export function countDays(range: Range): number {
  return Math.round((Date.parse(range.to) - Date.parse(range.from)) / 86_400_000) + 1;
}

/**
 * Days (yyyymmdd) of an account whose values changed after the day was over. That the first reading of a running day was
 * incomplete is no restatement.
 */
export function restatedDays(db: Db, account: { key: number; timezone: string }, range: Range): Set<number> {
  const rows = prepared(
    db,
    `SELECT day, max(seen_at) FROM insight_day_revision WHERE ad_account_key = ? AND level = 0 AND day BETWEEN ? AND ?
     GROUP BY day`,
  )
    .raw()
    .all(account.key, dayToInt(range.from), dayToInt(range.to)) as [number, number][];
  const memo = new Map<number, number>();
  const dayOf = (at: number): number => {
    let day = memo.get(at);
    if (day === undefined) memo.set(at, (day = dayToInt(dayInZone(at, account.timezone))));
    return day;
  };
  return new Set(rows.filter(([day, seenAt]) => dayOf(seenAt) > day).map(([day]) => day));
}
