import { run, write, type Db } from '../db.ts';
import type { ScheduleRow } from '../reads/schedules.ts';

/** Sets rules; client 0 is the default. All or nothing. */
export function saveSchedules(db: Db, args: { rows: readonly ScheduleRow[]; now: number }): void {
  write(db, () => {
    for (const row of args.rows)
      run(
        db,
        `INSERT INTO schedule (client_id, enabled, platforms, every_hours, at_minute, updated_at) VALUES (?, ?, ?, ?, ?, ?)
         ON CONFLICT DO UPDATE SET enabled = excluded.enabled, platforms = excluded.platforms,
           every_hours = excluded.every_hours, at_minute = excluded.at_minute, updated_at = excluded.updated_at`,
        row.clientId,
        row.enabled ? 1 : 0,
        row.platforms === null ? null : JSON.stringify(row.platforms),
        row.everyHours,
        row.atMinute,
        args.now,
      );
  });
}

/** These clients follow the default again; for client 0, the default becomes the application's own. */
export function removeSchedules(db: Db, clientIds: readonly number[]): void {
  write(db, () => {
    for (const id of clientIds) run(db, 'DELETE FROM schedule WHERE client_id = ?', id);
  });
}
