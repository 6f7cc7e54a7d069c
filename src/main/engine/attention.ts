import type { Alert, AlertsView } from '../../contract/alerts.ts';
import type { Connection } from '../../contract/connections.ts';
import type { ImportProgress } from '../../contract/imports.ts';
import type { Activity } from '../kernel/engine-protocol.ts';
import { importsScreen, screenOfAlert, signInScreen } from '../features/notifications/screens.ts';
import { t } from '../../words/text.ts';
import { activity as m } from './messages.ts';

export type AttentionInput = {
  /** Open ones, worst first; null while they cannot be read. */
  alerts: AlertsView | null;
  connections: readonly Pick<Connection, 'id' | 'label' | 'state'>[];
  imports: readonly Pick<ImportProgress['imports'][number], 'clientId' | 'client' | 'status'>[];
};

/** What needs a person, worst first, each with the address of the very thing: the tray opens it. */
export function attentionOf({ alerts, connections, imports }: AttentionInput): {
  count: number;
  items: Activity['items'];
} {
  const open = alerts?.alerts ?? [];
  const clients = new Set(open.map((alert) => alert.clientId));
  const signIns = new Set(open.map((alert) => alert.connectionId));
  const items = open.map((alert: Alert) => ({
    text: alert.client === null ? alert.title : t(m.alertOf, { client: alert.client, alert: alert.title }),
    path: screenOfAlert(alert),
  }));
  for (const { id, label, state } of connections)
    if ((state === 'expired' || state === 'expiring') && !signIns.has(id))
      items.push({
        text: t(state === 'expired' ? m.expired : m.expiring, { label }),
        path: signInScreen(id),
      });
  for (const { clientId, client, status } of imports)
    if ((status === 'failed' || status === 'partial') && !clients.has(clientId)) {
      clients.add(clientId);
      items.push({ text: t(m.importFailed, { client }), path: importsScreen(clientId) });
    }
  return { count: Math.max(items.length, alerts?.counts.open ?? 0), items };
}
