import { z } from 'zod';
import { clientId, clientSafe, day, instant, level, micros, platformId, range } from './primitives.ts';

/** What happened to a client on its days: flags on charts, and the one thing its status line suggests. */
export const eventsInput = z.object({
  clientId,
  range,
  /** What the view compares with; null = the same number of days before. */
  compare: range.nullable().default(null),
  platforms: z.array(platformId).nullable().default(null),
  clientSafe,
});

export const FLAG_KINDS = ['budget', 'status', 'name', 'gap', 'note'] as const;

export const flag = z.object({
  id: z.string(),
  kind: z.enum(FLAG_KINDS),
  /** In the zone of the ad account. */
  day,
  /** The last day of a gap; else the same day. */
  to: day,
  /** When Tidemark saw the change, which is after it happened; null for gaps and notes. */
  seenAt: instant.nullable(),
  title: z.string(),
  platform: platformId.nullable(),
  level: level.nullable(),
  entityId: z.string().nullable(),
  entityName: z.string().nullable(),
  /** Statuses and names as they were told; null for budgets, which are amounts. */
  old: z.string().nullable(),
  new: z.string().nullable(),
  /** Of a budget; null in it = none before or after. */
  amounts: z
    .object({
      currency: z.string(),
      oldMicros: micros.nullable(),
      newMicros: micros.nullable(),
      period: z.enum(['daily', 'lifetime']),
    })
    .nullable()
    .optional(),
  /** Of a note: takes `annotations.edit` and `remove`. */
  annotationId: z.string().nullable(),
});
export type Flag = z.infer<typeof flag>;

export const SUGGESTION_RULES = ['sign_in_expires', 'no_impressions', 'pace', 'cpa_worse'] as const;

export const suggestion = z.object({
  /** Made of what it is about, so that dismissing it lasts as long as the cause does. */
  id: z.string(),
  rule: z.enum(SUGGESTION_RULES),
  title: z.string(),
  /** Shares and days, never an amount: screens that show amounts have them. */
  body: z.string(),
  action: z.enum(['sign_in_again', 'open_campaign', 'open_campaigns', 'compare']),
  platform: platformId.nullable(),
  entityId: z.string().nullable(),
  connectionId: z.string().nullable(),
  /** What the figure that moved is counted in; left out where it is about no currency. */
  currency: z.string().optional(),
  /** The days its figures are of: `a` against `b`. */
  over: z.object({ a: range, b: range }).optional(),
});
export type Suggestion = z.infer<typeof suggestion>;

export const eventsView = z.object({
  /** Oldest first. */
  flags: z.array(flag),
  /** Flags there are; those beyond the newest 500 are not listed. */
  total: z.number().int(),
  /** The most pressing one nobody dismissed; absent in client-safe answers. */
  suggestion: suggestion.nullable().optional(),
});
export type EventsView = z.infer<typeof eventsView>;
