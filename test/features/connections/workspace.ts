import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LoginState } from '../../../src/contract/connections.ts';
import type { PlatformId } from '../../../src/contract/vocabulary.ts';
import { createAdAccounts } from '../../../src/main/features/ad-accounts/ad-accounts.ts';
import { createAdAccountRepository } from '../../../src/main/features/ad-accounts/stored.ts';
import {
  createConnections,
  type Connections,
  type ConnectionsDeps,
} from '../../../src/main/features/connections/connections.ts';
import { noteFailure } from '../../../src/main/features/connections/sessions.ts';
import { createConnectionRepository } from '../../../src/main/features/connections/stored.ts';
import type { Keyring } from '../../../src/main/features/secrets/ports.ts';
import { createSecretStore } from '../../../src/main/features/secrets/secret-store.ts';
import { createSecretRepository } from '../../../src/main/features/secrets/stored.ts';
import { manualClock } from '../../../src/main/kernel/clock.ts';
import { redactingLog } from '../../../src/main/kernel/log.ts';
import type { AdPlatform } from '../../../src/main/platforms/platform.ts';
import { openStore } from '../../../src/main/store/store.ts';
import { fakeKeyring } from '../secrets/memory-repository.ts';

export const NOW = Date.parse('2026-11-21T09:00:00Z');
const MIGRATIONS = join(import.meta.dirname, '../../../drizzle');

export type WorkspaceOptions = {
  platforms: AdPlatform[];
  home?: string;
  keyring?: Keyring | null;
  passphrase?: string | null;
  mustPersist?: boolean;
  clock?: ReturnType<typeof manualClock>;
} & Pick<ConnectionsDeps, 'onUsage' | 'onRequest' | 'onApp'>;

/** One run of the engine's connection part: a real database in a folder, the real secret store, the given platforms. */
export function openWorkspace(options: WorkspaceOptions) {
  const home = options.home ?? mkdtempSync(join(tmpdir(), 'tidemark-connections-'));
  const clock = options.clock ?? manualClock(NOW);
  const store = openStore({ home, migrationsFolder: MIGRATIONS, clock });
  const lines: string[] = [];
  const log = redactingLog((line) => lines.push(JSON.stringify(line)));
  const keyring = options.keyring === undefined ? fakeKeyring() : options.keyring;
  const repository = createSecretRepository(store.db);
  const secrets = createSecretStore({ repository, keyring, passphrase: options.passphrase ?? null, clock, log });
  const platforms = new Map(options.platforms.map((platform) => [platform.id, platform] as const));
  const opened: string[] = [];
  const timers: { ms: number; run: () => void }[] = [];
  const connectionRepository = createConnectionRepository(store.db);
  const connections: Connections = createConnections({
    repository: connectionRepository,
    secrets,
    platforms,
    clock,
    log,
    openExternal: async (url) => void opened.push(url),
    after: (ms, run) => {
      const timer = { ms, run };
      timers.push(timer);
      return () => void timers.splice(timers.indexOf(timer), timers.includes(timer) ? 1 : 0);
    },
    mustPersist: options.mustPersist ?? false,
    ...(options.onUsage === undefined ? {} : { onUsage: options.onUsage }),
    ...(options.onRequest === undefined ? {} : { onRequest: options.onRequest }),
    ...(options.onApp === undefined ? {} : { onApp: options.onApp }),
    onChange: () => undefined,
  });
  const clients = () =>
    (store.db.prepare('SELECT id, name FROM client ORDER BY name').all() as { id: number; name: string }[]).map(
      ({ id, name }) => ({
        id: String(id),
        name,
      }),
    );
  const adAccounts = createAdAccounts({
    repository: createAdAccountRepository(store.db, clients),
    sessions: {
      sessionFor: (connectionId) => connections.sessions.sessionFor(connectionId),
      noteFailure: (connectionId, error, session) => noteFailure(connections.sessions, connectionId, error, session),
      platformOf: (connectionId) => connectionRepository.find(connectionId)?.platform ?? null,
    },
    platforms,
    clock,
    onChange: () => undefined,
  });
  return {
    home,
    clock,
    store,
    secrets,
    connections,
    connectionRepository,
    adAccounts,
    clients,
    lines,
    opened,
    timers,
    /** Ends the run and leaves the folder for the next one. */
    stop() {
      connections.close();
      store.close();
    },
    remove() {
      connections.close();
      store.close();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

export type Workspace = ReturnType<typeof openWorkspace>;

/** Follows a login until it is over. */
export async function outcome(connections: Connections, attemptId: string): Promise<LoginState> {
  let last: LoginState | null = null;
  for await (const state of connections.loginState(attemptId)) last = state;
  if (last === null) throw new Error('The login told nothing.');
  return last;
}

/** The browser's part: the address the platform would send it back to. */
export function callbackOf(state: LoginState, answer: Record<string, string>): URL {
  const asked = new URL(state.url).searchParams;
  const callback = new URL(asked.get('redirect_uri') ?? '');
  callback.search = new URLSearchParams({ state: asked.get('state') ?? '', ...answer }).toString();
  return callback;
}

export const APP: Record<PlatformId, Record<string, string>> = {
  meta: { appId: '12345', appSecret: 'canary-app-secret-0123456789' },
  google: { appId: '67890' },
};
