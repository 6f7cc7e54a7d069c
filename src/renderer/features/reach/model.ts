import type { PeriodsView } from '../../../contract/breakdowns.ts';
import { PLATFORM_LABELS, type PlatformId } from '../../../contract/vocabulary.ts';
import { t } from '../../ui/text.ts';
import { m } from './messages.ts';

/** Reach of exactly the range that is shown, per ad account: platforms count people once, and nobody can add them up. Pure. */
export type ReachOfAccount = {
  id: string;
  platform: PlatformId;
  /** Of the ad account, where a platform has several. */
  name: string | null;
  reach: number | null;
  frequency: number | null;
  asOf: string | null;
  /** Why there is no number; null when there is one. */
  reason: string | null;
  /** The platform can be asked. */
  askable: boolean;
};

export const reachOf = (periods: PeriodsView['periods']): ReachOfAccount[] => {
  const whole = periods.filter((period) => period.month === null);
  return whole.map((period) => {
    const [row] = period.rows;
    const platform = PLATFORM_LABELS[period.platform].name;
    const reach = row?.reach ?? null;
    const several = whole.filter((other) => other.platform === period.platform).length > 1;
    return {
      id: `${period.platform} ${period.adAccountId}`,
      platform: period.platform,
      name: several ? (row?.entityName ?? period.adAccountId) : null,
      reach,
      frequency: row?.frequency ?? null,
      asOf: period.asOf,
      reason:
        reach !== null
          ? null
          : !period.missing
            ? t(m.reasonNone, { platform })
            : t(period.offered ? m.reasonNotAsked : m.reasonNotOffered, { platform }),
      askable: reach === null && period.missing && period.offered,
    };
  });
};

/** The one number there is, or why there is none: several ad accounts have no reach together. */
export const oneReach = (accounts: readonly ReachOfAccount[]): { reach: number | null; reason: string } => {
  const [only, second] = accounts.filter((account) => account.reach !== null || account.askable);
  if (second !== undefined) return { reach: null, reason: t(m.reasonSeveral) };
  return { reach: only?.reach ?? null, reason: only?.reason ?? accounts[0]?.reason ?? t(m.reasonNoAccounts) };
};
