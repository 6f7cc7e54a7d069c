import { setImmediate } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import { openRuntime, type Runtime } from '../../src/main/engine/runtime.ts';
import { manualClock } from '../../src/main/kernel/clock.ts';
import type { HostNotice } from '../../src/main/kernel/engine-protocol.ts';
import { REAL_ENDPOINTS } from '../../src/main/kernel/endpoints.ts';
import { silentLog } from '../../src/main/kernel/log.ts';
import { all } from '../../src/main/store/db.ts';
import { startSandbox, type AccountSpec, type AgencySpec, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { MIGRATIONS, tempHome } from './engine-kit.ts';

export type RunRow = { id: string; trigger: string; status: string; requestId: string; queuedAt: number; key: number };

/** A small ad account of a client of its own. */
export function smallAccount(name: string, timezone: string, more: Partial<AccountSpec> = {}): AccountSpec {
  return {
    platform: 'meta',
    name,
    currency: 'EUR',
    timezone,
    vertical: 'shop',
    dailySpend: 80,
    campaigns: 1,
    adGroups: 1,
    ads: 1,
    ...more,
  };
}

/**
 * A whole workspace of a service with a clock of the test's own, against the stand-in of the platforms. Time passes by `passTo`; the
 * minute tick is played by `look`, as a computer that wakes would have it.
 */
export async function openBackground(now: number, accounts: readonly AccountSpec[]) {
  const clock = manualClock(now);
  const agency: AgencySpec = { clients: accounts.map((one) => ({ name: one.name, accounts: [one] })) };
  const sandbox: Sandbox = await startSandbox({ now: () => clock.now(), agency });
  const home = tempHome();
  const notices: HostNotice[] = [];
  const withdrawn: string[] = [];
  const login: boolean[] = [];
  const open = (): Promise<Runtime> =>
    openRuntime({
      kind: 'main',
      home,
      version: '0.0.0-test',
      migrationsFolder: MIGRATIONS,
      mode: 'service',
      endpoints: { ...REAL_ENDPOINTS, ...sandbox.urls },
      passphrase: 'correct horse battery',
      useKeychain: false,
      clock,
      log: silentLog,
      openExternal: async () => undefined,
      notify: (notice) => void notices.push(notice),
      withdraw: (id) => void withdrawn.push(id),
      launchAtLogin: (on) => void login.push(on),
      dataChanged: () => undefined,
      stateChanged: () => undefined,
      activityChanged: () => undefined,
    });
  let runtime = await open();
  runtime.startWork();
  let closed = false;
  const close = async (): Promise<void> => {
    if (!closed) await runtime.close();
    closed = true;
  };
  onTestFinished(async () => {
    await close();
    await sandbox.close();
  });
  const { credentials } = sandbox;
  const platforms = new Set(accounts.map((one) => one.platform));
  if (platforms.has('meta'))
    await runtime.connections.addPasted({
      platform: 'meta',
      app: { appId: credentials.meta.appId, appSecret: credentials.meta.appSecret },
      secret: credentials.meta.systemUserToken,
    });
  if (platforms.has('google'))
    await runtime.connections.addPasted({
      platform: 'google',
      app: { clientId: credentials.google.clientId, clientSecret: credentials.google.clientSecret },
      secret: credentials.google.refreshToken,
    });
  const clients = new Map(sandbox.truth.accounts().map((one) => [`${one.platform}:${one.adAccountId}`, one.client]));
  runtime.adAccounts.assign(
    runtime.adAccounts.list(null).flatMap(({ platform, adAccountId }) => {
      const client = clients.get(`${platform}:${adAccountId}`);
      return client === undefined ? [] : [{ platform, adAccountId, client }];
    }),
  );

  const everyRun = (): RunRow[] =>
    all<RunRow>(
      runtime.store.db,
      `SELECT id, trigger, status, request_id AS requestId, queued_at AS queuedAt, ad_account_key AS key FROM import_run
       ORDER BY queued_at, rowid`,
    );
  /** The older months of a client are read behind its first import; they are no import of a day. */
  const runs = (): RunRow[] => everyRun().filter((run) => run.trigger !== 'backfill');
  return {
    clock,
    sandbox,
    home,
    notices,
    withdrawn,
    login,
    runs,
    close,
    get runtime() {
      return runtime;
    },
    clientId: (name: string): string =>
      runtime.desk.clients.names().find((client) => client.name === name)?.id ?? 'none',
    look: () => runtime.background.look(),
    passTo(at: number) {
      clock.set(at);
      runtime.background.look();
    },
    /** Waits until no run is open any more, and answers with the runs that are no backfills. */
    async settled() {
      // What the tray asked for is planned in turns.
      await setImmediate();
      for (;;) {
        const open = everyRun().filter((run) => ['queued', 'running', 'waiting'].includes(run.status));
        if (open.length === 0) return runs();
        await runtime.queue.settled(
          open.map((run) => run.id),
          60_000,
        );
      }
    },
    async reopen() {
      await close();
      runtime = await open();
      closed = false;
      runtime.startWork();
    },
  };
}
