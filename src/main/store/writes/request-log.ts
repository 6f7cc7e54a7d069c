import type { PlatformId } from '../../../contract/vocabulary.ts';
import { prepared, run, writeSoon, type Db } from '../db.ts';

/** One exchange with a platform. `path` holds neither host nor secret; `at` is epoch ms. */
export type RequestRow = {
  runId: string | null;
  at: number;
  platform: PlatformId;
  adAccountId: string | null;
  method: string;
  path: string;
  status: number | null;
  durationMs: number;
  bytes: number | null;
  usagePercent: number | null;
  error: string | null;
};

/** Appends requests in one transaction that is not waited for on the disk: a power cut may take the last seconds of this log. */
export function addRequests(db: Db, rows: readonly RequestRow[]): void {
  const insert = prepared(
    db,
    `INSERT INTO request_log (import_run_id, at, platform, ad_account_id, method, path, status, duration_ms, bytes, usage_percent, error)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  writeSoon(db, () =>
    db
      .transaction(() => {
        for (const row of rows)
          insert.run(
            row.runId,
            row.at,
            row.platform,
            row.adAccountId,
            row.method,
            row.path,
            row.status,
            row.durationMs,
            row.bytes,
            row.usagePercent,
            row.error,
          );
      })
      .immediate(),
  );
}

/** Deletes up to `most` requests older than `before` (epoch ms), oldest first; returns how many. */
export function pruneRequests(db: Db, args: { before: number; most: number }): number {
  return run(
    db,
    'DELETE FROM request_log WHERE id IN (SELECT id FROM request_log WHERE at < ? ORDER BY at LIMIT ?)',
    args.before,
    args.most,
  );
}
