import type { Settings } from '../../contract/workspace.ts';
import { createBackfill, type Backfill } from '../features/backfill/backfill.ts';
import { createImportsFeature, type ImportsDeps, type ImportsFeature } from '../features/imports/handlers.ts';
import type { RunRecord } from '../features/imports/ports.ts';
import type { Log } from '../kernel/log.ts';
import type { Db } from '../store/db.ts';

/** Whole months of older days a new client gets unless the person chose otherwise. */
const NEW_CLIENT_MONTHS = 3;

export type ImportWork = {
  /** As a person uses it: what is started here is held back by no pause and no empty battery. */
  imports: ImportsFeature;
  backfill: Backfill;
  /** For what starts by itself. */
  start: ImportsFeature['start'];
  /** To be told of every run that ended. */
  runEnded(run: RunRecord): void;
};

/** Imports and the backfill that is made of them. */
export function createImportWork(
  deps: Omit<ImportsDeps, 'newClientMonths' | 'operationsLeft'> & {
    db: Db;
    log: Log;
    quotas: { operationsLeft: NonNullable<ImportsDeps['operationsLeft']> };
    /** How many ad accounts are read side by side, over all platforms. */
    parallelRuns: number;
    /** A service has the time for what follows a first import; a single command does what it was asked for. */
    service: boolean;
    settings: () => Settings;
    background: { wanted(runIds: readonly string[]): void };
    /** Refuses where the workspace is open for reading only. */
    writable: <T extends (...args: never[]) => unknown>(action: T) => T;
  },
): ImportWork {
  const { db, log, queue, platforms, now, background, writable } = deps;
  const imports = createImportsFeature({
    repository: deps.repository,
    platforms,
    queue,
    now,
    operationsLeft: deps.quotas.operationsLeft,
    ...(deps.service ? { newClientMonths: () => deps.settings().newClientMonths ?? NEW_CLIENT_MONTHS } : {}),
  });
  const wanted = <T extends { runIds: string[] }>(started: T): T => {
    background.wanted(started.runIds);
    return started;
  };
  const backfill = createBackfill({
    db,
    imports: {
      plan: imports.plan,
      start: (request) => wanted(imports.start(request)),
      cancel: (runIds) => queue.cancel(runIds),
    },
    parallel: (id) => Math.min(deps.parallelRuns, platforms.get(id)?.capabilities.parallelAdAccounts ?? 1),
    now,
    log,
  });
  return {
    imports: {
      ...imports,
      start: writable((request: Parameters<ImportsFeature['start']>[0]) => {
        const started = imports.start(request);
        return request.trigger === 'backfill' ? started : wanted(started);
      }),
      startInTurns: writable(async (request: Parameters<ImportsFeature['start']>[0]) => {
        const started = await imports.startInTurns(request);
        return request.trigger === 'backfill' ? started : wanted(started);
      }),
      retry: writable((runId: string) => imports.retry(runId)),
      cancel: writable(imports.cancel),
      fetchPeriod: writable((request: Parameters<ImportsFeature['fetchPeriod']>[0]) =>
        wanted(imports.fetchPeriod(request)),
      ),
    },
    backfill: { ...backfill, start: writable(backfill.start), cancel: writable(backfill.cancel) },
    start: imports.start,
    runEnded(run) {
      try {
        imports.runEnded(run);
      } catch (error) {
        log('error', 'Older days of a new client could not be put in line.', { runId: run.id, error });
      }
    },
  };
}
