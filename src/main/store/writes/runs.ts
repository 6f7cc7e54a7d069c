import type { RunStatus } from '../../../contract/imports.ts';
import type { Problem } from '../../../contract/primitives.ts';
import type { Day, Level } from '../../../contract/vocabulary.ts';
import { dayToInt } from '../../domain/days.ts';
import { LEVEL_CODES } from '../codes.ts';
import { all, first, prepared, run, write, writeSoon, type Db } from '../db.ts';

/**
 * Every move an import run may make. `running → queued` is an interruption (the process died or was stopped), taken up at the next
 * start. The last four are final: a retry is a new run.
 */
export const RUN_TRANSITIONS: Record<RunStatus, readonly RunStatus[]> = {
  queued: ['running', 'cancelled', 'failed'],
  running: ['queued', 'waiting', 'succeeded', 'partial', 'failed', 'cancelled'],
  waiting: ['queued', 'running', 'partial', 'failed', 'cancelled'],
  succeeded: [],
  partial: [],
  failed: [],
  cancelled: [],
};

const FINAL = new Set<RunStatus>(['succeeded', 'partial', 'failed', 'cancelled']);

export type NewRun = {
  id: string;
  requestId: string;
  clientId: string;
  adAccountKey: number;
  trigger: 'manual' | 'first' | 'backfill' | 'scheduled' | 'retry';
  from: Day;
  to: Day;
  /** True when a person chose the range. */
  chosen: boolean;
  why: string;
  step: string;
  /** Campaigns, ad groups and ads need not be listed. */
  structureDone?: boolean;
};

/** Queues runs, all of one request in one transaction. */
export function createRuns(db: Db, args: { runs: readonly NewRun[]; now: number }): void {
  write(db, () => {
    const insert = prepared(
      db,
      `INSERT INTO import_run (id, request_id, client_id, ad_account_key, trigger, status, from_day, to_day, chosen, why, percent,
         step, rows_new, rows_changed, rows_unchanged, rows_set_aside, queued_at, active_ms, structure_done)
       VALUES (?, ?, ?, ?, ?, 'queued', ?, ?, ?, ?, 0, ?, 0, 0, 0, 0, ?, 0, ?)`,
    );
    for (const next of args.runs)
      insert.run(
        next.id,
        next.requestId,
        Number(next.clientId),
        next.adAccountKey,
        next.trigger,
        dayToInt(next.from),
        dayToInt(next.to),
        next.chosen ? 1 : 0,
        next.why,
        next.step,
        args.now,
        next.structureDone === true ? 1 : 0,
      );
  });
}

/**
 * Moves a run. Returns false, changing nothing, when it is not in a state from which that move is legal (it was cancelled
 * meanwhile). Work time is added up here: waits and closed hours do not count.
 */
export function moveRun(
  db: Db,
  args: {
    runId: string;
    to: RunStatus;
    now: number;
    /** Milliseconds worked since the last move. */
    workedMs?: number;
    step?: string;
    retryAt?: number | null;
    problem?: Problem | null;
  },
): boolean {
  return write(db, () => {
    const row = first<{ status: RunStatus }>(db, 'SELECT status FROM import_run WHERE id = ?', args.runId);
    if (row === undefined || !RUN_TRANSITIONS[row.status].includes(args.to)) return false;
    const final = FINAL.has(args.to);
    run(
      db,
      `UPDATE import_run SET status = @to, active_ms = active_ms + @workedMs,
         started_at = CASE WHEN @to = 'running' THEN coalesce(started_at, @now) ELSE started_at END,
         finished_at = CASE WHEN @final = 1 THEN @now ELSE NULL END,
         percent = CASE WHEN @to = 'succeeded' THEN 100 ELSE percent END,
         step = coalesce(@step, step), retry_at = @retryAt, problem = @problem WHERE id = @runId`,
      {
        runId: args.runId,
        to: args.to,
        now: args.now,
        workedMs: Math.max(0, Math.round(args.workedMs ?? 0)),
        final: final ? 1 : 0,
        step: args.step ?? null,
        retryAt: args.to === 'waiting' ? (args.retryAt ?? null) : null,
        problem: args.problem == null ? null : JSON.stringify(args.problem),
      },
    );
    if (final && args.to !== 'succeeded')
      run(
        db,
        `UPDATE import_slice SET status = 'cancelled' WHERE import_run_id = ? AND status = 'pending'`,
        args.runId,
      );
    return true;
  });
}

/** Cancels runs in one transaction: a thousand commits, each waited for on the disk, would stop everything else for seconds. */
export function cancelRuns(db: Db, args: { runIds: readonly string[]; why: string | null; now: number }): string[] {
  return write(db, () =>
    args.runIds.filter((runId) => {
      const moved = moveRun(db, { runId, to: 'cancelled', now: args.now });
      if (moved && args.why !== null) addRunLog(db, { runId, at: args.now, level: 'info', message: args.why });
      return moved;
    }),
  );
}

/** Progress of a run; the percent never moves backwards. */
export function setRunProgress(
  db: Db,
  args: { runId: string; percent: number; step: string; campaignsFound?: number | null },
): void {
  writeSoon(db, () =>
    run(
      db,
      `UPDATE import_run SET percent = max(percent, ?), step = ?, campaigns_found = coalesce(?, campaigns_found) WHERE id = ?`,
      Math.max(0, Math.min(100, Math.floor(args.percent))),
      args.step,
      args.campaignsFound ?? null,
      args.runId,
    ),
  );
}

/** The structure of the account is completely read for this run: a resumed run need not read it again. */
export function setStructureDone(db: Db, args: { runId: string; campaignsFound: number }): void {
  run(
    db,
    'UPDATE import_run SET structure_done = 1, campaigns_found = ? WHERE id = ?',
    args.campaignsFound,
    args.runId,
  );
}

/** At start: what was running when the process ended goes back to the queue. Returns the ids. */
export function requeueInterrupted(db: Db, now: number): string[] {
  return write(db, () => {
    const rows = all<{ id: string }>(db, `SELECT id FROM import_run WHERE status = 'running' ORDER BY queued_at, id`);
    for (const { id } of rows) {
      moveRun(db, { runId: id, to: 'queued', now });
      addRunLog(db, { runId: id, at: now, level: 'warn', message: 'Interrupted; goes on where it stopped' });
    }
    return rows.map((row) => row.id);
  });
}

export function addRunLog(
  db: Db,
  args: { runId: string; at: number; level: 'debug' | 'info' | 'warn' | 'error'; message: string },
): void {
  run(
    db,
    'INSERT INTO import_log (import_run_id, at, level, message) VALUES (?, ?, ?, ?)',
    args.runId,
    args.at,
    args.level,
    args.message,
  );
}

export type NewSlice = {
  id: string;
  level: Level;
  from: Day;
  to: Day;
  asynchronous?: boolean;
  dataset?: string | null;
  entities?: { level: Exclude<Level, 'account'>; ids: readonly string[] } | null;
};

/** Adds a run's slices in the order given; a resumed run finds them and adds none. */
export function addSlices(db: Db, args: { runId: string; slices: readonly NewSlice[] }): void {
  write(db, () => {
    const row = first<{ next: number }>(
      db,
      'SELECT coalesce(max(position), -1) + 1 AS next FROM import_slice WHERE import_run_id = ?',
      args.runId,
    );
    for (const [index, slice] of args.slices.entries()) insertSlice(db, args.runId, (row?.next ?? 0) + index, slice);
  });
}

function insertSlice(db: Db, runId: string, position: number, slice: NewSlice): void {
  run(
    db,
    `INSERT INTO import_slice (id, import_run_id, position, level, from_day, to_day, status, attempts, asynchronous, dataset, entities)
     VALUES (?, ?, ?, ?, ?, ?, 'pending', 0, ?, ?, ?)`,
    slice.id,
    runId,
    position,
    LEVEL_CODES[slice.level],
    dayToInt(slice.from),
    dayToInt(slice.to),
    slice.asynchronous === true ? 1 : 0,
    slice.dataset ?? null,
    slice.entities == null ? null : JSON.stringify(slice.entities),
  );
}

/** An attempt at a slice begins; returns how many there have been, this one included. */
export function beginSlice(db: Db, sliceId: string): number {
  const row = writeSoon(db, () =>
    first<{ attempts: number }>(
      db,
      'UPDATE import_slice SET attempts = attempts + 1 WHERE id = ? RETURNING attempts',
      sliceId,
    ),
  );
  return row?.attempts ?? 0;
}

/** The attempt failed: tried again from `retryAt` (epoch ms) on, or `failed` for good. `error` is the person's sentence. */
export function sliceFailed(
  db: Db,
  args: { sliceId: string; error: string; retryAt: number | null; final: boolean },
): void {
  run(
    db,
    'UPDATE import_slice SET status = ?, error = ?, retry_at = ? WHERE id = ?',
    args.final ? 'failed' : 'pending',
    args.error,
    args.retryAt,
    args.sliceId,
  );
}

/** Pending slices that are left out, with the reason for the person; they count neither as read nor as missed. */
export function skipSlices(db: Db, args: { sliceIds: readonly string[]; why: string }): void {
  write(db, () => {
    for (const id of args.sliceIds)
      run(
        db,
        `UPDATE import_slice SET status = 'skipped', error = ? WHERE id = ? AND status = 'pending'`,
        args.why,
        id,
      );
  });
}

/** The slice was too big for the platform: smaller ones (or one asynchronous) take its place in the order. */
export function splitSlice(
  db: Db,
  args: { runId: string; sliceId: string; into: readonly NewSlice[]; why: string },
): void {
  write(db, () => {
    const row = first<{ position: number }>(
      db,
      `UPDATE import_slice SET status = 'split', error = ? WHERE id = ? RETURNING position`,
      args.why,
      args.sliceId,
    );
    if (row === undefined) return;
    run(
      db,
      'UPDATE import_slice SET position = position + ? WHERE import_run_id = ? AND position > ?',
      args.into.length,
      args.runId,
      row.position,
    );
    for (const [index, slice] of args.into.entries()) insertSlice(db, args.runId, row.position + 1 + index, slice);
  });
}
