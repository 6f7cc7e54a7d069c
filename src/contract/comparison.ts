import { z } from 'zod';
import { businessMetricInfo } from './client-profile.ts';
import { dayState } from './dashboards.ts';
import { asKnownOn, clientId, clientSafe, day, figures, instant, platformId, range, sums } from './primitives.ts';

/** Two periods of a client against each other, and which campaigns moved a figure. */
export const compareInput = z.object({
  clientId,
  a: range,
  b: range,
  /** Moves B so that both begin on the same weekday: by up to three days, further only away from A, whose days it never takes. */
  matchWeekday: z.boolean().default(true),
  /** The figure whose change is laid out by campaign: an additive metric ('spend', 'conversions', 'named:Leads' …). */
  metric: z.string().max(100).default('spend'),
  platforms: z.array(platformId).nullable().default(null),
  asKnownOn: asKnownOn.nullable().default(null),
  clientSafe,
  /** Campaigns listed; the rest is added up. */
  limit: z.number().int().min(1).max(500).default(50),
});

/** A figure in both periods; null = not reported. Amounts are micros. */
const pair = z.object({ a: z.number().nullable(), b: z.number().nullable(), delta: z.number().nullable() });
/** Part of a change: `share` of the whole change, 1 = all of it; null when the whole did not change. */
const part = { delta: z.number(), share: z.number().nullable() };

export const comparedDay = z.object({
  /** The how-many-th day of both periods, from 0. */
  index: z.number().int(),
  a: z.object({ day, state: dayState, sums }).nullable(),
  b: z.object({ day, state: dayState, sums }).nullable(),
});

export const compareView = z.object({
  /** As compared: B after it was moved. */
  a: range,
  b: range,
  metric: z.string(),
  business: z.array(businessMetricInfo),
  /** The newest read behind any number shown. */
  asOf: instant.nullable(),
  /** One per currency, largest first. */
  blocks: z.array(
    z.object({
      currency: z.string(),
      a: figures,
      b: figures,
      /** Days never read, over the ad accounts that have anything in either period. */
      missing: z.object({ a: z.number().int(), b: z.number().int() }),
      /** Why changes are not told: days are missing. Null when they are. */
      reason: z.string().nullable(),
      daily: z.array(comparedDay),
      change: pair,
      /** Largest change first. Empty when `reason` says why. */
      contributions: z.array(
        pair.extend({
          platform: platformId,
          adAccountId: z.string(),
          entityId: z.string(),
          name: z.string(),
          ...part,
        }),
      ),
      /** Campaigns beyond the limit; null when there are none. */
      others: z.object({ campaigns: z.number().int(), ...part }).nullable(),
      /** What the ad accounts' own figures moved beyond their campaigns'; null when nothing is left. */
      unexplained: z.object(part).nullable(),
    }),
  ),
});
export type CompareView = z.infer<typeof compareView>;
