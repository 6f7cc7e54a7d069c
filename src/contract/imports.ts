import { z } from 'zod';
import { clientId, day, instant, platformId, problem, range } from './primitives.ts';

export const runStatus = z.enum(['queued', 'running', 'waiting', 'succeeded', 'partial', 'failed', 'cancelled']);
export type RunStatus = z.infer<typeof runStatus>;

export const recordCounts = z.object({
  new: z.number().int(),
  changed: z.number().int(),
  unchanged: z.number().int(),
  setAside: z.number().int(),
});
export type RecordCounts = z.infer<typeof recordCounts>;

/** One ad account's import: the unit of the queue, of history and of retry. */
export const importRun = z.object({
  id: z.string(),
  clientId,
  client: z.string(),
  platform: platformId,
  adAccountId: z.string(),
  adAccountName: z.string(),
  trigger: z.enum(['manual', 'first', 'backfill', 'scheduled', 'retry']),
  status: runStatus,
  from: day,
  to: day,
  /** Why this range: 'first import', '3 days since the last import and 28 days the platform may still change'. */
  why: z.string(),
  percent: z.number().int().min(0).max(100),
  step: z.string(),
  campaignsFound: z.number().int().nullable(),
  records: recordCounts,
  queuedAt: instant,
  startedAt: instant.nullable(),
  finishedAt: instant.nullable(),
  durationMs: z.number().int().nullable(),
  /** When a run that waits for the platform goes on. */
  retryAt: instant.nullable(),
  problem: problem.nullable(),
});
export type ImportRun = z.infer<typeof importRun>;

/** What a person sees as one import: all of a client's runs of one request, with one bar that never moves backwards. */
export const clientImport = z.object({
  id: z.string(),
  clientId,
  client: z.string(),
  platforms: z.array(platformId),
  status: runStatus,
  /** 1-based place in the queue while queued. */
  position: z.number().int().nullable(),
  percent: z.number().int().min(0).max(100),
  /** 'Syncing Meta Ads', 'Storing data' … */
  step: z.string(),
  records: recordCounts,
  campaigns: z.array(z.object({ platform: platformId, found: z.number().int() })),
  retryAt: instant.nullable(),
  startedAt: instant.nullable(),
  finishedAt: instant.nullable(),
  /** Set when failed or partial: the sentence of the first failure and its fix. */
  problem: problem.nullable(),
  connectionId: z.string().nullable(),
  runIds: z.array(z.string()),
});
export type ClientImport = z.infer<typeof clientImport>;

export const importProgress = z.object({
  revision: z.number().int(),
  /**
   * Running first, then waiting and queued (at most 200 of each, `counts` are of all), then those finished in this session (newest
   * first, at most 50).
   */
  imports: z.array(clientImport),
  counts: z.object({
    running: z.number().int(),
    waiting: z.number().int(),
    queued: z.number().int(),
    finishedToday: z.number().int(),
    failedToday: z.number().int(),
  }),
});
export type ImportProgress = z.infer<typeof importProgress>;

export const startInput = z.object({
  clientIds: z.union([z.literal('all'), z.array(clientId).min(1)]),
  platforms: z.array(platformId).nullable(),
  /** null: planned from what is already here. */
  range: range.nullable(),
});

export const plannedRun = z.object({
  clientId,
  client: z.string(),
  platform: platformId,
  adAccountId: z.string(),
  from: day,
  to: day,
  why: z.string(),
  /** Requests for insights and structure if nothing has to be split or paged. */
  requests: z.number().int(),
  /** The range was cut to what the platform still keeps. */
  clamped: z.string().nullable(),
});

/** What became of rows once set aside: `read` = stored + unchanged + stillSetAside. */
export const replayedRows = z.object({
  read: z.number().int(),
  stored: z.number().int(),
  unchanged: z.number().int(),
  stillSetAside: z.number().int(),
});

export const historyInput = z.object({
  clientId: clientId.nullable(),
  status: runStatus.nullable(),
  limit: z.number().int().min(1).max(1000),
  before: z.string().nullable(),
});

export const runDetail = z.object({
  run: importRun,
  slices: z.array(
    z.object({
      level: z.string(),
      from: day,
      to: day,
      status: z.string(),
      attempts: z.number().int(),
      rows: z.number().int().nullable(),
      error: z.string().nullable(),
    }),
  ),
  log: z.array(z.object({ at: instant, level: z.string(), message: z.string() })),
  setAside: z.array(z.object({ level: z.string(), reason: z.string(), raw: z.string() })),
});
