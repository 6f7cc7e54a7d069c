import type { ClientImport, ImportRun } from '../../../contract/imports.ts';

/** One line of a list with what was read behind it. Pure. */
export type Folded<T> = { head: T; behind: readonly T[] };

/** Queued this long after a first import ended, a run for older days is still its own. */
const FOLLOWS_MS = 5 * 60_000;
const GOOD: ReadonlySet<ImportRun['status']> = new Set(['queued', 'running', 'waiting', 'succeeded']);

const follows = (run: ImportRun, first: ImportRun): boolean =>
  first.trigger === 'first' &&
  first.clientId === run.clientId &&
  first.platform === run.platform &&
  first.adAccountId === run.adAccountId &&
  run.queuedAt >= first.queuedAt &&
  (first.finishedAt === null || Date.parse(run.queuedAt) <= Date.parse(first.finishedAt) + FOLLOWS_MS);

/** A new client's first import with the older days and finer figures that came behind it as one line. What failed keeps a line of its own. */
export const foldedRuns = (runs: readonly ImportRun[]): Folded<ImportRun>[] => {
  const firsts = runs.filter((run) => run.trigger === 'first');
  const homeOf = (run: ImportRun): ImportRun | undefined =>
    run.trigger === 'backfill' && GOOD.has(run.status) ? firsts.find((first) => follows(run, first)) : undefined;
  const behind = Map.groupBy(
    runs.filter((run) => homeOf(run) !== undefined),
    (run) => homeOf(run)?.id,
  );
  return runs.filter((run) => homeOf(run) === undefined).map((head) => ({ head, behind: behind.get(head.id) ?? [] }));
};

/** A client's imports under way as one line: what is read in the background stands behind what a person waits for. */
export const foldedImports = (imports: readonly ClientImport[]): Folded<ClientImport>[] =>
  [...Map.groupBy(imports, (one) => one.clientId).values()].flatMap((own): Folded<ClientImport>[] => {
    const front = own.filter((one) => one.background !== true);
    if (front.length > 0) {
      const [head, ...others] = front;
      const rest = own.filter((one) => one.background === true);
      return head === undefined ? [] : [{ head, behind: rest }, ...others.map((one) => ({ head: one, behind: [] }))];
    }
    const [head, ...behind] = own;
    return head === undefined ? [] : [{ head, behind }];
  });
