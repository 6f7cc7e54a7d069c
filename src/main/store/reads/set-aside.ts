import type { Day, Level, PlatformId } from '../../../contract/vocabulary.ts';
import { intToDay } from '../../domain/days.ts';
import { levelOf } from '../codes.ts';
import { all, type Db } from '../db.ts';

/** A row an import of the past could not read, with what was asked for when it came. */
export type SetAsideRow = {
  id: number;
  runId: string;
  raw: string;
  platform: PlatformId;
  adAccountKey: number;
  adAccountId: string;
  accessPath: string | null;
  currency: string;
  timeZone: string;
  level: Level;
  /** Null = daily figures. */
  dataset: string | null;
  from: Day;
  to: Day;
};

/**
 * Rows set aside of imports that have ended and never read since, of one run or of all, newest first: of two for the same day the
 * newer counts. Rows of structure lists are left out, the next import lists them anew. `below` pages on.
 */
export function setAsideRows(
  db: Db,
  args: { runId: string | null; below: number | null; limit: number },
): SetAsideRow[] {
  type Row = Omit<SetAsideRow, 'level' | 'from' | 'to'> & { level: number; from: number; to: number };
  return all<Row>(
    db,
    `SELECT x.id, x.import_run_id AS runId, x.raw, a.platform, a.id AS adAccountKey, a.ad_account_id AS adAccountId,
       a.access_path AS accessPath, a.currency, a.time_zone AS timeZone, s.level, s.dataset, s.from_day AS "from", s.to_day AS "to"
     FROM set_aside_row x JOIN import_slice s ON s.id = x.slice_id JOIN import_run r ON r.id = x.import_run_id
     JOIN ad_account a ON a.id = r.ad_account_key
     WHERE x.replayed_at IS NULL AND r.status NOT IN ('queued', 'running', 'waiting') AND x.id < coalesce(@below, x.id + 1)
       AND r.id = coalesce(@runId, r.id)
     ORDER BY x.id DESC LIMIT @limit`,
    { runId: args.runId, below: args.below, limit: args.limit },
  ).map((row) => ({ ...row, level: levelOf(row.level), from: intToDay(row.from), to: intToDay(row.to) }));
}
