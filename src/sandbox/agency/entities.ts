import type { Day } from '../calendar.ts';
import type { Revisions } from './revisions.ts';
import type { Character, PlatformName, Vertical } from './spec.ts';

/** One countable result an account reports (a purchase, a lead …). */
export type ConversionKind = {
  key: 'purchase' | 'lead' | 'add_to_cart' | 'call' | 'signup';
  /** Google: id and name of its conversion action. */
  actionId: string;
  actionName: string;
  category: string;
  /** Google counts only primary ones in `metrics.conversions`. */
  primary: boolean;
  /** Results per click when the campaign is healthy. */
  rate: number;
  /** Typical value of one in major units; 0 = no value reported. */
  value: number;
  salt: number;
};

/** First and last day something can deliver, and what it becomes afterwards. */
export type Life = { from: Day; to: Day; after: 'paused' | 'archived' | 'deleted' };

export type Ad = Life & {
  id: string;
  name: string;
  key: number;
  share: number;
  adGroup: AdGroup;
  campaign: Campaign;
  account: Account;
  creativeId: string;
};

export type AdGroup = Life & {
  id: string;
  name: string;
  key: number;
  campaign: Campaign;
  ads: Ad[];
  dailyBudgetMinor: number | null;
};

export type Campaign = Life & {
  id: string;
  name: string;
  /** Its name before `renamedOn`, for campaigns that get renamed. */
  formerName: string | null;
  renamedOn: Day;
  /** First day without delivery because the ad account was switched off. */
  offFrom: Day;
  key: number;
  character: Character;
  account: Account;
  adGroups: AdGroup[];
  /** Typical spend of one day in minor units. */
  dailyMinor: number;
  /** Set on the campaign, or on its ad groups when null. */
  dailyBudgetMinor: number | null;
  budgetId: string;
  objective: string;
  channel: string;
  /** Cost of 1000 impressions in minor units, and clicks per impression. */
  cpmMinor: number;
  ctr: number;
  months: readonly number[] | null;
};

export type Account = {
  platform: PlatformName;
  id: string;
  name: string;
  client: string;
  currency: string;
  timezone: string;
  status: 'active' | 'disabled' | 'closed';
  vertical: Vertical;
  login: 'main' | 'second';
  key: number;
  /** Micros in the smallest unit of the currency: 10 000 for cents, 1 000 000 for yen. */
  minorMicros: number;
  /** Longest time from a click to a conversion it is credited with: 28 on Meta, the account's own on Google. */
  conversionWindowDays: number;
  /** Some conversions are uploaded this many days after their click, beyond the window; 0 = none. */
  lateUploadDays: number;
  firstDay: Day;
  manager: Manager | null;
  conversionKinds: ConversionKind[];
  campaigns: Campaign[];
};

export type Manager = {
  key: string;
  id: string;
  name: string;
  currency: string;
  timezone: string;
  parent: Manager | null;
};

export type Agency = {
  anchor: Day;
  seed: number;
  accounts: Account[];
  managers: Manager[];
  revisions: Revisions;
};

export type Status = 'active' | 'paused' | 'archived' | 'deleted' | 'not-yet';

/** The entity's own status on a day: what its switch says, whatever its parents do. */
export function statusOn(entity: Life, today: Day): Status {
  if (today < entity.from) return 'not-yet';
  return today <= entity.to ? 'active' : entity.after;
}

const COUNTS_PEOPLE: readonly string[] = ['DISPLAY', 'VIDEO', 'DEMAND_GEN'];

/** Whether people reached are counted: on Meta always, on Google for some channels only. */
export const countsPeople = (campaign: Campaign): boolean =>
  campaign.account.platform === 'meta' || COUNTS_PEOPLE.includes(campaign.channel);

const SEARCHED: readonly string[] = ['SEARCH', 'SHOPPING'];

/** Whether its impressions are a share of searches, which Google tells. */
export const isSearched = (campaign: Campaign): boolean =>
  campaign.account.platform === 'google' && SEARCHED.includes(campaign.channel);

/** The campaign's name as it is on a day. */
export function campaignName(campaign: Campaign, today: Day): string {
  return campaign.formerName !== null && today < campaign.renamedOn ? campaign.formerName : campaign.name;
}
