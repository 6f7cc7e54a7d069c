import { expect, test } from 'vitest';
import type { Alert, AlertsView } from '../../src/contract/alerts.ts';
import { attentionOf } from '../../src/main/engine/attention.ts';

const alert = (over: Partial<Alert>): Alert => ({
  id: 'a1',
  kind: 'gap',
  severity: 'critical',
  clientId: null,
  client: null,
  platform: null,
  adAccountId: null,
  connectionId: null,
  title: 'Something',
  body: '',
  fix: 'none',
  count: 1,
  firstAt: '2026-11-21T08:00:00Z',
  lastAt: '2026-11-21T08:00:00Z',
  resolvedAt: null,
  dismissedAt: null,
  ...over,
});
const view = (alerts: Alert[]): AlertsView => ({ alerts, counts: { open: alerts.length, critical: 1, dismissed: 0 } });

test('each thing opens where it is dealt with: a sign-in, the imports of its client, the alert itself', () => {
  const { items, count } = attentionOf({
    alerts: view([
      alert({ id: 's', connectionId: 'c1', fix: 'sign_in_again' }),
      alert({ id: 'r', clientId: '7', client: 'Northwind', fix: 'retry' }),
      alert({ id: 'g', clientId: '8', client: 'Kette', fix: 'open_health' }),
      alert({ id: 'd', fix: 'free_space' }),
    ]),
    connections: [
      { id: 'c1', label: 'anna', state: 'expired' },
      { id: 'c2', label: 'jo', state: 'expiring' },
      { id: 'c3', label: 'max', state: 'connected' },
    ],
    imports: [
      { clientId: '7', client: 'Northwind', status: 'failed' },
      { clientId: '9', client: 'Belmonte', status: 'partial' },
      { clientId: '9', client: 'Belmonte', status: 'failed' },
    ],
  });
  expect(items.map((item) => item.path)).toEqual([
    '/connections?signIn=c1',
    '/imports?client=7',
    '/alerts?alert=g',
    '/alerts?alert=d',
    '/connections?signIn=c2',
    '/imports?client=9',
  ]);
  expect([count, items[1]?.text]).toEqual([6, 'Northwind: Something']);
});
