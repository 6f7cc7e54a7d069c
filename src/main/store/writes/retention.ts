import type { Day } from '../../../contract/vocabulary.ts';
import { dayToInt, intToDay } from '../../domain/days.ts';
import { millionthsSql } from '../codes.ts';
import { all, prepared, run, write, type Db } from '../db.ts';
import { stretches, type CoveredDay } from './stretches.ts';

export type FoldCounts = { days: number; rows: number };

const SUMS: readonly (readonly [column: string, sum: string])[] = [
  ['spend_micros', 'sum(f.spend_micros)'],
  ['impressions', 'sum(f.impressions)'],
  ['clicks', 'sum(f.clicks)'],
  ['link_clicks', 'sum(f.link_clicks)'],
  ['conversions_millionths', `sum(${millionthsSql('f.conversions')})`],
  ['conversion_value_micros', 'sum(f.conversion_value_micros)'],
];

/** Days that are still here in full: read in whole, neither folded nor archived. */
const WHOLE = `EXISTS (SELECT 1 FROM dataset_coverage c WHERE c.ad_account_key = f.ad_account_key AND c.dataset_key = f.dataset_key
  AND c.day = f.day AND c.folded_at IS NULL AND c.archived_at IS NULL)`;
const STRETCH = `f.ad_account_key = @account AND f.dataset_key = @dataset AND f.day BETWEEN @from AND @to AND ${WHOLE}`;
/** 1 = Monday; `@first` is the weekday of the month's first day, counted from 0. */
const WEEKDAY = '(f.day % 100 - 1 + @first) % 7 + 1';

/**
 * Folds hourly rows of days before an ad account's limit into sums per month, weekday and hour, and deletes them with their ledger.
 * Only days that were read in whole are folded; each is marked in dataset_coverage in the transaction that adds it to the sums, so
 * that killed anywhere nothing is lost or counted twice, and a later reading of such a day is not stored (ingest-datasets.ts).
 *
 * `days` of the profile is the number of days of that weekday on which the entity had any hourly row: an hour without a row on such
 * a day counts as zero in an average. Reach is not kept, because it never adds up. Yields the counts so far after each transaction.
 */
export function* foldHoursSteps(
  db: Db,
  args: {
    /** Per ad account key the first day whose hours are kept as they are. */
    before: ReadonlyMap<number, Day>;
    now: number;
  },
): Generator<FoldCounts, FoldCounts> {
  const counts: FoldCounts = { days: 0, rows: 0 };
  for (const [adAccountKey, day] of args.before)
    for (const { datasetKey, days } of foldable(db, adAccountKey, dayToInt(day)))
      for (const stretch of stretches(days)) {
        counts.rows += write(db, () => foldStretch(db, adAccountKey, datasetKey, stretch, args.now));
        counts.days += stretch.length;
        yield { ...counts };
      }
  return counts;
}

/** Folds in one go; see `foldHoursSteps`. */
export function foldHours(db: Db, args: { before: ReadonlyMap<number, Day>; now: number }): FoldCounts {
  const steps = foldHoursSteps(db, args);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** The ad accounts that have hourly rows, and the oldest day of them: what a retention job asks first. */
export function accountsWithHours(db: Db): { adAccountKey: number; oldest: Day }[] {
  return all<{ adAccountKey: number; oldest: number }>(
    db,
    `SELECT c.ad_account_key AS adAccountKey, min(c.day) AS oldest FROM dataset_coverage c JOIN dataset d ON d.id = c.dataset_key
     WHERE c.folded_at IS NULL AND c.archived_at IS NULL AND ${isHourly('d.name')} GROUP BY c.ad_account_key`,
  ).map((row) => ({ ...row, oldest: intToDay(row.oldest) }));
}

/** The grain is the second part of a dataset's id ('campaign.hour'). */
export const isHourly = (name: string): string => `(${name} || '.') LIKE '%.hour.%' AND ${name} NOT LIKE '%.day.%'`;

function foldable(db: Db, adAccountKey: number, before: number): { datasetKey: number; days: CoveredDay[] }[] {
  const rows = all<CoveredDay & { datasetKey: number }>(
    db,
    `SELECT c.dataset_key AS datasetKey, c.day, c.rows FROM dataset_coverage c JOIN dataset d ON d.id = c.dataset_key
     WHERE c.ad_account_key = ? AND c.day < ? AND c.folded_at IS NULL AND c.archived_at IS NULL AND ${isHourly('d.name')}
     ORDER BY c.dataset_key, c.day`,
    adAccountKey,
    before,
  );
  return [...Map.groupBy(rows, (row) => row.datasetKey)].map(([datasetKey, days]) => ({ datasetKey, days }));
}

function foldStretch(db: Db, account: number, dataset: number, days: readonly CoveredDay[], now: number): number {
  const [from, to] = [days[0]?.day ?? 0, days.at(-1)?.day ?? 0];
  const month = Math.floor(from / 100);
  const first = (new Date(`${intToDay(month * 100 + 1)}T00:00:00Z`).getUTCDay() + 6) % 7;
  const where = { account, dataset, from, to };
  const delivered = all<{ entityKey: number; weekday: number; days: number }>(
    db,
    `SELECT f.entity_key AS entityKey, ${WEEKDAY} AS weekday,
       count(DISTINCT f.day) + coalesce((SELECT max(p.days) FROM insight_hour_profile p WHERE p.ad_account_key = @account
         AND p.dataset_key = @dataset AND p.entity_key = f.entity_key AND p.month = @month AND p.weekday = ${WEEKDAY}), 0) AS days
     FROM insight_segment f WHERE ${STRETCH} GROUP BY f.entity_key, ${WEEKDAY}`,
    { ...where, first, month },
  );
  run(
    db,
    `INSERT INTO insight_hour_profile (ad_account_key, dataset_key, entity_key, month, weekday, hour, days,
       ${SUMS.map(([column]) => column).join(', ')})
     SELECT @account, @dataset, f.entity_key, @month, ${WEEKDAY}, CAST(s.value ->> 'hour' AS INTEGER), 0,
       ${SUMS.map(([, sum]) => sum).join(', ')}
     FROM insight_segment f JOIN segment s ON s.id = f.segment_key WHERE ${STRETCH} GROUP BY f.entity_key, 5, 6
     ON CONFLICT DO UPDATE SET ${SUMS.map(
       ([column]) =>
         `${column} = CASE WHEN excluded.${column} IS NULL THEN ${column} ELSE coalesce(${column}, 0) + excluded.${column} END`,
     ).join(', ')}`,
    { ...where, first, month },
  );
  const setDays = prepared(
    db,
    `UPDATE insight_hour_profile SET days = ? WHERE ad_account_key = ? AND dataset_key = ? AND entity_key = ? AND month = ? AND weekday = ?`,
  );
  for (const row of delivered) setDays.run(row.days, account, dataset, row.entityKey, month, row.weekday);
  const deleted = run(db, `DELETE FROM insight_segment AS f WHERE ${STRETCH}`, where);
  run(db, `DELETE FROM insight_segment_revision AS f WHERE ${STRETCH}`, where);
  run(
    db,
    `UPDATE dataset_coverage SET folded_at = @now WHERE ad_account_key = @account AND dataset_key = @dataset
     AND day BETWEEN @from AND @to AND folded_at IS NULL AND archived_at IS NULL`,
    { ...where, now },
  );
  return deleted;
}
