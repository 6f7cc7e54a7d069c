import { implement } from '@orpc/server';
import { contract } from '../../src/contract/contract.ts';
import type { Connection } from '../../src/contract/connections.ts';
import type { ClientImport, ImportRun } from '../../src/contract/imports.ts';
import { PLATFORM_LABELS } from '../../src/contract/vocabulary.ts';
import { DEFAULT_SETTINGS } from '../../src/contract/settings-defaults.ts';
import type { Settings, WorkspaceState } from '../../src/contract/workspace.ts';
import { clientsView, entitiesView, NOW, overviewOf, specsOf, type Scene } from './fixture-data.ts';

/**
 * The whole contract in memory, for looking at screens and for tests of the renderer alone. It is not the engine and proves nothing
 * about it; scenes are the states a screen must survive.
 */
export const createFixtureRouter = (scene: () => Scene) => {
  const os = implement(contract);
  let settings: Settings = { ...DEFAULT_SETTINGS };
  const held = async function* <T>(first: T, signal: AbortSignal | undefined): AsyncGenerator<T> {
    yield first;
    await new Promise<void>((resolve) => signal?.addEventListener('abort', () => resolve(), { once: true }));
  };
  const workspace = (): WorkspaceState => ({
    revision: 1,
    status: scene() === 'unusable' ? 'unusable' : 'ready',
    kind: scene() === 'full' || scene() === 'importing' ? 'demo' : 'main',
    home: '/home/anna/Tidemark',
    problem:
      scene() === 'unusable'
        ? {
            code: 'newer_version',
            sentence:
              'This workspace was made by a newer Tidemark (0.9.0) and cannot be opened by 0.1.0. Install the newer version.',
            detail: 'user_version 41, known 12',
            fix: 'none',
          }
        : null,
    secretStore:
      scene() === 'memory'
        ? { kind: 'memory', locked: false, sentence: null }
        : { kind: 'keychain', locked: false, sentence: null },
    now: NOW,
    version: '0.1.0',
    clients: specsOf(scene()).length,
    connections: scene() === 'empty' ? 0 : 2,
  });
  const connection = (id: string, platform: 'meta' | 'google'): Connection => ({
    id,
    platform,
    label: platform === 'meta' ? 'Anna Kowalska' : 'anna@agency.example',
    kind: 'login',
    state: platform === 'meta' ? 'expired' : 'connected',
    problem:
      platform === 'meta'
        ? { code: 'token_expired', sentence: 'Meta sign-in expired.', detail: null, fix: 'sign_in_again' }
        : null,
    scopes: ['ads_read'],
    expiresAt: '2026-09-29T10:00:00Z',
    connectedAt: '2026-07-29T10:00:00Z',
    lastCheckedAt: NOW,
    adAccounts: 9,
    assignedAdAccounts: 8,
  });
  const clientImport = (index: number, status: ClientImport['status'], percent: number): ClientImport => ({
    id: `import-${index}`,
    clientId: `client-${index}`,
    client: specsOf(scene())[index]?.name ?? 'Client',
    platforms: ['meta'],
    status,
    position: status === 'queued' ? index : null,
    percent,
    step: percent < 75 ? 'Syncing Meta Ads' : 'Storing data',
    records: { new: 24, changed: 2, unchanged: 100, setAside: 0 },
    campaigns: [{ platform: 'meta', found: 12 }],
    retryAt: null,
    startedAt: NOW,
    finishedAt: null,
    problem: null,
    connectionId: 'c1',
    runIds: [`run-${index}`],
  });
  const underWay = [clientImport(2, 'running', 50), clientImport(3, 'queued', 0), clientImport(4, 'queued', 0)];
  const run = (index: number): ImportRun => ({
    id: `run-${index}`,
    clientId: `client-${index}`,
    client: specsOf(scene())[index]?.name ?? 'Client',
    platform: 'meta',
    adAccountId: `meta-${index}`,
    adAccountName: 'Main',
    trigger: 'manual',
    status: index === 0 ? 'failed' : 'succeeded',
    from: '2026-09-02',
    to: '2026-10-01',
    why: 'first import',
    percent: 100,
    step: 'Complete',
    campaignsFound: 12,
    records: { new: 24, changed: 3, unchanged: 290, setAside: 0 },
    queuedAt: NOW,
    startedAt: NOW,
    finishedAt: NOW,
    durationMs: 8200,
    retryAt: null,
    problem:
      index === 0
        ? { code: 'token_expired', sentence: 'Meta sign-in expired.', detail: null, fix: 'sign_in_again' }
        : null,
  });
  const failing = os.use(async ({ next, errors }) => {
    if (scene() === 'error') throw errors.INTERNAL({ data: { incidentId: 'fixture-1' } });
    if (scene() === 'slow') await new Promise((resolve) => setTimeout(resolve, 4000));
    return next();
  });
  const kept = (state: Record<string, string>): Record<string, string> => state;
  const csv = (name: string) => ({ fileName: name, csv: '\uFEFFDay,Spend\r\n2026-10-01,1.50\r\n', rows: 1 });

  // Not `os.router`, which demands every procedure: a screen that asks for one without a scene is told that it does not exist.
  return {
    workspace: {
      state: os.workspace.state.handler(workspace),
      changes: os.workspace.changes.handler(({ signal }) => held(workspace(), signal)),
      enterDemo: os.workspace.enterDemo.handler(() => ({ done: true as const })),
      leaveDemo: os.workspace.leaveDemo.handler(() => ({ done: true as const })),
      unlock: os.workspace.unlock.handler(() => ({ done: true as const })),
      dataRevision: os.workspace.dataRevision.handler(({ signal }) => held({ revision: 1 }, signal)),
    },
    settings: {
      get: os.settings.get.handler(() => settings),
      set: os.settings.set.handler(({ input }) => (settings = { ...settings, ...(input as Settings) })),
    },
    platforms: { list: os.platforms.list.handler(() => []) },
    connections: {
      list: os.connections.list.handler(() =>
        scene() === 'empty' ? [] : [connection('c1', 'meta'), connection('c2', 'google')],
      ),
      addPasted: os.connections.addPasted.handler(({ input }) => connection('c3', input.platform)),
      beginLogin: os.connections.beginLogin.handler(({ input }) => ({
        attemptId: 'a1',
        platform: input.platform,
        status: 'waiting',
        url: 'http://127.0.0.1:9/login',
        expiresAt: NOW,
        connectionId: null,
        problem: null,
      })),
      loginState: os.connections.loginState.handler(({ signal }) =>
        held(
          {
            attemptId: 'a1',
            platform: 'meta' as const,
            status: 'waiting' as const,
            url: 'http://127.0.0.1:9/login',
            expiresAt: NOW,
            connectionId: null,
            problem: null,
          },
          signal,
        ),
      ),
      cancelLogin: os.connections.cancelLogin.handler(() => ({ done: true as const })),
      check: os.connections.check.handler(() => connection('c2', 'google')),
      remove: os.connections.remove.handler(() => ({ revoked: true, sentence: 'Disconnected. Saved data stays.' })),
    },
    adAccounts: {
      list: os.adAccounts.list.handler(() => []),
      refresh: os.adAccounts.refresh.handler(() => []),
      assign: os.adAccounts.assign.handler(() => []),
    },
    clients: {
      list: failing.clients.list.handler(({ input }) => clientsView(scene(), input)),
      names: os.clients.names.handler(() =>
        specsOf(scene()).map((spec, index) => ({ id: `client-${index}`, name: spec.name, pinned: null })),
      ),
      labels: os.clients.labels.handler(() => ({
        owners: [
          { owner: 'Anna Kowalska', clients: 4 },
          { owner: 'Maximilian Oberhuber', clients: 4 },
        ],
        tags: [
          { tag: 'hotel', clients: 6 },
          { tag: 'E-Commerce', clients: 5 },
        ],
      })),
      rename: os.clients.rename.handler(() => ({ done: true as const })),
      setCity: os.clients.setCity.handler(() => ({ done: true as const })),
    },
    annotations: {
      list: os.annotations.list.handler(({ input }) => [
        {
          id: 'n1',
          clientId: input.clientId,
          day: '2026-09-14',
          text: 'Nowa kreacja: jesienne pakiety z wyżywieniem dla rodzin',
          kind: 'creative' as const,
          createdAt: NOW,
          updatedAt: NOW,
        },
      ]),
    },
    views: {
      list: os.views.list.handler(() => [
        { id: 'v1', screen: 'clients' as const, name: 'Triage', state: kept({ status: 'attention' }), pinned: true },
        {
          id: 'v2',
          screen: 'clients' as const,
          name: 'Google only',
          state: kept({ platform: 'google' }),
          pinned: true,
        },
      ]),
    },
    imports: {
      plan: os.imports.plan.handler(() => []),
      start: os.imports.start.handler(() => ({ imports: [clientImport(2, 'queued', 0)] })),
      cancel: os.imports.cancel.handler(() => ({ done: true as const })),
      retry: os.imports.retry.handler(() => ({ imports: [] })),
      replaySetAside: os.imports.replaySetAside.handler(() => ({ read: 0, stored: 0, unchanged: 0, stillSetAside: 0 })),
      progress: os.imports.progress.handler(({ signal }) =>
        held(
          scene() === 'importing'
            ? {
                revision: 1,
                imports: underWay,
                order: underWay.map(({ id }) => id),
                counts: { running: 1, waiting: 0, queued: 2, finishedToday: 4, failedToday: 1 },
              }
            : {
                revision: 1,
                imports: [],
                counts: { running: 0, waiting: 0, queued: 0, finishedToday: 4, failedToday: 1 },
              },
          signal,
        ),
      ),
      history: os.imports.history.handler(() => (scene() === 'empty' ? [] : [run(0), run(1), run(2)])),
      detail: os.imports.detail.handler(() => ({
        run: run(0),
        slices: [],
        log: [{ at: NOW, level: 'error', message: 'Meta refused the token.' }],
        setAside: [],
      })),
    },
    dashboards: {
      overview: failing.dashboards.overview.handler(({ input, errors }) => {
        const view = overviewOf(scene(), input);
        if (!view) throw errors.NOT_FOUND({ message: 'There is no client by that id.', data: { what: 'client' } });
        return view;
      }),
      entities: failing.dashboards.entities.handler(({ input, errors }) => {
        const view = entitiesView(scene(), input);
        if (!view) throw errors.NOT_FOUND({ message: 'There is no client by that id.', data: { what: 'client' } });
        return view;
      }),
      insights: os.dashboards.insights.handler(() => ({ rows: [], totals: [] })),
    },
    exports: {
      performance: os.exports.performance.handler(() => csv('performance-2026-10-02.csv')),
      entities: os.exports.entities.handler(({ input }) => {
        const rows = entitiesView(scene(), input)?.rows ?? [];
        const cell = (text: string): string => `"${text.replaceAll('"', '""')}"`;
        const lines = rows.map((row) =>
          [PLATFORM_LABELS[row.platform].name, row.adAccountId, row.entityId, cell(row.name)].join(','),
        );
        return {
          fileName: 'campaigns-2026-10-02.csv',
          csv: `\uFEFF${['Platform,Ad account,ID,Name', ...lines].join('\r\n')}\r\n`,
          rows: rows.length,
        };
      }),
    },
    diagnostics: {
      doctor: os.diagnostics.doctor.handler(() => []),
      memory: os.diagnostics.memory.handler(() => ({ rssBytes: 1e8, heapUsedBytes: 5e7 })),
    },
  };
};
