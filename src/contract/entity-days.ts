import { z } from 'zod';
import { dailyPoint } from './dashboards.ts';
import { asKnownOn, clientId, clientSafe, instant, platformId, range } from './primitives.ts';

/** One campaign, ad group or ad day by day: what the inspector draws. */
export const entityDaysInput = z.object({
  clientId,
  platform: platformId,
  adAccountId: z.string(),
  level: z.enum(['campaign', 'ad_group', 'ad']),
  entityId: z.string(),
  range,
  compare: range.nullable().default(null),
  asKnownOn: asKnownOn.nullable().default(null),
  clientSafe,
});
export const entityDaysView = z.object({
  currency: z.string(),
  timezone: z.string(),
  /** A point per day of the range; in client-safe answers without spend. */
  daily: z.array(dailyPoint),
  /** When the entity was first seen in what its platform told. */
  firstSeenAt: instant,
  asOf: instant.nullable(),
});
export type EntityDaysView = z.infer<typeof entityDaysView>;
