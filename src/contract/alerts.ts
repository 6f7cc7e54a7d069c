import { z } from 'zod';
import { ALERT_KINDS, type AlertKind } from './alert-kinds.ts';
import { clientId, instant, platformId } from './primitives.ts';

export { ALERT_KINDS, type AlertKind } from './alert-kinds.ts';

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
