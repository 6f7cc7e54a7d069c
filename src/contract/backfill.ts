import { z } from 'zod';
import { clientId, day, instant, platformId } from './primitives.ts';

/** Older days as a job of their own: what of the last months is not here yet, per ad account, oldest-expiring first. */
export const backfillInput = z.object({
  clientIds: z.union([z.literal('all'), z.array(clientId).min(1)]),
  /** The running month and so many whole months before it. */
  months: z.number().int().min(1).max(132),
  platforms: z.array(platformId).nullable(),
  /** core = the daily figures only; routine = also the hours, breakdowns and months a routine import reads; all = every dataset. */
  datasets: z.enum(['core', 'routine', 'all']),
  /** Also what is here and final. */
  force: z.boolean(),
});
export type BackfillInput = z.infer<typeof backfillInput>;

export const backfillPreview = z.object({
  accounts: z.array(
    z.object({
      clientId,
      client: z.string(),
      platform: platformId,
      adAccountId: z.string(),
      from: day,
      to: day,
      /** 0 = nothing is missing, or it is in line already. */
      requests: z.number().int(),
      /** Days of daily figures that would be read at any level. */
      days: z.number().int(),
      /** The last day on which the platform still answers for the first of them. */
      expiresFirst: day.nullable(),
      sentences: z.array(z.string()),
    }),
  ),
  platforms: z.array(z.object({ platform: platformId, requests: z.number().int(), accounts: z.number().int() })),
  requests: z.number().int(),
  /** From how long requests took lately; null when none was measured. */
  estimatedMinutes: z.number().nullable(),
  /** What the platforms no longer keep, each limit once. */
  clamps: z.array(z.string()),
});
export type BackfillPreview = z.infer<typeof backfillPreview>;

export const backfillJob = z.object({
  id: z.string(),
  createdAt: instant,
  params: backfillInput,
  /** partial = it ended, and some days could not be got: they are asked for again by routine imports. */
  status: z.enum(['running', 'finished', 'partial', 'cancelled']),
  percent: z.number().int().min(0).max(100),
  /** As planned when it began. */
  requests: z.number().int(),
  slices: z.object({ done: z.number().int(), failed: z.number().int(), total: z.number().int() }),
  runs: z.object({ open: z.number().int(), ended: z.number().int(), failed: z.number().int() }),
  runIds: z.array(z.string()),
  finishedAt: instant.nullable(),
});
export type BackfillJob = z.infer<typeof backfillJob>;

export const backfillStarted = z.object({
  job: backfillJob,
  /** Ad accounts of which nothing is missing, or all is in line already. */
  leftAlone: z.array(z.object({ client: z.string(), platform: platformId, adAccountId: z.string(), why: z.string() })),
});
export type BackfillStarted = z.infer<typeof backfillStarted>;
