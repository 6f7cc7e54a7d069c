import type { Said } from '../words/text.ts';
import type { Figures, Sums } from './primitives.ts';

type Part = number | null | undefined;
export const ratio = (numerator: Part, denominator: Part, factor = 1): number | null =>
  numerator == null || denominator == null || denominator === 0 ? null : (numerator / denominator) * factor;

/** What the registry (metrics.ts) says of a metric. */
export type MetricUnit = 'currency' | 'count' | 'percent' | 'times';
export type MetricDefinition = {
  key: MetricId;
  /** Its words stand in messages-metrics.ts, a client's own name in the client; `labelOf` and `shortOf` say them. */
  label: Said;
  /** Short label for table headers. */
  short: Said;
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
  minimum: { of: Said; base(sums: Sums): number | null; count: number } | null;
  /** A smaller value is told only as being below this, with a number that stands for it: shown as '< 10%', and no change is made of it. */
  least?: number;
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
  | 'costPerVideoView'
  | 'videoPlays'
  | 'thruPlays'
  | 'costPerThruPlay';
/** A metric of the registry, or one made of a client's name for conversions: how many, and what one costs. */
export type MetricId = MetricKey | `named:${string}` | `costPer:${string}`;
