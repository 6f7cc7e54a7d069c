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
  account_disabled: { label: 'Ad account disabled', severity: 'warning' },
} as const;
export type AlertKind = keyof typeof ALERT_KINDS;
