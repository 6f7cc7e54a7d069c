import { setTimeout as delay } from 'node:timers/promises';
import type { RequestsOfRun } from '../../contract/observability.ts';
import type { Settings, WorkspaceState } from '../../contract/workspace.ts';
import { createAdAccountRepository } from '../features/ad-accounts/stored.ts';
import { createAdAccounts, type AdAccounts } from '../features/ad-accounts/ad-accounts.ts';
import { createConnections, type Connections } from '../features/connections/connections.ts';
import { noteFailure } from '../features/connections/sessions.ts';
import { createConnectionRepository } from '../features/connections/stored.ts';
import type { Backfill } from '../features/backfill/backfill.ts';
import type { ImportsFeature } from '../features/imports/handlers.ts';
import type { ImportQueue } from '../features/imports/ports.ts';
import { createImportQueue } from '../features/imports/queue.ts';
import { currentRunId } from '../features/imports/current-run.ts';
import { createReplay } from '../features/imports/replay.ts';
import { importRepository } from '../features/imports/stored.ts';
import { createObservability, type Observability } from '../features/observability/observability.ts';
import { createRetention, type Retention } from '../features/retention/retention.ts';
import type { Schedules } from '../features/schedules/schedules.ts';
import { createWaker } from '../features/schedules/waker.ts';
import { createKeyring } from '../features/secrets/keyring.ts';
import { createSecretRepository } from '../features/secrets/stored.ts';
import { createSecretStore, type SecretStore } from '../features/secrets/secret-store.ts';
import type { Clock } from '../kernel/clock.ts';
import type { PlatformEndpoints } from '../kernel/endpoints.ts';
import type { EngineOptions, HostNotice } from '../kernel/engine-protocol.ts';
import { Refusal } from '../kernel/failure.ts';
import type { Log } from '../kernel/log.ts';
import { createPlatforms, platformInfos, type PlatformInfo } from '../platforms/registry.ts';
import { isWorkspaceOwned, openStore, type Store } from '../store/open.ts';
import { clientNames } from '../store/reads/clients.ts';
import { connections as listConnections } from '../store/reads/connections.ts';
import { type Background, createBackground } from './background.ts';
import { type Checks, createChecks } from './checks.ts';
import { clientSafeChecks, clientSafeReads } from './client-safe.ts';
import { createDesk, type Desk } from './desk.ts';
import { readsOfOwnerless } from './interrupted.ts';
import { openQuotas } from './quotas.ts';
import { createImportWork } from './imports.ts';
import { openReads, type Reads } from './reads.ts';
import { createReportBuilder, type BuildReport } from './reports.ts';
import { createSettings } from './settings.ts';

/** How many ad accounts are imported side by side, over all platforms: two cores, and a laptop that stays usable. */
const PARALLEL_RUNS = 6;
const RETRY_BASE_MS = 1_000;

/** One open workspace: its store and every feature on it. */
export type Runtime = {
  readonly clock: Clock;
  readonly store: Store;
  readonly secrets: SecretStore;
  readonly settings: { get(): Settings; set(change: Partial<Settings>): Settings };
  readonly platformInfo: PlatformInfo[];
  readonly connections: Connections;
  readonly adAccounts: AdAccounts;
  readonly desk: Desk;
  readonly imports: ImportsFeature;
  readonly backfill: Backfill;
  readonly queue: ImportQueue;
  readonly background: Background;
  readonly schedules: Schedules;
  readonly checks: Checks;
  readonly reads: Reads;
  readonly buildReport: BuildReport;
  readonly retention: Pick<Retention, 'archive' | 'restore'>;
  health: Observability['health'];
  /** The requests of an import run; a Refusal when there is no such run. */
  requestsOf(runId: string): RequestsOfRun;
  /** Rows set aside by a run, or by all, read again. */
  replaySetAside: ReturnType<typeof createReplay>;
  counts(): { clients: number; connections: number };
  /** A service goes on with what an earlier process left in the queue. */
  startWork(): void;
  close(): Promise<void>;
};

export type RuntimeOptions = {
  kind: WorkspaceState['kind'];
  home: string;
  version: string;
  migrationsFolder: string;
  mode: EngineOptions['mode'];
  endpoints: PlatformEndpoints;
  passphrase: string | null;
  useKeychain: boolean;
  clock: Clock;
  log: Log;
  openExternal: (url: string) => Promise<void>;
  notify: (notice: HostNotice) => void;
  withdraw: (id: string) => void;
  /** Null where the workspace is not the person's own. */
  launchAtLogin: ((on: boolean) => void) | null;
  dataChanged: () => void;
  stateChanged: () => void;
  activityChanged: () => void;
};

/** Opens a workspace and puts its features together. Throws StoreError when the workspace cannot be used. */
export async function openRuntime(options: RuntimeOptions): Promise<Runtime> {
  const { clock, log } = options;
  const reading = options.mode === 'reading';
  const store = openStore({ home: options.home, migrationsFolder: options.migrationsFolder, clock, readonly: reading });
  const now = (): number => clock.now();
  const writable = <T extends (...args: never[]) => unknown>(action: T): T =>
    ((...args: Parameters<T>) => {
      if (!reading) return action(...args);
      throw new Refusal('WORKSPACE_UNAVAILABLE', 'Tidemark is open on this workspace elsewhere; change it there.', {
        code: 'WORKSPACE_IN_USE',
      });
    }) as T;

  const platforms = createPlatforms({ endpoints: options.endpoints, now, log });
  const secrets = createSecretStore({
    repository: createSecretRepository(store.db),
    keyring: options.useKeychain ? createKeyring() : null,
    passphrase: options.passphrase,
    clock,
    log,
    onChange: options.stateChanged,
  });
  const observability = createObservability({
    db: store.db,
    file: store.file,
    clock,
    log,
    version: options.version,
    readonly: reading,
  });
  // Before all that takes time here: the reader comes up meanwhile.
  const inProcess = options.mode !== 'service';
  const reads = clientSafeReads(openReads({ store, platforms, clock, inProcess, noteRead: observability.noteRead }));
  const settings = createSettings(store.db, options.dataChanged);
  const quotas = openQuotas({ db: store.db, platforms, settings: settings.get, clock, log });
  const connectionRecords = createConnectionRepository(store.db);
  const connections = createConnections({
    repository: connectionRecords,
    secrets,
    platforms,
    clock,
    log,
    openExternal: options.openExternal,
    mustPersist: options.mode === 'command' && options.kind === 'main',
    onUsage: quotas.noteUsage,
    onRequest: (connectionId, platform, request) => {
      quotas.noteRequest(connectionId, platform, request);
      observability.noteRequest(platform, currentRunId(), request);
    },
    onApp: quotas.noteApp,
    onChange: () => {
      options.dataChanged();
      options.stateChanged();
    },
  });
  const adAccounts = createAdAccounts({
    repository: createAdAccountRepository(store.db, () => clientNames(store.db)),
    sessions: {
      sessionFor: (connectionId) => connections.sessions.sessionFor(connectionId),
      noteFailure: (connectionId, error, session) => noteFailure(connections.sessions, connectionId, error, session),
      platformOf: (connectionId) => connectionRecords.find(connectionId)?.platform ?? null,
    },
    platforms,
    clock,
    onChange: options.dataChanged,
  });
  const repository = importRepository(store);
  // Before anything can start a run of its own: a row that says 'running' now was left by a process that died.
  if (!reading) repository.requeueInterrupted(now());
  const background = createBackground({
    db: store.db,
    settings: () => settings.get(),
    now,
    machineZone: () => Intl.DateTimeFormat().resolvedOptions().timeZone,
    log,
    startImports: (asked) => {
      const request = { platforms: null, range: null, ...asked };
      const { runIds } = work.start(request);
      return repository.run(runIds[0] ?? '')?.requestId ?? '';
    },
    importAll: () => work.imports.startInTurns({ clientIds: 'all', platforms: null, range: null }),
    queue: () => queue,
    connections: () => listConnections(store.db, { now: now() }),
    alerts: () => checks.alerts.list({ show: 'open', clientId: null, limit: 50 }),
    notify: options.notify,
    withdraw: options.withdraw,
    launchAtLogin: options.launchAtLogin,
    activityChanged: options.activityChanged,
    dataChanged: options.dataChanged,
  });
  const checks = createChecks(store, platforms, { now, log, writable, background, changed: options.dataChanged });
  const importing = { repository, platforms, quotas, now, log, parallelRuns: PARALLEL_RUNS };
  const queue = createImportQueue({
    ...importing,
    sessions: connections.sessions,
    random: Math.random,
    dataChanged: options.dataChanged,
    ...(options.mode === 'service' ? { mayStart: background.mayStart } : {}),
    runEnded(run) {
      checks.runEnded(run);
      work.runEnded(run);
    },
    onlyAsked: options.mode === 'command',
    retryBaseMs: RETRY_BASE_MS,
  });
  const work = createImportWork({
    ...importing,
    db: store.db,
    queue,
    background,
    writable,
    settings: settings.get,
    service: options.mode === 'service',
  });
  const desk = createDesk(store.db, { platforms, now, log, changed: options.dataChanged, writable });
  const demo = options.kind === 'demo';
  const buildReport = createReportBuilder({ reads, reports: desk.reports, demo, locale: () => settings.get().locale });
  const retention = createRetention({ store, platforms, settings: settings.get, now, log });
  const watching = new AbortController();

  return {
    clock,
    store,
    secrets,
    settings: {
      get: settings.get,
      set: writable((change: Partial<Settings>) => {
        const now = settings.set(change);
        background.look();
        return now;
      }),
    },
    platformInfo: platformInfos(platforms),
    connections: reading
      ? {
          ...connections,
          addPasted: writable(connections.addPasted),
          beginLogin: writable(connections.beginLogin),
          check: writable(connections.check),
          remove: writable(connections.remove),
        }
      : connections,
    adAccounts: { list: adAccounts.list, refresh: writable(adAccounts.refresh), assign: writable(adAccounts.assign) },
    desk,
    imports: work.imports,
    backfill: work.backfill,
    queue,
    background,
    checks: clientSafeChecks(checks),
    schedules: reading
      ? {
          ...background.schedules,
          set: writable(background.schedules.set),
          reset: writable(background.schedules.reset),
          pause: writable(background.schedules.pause),
          resume: writable(background.schedules.resume),
        }
      : background.schedules,
    reads: reading ? readsOfOwnerless(reads, () => isWorkspaceOwned(options.home)) : reads,
    buildReport,
    retention: { archive: writable(retention.archive), restore: writable(retention.restore) },
    replaySetAside: writable(createReplay({ store, platforms, now, dataChanged: options.dataChanged })),
    health: observability.health,
    requestsOf(runId) {
      const found = observability.requestsOf(runId);
      if (found) return found;
      throw new Refusal('NOT_FOUND', 'That import is not in the history any more.', { what: 'import run' });
    },
    counts: () => desk.clients.counts(),
    startWork() {
      if (reading) return;
      void followActivity();
      // A single command imports what it was asked for; a service goes on with what was left.
      if (options.mode !== 'service') return;
      queue.wake();
      background.begin(createWaker(now));
      checks.begin();
      connections.begin();
      retention.begin();
    },
    async close() {
      watching.abort();
      background.stop();
      retention.stop();
      connections.close();
      await queue.stop();
      await checks.stop();
      await reads.close();
      observability.close();
      store.close();
    },
  };

  async function followActivity(): Promise<void> {
    for await (const _snapshot of queue.progress.subscribe(watching.signal)) {
      options.activityChanged();
      await delay(400);
    }
  }
}
