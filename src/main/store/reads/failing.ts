import type { Day, Level } from '../../../contract/vocabulary.ts';
import { intToDay } from '../../domain/days.ts';
import { levelOf } from '../codes.ts';
import { all, type Db } from '../db.ts';

/** Days of a level (`dataset` null: only as reports) or of a dataset that imports have not got since they first failed. */
export type FailingDays = {
  level: Level;
  dataset: string | null;
  from: Day;
  to: Day;
  /** Epoch ms: the first failure since the days were last read or a person asked for them, and the newest. */
  first: number;
  last: number;
  /** When a report of the level, or a slice of the dataset, last came (epoch ms); null = never. */
  cameAt: number | null;
};

type Row = Omit<FailingDays, 'level' | 'from' | 'to'> & { level: number; from: number; to: number };

/**
 * What keeps failing for an ad account: reports and datasets, from the history of its imports. Other failures of daily figures pass or
 * stop the whole import, and are not among them. A month that runs is one question, however far it is by now.
 */
export function failingDays(db: Db, adAccountKey: number): FailingDays[] {
  return all<Row>(
    db,
    `WITH failed AS (
       SELECT s.level, s.dataset, s.from_day, s.to_day, coalesce(r.finished_at, r.queued_at) AS at,
         r.chosen = 1 AS asked, s.dataset LIKE '%.month' AS monthly,
         CASE WHEN s.dataset IS NULL
           THEN (SELECT min(c.read_at) FROM coverage c
                 WHERE c.ad_account_key = @key AND c.level = s.level AND c.day BETWEEN s.from_day AND s.to_day)
           WHEN s.dataset LIKE '%.month' OR s.dataset LIKE '%.range'
           THEN (SELECT max(p.read_at) FROM period_coverage p JOIN dataset d ON d.id = p.dataset_key
                 WHERE p.ad_account_key = @key AND d.name = s.dataset AND p.from_day = s.from_day)
           ELSE (SELECT min(c.read_at) FROM dataset_coverage c JOIN dataset d ON d.id = c.dataset_key
                 WHERE c.ad_account_key = @key AND d.name = s.dataset AND c.day BETWEEN s.from_day AND s.to_day)
         END AS read_at
       FROM import_run r JOIN import_slice s ON s.import_run_id = r.id
       WHERE r.ad_account_key = @key AND r.status IN ('partial', 'failed') AND s.status = 'failed'
         AND (s.asynchronous = 1 OR s.dataset IS NOT NULL)),
     since AS (SELECT * FROM failed WHERE read_at IS NULL OR read_at < at)
     SELECT f.level, f.dataset, f.from_day AS "from", max(f.to_day) AS "to",
       coalesce(max(CASE WHEN f.asked THEN f.at END), min(f.at)) AS first, max(f.at) AS last,
       (SELECT max(coalesce(r.finished_at, r.queued_at)) FROM import_run r JOIN import_slice s ON s.import_run_id = r.id
        WHERE r.ad_account_key = @key AND s.status = 'done' AND s.level = f.level AND s.dataset IS f.dataset
          AND (s.asynchronous = 1 OR s.dataset IS NOT NULL)) AS cameAt
     FROM since f GROUP BY f.level, f.dataset, f.from_day, CASE WHEN f.monthly THEN 0 ELSE f.to_day END
     ORDER BY f.level, f.dataset, f.from_day`,
    { key: adAccountKey },
  ).map(({ level, from, to, dataset, first, last, cameAt }) => ({
    level: levelOf(level),
    dataset,
    from: intToDay(from),
    to: intToDay(to),
    first,
    last,
    cameAt,
  }));
}
