import {
  campaignName,
  statusOn,
  type Account,
  type Ad,
  type AdGroup,
  type Campaign,
  type ConversionKind,
  type Life,
  type Manager,
} from '../agency/entities.ts';
import { dayStart, zoneOffset, type Day } from '../calendar.ts';
import { mix, unit } from '../hash.ts';
import { AGE_TYPES, GENDER_TYPES, type ViewCell } from './views.ts';

/** What a row is about. Which parts are set depends on the resource of FROM. */
export type Subject = {
  customer: Account | Manager;
  campaign?: Campaign;
  group?: AdGroup;
  ad?: Ad;
  kind?: ConversionKind;
  client?: { customer: Account | Manager; level: number };
  /** What a view's row is about besides its campaign or ad group: a country, an age range … */
  cell?: ViewCell;
  today: Day;
};

export type FieldType = 'int64' | 'int32' | 'double' | 'string' | 'bool' | 'enum' | 'date' | 'list';
export type Attribute = { type: FieldType; values?: readonly string[]; get(subject: Subject): unknown };

const STATUS = ['UNSPECIFIED', 'UNKNOWN', 'ENABLED', 'PAUSED', 'REMOVED'] as const;
const CUSTOMER_STATUS = ['UNSPECIFIED', 'UNKNOWN', 'ENABLED', 'CANCELED', 'SUSPENDED', 'CLOSED'] as const;
const CHANNEL = [
  'SEARCH',
  'DISPLAY',
  'SHOPPING',
  'HOTEL',
  'VIDEO',
  'MULTI_CHANNEL',
  'LOCAL',
  'SMART',
  'PERFORMANCE_MAX',
  'LOCAL_SERVICES',
  'TRAVEL',
  'DEMAND_GEN',
] as const;

const isAccount = (customer: Account | Manager): customer is Account => 'campaigns' in customer;
const customerStatus = (customer: Account | Manager): string =>
  !isAccount(customer) || customer.status === 'active'
    ? 'ENABLED'
    : customer.status === 'closed'
      ? 'CANCELED'
      : 'SUSPENDED';

function statusName(entity: Life, today: Day): string {
  const status = statusOn(entity, today);
  return status === 'active' ? 'ENABLED' : status === 'paused' || status === 'not-yet' ? 'PAUSED' : 'REMOVED';
}

const text = (get: Attribute['get']): Attribute => ({ type: 'string', get });
const int = (get: Attribute['get']): Attribute => ({ type: 'int64', get });
const bool = (get: Attribute['get']): Attribute => ({ type: 'bool', get });
const list = (get: Attribute['get']): Attribute => ({ type: 'list', get });
const choice = (values: readonly string[], get: Attribute['get']): Attribute => ({ type: 'enum', values, get });

const resourceName = (path: (s: Subject) => string): Attribute => text((s) => `customers/${s.customer.id}/${path(s)}`);

const localTime = (s: Subject, day: Day): string => {
  const zone = s.customer.timezone;
  const ms = dayStart(zone, day);
  return new Date(ms + zoneOffset(zone, ms)).toISOString().slice(0, 19).replace('T', ' ');
};

const GROUP_TYPE: Record<string, string> = {
  SEARCH: 'SEARCH_STANDARD',
  DISPLAY: 'DISPLAY_STANDARD',
  SHOPPING: 'SHOPPING_PRODUCT_ADS',
  VIDEO: 'VIDEO_RESPONSIVE',
  DEMAND_GEN: 'UNSPECIFIED',
};
const AD_TYPE: Record<string, string> = {
  SEARCH: 'RESPONSIVE_SEARCH_AD',
  DISPLAY: 'RESPONSIVE_DISPLAY_AD',
  SHOPPING: 'SHOPPING_PRODUCT_AD',
  VIDEO: 'VIDEO_RESPONSIVE_AD',
  DEMAND_GEN: 'DEMAND_GEN_MULTI_ASSET_AD',
};

/** An ad's own switch: only an ad that stopped before its group was switched off itself. */
const adStatus = (s: Subject): string =>
  s.ad !== undefined && s.today > s.ad.to && s.ad.to < s.ad.adGroup.to ? statusName(s.ad, s.today) : 'ENABLED';

/** Every attribute that can be selected, by its GAQL name. */
export const ATTRIBUTES: Readonly<Record<string, Attribute>> = {
  'customer.resource_name': text((s) => `customers/${s.customer.id}`),
  'customer.id': int((s) => s.customer.id),
  'customer.descriptive_name': text((s) => s.customer.name),
  'customer.currency_code': text((s) => s.customer.currency),
  'customer.time_zone': text((s) => s.customer.timezone),
  'customer.status': choice(CUSTOMER_STATUS, (s) => customerStatus(s.customer)),
  'customer.manager': bool((s) => !isAccount(s.customer)),
  'customer.test_account': bool(() => false),
  'customer.auto_tagging_enabled': bool(() => true),

  'customer_client.resource_name': text(
    (s) => `customers/${s.customer.id}/customerClients/${s.client?.customer.id ?? ''}`,
  ),
  'customer_client.client_customer': text((s) => `customers/${s.client?.customer.id ?? ''}`),
  'customer_client.id': int((s) => s.client?.customer.id),
  'customer_client.level': int((s) => s.client?.level),
  'customer_client.manager': bool((s) => s.client !== undefined && !isAccount(s.client.customer)),
  'customer_client.status': choice(CUSTOMER_STATUS, (s) =>
    s.client === undefined ? undefined : customerStatus(s.client.customer),
  ),
  'customer_client.currency_code': text((s) => s.client?.customer.currency),
  'customer_client.time_zone': text((s) => s.client?.customer.timezone),
  'customer_client.descriptive_name': text((s) => s.client?.customer.name),
  'customer_client.test_account': bool(() => false),
  'customer_client.hidden': bool(() => false),

  'campaign.resource_name': resourceName((s) => `campaigns/${s.campaign?.id ?? ''}`),
  'campaign.id': int((s) => s.campaign?.id),
  'campaign.name': text((s) => (s.campaign === undefined ? undefined : campaignName(s.campaign, s.today))),
  'campaign.status': choice(STATUS, (s) => (s.campaign === undefined ? undefined : statusName(s.campaign, s.today))),
  'campaign.serving_status': choice(['SERVING', 'NONE', 'ENDED', 'PENDING', 'SUSPENDED'], (s) =>
    s.campaign !== undefined && statusOn(s.campaign, s.today) === 'active' ? 'SERVING' : 'NONE',
  ),
  'campaign.primary_status': choice(
    ['ELIGIBLE', 'PAUSED', 'REMOVED', 'ENDED', 'PENDING', 'MISCONFIGURED', 'LIMITED', 'LEARNING', 'NOT_ELIGIBLE'],
    (s) => {
      const status = s.campaign === undefined ? '' : statusName(s.campaign, s.today);
      return status === 'ENABLED' ? 'ELIGIBLE' : status;
    },
  ),
  'campaign.advertising_channel_type': choice(CHANNEL, (s) => s.campaign?.channel),
  'campaign.bidding_strategy_type': choice(
    ['MAXIMIZE_CONVERSIONS', 'MAXIMIZE_CONVERSION_VALUE', 'TARGET_CPA', 'TARGET_ROAS', 'MANUAL_CPC', 'TARGET_SPEND'],
    (s) => (s.campaign === undefined || unit(mix(s.campaign.key, 61)) < 0.6 ? 'MAXIMIZE_CONVERSIONS' : 'TARGET_SPEND'),
  ),
  'campaign.campaign_budget': resourceName((s) => `campaignBudgets/${s.campaign?.budgetId ?? ''}`),
  'campaign.start_date_time': text((s) => (s.campaign === undefined ? undefined : localTime(s, s.campaign.from))),
  'campaign.end_date_time': text(() => '2037-12-30 23:59:59'),
  'campaign.optimization_score': {
    type: 'double',
    get: (s) => Math.round(unit(mix(s.campaign?.key ?? 0, 62)) * 1000) / 1000,
  },

  'campaign_budget.resource_name': resourceName((s) => `campaignBudgets/${s.campaign?.budgetId ?? ''}`),
  'campaign_budget.id': int((s) => s.campaign?.budgetId),
  'campaign_budget.name': text((s) => s.campaign?.name),
  'campaign_budget.amount_micros': int((s) =>
    s.campaign === undefined ? undefined : String((s.campaign.dailyBudgetMinor ?? 0) * s.campaign.account.minorMicros),
  ),
  // Only budgets over a whole campaign have one; these are daily.
  'campaign_budget.total_amount_micros': int(() => undefined),
  'campaign_budget.period': choice(['DAILY', 'CUSTOM_PERIOD'], () => 'DAILY'),
  'campaign_budget.delivery_method': choice(['STANDARD', 'ACCELERATED'], () => 'STANDARD'),
  'campaign_budget.status': choice(STATUS, () => 'ENABLED'),
  'campaign_budget.explicitly_shared': bool(() => false),

  'ad_group.resource_name': resourceName((s) => `adGroups/${s.group?.id ?? ''}`),
  'ad_group.id': int((s) => s.group?.id),
  'ad_group.name': text((s) => s.group?.name),
  // Removing a campaign leaves the switches of its ad groups and ads as they were.
  'ad_group.status': choice(STATUS, () => 'ENABLED'),
  'ad_group.type': choice(
    [...Object.values(GROUP_TYPE), 'UNKNOWN'],
    (s) => GROUP_TYPE[s.campaign?.channel ?? ''] ?? 'UNKNOWN',
  ),
  'ad_group.campaign': resourceName((s) => `campaigns/${s.campaign?.id ?? ''}`),
  'ad_group.cpc_bid_micros': int((s) =>
    s.campaign === undefined ? undefined : String(s.campaign.account.minorMicros * 100),
  ),

  'ad_group_ad.resource_name': resourceName((s) => `adGroupAds/${s.group?.id ?? ''}~${s.ad?.id ?? ''}`),
  'ad_group_ad.status': choice(STATUS, adStatus),
  'ad_group_ad.ad_group': resourceName((s) => `adGroups/${s.group?.id ?? ''}`),
  'ad_group_ad.ad_strength': choice(['PENDING', 'NO_ADS', 'POOR', 'AVERAGE', 'GOOD', 'EXCELLENT'], () => 'GOOD'),
  'ad_group_ad.policy_summary.approval_status': choice(
    ['DISAPPROVED', 'APPROVED_LIMITED', 'APPROVED', 'AREA_OF_INTEREST_ONLY'],
    () => 'APPROVED',
  ),
  'ad_group_ad.ad.resource_name': resourceName((s) => `ads/${s.ad?.id ?? ''}`),
  'ad_group_ad.ad.id': int((s) => s.ad?.id),
  // A responsive search ad has no name: the field is unset, and unset fields are not in the answer.
  'ad_group_ad.ad.name': text((s) => (s.campaign?.channel === 'SEARCH' ? undefined : s.ad?.name)),
  'ad_group_ad.ad.type': choice(
    [...Object.values(AD_TYPE), 'UNKNOWN'],
    (s) => AD_TYPE[s.campaign?.channel ?? ''] ?? 'UNKNOWN',
  ),
  'ad_group_ad.ad.final_urls': list(() => ['https://www.example.com/']),
  'ad_group_ad.ad.responsive_search_ad.headlines': list((s) =>
    s.campaign?.channel === 'SEARCH'
      ? [{ text: s.ad?.name ?? '' }, { text: 'Book today' }, { text: s.customer.name }]
      : undefined,
  ),

  'conversion_action.resource_name': resourceName((s) => `conversionActions/${s.kind?.actionId ?? ''}`),
  'conversion_action.id': int((s) => s.kind?.actionId),
  'conversion_action.name': text((s) => s.kind?.actionName),
  'conversion_action.status': choice(['ENABLED', 'REMOVED', 'HIDDEN'], () => 'ENABLED'),
  'conversion_action.type': choice(['WEBPAGE', 'CLICK_TO_CALL', 'UPLOAD_CLICKS', 'AD_CALL'], (s) =>
    s.kind?.key === 'call' ? 'AD_CALL' : 'WEBPAGE',
  ),
  'conversion_action.category': choice(
    ['PURCHASE', 'ADD_TO_CART', 'SUBMIT_LEAD_FORM', 'PHONE_CALL_LEAD', 'SIGNUP'],
    (s) => s.kind?.category,
  ),
  'conversion_action.primary_for_goal': bool((s) => s.kind?.primary),
  // Windows are set per action; the account's longest stands on its main one.
  'conversion_action.click_through_lookback_window_days': int((s) => {
    if (!isAccount(s.customer)) return undefined;
    const { conversionKinds, conversionWindowDays } = s.customer;
    return String(s.kind === conversionKinds[0] ? conversionWindowDays : Math.min(30, conversionWindowDays));
  }),
  'conversion_action.view_through_lookback_window_days': int(() => '1'),

  'geographic_view.resource_name': resourceName(
    (s) => `geographicViews/${s.cell?.country ?? ''}~${s.cell?.kind ?? ''}`,
  ),
  'geographic_view.country_criterion_id': int((s) => s.cell?.country),
  'geographic_view.location_type': choice(['AREA_OF_INTEREST', 'LOCATION_OF_PRESENCE'], (s) => s.cell?.kind),
  'user_location_view.resource_name': resourceName(
    (s) => `userLocationViews/${s.cell?.country ?? ''}~${s.cell?.kind ?? ''}`,
  ),
  'user_location_view.country_criterion_id': int((s) => s.cell?.country),
  'user_location_view.targeting_location': bool((s) => (s.cell === undefined ? undefined : s.cell.kind === 'true')),
  'age_range_view.resource_name': resourceName((s) => `ageRangeViews/${s.group?.id ?? ''}~${s.cell?.criterion ?? ''}`),
  'gender_view.resource_name': resourceName((s) => `genderViews/${s.group?.id ?? ''}~${s.cell?.criterion ?? ''}`),
  'ad_group_criterion.resource_name': resourceName(
    (s) => `adGroupCriteria/${s.group?.id ?? ''}~${s.cell?.criterion ?? ''}`,
  ),
  'ad_group_criterion.criterion_id': int((s) => s.cell?.criterion),
  'ad_group_criterion.age_range.type': choice(AGE_TYPES, (s) =>
    s.cell?.kind.startsWith('AGE_RANGE_') === true ? s.cell.kind : undefined,
  ),
  'ad_group_criterion.gender.type': choice(GENDER_TYPES, (s) =>
    s.cell !== undefined && GENDER_TYPES.includes(s.cell.kind) ? s.cell.kind : undefined,
  ),
};
