import type { Day } from '../../../contract/vocabulary.ts';
import { dayToInt } from '../../domain/days.ts';
import { all, run, write, type Db } from '../db.ts';

/** 'campaign.month': the grain is the second part of a dataset's id. */
const MONTHLY = `d.name LIKE '%.month'`;
const LAST_OF_MONTH = `CAST(strftime('%Y%m%d', substr(p.from_day, 1, 4) || '-' || substr(p.from_day, 5, 2) || '-01', '+1 month', '-1 day') AS INTEGER)`;

/**
 * Deletes what was read of months while they ran ('the 1st to the 12th'), once the month is over and has been read in whole: read
 * every night, these rows would outnumber all others in a year. Kept until an ad account's limit (the same as for its hours), so
 * that what was known of a month in the last weeks can still be told. One transaction per ad account; yields the rows deleted so far.
 */
export function* dropPartialMonthsSteps(
  db: Db,
  { before }: { before: ReadonlyMap<number, Day> },
): Generator<number, number> {
  let rows = 0;
  for (const [adAccountKey, limit] of before) {
    const periods = all<{ datasetKey: number; from: number; to: number }>(
      db,
      `SELECT p.dataset_key AS datasetKey, p.from_day AS "from", p.to_day AS "to" FROM period_coverage p
       JOIN dataset d ON d.id = p.dataset_key
       WHERE p.ad_account_key = ? AND ${MONTHLY} AND p.to_day < ? AND p.to_day < ${LAST_OF_MONTH} AND EXISTS (
         SELECT 1 FROM period_coverage w WHERE w.ad_account_key = p.ad_account_key AND w.dataset_key = p.dataset_key
         AND w.from_day = p.from_day AND w.to_day = ${LAST_OF_MONTH})`,
      adAccountKey,
      dayToInt(limit),
    );
    if (periods.length === 0) continue;
    rows += write(db, () => {
      let deleted = 0;
      for (const { datasetKey, from, to } of periods)
        for (const table of ['insight_period', 'insight_period_revision', 'period_coverage']) {
          const gone = run(
            db,
            `DELETE FROM ${table} WHERE ad_account_key = ? AND dataset_key = ? AND from_day = ? AND to_day = ?`,
            adAccountKey,
            datasetKey,
            from,
            to,
          );
          if (table !== 'period_coverage') deleted += gone;
        }
      return deleted;
    });
    yield rows;
  }
  return rows;
}
