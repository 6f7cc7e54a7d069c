import type { Message } from '../words/text.ts';
import { fieldMessages as m } from './messages.ts';
import type { Level, PlatformId } from './vocabulary.ts';

/**
 * What can be read of a platform besides the daily figures of each level, as data: a platform lists its datasets in one table, and
 * planner, importer, store, checks and screens read that table. A new dataset is a row there and a normalizer.
 */

/** hour and day rows belong to one day of the ad account's zone; month and range rows to a whole range and are never summed. */
export const GRAINS = ['day', 'hour', 'month', 'range'] as const;
export type Grain = (typeof GRAINS)[number];

/** By what a dataset is split. `none` for period rows; an hour is a breakdown of a day. */
export const BREAKDOWNS = {
  none: { label: m.byNone, keys: [] },
  hour: { label: m.byHour, keys: ['hour', 'fold'] },
  age: { label: m.byAge, keys: ['age'] },
  gender: { label: m.byGender, keys: ['gender'] },
  age_gender: { label: m.byAgeGender, keys: ['age', 'gender'] },
  country: { label: m.byCountry, keys: ['country'] },
  region: { label: m.byRegion, keys: ['region'] },
  publisher: { label: m.byPublisher, keys: ['publisher'] },
  placement: { label: m.byPlacement, keys: ['publisher', 'position'] },
  device: { label: m.byDevice, keys: ['device'] },
  publisher_device: { label: m.byPublisherDevice, keys: ['publisher', 'device'] },
  network: { label: m.byNetwork, keys: ['network'] },
  conversion_action: { label: m.byConversionAction, keys: ['conversion_action'] },
  geo: { label: m.byGeo, keys: ['geo', 'geo_type'] },
} as const satisfies Record<string, { label: Message; keys: readonly string[] }>;
export type Breakdown = keyof typeof BREAKDOWNS;

/** Metrics that add up over hours, cells and days where a platform promises it. */
export const ADDITIVE_METRICS = [
  'spendMicros',
  'impressions',
  'clicks',
  'linkClicks',
  'conversions',
  'conversionValueMicros',
] as const;
export type AdditiveMetric = (typeof ADDITIVE_METRICS)[number];

export type Dataset = {
  /** '<level>.<grain>' or '<level>.<grain>.<breakdown>' ('campaign.hour', 'account.day.age_gender', 'campaign.month'). Text on disk. */
  id: string;
  level: Level;
  grain: Grain;
  breakdown: Breakdown;
  /** Months back, today's included, for which the platform answers at all. */
  retentionMonths: number;
  /** Days per request (month datasets: at most 31, a request is one calendar month). */
  sliceDays: number;
  /** A day inside the look-back is read again when its last reading is this many days old: 1 = every night, 7 = weekly. */
  everyDays: number;
  /** Read by routine imports; otherwise only when a backfill, a schedule or a screen asks for it. */
  routine: boolean;
  /** Lower goes first when a quota does not suffice for everything. Daily figures of the levels come before every dataset. */
  priority: number;
  /** Metrics whose sum over the cells equals the day's figure of the same level; empty when the platform promises nothing. */
  addsUp: readonly AdditiveMetric[];
  /** Says why rows may be missing: 'needs an opt-in per ad account', 'no purchases of the pixel' … for screens; null when complete. */
  caveat: string | null;
  /** The page or rule behind this row. */
  source: string;
};

/** The cell of a breakdown a row belongs to, in our keys ({age: '25-34', gender: 'female'}; {hour: '01', fold: '1'}; {} for periods). */
export type Segment = Readonly<Record<string, string>>;

/** How a segment is stored and compared: JSON with sorted keys. */
export function segmentText(segment: Segment): string {
  return JSON.stringify(
    Object.fromEntries(Object.entries(segment).toSorted(([left], [right]) => (left < right ? -1 : 1))),
  );
}

/** The id of a dataset from its parts. */
export function datasetId(level: Level, grain: Grain, breakdown: Breakdown): string {
  return breakdown === 'none' || (grain === 'hour' && breakdown === 'hour')
    ? `${level}.${grain}`
    : `${level}.${grain}.${breakdown}`;
}

export type DatasetRef = { platform: PlatformId; dataset: string };
