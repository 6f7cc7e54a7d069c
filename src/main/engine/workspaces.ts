import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Problem } from '../../contract/primitives.ts';
import type { WorkspaceState } from '../../contract/workspace.ts';
import { localDay } from '../domain/days.ts';
import { isoNow, type Clock } from '../kernel/clock.ts';
import type { EngineCommand, EngineOptions, HostNotice, MachineConditions } from '../kernel/engine-protocol.ts';
import { REAL_ENDPOINTS } from '../kernel/endpoints.ts';
import { Refusal } from '../kernel/failure.ts';
import type { Log } from '../kernel/log.ts';
import { createTopic, type Topic } from '../kernel/topic.ts';
import { mapSqliteError, StoreError } from '../store/errors.ts';
import { prepareDemo } from './demo.ts';
import { examineWorkspace, type Finding } from './doctor.ts';
import { createFirstView, type FirstView } from './first-view.ts';
import { openRuntime, type Runtime } from './runtime.ts';
import { startSandboxWorker, type SandboxWorker } from './sandbox-worker.ts';

/** Which workspace a home folder shows: its own, or the demo kept in a folder of its own beside it. */
const KEYCHAIN_PATIENCE_MS = 400;
const POINTER = 'active-workspace';
/** Seals the demo's made-up tokens through the same code as real ones; it protects nothing and hides nothing. */
const DEMO_PASSPHRASE = 'demo workspace, nothing secret inside';

export type Workspaces = {
  readonly clock: Clock;
  /** The open workspace; throws WORKSPACE_UNAVAILABLE with the reason when there is none. */
  current(): Runtime;
  state(): Promise<WorkspaceState>;
  stateChanged(): void;
  readonly firstView: Pick<FirstView, 'take'>;
  stateTopic: Topic<WorkspaceState>;
  dataTopic: Topic<{ revision: number }>;
  enterDemo(): Promise<void>;
  leaveDemo(): Promise<void>;
  /** A store's or file system's own error as the sentence for the person; anything else unchanged. */
  explain(error: unknown): unknown;
  doctor(): Promise<Finding[]>;
  event(event: 'wake' | 'online' | 'offline'): void;
  setConditions(conditions: MachineConditions): void;
  command(command: EngineCommand): void;
  close(): Promise<void>;
};

export type WorkspacesDeps = {
  options: EngineOptions;
  clock: Clock;
  log: Log;
  openExternal: (url: string, onThisMachine: boolean) => Promise<void>;
  notify: (notice: HostNotice) => Promise<void>;
  withdraw: (id: string) => Promise<void>;
  launchAtLogin: (on: boolean) => Promise<void>;
  /** The progress of imports moved, for the tray and the taskbar. */
  onActivity: (runtime: Runtime) => void;
};

/** Opens the workspace the home folder points to. Never throws: an unusable workspace is a state with a problem. */
export async function openWorkspaces(deps: WorkspacesDeps): Promise<Workspaces> {
  const { options, clock, log } = deps;
  const pointer = join(options.home, POINTER);
  let runtime: Runtime | null = null;
  let problem: Problem | null = null;
  let kind: WorkspaceState['kind'] = 'main';
  let sandbox: SandboxWorker | null = null;
  let revision = 0;
  let dataRevision = 0;
  let conditions: MachineConditions | null = null;
  let switching: Promise<void> = Promise.resolve();
  /** Settled when there is a workspace or a reason why there is none. Between two workspaces a state would be a false alarm. */
  let opened = Promise.withResolvers<void>();

  const stateTopic = createTopic<WorkspaceState>(() => state(), 100);
  const dataTopic = createTopic(() => ({ revision: dataRevision }), 250);
  const stateChanged = (): void => {
    revision += 1;
    stateTopic.changed();
  };
  const firstView = createFirstView();
  const dataChanged = (): void => {
    firstView.drop();
    dataRevision += 1;
    dataTopic.changed();
    stateChanged();
  };

  async function open(wanted: WorkspaceState['kind'], resume: boolean): Promise<void> {
    kind = wanted;
    problem = null;
    try {
      if (wanted === 'demo' && options.mode !== 'reading') {
        sandbox = await startSandboxWorker({ fixedNow: options.fixedNow });
      }
      runtime = await openRuntime({
        kind: wanted,
        home: wanted === 'demo' ? join(options.home, 'demo') : options.home,
        version: options.version,
        migrationsFolder: options.migrationsFolder,
        mode: options.mode,
        endpoints: { ...REAL_ENDPOINTS, ...(sandbox ? sandbox.urls : options.endpointOverrides) },
        passphrase: wanted === 'demo' ? DEMO_PASSPHRASE : options.passphrase,
        useKeychain: wanted === 'main',
        clock,
        log,
        openExternal: (url) => deps.openExternal(url, sandbox !== null),
        // What the host cannot do (no notifications, no entry at sign-in) is written down and stops nothing.
        notify: (notice) => told(deps.notify(notice)),
        withdraw: (id) => told(deps.withdraw(id)),
        launchAtLogin: wanted === 'main' ? (on) => told(deps.launchAtLogin(on)) : null,
        dataChanged,
        stateChanged,
        activityChanged: () => {
          if (runtime) deps.onActivity(runtime);
        },
      });
      opened.resolve();
      dataChanged();
      readAhead();
      // First, so that a demo that cannot be filled is still a workspace that works.
      runtime.startWork();
      if (conditions !== null) runtime.background.setConditions(conditions);
      if (sandbox === null) return;
      await prepareDemo(runtime, sandbox, { resume, mode: options.mode, log });
    } catch (error) {
      problem = problemOf(error);
      opened.resolve();
      log('error', 'The workspace cannot be opened.', { error });
    }
    dataChanged();
    readAhead();
  }

  /** Reads beside this thread while it takes up its work. */
  function readAhead(): void {
    if (runtime !== null && options.mode === 'service' && runtime.settings.get().clientSafe !== true)
      firstView.begin(runtime.reads, localDay(clock.now()));
  }

  function told(answer: Promise<void>): void {
    answer.catch((error: unknown) => log('warn', 'The host could not do what was asked of it.', { error }));
  }

  function problemOf(error: unknown): Problem {
    if (error instanceof StoreError) {
      const fix = error.code === 'DISK_FULL' ? ('free_space' as const) : ('none' as const);
      return { code: error.code, sentence: error.message, detail: error.detail, fix };
    }
    const detail = error instanceof Error ? error.message : String(error);
    return {
      code: 'WORKSPACE_UNAVAILABLE',
      sentence: `The workspace in ${options.home} cannot be opened. Nothing in it was changed.`,
      detail,
      fix: 'none',
    };
  }

  async function close(): Promise<void> {
    const closing = runtime;
    firstView.drop();
    opened = Promise.withResolvers<void>();
    const servers = sandbox;
    runtime = null;
    sandbox = null;
    // Side by side: imports are told to stop before anything else happens, and the demo's busy servers must not keep them from it.
    await Promise.all([closing?.close(), servers?.close()]);
  }

  /** One switch at a time; a second click waits for the first. */
  function exclusively(work: () => Promise<void>): Promise<void> {
    switching = switching.then(work, work);
    return switching;
  }

  async function state(): Promise<WorkspaceState> {
    await opened.promise;
    const counts = runtime?.counts() ?? { clients: 0, connections: 0 };
    return {
      revision,
      status: runtime ? 'ready' : 'unusable',
      kind,
      home: options.home,
      problem: runtime
        ? null
        : (problem ?? { code: 'OPENING', sentence: 'The workspace is being opened.', detail: null, fix: 'wait' }),
      secretStore: runtime ? await settledSoon(runtime) : null,
      now: isoNow(clock),
      version: options.version,
      ...(options.pseudo === true ? { pseudo: true } : {}),
      ...counts,
    };
  }

  await open(readPointer(pointer), true);

  return {
    clock,
    current() {
      if (runtime) return runtime;
      throw new Refusal('WORKSPACE_UNAVAILABLE', problem?.sentence ?? 'The workspace is being opened.', {
        code: problem?.code ?? 'OPENING',
      });
    },
    state,
    stateChanged,
    firstView,
    stateTopic,
    dataTopic,
    explain: (error) => mapSqliteError(error, options.home) ?? error,
    enterDemo: () =>
      exclusively(async () => {
        if (kind === 'demo' && runtime) {
          if (sandbox) await prepareDemo(runtime, sandbox, { resume: false, mode: options.mode, log });
          return;
        }
        refuseReading();
        // Written first: where that cannot be done, the open workspace stays.
        mkdirSync(options.home, { recursive: true, mode: 0o700 });
        writeFileSync(pointer, 'demo\n', { mode: 0o600 });
        await close();
        await open('demo', false);
        if (!runtime)
          throw new Refusal('WORKSPACE_UNAVAILABLE', problem?.sentence ?? 'The demo could not be opened.', {
            code: problem?.code ?? 'DEMO',
          });
      }),
    leaveDemo: () =>
      exclusively(async () => {
        if (kind !== 'demo') return;
        refuseReading();
        rmSync(pointer, { force: true });
        await close();
        try {
          rmSync(join(options.home, 'demo'), { recursive: true, force: true });
        } catch (error) {
          // What is left of it is taken up or removed the next time; the person gets their own workspace now.
          log('warn', 'The demo folder could not be removed.', { error });
        }
        await open('main', true);
      }),
    doctor: () => examineWorkspace({ runtime, kind, home: options.home, problem }),
    event(event) {
      // Timers stand still while a machine sleeps, and a failed request says little once the network is back.
      if (event !== 'offline') {
        runtime?.queue.wake();
        runtime?.background.look();
      }
      stateChanged();
    },
    setConditions(next) {
      conditions = next;
      runtime?.background.setConditions(next);
    },
    command: (command) => runtime?.background.command(command),
    close: () =>
      exclusively(async () => {
        await close();
        opened.resolve();
        stateTopic.close();
        dataTopic.close();
      }),
  };

  /** A keychain may be asking the person right now; the screens do not wait for that, `stateChanged` follows when it is settled. */
  function settledSoon(open: Runtime): Promise<WorkspaceState['secretStore']> {
    return Promise.race([
      open.secrets.state(),
      delay(KEYCHAIN_PATIENCE_MS, undefined, { ref: false }).then(() => open.secrets.current()),
    ]);
  }

  function refuseReading(): void {
    if (options.mode === 'reading') {
      throw new Refusal('WORKSPACE_UNAVAILABLE', 'Tidemark is open on this workspace elsewhere; change it there.', {
        code: 'WORKSPACE_IN_USE',
      });
    }
  }
}

function readPointer(pointer: string): WorkspaceState['kind'] {
  try {
    return readFileSync(pointer, 'utf8').trim() === 'demo' ? 'demo' : 'main';
  } catch {
    return 'main';
  }
}
