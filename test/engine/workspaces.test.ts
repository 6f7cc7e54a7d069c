import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { wholeProgress } from '../../src/contract/import-progress.ts';
import { manualClock } from '../../src/main/kernel/clock.ts';
import { openStore } from '../../src/main/store/open.ts';
import { stateHash } from '../../src/main/store/state-hash.ts';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { everyCall } from './every-procedure.ts';
import { MIGRATIONS, NOW, refusalOf, startTestEngine, tempHome } from './engine-kit.ts';

const hashOf = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex');

function makeWorkspace(home: string): string {
  openStore({ home, migrationsFolder: MIGRATIONS, clock: manualClock(NOW) }).close();
  return join(home, 'workspace.db');
}

/** What answers without a workspace: its own state, streams and switches, and the diagnostics. */
const WITHOUT_A_WORKSPACE = new Set([
  'workspace.state',
  'workspace.changes',
  'workspace.dataRevision',
  'workspace.enterDemo',
  'workspace.leaveDemo',
  'diagnostics.doctor',
  'diagnostics.health',
  'diagnostics.memory',
]);

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
      const all = everyCall(client);
      expect([...WITHOUT_A_WORKSPACE].filter((name) => !all.some((one) => one.name === name))).toEqual([]);
      const calls = all.filter((one) => !WITHOUT_A_WORKSPACE.has(one.name));
      expect(calls.length).toBeGreaterThan(70);
      for (const { name: call, call: run } of calls) {
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
  it('leaves the main workspace as it is, also while something is imported there', { timeout: 300_000 }, async () => {
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
      for await (const snapshot of wholeProgress(await client.imports.progress({})))
        last = snapshot.imports[0]?.client ?? '';
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
    const findings = new Map((await client.diagnostics.doctor({})).map((one) => [one.check, one]));
    // Nobody chose a passphrase for the demo; space is told in the units of Data health.
    expect(findings.get('Sign-ins')).toMatchObject({
      ok: true,
      finding: expect.stringMatching(/^demo sign-ins/),
      fix: null,
    });
    expect(findings.get('Disk')?.finding).toMatch(/^\d{1,3}(\.\d)? (MB|GB|TB) free$/);
    const digest = (): string => {
      const db = new Database(join(home, 'workspace.db'), { readonly: true });
      try {
        return stateHash(db);
      } finally {
        db.close();
      }
    };
    const before = digest();
    for await (const snapshot of wholeProgress(await client.imports.progress({}))) {
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
    for await (const snapshot of wholeProgress(await client.imports.progress({}))) {
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

it('stops while a platform hangs, and goes on with that run at the next start', async () => {
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
  // A request is given up after one to two minutes; that wait, not the machine's speed, is what this would see.
  expect(performance.now() - began).toBeLessThan(30_000);

  const second = await startTestEngine(options);
  for await (const snapshot of wholeProgress(await second.client.imports.progress({}))) {
    if (snapshot.imports[0]?.status === 'succeeded') break;
  }
  const { run } = await second.client.imports.detail({ runId: imports[0]!.runIds[0]! });
  expect(run).toMatchObject({ status: 'succeeded', problem: null });
  for (const line of [...first.logged(), ...second.logged()])
    expect(line).not.toContain(sandbox.credentials.meta.systemUserToken);
});
