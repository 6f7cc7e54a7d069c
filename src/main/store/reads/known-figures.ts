import type { Dataset } from '../../../contract/datasets.ts';
import type { Day, Level } from '../../../contract/vocabulary.ts';
import { dayToInt, intToDay } from '../../domain/days.ts';
import { LEVEL_CODES } from '../codes.ts';
import { all, first, type Db } from '../db.ts';

/** A day on which something was delivered: sums over the level's rows. */
export type KnownDay = { day: Day; spendMicros: number; impressions: number };

type Days = { adAccountKey: number; from: Day; to: Day };

/** The days of a level with spend or impressions that the platform still offered when they were last read. */
export function knownDays(db: Db, args: Days & { level: Level }): KnownDay[] {
  return all<{ day: number; spendMicros: number; impressions: number }>(
    db,
    `SELECT day, coalesce(sum(spend_micros), 0) AS spendMicros, coalesce(sum(impressions), 0) AS impressions FROM insight_day
     WHERE ad_account_key = ? AND level = ? AND day BETWEEN ? AND ? AND absent_since IS NULL
       AND (spend_micros > 0 OR impressions > 0) GROUP BY day ORDER BY day`,
    args.adAccountKey,
    LEVEL_CODES[args.level],
    dayToInt(args.from),
    dayToInt(args.to),
  ).map((row) => ({ ...row, day: intToDay(row.day) }));
}

/** Whether the store holds a row with spend or impressions of a dataset on these days, or of exactly this period. */
export function hasCells(db: Db, args: Days & { dataset: Pick<Dataset, 'id' | 'grain'> }): boolean {
  const period = args.dataset.grain === 'month' || args.dataset.grain === 'range';
  const where = period
    ? 'insight_period WHERE from_day = ? AND to_day = ?'
    : 'insight_segment WHERE day BETWEEN ? AND ?';
  return (
    first(
      db,
      `SELECT 1 FROM ${where} AND ad_account_key = ? AND (spend_micros > 0 OR impressions > 0)
         AND dataset_key IN (SELECT id FROM dataset WHERE name = ?) LIMIT 1`,
      dayToInt(args.from),
      dayToInt(args.to),
      args.adAccountKey,
      args.dataset.id,
    ) !== undefined
  );
}
