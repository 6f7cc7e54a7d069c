import type { Alert, AlertsView } from '../../../contract/alerts.ts';
import type { Formats } from '../../ui/index.ts';
import { t, type Message } from '../../ui/text.ts';
import { m } from './messages.ts';

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
      return { to: 'sign_in', label: t(m.fixSignIn), connectionId: alert.connectionId };
    case 'retry':
    case 'import':
      return alert.clientId === null
        ? { to: 'import', label: t(m.fixImportAll), clientIds: 'all' }
        : {
            to: 'import',
            label: t(alert.fix === 'retry' ? m.fixImportAgain : m.fixImport),
            clientIds: [alert.clientId],
          };
    case 'check_access':
      return alert.kind === 'opt_in_needed'
        ? { to: 'opt_in', label: t(m.fixOptIn) }
        : { to: 'connections', label: t(m.fixAccess) };
    case 'free_space':
      return { to: 'settings', label: t(m.fixSpace) };
    case 'open_health':
      return { to: 'health', label: t(m.fixHealth) };
    case 'backfill':
      return { to: 'fetch', label: t(m.fixFetch), clientId: alert.clientId };
    case 'none':
      return alert.clientId === null ? null : { to: 'client', label: t(m.fixClient), clientId: alert.clientId };
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
    ...(counts.critical > 0 ? [t(m.criticalCount, { count: counts.critical })] : []),
    ...(warnings > 0 ? [t(m.warningCount, { count: warnings })] : []),
  ];
  return parts.length === 0 ? null : parts.join(' · ');
}

const MINUTE_MS = 60_000;
const WEEK_MS = 7 * 86_400_000;

/** How long an alert has been there: 'Just now', 'Began 24 minutes ago', and with its day where `relative` tells one, 'Since Nov 3'. */
export function sinceText(at: string, now: number, f: Pick<Formats, 'relative'>): string {
  const age = now - Date.parse(at);
  if (age < MINUTE_MS) return t(m.sinceNow);
  return t(age < WEEK_MS ? m.sinceAgo : m.sinceWhen, { when: f.relative(at, now) });
}

export const EMPTY: Record<Show, { sentence: Message; detail: Message }> = {
  open: { sentence: m.openEmpty, detail: m.openEmptyDetail },
  dismissed: { sentence: m.dismissedEmpty, detail: m.dismissedEmptyDetail },
  resolved: { sentence: m.resolvedEmpty, detail: m.resolvedEmptyDetail },
};
