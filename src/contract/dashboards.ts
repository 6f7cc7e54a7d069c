import { z } from 'zod';
import { businessMetricInfo, goal } from './client-profile.ts';
import { pace, targetReached } from './goals.ts';
import { ATTRIBUTION_WINDOWS } from './vocabulary.ts';
import {
  byName,
  asKnownOn,
  clientId,
  clientSafe,
  adAccountStatus,
  day,
  entityStatus,
  figures,
  instant,
  level,
  micros,
  platformId,
  problem,
  range,
  sums,
} from './primitives.ts';

export const freshness = z.object({
  state: z.enum(['fresh', 'ageing', 'stale', 'failed', 'never']),
  lastImportedAt: instant.nullable(),
});

/**
 * Why a change between two periods is told and not judged: some day of either was not over when it was read (unfinished), or days of the
 * shown one were never read (unread). Null = like for like.
 */
export const unlike = z.enum(['unfinished', 'unread']).nullable();
export type Unlike = z.infer<typeof unlike>;

/** Most days of the shown period that any ad account behind the figures was read for; 0 = nobody asked its platform yet. */
const daysRead = z.number().int();

/** Sums in one currency. Currencies are never added together. */
export const currencySums = z.object({
  currency: z.string(),
  current: figures,
  previous: figures.nullable(),
  unlike: unlike.optional(),
  daysRead: daysRead.optional(),
});

export const viewInput = z.object({
  range,
  compare: range.nullable(),
  platforms: z.array(platformId).nullable(),
  asKnownOn: asKnownOn.nullable().default(null),
  clientSafe,
});

/** Null = every client; client-safe answers are about one. */
export const clientsInput = viewInput.extend({ clientId: clientId.nullable().default(null) });

export const attention = z.object({
  severity: z.enum(['failed', 'warning']),
  title: z.string(),
  body: z.string(),
  /** compare = see why a figure moved. */
  action: z.enum(['sign_in_again', 'import', 'open', 'check_access', 'compare']),
  connectionId: z.string().nullable(),
  /** What the figure that moved is counted in; left out where it is about no currency. */
  currency: z.string().optional(),
  /** The days its figures are of, where these are not all of the period: `a` against `b`. */
  over: z.object({ a: range, b: range }).optional(),
});

export const clientRow = z.object({
  id: clientId,
  name: z.string(),
  city: z.string().nullable(),
  platforms: z.array(
    z.object({
      platform: platformId,
      adAccounts: z.number().int(),
      state: z.enum(['ok', 'expired', 'disabled', 'no_access']),
    }),
  ),
  totals: z.array(currencySums),
  /** Spend per day of the range in the client's main currency, micros; null = no row known for the day. */
  trend: z.array(micros.nullable()).optional(),
  trendCurrency: z.string().nullable(),
  freshness,
  attention: attention.nullable(),
  /** The next four: absent in client-safe answers. */
  owner: z.string().nullable().optional(),
  tags: z.array(z.string()).optional(),
  /** Its place among the pinned clients. */
  pinned: z.number().int().nullable().optional(),
  /** Month to date against the budget, of every currency with one. */
  paces: z.array(pace).optional(),
  /** Names its conversions have, in their order: keys of `named` in its sums. */
  conversions: z.array(z.string()).optional(),
});
export type ClientRow = z.infer<typeof clientRow>;

export const clientsView = z.object({
  rows: z.array(clientRow),
  totals: z.array(currencySums),
  /** Every name for conversions some client has, most used first. */
  business: z.array(businessMetricInfo).default([]),
  /** The newest read behind any number shown. */
  asOf: instant.nullable(),
});
export type ClientsView = z.infer<typeof clientsView>;

export const dayState = z.enum(['missing', 'partial', 'settling', 'settled']);

export const dailyPoint = sums.extend({
  day,
  /** missing = never read; partial = the account's today; settling = conversions may still rise. */
  state: dayState,
  /** Some value was told differently after the day was over. */
  restated: z.boolean(),
  /** Some account's row of the day is no longer told by its platform; what it last told is kept and counted. */
  noLongerOffered: z.boolean(),
  /** The day was read and no account reported anything: no delivery, which is neither missing nor a measured zero. */
  notReported: z.boolean(),
  previousDay: day.nullable(),
  previous: sums.nullable(),
});

export const entityRow = z.object({
  platform: platformId,
  adAccountId: z.string(),
  level,
  entityId: z.string(),
  name: z.string(),
  parentId: z.string().nullable(),
  parentName: z.string().nullable(),
  status: entityStatus,
  platformStatus: z.string().nullable(),
  objective: z.string().nullable(),
  /** Absent in client-safe answers. */
  dailyBudgetMicros: micros.nullable().optional(),
  currency: z.string(),
  current: figures,
  previous: figures.nullable(),
  /** True while some of its conversions may still change. */
  settling: z.boolean(),
  unlike: unlike.optional(),
  daysRead: daysRead.optional(),
});
export type EntityRow = z.infer<typeof entityRow>;

export const overview = z.object({
  client: z.object({ id: clientId, name: z.string(), city: z.string().nullable() }),
  delivery: z.enum(['running', 'paused', 'no_delivery', 'no_data']),
  adAccounts: z.array(
    z.object({
      platform: platformId,
      adAccountId: z.string(),
      name: z.string(),
      currency: z.string(),
      timezone: z.string(),
      status: adAccountStatus,
      freshness,
      /** Days of the range never read at account level. */
      missingDays: z.number().int(),
      /** Conversions up to and including this day no longer change. */
      settledThrough: day.nullable(),
      problem: problem.nullable(),
      connectionId: z.string().nullable(),
    }),
  ),
  /** One block per currency, largest spend first. */
  blocks: z.array(
    z.object({
      currency: z.string(),
      totals: currencySums,
      daily: z.array(dailyPoint),
      /** What is known of today where the range ends yesterday: shown behind it, part of no total. Null = not read today. */
      today: dailyPoint.nullable().optional(),
      channels: z.array(
        z.object({
          platform: platformId,
          current: sums,
          previous: sums.nullable(),
          unlike: unlike.optional(),
          campaigns: z.number().int(),
        }),
      ),
      topCampaigns: z.array(entityRow),
      /** Agreed for this currency, and where the client stands; null = nothing agreed, absent in client-safe answers. */
      goal: goal.nullable().optional(),
      pace: pace.nullable().optional(),
      targets: z.array(targetReached).optional(),
    }),
  ),
  /** The client's names for conversions: keys of `named` in all sums. */
  business: z.array(businessMetricInfo).default([]),
  asOf: instant.nullable(),
  /** Days of the range whose conversions may still rise: first and last. */
  settling: range.nullable(),
});
export type Overview = z.infer<typeof overview>;

export const entitiesInput = viewInput.extend({
  clientId,
  level: z.enum(['campaign', 'ad_group', 'ad']),
  parentId: z.string().nullable(),
});
export const entitiesView = z.object({
  rows: z.array(entityRow),
  totals: z.array(currencySums),
  business: z.array(businessMetricInfo).default([]),
  asOf: instant.nullable(),
});
export type EntitiesView = z.infer<typeof entitiesView>;

export const insightsInput = z.object({
  clientId,
  range,
  level,
  by: z.enum(['day', 'month', 'range']),
  platforms: z.array(platformId).nullable(),
  asKnownOn: asKnownOn.nullable().default(null),
  /** Which attribution window `conversions` are counted in; an action type not told in it is left out, not 0. */
  window: z.enum(ATTRIBUTION_WINDOWS).default('default'),
  clientSafe,
});

const { videoViews, videoPlays, thruPlays } = sums.shape;
const video = { videoViews, videoPlays, thruPlays };

export const insightRow = z.object({
  platform: platformId,
  adAccountId: z.string(),
  level,
  entityId: z.string(),
  entityName: z.string(),
  /** 'YYYY-MM-DD' for by day, 'YYYY-MM' for by month, null for by range. */
  period: z.string().nullable(),
  currency: z.string(),
  /** Absent in client-safe answers. */
  spendMicros: micros.nullable().optional(),
  impressions: z.number().nullable(),
  clicks: z.number().nullable(),
  linkClicks: z.number().nullable(),
  /** Of a single day, or of exactly this month or range where the platform was asked for it: reach is never summed. */
  reach: z.number().nullable(),
  /** Of 0 to 1, as reach of exactly this period; 0.0999 stands for anything below 0.1. */
  impressionShare: z.number().nullable().optional(),
  /** As in sums: null = not whole, absent = nothing known. */
  ...video,
  /** The platform's own action types in the window asked for. */
  conversions: byName(z.number()),
  /** The client's own names for conversions, in the window asked for; a name that is not there is not known. */
  named: byName(z.number()).optional(),
  headlineConversions: z.number().nullable(),
  conversionValueMicros: micros.nullable(),
  /** When the youngest of the days behind this row was last read. */
  asOf: instant.nullable(),
  settled: z.boolean(),
});
export type InsightRow = z.infer<typeof insightRow>;

export const insightsView = z.object({
  rows: z.array(insightRow),
  totals: z.array(
    z.object({
      currency: z.string(),
      spendMicros: micros.optional(),
      impressions: z.number(),
      clicks: z.number(),
      ...video,
      named: byName(z.number()).optional(),
    }),
  ),
  business: z.array(businessMetricInfo).default([]),
});

export type InsightsView = z.infer<typeof insightsView>;

export const csvFile = z.object({ fileName: z.string(), csv: z.string(), rows: z.number().int() });
export type CsvFile = z.infer<typeof csvFile>;
