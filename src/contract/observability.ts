import { z } from 'zod';
import { instant, platformId } from './primitives.ts';

/** One exchange with a platform as the run inspector lists it. Paths carry no host and no secret. */
export const requestEntry = z.object({
  at: instant,
  method: z.string(),
  path: z.string(),
  /** HTTP status; null when no answer came. */
  status: z.number().int().nullable(),
  durationMs: z.number().int(),
  bytes: z.number().int().nullable(),
  /** How far the platform says its quota is used, 0–100. */
  usagePercent: z.number().nullable(),
  error: z.string().nullable(),
});
export type RequestEntry = z.infer<typeof requestEntry>;

export const requestsOfRun = z.object({
  requests: z.array(requestEntry),
  /** Sums over all requests of the run, also those beyond the list's limit. */
  totals: z.object({
    requests: z.number().int(),
    failed: z.number().int(),
    bytes: z.number().int(),
    requestMs: z.number().int(),
    rows: z.number().int(),
    /** Milliseconds worked, waits for the platform and closed hours left out. */
    activeMs: z.number().int(),
    /** From the start to the end (or now), waits included. */
    elapsedMs: z.number().int().nullable(),
  }),
});
export type RequestsOfRun = z.infer<typeof requestsOfRun>;

/** Milliseconds over the sample named beside it; null when nothing was measured. */
const timings = z.object({
  count: z.number().int(),
  p50: z.number().nullable(),
  p95: z.number().nullable(),
  max: z.number().nullable(),
});
export type Timings = z.infer<typeof timings>;

/** The engine's own figures: for `tidemark health`, monitoring scripts and the diagnostics screen. */
export const engineHealth = z.object({
  at: instant,
  version: z.string(),
  /** ok = nothing to do; attention = something failed or is stale; failing = most of the last day's runs failed. */
  status: z.enum(['ok', 'attention', 'failing']),
  reasons: z.array(z.string()),
  ingest: z.object({
    rowsLastHour: z.number().int(),
    rowsLastDay: z.number().int(),
    /** Rows per second of working time over the last day's runs; null without any. */
    rowsPerSecond: z.number().nullable(),
  }),
  runsLastDay: z.object({
    succeeded: z.number().int(),
    partial: z.number().int(),
    failed: z.number().int(),
    cancelled: z.number().int(),
    failures: z.array(z.object({ code: z.string(), runs: z.number().int() })),
  }),
  /** Ad accounts given to clients, by the age of their newest daily reading: fresh ≤ 26 h, ageing ≤ 48 h, stale beyond. */
  freshness: z.object({
    fresh: z.number().int(),
    ageing: z.number().int(),
    stale: z.number().int(),
    never: z.number().int(),
    oldest: instant.nullable(),
  }),
  queue: z.object({
    running: z.number().int(),
    waiting: z.number().int(),
    queued: z.number().int(),
    oldestQueuedAt: instant.nullable(),
    nextResumeAt: instant.nullable(),
  }),
  requestsLastDay: z.array(
    z.object({ platform: platformId, count: z.number().int(), failed: z.number().int(), durationMs: timings }),
  ),
  /** Reads answered since the engine started. */
  reads: timings,
  memory: z.object({ rssBytes: z.number(), heapUsedBytes: z.number() }),
  disk: z.object({ databaseBytes: z.number(), freeBytes: z.number().nullable() }),
});
export type EngineHealth = z.infer<typeof engineHealth>;
