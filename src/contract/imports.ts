import { z } from 'zod';
import { clientId, day, instant, level, platformId, problem, range } from './primitives.ts';

/** In the order in which the first that holds is told. */
export const REASONS = [
  'expires',
  'not_got',
  'gap',
  'new',
  'api_version',
  'force',
  'read_early',
  'look_back',
  'period',
] as const;

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
  /**
   * What it fetched so far, in the history: the stretch of days whose daily figures were read (null = none), and how many datasets of
   * hours, breakdowns and months. Runs behind a first import read either older days or, of the same days, what is finer.
   */
  fetched: z.object({ days: range.nullable(), datasets: z.number().int() }).optional(),
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
  /** Older days and finer figures read behind what a person asked for: told in the list of imports, not on the client's page. */
  background: z.boolean().optional(),
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

/**
 * What is new since the update before of the same stream; the first has everything. Of a thousand clients in line a handful moves
 * at a time: sent whole ten times a second they cost more than the import itself. `mergeProgress` puts them together.
 */
export const importProgressUpdate = importProgress.extend({
  /** The ids of all imports, in their order; left out when they are those of the update before. */
  order: z.array(z.string()).optional(),
  /** Those that are new or say something else than before; the place in line of a queued one follows from the order. */
  imports: z.array(clientImport),
});
export type ImportProgressUpdate = z.infer<typeof importProgressUpdate>;

export const startInput = z.object({
  clientIds: z.union([z.literal('all'), z.array(clientId).min(1)]),
  platforms: z.array(platformId).nullable(),
  /** null: planned from what is already here. */
  range: range.nullable(),
  /** Besides the daily figures: every dataset, none, or these; left out: those a routine import reads. */
  datasets: z.union([z.enum(['all', 'core']), z.array(z.string())]).optional(),
  /** Also what is here and final. */
  force: z.boolean().optional(),
});

/** Why days are asked for; `expires`: the platform soon forgets them. */
export const planReason = z.enum(REASONS);

/** One request of a plan. */
export const planItem = z.object({
  level,
  /** Null = the daily figures of the level. */
  dataset: z.string().nullable(),
  from: day,
  to: day,
  /** Why most of its days are asked for, and how many are for which reason. */
  reason: planReason,
  days: z.partialRecord(planReason, z.number().int()),
  calls: z.number().int(),
  /** The last day on which the platform still answers for its first day. */
  expiresOn: day,
});

export const putOff = z.object({
  /** Id of a dataset; a level when its daily figures are meant. */
  dataset: z.string(),
  from: day.nullable(),
  to: day.nullable(),
  /**
   * quota = the day's quota does not suffice; cadence = it has its turn on `until`; withheld = the platform refuses it; failing = it
   * failed again and again and is asked for again on `until`.
   */
  why: z.enum(['quota', 'cadence', 'withheld', 'failing']),
  until: day.nullable(),
  calls: z.number().int(),
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
  /** The whole explanation, a sentence per reason. */
  sentences: z.array(z.string()),
  /** What is asked for, in this order. */
  items: z.array(planItem),
  putOff: z.array(putOff),
  /** Days back the platform may still change figures of this ad account. */
  lookbackDays: z.number().int(),
});

/** Reach and other counts of a shown range that are a question of their own. */
export const fetchPeriodInput = z.object({ clientId, range, levels: z.array(level).min(1) });
export const fetchedPeriod = z.object({
  imports: z.array(clientImport),
  /** Answers that are here already, final or young enough. */
  kept: z.number().int(),
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
  /** Only runs that have ended: those under way are told by `progress`. Left out = all. */
  ended: z.boolean().optional(),
  limit: z.number().int().min(1).max(1000),
  before: z.string().nullable(),
});

export const runDetail = z.object({
  run: importRun,
  slices: z.array(
    z.object({
      level: z.string(),
      /** What was read besides the daily figures of the level; null or left out = these. */
      dataset: z.string().nullable().optional(),
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
