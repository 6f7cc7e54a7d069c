/** Which platform an ad account lives on. */
export type PlatformName = 'meta' | 'google';

export type Vertical = 'hotel' | 'restaurant' | 'shop' | 'clinic' | 'school' | 'gym' | 'leads';

/** What a campaign does over time. `crash`, `pause` and the removals happen around {@link AgencySpec.anchor}. */
export type Character = 'steady' | 'grow' | 'decline' | 'crash' | 'pause' | 'seasonal' | 'removed' | 'archived' | 'new';

export type AccountSpec = {
  platform: PlatformName;
  /** Digits only (no `act_`, no dashes). Derived from the seed when absent. */
  id?: string;
  name: string;
  /** ISO 4217. */
  currency: string;
  /** IANA zone: every day of this account is a day there. */
  timezone: string;
  status?: 'active' | 'disabled' | 'closed';
  vertical: Vertical;
  /** Typical spend of one day, all campaigns together, in major units of the account's currency. */
  dailySpend: number;
  /** How many campaigns (derived when absent, 3–8); 0 makes an account without any. */
  campaigns?: number;
  /** Ad groups per campaign and ads per ad group, fixed instead of 1–3 each. */
  adGroups?: number;
  ads?: number;
  /** Fixed characters, campaign by campaign; the rest is derived. */
  characters?: readonly Character[];
  /** Fixed campaign names, campaign by campaign. */
  campaignNames?: readonly string[];
  /** First day with delivery, `YYYY-MM-DD`. Default: 400–430 days before the anchor. */
  since?: string;
  /**
   * Google: the longest click-through look-back window of the account's conversion actions, 1–90 days. Conversions are credited up
   * to so many days after their click. Default 30. Meta's is 28 whatever stands here.
   */
  conversionWindowDays?: number;
  /**
   * Every 25th conversion is uploaded late, up to this many days after its click (Google's own lag report goes to 145), so
   * beyond what a look-back of the window can see. Default 0: none.
   */
  lateUploadDays?: number;
  /** Which person's sign-in sees it. Default `main`. */
  login?: 'main' | 'second';
  /** Google: key of the manager account above it; absent means the person has direct access. */
  manager?: string;
};

export type ManagerSpec = {
  key: string;
  id?: string;
  name: string;
  parent?: string;
  currency: string;
  timezone: string;
};

export type ClientSpec = { name: string; accounts: readonly AccountSpec[] };

export type AgencySpec = {
  /** The fixed day around which campaigns start, crash, pause and disappear, so the past never depends on today. */
  anchor?: string;
  managers?: readonly ManagerSpec[];
  clients: readonly ClientSpec[];
};
