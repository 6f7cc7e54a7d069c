import { z } from 'zod';
import { clientId, day, instant, platformId, problem } from './primitives.ts';

/**
 * How completely a month of an ad platform is stored. `rich`: every finished day, down to single ads. `totals`: every finished day of
 * the account, not all of its ads. `partial`: some days. `missing`: none, although older days are here. `before`: older than anything
 * asked for yet. `pending`: no day of the month has ended in the ad account's zone.
 */
export const monthState = z.enum(['rich', 'totals', 'partial', 'missing', 'before', 'pending']);
export type MonthState = z.infer<typeof monthState>;

export const dataHealthInput = z.object({
  /** How many calendar months, the newest being the one of yesterday. */
  months: z.number().int().min(1).max(37),
});

export const monthCell = z.object({
  state: monthState,
  /** Finished days of all ad accounts of the row: here, and wanted. */
  days: z.number().int(),
  wanted: z.number().int(),
  /** The newest reading of a day of the month. */
  checkedAt: instant.nullable(),
  /** The first day that is not here and that the platform soon does not answer for any more; it goes within 60 days. */
  expiresOn: day.nullable(),
});
export type MonthCell = z.infer<typeof monthCell>;

export const dataHealthRow = z.object({
  clientId,
  client: z.string(),
  platform: platformId,
  adAccounts: z.number().int(),
  /** One per month of the view, in its order. */
  cells: z.array(monthCell),
});
export type DataHealthRow = z.infer<typeof dataHealthRow>;

/** An ad account whose newest import did not end well, whose sign-in ran out, or which its platform disabled. */
export const failedAccount = z.object({
  clientId,
  client: z.string(),
  platform: platformId,
  adAccountId: z.string(),
  adAccountName: z.string(),
  connectionId: z.string().nullable(),
  problem,
  /** The newest reading of its figures: what is shown until it works again. */
  lastImportedAt: instant.nullable(),
});
export type FailedAccount = z.infer<typeof failedAccount>;

/** The newest imports that a schedule started, as one: those queued within half a day of each other. */
export const automatedRun = z.object({
  startedAt: instant,
  /** Null while some of it is still going on. */
  finishedAt: instant.nullable(),
  succeeded: z.number().int(),
  /** Of the succeeded: nothing was new. */
  unchanged: z.number().int(),
  partial: z.number().int(),
  failed: z.number().int(),
  cancelled: z.number().int(),
  open: z.number().int(),
});
export type AutomatedRun = z.infer<typeof automatedRun>;

export const dataHealthView = z.object({
  /** 'YYYY-MM', oldest first. */
  months: z.array(z.string()),
  /** By client, then platform. */
  rows: z.array(dataHealthRow),
  failed: z.array(failedAccount),
  lastAutomated: automatedRun.nullable(),
});
export type DataHealthView = z.infer<typeof dataHealthView>;
