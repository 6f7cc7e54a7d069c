import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { contract } from '../../src/contract/contract.ts';
import { manualClock } from '../../src/main/kernel/clock.ts';
import { openStore } from '../../src/main/store/open.ts';
import { stateHash } from '../../src/main/store/state-hash.ts';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { MIGRATIONS, NOW, refusalOf, startTestEngine, tempHome } from './engine-kit.ts';

const hashOf = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex');

function makeWorkspace(home: string): string {
  openStore({ home, migrationsFolder: MIGRATIONS, clock: manualClock(NOW) }).close();
  return join(home, 'workspace.db');
}

/** One call of every procedure that needs a workspace. */
function everyCall(
  client: Awaited<ReturnType<typeof startTestEngine>>['client'],
): Record<string, () => Promise<unknown>> {
  const range = { from: '2026-11-01', to: '2026-11-20' };
  const view = { range, compare: null, platforms: null };
  const entities = { ...view, clientId: '1', level: 'campaign' as const, parentId: null };
  const first = async (stream: Promise<AsyncIterable<unknown>>): Promise<unknown> => {
    for await (const item of await stream) return item;
    return undefined;
  };
  const one = { clientIds: 'all' as const, platforms: null, range: null };
  const older = { clientIds: 'all' as const, months: 3, platforms: null, datasets: 'core' as const, force: false };
  return {
    settings: () => client.settings.get({}),
    'settings.set': () => client.settings.set({ theme: 'dark' }),
    platforms: () => client.platforms.list({}),
    connections: () => client.connections.list({}),
    addPasted: () => client.connections.addPasted({ platform: 'meta', app: {}, secret: 'EAATest' }),
    beginLogin: () => client.connections.beginLogin({ platform: 'meta', app: {}, connectionId: null }),
    loginState: () => first(client.connections.loginState({ attemptId: 'x' })),
    cancelLogin: () => client.connections.cancelLogin({ attemptId: 'x' }),
    check: () => client.connections.check({ connectionId: 'x' }),
    remove: () => client.connections.remove({ connectionId: 'x' }),
    adAccounts: () => client.adAccounts.list({ connectionId: null }),
    refresh: () => client.adAccounts.refresh({ connectionId: 'x' }),
    assign: () => client.adAccounts.assign({ assignments: [{ platform: 'meta', adAccountId: '1', client: 'A' }] }),
    'clients.names': () => client.clients.names({}),
    rename: () => client.clients.rename({ clientId: '1', name: 'A' }),
    setCity: () => client.clients.setCity({ clientId: '1', city: null }),
    profile: () => client.clients.profile({ clientId: '1' }),
    labels: () => client.clients.labels({}),
    setOwner: () => client.clients.setOwner({ owners: [{ clientId: '1', owner: 'Anna' }] }),
    setTags: () => client.clients.setTags({ clients: [{ clientId: '1', tags: [] }] }),
    changeTags: () => client.clients.changeTags({ clientIds: ['1'], add: ['a'] }),
    setGoal: () => client.clients.setGoal({ clientId: '1', currency: 'PLN', goal: null }),
    setPinned: () => client.clients.setPinned({ clientIds: [] }),
    actionTypes: () => client.clients.actionTypes({ clientId: '1' }),
    setMapping: () => client.clients.setMapping({ clientId: '1', conversions: [] }),
    'annotations.list': () => client.annotations.list({ clientId: '1' }),
    'annotations.add': () => client.annotations.add({ clientId: '1', day: '2026-11-01', text: 'A' }),
    'annotations.edit': () => client.annotations.edit({ id: 'x', change: {} }),
    'annotations.remove': () => client.annotations.remove({ id: 'x' }),
    'annotations.restore': () => client.annotations.restore({ id: 'x' }),
    'views.list': () => client.views.list({ screen: null }),
    'views.save': () => client.views.save({ screen: 'clients', name: 'A', state: {} }),
    'views.remove': () => client.views.remove({ id: 'x' }),
    'views.restore': () => client.views.restore({ id: 'x' }),
    'views.reorder': () => client.views.reorder({ screen: 'clients', ids: [] }),
    plan: () => client.imports.plan(one),
    fetchPeriod: () => client.imports.fetchPeriod({ clientId: '1', range, levels: ['account'] }),
    'backfill.list': () => client.backfill.list({}),
    'backfill.preview': () => client.backfill.preview(older),
    'backfill.start': () => client.backfill.start(older),
    'backfill.cancel': () => client.backfill.cancel({ jobId: 'x' }),
    start: () => client.imports.start(one),
    cancel: () => client.imports.cancel({ importIds: null }),
    retry: () => client.imports.retry({ runId: 'x' }),
    progress: () => first(client.imports.progress({})),
    history: () => client.imports.history({ clientId: null, status: null, limit: 10, before: null }),
    detail: () => client.imports.detail({ runId: 'x' }),
    unlock: () => client.workspace.unlock({ passphrase: 'long enough' }),
    clients: () => client.clients.list(view),
    overview: () => client.dashboards.overview({ ...view, clientId: '1' }),
    entities: () => client.dashboards.entities(entities),
    insights: () => client.dashboards.insights({ clientId: '1', range, level: 'account', by: 'day', platforms: null }),
    days: () => client.dashboards.days({ clientId: '1', range }),
    changes: () => client.dashboards.changes({ clientId: '1', since: '2026-11-01T00:00:00Z' }),
    breakdown: () => client.dashboards.breakdown({ clientId: '1', range, breakdown: 'age' }),
    hours: () => client.dashboards.hours({ clientId: '1', range }),
    periods: () => client.dashboards.periods({ clientId: '1', range }),
    'schedules.list': () => client.schedules.list({}),
    'schedules.set': () => client.schedules.set({ clients: [null], change: { enabled: false } }),
    'schedules.reset': () => client.schedules.reset({ clients: [null] }),
    'schedules.pause': () => client.schedules.pause({ for: 'hour' }),
    'schedules.resume': () => client.schedules.resume({}),
    'schedules.next': () => client.schedules.next({}),
    'validation.gaps': () => client.validation.gaps({ clientId: null, range: null, resolved: false }),
    'validation.compareCsv': () => client.validation.compareCsv({ clientId: '1', fileName: 'x.csv', base64: '' }),
    'alerts.list': () => client.alerts.list({ show: 'open', clientId: null, limit: 10 }),
    'alerts.dismiss': () => client.alerts.dismiss({ id: 'x' }),
    'alerts.undoDismiss': () => client.alerts.undoDismiss({ id: 'x' }),
    performance: () => client.exports.performance({ ...view, clientId: '1' }),
    'exports.entities': () => client.exports.entities(entities),
  };
}

describe('a workspace that cannot be used', () => {
  const cases: Record<string, { code: string; spoil: (home: string) => void }> = {
    damaged: {
      code: 'WORKSPACE_DAMAGED',
      spoil: (home) =>
        writeFileSync(makeWorkspace(home), 'this is not a database, whatever its name says '.repeat(200)),
    },
    newer: {
      code: 'WORKSPACE_FROM_NEWER_VERSION',
      spoil: (home) => {
        const db = new Database(makeWorkspace(home));
        const [table] = db
          .prepare(`SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE '%migration%'`)
          .all() as { name: string }[];
        const columns = db.pragma(`table_info(${table!.name})`) as { name: string }[];
        const row = db.prepare(`SELECT * FROM ${table!.name} ORDER BY rowid DESC LIMIT 1`).get() as Record<
          string,
          unknown
        >;
        const values = columns.map(({ name }) => {
          const value = row[name];
          return typeof value === 'number' ? value + 1_000_000 : `${String(value)}x`;
        });
        db.prepare(`INSERT INTO ${table!.name} VALUES (${columns.map(() => '?').join(', ')})`).run(...values);
        db.pragma('wal_checkpoint(TRUNCATE)');
        db.close();
      },
    },
    'in use': {
      code: 'WORKSPACE_IN_USE',
      spoil: (home) => {
        const owner = openStore({ home, migrationsFolder: MIGRATIONS, clock: manualClock(NOW) });
        onTestFinished(() => owner.close());
      },
    },
  };

  it.each(Object.keys(cases))(
    '%s: says so, refuses every other call with the same sentence, and is left as it is',
    async (name) => {
      const home = tempHome();
      const { code, spoil } = cases[name]!;
      spoil(home);
      const before = hashOf(join(home, 'workspace.db'));
      const { client, stop } = await startTestEngine({ home });
      const state = await client.workspace.state({});
      expect(state).toMatchObject({ status: 'unusable', kind: 'main', problem: { code } });
      expect(state.problem?.sentence).toContain(home);
      const calls = everyCall(client);
      // Everything but the workspace's own state, streams and switches, and the diagnostics.
      const procedures = Object.values(contract).reduce((sum, feature) => sum + Object.keys(feature).length, 0);
      expect(Object.keys(calls)).toHaveLength(procedures - 5 - 2);
      for (const [call, run] of Object.entries(calls)) {
        const refusal = await refusalOf(run());
        expect({ call, ...refusal }).toMatchObject({
          call,
          code: 'WORKSPACE_UNAVAILABLE',
          message: state.problem?.sentence,
          data: { code },
        });
      }
      const doctor = await client.diagnostics.doctor({});
      expect(doctor.find((finding) => finding.check === 'Workspace')).toMatchObject({
        ok: false,
        finding: state.problem?.sentence,
      });
      await stop();
      expect(hashOf(join(home, 'workspace.db'))).toBe(before);
    },
  );
});

describe('the demo', () => {
  it('leaves the main workspace as it is, also while something is imported there', { timeout: 60_000 }, async () => {
    const sandbox = await startSandbox({
      now: () => NOW,
      agency: {
        clients: [
          {
            name: 'Mine',
            accounts: [
              {
                platform: 'meta',
                name: 'Mine',
                currency: 'PLN',
                timezone: 'Europe/Warsaw',
                vertical: 'shop',
                dailySpend: 50,
              },
            ],
          },
        ],
      },
    });
    onTestFinished(() => sandbox.close());
    const home = tempHome();
    const { client, stop } = await startTestEngine({ home, endpointOverrides: sandbox.urls, fixedNow: NOW });
    await client.connections.addPasted({ platform: 'meta', app: {}, secret: sandbox.credentials.meta.systemUserToken });
    const [mine] = await client.adAccounts.list({ connectionId: null });
    await client.adAccounts.assign({
      assignments: [{ platform: 'meta', adAccountId: mine!.adAccountId, client: 'Mine' }],
    });
    sandbox.control.injectFault({ kind: 'hang', skip: 1, match: { pathIncludes: '/insights' } });
    await client.imports.start({ clientIds: 'all', platforms: null, range: null });
    while (!sandbox.control.requests().some((request) => request.fault === 'hang'))
      await new Promise((resolve) => setImmediate(resolve));

    // Who watches the imports sees their stream end with the workspace, and finds the other's when asking again.
    const watched = (async () => {
      let last = '';
      for await (const snapshot of await client.imports.progress({})) last = snapshot.imports[0]?.client ?? '';
      return last;
    })();
    // A sign-in in the browser ends with the workspace it was for.
    const { google } = sandbox.credentials;
    const { attemptId } = await client.connections.beginLogin({
      platform: 'google',
      app: { clientId: google.clientId, clientSecret: google.clientSecret },
      connectionId: null,
    });
    const login = (async () => {
      let last = '';
      for await (const { status } of await client.connections.loginState({ attemptId })) last = status;
      return last;
    })();
    await client.workspace.enterDemo({});
    expect(await login).toBe('cancelled');
    expect(await watched).toBe('Mine');
    expect(await client.workspace.state({})).toMatchObject({ status: 'ready', kind: 'demo' });
    const digest = (): string => {
      const db = new Database(join(home, 'workspace.db'), { readonly: true });
      try {
        return stateHash(db);
      } finally {
        db.close();
      }
    };
    const before = digest();
    for await (const snapshot of await client.imports.progress({})) {
      expect(snapshot.imports.every((item) => item.client !== 'Mine')).toBe(true);
      if (snapshot.counts.finishedToday > 0) break;
    }
    expect((await client.clients.names({})).length).toBeGreaterThan(10);
    expect(digest()).toBe(before);

    await client.workspace.leaveDemo({});
    expect(await client.workspace.state({})).toMatchObject({
      status: 'ready',
      kind: 'main',
      clients: 1,
      connections: 1,
    });
    expect(existsSync(join(home, 'demo'))).toBe(false);
    expect(existsSync(join(home, 'active-workspace'))).toBe(false);
    // The interrupted import goes on by itself and ends.
    for await (const snapshot of await client.imports.progress({})) {
      if (snapshot.imports[0]?.status === 'succeeded') break;
    }
    await stop();
  });

  it('that cannot be entered leaves the workspace open', async () => {
    const home = tempHome();
    mkdirSync(join(home, 'active-workspace'), { recursive: true });
    const { client } = await startTestEngine({ home });
    expect((await refusalOf(client.workspace.enterDemo({}))).code).toBe('INTERNAL');
    expect(await client.workspace.state({})).toMatchObject({ status: 'ready', kind: 'main', problem: null });
    expect(await client.clients.names({})).toEqual([]);
    rmSync(join(home, 'active-workspace'), { recursive: true });
  });
});

it('stops within five seconds while a platform hangs, and goes on with that run at the next start', async () => {
  const sandbox = await startSandbox({
    now: () => NOW,
    agency: {
      clients: [
        {
          name: 'Mine',
          accounts: [
            {
              platform: 'meta',
              name: 'Mine',
              currency: 'PLN',
              timezone: 'Europe/Warsaw',
              vertical: 'shop',
              dailySpend: 50,
            },
          ],
        },
      ],
    },
  });
  onTestFinished(() => sandbox.close());
  const home = tempHome();
  const options = { home, endpointOverrides: sandbox.urls, fixedNow: NOW };
  const first = await startTestEngine(options);
  await first.client.connections.addPasted({
    platform: 'meta',
    app: {},
    secret: sandbox.credentials.meta.systemUserToken,
  });
  const [mine] = await first.client.adAccounts.list({ connectionId: null });
  await first.client.adAccounts.assign({
    assignments: [{ platform: 'meta', adAccountId: mine!.adAccountId, client: 'Mine' }],
  });
  sandbox.control.injectFault({ kind: 'hang', match: { pathIncludes: '/insights' } });
  const { imports } = await first.client.imports.start({ clientIds: 'all', platforms: null, range: null });
  while (!sandbox.control.requests().some((request) => request.fault === 'hang'))
    await new Promise((resolve) => setImmediate(resolve));
  const began = performance.now();
  await first.stop();
  expect(performance.now() - began).toBeLessThan(5_000);

  const second = await startTestEngine(options);
  for await (const snapshot of await second.client.imports.progress({})) {
    if (snapshot.imports[0]?.status === 'succeeded') break;
  }
  const { run } = await second.client.imports.detail({ runId: imports[0]!.runIds[0]! });
  expect(run).toMatchObject({ status: 'succeeded', problem: null });
  for (const line of [...first.logged(), ...second.logged()])
    expect(line).not.toContain(sandbox.credentials.meta.systemUserToken);
});
