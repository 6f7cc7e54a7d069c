import type { RunStatus } from '../../../contract/imports.ts';
import { localDay } from '../../domain/days.ts';
import type { RunRecord } from './ports.ts';
import { combinedStatus, importId } from './progress.ts';

/** Runs that ended in this session: the newest as they are, all of them as a tally; history has the rest. */
export type EndedRuns = {
  add(run: RunRecord): void;
  /** Ended in an earlier session: counts for its day and is shown in the history only. */
  count(run: RunRecord): void;
  /** It goes on after all. */
  delete(runId: string): void;
  list(): RunRecord[];
  /** Imports that ended on the day of `now`, where this machine is; those with an open run (`open`, import ids) not yet. */
  today(now: number, open: ReadonlySet<string>): { finished: number; failed: number };
};

const KEPT = 400;

export function createEndedRuns(): EndedRuns {
  const runs = new Map<string, RunRecord>();
  const tally = new Map<string, { importId: string; status: RunStatus; day: string }>();
  const count = (run: RunRecord): void => {
    tally.set(run.id, { importId: importId(run), status: run.status, day: localDay(run.finishedAt ?? 0) });
  };
  return {
    count,
    add(run) {
      runs.delete(run.id);
      runs.set(run.id, run);
      count(run);
      const oldest = runs.size > KEPT ? runs.keys().next().value : undefined;
      if (oldest !== undefined) runs.delete(oldest);
    },
    delete(runId) {
      runs.delete(runId);
      tally.delete(runId);
    },
    list: () => [...runs.values()],
    today(now, open) {
      const today = localDay(now);
      const imports = new Map<string, RunStatus[]>();
      for (const [runId, ended] of tally) {
        if (ended.day < today) tally.delete(runId);
        else if (!open.has(ended.importId))
          imports.set(ended.importId, [...(imports.get(ended.importId) ?? []), ended.status]);
      }
      const statuses = [...imports.values()].map(combinedStatus);
      return {
        finished: statuses.filter((status) => status === 'succeeded').length,
        failed: statuses.filter((status) => status === 'failed' || status === 'partial').length,
      };
    },
  };
}
