import type { EngineHealth, RequestsOfRun, Timings } from '../../../contract/observability.ts';
import type { PlatformId } from '../../../contract/vocabulary.ts';
import { iso, isoOrNull } from '../codes.ts';
import { all, first, snapshot, type Db } from '../db.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** ux.md §2.2: fresh ≤ 26 h, ageing ≤ 48 h. */
const FRESH_MS = 26 * HOUR_MS;
const AGEING_MS = 48 * HOUR_MS;
const MOST_REQUESTS = 2_000;

/** What the store knows of the engine's health; memory, reads and disk are added by who asks. `now` in epoch ms. */
export type StoredHealth = Pick<EngineHealth, 'ingest' | 'runsLastDay' | 'freshness' | 'queue' | 'requestsLastDay'>;

/** The requests of a run with their sums; null when there is no such run. */
export function requestsOfRun(db: Db, args: { runId: string; now: number }): RequestsOfRun | null {
  return snapshot(db, () => {
    const run = first<{ rows: number; activeMs: number; startedAt: number | null; finishedAt: number | null }>(
      db,
      `SELECT rows_new + rows_changed + rows_unchanged + rows_set_aside AS rows, active_ms AS activeMs, started_at AS startedAt,
         finished_at AS finishedAt FROM import_run WHERE id = ?`,
      args.runId,
    );
    if (run === undefined) return null;
    const totals = first<{ requests: number; failed: number; bytes: number; requestMs: number }>(
      db,
      `SELECT count(*) AS requests, count(error) AS failed, coalesce(sum(bytes), 0) AS bytes,
         coalesce(sum(duration_ms), 0) AS requestMs FROM request_log WHERE import_run_id = ?`,
      args.runId,
    );
    const requests = all<Omit<RequestsOfRun['requests'][number], 'at'> & { at: number }>(
      db,
      `SELECT at, method, path, status, duration_ms AS durationMs, bytes, usage_percent AS usagePercent, error
       FROM request_log WHERE import_run_id = ? ORDER BY id LIMIT ?`,
      args.runId,
      MOST_REQUESTS,
    ).map((row) => ({ ...row, at: iso(row.at) }));
    return {
      requests,
      totals: {
        requests: totals?.requests ?? 0,
        failed: totals?.failed ?? 0,
        bytes: totals?.bytes ?? 0,
        requestMs: totals?.requestMs ?? 0,
        rows: run.rows,
        activeMs: run.activeMs,
        elapsedMs: run.startedAt === null ? null : (run.finishedAt ?? args.now) - run.startedAt,
      },
    };
  });
}

/** Ingest, failures, freshness, queue and request times over the last day. */
export function storedHealth(db: Db, args: { now: number }): StoredHealth {
  return snapshot(db, () => ({
    ingest: ingestOf(db, args.now),
    runsLastDay: runsOf(db, args.now),
    freshness: freshnessOf(db, args.now),
    queue: queueOf(db),
    requestsLastDay: requestsOf(db, args.now),
  }));
}

function ingestOf(db: Db, now: number): EngineHealth['ingest'] {
  const since = (from: number) =>
    first<{ rows: number; activeMs: number }>(
      db,
      `SELECT coalesce(sum(rows_new + rows_changed + rows_unchanged), 0) AS rows, coalesce(sum(active_ms), 0) AS activeMs
       FROM import_run WHERE queued_at >= ? AND finished_at >= ?`,
      from - DAY_MS,
      from,
    ) ?? { rows: 0, activeMs: 0 };
  const day = since(now - DAY_MS);
  return {
    rowsLastHour: since(now - HOUR_MS).rows,
    rowsLastDay: day.rows,
    rowsPerSecond: day.activeMs === 0 ? null : Math.round((day.rows / day.activeMs) * 1000),
  };
}

function runsOf(db: Db, now: number): EngineHealth['runsLastDay'] {
  const rows = all<{ status: string; code: string | null; runs: number }>(
    db,
    `SELECT status, CASE WHEN problem IS NULL THEN NULL ELSE json_extract(problem, '$.code') END AS code, count(*) AS runs
     FROM import_run WHERE queued_at >= ? AND finished_at >= ? GROUP BY 1, 2`,
    now - 2 * DAY_MS,
    now - DAY_MS,
  );
  const count = (status: string): number =>
    rows.reduce((sum, row) => (row.status === status ? sum + row.runs : sum), 0);
  const codes = new Map<string, number>();
  for (const { status, code, runs } of rows)
    if (code !== null && (status === 'failed' || status === 'partial')) codes.set(code, (codes.get(code) ?? 0) + runs);
  return {
    succeeded: count('succeeded'),
    partial: count('partial'),
    failed: count('failed'),
    cancelled: count('cancelled'),
    failures: [...codes].map(([code, runs]) => ({ code, runs })).toSorted((a, b) => b.runs - a.runs),
  };
}

function freshnessOf(db: Db, now: number): EngineHealth['freshness'] {
  const reads = all<{ readAt: number | null }>(
    db,
    `SELECT (SELECT max(c.read_at) FROM coverage c WHERE c.ad_account_key = a.id AND c.level = 0
        AND c.day >= (SELECT max(day) FROM coverage WHERE ad_account_key = a.id AND level = 0)) AS readAt
     FROM ad_account a JOIN client k ON k.id = a.client_id WHERE k.archived_at IS NULL AND a.is_manager = 0`,
  );
  const result = { fresh: 0, ageing: 0, stale: 0, never: 0, oldest: null as number | null };
  for (const { readAt } of reads) {
    if (readAt === null) {
      result.never += 1;
      continue;
    }
    const age = now - readAt;
    result[age <= FRESH_MS ? 'fresh' : age <= AGEING_MS ? 'ageing' : 'stale'] += 1;
    if (result.oldest === null || readAt < result.oldest) result.oldest = readAt;
  }
  return { ...result, oldest: isoOrNull(result.oldest) };
}

function queueOf(db: Db): EngineHealth['queue'] {
  const rows = all<{ status: string; runs: number; oldest: number; resume: number | null }>(
    db,
    `SELECT status, count(*) AS runs, min(queued_at) AS oldest, min(retry_at) AS resume FROM import_run
     WHERE status IN ('queued', 'running', 'waiting') GROUP BY status`,
  );
  const of = (status: string) => rows.find((row) => row.status === status);
  return {
    running: of('running')?.runs ?? 0,
    waiting: of('waiting')?.runs ?? 0,
    queued: of('queued')?.runs ?? 0,
    oldestQueuedAt: isoOrNull(of('queued')?.oldest),
    nextResumeAt: isoOrNull(of('waiting')?.resume),
  };
}

function requestsOf(db: Db, now: number): EngineHealth['requestsLastDay'] {
  const rows = all<{ platform: PlatformId; durationMs: number; failed: number }>(
    db,
    'SELECT platform, duration_ms AS durationMs, error IS NOT NULL AS failed FROM request_log WHERE at >= ?',
    now - DAY_MS,
  );
  return [...Map.groupBy(rows, (row) => row.platform)].map(([platform, list]) => ({
    platform,
    count: list.length,
    failed: list.reduce((sum, row) => sum + row.failed, 0),
    durationMs: timingsOf(list.map((row) => row.durationMs)),
  }));
}

/** Percentiles of a sample (nearest rank); nulls when it is empty. */
export function timingsOf(sample: readonly number[]): Timings {
  const sorted = Float64Array.from(sample).sort();
  const at = (share: number): number | null =>
    sorted.length === 0 ? null : (sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? null);
  return { count: sorted.length, p50: at(0.5), p95: at(0.95), max: sorted.at(-1) ?? null };
}
