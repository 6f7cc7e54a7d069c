import {
  datasetId,
  type AdditiveMetric,
  type Breakdown,
  type Dataset,
  type Grain,
} from '../../../contract/datasets.ts';
import type { Level } from '../../../contract/vocabulary.ts';

/**
 * What Google Ads offers besides the daily figures of the levels, as data. A new dataset is a row here, a selection in
 * `dataset-queries.ts` and, for a new breakdown, a reader in `normalize-datasets.ts`. Which are routine and how often follows from
 * the operations of a day; README.md does the sum.
 */

/** Daily, hourly and weekly figures are kept this long; months and longer for eleven years. */
export const DAILY_MONTHS = 37;
const MONTHLY_MONTHS = 132;

const DELIVERY: readonly AdditiveMetric[] = ['spendMicros', 'impressions', 'clicks'];
const CONVERSIONS: readonly AdditiveMetric[] = ['conversions', 'conversionValueMicros'];
const ALL: readonly AdditiveMetric[] = [...DELIVERY, ...CONVERSIONS];

/** One question covers the look-back of 30 days in one operation. */
const LOOKBACK_SLICE = 35;

type Row = Omit<Dataset, 'id' | 'level' | 'grain' | 'breakdown' | 'retentionMonths'> & { retentionMonths?: number };

function dataset(level: Level, grain: Grain, breakdown: Breakdown, row: Row): Dataset {
  return { id: datasetId(level, grain, breakdown), level, grain, breakdown, retentionMonths: DAILY_MONTHS, ...row };
}

const HOURS = 'Field table v25: segments.hour on customer, campaign and ad_group only; not on ad_group_ad';
const CELLS = 'Field table v25: segments.device and segments.ad_network_type on customer and campaign';
const MONTHS = 'Deprecations, 2026-06-01: monthly and coarser figures are kept for 11 years, finer ones for 37 months';
const REACH = 'Field table v25: metrics.unique_users on campaign only, ranges of at most 92 days, never aggregated';
const REACH_CAVEAT = 'reach only for Display, Video, Demand Gen and App campaigns, and ranges of at most 92 days';
const DEMOGRAPHIC_CAVEAT =
  'not every campaign type is told by demographic group, so the cells may be less than the whole';

export const DATASETS: readonly Dataset[] = [
  dataset('campaign', 'day', 'conversion_action', {
    sliceDays: LOOKBACK_SLICE,
    everyDays: 1,
    routine: true,
    priority: 10,
    addsUp: CONVERSIONS,
    caveat: null,
    source: 'Field table v25: segments.conversion_action cannot be combined with cost, clicks or impressions',
  }),
  dataset('account', 'hour', 'hour', {
    sliceDays: LOOKBACK_SLICE,
    everyDays: 1,
    routine: true,
    priority: 20,
    addsUp: ALL,
    caveat: null,
    source: HOURS,
  }),
  dataset('account', 'day', 'device', {
    sliceDays: LOOKBACK_SLICE,
    everyDays: 7,
    routine: true,
    priority: 30,
    addsUp: ALL,
    caveat: null,
    source: CELLS,
  }),
  dataset('campaign', 'month', 'none', {
    retentionMonths: MONTHLY_MONTHS,
    sliceDays: 31,
    everyDays: 7,
    routine: true,
    priority: 40,
    addsUp: ALL,
    caveat: REACH_CAVEAT,
    source: `${MONTHS}; ${REACH}`,
  }),
  dataset('account', 'day', 'network', {
    sliceDays: LOOKBACK_SLICE,
    everyDays: 7,
    routine: true,
    priority: 50,
    addsUp: ALL,
    caveat: null,
    source: CELLS,
  }),
  dataset('account', 'month', 'none', {
    retentionMonths: MONTHLY_MONTHS,
    sliceDays: 31,
    everyDays: 7,
    routine: false,
    priority: 60,
    addsUp: ALL,
    caveat: null,
    source: MONTHS,
  }),
  // Many times as many rows as the ad account's, and for the same operation: read when somebody asks for them.
  dataset('campaign', 'hour', 'hour', {
    sliceDays: LOOKBACK_SLICE,
    everyDays: 1,
    routine: false,
    priority: 70,
    addsUp: ALL,
    caveat: null,
    source: HOURS,
  }),
  dataset('campaign', 'day', 'device', {
    sliceDays: LOOKBACK_SLICE,
    everyDays: 7,
    routine: false,
    priority: 72,
    addsUp: ALL,
    caveat: null,
    source: CELLS,
  }),
  dataset('campaign', 'day', 'network', {
    sliceDays: LOOKBACK_SLICE,
    everyDays: 7,
    routine: false,
    priority: 73,
    addsUp: ALL,
    caveat: null,
    source: CELLS,
  }),
  dataset('ad_group', 'hour', 'hour', {
    sliceDays: 7,
    everyDays: 7,
    routine: false,
    priority: 71,
    addsUp: ALL,
    caveat: null,
    source: HOURS,
  }),
  dataset('campaign', 'day', 'geo', {
    sliceDays: 14,
    everyDays: 7,
    routine: false,
    priority: 80,
    addsUp: [],
    caveat: 'not every campaign type is told by country, so the cells may be less than the whole',
    source: 'Field table v25: geographic_view, one row per country and kind of location; campaign segments it',
  }),
  dataset('campaign', 'day', 'age', {
    sliceDays: 14,
    everyDays: 7,
    routine: false,
    priority: 81,
    addsUp: [],
    caveat: DEMOGRAPHIC_CAVEAT,
    source: 'Field table v25: age_range_view, one row per ad group and age range; summed to campaigns here',
  }),
  dataset('campaign', 'day', 'gender', {
    sliceDays: 14,
    everyDays: 7,
    routine: false,
    priority: 82,
    addsUp: [],
    caveat: DEMOGRAPHIC_CAVEAT,
    source: 'Field table v25: gender_view, one row per ad group and gender; summed to campaigns here',
  }),
  dataset('campaign', 'range', 'none', {
    // A range is one question and never cut.
    sliceDays: 1147,
    everyDays: 7,
    routine: false,
    priority: 90,
    addsUp: ALL,
    caveat: REACH_CAVEAT,
    source: REACH,
  }),
];
