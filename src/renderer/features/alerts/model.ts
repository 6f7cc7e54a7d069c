import type { Alert, AlertsView } from '../../../contract/alerts.ts';

export type Show = 'open' | 'dismissed' | 'resolved';

/** What the one button of an alert does. `import` starts an import of `clientIds`; the others lead somewhere. */
export type AlertFix =
  | { to: 'sign_in'; label: string; connectionId: string | null }
  | { to: 'import'; label: string; clientIds: 'all' | string[] }
  | { to: 'opt_in'; label: string }
  | { to: 'connections'; label: string }
  | { to: 'settings'; label: string }
  | { to: 'health'; label: string }
  | { to: 'fetch'; label: string; clientId: string | null }
  | { to: 'client'; label: string; clientId: string };

/** The button that leads out of an alert; null when there is nothing to press. */
export function alertFix(alert: Pick<Alert, 'fix' | 'kind' | 'clientId' | 'connectionId'>): AlertFix | null {
  switch (alert.fix) {
    case 'sign_in_again':
      return { to: 'sign_in', label: 'Sign in again', connectionId: alert.connectionId };
    case 'retry':
    case 'import':
      return alert.clientId === null
        ? { to: 'import', label: 'Import all', clientIds: 'all' }
        : {
            to: 'import',
            label: alert.fix === 'retry' ? 'Import again' : 'Import',
            clientIds: [alert.clientId],
          };
    case 'check_access':
      return alert.kind === 'opt_in_needed'
        ? { to: 'opt_in', label: 'What to do' }
        : { to: 'connections', label: 'Check access' };
    case 'free_space':
      return { to: 'settings', label: 'See space used' };
    case 'open_health':
      return { to: 'health', label: 'See what is missing' };
    case 'backfill':
      return { to: 'fetch', label: 'Fetch the days', clientId: alert.clientId };
    case 'none':
      return alert.clientId === null ? null : { to: 'client', label: 'Open client', clientId: alert.clientId };
  }
}

/** The list without an alert, before the engine has answered; the counts go with it. */
export function without(view: AlertsView, alert: Pick<Alert, 'id' | 'severity'>, show: Show): AlertsView {
  if (!view.alerts.some((one) => one.id === alert.id)) return view;
  const { open, critical, dismissed } = view.counts;
  const firing = show === 'open';
  return {
    alerts: view.alerts.filter((one) => one.id !== alert.id),
    counts: {
      open: open + (firing ? -1 : 1),
      critical: alert.severity === 'critical' ? critical + (firing ? -1 : 1) : critical,
      dismissed: dismissed + (firing ? 1 : -1),
    },
  };
}

/** '1 critical · 3 warnings'; null when nothing fires. */
export function firingText(counts: AlertsView['counts']): string | null {
  const warnings = counts.open - counts.critical;
  const parts = [
    ...(counts.critical > 0 ? [`${counts.critical} critical`] : []),
    ...(warnings > 0 ? [`${warnings} ${warnings === 1 ? 'warning' : 'warnings'}`] : []),
  ];
  return parts.length === 0 ? null : parts.join(' · ');
}

export const EMPTY: Record<Show, { sentence: string; detail: string }> = {
  open: {
    sentence: 'Nothing needs you.',
    detail:
      'You are told here when a sign-in ends, imports keep failing, figures do not add up or days are about to be lost.',
  },
  dismissed: {
    sentence: 'Nothing is dismissed.',
    detail: 'A dismissed alert stays here while its cause lasts, and comes back when the cause comes back.',
  },
  resolved: { sentence: 'Nothing was resolved yet.', detail: 'An alert comes here by itself when its cause is gone.' },
};
