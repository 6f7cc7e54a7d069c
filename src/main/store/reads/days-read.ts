import type { Day } from '../../../contract/vocabulary.ts';
import { addDays, intToDay } from '../../domain/days.ts';
import { all, type Db } from '../db.ts';

/** The stretches of days a run has read at any level or of any dataset, oldest first, overlapping slices merged. */
export function daysRead(db: Db, runId: string): { from: Day; to: Day }[] {
  const slices = all<{ from: number; to: number }>(
    db,
    `SELECT from_day AS "from", to_day AS "to" FROM import_slice WHERE import_run_id = ? AND status = 'done' ORDER BY from_day`,
    runId,
  );
  const stretches: { from: Day; to: Day }[] = [];
  for (const slice of slices) {
    const from = intToDay(slice.from);
    const to = intToDay(slice.to);
    const last = stretches.at(-1);
    if (last === undefined || from > addDays(last.to, 1)) stretches.push({ from, to });
    else if (to > last.to) last.to = to;
  }
  return stretches;
}
