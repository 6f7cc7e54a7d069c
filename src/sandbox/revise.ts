import { noRevisions, type ReportLevel } from './agency/revisions.ts';
import type { PlatformName } from './agency/spec.ts';
import { mustDay } from './calendar.ts';
import { hashText } from './hash.ts';
import type { World } from './world.ts';

export type RestateRequest = {
  /** Part of the account-days to change, 0–1. Which ones follows from the seed and from how many restatements came before. */
  share: number;
  /** How much spend and impressions move; −0.03 = 3 % less. Default −0.04. Clicks and conversions stay. */
  change?: number;
  /** `YYYY-MM-DD`; default: every day before today in the ad account's zone. */
  from?: string;
  to?: string;
  /** Default: all ad accounts of both platforms. */
  platform?: PlatformName;
  adAccountId?: string;
};

/** At least one of `before` and `entityIds`; with both, only the days before of these entities. Other levels are not touched. */
export type ForgetRequest = {
  platform: PlatformName;
  /** With or without `act_`. */
  adAccountId: string;
  level: ReportLevel;
  /** `YYYY-MM-DD`: rows of earlier days. */
  before?: string;
  entityIds?: readonly string[];
};

const plain = (adAccountId: string): string => adAccountId.replace(/^act_/, '').replaceAll('-', '');

/**
 * Changes the past, as platforms do: figures restated after the fact, rows no longer offered. Both take effect at the sandbox's
 * present time, so `truth.insights({asOf})` still answers what was true before.
 */
export function createRevising(world: World) {
  const day = (text: string | undefined): number | null => (text === undefined ? null : mustDay(text));
  const present = (platform: PlatformName, adAccountId: string): string => {
    const id = plain(adAccountId);
    if (!world.agency.accounts.some((account) => account.platform === platform && account.id === id))
      throw new Error(`no ${platform} account ${id}`);
    return id;
  };

  return {
    restate(request: RestateRequest): void {
      const { revisions } = world.agency;
      const { share, change = -0.04, platform, adAccountId } = request;
      if (adAccountId !== undefined && platform === undefined)
        throw new Error('restate: adAccountId needs its platform');
      if (change === 0) throw new Error('restate: a change of 0 changes nothing');
      revisions.count++;
      revisions.restatements.push({
        at: world.now(),
        share,
        change,
        from: day(request.from),
        to: day(request.to),
        platform: platform ?? null,
        adAccountId: adAccountId === undefined || platform === undefined ? null : present(platform, adAccountId),
        key: hashText(`restatement ${revisions.restatements.length}`, world.options.seed),
      });
    },

    forget(request: ForgetRequest): void {
      const { revisions } = world.agency;
      if (request.before === undefined && request.entityIds === undefined)
        throw new Error('forget: say before which day or which entities');
      revisions.count++;
      revisions.withheld.push({
        at: world.now(),
        platform: request.platform,
        adAccountId: present(request.platform, request.adAccountId),
        level: request.level,
        before: day(request.before),
        entityIds: request.entityIds === undefined ? null : new Set(request.entityIds),
      });
    },

    reset(): void {
      const { count } = world.agency.revisions;
      world.agency.revisions = { ...noRevisions(), count: count + 1 };
    },
  };
}
