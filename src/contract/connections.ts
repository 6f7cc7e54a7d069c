import { z } from 'zod';
import { adAccountStatus, clientId, instant, platformId, problem } from './primitives.ts';

export const platformInfo = z.object({
  platform: platformId,
  name: z.string(),
  badge: z.string(),
  adGroupName: z.string(),
  scopes: z.array(z.string()),
  appFields: z.array(
    z.object({
      name: z.string(),
      label: z.string(),
      hint: z.string(),
      secret: z.boolean(),
      required: z.boolean(),
      /** What every value of the platform ends in, so that a slip is told before anything is asked. */
      endsWith: z.string().optional(),
    }),
  ),
  pastedSecret: z.object({ label: z.string(), hint: z.string(), appFieldsNeeded: z.boolean() }),
  lookbackDays: z.number().int(),
  conversionSettleDays: z.number().int(),
  retentionMonths: z.number().int(),
  /** Operations the platform usually allows an app in 24 hours; null or left out = it does not count by the day. */
  dailyOperations: z.number().int().nullable().optional(),
});

export const connection = z.object({
  id: z.string(),
  platform: platformId,
  /** Who signed in, as the platform names them, else a plain word for the kind of sign-in. */
  label: z.string(),
  kind: z.string(),
  state: z.enum(['connected', 'expiring', 'expired', 'locked', 'removed']),
  problem: problem.nullable(),
  scopes: z.array(z.string()),
  expiresAt: instant.nullable(),
  connectedAt: instant,
  lastCheckedAt: instant.nullable(),
  adAccounts: z.number().int(),
  assignedAdAccounts: z.number().int(),
});
export type Connection = z.infer<typeof connection>;

/** Secrets travel inwards only. */
export const addPastedInput = z.object({
  platform: platformId,
  app: z.record(z.string(), z.string()),
  secret: z.string(),
});

export const beginLoginInput = z.object({
  platform: platformId,
  app: z.record(z.string(), z.string()),
  /** Sign in again for this connection: its app is used when `app` is empty, and its ad accounts and clients stay. */
  connectionId: z.string().nullable(),
});

export const loginState = z.object({
  attemptId: z.string(),
  platform: platformId,
  status: z.enum(['waiting', 'exchanging', 'connected', 'failed', 'cancelled', 'expired']),
  /** Where the person signs in: for [Open again] and [Copy link]. Holds no secret. */
  url: z.string(),
  expiresAt: instant,
  connectionId: z.string().nullable(),
  problem: problem.nullable(),
});
export type LoginState = z.infer<typeof loginState>;

export const adAccount = z.object({
  platform: platformId,
  adAccountId: z.string(),
  name: z.string(),
  currency: z.string(),
  timezone: z.string(),
  status: adAccountStatus,
  /** The platform's own word for the status ('SUSPENDED', 'PENDING_CLOSURE'). */
  platformStatus: z.string().optional(),
  manager: z.boolean(),
  /** Ids of the managers from the top down; empty when reached directly. */
  managerPath: z.array(z.string()),
  connectionId: z.string().nullable(),
  client: z.string().nullable(),
  clientId: clientId.nullable(),
  /** A client name to offer in the picker: an existing client that matches, else one made from the account's name. */
  suggestedClient: z.string(),
});
export type AdAccount = z.infer<typeof adAccount>;

export const assignInput = z.object({
  assignments: z
    .array(
      z.object({
        platform: platformId,
        adAccountId: z.string().min(1),
        /** A client of that name is made when there is none; null takes the account away from its client (its history stays). */
        client: z.string().trim().min(1).max(200).nullable(),
      }),
    )
    .min(1),
});
