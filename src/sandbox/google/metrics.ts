import type { Account } from '../agency/entities.ts';
import { reachOf, type Sums } from '../agency/ledger.ts';
import { mix, unit } from '../hash.ts';

type Metric = {
  type: 'int64' | 'double';
  get(sums: Sums, account: Account): number;
  /** Only for campaigns whose people are counted; the others leave it out of the answer. */
  people?: true;
  /** Only for campaigns that stand in searches, and accounts with one. `key` is of whose share it is. */
  share?: (sums: Sums, key: number) => number;
};

const conversions = (
  sums: Sums,
  account: Account,
  primaryOnly: boolean,
  what: 'countMicros' | 'valueMicros',
): number => {
  let total = 0;
  account.conversionKinds.forEach((kind, k) => {
    if (kind.primary || !primaryOnly) total += sums.results[k]?.[what] ?? 0;
  });
  return total / 1_000_000;
};
const ratio = (top: number, bottom: number): number => (bottom === 0 ? 0 : top / bottom);

/** In ten-thousandths; anything below a tenth is told as 0.0999 (fields, metrics.search_impression_share). */
function searchShare(sums: Sums, key: number): number {
  if (sums.impressions === 0) return 0;
  const share = Math.round(1e4 * (0.04 + 0.9 * unit(mix(key, 77)) + 0.05 * unit(mix(key, sums.impressions)))) / 1e4;
  return share < 0.1 ? 0.0999 : share;
}

/** Metrics by GAQL name. Money counters are int64 micros; averages are doubles in micros. */
export const METRICS: Readonly<Record<string, Metric>> = {
  'metrics.cost_micros': { type: 'int64', get: (s) => s.spend },
  'metrics.impressions': { type: 'int64', get: (s) => s.impressions },
  'metrics.clicks': { type: 'int64', get: (s) => s.clicks },
  'metrics.interactions': { type: 'int64', get: (s) => s.clicks },
  'metrics.engagements': { type: 'int64', get: (s) => s.engagements },
  'metrics.video_trueview_views': { type: 'int64', get: (s) => s.videoViews },
  'metrics.unique_users': { type: 'int64', get: (s) => reachOf(s), people: true },
  'metrics.average_impression_frequency_per_user': {
    type: 'double',
    get: (s) => ratio(s.impressions, reachOf(s)),
    people: true,
  },
  'metrics.view_through_conversions': { type: 'int64', get: () => 0 },
  'metrics.ctr': { type: 'double', get: (s) => ratio(s.clicks, s.impressions) },
  'metrics.interaction_rate': { type: 'double', get: (s) => ratio(s.clicks, s.impressions) },
  'metrics.average_cpc': { type: 'double', get: (s) => ratio(s.spend, s.clicks) },
  'metrics.average_cost': { type: 'double', get: (s) => ratio(s.spend, s.clicks) },
  'metrics.average_cpm': { type: 'double', get: (s) => ratio(s.spend * 1000, s.impressions) },
  'metrics.conversions': { type: 'double', get: (s, a) => conversions(s, a, true, 'countMicros') },
  'metrics.conversions_value': { type: 'double', get: (s, a) => conversions(s, a, true, 'valueMicros') },
  'metrics.all_conversions': { type: 'double', get: (s, a) => conversions(s, a, false, 'countMicros') },
  'metrics.all_conversions_value': { type: 'double', get: (s, a) => conversions(s, a, false, 'valueMicros') },
  'metrics.cost_per_conversion': {
    type: 'double',
    get: (s, a) => ratio(s.spend, conversions(s, a, true, 'countMicros')),
  },
  'metrics.cost_per_all_conversions': {
    type: 'double',
    get: (s, a) => ratio(s.spend, conversions(s, a, false, 'countMicros')),
  },
  'metrics.value_per_conversion': {
    type: 'double',
    get: (s, a) => ratio(conversions(s, a, true, 'valueMicros'), conversions(s, a, true, 'countMicros')),
  },
  'metrics.conversions_from_interactions_rate': {
    type: 'double',
    get: (s, a) => ratio(conversions(s, a, true, 'countMicros'), s.clicks),
  },
  'metrics.search_impression_share': {
    type: 'double',
    get: (s, a) => searchShare(s, a.key),
    share: searchShare,
  },
};

/** Metrics that survive a split by conversion action. */
export const BY_ACTION: readonly string[] = [
  'metrics.conversions',
  'metrics.conversions_value',
  'metrics.all_conversions',
  'metrics.all_conversions_value',
  'metrics.value_per_conversion',
  'metrics.view_through_conversions',
];

export const needsConversions = (name: string): boolean => name.includes('conversion');
