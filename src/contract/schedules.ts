import { z } from 'zod';
import { runStatus } from './imports.ts';
import { clientId, instant, platformId } from './primitives.ts';

/** When a client is imported by itself. Times are those of each ad account's own zone, so 03:00 is as many instants as a client has zones. */
export const scheduleRule = z.object({
  enabled: z.boolean(),
  /** Null = all platforms of the client. */
  platforms: z.array(platformId).min(1).nullable(),
  /** Null = once a day at `atMinute`; else every so many hours of the local day, counted from `atMinute`. */
  everyHours: z.number().int().min(1).max(12).nullable(),
  /** Minute of the local day: 180 = 03:00. */
  atMinute: z.number().int().min(0).max(1439),
});
export type ScheduleRule = z.infer<typeof scheduleRule>;

/** Why nothing is started by itself at the moment, although it may be due. */
export const holdReason = z.enum(['paused', 'offline', 'battery', 'metered']);
export type HoldReason = z.infer<typeof holdReason>;

export const clientSchedule = z.object({
  clientId,
  client: z.string(),
  /** The client has no rule of its own and follows the default. */
  inherited: z.boolean(),
  rule: scheduleRule,
  /** Ad accounts the rule imports, and the zones they count their days in. */
  adAccounts: z.number().int(),
  timeZones: z.array(z.string()),
  /** The earliest of the client's ad accounts; null when switched off or when there is nothing to import. In the past: due, waiting; never before the end of a pause. */
  nextRunAt: instant.nullable(),
  /** The sign-in of some of the ad accounts ran out: these wait for a person. */
  needsSignIn: z.boolean(),
  /** The newest import that was started by the schedule. */
  lastRun: z.object({ at: instant, status: runStatus }).nullable(),
});
export type ClientSchedule = z.infer<typeof clientSchedule>;

export const scheduleState = z.object({
  /** The earliest of all: never before a pause ends, in the past while it waits for another `holding`. */
  nextRunAt: instant.nullable(),
  pausedUntil: instant.nullable(),
  holding: holdReason.nullable(),
  /** Ad accounts whose time has come and that have not been started yet. */
  due: z.number().int(),
  /** The clock of some scheduled ad account shows another time at `nextRunAt` than this computer's. Left out = no. */
  otherClocks: z.boolean().optional(),
});
export type ScheduleState = z.infer<typeof scheduleState>;

export const scheduleList = z.object({ default: scheduleRule, state: scheduleState, clients: z.array(clientSchedule) });
export type ScheduleList = z.infer<typeof scheduleList>;

/** Null stands for the default every client without a rule of its own follows. */
const whose = z.array(clientId.nullable()).min(1).max(10_000);

export const setScheduleInput = z.object({ clients: whose, change: scheduleRule.partial() });
export const resetScheduleInput = z.object({ clients: whose });
/** What was there before, for undo: `rule` null = it was inherited. */
export const scheduleChange = z.object({
  before: z.array(z.object({ client: clientId.nullable(), rule: scheduleRule.nullable() })),
});
export type ScheduleChange = z.infer<typeof scheduleChange>;

/** until_tomorrow = 08:00 where this machine is, of the day that begins after the coming night. */
export const pauseInput = z.object({ for: z.enum(['hour', 'until_tomorrow']) });
export type PauseLength = z.infer<typeof pauseInput>['for'];
