import {
  datasetId,
  type AdditiveMetric,
  type Breakdown,
  type Dataset,
  type Grain,
} from '../../../contract/datasets.ts';
import type { Level } from '../../../contract/vocabulary.ts';

/**
 * Everything of Meta that can be read besides the daily figures of the levels, as data. A new dataset is a row of `DATASETS` and, for
 * a new breakdown, a row of `BREAKDOWN_PARAMS`. Only sets that Meta allows ("Combining breakdowns"): a placement needs its platform,
 * a device its platform, an hour stands alone; age, gender and country never go with a placement.
 */

/** Meta's breakdown parameters by ours, each with the key of our segment it fills. */
export const BREAKDOWN_PARAMS: Partial<Record<Breakdown, Readonly<Record<string, string>>>> = {
  hour: { hourly_stats_aggregated_by_advertiser_time_zone: 'hour' },
  age: { age: 'age' },
  gender: { gender: 'gender' },
  age_gender: { age: 'age', gender: 'gender' },
  country: { country: 'country' },
  region: { region: 'region' },
  publisher: { publisher_platform: 'publisher' },
  placement: { publisher_platform: 'publisher', platform_position: 'position' },
  publisher_device: { publisher_platform: 'publisher', impression_device: 'device' },
};

/** Meta leaves conversions off Meta (pixel, shop, app) out of these, so their conversions would be a part passed off as the whole. */
export const WITHOUT_OFF_META: ReadonlySet<Breakdown> = new Set(['hour', 'region']);

/** Meta answers these only for ad accounts that asked for them, and says nothing otherwise. */
export const NEEDS_OPT_IN: ReadonlySet<Breakdown> = new Set(['publisher_device']);

const DELIVERY: readonly AdditiveMetric[] = ['spendMicros', 'impressions', 'clicks', 'linkClicks'];
const ADDITIVE: readonly AdditiveMetric[] = [...DELIVERY, 'conversions', 'conversionValueMicros'];

const TOTALS_MONTHS = 37;
const HOURLY_MONTHS = 13;
/** A range is one question and never cut: as many days as Meta keeps. */
const WHOLE_RANGE_DAYS = 1147;

const COMBINING = 'Insights, Breakdowns: Combining breakdowns';
const OFF_META = `${COMBINING}; Restrictions for off-Meta action metrics`;
const OLD_REACH = 'reach only for the last 13 months';

type Row = Pick<Dataset, 'sliceDays' | 'everyDays' | 'routine' | 'priority' | 'addsUp' | 'caveat' | 'source'> & {
  retentionMonths?: number;
};

function dataset(level: Level, grain: Grain, breakdown: Breakdown, row: Row): Dataset {
  return { id: datasetId(level, grain, breakdown), level, grain, breakdown, retentionMonths: TOTALS_MONTHS, ...row };
}

function month(level: Level, priority: number, source: string): Dataset {
  return dataset(level, 'month', 'none', {
    sliceDays: 31,
    everyDays: 1,
    routine: true,
    priority,
    addsUp: ADDITIVE,
    caveat: null,
    source,
  });
}

function range(level: Level): Dataset {
  return dataset(level, 'range', 'none', {
    sliceDays: WHOLE_RANGE_DAYS,
    everyDays: 1,
    routine: false,
    priority: 90,
    addsUp: ADDITIVE,
    caveat: null,
    source: 'Ad Account, Insights: time_increment all_days, time_range',
  });
}

function hours(level: Level, priority: number, sliceDays: number): Dataset {
  return dataset(level, 'hour', 'hour', {
    retentionMonths: HOURLY_MONTHS,
    sliceDays,
    everyDays: 1,
    routine: true,
    priority,
    addsUp: DELIVERY,
    caveat: 'no reach, and no conversions outside Meta (website, app, shop): Meta tells those by day only',
    source: `${OFF_META}; Metric availability updates of 2026-01-12 (13 months)`,
  });
}

/** Meta calls breakdown values estimated: delivery adds up in practice, conversions are not promised to. */
function cells(breakdown: Breakdown, priority: number, sliceDays: number, more: Partial<Row> = {}): Dataset {
  return dataset('campaign', 'day', breakdown, {
    sliceDays,
    everyDays: 7,
    routine: true,
    priority,
    addsUp: DELIVERY,
    caveat: OLD_REACH,
    source: `${COMBINING}; Best practices: reach by breakdown beyond 13 months`,
    ...more,
  });
}

const MONTHLY = 'Ad Account, Insights: reach and unique_* are counted per range and never add up';

export const DATASETS: readonly Dataset[] = [
  month('account', 10, MONTHLY),
  month('campaign', 11, MONTHLY),
  month('ad_group', 12, MONTHLY),
  month('ad', 13, `${MONTHLY}; relevance rankings are told for ads only`),
  hours('account', 20, 31),
  hours('campaign', 21, 14),
  cells('age_gender', 30, 14),
  cells('publisher', 31, 31),
  cells('placement', 32, 14),
  cells('country', 33, 14),
  cells('region', 34, 7, {
    caveat: `no conversions outside Meta (website, app, shop); ${OLD_REACH}`,
    source: `${OFF_META}; Best practices: reach by breakdown beyond 13 months`,
  }),
  // What age_gender tells adds up to these; only their reach is more.
  cells('age', 60, 31, { routine: false }),
  cells('gender', 61, 31, { routine: false }),
  cells('publisher_device', 70, 14, {
    routine: false,
    caveat: `needs an opt-in per ad account in Ads Manager; ${OLD_REACH}`,
    source: `${COMBINING}; Out-of-cycle changes 2026: breakdown availability from 2026-08-03`,
  }),
  range('account'),
  range('campaign'),
  range('ad_group'),
  range('ad'),
];
