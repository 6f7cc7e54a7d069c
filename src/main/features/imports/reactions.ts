import type { Problem } from '../../../contract/primitives.ts';
import { fullJitter } from '../../kernel/backoff.ts';
import { fixFor, Refusal } from '../../kernel/failure.ts';
import { redact } from '../../kernel/redact.ts';
import { interruptibleDelay } from '../../kernel/topic.ts';
import type { AdPlatform, PlatformFailure, PlatformSession } from '../../platforms/platform.ts';
import { holdOf } from './holds.ts';
import type { ImportRepository, QuotaGuard, RunRecord, SessionSource } from './ports.ts';

/** How one attempt at a run ended. The queue turns it into a status; only it knows about other runs. */
export type Outcome =
  | { kind: 'finished'; failedSlices: number; doneSlices: number; problem: Problem | null }
  /** `scope`: what the platform asked to leave alone; null = something that is left alone already. */
  | { kind: 'waiting'; retryAt: number; scope: PlatformFailure['scope'] | null; problem: Problem }
  /** `session`: the one the platform refused; a sign-in renewed meanwhile is not to blame. */
  | { kind: 'failed'; problem: Problem; reauthorize: boolean; session?: PlatformSession }
  | { kind: 'stopped' };

export type ExecuteDeps = {
  repository: ImportRepository;
  sessions: SessionSource;
  quotas: QuotaGuard;
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

const ATTEMPTS = 4;

/** A failure of a platform as a screen shows it. */
export function problemFrom(failure: PlatformFailure): Problem {
  return {
    code: failure.code,
    sentence: failure.sentence,
    detail: failure.detail === null ? null : redact(failure.detail),
    fix: fixFor(failure.kind, failure.code),
  };
}

/** Errors that are about the store or the sign-in, not about the platform's answer, must not be retried as if they were. */
export function isOurs(error: unknown): boolean {
  return error instanceof Refusal || (error instanceof Error && error.name === 'StoreError');
}

/** The outcome of what no platform answered: the store refused, or a fault of ours. */
export function unforeseen(error: unknown): Outcome & { kind: 'failed' } {
  const ofStore = error instanceof Error && error.name === 'StoreError';
  const code = ofStore ? String((error as { code?: unknown }).code) : 'INTERNAL';
  const sentence = ofStore ? error.message : 'Something went wrong inside Tidemark. Your saved data is unchanged.';
  const detail = redact(error instanceof Error ? error.message : String(error));
  const fix = code === 'DISK_FULL' ? 'free_space' : 'retry';
  return { kind: 'failed', reauthorize: false, problem: { code, sentence, detail, fix } };
}

/** What stands in the way of the run's next request; null when nothing does. A run that would wait gives its place to another. */
export function mustWait(run: RunRecord, deps: ExecuteDeps): Outcome | null {
  const hold = holdOf(deps.quotas, run);
  if (!hold) return null;
  const goesOn = new Date(hold.until).toISOString();
  deps.repository.log(run.id, 'info', `${hold.reason} Goes on at ${goesOn}.`, deps.now());
  const problem: Problem = { code: hold.code, sentence: hold.reason, detail: null, fix: 'wait' };
  return { kind: 'waiting', retryAt: hold.until, scope: null, problem };
}

/** What every failed request leads to, whichever reading it was. `again` = try the same once more. */
export async function react(
  failure: PlatformFailure,
  attempts: number,
  run: RunRecord,
  deps: ExecuteDeps,
  signal: AbortSignal,
): Promise<Outcome | 'again' | 'give_up'> {
  if (failure.kind === 'reauthorize') return { kind: 'failed', problem: problemFrom(failure), reauthorize: true };
  if (failure.kind === 'rate_limited') {
    // No limit lasts longer than a day; an absurd figure is not one to wait for.
    const told = failure.retryAt ?? deps.now() + 60_000;
    const retryAt = Math.min(Number.isFinite(told) ? told : Number.POSITIVE_INFINITY, deps.now() + 86_400_000);
    deps.repository.log(
      run.id,
      'warn',
      `${failure.sentence} Goes on at ${new Date(retryAt).toISOString()}.`,
      deps.now(),
    );
    return { kind: 'waiting', retryAt, scope: failure.scope, problem: problemFrom(failure) };
  }
  if (failure.kind !== 'transient' || attempts >= ATTEMPTS) return 'give_up';
  const pause = fullJitter(attempts, deps.retryBaseMs, 30_000, deps.random);
  deps.repository.log(run.id, 'info', `${failure.sentence} Trying again in ${Math.ceil(pause / 1000)} s.`, deps.now());
  await interruptibleDelay(pause, signal);
  return signal.aborted ? { kind: 'stopped' } : 'again';
}
