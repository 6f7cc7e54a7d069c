import { z } from 'zod';
import { ADDITIVE_METRICS } from './datasets.ts';
import { clientId, clientSafe, day, instant, level, platformId, range } from './primitives.ts';

/** Metrics a check or a comparison can name. */
export const CHECKED_METRICS = ADDITIVE_METRICS;

/**
 * `open`: the figures had settled and were read together, and still do not add up. `not_settled`: the platform was still changing the
 * day when one side was read. `read_apart`: the two sides were read more than half a day apart; the next reading decides.
 */
export const gapState = z.enum(['open', 'not_settled', 'read_apart', 'resolved']);
export type GapState = z.infer<typeof gapState>;

/** A sum that does not add up. Money in micros, conversions in units; null = that side has no row, which is not zero. */
export const gap = z.object({
  clientId,
  client: z.string(),
  platform: platformId,
  adAccountId: z.string(),
  adAccountName: z.string(),
  currency: z.string(),
  /**
   * 'campaign=account', 'ad_group=campaign', 'ad=ad_group', 'hours=day', 'cells=day' or 'month=days'; 'answer=account' when an answer
   * lacked every row that was known.
   */
  check: z.string(),
  /** Id of the dataset that was compared with the daily figures; null for checks between levels. */
  dataset: z.string().nullable(),
  /** One day, or the first and last day of a period row. */
  from: day,
  to: day,
  entity: z.object({ level, id: z.string(), name: z.string() }),
  metric: z.enum(CHECKED_METRICS),
  /** The figure the parts must add up to. */
  expected: z.number().nullable(),
  /** What the parts add up to. */
  actual: z.number().nullable(),
  state: gapState,
  /** What is wrong, with the name and the amount, for a person. */
  sentence: z.string(),
  foundAt: instant,
  lastSeenAt: instant,
  resolvedAt: instant.nullable(),
});
export type Gap = z.infer<typeof gap>;

export const gapsInput = z.object({
  clientId: clientId.nullable(),
  /** Days of the figures, not of the finding; null = all. */
  range: range.nullable(),
  /** Gaps that closed meanwhile, too. */
  resolved: z.boolean(),
  clientSafe,
});

export const gapsView = z.object({
  /** Newest days first; of the open, the waiting and the resolved ones at most 1,000 each. */
  gaps: z.array(gap),
  counts: z.object({
    open: z.number().int(),
    notSettled: z.number().int(),
    readApart: z.number().int(),
    resolved: z.number().int(),
  }),
});
export type GapsView = z.infer<typeof gapsView>;

/** What a column of an exported CSV file is compared as. */
export const CSV_METRICS = [
  'spend',
  'impressions',
  'clicks',
  'linkClicks',
  'reach',
  'conversions',
  'conversionValue',
  'results',
  'purchases',
  'leads',
] as const;
export type CsvMetric = (typeof CSV_METRICS)[number];

/** Why a figure of the file is likely not the stored one. */
export const differenceCause = z.enum([
  'attribution_window',
  'time_zone',
  'level',
  'restated',
  'not_settled',
  'not_imported',
  'currency',
  'filtered_export',
  'unknown',
]);
export type DifferenceCause = z.infer<typeof differenceCause>;

export const compareInput = z.object({
  clientId,
  fileName: z.string().max(500),
  /** The file as it is, base64: its encoding is found out here. */
  base64: z.string().max(70_000_000),
  clientSafe,
});

const figures = z.object({
  metric: z.enum(CSV_METRICS),
  /** In the account's currency or units, as text without rounding; null = the cell is empty, or nothing is stored. */
  file: z.string().nullable(),
  stored: z.string().nullable(),
  difference: z.string().nullable(),
  cause: differenceCause.nullable(),
  sentence: z.string().nullable(),
});

export const comparedLine = z.object({
  /** 1-based lines of the file this is; empty for a row only the store has. */
  lines: z.array(z.number().int()),
  status: z.enum(['matched', 'differs', 'missing', 'extra']),
  /** Id, or name when the file has no ids; empty at account level. */
  entity: z.string(),
  from: day,
  to: day,
  /** Only what differs; every compared metric for 'missing' and 'extra'. */
  figures: z.array(figures),
  /** Why the whole line is missing or extra. */
  cause: differenceCause.nullable(),
  sentence: z.string().nullable(),
});
export type ComparedLine = z.infer<typeof comparedLine>;

export const comparison = z.object({
  fileName: z.string(),
  platform: platformId,
  adAccountId: z.string(),
  adAccountName: z.string(),
  currency: z.string(),
  level,
  from: day,
  to: day,
  /** exact = equal to the last digit shown; within = no total is off by more than 5 %; differs = the alarm. */
  verdict: z.enum(['exact', 'within', 'differs']),
  sentence: z.string(),
  counts: z.object({
    matched: z.number().int(),
    differs: z.number().int(),
    /** In the file, not in the store. */
    missing: z.number().int(),
    /** In the store, not in the file. */
    extra: z.number().int(),
    unreadable: z.number().int(),
    totals: z.number().int(),
  }),
  totals: z.array(
    z.object({
      metric: z.enum(CSV_METRICS),
      file: z.string(),
      stored: z.string(),
      difference: z.string(),
      /** Of the file's figure; null when that is zero. */
      percent: z.number().nullable(),
    }),
  ),
  /** Lines that are not 'matched', at most 500. */
  lines: z.array(comparedLine),
  unreadable: z.array(z.object({ line: z.number().int(), reason: z.string() })),
  comparedColumns: z.array(z.string()),
  ignoredColumns: z.array(z.string()),
});
export type Comparison = z.infer<typeof comparison>;
