import type { QuotaGuard, QuotaWait, RunRecord } from './ports.ts';

/** What a run asks quotas for. */
export function ownerOf({ account }: RunRecord): Parameters<QuotaGuard['holdUntil']>[0] {
  return {
    platform: account.platform,
    connectionId: account.connectionId,
    adAccountId: account.ref.adAccountId,
  };
}

/** What a run waits for; null when it may go on. */
export function holdOf(quotas: QuotaGuard, run: RunRecord): QuotaWait | null {
  return quotas.holdUntil(ownerOf(run));
}

/** What stands in line behind a pause waits for the platform too; whoever watches is told until when. */
export function asShown(quotas: QuotaGuard, run: RunRecord): RunRecord {
  if (run.status !== 'queued') return run;
  const hold = holdOf(quotas, run);
  return hold ? { ...run, status: 'waiting', retryAt: hold.until } : run;
}
