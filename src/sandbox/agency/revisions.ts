import { zoneDay, type Day } from '../calendar.ts';
import { mix, unit } from '../hash.ts';
import type { AdDay } from './delivery.ts';
import type { Account, Ad } from './entities.ts';
import type { PlatformName } from './spec.ts';

export type ReportLevel = 'account' | 'campaign' | 'ad_group' | 'ad';

/** From `at` on, a seeded share of the account-days shows other spend and impressions than before. */
export type Restatement = {
  at: number;
  share: number;
  change: number;
  from: Day | null;
  to: Day | null;
  platform: PlatformName | null;
  adAccountId: string | null;
  key: number;
};

/** From `at` on, the API leaves these rows of one level out of its answers, as if they had never been. */
export type Withheld = {
  at: number;
  platform: PlatformName;
  adAccountId: string;
  level: ReportLevel;
  before: Day | null;
  entityIds: ReadonlySet<string> | null;
};

/** What has been changed by hand while the sandbox runs. `count` changes with every entry, for caches of answers. */
export type Revisions = { restatements: Restatement[]; withheld: Withheld[]; count: number };

export const noRevisions = (): Revisions => ({ restatements: [], withheld: [], count: 0 });

function covers(restatement: Restatement, account: Account, day: Day, now: number): boolean {
  const { at, share, from, to, platform, adAccountId, key } = restatement;
  if (now < at || (platform !== null && platform !== account.platform)) return false;
  if (adAccountId !== null && adAccountId !== account.id) return false;
  // Today's figures grow anyway; a restatement is about days that seemed finished when it was made.
  if (day > (to ?? zoneDay(account.timezone, at) - 1) || (from !== null && day < from)) return false;
  return unit(mix(mix(account.key, day), key)) < share;
}

/** The restatements in force for an account's day; usually none. */
export function restatementsOf(revisions: Revisions, account: Account, day: Day, now: number): readonly Restatement[] {
  return revisions.restatements.length === 0
    ? revisions.restatements
    : revisions.restatements.filter((restatement) => covers(restatement, account, day, now));
}

function moved(value: number, change: number, least: number): number {
  const by = Math.trunc(value * change) || Math.sign(change);
  return value + by < least ? value + 1 : value + by;
}

/** Changes a delivered ad-day; every restated row differs from before by at least one coin and one impression. */
export function restate(restatements: readonly Restatement[], ad: Ad, delivered: AdDay): void {
  for (const { change } of restatements) {
    delivered.spend = moved(delivered.spend / ad.account.minorMicros, change, 0) * ad.account.minorMicros;
    delivered.impressions = moved(delivered.impressions, change, Math.max(1, delivered.clicks, delivered.reach));
  }
}

/** Whether the API no longer offers an entity's row of a day at a level. */
export function isWithheld(
  revisions: Revisions,
  account: Account,
  level: ReportLevel,
  entityId: string,
  day: Day,
  now: number,
): boolean {
  return revisions.withheld.some(
    (rule) =>
      now >= rule.at &&
      rule.level === level &&
      rule.platform === account.platform &&
      rule.adAccountId === account.id &&
      (rule.before === null || day < rule.before) &&
      (rule.entityIds === null || rule.entityIds.has(entityId)),
  );
}
