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
  /** Imports that ended on the day of `now`, where this machine is; those with a run in `open` not yet. */
  today(now: number, open: readonly RunRecord[]): { finished: number; failed: number };
};

const KEPT = 400;

export function createEndedRuns(): EndedRuns {
  const runs = new Map<string, RunRecord>();
  const tally = new Map<string, { importId: string; status: RunStatus; day: string }>();
  /** Counted anew when a run ended, began or came in line, which is seldom beside how often it is asked for. */
  let counted: { day: string; open: readonly RunRecord[]; finished: number; failed: number } | null = null;
  const count = (run: RunRecord): void => {
    counted = null;
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
      counted = null;
      runs.delete(runId);
      tally.delete(runId);
    },
    list: () => [...runs.values()],
    today(now, open) {
      const today = localDay(now);
      if (counted?.day === today && counted.open === open) return counted;
      const goingOn = new Set(open.map(importId));
      const imports = new Map<string, RunStatus[]>();
      for (const [runId, ended] of tally) {
        if (ended.day < today) tally.delete(runId);
        else if (!goingOn.has(ended.importId)) {
          const statuses = imports.get(ended.importId);
          if (statuses) statuses.push(ended.status);
          else imports.set(ended.importId, [ended.status]);
        }
      }
      const statuses = [...imports.values()].map(combinedStatus);
      counted = {
        day: today,
        open,
        finished: statuses.filter((status) => status === 'succeeded').length,
        failed: statuses.filter((status) => status === 'failed' || status === 'partial').length,
      };
      return counted;
    },
  };
}
