import type { Dataset } from '../../../contract/datasets.ts';
import type { Problem } from '../../../contract/primitives.ts';
import { PLATFORM_LABELS } from '../../../contract/vocabulary.ts';
import { daysInRange } from '../../domain/days.ts';
import { cutRange } from '../../domain/slices.ts';
import { redact } from '../../kernel/redact.ts';
import type { PlatformFailure, PlatformSession } from '../../platforms/platform.ts';
import { datasetRefused } from './dataset-refusals.ts';
import { smallerRequests } from './pieces.ts';
import type { NewSlice, RunRecord, SliceRecord } from './ports.ts';
import { isOurs, mustWait, problemFrom, react, type ExecuteDeps, type Outcome } from './reactions.ts';
import { storeSlice } from './store-slice.ts';

/** Above this many rows in one answer, the rest of the level is asked in smaller slices, so that memory and repeats stay small. */
const COMFORTABLE_ROWS = 20_000;
/** So many slices given up one after the other, each after all its tries, mean that the platform is down. */
const BROKEN_IN_A_ROW = 2;
const WHOLE_ACCOUNT_CODES = new Set([
  'NO_PERMISSION',
  'ACCOUNT_DISABLED',
  'API_VERSION_EXPIRED',
  'UNREACHABLE',
  'MISSING_PERMISSION',
]);
/** A report that failed or got stuck is asked for in parts instead (promise S17). */
const SPLIT_CODES = new Set(['REPORT_FAILED']);
/** Refusals that say nothing about the dataset asked for. */
const NOT_OF_A_DATASET = new Set([
  'ACCOUNT_DISABLED',
  'API_VERSION_EXPIRED',
  'BAD_ANSWER',
  'UNREACHABLE',
  'EMPTY_ANSWER',
]);

type GivenUp = { given_up: Problem; wholeAccount: boolean; transient: boolean };
type SliceEnd = 'stored' | 'split' | 'left_out' | GivenUp | Outcome;

/** So many reports that failed in one run, while none came, mean that the others would fail too; one, when earlier imports met the same. */
const REPORTS_TRIED = 2;
const REPORTS_FAIL = 'Not asked for: other reports of this import failed. It is asked for again by a later import.';

/** Reads every pending slice of a run, one after the other. `progress` is told work done and work in all. */
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
    const left = slices.filter((slice) => slice.status !== 'skipped');
    progress(weight(done, deps), weight(left, deps));
    const slice = slices.find((candidate) => candidate.status === 'pending');
    if (!slice) {
      const failed = slices.filter((each) => each.status === 'failed');
      problem ??= failed[0] ? rememberedProblem(failed[0]) : null;
      return { kind: 'finished', doneSlices: done.length, failedSlices: failed.length, problem };
    }
    if (slice.asynchronous && reportsFail(run, slices, deps)) {
      deps.repository.failSlice(slice, REPORTS_FAIL, true);
      continue;
    }
    const wait = putOff(run, slice, slices, deps) ? 'left_out' : mustWait(run, deps);
    const outcome = wait ?? (await readSlice(run, slice, session, deps, signal));
    if (outcome === 'stored' || outcome === 'split' || outcome === 'left_out') {
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

const reportsTried = (run: RunRecord, deps: ExecuteDeps): number =>
  deps.repository.reportsFailing(run.account.key) ? 1 : REPORTS_TRIED;

function reportsFail(run: RunRecord, slices: readonly SliceRecord[], deps: ExecuteDeps): boolean {
  const reports = slices.filter(({ asynchronous }) => asynchronous);
  const failed = reports.filter(({ status }) => status === 'failed').length;
  return failed > 0 && reports.every(({ status }) => status !== 'done') && failed >= reportsTried(run, deps);
}

/** What cannot be cut by days any more comes as reports in the end: where these fail it is noted as one, and not taken to pieces. */
function asReport(slice: SliceRecord, dataset: Dataset | null, run: RunRecord, deps: ExecuteDeps): NewSlice[] | null {
  const period = dataset?.grain === 'month' || dataset?.grain === 'range';
  if (slice.asynchronous || (slice.from !== slice.to && !period)) return null;
  if (!deps.platform.capabilities.asynchronousReports) return null;
  if (!reportsFail(run, deps.repository.slices(run.id), deps)) return null;
  const { level, from, to, entities } = slice;
  return [{ level, from, to, entities, dataset: slice.dataset, asynchronous: true }];
}

function datasetOf(slice: SliceRecord, deps: ExecuteDeps): Dataset | null {
  return deps.platform.capabilities.datasets.find(({ id }) => id === slice.dataset) ?? null;
}

/** How much of the bar slices are: their days; a period is one request however long it is. */
function weight(slices: readonly SliceRecord[], deps: ExecuteDeps): number {
  return slices.reduce((sum, slice) => {
    const grain = datasetOf(slice, deps)?.grain;
    return sum + (grain === 'month' || grain === 'range' ? 1 : daysInRange(slice.from, slice.to));
  }, 0);
}

/** Datasets give way to the daily figures of every ad account when a day's operations run low; the next plan finds them missing. */
function putOff(run: RunRecord, slice: SliceRecord, slices: readonly SliceRecord[], deps: ExecuteDeps): boolean {
  if (slice.dataset === null) return false;
  if (datasetOf(slice, deps) === null) {
    deps.repository.skipSlices([slice], 'This version of Tidemark does not know this dataset.');
    return true;
  }
  if (deps.quotas.roomForMore(run.account.platform, run.account.connectionId)) return false;
  const rest = slices.filter((each) => each.status === 'pending' && each.dataset !== null);
  const { name } = PLATFORM_LABELS[run.account.platform];
  const why = `Put off: few of the operations ${name} allows in 24 hours are left, and daily figures come first.`;
  deps.repository.skipSlices(rest, why);
  deps.repository.log(run.id, 'info', `${why} ${rest.length} requests for further details.`, deps.now());
  return true;
}

async function readSlice(
  run: RunRecord,
  slice: SliceRecord,
  session: PlatformSession,
  deps: ExecuteDeps,
  signal: AbortSignal,
): Promise<SliceEnd> {
  const { repository } = deps;
  const dataset = datasetOf(slice, deps);
  // Attempts of earlier processes are in the history; only this one's count against the limit.
  for (let attempts = 1; ; attempts += 1) {
    repository.beginSlice(slice);
    try {
      const rows = await storeSlice(run, slice, dataset, session, deps, signal);
      if (rows === 'stopped') return { kind: 'stopped' };
      deps.dataChanged();
      if (rows > COMFORTABLE_ROWS && slice.entities === null) shrinkRest(run, slice, rows, deps);
      return 'stored';
    } catch (error) {
      if (signal.aborted) return { kind: 'stopped' };
      if (isOurs(error)) throw error;
      const failure = deps.platform.classify(error);
      const where = `${slice.dataset ?? slice.level} ${slice.from} to ${slice.to}`;
      const said = `${where}: ${failure.sentence} ${redact(failure.detail ?? '')}`.trim();
      repository.log(run.id, 'error', said, deps.now());
      if (failure.kind === 'too_big' || SPLIT_CODES.has(failure.code)) {
        const smaller =
          asReport(slice, dataset, run, deps) ??
          smallerRequests(
            slice,
            dataset,
            (level, below) => repository.entityIds(run.account.key, level, below),
            deps.platform.capabilities.asynchronousReports,
          );
        if (smaller) {
          repository.replaceSlice(slice, smaller, failure.sentence);
          return 'split';
        }
      }
      repository.failSlice(slice, failure.sentence, false);
      // A report that failed is not made by asking as often as an answer that got lost.
      const report = slice.asynchronous && SPLIT_CODES.has(failure.code);
      if (report && attempts >= reportsTried(run, deps)) return giveUp(run, slice, failure, deps);
      const reaction = await react(failure, attempts, run, deps, signal);
      if (reaction === 'again') continue;
      if (reaction !== 'give_up') return reaction;
      return giveUp(run, slice, failure, deps);
    }
  }
}

function giveUp(run: RunRecord, slice: SliceRecord, failure: PlatformFailure, deps: ExecuteDeps): GivenUp | 'left_out' {
  const problem = problemFrom(failure);
  if (failure.kind === 'too_big') problem.sentence = tooBigAlone(run, slice);
  if (slice.dataset !== null && failure.kind === 'permanent' && !NOT_OF_A_DATASET.has(failure.code)) {
    const told = datasetRefused(run, slice, slice.dataset, failure, deps);
    return told ? { given_up: problem, wholeAccount: false, transient: false } : 'left_out';
  }
  deps.repository.failSlice(slice, problem.sentence, true);
  return {
    given_up: problem,
    wholeAccount: WHOLE_ACCOUNT_CODES.has(failure.code),
    transient: failure.kind === 'transient' && !SPLIT_CODES.has(failure.code),
  };
}

/** The platform's own sentence promises smaller pieces; here there are none left. */
function tooBigAlone(run: RunRecord, { level, from, dataset }: SliceRecord): string {
  const { name } = PLATFORM_LABELS[run.account.platform];
  const what = `${level.replace('_', ' ')} ${dataset === null ? 'figures' : 'details'}`;
  return `${name} could not deliver the ${what} of ${from}, not even alone. Everything else is stored; try again later.`;
}

/** A run taken up again after a restart has forgotten what it was told; the slice has not. */
function rememberedProblem(slice: SliceRecord): Problem {
  const sentence = slice.error ?? 'Some figures could not be read. Everything else is stored; try again later.';
  return { code: 'INCOMPLETE', sentence, detail: null, fix: 'retry' };
}

function shrinkRest(run: RunRecord, slice: SliceRecord, rows: number, deps: ExecuteDeps): void {
  const grain = datasetOf(slice, deps)?.grain;
  if (grain === 'month' || grain === 'range') return;
  const days = daysInRange(slice.from, slice.to);
  const wanted = Math.max(1, Math.floor((days * COMFORTABLE_ROWS) / rows));
  for (const rest of deps.repository.slices(run.id)) {
    const same = rest.level === slice.level && rest.dataset === slice.dataset && rest.entities === null;
    if (!same || rest.status !== 'pending' || daysInRange(rest.from, rest.to) <= wanted) continue;
    const { level, dataset, asynchronous } = rest;
    const pieces = cutRange(rest.from, rest.to, wanted).map((piece) => ({ level, dataset, asynchronous, ...piece }));
    deps.repository.replaceSlice(rest, pieces, 'smaller pieces, because the answers are large');
  }
}
