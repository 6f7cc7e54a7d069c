import { run, write, type Db } from '../db.ts';

/** What is due when. `adAccountKey` as in the fact tables, instants in epoch ms. */
export type DueChange = { adAccountKey: number; nextRunAt: number; nextSlot: string; lastSlot: string };

/** Notes when ad accounts are due next. Rows that are not there are made. All or nothing. */
export function saveDue(db: Db, args: { job: string; rows: readonly DueChange[] }): void {
  if (args.rows.length === 0) return;
  write(db, () => {
    for (const row of args.rows)
      run(
        db,
        `INSERT INTO due_work (ad_account_key, job, next_run_at, next_slot, last_slot) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT DO UPDATE SET next_run_at = excluded.next_run_at, next_slot = excluded.next_slot,
           last_slot = excluded.last_slot`,
        row.adAccountKey,
        args.job,
        row.nextRunAt,
        row.nextSlot,
        row.lastSlot,
      );
  });
}

/** Notes that ad accounts were started for their slot, and when they are due next. All or nothing. */
export function saveStarted(
  db: Db,
  args: { job: string; rows: readonly (DueChange & { requestId: string | null })[]; now: number },
): void {
  write(db, () => {
    saveDue(db, args);
    for (const row of args.rows)
      run(
        db,
        'UPDATE due_work SET last_started_at = ?, last_request_id = ? WHERE ad_account_key = ? AND job = ?',
        args.now,
        row.requestId,
        row.adAccountKey,
        args.job,
      );
  });
}

/** Takes ad accounts off the ledger: switched off, put away or given to nobody. */
export function dropDue(db: Db, args: { job: string; adAccountKeys: readonly number[] }): void {
  if (args.adAccountKeys.length === 0) return;
  write(db, () => {
    for (const key of args.adAccountKeys)
      run(db, 'DELETE FROM due_work WHERE ad_account_key = ? AND job = ?', key, args.job);
  });
}
