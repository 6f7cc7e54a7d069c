import type { Problem } from '../../../contract/primitives.ts';
import { PLATFORM_LABELS } from '../../../contract/vocabulary.ts';
import { fixFor, Refusal } from '../../kernel/failure.ts';
import { fullJitter } from '../../kernel/backoff.ts';
import { redact } from '../../kernel/redact.ts';
import { interruptibleDelay } from '../../kernel/topic.ts';
import { daysInRange } from '../../domain/days.ts';
import { cutRange, halveSlice } from '../../domain/slices.ts';
import { PlatformError, type AdPlatform, type InsightRecord, type PlatformFailure, type PlatformSession, type SetAsideRow } from '../../platforms/platform.ts';
import type { ImportRepository, RunRecord, SessionSource, SliceRecord } from './ports.ts';
import { insightsStep, stepAt } from './steps.ts';

/** How one attempt at a run ended. The queue turns it into a status; only it knows about other runs. */
export type Outcome =
  | { kind: 'finished'; failedSlices: number; doneSlices: number; problem: Problem | null }
  | { kind: 'waiting'; retryAt: number; scope: PlatformFailure['scope']; problem: Problem }
  | { kind: 'failed'; problem: Problem; reauthorize: boolean }
  | { kind: 'stopped' };

export type ExecuteDeps = {
  repository: ImportRepository;
  sessions: SessionSource;
  platform: AdPlatform;
  now: () => number;
  random: () => number;
  /** Something a person may be watching moved. */
  progressed: () => void;
  /** Numbers in the store changed. */
  dataChanged: () => void;
  /** First wait before a transient failure is tried again; doubles, full jitter. */
  retryBaseMs: number;
};

const ATTEMPTS_PER_SLICE = 4;
/** Above this many rows in one answer, the rest of the level is asked in smaller slices, so that memory and repeats stay small. */
const COMFORTABLE_ROWS = 20_000;

/**
 * Runs one ad account's import from where it stands: structure, then every pending slice. Each slice is stored whole with its
 * coverage, so stopping anywhere loses at most the slice in the air. Never throws for anything a platform or the network does.
 */
export async function executeRun(run: RunRecord, deps: ExecuteDeps, signal: AbortSignal): Promise<Outcome> {
  const name = PLATFORM_LABELS[run.account.platform].name;
  const show = (step: { percent: number; text: string }, campaignsFound?: number): void => {
    run.percent = Math.max(run.percent, step.percent);
    run.step = step.text;
    if (campaignsFound !== undefined) run.campaignsFound = campaignsFound;
    deps.repository.setProgress(run.id, {
      percent: run.percent,
      step: run.step,
      ...(campaignsFound === undefined ? {} : { campaignsFound }),
    });
    deps.progressed();
  };
  try {
    show(stepAt('looking_up', name));
    if (run.account.connectionId === null) {
      return failed('NO_CONNECTION', `${run.account.name} has no sign-in any more. Connect ${name} again.`, 'sign_in_again');
    }
    const session = await deps.sessions.sessionFor(run.account.connectionId);
    if (!run.structureDone) {
      show(stepAt('structure', name));
      const outcome = await readStructure(run, session, deps, signal, (found) => show(stepAt('structure', name), found));
      if (outcome) return outcome;
    }
    show(stepAt('planning', name));
    return await readSlices(run, session, deps, signal, (done, total) =>
      show(insightsStep(done, total, name, run.campaignsFound ?? 0)),
    );
  } catch (error) {
    if (signal.aborted) return { kind: 'stopped' };
    if (error instanceof Refusal) {
      const code = typeof error.data['code'] === 'string' ? error.data['code'] : error.code;
      return failed(code, error.message, fixFor('', code));
    }
    if (error instanceof PlatformError) {
      const { failure } = error;
      return { kind: 'failed', problem: problemFrom(failure), reauthorize: false };
    }
    throw error;
  }
}

function failed(code: string, sentence: string, fix: Problem['fix']): Outcome {
  return { kind: 'failed', problem: { code, sentence, detail: null, fix }, reauthorize: false };
}

function problemFrom(failure: PlatformFailure): Problem {
  return {
    code: failure.code,
    sentence: failure.sentence,
    detail: failure.detail === null ? null : redact(failure.detail),
    fix: fixFor(failure.kind, failure.code),
  };
}

/** Errors that are about the store or the sign-in, not about the platform's answer, must not be retried as if they were. */
function isOurs(error: unknown): boolean {
  return error instanceof Refusal || (error instanceof Error && error.name === 'StoreError');
}

/** What every failed request leads to, whichever reading it was. `again` = try the same once more. */
async function react(
  failure: PlatformFailure,
  attempts: number,
  run: RunRecord,
  deps: ExecuteDeps,
  signal: AbortSignal,
): Promise<Outcome | 'again' | 'give_up'> {
  if (failure.kind === 'reauthorize') return { kind: 'failed', problem: problemFrom(failure), reauthorize: true };
  if (failure.kind === 'rate_limited') {
    const retryAt = failure.retryAt ?? deps.now() + 60_000;
    deps.repository.log(run.id, 'warn', `${failure.sentence} Goes on at ${new Date(retryAt).toISOString()}.`, deps.now());
    return { kind: 'waiting', retryAt, scope: failure.scope, problem: problemFrom(failure) };
  }
  if (failure.kind !== 'transient' || attempts >= ATTEMPTS_PER_SLICE) return 'give_up';
  const pause = fullJitter(attempts, deps.retryBaseMs, 30_000, deps.random);
  deps.repository.log(run.id, 'info', `${failure.sentence} Trying again in ${Math.ceil(pause / 1000)} s.`, deps.now());
  await interruptibleDelay(pause, signal);
  return signal.aborted ? { kind: 'stopped' } : 'again';
}

async function readStructure(
  run: RunRecord,
  session: PlatformSession,
  deps: ExecuteDeps,
  signal: AbortSignal,
  found: (campaigns: number) => void,
): Promise<Outcome | null> {
  for (let attempts = 1; ; attempts += 1) {
    try {
      const reading = deps.repository.beginStructure(run);
      const campaigns = new Set<string>();
      for await (const page of session.readStructure({ adAccount: run.account.ref }, signal)) {
        if (signal.aborted) return { kind: 'stopped' };
        deps.repository.saveStructure(run, reading, page, deps.now());
        for (const entity of page.entities) if (entity.level === 'campaign') campaigns.add(entity.entityId);
        found(campaigns.size);
      }
      deps.repository.finishStructure(run, reading, deps.now());
      run.structureDone = true;
      found(campaigns.size);
      deps.dataChanged();
      return null;
    } catch (error) {
      if (signal.aborted) return { kind: 'stopped' };
      if (isOurs(error)) throw error;
      const failure = deps.platform.classify(error);
      deps.repository.log(run.id, 'error', `Campaigns could not be listed: ${failure.sentence} ${redact(failure.detail ?? '')}`.trim(), deps.now());
      const reaction = await react(failure, attempts, run, deps, signal);
      if (reaction === 'again') continue;
      return reaction === 'give_up' ? { kind: 'failed', problem: problemFrom(failure), reauthorize: false } : reaction;
    }
  }
}

async function readSlices(
  run: RunRecord,
  session: PlatformSession,
  deps: ExecuteDeps,
  signal: AbortSignal,
  progress: (done: number, total: number) => void,
): Promise<Outcome> {
  let problem: Problem | null = null;
  for (;;) {
    if (signal.aborted) return { kind: 'stopped' };
    const slices = deps.repository.slices(run.id);
    const done = slices.filter((slice) => slice.status === 'done');
    const weight = (list: SliceRecord[]): number => list.reduce((sum, slice) => sum + daysInRange(slice.from, slice.to), 0);
    progress(weight(done), weight(slices));
    const slice = slices.find((candidate) => candidate.status === 'pending');
    if (!slice) {
      return { kind: 'finished', doneSlices: done.length, failedSlices: slices.length - done.length, problem };
    }
    const outcome = await readSlice(run, slice, session, deps, signal);
    if (outcome === 'stored' || outcome === 'split') continue;
    if ('given_up' in outcome) {
      problem ??= outcome.given_up;
      // What holds for the whole ad account would be refused for every other slice too.
      if (outcome.wholeAccount) return { kind: 'failed', problem, reauthorize: false };
      continue;
    }
    return outcome;
  }
}

const WHOLE_ACCOUNT_CODES = new Set(['NO_PERMISSION', 'ACCOUNT_DISABLED', 'API_VERSION_EXPIRED', 'UNREACHABLE', 'MISSING_PERMISSION']);

async function readSlice(
  run: RunRecord,
  slice: SliceRecord,
  session: PlatformSession,
  deps: ExecuteDeps,
  signal: AbortSignal,
): Promise<'stored' | 'split' | { given_up: Problem; wholeAccount: boolean } | Outcome> {
  // Attempts of earlier processes are in the history; only this one's count against the limit.
  for (let attempts = 1; ; attempts += 1) {
    deps.repository.beginSlice(slice);
    try {
      const records: InsightRecord[] = [];
      const setAside: SetAsideRow[] = [];
      const request = { adAccount: run.account.ref, level: slice.level, from: slice.from, to: slice.to, asynchronous: slice.asynchronous };
      for await (const page of session.readInsights(request, signal)) {
        if (signal.aborted) return { kind: 'stopped' };
        for (const record of page.records) records.push(record);
        for (const row of page.setAside) setAside.push(row);
        deps.progressed();
      }
      for (const _step of deps.repository.ingest(run, slice, records, setAside, deps.now())) {
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
      deps.repository.log(run.id, 'error', `${where}: ${failure.sentence} ${redact(failure.detail ?? '')}`.trim(), deps.now());
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
      deps.repository.failSlice(slice, failure.sentence, true);
      return { given_up: problemFrom(failure), wholeAccount: WHOLE_ACCOUNT_CODES.has(failure.code) };
    }
  }
}

/** Never the same request again (promise S17): half the days; a single day as an asynchronous report; else nothing is left to try. */
function smallerRequests(slice: SliceRecord, asynchronousReports: boolean): Parameters<ImportRepository['replaceSlice']>[1] | null {
  const halves = halveSlice(slice);
  if (halves) return halves.map((half) => ({ level: half.level, from: half.from, to: half.to, asynchronous: slice.asynchronous }));
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
    const pieces = cutRange(rest.from, rest.to, wanted).map((piece) => ({ level: rest.level, ...piece, asynchronous: rest.asynchronous }));
    deps.repository.replaceSlice(rest, pieces, 'smaller pieces, because the answers are large');
  }
}
