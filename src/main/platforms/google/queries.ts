/**
 * The questions we ask, in GAQL. One unknown field fails a whole query, so the compiler checks every field, metric and
 * segment against the table of its resource in this API version (`google-ads-api/fields`, types only: nothing is loaded).
 */
import type { fields } from 'google-ads-api/fields';
import type { Day, Level } from '../../../contract/vocabulary.ts';

export const METRICS = [
  'metrics.cost_micros',
  'metrics.impressions',
  'metrics.clicks',
  'metrics.conversions',
  'metrics.conversions_value',
] as const satisfies fields.Metrics;

/**
 * What only the daily figures tell. v22 renamed `metrics.video_views` to this (Google Ads API diff tool, v22 versus v21,
 * common/metrics.proto); v25's field table has it on every level.
 */
const VIEWS = 'metrics.video_trueview_views' satisfies fields.Metric;
const DAILY = [...METRICS, VIEWS] as const satisfies fields.Metrics;

export const CAMPAIGN = ['campaign.id', 'campaign.name'] as const;
const AD_GROUP = ['ad_group.id', 'ad_group.name'] as const;
const AD = ['ad_group_ad.ad.id', 'ad_group_ad.ad.name', 'ad_group_ad.ad.type'] as const;

export type Selection = { from: fields.Resource; fields: readonly string[] };

/** The metrics of one level by day. Only what every level offers; names and ids of the ancestors come along. */
export const INSIGHT_SELECTIONS: Record<Level, Selection> = {
  account: {
    from: 'customer',
    fields: ['customer.id', 'customer.descriptive_name', 'segments.date', ...DAILY] satisfies (
      | fields.CustomerField
      | fields.CustomerSegment
      | fields.CustomerMetric
    )[],
  },
  campaign: {
    from: 'campaign',
    fields: [...CAMPAIGN, 'segments.date', ...DAILY] satisfies (
      | fields.CampaignField
      | fields.CampaignSegment
      | fields.CampaignMetric
    )[],
  },
  ad_group: {
    from: 'ad_group',
    fields: [...AD_GROUP, ...CAMPAIGN, 'segments.date', ...DAILY] satisfies (
      | fields.AdGroupField
      | fields.AdGroupSegment
      | fields.AdGroupMetric
    )[],
  },
  ad: {
    from: 'ad_group_ad',
    fields: [...AD, ...AD_GROUP, ...CAMPAIGN, 'segments.date', ...DAILY] satisfies (
      | fields.AdGroupAdField
      | fields.AdGroupAdSegment
      | fields.AdGroupAdMetric
    )[],
  },
};

const CAMPAIGN_CORE = [
  ...CAMPAIGN,
  'campaign.status',
  'campaign.advertising_channel_type',
  'campaign_budget.amount_micros',
] as const satisfies fields.CampaignField[];

export const STRUCTURE_SELECTIONS = {
  campaign: {
    from: 'campaign',
    fields: [
      ...CAMPAIGN_CORE,
      'campaign.primary_status',
      'campaign_budget.total_amount_micros',
    ] satisfies fields.CampaignField[],
  },
  /** Asked when Google refuses a field of the list above: a changed field table must not cost the whole structure. */
  campaignCore: { from: 'campaign', fields: CAMPAIGN_CORE },
  adGroup: {
    from: 'ad_group',
    fields: [...AD_GROUP, 'ad_group.status', 'campaign.id'] satisfies fields.AdGroupField[],
  },
  ad: {
    from: 'ad_group_ad',
    fields: [...AD, 'ad_group_ad.status', 'ad_group.id', 'campaign.id'] satisfies fields.AdGroupAdField[],
  },
} as const satisfies Record<string, Selection>;

export const CUSTOMER_SELECTION = {
  from: 'customer',
  fields: [
    'customer.id',
    'customer.descriptive_name',
    'customer.currency_code',
    'customer.time_zone',
    'customer.status',
    'customer.manager',
  ] satisfies fields.CustomerField[],
} as const satisfies Selection;

export const CUSTOMER_CLIENT_SELECTION = {
  from: 'customer_client',
  fields: [
    'customer_client.id',
    'customer_client.level',
    'customer_client.manager',
    'customer_client.status',
    'customer_client.currency_code',
    'customer_client.time_zone',
    'customer_client.hidden',
    'customer_client.descriptive_name',
  ] satisfies fields.CustomerClientField[],
} as const satisfies Selection;

export const CONVERSION_ACTION_SELECTION = {
  from: 'conversion_action',
  fields: [
    'conversion_action.id',
    'conversion_action.status',
    'conversion_action.click_through_lookback_window_days',
    'conversion_action.view_through_lookback_window_days',
  ] satisfies fields.ConversionActionField[],
} as const satisfies Selection;

export function select(selection: Selection, where?: string): string {
  return `SELECT ${selection.fields.join(', ')} FROM ${selection.from}${where === undefined ? '' : ` WHERE ${where}`}`;
}

/** Removed entities come along: GAQL returns them unless told not to. */
export const structureQuery = (selection: Selection): string => select(selection);
export const customerQuery = (): string => select(CUSTOMER_SELECTION);
/** A manager and what it manages directly; grandchildren are asked of their own manager, which tells the path. */
export const customerClientQuery = (): string => select(CUSTOMER_CLIENT_SELECTION, 'customer_client.level <= 1');
/** Days are in the ad account's zone, both included; `only` is a further condition, and views are left out where they are refused. */
export const insightQuery = (level: Level, from: Day, to: Day, only: string | null, views: boolean): string => {
  const days = `segments.date BETWEEN '${from}' AND '${to}'`;
  const { from: resource, fields } = INSIGHT_SELECTIONS[level];
  const selection = { from: resource, fields: views ? fields : fields.filter((field) => field !== VIEWS) };
  return select(selection, only === null ? days : `${days} AND ${only}`);
};
/** The actions whose conversions are counted now; a removed one brings none any more. */
export const conversionActionQuery = (): string =>
  select(CONVERSION_ACTION_SELECTION, "conversion_action.status = 'ENABLED'");
