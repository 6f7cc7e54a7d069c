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

/** The ad account's hours are read every night; those of campaigns, many times as many rows, when somebody asks for them. */
function hours(level: Level, priority: number, sliceDays: number, routine: boolean): Dataset {
  return dataset(level, 'hour', 'hour', {
    retentionMonths: HOURLY_MONTHS,
    sliceDays,
    everyDays: 1,
    routine,
    priority,
    addsUp: DELIVERY,
    caveat: 'no reach, and no conversions outside Meta (website, app, shop): Meta tells those by day only',
    source: `${OFF_META}; Metric availability updates of 2026-01-12 (13 months)`,
  });
}

/** Meta calls breakdown values estimated: delivery adds up in practice, conversions are not promised to. */
function cells(
  level: Level,
  breakdown: Breakdown,
  priority: number,
  sliceDays: number,
  more: Partial<Row> = {},
): Dataset {
  return dataset(level, 'day', breakdown, {
    sliceDays,
    everyDays: 7,
    routine: level === 'account',
    priority,
    addsUp: DELIVERY,
    caveat: OLD_REACH,
    source: `${COMBINING}; Best practices: reach by breakdown beyond 13 months`,
    ...more,
  });
}

/** One table of breakdowns per level: the ad account's by routine, the campaigns' on demand. */
function breakdowns(level: Level, priority: number, factor: number): Dataset[] {
  const byRegion = {
    caveat: `no conversions outside Meta (website, app, shop); ${OLD_REACH}`,
    source: `${OFF_META}; Best practices: reach by breakdown beyond 13 months`,
  };
  return [
    cells(level, 'age_gender', priority, 14 * factor),
    cells(level, 'placement', priority + 1, 14 * factor),
    cells(level, 'country', priority + 2, 14 * factor),
    cells(level, 'region', priority + 3, 7 * factor, byRegion),
    // What age_gender and placement tell adds up to these; only their reach is more.
    cells(level, 'age', priority + 4, 31, { routine: false }),
    cells(level, 'gender', priority + 5, 31, { routine: false }),
    cells(level, 'publisher', priority + 6, 31, { routine: false }),
    cells(level, 'publisher_device', priority + 7, 14, {
      routine: false,
      caveat: `needs an opt-in per ad account in Ads Manager; ${OLD_REACH}`,
      source: `${COMBINING}; Out-of-cycle changes 2026: breakdown availability from 2026-08-03`,
    }),
  ];
}

const MONTHLY = 'Ad Account, Insights: reach and unique_* are counted per range and never add up';

export const DATASETS: readonly Dataset[] = [
  month('account', 10, MONTHLY),
  month('campaign', 11, MONTHLY),
  { ...month('ad_group', 12, MONTHLY), everyDays: 7 },
  { ...month('ad', 13, `${MONTHLY}; relevance rankings are told for ads only`), everyDays: 7 },
  hours('account', 20, 35, true),
  hours('campaign', 21, 14, false),
  ...breakdowns('account', 30, 3),
  ...breakdowns('campaign', 50, 1),
  range('account'),
  range('campaign'),
  range('ad_group'),
  range('ad'),
];
