import type { Account, Ad, AdGroup, Campaign } from '../agency/entities.ts';
import { campaignName, statusOn, type Status } from '../agency/entities.ts';
import { knownShare, momentOf } from '../agency/delivery.ts';
import { dayStart, graphTime, zoneDay, zoneOffset, HOUR, type Day } from '../calendar.ts';
import { hashText } from '../hash.ts';
import type { FieldTree } from './fields.ts';
import { fail, invalidParameter } from './errors.ts';

type Getter<T> = (entity: T, at: At) => unknown;
/** The instant of a question and the account's day then. */
export type At = { now: number; today: Day };

export const atOf = (account: Account, now: number): At => ({ now, today: zoneDay(account.timezone, now) });

const STATUS: Record<Status, string> = {
  active: 'ACTIVE',
  paused: 'PAUSED',
  archived: 'ARCHIVED',
  deleted: 'DELETED',
  'not-yet': 'PAUSED',
};
const hidden = (status: Status): boolean => status === 'archived' || status === 'deleted';

export const ownCampaign = (campaign: Campaign, today: Day): Status => statusOn(campaign, today);

/** A child's own switch stays on when only its parent was paused; archiving and deleting take the children along. */
function ownGroup(group: AdGroup, today: Day): Status {
  const parent = statusOn(group.campaign, today);
  return hidden(parent) ? parent : 'active';
}

function ownAd(ad: Ad, today: Day): Status {
  const parent = ownGroup(ad.adGroup, today);
  if (hidden(parent)) return parent;
  return today > ad.to && ad.to < ad.adGroup.to ? ad.after : 'active';
}

export function effectiveStatus(entity: Campaign | AdGroup | Ad, today: Day): string {
  if ('adGroups' in entity) return STATUS[ownCampaign(entity, today)];
  if ('ads' in entity) {
    const own = ownGroup(entity, today);
    return own === 'active' && ownCampaign(entity.campaign, today) === 'paused' ? 'CAMPAIGN_PAUSED' : STATUS[own];
  }
  const own = ownAd(entity, today);
  return own === 'active' && ownCampaign(entity.campaign, today) === 'paused' ? 'CAMPAIGN_PAUSED' : STATUS[own];
}

const created = (entity: { from: Day; key: number }, account: Account): number =>
  dayStart(account.timezone, entity.from) - 6 * HOUR - (entity.key & 0xffff) * 100;
const time = (account: Account, ms: number): string => graphTime(account.timezone, Math.floor(ms / 1000) * 1000);
const changed = (entity: { from: Day; to: Day; key: number }, account: Account, today: Day): number =>
  today > entity.to
    ? dayStart(account.timezone, entity.to + 1) + (entity.key & 0xffff) * 500
    : created(entity, account) + 3 * HOUR;

const ACCOUNT_STATUS = { active: 1, disabled: 2, closed: 101 } as const;

const accountFields: Record<string, Getter<Account>> = {
  id: (a) => `act_${a.id}`,
  account_id: (a) => a.id,
  name: (a) => a.name,
  currency: (a) => a.currency,
  timezone_name: (a) => a.timezone,
  timezone_id: (a) => Math.abs(hashText(a.timezone)) % 400,
  timezone_offset_hours_utc: (a, at) => zoneOffset(a.timezone, at.now) / HOUR,
  account_status: (a) => ACCOUNT_STATUS[a.status],
  disable_reason: (a) => (a.status === 'disabled' ? 1 : 0),
  amount_spent: (a) => String((a.key >>> 0) % 100_000_000),
  balance: (a) => String((a.key >>> 0) % 50_000),
  spend_cap: () => '0',
  business: (a) => ({ id: '410988763321001', name: a.login === 'main' ? 'Northlight Digital' : 'Suzuki Studio' }),
  business_name: (a) => a.client,
  owner: () => '410988763321001',
  created_time: (a) => time(a, dayStart(a.timezone, a.firstDay) - 40 * HOUR),
  age: (a, at) => at.today - a.firstDay,
};

const campaignFields: Record<string, Getter<Campaign>> = {
  id: (c) => c.id,
  account_id: (c) => c.account.id,
  name: (c, at) => campaignName(c, at.today),
  objective: (c) => c.objective,
  status: (c, at) => STATUS[ownCampaign(c, at.today)],
  configured_status: (c, at) => STATUS[ownCampaign(c, at.today)],
  effective_status: (c, at) => effectiveStatus(c, at.today),
  buying_type: () => 'AUCTION',
  bid_strategy: (c) => (c.dailyBudgetMinor === null ? undefined : 'LOWEST_COST_WITHOUT_CAP'),
  daily_budget: (c) => (c.dailyBudgetMinor === null ? undefined : String(c.dailyBudgetMinor)),
  lifetime_budget: () => undefined,
  budget_remaining: (c, at) =>
    c.dailyBudgetMinor === null
      ? '0'
      : String(Math.floor(c.dailyBudgetMinor * (1 - knownShare(momentOf(c.account, at.now), at.today)))),
  special_ad_categories: () => [],
  created_time: (c) => time(c.account, created(c, c.account)),
  updated_time: (c, at) => time(c.account, changed(c, c.account, at.today)),
  start_time: (c) => time(c.account, dayStart(c.account.timezone, c.from)),
  stop_time: () => undefined,
};

const adsetFields: Record<string, Getter<AdGroup>> = {
  id: (g) => g.id,
  account_id: (g) => g.campaign.account.id,
  campaign_id: (g) => g.campaign.id,
  name: (g) => g.name,
  status: (g, at) => STATUS[ownGroup(g, at.today)],
  configured_status: (g, at) => STATUS[ownGroup(g, at.today)],
  effective_status: (g, at) => effectiveStatus(g, at.today),
  daily_budget: (g) => (g.dailyBudgetMinor === null ? '0' : String(g.dailyBudgetMinor)),
  lifetime_budget: () => '0',
  budget_remaining: (g) => String(g.dailyBudgetMinor ?? 0),
  billing_event: () => 'IMPRESSIONS',
  optimization_goal: (g) =>
    g.campaign.objective.includes('TRAFFIC') || g.campaign.objective === 'LINK_CLICKS'
      ? 'LINK_CLICKS'
      : 'OFFSITE_CONVERSIONS',
  attribution_spec: () => [
    { event_type: 'CLICK_THROUGH', window_days: 7 },
    { event_type: 'VIEW_THROUGH', window_days: 1 },
  ],
  created_time: (g) => time(g.campaign.account, created(g, g.campaign.account)),
  updated_time: (g, at) => time(g.campaign.account, changed(g, g.campaign.account, at.today)),
  start_time: (g) => time(g.campaign.account, dayStart(g.campaign.account.timezone, g.from)),
  end_time: () => undefined,
};

const adFields: Record<string, Getter<Ad>> = {
  id: (a) => a.id,
  account_id: (a) => a.account.id,
  campaign_id: (a) => a.campaign.id,
  adset_id: (a) => a.adGroup.id,
  name: (a) => a.name,
  status: (a, at) => STATUS[ownAd(a, at.today)],
  configured_status: (a, at) => STATUS[ownAd(a, at.today)],
  effective_status: (a, at) => effectiveStatus(a, at.today),
  creative: (a) => ({ id: a.creativeId }),
  created_time: (a) => time(a.account, created(a, a.account)),
  updated_time: (a, at) => time(a.account, changed(a, a.account, at.today)),
};

/** An entity with the asked fields, in the asked order; a field without a value is left out, an unknown one is an error. */
function shape<T>(
  getters: Record<string, Getter<T>>,
  node: string,
  entity: T,
  fields: FieldTree,
  at: At,
  defaults: readonly string[],
  edges: Record<string, (e: T, sub: FieldTree) => unknown> = {},
): Record<string, unknown> {
  const out: Record<string, unknown> = {};
  const asked = fields.size === 0 ? new Map(defaults.map((name) => [name, null])) : fields;
  for (const [name, sub] of asked) {
    const edge = edges[name];
    const getter = Object.hasOwn(getters, name) ? getters[name] : undefined;
    if (edge !== undefined) out[name] = edge(entity, sub ?? new Map());
    else if (getter !== undefined) {
      const value = getter(entity, at);
      if (value !== undefined)
        out[name] =
          sub === null || typeof value !== 'object' || value === null
            ? value
            : Object.fromEntries(Object.entries(value).filter(([key]) => sub.has(key) || key === 'id'));
    } else fail(invalidParameter(`Tried accessing nonexisting field (${name}) on node type (${node})`));
  }
  // Every Graph node carries its id whether asked for or not.
  if (out['id'] === undefined) out['id'] = getters['id']?.(entity, at);
  return out;
}

export const shapeAccount = (account: Account, fields: FieldTree, at: At): Record<string, unknown> =>
  shape(accountFields, 'AdAccount', account, fields, at, ['account_id', 'id']);
export const shapeCampaign = (campaign: Campaign, fields: FieldTree, at: At): Record<string, unknown> =>
  shape(campaignFields, 'Campaign', campaign, fields, at, ['id']);
export const shapeAdset = (group: AdGroup, fields: FieldTree, at: At): Record<string, unknown> =>
  shape(adsetFields, 'AdSet', group, fields, at, ['id'], { campaign: (g, sub) => shapeCampaign(g.campaign, sub, at) });
export const shapeAd = (ad: Ad, fields: FieldTree, at: At): Record<string, unknown> =>
  shape(adFields, 'Ad', ad, fields, at, ['id'], {
    campaign: (a, sub) => shapeCampaign(a.campaign, sub, at),
    adset: (a, sub) => shapeAdset(a.adGroup, sub, at),
  });

export const createdAt = (entity: Campaign | AdGroup | Ad, account: Account): number => created(entity, account);
export const changedAt = (entity: Campaign | AdGroup | Ad, account: Account, today: Day): number =>
  changed(entity, account, today);
