import type { ClientImport, ImportProgress, RunStatus } from '../../../contract/imports.ts';
import type { RunRecord } from './ports.ts';

/**
 * What a person watches: the runs of one click and one client, folded into one import with one bar (ux.md §3).
 */

/** The state of a group of runs: something going on wins over something finished; mixed results are partial. */
export function combinedStatus(statuses: readonly RunStatus[]): RunStatus {
  for (const open of ['running', 'waiting', 'queued'] as const) {
    if (statuses.includes(open)) {
      const begun = statuses.some((status) => status !== 'queued');
      return open === 'queued' && begun ? 'running' : open;
    }
  }
  const distinct = new Set(statuses);
  if (distinct.size === 1) return statuses[0] ?? 'succeeded';
  if (distinct.has('succeeded') || distinct.has('partial')) return 'partial';
  return distinct.has('failed') ? 'failed' : 'cancelled';
}

const iso = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());

/** Folds the runs of one client and one request. `runs` must not be empty; `position` is the place in the queue while queued. */
export function clientImportFrom(runs: readonly RunRecord[], position: number | null): ClientImport {
  const first = runs[0];
  if (!first) throw new RangeError('An import has at least one run.');
  const status = combinedStatus(runs.map((run) => run.status));
  const open = runs.find((run) => run.status === 'running') ?? runs.find((run) => run.status === 'waiting');
  const failing = runs.find((run) => run.problem !== null && run.status !== 'succeeded');
  const finished = runs.map((run) => run.finishedAt);
  const sum = (pick: (run: RunRecord) => number): number => runs.reduce((total, run) => total + pick(run), 0);
  const retryTimes = runs.flatMap((run) => (run.status === 'waiting' && run.retryAt !== null ? [run.retryAt] : []));
  const found = new Map<ClientImport['platforms'][number], number>();
  for (const run of runs) {
    if (run.campaignsFound !== null)
      found.set(run.account.platform, (found.get(run.account.platform) ?? 0) + run.campaignsFound);
  }
  const ended = (run: RunRecord): boolean => run.finishedAt !== null;
  return {
    id: importId(first),
    background: first.trigger === 'backfill',
    clientId: String(first.account.clientId),
    client: first.account.client,
    platforms: [...new Set(runs.map((run) => run.account.platform))],
    status,
    position: status === 'queued' ? position : null,
    percent: Math.floor(sum((run) => (ended(run) ? 100 : run.percent)) / runs.length),
    step: open?.step ?? (status === 'queued' ? 'Waiting' : (runs.at(-1)?.step ?? '')),
    records: {
      new: sum((run) => run.records.new),
      changed: sum((run) => run.records.changed),
      unchanged: sum((run) => run.records.unchanged),
      setAside: sum((run) => run.records.setAside),
    },
    campaigns: [...found].map(([platform, count]) => ({ platform, found: count })),
    retryAt: retryTimes.length === 0 ? null : iso(Math.min(...retryTimes)),
    startedAt: iso(earliest(runs.map((run) => run.startedAt))),
    finishedAt: finished.every((at) => at !== null) ? iso(Math.max(...finished.map((at) => at ?? 0))) : null,
    problem: failing?.problem ?? null,
    connectionId: failing?.account.connectionId ?? null,
    runIds: runs.map((run) => run.id),
  };
}

function earliest(times: readonly (number | null)[]): number | null {
  const known = times.filter((time) => time !== null);
  return known.length === 0 ? null : Math.min(...known);
}

const importIds = new WeakMap<RunRecord, string>();

/** The id of the import a run belongs to. Thousands in line are asked for theirs several times a second. */
export function importId(run: RunRecord): string {
  let id = importIds.get(run);
  if (id === undefined) {
    id = `${run.requestId}:${run.account.clientId}`;
    importIds.set(run, id);
  }
  return id;
}

/** So many of those in line are described one by one; of a thousand, nobody reads more, and every change sends them all again. */
const SHOWN_IN_LINE = 200;
const SHOWN_FINISHED = 50;

/** The snapshot of the whole queue: going on first, then waiting in line, then finished ones, newest first. Counts are of all. */
export function progressSnapshot(
  revision: number,
  runs: readonly RunRecord[],
  today: { finished: number; failed: number },
): ImportProgress {
  const groups = new Map<string, RunRecord[]>();
  for (const run of runs) {
    const group = groups.get(importId(run));
    if (group) group.push(run);
    else groups.set(importId(run), [run]);
  }
  const counts = { running: 0, waiting: 0, queued: 0 };
  const open: Record<keyof typeof counts, ClientImport[]> = { running: [], waiting: [], queued: [] };
  const ended: { at: number; group: RunRecord[] }[] = [];
  for (const group of groups.values()) {
    const status = combinedStatus(group.map((run) => run.status));
    if (status === 'running' || status === 'waiting' || status === 'queued') {
      counts[status] += 1;
      const position = status === 'queued' ? counts.queued : null;
      if (counts[status] <= SHOWN_IN_LINE || group.some((run) => run.status === 'running'))
        open[status].push(clientImportFrom(group, position));
    } else ended.push({ at: Math.max(...group.map((run) => run.finishedAt ?? 0)), group });
  }
  // What ended in the same millisecond: the later one is the news.
  const finished = ended
    .toReversed()
    .toSorted((left, right) => right.at - left.at)
    .slice(0, SHOWN_FINISHED)
    .map(({ group }) => clientImportFrom(group, null));
  return {
    revision,
    imports: [...open.running, ...open.waiting, ...open.queued, ...finished],
    counts: { ...counts, finishedToday: today.finished, failedToday: today.failed },
  };
}
