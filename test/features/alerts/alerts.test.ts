import { beforeEach, describe, expect, it } from 'vitest';
import { ALERT_KINDS, type Alert } from '../../../src/contract/alerts.ts';
import { createAlerts, type Alerts } from '../../../src/main/features/alerts/alerts.ts';
import { addDays, dayToInt } from '../../../src/main/domain/days.ts';
import { silentLog } from '../../../src/main/kernel/log.ts';
import type { AdPlatform } from '../../../src/main/platforms/platform.ts';
import type { Db } from '../../../src/main/store/store.ts';
import { connectionFailed } from '../../../src/main/store/writes/connections.ts';
import { ingestSlice } from '../../../src/main/store/writes/ingest.ts';
import { addAccount, addConnection, DAY, HOUR, newStore, NOW, SETTLE, slice } from '../../store/helpers.ts';
import { t } from '../../../src/words/text.ts';

let db: Db;
let alerts: Alerts;
let now: number;
let free: number | null;
let told: Alert[];
let changes: number;
let ids: number;

beforeEach(() => {
  db = newStore().db;
  now = NOW;
  free = 50_000_000_000;
  told = [];
  changes = 0;
  ids = 0;
  const platform = { capabilities: { retentionMonths: 37, datasets: [] } } as unknown as AdPlatform;
  alerts = createAlerts({
    db,
    platforms: new Map([
      ['meta', platform],
      ['google', platform],
    ]),
    settle: SETTLE,
    now: () => now,
    log: silentLog,
    newId: () => `alert-${(ids += 1)}`,
    freeBytes: () => free,
    changed: () => void (changes += 1),
    onRaised: (alert) => void told.push(alert),
  });
});

const open = (): Alert[] => alerts.list({ show: 'open', clientId: null, limit: 100 }).alerts;
let runs = 0;
function run(adAccountKey: number, status: string, at: number, problem: object | null = null): void {
  runs += 1;
  db.prepare(
    `INSERT INTO import_run (id, request_id, client_id, ad_account_key, trigger, status, from_day, to_day, chosen, why, percent, step,
       rows_new, rows_changed, rows_unchanged, rows_set_aside, queued_at, finished_at, active_ms, problem, structure_done)
     VALUES (?, ?, 1, ?, 'manual', ?, 20261101, 20261102, 0, '', 0, '', 0, 0, 0, 0, ?, ?, 0, ?, 0)`,
  ).run(
    `run-${runs}`,
    `request-${runs}`,
    adAccountKey,
    status,
    at,
    at,
    problem === null ? null : JSON.stringify(problem),
  );
}
const trouble = { code: 'UNREACHABLE', sentence: 'The platform did not answer.', detail: null, fix: 'retry' };

describe('an import that keeps failing', () => {
  it('is told once after three failures, counts up silently, and is resolved by one that brings something', () => {
    const key = addAccount(db);
    for (const hour of [1, 2]) run(key, 'failed', NOW + hour * HOUR, trouble);
    alerts.runEnded(key);
    expect(open()).toEqual([]);
    run(key, 'cancelled', NOW + 2.5 * HOUR);
    run(key, 'failed', NOW + 3 * HOUR, trouble);
    alerts.runEnded(key);
    expect(open()).toMatchObject([
      { kind: 'repeated_failure', severity: 'critical', client: 'Żabka', platform: 'meta', fix: 'retry', count: 3 },
    ]);
    run(key, 'failed', NOW + 4 * HOUR, trouble);
    alerts.runEnded(key);
    expect(open()[0]).toMatchObject({ id: 'alert-1', count: 4 });
    expect(told).toHaveLength(1);
    run(key, 'partial', NOW + 5 * HOUR, trouble);
    alerts.runEnded(key);
    expect(open()).toEqual([]);
    expect(alerts.list({ show: 'resolved', clientId: null, limit: 10 }).alerts).toMatchObject([{ id: 'alert-1' }]);
    // The same cause again is a new alert.
    for (const hour of [6, 7, 8]) run(key, 'failed', NOW + hour * HOUR, trouble);
    alerts.runEnded(key);
    expect(open()).toMatchObject([{ id: 'alert-2', count: 3 }]);
    expect(told).toHaveLength(2);
  });

  it('of an ad account its platform disabled is a warning in the words of the screens', () => {
    const key = addAccount(db);
    const disabled = { ...trouble, code: 'ACCOUNT_DISABLED', fix: 'check_access' };
    for (const hour of [1, 2, 3]) run(key, 'failed', NOW + hour * HOUR, disabled);
    alerts.runEnded(key);
    expect(open()).toMatchObject([
      { kind: 'account_disabled', severity: 'warning', title: 'Żabka: ad account disabled', fix: 'check_access' },
    ]);
    expect(t(ALERT_KINDS.account_disabled.label)).toBe('Ad account disabled');
    // Enabled again, yet failing for another reason: that is another alert, and the first is over.
    for (const hour of [4, 5, 6]) run(key, 'failed', NOW + hour * HOUR, trouble);
    alerts.runEnded(key);
    expect(open()).toMatchObject([{ kind: 'repeated_failure', severity: 'critical' }]);
  });

  it('names what its platform calls it, as the same alert when that changes', async () => {
    const key = addAccount(db, { status: 'closed' });
    const called = (word: string): void =>
      void db.prepare('UPDATE ad_account SET platform_status = ? WHERE id = ?').run(word, key);
    called('PENDING_CLOSURE');
    run(key, 'succeeded', NOW);
    await alerts.sweep();
    expect(open()).toMatchObject([{ id: 'alert-1', title: 'Żabka: ad account about to be closed' }]);
    called('CLOSED');
    await alerts.sweep();
    expect(open()).toMatchObject([{ id: 'alert-1', title: 'Żabka: ad account closed' }]);
  });

  it('is not waited for where the platform itself says the account is disabled', async () => {
    const key = addAccount(db, { status: 'disabled' });
    run(key, 'succeeded', NOW);
    alerts.runEnded(key);
    expect(open()).toMatchObject([{ kind: 'account_disabled', title: 'Żabka: ad account disabled', count: 1 }]);
    for (const hour of [1, 2, 3]) run(key, 'failed', NOW + hour * HOUR, trouble);
    await alerts.sweep();
    expect(open()).toMatchObject([{ id: 'alert-1', kind: 'account_disabled' }]);
    // One refused import is the platform's word too; enabled again, nothing is left of it.
    addAccount(db);
    run(key, 'succeeded', NOW + 4 * HOUR);
    await alerts.sweep();
    expect(open()).toEqual([]);
    run(key, 'failed', NOW + 5 * HOUR, { ...trouble, code: 'ACCOUNT_DISABLED', fix: 'check_access' });
    alerts.runEnded(key);
    expect(open()).toMatchObject([{ id: 'alert-2', kind: 'account_disabled' }]);
  });

  it('twice within two days is nothing, over two days it is told; a sign-in that ended is told as that only', () => {
    const key = addAccount(db);
    run(key, 'failed', NOW - 2 * DAY, trouble);
    run(key, 'failed', NOW, trouble);
    alerts.runEnded(key);
    expect(open()).toMatchObject([{ kind: 'repeated_failure', count: 2 }]);
    const ended = { ...trouble, code: 'TOKEN_EXPIRED', fix: 'sign_in_again' };
    run(key, 'failed', NOW + HOUR, ended);
    connectionFailed(db, { id: 'c-meta', state: 'expired', problem: { ...ended, fix: 'sign_in_again' }, now });
    alerts.runEnded(key);
    expect(open().map((alert) => alert.kind)).toEqual(['sign_in_expired']);
  });
});

it('a sign-in is told a week before it ends, then as ended, then not at all', async () => {
  addConnection(db, 'soon', 'meta', NOW + 8 * DAY);
  addAccount(db, { connectionId: 'soon' });
  addConnection(db, 'unused', 'meta', NOW + DAY);
  await alerts.sweep();
  expect(open()).toEqual([]);
  now = NOW + 2 * DAY;
  await alerts.sweep();
  expect(open()).toMatchObject([
    { kind: 'sign_in_expiring', title: 'Meta Ads sign-in expires in 6 days', connectionId: 'soon', platform: 'meta' },
  ]);
  now = NOW + 8 * DAY;
  await alerts.sweep();
  expect(open()).toMatchObject([{ kind: 'sign_in_expired', severity: 'critical', fix: 'sign_in_again' }]);
  // The only client is named.
  const { name } = db.prepare('SELECT name FROM client').get() as { name: string };
  expect(open()[0]?.body).toContain(`${name} cannot be imported until you sign in again.`);
  expect(told.map((alert) => alert.kind)).toEqual(['sign_in_expiring', 'sign_in_expired']);
  db.prepare('UPDATE connection SET expires_at = ?').run(NOW + 60 * DAY);
  await alerts.sweep();
  expect(open()).toEqual([]);
});

it('a dismissed alert stays dismissed while its cause lasts, can be taken back, and an unknown one is refused', async () => {
  free = 10;
  await alerts.sweep();
  const [alert] = open();
  expect(alert).toMatchObject({ kind: 'disk_low', fix: 'free_space' });
  alerts.dismiss(alert?.id ?? '');
  await alerts.sweep();
  expect(open()).toEqual([]);
  expect(alerts.list({ show: 'dismissed', clientId: null, limit: 10 }).counts).toEqual({
    open: 0,
    critical: 0,
    dismissed: 1,
  });
  alerts.undoDismiss(alert?.id ?? '');
  expect(open()).toHaveLength(1);
  expect(told).toHaveLength(1);
  expect(() => alerts.dismiss('no-such')).toThrow('There is no such alert any more.');
  free = null;
  await alerts.sweep();
  expect(open()).toEqual([]);
});

it('a look that finds nothing new writes nothing and tells nobody', async () => {
  free = 10;
  await alerts.sweep();
  const before = changes;
  const version = db.prepare('SELECT total_changes() AS n').get();
  await alerts.sweep();
  expect(changes).toBe(before);
  expect(db.prepare('SELECT total_changes() AS n').get()).toEqual(version);
});

it('gaps on settled days raise one alert without any amount, resolved when they close', () => {
  const key = addAccount(db);
  ingestSlice(db, slice(key, { level: 'account', records: [] }));
  ingestSlice(db, slice(key, { level: 'campaign', records: [] }));
  db.prepare(
    `INSERT INTO entity (ad_account_key, level, entity_id, status, first_seen_at, last_seen_at) VALUES (?, 0, '1001', 'unknown', 1, 1)`,
  ).run(key);
  const gap = db.prepare(
    `INSERT INTO reconciliation_gap (ad_account_key, check_name, day, entity_key, metric, expected, actual, found_at, last_seen_at)
     SELECT ?, 'campaign=account', ?, id, 'spendMicros', 987654321, 5, ?, ? FROM entity WHERE level = 0`,
  );
  gap.run(key, 20_261_101, NOW, NOW);
  gap.run(key, 20_261_102, NOW, NOW);
  // Whatever still waits on newer days hides neither.
  db.transaction(() => {
    for (let index = 0; index <= 1_000; index += 1) gap.run(key, dayToInt(addDays('2026-11-20', index)), NOW, NOW);
  })();
  alerts.runEnded(key);
  const [alert] = open();
  expect(alert).toMatchObject({ kind: 'gap', title: 'Figures of Żabka do not add up', count: 2, fix: 'open_health' });
  expect(`${alert?.title} ${alert?.body}`).not.toMatch(/987|PLN|spend/);
  db.prepare('UPDATE reconciliation_gap SET resolved_at = ?').run(NOW);
  alerts.runEnded(key);
  expect(open()).toEqual([]);
});

it('figures a platform withholds until an opt-in are told with the step', () => {
  const key = addAccount(db);
  db.prepare(
    `INSERT INTO withheld_dataset (ad_account_key, dataset, code, sentence, since, asked_at)
     VALUES (?, 'campaign.day.publisher_device', 'OPT_IN_NEEDED', 'Ask for it in the settings of the ad account.', 1, 1)`,
  ).run(key);
  alerts.runEnded(key);
  expect(open()).toMatchObject([{ kind: 'opt_in_needed', body: 'Ask for it in the settings of the ad account.' }]);
  db.exec('DELETE FROM withheld_dataset');
  alerts.runEnded(key);
  expect(open()).toEqual([]);
});

it('days about to pass the retention are told only where they were wanted', async () => {
  const key = addAccount(db);
  const told37 = (from: string, to: string): void => {
    for (const level of ['account', 'campaign', 'ad_group', 'ad'] as const)
      ingestSlice(db, slice(key, { level, from, to, records: [] }));
  };
  // A client of three months: nobody asked for the years before.
  told37('2026-08-20', '2026-11-20');
  await alerts.sweep();
  expect(open()).toEqual([]);
  // An older client with a hole of two days at the edge (37 months before 20 November 2026).
  told37('2023-10-01', '2023-10-24');
  told37('2023-10-27', '2026-08-19');
  await alerts.sweep();
  expect(open()).toMatchObject([{ kind: 'retention_at_risk', count: 2, fix: 'backfill' }]);
  expect(open()[0]?.body).toContain('2023-10-25');
  told37('2023-10-25', '2023-10-26');
  await alerts.sweep();
  expect(open()).toEqual([]);
});

it('old figures are told per client, and in one line when nothing was imported at all', async () => {
  const keys = Array.from({ length: 12 }, (_, index) =>
    addAccount(db, { adAccountId: String(2000 + index), client: `Client ${index}` }),
  );
  const read = (key: number): void => void ingestSlice(db, slice(key, { level: 'account', records: [], now }));
  keys.forEach(read);
  now = NOW + 3 * DAY;
  await alerts.sweep();
  expect(open()).toMatchObject([{ kind: 'stale', title: 'No new figures for 12 clients', count: 12 }]);
  keys.slice(1).forEach(read);
  await alerts.sweep();
  expect(open()).toMatchObject([{ kind: 'stale', title: 'No new figures of Client 0', clientId: expect.any(String) }]);
  // What is told as disabled is not told as silent besides.
  const disabled = { ...trouble, code: 'ACCOUNT_DISABLED', fix: 'check_access' };
  for (const hour of [1, 2, 3]) run(keys[0] ?? 0, 'failed', NOW + hour * HOUR, disabled);
  await alerts.sweep();
  expect(open()).toMatchObject([{ kind: 'account_disabled' }]);
  read(keys[0] ?? 0);
  run(keys[0] ?? 0, 'partial', now, trouble);
  alerts.runEnded(keys[0] ?? 0);
  expect(open()).toEqual([]);
});

describe('an alert another version of Tidemark raised', () => {
  function raisedBefore(kind: string, cause: string, adAccountKey: number | null, connectionId: string | null): void {
    db.prepare(
      `INSERT INTO alert (id, kind, severity, cause, client_id, ad_account_key, connection_id, title, body, fix, count, first_at, last_at,
         dismissed_at) VALUES ('old', ?, 'critical', ?, 1, ?, ?, 'Before', 'Before.', 'retry', 3, ?, ?, NULL)`,
    ).run(kind, cause, adAccountKey, connectionId, NOW - DAY, NOW - DAY);
  }
  const all = (): Alert[] => alerts.list({ show: 'all', clientId: null, limit: 100 }).alerts;

  it.each([
    ['of the same cause under another name', 'account_disabled', 'disabled/1'],
    ['of failures this version knows the reason of', 'repeated_failure', 'repeated_failure:1'],
  ])('%s goes on as it is, told once', async (_name, kind, cause) => {
    const key = addAccount(db, { status: 'disabled' });
    raisedBefore(kind, cause, key, 'c-meta');
    run(key, 'failed', NOW);
    await alerts.sweep();
    alerts.runEnded(key);
    expect(all()).toMatchObject([
      { id: 'old', kind: 'account_disabled', severity: 'warning', fix: 'check_access', resolvedAt: null },
    ]);
    expect(told).toEqual([]);
    db.prepare(`UPDATE ad_account SET status = 'active'`).run();
    run(key, 'succeeded', NOW + HOUR);
    await alerts.sweep();
    expect(open()).toEqual([]);
  });

  it('put away stays put away when its cause is called differently', async () => {
    const key = addAccount(db, { status: 'disabled' });
    raisedBefore('account_disabled', 'disabled/1', key, 'c-meta');
    alerts.dismiss('old');
    await alerts.sweep();
    expect(open()).toEqual([]);
    expect(all()).toMatchObject([{ id: 'old' }]);
  });

  it('of one ad account is not taken for the trouble of another', async () => {
    addAccount(db, { adAccountId: '1' });
    addAccount(db, { adAccountId: '2', client: 'Zebra', status: 'disabled' });
    raisedBefore('account_disabled', 'disabled/1', 1, 'c-meta');
    await alerts.sweep();
    expect(open()).toMatchObject([{ id: 'alert-1', client: 'Zebra' }]);
    expect(told).toHaveLength(1);
  });

  it('of a kind nobody knows is not shown and is ended by the next look', async () => {
    raisedBefore('weather', 'weather', null, null);
    expect(alerts.list({ show: 'all', clientId: null, limit: 10 })).toMatchObject({ alerts: [], counts: { open: 0 } });
    await alerts.sweep();
    expect(db.prepare('SELECT resolved_at FROM alert').pluck().get()).toBe(NOW);
  });
});
