import { alertKindMessages as m } from './messages.ts';

/** What a person is told of without having asked. Text on disk: never rename, only append. */
export const ALERT_KINDS = {
  repeated_failure: { label: m.repeatedFailure, severity: 'critical' },
  sign_in_expired: { label: m.signInExpired, severity: 'critical' },
  sign_in_expiring: { label: m.signInExpiring, severity: 'warning' },
  gap: { label: m.gap, severity: 'warning' },
  opt_in_needed: { label: m.optInNeeded, severity: 'warning' },
  retention_at_risk: { label: m.retentionAtRisk, severity: 'warning' },
  disk_low: { label: m.diskLow, severity: 'critical' },
  stale: { label: m.stale, severity: 'warning' },
  account_disabled: { label: m.accountDisabled, severity: 'warning' },
} as const;
export type AlertKind = keyof typeof ALERT_KINDS;
