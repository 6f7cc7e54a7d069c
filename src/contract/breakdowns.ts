import { z } from 'zod';
import { BREAKDOWNS, type Breakdown } from './datasets.ts';
import { asKnownOn, clientId, clientSafe, day, instant, level, platformId, range, sums } from './primitives.ts';

/** Reads of the datasets besides the daily figures: breakdowns, hours, and periods whose people are counted once. */
const datasetInput = z.object({
  clientId,
  range,
  platforms: z.array(platformId).nullable().default(null),
  level: level.default('account'),
  /** Only what belongs to this campaign or ad group; null = all of the level. */
  parentId: z.string().nullable().default(null),
  /** Only this campaign, ad group or ad; null = all of the level. */
  entityId: z.string().nullable().default(null),
  asKnownOn: asKnownOn.nullable().default(null),
  clientSafe,
});

const names = Object.keys(BREAKDOWNS) as [Breakdown, ...Breakdown[]];
export const breakdownInput = datasetInput.extend({
  breakdown: z.enum(names.filter((name) => name !== 'none' && name !== 'hour')),
});

/** Days of the range the dataset was read for, per ad account and day: `read` of `asked`. Cells of other days are not known. */
const coverage = z.object({ asked: z.number().int(), read: z.number().int(), asOf: instant.nullable() });

/**
 * What the cells leave unexplained of the days' own figures of the same level, over the days the dataset was read for: `difference` =
 * days − cells. null = the platform does not promise that the metric adds up over the cells.
 */
const rest = z.object({ difference: z.number().nullable(), share: z.number().nullable() });
const unexplained = z.object({
  /** Absent in client-safe answers. */
  spendMicros: rest.optional(),
  impressions: rest,
  clicks: rest,
  linkClicks: rest,
  conversions: rest,
  conversionValueMicros: rest,
});

const about = {
  platform: platformId,
  currency: z.string(),
  /** The dataset's id ('campaign.day.age'). */
  dataset: z.string(),
  /** The platform offers it at this level. When false nothing can ever be there. */
  offered: z.boolean(),
  /** Why rows may be missing; null when the dataset is complete. */
  caveat: z.string().nullable(),
  coverage,
};

export const breakdownView = z.object({
  /** One part per platform and currency: cells of two platforms are told in different words, and currencies never add up. */
  parts: z.array(
    z.object({
      ...about,
      /** Why the platform gives none of the ad accounts the dataset, and what to do; absent where nothing is withheld, or seen from an earlier moment. */
      withheld: z.string().optional(),
      rows: z.array(
        z.object({
          segment: z.record(z.string(), z.string()),
          /** The cell in words: 'female · 25-34'; a conversion action by its own name. */
          label: z.string(),
          sums,
        }),
      ),
      /** The days' own figures of the same entities, over the days read. */
      days: sums,
      unexplained,
    }),
  ),
});
export type BreakdownView = z.infer<typeof breakdownView>;

export const hoursInput = datasetInput;
export const hoursView = z.object({
  parts: z.array(
    z.object({
      ...about,
      /** Zones the hours are told in; more than one when the ad accounts live in several. */
      timezones: z.array(z.string()),
      /** 168 cells, Monday 0:00 first; an hour in which nothing was reported has empty sums. */
      cells: z.array(
        z.object({
          /** 1 = Monday. */
          weekday: z.number().int(),
          hour: z.number().int(),
          sums,
          /** Days of this weekday behind the cell (per ad account), also those without delivery in this hour. */
          days: z.number().int(),
          /** Of these, days on which this hour came twice because clocks went back; both are in the sums. */
          repeated: z.number().int(),
        }),
      ),
      /** Days known only as averages per month, weekday and hour; whole months inside the range are in the cells. */
      foldedDays: z.number().int(),
      /** Folded days of months that are only partly in the range, or asked for as once known: they cannot be counted. */
      foldedDaysLeftOut: z.number().int(),
    }),
  ),
});
export type HoursView = z.infer<typeof hoursView>;

export const periodsInput = datasetInput;
export const periodsView = z.object({
  /** Per ad account and period: exactly the range, and every calendar month inside it. Never put together from parts. */
  periods: z.array(
    z.object({
      platform: platformId,
      adAccountId: z.string(),
      currency: z.string(),
      /** 'YYYY-MM', or null for the whole range. */
      month: z.string().nullable(),
      range,
      /** The platform answers such a question at this level. When false nothing can ever be there. */
      offered: z.boolean(),
      /** The platform was not asked for this period (or not yet at the moment seen from): its unique counts are not known. */
      missing: z.boolean(),
      /** A month still running when it was read: the figures are of the days up to and including this one. */
      through: day.nullable(),
      asOf: instant.nullable(),
      rows: z.array(
        z.object({
          entityId: z.string(),
          entityName: z.string(),
          reach: z.number().nullable(),
          /** Of 0 to 1; null = not told. */
          impressionShare: z.number().nullable().optional(),
          frequency: z.number().nullable(),
          uniqueClicks: z.number().nullable(),
          uniqueLinkClicks: z.number().nullable(),
          /** How an ad does against others shown to the same people, in the platform's own words; null = none of them told. */
          rankings: z
            .object({
              quality: z.string().nullable(),
              engagementRate: z.string().nullable(),
              conversionRate: z.string().nullable(),
            })
            .nullable()
            .optional(),
          sums,
        }),
      ),
    }),
  ),
});
export type PeriodsView = z.infer<typeof periodsView>;
