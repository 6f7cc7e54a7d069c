import type { Day, Level } from '../../../contract/vocabulary.ts';
import { dayToInt, intToDay } from '../../domain/days.ts';
import { LEVEL_CODES } from '../codes.ts';
import { all, first, type Db } from '../db.ts';

export type CoveredDay = { day: Day; /** Epoch ms of the last read. */ readAt: number; rows: number };

/** The days of a range that were ever read at a level, oldest first. */
export function coveredDays(db: Db, args: { adAccountKey: number; level: Level; from: Day; to: Day }): CoveredDay[] {
  return all<{ day: number; readAt: number; rows: number }>(
    db,
    `SELECT day, read_at AS readAt, rows FROM coverage WHERE ad_account_key = ? AND level = ? AND day BETWEEN ? AND ?
     ORDER BY day`,
    args.adAccountKey,
    LEVEL_CODES[args.level],
    dayToInt(args.from),
    dayToInt(args.to),
  ).map((row) => ({ ...row, day: intToDay(row.day) }));
}

/** The newest and oldest day ever read at a level, or null. */
export function coveredSpan(db: Db, args: { adAccountKey: number; level: Level }): { first: Day; last: Day } | null {
  const row = first<{ first: number | null; last: number | null }>(
    db,
    `SELECT (SELECT day FROM coverage WHERE ad_account_key = @a AND level = @l ORDER BY day LIMIT 1) AS first,
            (SELECT day FROM coverage WHERE ad_account_key = @a AND level = @l ORDER BY day DESC LIMIT 1) AS last`,
    { a: args.adAccountKey, l: LEVEL_CODES[args.level] },
  );
  return row?.first == null || row.last == null ? null : { first: intToDay(row.first), last: intToDay(row.last) };
}
