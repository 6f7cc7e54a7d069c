import { dayText, type Day } from '../calendar.ts';

export type Resource = {
  attributes: readonly string[];
  metrics: boolean;
  segments: readonly string[];
  without: readonly string[];
};

export const DATE_SEGMENTS = [
  'segments.date',
  'segments.week',
  'segments.month',
  'segments.quarter',
  'segments.year',
] as const;
const SEGMENTS = [
  ...DATE_SEGMENTS,
  'segments.day_of_week',
  'segments.device',
  'segments.ad_network_type',
  'segments.conversion_action',
  'segments.conversion_action_name',
  'segments.conversion_action_category',
] as const;

const NO_REACH = ['metrics.unique_users', 'metrics.average_impression_frequency_per_user'];
const PLACES = ['campaign', 'ad_group', 'customer'];
const CRITERIA = ['ad_group_criterion', 'ad_group', 'campaign', 'customer'];

/** What may be asked of each resource: the compatibility table of the API. */
export const RESOURCES: Readonly<Record<string, Resource>> = {
  customer: {
    attributes: ['customer'],
    metrics: true,
    segments: [...SEGMENTS, 'segments.hour'],
    without: NO_REACH,
  },
  campaign: {
    attributes: ['campaign', 'campaign_budget', 'customer'],
    metrics: true,
    segments: [...SEGMENTS, 'segments.hour'],
    without: [],
  },
  ad_group: {
    attributes: ['ad_group', 'campaign', 'customer'],
    metrics: true,
    segments: [...SEGMENTS, 'segments.hour'],
    without: NO_REACH,
  },
  ad_group_ad: {
    attributes: ['ad_group_ad', 'ad_group', 'campaign', 'customer'],
    metrics: true,
    segments: SEGMENTS,
    without: [...NO_REACH, 'metrics.search_impression_share'],
  },
  // A campaign or an ad group in the question segments these; without it there is one row per country.
  geographic_view: { attributes: ['geographic_view', ...PLACES], metrics: true, segments: SEGMENTS, without: NO_REACH },
  user_location_view: {
    attributes: ['user_location_view', ...PLACES],
    metrics: true,
    segments: SEGMENTS,
    without: NO_REACH,
  },
  age_range_view: { attributes: ['age_range_view', ...CRITERIA], metrics: true, segments: SEGMENTS, without: NO_REACH },
  gender_view: { attributes: ['gender_view', ...CRITERIA], metrics: true, segments: SEGMENTS, without: NO_REACH },
  customer_client: { attributes: ['customer_client', 'customer'], metrics: false, segments: [], without: [] },
  conversion_action: { attributes: ['conversion_action', 'customer'], metrics: false, segments: [], without: [] },
};

export const ALL_SEGMENTS: readonly string[] = [...SEGMENTS, 'segments.hour'];
export const SEGMENT_ENUMS: Readonly<Record<string, readonly string[]>> = {
  'segments.device': ['MOBILE', 'TABLET', 'DESKTOP', 'OTHER', 'CONNECTED_TV'],
  'segments.ad_network_type': [
    'SEARCH',
    'SEARCH_PARTNERS',
    'CONTENT',
    'MIXED',
    'YOUTUBE',
    'GOOGLE_TV',
    'DISCOVER',
    'GMAIL',
    'MAPS',
  ],
  'segments.day_of_week': ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY'],
  'segments.conversion_action_category': ['PURCHASE', 'ADD_TO_CART', 'SUBMIT_LEAD_FORM', 'PHONE_CALL_LEAD', 'SIGNUP'],
};

/** `ad_group_ad.ad.final_urls` → `adGroupAd.ad.finalUrls`. */
export const camel = (name: string): string =>
  name.replaceAll(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

/** The core date segments of a day, as the API prints them. */
export function dateSegment(name: string, day: Day): string {
  const date = dayText(day);
  if (name === 'segments.date') return date;
  if (name === 'segments.month') return `${date.slice(0, 7)}-01`;
  if (name === 'segments.year') return date.slice(0, 4);
  if (name === 'segments.quarter')
    return `${date.slice(0, 4)}-${String(Math.floor((Number(date.slice(5, 7)) - 1) / 3) * 3 + 1).padStart(2, '0')}-01`;
  const monday = day - ((((day + 3) % 7) + 7) % 7);
  if (name === 'segments.week') return dayText(monday);
  return SEGMENT_ENUMS['segments.day_of_week']?.[day - monday] ?? 'UNSPECIFIED';
}
