import { z } from 'zod';
import { clientId, instant, platformId } from './primitives.ts';

/** What a person is told of without having asked. Text on disk: never rename, only append. */
export const ALERT_KINDS = {
  repeated_failure: { label: 'Imports keep failing', severity: 'critical' },
  sign_in_expired: { label: 'Sign-in expired', severity: 'critical' },
  sign_in_expiring: { label: 'Sign-in expires soon', severity: 'warning' },
  gap: { label: 'Figures do not add up', severity: 'warning' },
  opt_in_needed: { label: 'The platform withholds figures', severity: 'warning' },
  retention_at_risk: { label: 'Days about to be lost', severity: 'warning' },
  disk_low: { label: 'Disk almost full', severity: 'critical' },
  stale: { label: 'No new figures', severity: 'warning' },
} as const;
export type AlertKind = keyof typeof ALERT_KINDS;
const kinds = Object.keys(ALERT_KINDS) as [AlertKind, ...AlertKind[]];

export const alert = z.object({
  id: z.string(),
  kind: z.enum(kinds),
  severity: z.enum(['critical', 'warning']),
  clientId: clientId.nullable(),
  client: z.string().nullable(),
  platform: platformId.nullable(),
  adAccountId: z.string().nullable(),
  connectionId: z.string().nullable(),
  /** Title and body may stand on a lock screen: never money, results or names of leads. */
  title: z.string(),
  body: z.string(),
  /** The one thing to do next. */
  fix: z.enum(['sign_in_again', 'retry', 'check_access', 'free_space', 'open_health', 'backfill', 'import', 'none']),
  /** How many runs, gaps, days or ad accounts it is about. */
  count: z.number().int(),
  firstAt: instant,
  lastAt: instant,
  resolvedAt: instant.nullable(),
  dismissedAt: instant.nullable(),
});
export type Alert = z.infer<typeof alert>;

export const alertsInput = z.object({
  /** open = neither resolved nor dismissed. */
  show: z.enum(['open', 'dismissed', 'resolved', 'all']),
  clientId: clientId.nullable(),
  limit: z.number().int().min(1).max(1000),
});

export const alertsView = z.object({
  /** Critical first, then newest. */
  alerts: z.array(alert),
  counts: z.object({ open: z.number().int(), critical: z.number().int(), dismissed: z.number().int() }),
});
export type AlertsView = z.infer<typeof alertsView>;
