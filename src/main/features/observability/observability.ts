import { statfsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { EngineHealth, RequestsOfRun } from '../../../contract/observability.ts';
import type { PlatformId } from '../../../contract/vocabulary.ts';
import { isoNow, type Clock } from '../../kernel/clock.ts';
import type { Log } from '../../kernel/log.ts';
import { redact } from '../../kernel/redact.ts';
import type { RequestReading } from '../../platforms/platform.ts';
import type { Db } from '../../store/db.ts';
import { requestsOfRun, storedHealth, timingsOf } from '../../store/reads/engine-health.ts';
import { addRequests, pruneRequests, type RequestRow } from '../../store/writes/request-log.ts';

/** Requests are written together: one transaction for each would cost more than the request's own figures. */
const FLUSH_ROWS = 200;
const FLUSH_MS = 2_000;
/** How long single requests stay readable; their sums per run are in import_run for good. */
const KEEP_MS = 14 * 86_400_000;
const PRUNE_ROWS = 5_000;
const PRUNE_EVERY_MS = 3_600_000;
/** The newest reads, enough for a steady 95th percentile. */
const READ_SAMPLE = 2_000;

export type Observability = {
  /** Notes one exchange with a platform; written to the store within seconds. Never throws. */
  noteRequest(platform: PlatformId, runId: string | null, reading: RequestReading): void;
  /** Notes how long a screen's or command's read took, in milliseconds. */
  noteRead(durationMs: number): void;
  health(): EngineHealth;
  /** The requests of a run; null when there is no such run. */
  requestsOf(runId: string): RequestsOfRun | null;
  close(): void;
};

export type ObservabilityDeps = {
  db: Db;
  /** The database's file, for its size and the free space beside it. */
  file: string;
  clock: Clock;
  log: Log;
  version: string;
  /** Beside a running service nothing can be written. */
  readonly: boolean;
};

/** Keeps what was seen on the wire and tells how the engine is doing. */
export function createObservability(deps: ObservabilityDeps): Observability {
  const { db, clock, log } = deps;
  const pending: RequestRow[] = [];
  const reads: number[] = [];
  let nextRead = 0;
  let timer: NodeJS.Timeout | null = null;
  let nextPrune = 0;

  function flush(): void {
    if (timer) clearTimeout(timer);
    timer = null;
    const rows = pending.splice(0);
    if (rows.length === 0 || deps.readonly) return;
    try {
      addRequests(db, rows);
      const now = clock.now();
      if (now < nextPrune) return;
      // One bounded bite per hour: a log that grew for weeks must not hold up an import.
      pruneRequests(db, { before: now - KEEP_MS, most: PRUNE_ROWS });
      nextPrune = now + PRUNE_EVERY_MS;
    } catch (error) {
      // A full disk stops imports with a sentence of its own; a lost line of this log is not worth another.
      log('warn', 'Requests could not be noted.', { error, requests: rows.length });
    }
  }

  return {
    noteRequest(platform, runId, reading) {
      if (deps.readonly) return;
      pending.push({
        runId,
        at: reading.at,
        platform,
        adAccountId: reading.adAccountId,
        method: reading.method,
        path: redact(reading.path).slice(0, 500),
        status: reading.status,
        durationMs: Math.max(0, Math.round(reading.durationMs)),
        bytes: reading.bytes,
        usagePercent: reading.usagePercent,
        error: reading.error,
      });
      if (pending.length >= FLUSH_ROWS) flush();
      else {
        timer ??= setTimeout(flush, FLUSH_MS);
        timer.unref();
      }
    },
    noteRead(durationMs) {
      reads[nextRead] = durationMs;
      nextRead = (nextRead + 1) % READ_SAMPLE;
    },
    health() {
      flush();
      const stored = storedHealth(db, { now: clock.now() });
      const usage = process.memoryUsage();
      const { status, reasons } = judge(stored);
      return {
        at: isoNow(clock),
        version: deps.version,
        status,
        reasons,
        ...stored,
        reads: timingsOf(reads),
        memory: { rssBytes: usage.rss, heapUsedBytes: usage.heapUsed },
        disk: diskOf(deps.file),
      };
    },
    requestsOf(runId) {
      flush();
      return requestsOfRun(db, { runId, now: clock.now() });
    },
    close: flush,
  };
}

const counted = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

function judge(stored: Pick<EngineHealth, 'runsLastDay' | 'freshness'>): Pick<EngineHealth, 'status' | 'reasons'> {
  const { failed, partial, succeeded } = stored.runsLastDay;
  const { stale, never } = stored.freshness;
  const reasons: string[] = [];
  if (failed > 0) reasons.push(`${counted(failed, 'import', 'imports')} failed in the last 24 hours`);
  if (partial > 0) reasons.push(`${counted(partial, 'import', 'imports')} got only a part in the last 24 hours`);
  if (stale > 0)
    reasons.push(`${counted(stale, 'ad account was', 'ad accounts were')} not read for more than 48 hours`);
  if (never > 0) reasons.push(`${counted(never, 'ad account was', 'ad accounts were')} never read`);
  const status = reasons.length === 0 ? 'ok' : failed > 0 && failed >= succeeded + partial ? 'failing' : 'attention';
  return { status, reasons };
}

function diskOf(file: string): EngineHealth['disk'] {
  let databaseBytes = 0;
  for (const part of [file, `${file}-wal`]) databaseBytes += statSync(part, { throwIfNoEntry: false })?.size ?? 0;
  try {
    const { bavail, bsize } = statfsSync(dirname(file));
    return { databaseBytes, freeBytes: bavail * bsize };
  } catch {
    return { databaseBytes, freeBytes: null };
  }
}
