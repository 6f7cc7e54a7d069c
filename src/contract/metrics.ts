import type { Figures, Sums } from './primitives.ts';

/**
 * The metrics registry: label, formula from sums, direction, unit, decimals, additivity, settling. Tables, charts, tiles and CSV
 * read only this; a new metric is one entry (ux.md's table "Metrics and formatting" is its source). A client's own names for
 * conversions become metrics of the same shape in business-metrics.ts.
 */
export type MetricUnit = 'currency' | 'count' | 'percent' | 'times';
export type MetricDefinition = {
  key: MetricId;
  label: string;
  /** Short label for table headers. */
  short: string;
  /** From summed values; null when it cannot be computed (not reported, divided by zero). Currency results are micros. */
  derive(figures: Figures): number | null;
  better: 'up' | 'down' | 'neutral';
  unit: MetricUnit;
  decimals: number;
  /** sum = adds up within one currency; ratio = computed again from sums; none = told per entity and period, a dash in every total. */
  additivity: 'sum' | 'ratio' | 'none';
  /** Shows or reveals spend: removed in client-safe output. */
  revealsCost: boolean;
  /** Built on conversions, which may still rise. */
  settling: boolean;
  /** Below this many of `of`, the value is marked as low data. */
  minimum: { of: string; base(sums: Sums): number | null; count: number } | null;
};

export type MetricKey =
  | 'spend'
  | 'impressions'
  | 'clicks'
  | 'linkClicks'
  | 'ctr'
  | 'cpc'
  | 'cpm'
  | 'conversions'
  | 'conversionRate'
  | 'cpa'
  | 'conversionValue'
  | 'roas'
  | 'reach'
  | 'frequency'
  | 'impressionShare'
  | 'videoViews'
  | 'videoViewRate'
  | 'costPerVideoView';
/** A metric of the registry, or one made of a client's name for conversions: how many, and what one costs. */
export type MetricId = MetricKey | `named:${string}` | `costPer:${string}`;

type Part = number | null | undefined;
export const ratio = (numerator: Part, denominator: Part, factor = 1): number | null =>
  numerator == null || denominator == null || denominator === 0 ? null : (numerator / denominator) * factor;

const clicksMinimum = { of: 'clicks', base: (s: Sums) => s.clicks, count: 30 };
const videoMinimum = { of: 'video views', base: (s: Sums) => s.videoViews ?? null, count: 30 };
const conversionsMinimum = { of: 'conversions', base: (s: Sums) => s.conversions, count: 10 };

export const METRICS: Record<MetricKey, MetricDefinition> = {
  spend: {
    key: 'spend',
    label: 'Spend',
    short: 'Spend',
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
    label: 'Impressions',
    short: 'Impr.',
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
    label: 'Clicks',
    short: 'Clicks',
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
    label: 'Link clicks',
    short: 'Link clicks',
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
    label: 'Click-through rate',
    short: 'CTR',
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
    label: 'Cost per click',
    short: 'CPC',
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
    label: 'Cost per 1,000 impressions',
    short: 'CPM',
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
    label: 'Conversions',
    short: 'Conv.',
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
    label: 'Conversion rate',
    short: 'CVR',
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
    label: 'Cost per conversion',
    short: 'CPA',
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
    label: 'Conversion value',
    short: 'Conv. value',
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
    label: 'Return on ad spend',
    short: 'ROAS',
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
    label: 'Reach',
    short: 'Reach',
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
    label: 'Frequency',
    short: 'Freq.',
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
    label: 'Impression share',
    short: 'Impr. share',
    derive: (s) => (s.uniques?.impressionShare == null ? null : s.uniques.impressionShare * 100),
    better: 'up',
    unit: 'percent',
    decimals: 1,
    additivity: 'none',
    revealsCost: false,
    settling: false,
    minimum: null,
  },
  videoViews: {
    key: 'videoViews',
    label: 'Video views',
    short: 'Video views',
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
    label: 'Video view rate',
    short: 'View rate',
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
    label: 'Cost per video view',
    short: 'Cost / view',
    derive: (s) => ratio(s.spendMicros, s.videoViews),
    better: 'down',
    unit: 'currency',
    decimals: 3,
    additivity: 'ratio',
    revealsCost: true,
    settling: false,
    minimum: videoMinimum,
  },
};

/** Which metric each field of sums is: decides what of an answer reveals spend. */
export const SUM_METRICS: Record<Exclude<keyof Sums, 'named'>, MetricKey> = {
  spendMicros: 'spend',
  impressions: 'impressions',
  clicks: 'clicks',
  linkClicks: 'linkClicks',
  conversions: 'conversions',
  conversionValueMicros: 'conversionValue',
  videoViews: 'videoViews',
};

/** May be shown to a client: it neither is nor reveals what was spent. */
export const isClientSafe = (metric: Pick<MetricDefinition, 'revealsCost'>): boolean => !metric.revealsCost;
