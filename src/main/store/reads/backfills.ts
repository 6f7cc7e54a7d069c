import type { PlatformId } from '../../../contract/vocabulary.ts';
import { all, first, type Db } from '../db.ts';

export type StoredBackfill = {
  id: string;
  createdAt: number;
  params: string;
  requests: number;
  cancelledAt: number | null;
  slices: { done: number; failed: number; total: number };
  runs: { open: number; ended: number; failed: number };
  /** Epoch ms of the last run's end; null while one is open or when it has none. */
  finishedAt: number | null;
  runIds: string[];
};

type Row = Pick<StoredBackfill, 'id' | 'createdAt' | 'params' | 'requests' | 'cancelledAt'>;

/** Backfill jobs with how far their runs are, newest first; one job by its id. */
export function backfills(db: Db, args: { id: string | null; limit: number }): StoredBackfill[] {
  return all<Row>(
    db,
    `SELECT id, created_at AS createdAt, params, requests, cancelled_at AS cancelledAt FROM backfill_job
     WHERE (@id IS NULL OR id = @id) ORDER BY created_at DESC, id LIMIT @limit`,
    { id: args.id, limit: args.limit },
  ).map((row) => ({ ...row, ...progressOf(db, row.id) }));
}

function progressOf(db: Db, jobId: string): Omit<StoredBackfill, keyof Row> {
  const runs = all<{ id: string; open: number; failed: number; finishedAt: number | null }>(
    db,
    `SELECT id, status IN ('queued', 'running', 'waiting') AS open, status IN ('failed', 'partial') AS failed,
       finished_at AS finishedAt FROM import_run WHERE request_id = ? ORDER BY queued_at, id`,
    jobId,
  );
  const slices = first<{ done: number; failed: number; total: number }>(
    db,
    `SELECT coalesce(sum(s.status IN ('done', 'skipped')), 0) AS done,
       coalesce(sum(s.status IN ('failed', 'cancelled')), 0) AS failed, count(*) AS total
     FROM import_run r JOIN import_slice s ON s.import_run_id = r.id WHERE r.request_id = ? AND s.status <> 'split'`,
    jobId,
  );
  const open = runs.filter((run) => run.open === 1).length;
  return {
    slices: slices ?? { done: 0, failed: 0, total: 0 },
    runs: { open, ended: runs.length - open, failed: runs.filter((run) => run.failed === 1).length },
    finishedAt:
      open > 0 || runs.length === 0 ? null : runs.reduce((last, run) => Math.max(last, run.finishedAt ?? 0), 0),
    runIds: runs.map(({ id }) => id),
  };
}

/** How long a request that was answered took on average, over the newest ones of each platform; ms. */
export function measuredRequestMs(db: Db): Map<PlatformId, number> {
  const rows = all<{ platform: PlatformId; ms: number }>(
    db,
    `SELECT platform, avg(duration_ms) AS ms FROM (
       SELECT platform, duration_ms FROM request_log WHERE status IS NOT NULL ORDER BY id DESC LIMIT 2000)
     GROUP BY platform`,
  );
  return new Map(rows.map(({ platform, ms }) => [platform, ms]));
}
