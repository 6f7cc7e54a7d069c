/** The questions behind the datasets, in GAQL; like those of `queries.ts`, the compiler checks every field against its resource. */
import type { fields } from 'google-ads-api/fields';
import type { Dataset } from '../../../contract/datasets.ts';
import { daysInRange } from '../../domain/days.ts';
import type { DatasetRequest } from '../platform.ts';
import { entityCondition } from './entity-filter.ts';
import { BAD_REQUEST } from './error-table.ts';
import { failWith } from './errors.ts';
import { CAMPAIGN, METRICS, select, type Selection } from './queries.ts';

const ACCOUNT = ['customer.id', 'customer.descriptive_name'] as const;
const AD_GROUP = ['ad_group.id', 'ad_group.name'] as const;

type CustomerRow = (fields.CustomerField | fields.CustomerSegment | fields.CustomerMetric)[];
type CampaignRow = (fields.CampaignField | fields.CampaignSegment | fields.CampaignMetric)[];
type AdGroupRow = (fields.AdGroupField | fields.AdGroupSegment | fields.AdGroupMetric)[];

/** `unique_users` counts people of the range asked for and is refused beyond 92 days. */
const REACH = ['metrics.unique_users', 'metrics.average_impression_frequency_per_user'] as const satisfies CampaignRow;
const REACH_DAYS = 92;
/** Told of Search and Shopping campaigns, and of the ad account for these together; never added up. */
const SHARE = ['metrics.search_impression_share'] as const satisfies CampaignRow & CustomerRow;

const SELECTIONS: Record<string, Selection> = {
  'account.hour': {
    from: 'customer',
    fields: [...ACCOUNT, 'segments.date', 'segments.hour', ...METRICS] satisfies CustomerRow,
  },
  'campaign.hour': {
    from: 'campaign',
    fields: [...CAMPAIGN, 'segments.date', 'segments.hour', ...METRICS] satisfies CampaignRow,
  },
  'ad_group.hour': {
    from: 'ad_group',
    fields: [...AD_GROUP, ...CAMPAIGN, 'segments.date', 'segments.hour', ...METRICS] satisfies AdGroupRow,
  },
  'account.day.device': {
    from: 'customer',
    fields: [...ACCOUNT, 'segments.date', 'segments.device', ...METRICS] satisfies CustomerRow,
  },
  'account.day.network': {
    from: 'customer',
    fields: [...ACCOUNT, 'segments.date', 'segments.ad_network_type', ...METRICS] satisfies CustomerRow,
  },
  'campaign.day.device': {
    from: 'campaign',
    fields: [...CAMPAIGN, 'segments.date', 'segments.device', ...METRICS] satisfies CampaignRow,
  },
  'campaign.day.network': {
    from: 'campaign',
    fields: [...CAMPAIGN, 'segments.date', 'segments.ad_network_type', ...METRICS] satisfies CampaignRow,
  },
  'campaign.day.conversion_action': {
    from: 'campaign',
    fields: [
      ...CAMPAIGN,
      'segments.date',
      'segments.conversion_action',
      'segments.conversion_action_name',
      'metrics.conversions',
      'metrics.conversions_value',
      'metrics.all_conversions',
      'metrics.all_conversions_value',
    ] satisfies CampaignRow,
  },
  'campaign.day.geo': {
    from: 'geographic_view',
    fields: [
      ...CAMPAIGN,
      'geographic_view.country_criterion_id',
      'geographic_view.location_type',
      'segments.date',
      ...METRICS,
    ] satisfies (fields.GeographicViewField | fields.GeographicViewSegment | fields.GeographicViewMetric)[],
  },
  'campaign.day.age': {
    from: 'age_range_view',
    fields: [...CAMPAIGN, 'ad_group_criterion.age_range.type', 'segments.date', ...METRICS] satisfies (
      | fields.AgeRangeViewField
      | fields.AgeRangeViewSegment
      | fields.AgeRangeViewMetric
    )[],
  },
  'campaign.day.gender': {
    from: 'gender_view',
    fields: [...CAMPAIGN, 'ad_group_criterion.gender.type', 'segments.date', ...METRICS] satisfies (
      | fields.GenderViewField
      | fields.GenderViewSegment
      | fields.GenderViewMetric
    )[],
  },
  'account.month': {
    from: 'customer',
    fields: [...ACCOUNT, 'segments.month', ...METRICS] satisfies CustomerRow,
  },
  'campaign.month': {
    from: 'campaign',
    fields: [...CAMPAIGN, 'segments.month', ...METRICS] satisfies CampaignRow,
  },
  'campaign.range': { from: 'campaign', fields: [...CAMPAIGN, ...METRICS] satisfies CampaignRow },
};

/** What is asked of a period besides its sums, where Google offers it. */
export type PeriodFigure = 'reach' | 'share';
const PERIOD_FIGURES: Record<PeriodFigure, readonly string[]> = { reach: REACH, share: SHARE };

/** Which figures the rows of a period can tell: reach for campaigns over a short enough one. */
export function periodFigures({ dataset, from, to }: DatasetRequest): PeriodFigure[] {
  if (!isPeriod(dataset)) return [];
  return dataset.level === 'campaign' && daysInRange(from, to) <= REACH_DAYS ? ['reach', 'share'] : ['share'];
}

export const isPeriod = (dataset: Dataset): boolean => dataset.grain === 'month' || dataset.grain === 'range';

/** The query of a slice, with these figures of a period besides. */
export function datasetQuery(request: DatasetRequest, figures: readonly PeriodFigure[]): string {
  const { dataset, from, to, entities } = request;
  const plain = SELECTIONS[dataset.id];
  if (plain === undefined) throw failWith(BAD_REQUEST, `no query for dataset ${dataset.id}`);
  const selection = { ...plain, fields: [...plain.fields, ...figures.flatMap((figure) => PERIOD_FIGURES[figure])] };
  // A month is asked for by name: beyond 37 months Google answers nothing finer, not even in a condition. It ends today by itself.
  const days =
    dataset.grain === 'month'
      ? `segments.month = '${from.slice(0, 7)}-01'`
      : `segments.date BETWEEN '${from}' AND '${to}'`;
  const only = entityCondition(selection, entities);
  return select(selection, only === null ? days : `${days} AND ${only}`);
}
