import type { Day, Level } from '../../../contract/vocabulary.ts';
import { LEVELS } from '../../../contract/vocabulary.ts';
import { dayToInt, intToDay } from '../../domain/days.ts';
import { levelOf } from '../codes.ts';
import { all, type Db } from '../db.ts';

/** The days of an ad account that were read at every level, oldest first: what a routine import need not read for the first time. */
export function daysReadAtEveryLevel(db: Db, adAccountKey: number): Day[] {
  return all<{ day: number }>(
    db,
    'SELECT day FROM coverage WHERE ad_account_key = ? GROUP BY day HAVING count(*) = ? ORDER BY day',
    adAccountKey,
    LEVELS.length,
  ).map((row) => intToDay(row.day));
}

/**
 * Days before `before` that may still have been moving when they were last read: at a level, less than about `lookbackDays` after
 * the day. Counted in UTC and a day generous; `readAt` (epoch ms) lets the caller be exact in the ad account's zone.
 */
export function daysReadEarly(
  db: Db,
  args: { adAccountKey: number; from: Day; before: Day; lookbackDays: number },
): { level: Level; day: Day; readAt: number }[] {
  return all<{ level: number; day: number; readAt: number }>(
    db,
    `SELECT level, day, read_at AS readAt FROM coverage WHERE ad_account_key = ? AND day >= ? AND day < ?
     AND read_at < (unixepoch(substr(day, 1, 4) || '-' || substr(day, 5, 2) || '-' || substr(day, 7, 2)) + ? * 86400) * 1000`,
    args.adAccountKey,
    dayToInt(args.from),
    dayToInt(args.before),
    args.lookbackDays + 1,
  ).map((row) => ({ level: levelOf(row.level), day: intToDay(row.day), readAt: row.readAt }));
}

/** Days between `from` and `before` that an import wanted, did not get (it ended partial or failed), and no later one read. */
export function daysNotGot(
  db: Db,
  args: { adAccountKey: number; from: Day; before: Day },
): { level: Level; day: Day }[] {
  return all<{ level: number; day: number }>(
    db,
    `WITH RECURSIVE
       wanted AS (
         SELECT s.level, s.from_day, s.to_day, max(r.queued_at) AS since FROM import_run r
         JOIN import_slice s ON s.import_run_id = r.id
         WHERE r.ad_account_key = @key AND r.status IN ('partial', 'failed') AND s.status IN ('failed', 'cancelled')
           AND s.to_day >= @from AND s.from_day < @before
         GROUP BY s.level, s.from_day, s.to_day),
       days AS (
         SELECT level, since, to_day, from_day AS day FROM wanted
         UNION ALL
         SELECT level, since, to_day,
           CAST(strftime('%Y%m%d', substr(day, 1, 4) || '-' || substr(day, 5, 2) || '-' || substr(day, 7, 2), '+1 day') AS INTEGER)
         FROM days WHERE day < to_day)
     SELECT DISTINCT d.level, d.day FROM days d
     WHERE d.day >= @from AND d.day < @before AND NOT EXISTS (
       SELECT 1 FROM coverage c WHERE c.ad_account_key = @key AND c.level = d.level AND c.day = d.day AND c.read_at >= d.since)`,
    { key: args.adAccountKey, from: dayToInt(args.from), before: dayToInt(args.before) },
  ).map((row) => ({ level: levelOf(row.level), day: intToDay(row.day) }));
}
