import { redact } from '../../kernel/redact.ts';
import type { PlatformSession } from '../../platforms/platform.ts';
import type { RunRecord } from './ports.ts';
import { mustWait, type ExecuteDeps } from './reactions.ts';

/** Windows are settings of the ad account a person changes now and then. */
const ASK_EVERY_MS = 7 * 86_400_000;

/** Asks how long conversions of the ad account may still come in, once a week. No import fails for want of it. */
export async function readConversionWindow(
  run: RunRecord,
  session: PlatformSession,
  deps: ExecuteDeps,
  signal: AbortSignal,
): Promise<void> {
  const { repository } = deps;
  const readAt = repository.conversionWindowReadAt(run.account.key);
  if (readAt !== null && deps.now() - readAt < ASK_EVERY_MS) return;
  // The slices that come next would find the same and wait.
  if (mustWait(run, deps) !== null) return;
  try {
    const days = await session.readConversionWindow(run.account.ref, signal);
    repository.saveConversionWindow(run.account.key, days, deps.now());
  } catch (error) {
    if (signal.aborted) return;
    const failure = deps.platform.classify(error);
    const why = `${failure.sentence} ${redact(failure.detail ?? '')}`.trim();
    repository.log(run.id, 'info', `The conversion window could not be read: ${why}`, deps.now());
  }
}
