import { z } from 'zod';
import { t } from '../words/text.ts';
import { inputMessages as input } from './messages.ts';
import { asKnownOn, clientId, clientSafe, day, instant, level, micros, platformId, range } from './primitives.ts';

/** What is known of each day, and what was told differently since. */
export const daysInput = z.object({
  clientId,
  range,
  platforms: z.array(platformId).nullable().default(null),
  level: level.default('account'),
  asKnownOn: asKnownOn.nullable().default(null),
  clientSafe,
});

/**
 * The words for a day. The first of a day's states is always one of the first four, by when the day was last read in the account's
 * zone (dailyPoint says partial for pending and settling for unsettled); the others are added to it.
 */
export const DAY_STATES = [
  /** Never read. */
  'missing',
  /** Not over when it was last read. */
  'pending',
  /** Read while conversions could still be added to it. */
  'unsettled',
  'settled',
  /** Some value was told differently after the day was over. */
  'restated',
  /** Some of its rows are no longer told by the platform; they are kept as last told. */
  'no_longer_offered',
  /** Read, and the platform reported nothing for it: no delivery. */
  'not_reported',
] as const;

export const knownDay = z.object({
  day,
  states: z.array(z.enum(DAY_STATES)).min(1),
  firstReadAt: instant.nullable(),
  lastReadAt: instant.nullable(),
  /** How many values of rows were replaced after the day was over. */
  changes: z.number().int(),
  /** The last day on which conversions may still be added to it; null once it was read after that. */
  mayChangeUntil: day.nullable(),
  rows: z.number().int(),
  /** Of these, rows the platform no longer tells. */
  absentRows: z.number().int(),
});
export type KnownDay = z.infer<typeof knownDay>;

export const daysView = z.object({
  adAccounts: z.array(
    z.object({
      platform: platformId,
      adAccountId: z.string(),
      name: z.string(),
      timezone: z.string(),
      /** Days after a day during which its conversions may change. */
      settleDays: z.number().int(),
      days: z.array(knownDay),
    }),
  ),
});
export type DaysView = z.infer<typeof daysView>;

export const changesInput = z.object({
  clientId,
  /** Changes seen after this instant, up to `asKnownOn` (null = now). */
  since: z.iso.datetime({ offset: true, error: () => t(input.instantForm) }),
  /** Days that changed; null = all. */
  range: range.nullable().default(null),
  platforms: z.array(platformId).nullable().default(null),
  level: level.default('account'),
  /** Only this campaign, ad group or ad. */
  entityId: z.string().nullable().default(null),
  asKnownOn: asKnownOn.nullable().default(null),
  limit: z.number().int().min(1).max(1000).default(100),
  /** `next` of the page before. */
  after: z.string().nullable().default(null),
  clientSafe,
});

export const lookInput = z.object({
  clientId,
  /** True: what there is now is put away; false takes that back. */
  dismissed: z.boolean().optional(),
});
/** Null at the first visit: then nothing is known of what was seen before. */
export const looked = z.object({ since: instant.nullable() });

const changedMetric = z.enum([
  'spendMicros',
  'impressions',
  'clicks',
  'linkClicks',
  'reach',
  'conversions',
  'conversionValueMicros',
]);

/** One row that says something else than at `since`, or than when it was first read whole after that; changes taken back are none. */
export const change = z.object({
  platform: platformId,
  adAccountId: z.string(),
  level,
  entityId: z.string(),
  entityName: z.string(),
  day,
  currency: z.string(),
  /** Values told differently: old null = nothing was known of it. */
  metrics: z.array(z.object({ metric: changedMetric, old: z.number().nullable(), new: z.number().nullable() })),
  /** How often the row changed in between. */
  changes: z.number().int(),
  /** When the old values were first seen; null when the row was not there before. */
  firstSeenAt: instant.nullable(),
  /** When they were first replaced. */
  supersededAt: instant,
  /** When the new values were seen. */
  seenAt: instant,
});
export type Change = z.infer<typeof change>;

export const changesView = z.object({
  /** Newest first. */
  changes: z.array(change),
  total: z.number().int(),
  /** Of all changes, not only this page: new minus old. */
  differences: z.array(
    z.object({
      currency: z.string(),
      spendMicros: micros.optional(),
      conversions: z.number(),
      conversionValueMicros: micros,
    }),
  ),
  next: z.string().nullable(),
});
export type ChangesView = z.infer<typeof changesView>;
