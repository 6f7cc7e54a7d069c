import { say } from '../words/text.ts';
import { metricMessages as m } from './messages-metrics.ts';
import { ratio, type MetricDefinition, type MetricKey } from './metric-definition.ts';
import { VIDEO_METRICS } from './metrics-video.ts';
import type { Sums } from './primitives.ts';

export { ratio } from './metric-definition.ts';
export { VIDEO_ACTION_TYPES, VIDEO_FIELD_OF, VIDEO_FIELDS, type VideoField } from './metrics-video.ts';
export type { MetricDefinition, MetricId, MetricKey, MetricUnit } from './metric-definition.ts';

const clicksMinimum = { of: m.ofClicks, base: (s: Sums) => s.clicks, count: 30 };
const videoMinimum = { of: m.ofVideoViews, base: (s: Sums) => s.videoViews ?? null, count: 30 };
const conversionsMinimum = { of: m.ofConversions, base: (s: Sums) => s.conversions, count: 10 };

/**
 * The metrics registry: label, formula from sums, direction, unit, decimals, additivity, settling. Tables, charts, tiles and CSV
 * read only this; a new metric is one entry, and its words in messages-metrics.ts (ux.md's table "Metrics and formatting" is its source). A client's own names for
 * conversions become metrics of the same shape in business-metrics.ts.
 */
export const METRICS: Record<MetricKey, MetricDefinition> = {
  spend: {
    key: 'spend',
    label: m.spend,
    short: m.spendShort,
    derive: (s) => s.spendMicros ?? null,
    better: 'neutral',
    unit: 'currency',
    decimals: 2,
    additivity: 'sum',
    revealsCost: true,
    settling: false,
    minimum: null,
  },
  impressions: {
    key: 'impressions',
    label: m.impressions,
    short: m.impressionsShort,
    derive: (s) => s.impressions,
    better: 'up',
    unit: 'count',
    decimals: 0,
    additivity: 'sum',
    revealsCost: false,
    settling: false,
    minimum: null,
  },
  clicks: {
    key: 'clicks',
    label: m.clicks,
    short: m.clicksShort,
    derive: (s) => s.clicks,
    better: 'up',
    unit: 'count',
    decimals: 0,
    additivity: 'sum',
    revealsCost: false,
    settling: false,
    minimum: null,
  },
  linkClicks: {
    key: 'linkClicks',
    label: m.linkClicks,
    short: m.linkClicksShort,
    derive: (s) => s.linkClicks,
    better: 'up',
    unit: 'count',
    decimals: 0,
    additivity: 'sum',
    revealsCost: false,
    settling: false,
    minimum: null,
  },
  ctr: {
    key: 'ctr',
    label: m.ctr,
    short: m.ctrShort,
    derive: (s) => ratio(s.clicks, s.impressions, 100),
    better: 'up',
    unit: 'percent',
    decimals: 2,
    additivity: 'ratio',
    revealsCost: false,
    settling: false,
    minimum: clicksMinimum,
  },
  cpc: {
    key: 'cpc',
    label: m.cpc,
    short: m.cpcShort,
    derive: (s) => ratio(s.spendMicros, s.clicks),
    better: 'down',
    unit: 'currency',
    decimals: 2,
    additivity: 'ratio',
    revealsCost: true,
    settling: false,
    minimum: clicksMinimum,
  },
  cpm: {
    key: 'cpm',
    label: m.cpm,
    short: m.cpmShort,
    derive: (s) => ratio(s.spendMicros, s.impressions, 1000),
    better: 'down',
    unit: 'currency',
    decimals: 2,
    additivity: 'ratio',
    revealsCost: true,
    settling: false,
    minimum: null,
  },
  conversions: {
    key: 'conversions',
    label: m.conversions,
    short: m.conversionsShort,
    derive: (s) => s.conversions,
    better: 'up',
    unit: 'count',
    decimals: 1,
    additivity: 'sum',
    revealsCost: false,
    settling: true,
    minimum: null,
  },
  conversionRate: {
    key: 'conversionRate',
    label: m.conversionRate,
    short: m.conversionRateShort,
    derive: (s) => ratio(s.conversions, s.clicks, 100),
    better: 'up',
    unit: 'percent',
    decimals: 2,
    additivity: 'ratio',
    revealsCost: false,
    settling: true,
    minimum: conversionsMinimum,
  },
  cpa: {
    key: 'cpa',
    label: m.cpa,
    short: m.cpaShort,
    derive: (s) => ratio(s.spendMicros, s.conversions),
    better: 'down',
    unit: 'currency',
    decimals: 2,
    additivity: 'ratio',
    revealsCost: true,
    settling: true,
    minimum: conversionsMinimum,
  },
  conversionValue: {
    key: 'conversionValue',
    label: m.conversionValue,
    short: m.conversionValueShort,
    derive: (s) => s.conversionValueMicros,
    better: 'up',
    unit: 'currency',
    decimals: 2,
    additivity: 'sum',
    revealsCost: false,
    settling: true,
    minimum: null,
  },
  roas: {
    key: 'roas',
    label: m.roas,
    short: m.roasShort,
    derive: (s) => ratio(s.conversionValueMicros, s.spendMicros),
    better: 'up',
    unit: 'times',
    decimals: 2,
    additivity: 'ratio',
    revealsCost: true,
    settling: true,
    minimum: conversionsMinimum,
  },
  reach: {
    key: 'reach',
    label: m.reach,
    short: m.reachShort,
    derive: (s) => s.uniques?.reach ?? null,
    better: 'neutral',
    unit: 'count',
    decimals: 0,
    additivity: 'none',
    revealsCost: false,
    settling: false,
    minimum: null,
  },
  frequency: {
    key: 'frequency',
    label: m.frequency,
    short: m.frequencyShort,
    derive: (s) => s.uniques?.frequency ?? ratio(s.impressions, s.uniques?.reach),
    better: 'neutral',
    unit: 'count',
    decimals: 2,
    additivity: 'none',
    revealsCost: false,
    settling: false,
    minimum: null,
  },
  impressionShare: {
    key: 'impressionShare',
    label: m.impressionShare,
    short: m.impressionShareShort,
    derive: (s) => (s.uniques?.impressionShare == null ? null : s.uniques.impressionShare * 100),
    better: 'up',
    unit: 'percent',
    decimals: 1,
    additivity: 'none',
    revealsCost: false,
    settling: false,
    minimum: null,
    // Google reports anything below 0.1 as 0.0999.
    least: 10,
  },
  videoViews: {
    key: 'videoViews',
    label: m.videoViews,
    short: m.videoViewsShort,
    derive: (s) => s.videoViews ?? null,
    better: 'up',
    unit: 'count',
    decimals: 0,
    additivity: 'sum',
    revealsCost: false,
    settling: false,
    minimum: null,
  },
  videoViewRate: {
    key: 'videoViewRate',
    label: m.videoViewRate,
    short: m.videoViewRateShort,
    derive: (s) => ratio(s.videoViews, s.impressions, 100),
    better: 'up',
    unit: 'percent',
    decimals: 2,
    additivity: 'ratio',
    revealsCost: false,
    settling: false,
    minimum: videoMinimum,
  },
  costPerVideoView: {
    key: 'costPerVideoView',
    label: m.costPerVideoView,
    short: m.costPerVideoViewShort,
    derive: (s) => ratio(s.spendMicros, s.videoViews),
    better: 'down',
    unit: 'currency',
    decimals: 3,
    additivity: 'ratio',
    revealsCost: true,
    settling: false,
    minimum: videoMinimum,
  },
  ...VIDEO_METRICS,
};

/** Which metric each field of sums is: decides what of an answer reveals spend. */
export const SUM_METRICS: Record<Exclude<keyof Sums, 'named' | 'namedSpendMicros'>, MetricKey> = {
  spendMicros: 'spend',
  impressions: 'impressions',
  clicks: 'clicks',
  linkClicks: 'linkClicks',
  conversions: 'conversions',
  conversionValueMicros: 'conversionValue',
  videoViews: 'videoViews',
  videoPlays: 'videoPlays',
  thruPlays: 'thruPlays',
};

/** May be shown to a client: it neither is nor reveals what was spent. */
export const isClientSafe = (metric: Pick<MetricDefinition, 'revealsCost'>): boolean => !metric.revealsCost;

/** A metric's name in the chosen language: the one way to it for screens, reports, files and the command line. */
export const labelOf = (metric: Pick<MetricDefinition, 'label'>): string => say(metric.label);

/** Its name for the head of a table. */
export const shortOf = (metric: Pick<MetricDefinition, 'short'>): string => say(metric.short);

/** The value only says that it is below what the platform tells exactly. */
export const isBelowLeast = ({ least }: Pick<MetricDefinition, 'least'>, value: number): boolean =>
  least !== undefined && value < least;
