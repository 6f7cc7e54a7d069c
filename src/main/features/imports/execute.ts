import { PLATFORM_LABELS } from '../../../contract/vocabulary.ts';
import { NO_CURRENCY } from '../../domain/currencies.ts';
import type { Problem } from '../../../contract/primitives.ts';
import { fixFor, Refusal } from '../../kernel/failure.ts';
import { PlatformError, type PlatformSession } from '../../platforms/platform.ts';
import { readConversionWindow } from './conversion-window-step.ts';
import { inRun } from './current-run.ts';
import type { RunRecord } from './ports.ts';
import { mustWait, problemFrom, type ExecuteDeps, type Outcome } from './reactions.ts';
import { readSlices } from './slices-step.ts';
import { insightsStep, stepAt } from './steps.ts';
import { readStructure } from './structure-step.ts';

/**
 * Runs one ad account's import from where it stands: structure, then every pending slice. Each slice is stored whole with its
 * coverage, so stopping anywhere loses at most the slice in the air. Never throws for anything a platform or the network does.
 */
export function executeRun(run: RunRecord, deps: ExecuteDeps, signal: AbortSignal): Promise<Outcome> {
  return inRun(run.id, () => execute(run, deps, signal));
}

async function execute(run: RunRecord, deps: ExecuteDeps, signal: AbortSignal): Promise<Outcome> {
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
      return failed(
        'NO_CONNECTION',
        `${run.account.name} has no sign-in any more. Connect ${name} again.`,
        'sign_in_again',
      );
    }
    if (run.account.ref.currency === NO_CURRENCY)
      return failed('AD_ACCOUNT_UNREADABLE', unreadableAccount(run.account), 'check_access');
    const opened = await sessionOrStop(deps.sessions.sessionFor(run.account.connectionId), signal);
    if (opened === 'stopped') return { kind: 'stopped' };
    const session = opened;
    const blaming = (outcome: Outcome): Outcome => (outcome.kind === 'failed' ? { ...outcome, session } : outcome);
    if (!run.structureDone) {
      show(stepAt('structure', name));
      const outcome =
        mustWait(run, deps) ??
        (await readStructure(run, session, deps, signal, (found) => show(stepAt('structure', name), found)));
      if (outcome) return blaming(outcome);
    }
    show(stepAt('planning', name));
    await readConversionWindow(run, session, deps, signal);
    const outcome = await readSlices(run, session, deps, signal, (done, total) =>
      show(insightsStep(done, total, name, run.campaignsFound ?? 0)),
    );
    if (outcome.kind === 'finished') noteConversionsRead(run, deps);
    return blaming(outcome);
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

/** A planned run reads every day whose conversions may still change; when it got them all, they are of this API version. */
function noteConversionsRead(run: RunRecord, { repository, platform }: ExecuteDeps): void {
  const figures = repository.slices(run.id).filter((slice) => slice.dataset === null);
  if (run.chosen || run.startedAt === null || figures.some((slice) => slice.status !== 'done')) return;
  repository.noteApiVersion(run.account.key, platform.capabilities.apiVersion, run.from, run.to, run.startedAt);
}

/** Opening a session may ask the platform; a run told to stop does not wait for that. */
async function sessionOrStop(
  opening: Promise<PlatformSession>,
  signal: AbortSignal,
): Promise<PlatformSession | 'stopped'> {
  if (signal.aborted) return 'stopped';
  let stop = (): void => undefined;
  const stopped = new Promise<'stopped'>((resolve) => {
    stop = () => resolve('stopped');
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([opening, stopped]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

function unreadableAccount({ name, platform }: RunRecord['account']): string {
  const { name: where } = PLATFORM_LABELS[platform];
  return `${where} does not say in which currency and time zone it counts ${name}, or names ones Tidemark does not know. Nothing was imported, so that no figure lands in a wrong currency or on a wrong day. Check the ad account there, then refresh the list of ad accounts.`;
}

function failed(code: string, sentence: string, fix: Problem['fix']): Outcome {
  return { kind: 'failed', problem: { code, sentence, detail: null, fix }, reauthorize: false };
}
