import type { RecordCounts } from '../../../contract/imports.ts';
import type { Problem } from '../../../contract/primitives.ts';
import { PLATFORM_LABELS } from '../../../contract/vocabulary.ts';
import { daysInRange } from '../../domain/days.ts';
import { cutRange, halveSlice } from '../../domain/slices.ts';
import { redact } from '../../kernel/redact.ts';
import { PlatformError, type InsightRecord, type PlatformSession, type SetAsideRow } from '../../platforms/platform.ts';
import type { ImportRepository, RunRecord, SliceRecord } from './ports.ts';
import { isOurs, problemFrom, react, type ExecuteDeps, type Outcome } from './reactions.ts';

/** Above this many rows in one answer, the rest of the level is asked in smaller slices, so that memory and repeats stay small. */
const COMFORTABLE_ROWS = 20_000;

/** Reads every pending slice of a run, one after the other. `progress` is told days done and days in all. */
export async function readSlices(
  run: RunRecord,
  session: PlatformSession,
  deps: ExecuteDeps,
  signal: AbortSignal,
  progress: (done: number, total: number) => void,
): Promise<Outcome> {
  let problem: Problem | null = null;
  let broken = 0;
  for (;;) {
    if (signal.aborted) return { kind: 'stopped' };
    const slices = deps.repository.slices(run.id);
    const done = slices.filter((slice) => slice.status === 'done');
    const weight = (list: SliceRecord[]): number =>
      list.reduce((sum, slice) => sum + daysInRange(slice.from, slice.to), 0);
    progress(weight(done), weight(slices));
    const slice = slices.find((candidate) => candidate.status === 'pending');
    if (!slice) {
      return { kind: 'finished', doneSlices: done.length, failedSlices: slices.length - done.length, problem };
    }
    const outcome = await readSlice(run, slice, session, deps, signal);
    if (outcome === 'stored' || outcome === 'split') {
      broken = 0;
      continue;
    }
    if ('given_up' in outcome) {
      problem ??= outcome.given_up;
      broken = outcome.transient ? broken + 1 : 0;
      // What holds for the whole ad account would be refused for every other slice too, and a platform that stays broken is not
      // asked a hundred times: what is missing is read by the next import.
      if (outcome.wholeAccount || broken >= BROKEN_IN_A_ROW) return { kind: 'failed', problem, reauthorize: false };
      continue;
    }
    return outcome;
  }
}

/** So many slices given up one after the other, each after all its tries, mean that the platform is down. */
const BROKEN_IN_A_ROW = 2;
/** An answer that never ends is asked for in smaller pieces like one that is too big, and given up when none are left. */
const MOST_ROWS_OF_A_SLICE = 400_000;
const WHOLE_ACCOUNT_CODES = new Set([
  'NO_PERMISSION',
  'ACCOUNT_DISABLED',
  'API_VERSION_EXPIRED',
  'UNREACHABLE',
  'MISSING_PERMISSION',
]);

async function readSlice(
  run: RunRecord,
  slice: SliceRecord,
  session: PlatformSession,
  deps: ExecuteDeps,
  signal: AbortSignal,
): Promise<'stored' | 'split' | { given_up: Problem; wholeAccount: boolean; transient: boolean } | Outcome> {
  // Attempts of earlier processes are in the history; only this one's count against the limit.
  for (let attempts = 1; ; attempts += 1) {
    deps.repository.beginSlice(slice);
    try {
      const records: InsightRecord[] = [];
      const setAside: SetAsideRow[] = [];
      const request = {
        adAccount: run.account.ref,
        level: slice.level,
        from: slice.from,
        to: slice.to,
        asynchronous: slice.asynchronous,
      };
      for await (const page of session.readInsights(request, signal)) {
        if (signal.aborted) return { kind: 'stopped' };
        for (const record of page.records) records.push(record);
        if (records.length > MOST_ROWS_OF_A_SLICE) throw tooManyRows();
        for (const row of page.setAside) setAside.push(row);
        deps.progressed();
      }
      const before = run.records;
      for (const counts of deps.repository.ingest(run, slice, records, setAside, deps.now())) {
        run.records = addCounts(before, counts);
        // Between transactions the engine answers readers and notices a cancel.
        await new Promise((resolve) => setImmediate(resolve));
        if (signal.aborted) return { kind: 'stopped' };
      }
      deps.dataChanged();
      if (records.length > COMFORTABLE_ROWS) shrinkRest(run, slice, records.length, deps);
      return 'stored';
    } catch (error) {
      if (signal.aborted) return { kind: 'stopped' };
      if (isOurs(error)) throw error;
      const failure = deps.platform.classify(error);
      const where = `${slice.level} ${slice.from} to ${slice.to}`;
      deps.repository.log(
        run.id,
        'error',
        `${where}: ${failure.sentence} ${redact(failure.detail ?? '')}`.trim(),
        deps.now(),
      );
      if (failure.kind === 'too_big') {
        const smaller = smallerRequests(slice, deps.platform.capabilities.asynchronousReports);
        if (smaller) {
          deps.repository.replaceSlice(slice, smaller, failure.sentence);
          return 'split';
        }
      }
      deps.repository.failSlice(slice, failure.sentence, false);
      const reaction = await react(failure, attempts, run, deps, signal);
      if (reaction === 'again') continue;
      if (reaction !== 'give_up') return reaction;
      const problem = problemFrom(failure);
      if (failure.kind === 'too_big') problem.sentence = tooBigAlone(run, slice);
      deps.repository.failSlice(slice, problem.sentence, true);
      return {
        given_up: problem,
        wholeAccount: WHOLE_ACCOUNT_CODES.has(failure.code),
        transient: failure.kind === 'transient',
      };
    }
  }
}

/** The platform's own sentence promises smaller pieces; here there are none left. */
function tooBigAlone(run: RunRecord, { level, from }: SliceRecord): string {
  const { name } = PLATFORM_LABELS[run.account.platform];
  return `${name} could not deliver the ${level.replace('_', ' ')} figures of ${from}, not even alone. Everything else is stored; try again later.`;
}

/** Never the same request again (promise S17): half the days; a single day as an asynchronous report; else nothing is left to try. */
function smallerRequests(
  slice: SliceRecord,
  asynchronousReports: boolean,
): Parameters<ImportRepository['replaceSlice']>[1] | null {
  const halves = halveSlice(slice);
  if (halves)
    return halves.map((half) => ({
      level: half.level,
      from: half.from,
      to: half.to,
      asynchronous: slice.asynchronous,
    }));
  if (asynchronousReports && !slice.asynchronous) {
    return [{ level: slice.level, from: slice.from, to: slice.to, asynchronous: true }];
  }
  return null;
}

function shrinkRest(run: RunRecord, slice: SliceRecord, rows: number, deps: ExecuteDeps): void {
  const days = daysInRange(slice.from, slice.to);
  const wanted = Math.max(1, Math.floor((days * COMFORTABLE_ROWS) / rows));
  for (const rest of deps.repository.slices(run.id)) {
    if (rest.level !== slice.level || rest.status !== 'pending' || daysInRange(rest.from, rest.to) <= wanted) continue;
    const pieces = cutRange(rest.from, rest.to, wanted).map((piece) => ({
      level: rest.level,
      ...piece,
      asynchronous: rest.asynchronous,
    }));
    deps.repository.replaceSlice(rest, pieces, 'smaller pieces, because the answers are large');
  }
}

function addCounts(left: RecordCounts, right: RecordCounts): RecordCounts {
  return {
    new: left.new + right.new,
    changed: left.changed + right.changed,
    unchanged: left.unchanged + right.unchanged,
    setAside: left.setAside + right.setAside,
  };
}

function tooManyRows(): PlatformError {
  return new PlatformError({
    kind: 'too_big',
    code: 'TOO_BIG',
    sentence: 'The platform sent more rows than one request can hold.',
    detail: `more than ${MOST_ROWS_OF_A_SLICE} rows`,
    retryAt: null,
    scope: 'ad_account',
  });
}
