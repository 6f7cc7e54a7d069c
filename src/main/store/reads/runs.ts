import type { z } from 'zod';
import type { ImportRun, RunStatus, runDetail } from '../../../contract/imports.ts';
import type { Day, Level, PlatformId } from '../../../contract/vocabulary.ts';
import { intToDay } from '../../domain/days.ts';
import { iso, isoOrNull, levelOf } from '../codes.ts';
import { all, first, type Db } from '../db.ts';
import { parseProblem } from './parse.ts';

type RunRow = {
  id: string;
  requestId: string;
  clientId: number;
  client: string;
  platform: PlatformId;
  adAccountId: string;
  adAccountName: string;
  adAccountKey: number;
  connectionId: string | null;
  trigger: ImportRun['trigger'];
  status: RunStatus;
  fromDay: number;
  toDay: number;
  chosen: number;
  why: string;
  percent: number;
  step: string;
  campaignsFound: number | null;
  rowsNew: number;
  rowsChanged: number;
  rowsUnchanged: number;
  rowsSetAside: number;
  queuedAt: number;
  startedAt: number | null;
  finishedAt: number | null;
  activeMs: number;
  retryAt: number | null;
  problem: string | null;
  structureDone: number;
  accessPath: string | null;
  currency: string;
  timeZone: string;
};

const SELECT = `SELECT r.id, r.request_id AS requestId, r.client_id AS clientId, c.name AS client, a.platform,
  a.ad_account_id AS adAccountId, a.name AS adAccountName, r.ad_account_key AS adAccountKey, a.connection_id AS connectionId,
  r.trigger, r.status, r.from_day AS fromDay, r.to_day AS toDay, r.chosen, r.why, r.percent, r.step,
  r.campaigns_found AS campaignsFound, r.rows_new AS rowsNew, r.rows_changed AS rowsChanged, r.rows_unchanged AS rowsUnchanged,
  r.rows_set_aside AS rowsSetAside, r.queued_at AS queuedAt, r.started_at AS startedAt, r.finished_at AS finishedAt,
  r.active_ms AS activeMs, r.retry_at AS retryAt, r.problem, r.structure_done AS structureDone,
  a.access_path AS accessPath, a.currency, a.time_zone AS timeZone
  FROM import_run r JOIN client c ON c.id = r.client_id JOIN ad_account a ON a.id = r.ad_account_key`;

type FetchedRow = RunRow & { firstDay: number | null; lastDay: number | null; datasets: number };

const OF_RUN = `FROM import_slice s WHERE s.import_run_id = r.id AND s.status = 'done'`;
/** With what was fetched: it goes through the run's slices, so only where a person reads it. */
const WITH_FETCHED = SELECT.replace(
  'FROM import_run r',
  `, (SELECT min(s.from_day) ${OF_RUN} AND s.dataset IS NULL) AS firstDay,
  (SELECT max(s.to_day) ${OF_RUN} AND s.dataset IS NULL) AS lastDay,
  (SELECT count(DISTINCT s.dataset) ${OF_RUN}) AS datasets FROM import_run r`,
);

function toToldRun(row: FetchedRow): ImportRun {
  const { firstDay, lastDay, datasets } = row;
  const days = firstDay === null || lastDay === null ? null : { from: intToDay(firstDay), to: intToDay(lastDay) };
  return { ...toRun(row), fetched: { days, datasets } };
}

/** A run as the queue needs it: the contract's run and what stays inside the engine. */
export type QueuedRun = ImportRun & {
  requestId: string;
  adAccountKey: number;
  connectionId: string | null;
  accessPath: string | null;
  currency: string;
  timeZone: string;
  chosen: boolean;
  structureDone: boolean;
  /** Epoch ms. */
  retryAtMs: number | null;
};

function toRun(row: RunRow): ImportRun {
  return {
    id: row.id,
    clientId: String(row.clientId),
    client: row.client,
    platform: row.platform,
    adAccountId: row.adAccountId,
    adAccountName: row.adAccountName,
    trigger: row.trigger,
    status: row.status,
    from: intToDay(row.fromDay),
    to: intToDay(row.toDay),
    why: row.why,
    percent: row.percent,
    step: row.step,
    campaignsFound: row.campaignsFound,
    records: {
      new: row.rowsNew,
      changed: row.rowsChanged,
      unchanged: row.rowsUnchanged,
      setAside: row.rowsSetAside,
    },
    queuedAt: iso(row.queuedAt),
    startedAt: isoOrNull(row.startedAt),
    finishedAt: isoOrNull(row.finishedAt),
    durationMs: row.startedAt === null ? null : row.activeMs,
    retryAt: isoOrNull(row.retryAt),
    problem: parseProblem(row.problem),
  };
}

function toQueued(row: RunRow): QueuedRun {
  return {
    ...toRun(row),
    requestId: row.requestId,
    adAccountKey: row.adAccountKey,
    connectionId: row.connectionId,
    accessPath: row.accessPath,
    currency: row.currency,
    timeZone: row.timeZone,
    chosen: row.chosen === 1,
    structureDone: row.structureDone === 1,
    retryAtMs: row.retryAt,
  };
}

/** Runs that are not finished, in queue order. */
export function openRuns(db: Db): QueuedRun[] {
  return all<RunRow>(
    db,
    `${SELECT} WHERE r.status IN ('queued', 'running', 'waiting') ORDER BY r.queued_at, r.rowid`,
  ).map(toQueued);
}

export function runById(db: Db, runId: string): QueuedRun | null {
  const row = first<RunRow>(db, `${SELECT} WHERE r.id = ?`, runId);
  return row === undefined ? null : toQueued(row);
}

/** The runs of one request, in queue order. */
export function runsOfRequest(db: Db, requestId: string): QueuedRun[] {
  return all<RunRow>(db, `${SELECT} WHERE r.request_id = ? ORDER BY r.rowid`, requestId).map(toQueued);
}

/** Runs finished since an instant (epoch ms), newest first. */
export function finishedRuns(db: Db, args: { since: number; limit: number }): QueuedRun[] {
  return all<RunRow>(
    db,
    `${SELECT} WHERE r.status IN ('succeeded', 'partial', 'failed', 'cancelled') AND r.finished_at >= ?
     ORDER BY r.finished_at DESC, r.rowid DESC LIMIT ?`,
    args.since,
    args.limit,
  ).map(toQueued);
}

/** History, newest first: by when runs ended where only those are asked for. `before` is the id of the last run of the page before. */
export function importHistory(
  db: Db,
  args: {
    clientId: string | null;
    status: RunStatus | null;
    ended?: boolean | undefined;
    limit: number;
    before: string | null;
  },
): ImportRun[] {
  const conditions: string[] = [];
  const values: unknown[] = [];
  if (args.clientId !== null) {
    conditions.push('r.client_id = ?');
    values.push(Number(args.clientId));
  }
  if (args.status !== null) {
    conditions.push('r.status = ?');
    values.push(args.status);
  }
  const by = args.ended === true ? 'finished_at' : 'queued_at';
  if (args.ended === true) conditions.push('r.finished_at IS NOT NULL');
  if (args.before !== null) {
    conditions.push(`(r.${by}, r.rowid) < (SELECT b.${by}, b.rowid FROM import_run b WHERE b.id = ?)`);
    values.push(args.before);
  }
  const where = conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;
  return all<FetchedRow>(
    db,
    `${WITH_FETCHED} ${where} ORDER BY r.${by} DESC, r.rowid DESC LIMIT ?`,
    ...values,
    args.limit,
  ).map(toToldRun);
}

export type RunSlice = {
  id: string;
  level: Level;
  from: Day;
  to: Day;
  status: 'pending' | 'done' | 'failed' | 'skipped' | 'split' | 'cancelled';
  attempts: number;
  /** Epoch ms. */
  retryAt: number | null;
  rows: number | null;
  asynchronous: boolean;
  error: string | null;
  /** Null = the daily figures of the level. */
  dataset: string | null;
  entities: SliceEntities | null;
};

/** The entities a slice is restricted to. */
export type SliceEntities = { level: Exclude<Level, 'account'>; ids: string[] };

/** A run's slices in order. */
export function slicesOfRun(db: Db, runId: string): RunSlice[] {
  type Row = Omit<RunSlice, 'level' | 'from' | 'to' | 'asynchronous' | 'entities'> & {
    level: number;
    from: number;
    to: number;
    asynchronous: number;
    entities: string | null;
  };
  return all<Row>(
    db,
    `SELECT id, level, from_day AS "from", to_day AS "to", status, attempts, retry_at AS retryAt, rows, asynchronous, error, dataset, entities
     FROM import_slice WHERE import_run_id = ? ORDER BY position, rowid`,
    runId,
  ).map((row) => ({
    ...row,
    level: levelOf(row.level),
    from: intToDay(row.from),
    to: intToDay(row.to),
    asynchronous: row.asynchronous === 1,
    entities: row.entities === null ? null : (JSON.parse(row.entities) as SliceEntities),
  }));
}

/** A run with its slices, log and rows set aside; null when there is no such run. */
export function importDetail(db: Db, runId: string): z.infer<typeof runDetail> | null {
  const row = first<FetchedRow>(db, `${WITH_FETCHED} WHERE r.id = ?`, runId);
  if (row === undefined) return null;
  return {
    run: toToldRun(row),
    slices: slicesOfRun(db, runId).map(({ level, dataset, from, to, status, attempts, rows, error }) => ({
      level,
      dataset,
      from,
      to,
      status,
      attempts,
      rows,
      error,
    })),
    log: all<{ at: number; level: string; message: string }>(
      db,
      'SELECT at, level, message FROM import_log WHERE import_run_id = ? ORDER BY id',
      runId,
    ).map((line) => ({ ...line, at: iso(line.at) })),
    setAside: all(
      db,
      'SELECT level, reason, raw FROM set_aside_row WHERE import_run_id = ? AND replayed_at IS NULL ORDER BY id LIMIT 1000',
      runId,
    ),
  };
}
