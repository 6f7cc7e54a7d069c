import type { RunStatus } from '../../../contract/imports.ts';
import type { ImportRepository, RunRecord } from './ports.ts';

/** Runs queued, running or waiting, in their order: a thousand accounts make this list long, so it is kept and not read again. */
export type OpenRuns = {
  list(): readonly RunRecord[];
  /** Runs that were just made go to the end; without ids rows may have come from elsewhere, and all are read again when asked for. */
  takeIn(runIds: readonly string[]): void;
  /** It ended. */
  delete(runId: string): void;
};

const OPEN: ReadonlySet<RunStatus> = new Set(['queued', 'running', 'waiting']);

/** `going`: the record of a run going on; what it learns next must not be told of a forgotten copy. */
export function createOpenRuns(
  repository: Pick<ImportRepository, 'openRuns' | 'run'>,
  going: (runId: string) => RunRecord | undefined,
): OpenRuns {
  let known: RunRecord[] | null = null;
  const list = (): RunRecord[] => (known ??= repository.openRuns().map((run) => going(run.id) ?? run));
  return {
    list,
    takeIn(runIds) {
      if (known === null || runIds.length === 0) {
        known = null;
        return;
      }
      const here = new Set(known.map((run) => run.id));
      const found = runIds.flatMap((id) => (here.has(id) ? [] : (repository.run(id) ?? [])));
      known = [...known, ...found.filter((run) => OPEN.has(run.status))];
    },
    delete(runId) {
      known = list().filter((run) => run.id !== runId);
    },
  };
}
