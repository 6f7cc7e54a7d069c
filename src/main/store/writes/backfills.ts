import { run, type Db } from '../db.ts';

/** Keeps what a person asked for; its import runs carry the id as their request. `params`: JSON. */
export function createBackfill(db: Db, args: { id: string; params: string; requests: number; now: number }): void {
  run(
    db,
    'INSERT INTO backfill_job (id, created_at, params, requests) VALUES (?, ?, ?, ?)',
    args.id,
    args.now,
    args.params,
    args.requests,
  );
}

/** Notes that a person stopped a job that was still going on. */
export function cancelBackfill(db: Db, args: { id: string; now: number }): void {
  run(db, 'UPDATE backfill_job SET cancelled_at = ? WHERE id = ? AND cancelled_at IS NULL', args.now, args.id);
}

/** Its imports could not be put in line: a job without any would be listed as finished. */
export function forgetBackfill(db: Db, id: string): void {
  run(db, 'DELETE FROM backfill_job WHERE id = ?', id);
}
