/** Rows of the REST answer (camelCase, int64 as text, doubles as numbers, enums as names) → our records. Pure. */
import type { AdAccountStatus, Day, EntityStatus, Level } from '../../../contract/vocabulary.ts';
import { accountBasis } from '../../domain/currencies.ts';
import { isDay } from '../../domain/days.ts';
import { meaningOf } from '../../domain/words.ts';
import type {
  ConversionRecord,
  EntityFilter,
  InsightRecord,
  InsightRequest,
  SetAsideRow,
  StructureEntity,
} from '../platform.ts';
import { isObject } from './failures.ts';
import {
  count,
  double,
  guard,
  idText,
  int64,
  money,
  nameText,
  part,
  requiredId,
  RowProblem,
  type Json,
} from './rows.ts';

/** 'RESPONSIVE_SEARCH_AD', '123' → 'Responsive search ad 123': most Google ads have no name of their own. */
export function adName(ad: Json, adId: string): string {
  const own = nameText(ad.name);
  if (own !== null) return own;
  const type = nameText(ad.type);
  if (type === null || type === 'UNKNOWN' || type === 'UNSPECIFIED') return `Ad ${adId}`;
  const words = type.toLowerCase().split('_').join(' ');
  return `${words.charAt(0).toUpperCase()}${words.slice(1)} ${adId}`;
}

function entityOf(row: Json, level: Level): { id: string; name: string | null } {
  if (level === 'account') {
    const customer = part(row, 'customer');
    return { id: requiredId(customer.id, 'ad account'), name: nameText(customer.descriptiveName) };
  }
  if (level === 'campaign') {
    const campaign = part(row, 'campaign');
    return { id: requiredId(campaign.id, 'campaign'), name: nameText(campaign.name) };
  }
  if (level === 'ad_group') {
    const adGroup = part(row, 'adGroup');
    return { id: requiredId(adGroup.id, 'ad group'), name: nameText(adGroup.name) };
  }
  const ad = part(part(row, 'adGroupAd'), 'ad');
  const id = requiredId(ad.id, 'ad');
  return { id, name: adName(ad, id) };
}

/** Which ad in which ad group a row of `ad_group_ad` is about; null when it does not say. */
export function adPlace(raw: unknown): { adId: string; adGroupId: string } | null {
  if (!isObject(raw)) return null;
  const adId = idText(part(part(raw, 'adGroupAd'), 'ad').id);
  const adGroupId = idText(part(raw, 'adGroup').id);
  return adId === null || adGroupId === null ? null : { adId, adGroupId };
}

export type RowRequest = {
  adAccount: { adAccountId: string };
  level: Level;
  entities?: EntityFilter | null;
};

/** TrueView views go by the word Meta has for its own count of views, so that both stand in one column. */
export const VIDEO_VIEW = 'video_view';
export const videoViews = (views: number): ConversionRecord => ({
  actionType: VIDEO_VIEW,
  window: 'default',
  count: views,
  valueMicros: null,
});

/** Everything of a row but when: whose figures they are and what they say. */
export function figuresOf(row: Json, request: RowRequest): Omit<InsightRecord, 'day'> {
  const { level, entities } = request;
  const entity = entityOf(row, level);
  if (level === 'account' && entity.id !== request.adAccount.adAccountId) {
    throw new RowProblem('the row belongs to another ad account');
  }
  const campaign = part(row, 'campaign');
  const adGroup = part(row, 'adGroup');
  const place = {
    campaignId: level === 'account' ? null : requiredId(campaign.id, 'campaign'),
    campaignName: level === 'account' ? null : nameText(campaign.name),
    adGroupId: level === 'ad_group' || level === 'ad' ? requiredId(adGroup.id, 'ad group') : null,
    adGroupName: level === 'ad_group' || level === 'ad' ? nameText(adGroup.name) : null,
  };
  if (entities) {
    const ids = { campaign: place.campaignId, ad_group: place.adGroupId, ad: entity.id };
    const id = ids[entities.level];
    if (id !== null && !entities.ids.includes(id)) throw new RowProblem('the row was not asked for');
  }
  const metrics = part(row, 'metrics');
  const conversions = double(metrics.conversions, 'conversions');
  const valueMicros = money(metrics.conversionsValue, 'conversion value');
  const views = count(metrics.videoTrueviewViews, 'video views');
  const actions: ConversionRecord[] =
    conversions === null && valueMicros === null
      ? []
      : [{ actionType: 'conversions', window: 'default', count: conversions, valueMicros }];
  // A zero is left out, as Meta leaves them out: most campaigns show no video.
  if (views !== null && views > 0) actions.push(videoViews(views));
  return {
    level,
    entityId: entity.id,
    entityName: entity.name,
    ...place,
    spendMicros: int64(metrics.costMicros, 'cost'),
    impressions: count(metrics.impressions, 'impressions'),
    clicks: count(metrics.clicks, 'clicks'),
    linkClicks: null,
    reach: null,
    conversions,
    conversionValueMicros: valueMicros,
    actions,
    extra: null,
  };
}

/** The day of a row, which must be one of those asked for. */
export function dayOf(row: Json, from: Day, to: Day): Day {
  const day = part(row, 'segments').date;
  if (typeof day !== 'string') throw new RowProblem('no date');
  if (!isDay(day)) throw new RowProblem('the date is not a calendar day');
  if (day < from || day > to) throw new RowProblem('the date is outside the days asked for');
  return day;
}

/** One row of an insight query → a record, or the row set aside with its reason. */
export function insightRecord(raw: unknown, request: InsightRequest): InsightRecord | SetAsideRow {
  return guard(raw, (row) => ({ ...figuresOf(row, request), day: dayOf(row, request.from, request.to) }));
}

const STATUS: Record<string, EntityStatus> = { ENABLED: 'active', PAUSED: 'paused', REMOVED: 'deleted' };
const PRIMARY: Record<string, EntityStatus> = { ENDED: 'ended', MISCONFIGURED: 'issues', NOT_ELIGIBLE: 'issues' };

function statusOf(word: unknown, primary?: unknown): { status: EntityStatus; platformStatus: string } {
  const platformStatus = nameText(word) ?? 'UNKNOWN';
  const own = meaningOf(STATUS, platformStatus) ?? 'unknown';
  // A switched-on campaign may still not run; a paused or removed one says so by itself.
  const status = own === 'active' && typeof primary === 'string' ? (meaningOf(PRIMARY, primary) ?? own) : own;
  return { status, platformStatus };
}

export function campaignEntity(raw: unknown): StructureEntity | SetAsideRow {
  return guard(raw, (row) => {
    const campaign = part(row, 'campaign');
    const budget = part(row, 'campaignBudget');
    const id = requiredId(campaign.id, 'campaign');
    return {
      level: 'campaign',
      entityId: id,
      parentId: null,
      campaignId: id,
      name: nameText(campaign.name) ?? `Campaign ${id}`,
      ...statusOf(campaign.status, campaign.primaryStatus),
      objective: nameText(campaign.advertisingChannelType),
      dailyBudgetMicros: int64(budget.amountMicros, 'daily budget'),
      lifetimeBudgetMicros: int64(budget.totalAmountMicros, 'total budget'),
      extra: nameText(campaign.primaryStatus) === null ? null : { primaryStatus: campaign.primaryStatus },
    };
  });
}

export function adGroupEntity(raw: unknown): StructureEntity | SetAsideRow {
  return guard(raw, (row) => {
    const adGroup = part(row, 'adGroup');
    const id = requiredId(adGroup.id, 'ad group');
    const campaignId = requiredId(part(row, 'campaign').id, 'campaign');
    return {
      level: 'ad_group',
      entityId: id,
      parentId: campaignId,
      campaignId,
      name: nameText(adGroup.name) ?? `Ad group ${id}`,
      ...statusOf(adGroup.status),
      objective: null,
      dailyBudgetMicros: null,
      lifetimeBudgetMicros: null,
      extra: null,
    };
  });
}

export function adEntity(raw: unknown): StructureEntity | SetAsideRow {
  return guard(raw, (row) => {
    const adGroupAd = part(row, 'adGroupAd');
    const ad = part(adGroupAd, 'ad');
    const id = requiredId(ad.id, 'ad');
    return {
      level: 'ad',
      entityId: id,
      parentId: requiredId(part(row, 'adGroup').id, 'ad group'),
      campaignId: requiredId(part(row, 'campaign').id, 'campaign'),
      name: adName(ad, id),
      ...statusOf(adGroupAd.status),
      objective: null,
      dailyBudgetMicros: null,
      lifetimeBudgetMicros: null,
      extra: nameText(ad.type) === null ? null : { adType: ad.type },
    };
  });
}

export type CustomerFacts = {
  adAccountId: string;
  name: string;
  currency: string;
  timeZone: string;
  status: AdAccountStatus;
  platformStatus: string;
  isManager: boolean;
};

/** '1234567890' → '123-456-7890', as Google's screens write it; other lengths stay as they are. */
export function dashed(id: string): string {
  return id.length === 10 ? `${id.slice(0, 3)}-${id.slice(3, 6)}-${id.slice(6)}` : id;
}

const ACCOUNT_STATUS: Record<string, AdAccountStatus> = { CANCELED: 'closed', CLOSED: 'closed', SUSPENDED: 'disabled' };

/** The `customer` or `customer_client` object of a row; null when it has no id. */
export function customerFacts(raw: unknown): CustomerFacts | null {
  if (!isObject(raw)) return null;
  const id = idText(raw.id);
  if (id === null) return null;
  const { problem, ...basis } = accountBasis(nameText(raw.currencyCode), nameText(raw.timeZone));
  const platformStatus = problem ?? nameText(raw.status) ?? 'UNKNOWN';
  return {
    adAccountId: id,
    name: nameText(raw.descriptiveName) ?? dashed(id),
    ...basis,
    status: problem === null ? (meaningOf(ACCOUNT_STATUS, platformStatus) ?? 'active') : 'no_access',
    platformStatus,
    isManager: raw.manager === true,
  };
}
