import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads';
import type {
  Activity,
  EngineCommand,
  EngineOptions,
  FromEngine,
  HostCall,
  HostNotice,
  MachineConditions,
  ToEngine,
} from '../kernel/engine-protocol.ts';
import { isLoopbackHost } from './environment.ts';
import { t } from '../../words/text.ts';
import { dialogs as m } from './messages-desktop.ts';

/** What a host does for the engine. A rejection reaches the engine as an error's message. */
export type HostPort = {
  /** Already checked: https, or http on loopback while endpoint overrides are in force. */
  openExternal(url: string): Promise<void> | void;
  notify(notice: HostNotice): Promise<void> | void;
  /** Takes a notification away; one that was never shown or is gone counts as done. */
  withdraw(id: string): Promise<void> | void;
  /** Rejects where the host cannot start the application at sign-in. */
  launchAtLogin(on: boolean): Promise<void> | void;
  log(line: Omit<Extract<FromEngine, { type: 'log' }>, 'type'>): void;
  activity(activity: Activity): void;
};

/** How the engine ended for good. `unclean` = it had to be cut off; `failed` = it kept crashing, `sentence` says so to a person. */
export type EngineEnd =
  | { kind: 'stopped' }
  | { kind: 'unclean' }
  | { kind: 'failed'; sentence: string; cause: Error | null };

export type EngineLink = {
  /** Resolves when calls are answered for the first time; rejects when the engine ends before that. */
  ready: Promise<void>;
  /** Settles once, with the way the engine ended. Never rejects. */
  ended: Promise<EngineEnd>;
  /**
   * One end of a channel whose other end the engine serves (oRPC's message-port adapter); works at any time, also while a crashed engine
   * is being started again. Close the port when the client is gone. The port emits 'close' when the engine ended or crashed: connect again
   * after a moment (in the instant between a crash and its report a new port is closed once more).
   *
   * Trap of oRPC's message-port link (1.16): 'close' rejects the calls that are pending at that moment, but a call made on a closed port
   * is dropped without an answer and hangs. A client must therefore throw its link away on 'close'. A port of a browser or of Electron
   * also needs `port.start()`; a Node port starts by itself with the first listener.
   */
  connect(): MessagePort;
  event(event: Extract<ToEngine, { type: 'event' }>['event']): void;
  /** Told again to an engine that was started again. */
  conditions(conditions: MachineConditions): void;
  /** Dropped while no engine runs. */
  command(command: EngineCommand): void;
  /** Asks the engine to write and close everything; cuts it off after the deadline. Safe to call twice. */
  stop(): Promise<EngineEnd>;
};

export type EngineLinkSettings = {
  /** For tests. */
  worker?: URL;
  /** Waits before each start after a crash; when they are used up the engine has failed. */
  restartDelaysMs?: readonly number[];
  /** An engine that lived this long after `ready` gets all its restarts back. */
  healthyAfterMs?: number;
  /** How long `stop` waits. */
  stopDeadlineMs?: number;
};

/**
 * Bounds of the engine's heap in MB. V8 lets a heap grow in proportion to its bound, and an import makes much that is soon garbage: with
 * the defaults of a large machine, reading a quarter of a million rows grew the process by 270 MB, with these a whole million grew it by
 * about 110 MB at the same speed (npm run bench). What an import really holds at once is far below: one slice of each ad account in work.
 */
export const ENGINE_HEAP_MB = { maxYoungGenerationSizeMb: 16, maxOldGenerationSizeMb: 1024 } as const;

/** Before the engine said anything, and while it is started again. */
export const NO_ACTIVITY: Activity = {
  percent: null,
  text: '',
  state: 'idle',
  pausedByPerson: false,
  next: null,
  attention: 0,
  items: [],
  trayHidden: null,
  language: null,
};

const RESTART_DELAYS_MS = [100, 500, 2_000, 8_000] as const;
const HEALTHY_AFTER_MS = 60_000;
const STOP_DEADLINE_MS = 10_000;

/** The engine beside this file: in the sources one folder up, in the build (one flat folder) next to it. */
function engineFile(): URL {
  // Held in a variable because the bundler would take `new URL('…', import.meta.url)` with a literal for an asset to copy.
  const file = import.meta.url.endsWith('.ts') ? '../engine.worker.ts' : './engine.worker.js';
  return new URL(file, import.meta.url);
}

/**
 * Starts the engine worker and keeps it running: relays clients' ports, answers its host calls, restarts it after a crash with growing
 * waits. The link knows no procedure. `options` are the engine's start parameters; `host` is what this machine can do for it.
 */
export function startEngine(options: EngineOptions, host: HostPort, settings: EngineLinkSettings = {}): EngineLink {
  const delays = settings.restartDelaysMs ?? RESTART_DELAYS_MS;
  const ready = Promise.withResolvers<void>();
  const ended = Promise.withResolvers<EngineEnd>();
  // Nobody is obliged to wait for it.
  ready.promise.catch(() => undefined);

  let worker: Worker | null = null;
  const waiting: MessagePort[] = [];
  /** The clients' ends. A port posted to a worker that is already dying is lost without a 'close', so the link closes this end itself. */
  const given = new Set<MessagePort>();
  let crashes = 0;
  let wasReady = false;
  let stopping: Promise<EngineEnd> | null = null;
  let over = false;
  let timer: NodeJS.Timeout | null = null;
  let conditions: MachineConditions | null = null;

  const end = (how: EngineEnd): void => {
    if (over) return;
    over = true;
    if (timer !== null) clearTimeout(timer);
    for (const port of given) port.close();
    waiting.length = 0;
    if (!wasReady) ready.reject(new Error(how.kind === 'failed' ? how.sentence : t(m.stopped)));
    ended.resolve(how);
  };

  const spawn = (): void => {
    const current = new Worker(settings.worker ?? engineFile(), {
      workerData: options,
      name: 'engine',
      resourceLimits: ENGINE_HEAP_MB,
    });
    worker = current;
    let lastError: Error | null = null;
    let saidStopped = false;
    let healthy: NodeJS.Timeout | null = null;

    current.on('message', (message: FromEngine) => {
      switch (message.type) {
        case 'ready':
          wasReady = true;
          healthy = setTimeout(() => (crashes = 0), settings.healthyAfterMs ?? HEALTHY_AFTER_MS);
          healthy.unref();
          ready.resolve();
          return;
        case 'hostCall':
          void answer(current, message.id, message.call);
          return;
        case 'log':
          host.log({ level: message.level, message: message.message, fields: message.fields });
          return;
        case 'activity':
          host.activity(message.activity);
          return;
        case 'stopped':
          saidStopped = true;
          // Everything is closed: what is left in the worker are idle timers and sockets.
          void current.terminate();
      }
    });
    current.on('error', (error) => {
      lastError = error instanceof Error ? error : new Error(String(error));
    });
    current.on('exit', (code) => {
      if (healthy !== null) clearTimeout(healthy);
      if (worker === current) worker = null;
      for (const port of given) port.close();
      if (over) return;
      if (saidStopped) return end({ kind: 'stopped' });
      if (stopping !== null) return end({ kind: 'unclean' });
      crashed(lastError ?? new Error(`The engine ended with code ${code}.`));
    });
    if (conditions !== null) post(current, { type: 'conditions', conditions });
    for (const port of waiting.splice(0)) post(current, { type: 'connect', port }, [port]);
  };

  const crashed = (error: Error): void => {
    host.activity(NO_ACTIVITY);
    // One that never came up fails the same way again: one more try is enough to rule out an accident.
    const allowed = wasReady ? delays.length : Math.min(1, delays.length);
    const delay = delays[crashes];
    if (crashes >= allowed || delay === undefined) {
      const times = crashes + 1;
      host.log({
        level: 'error',
        message: 'The engine keeps stopping; giving up.',
        fields: { times, error: error.stack ?? error.message },
      });
      const sentence = wasReady ? t(m.engineGone, { times }) : t(m.engineNotStarted, { reason: error.message });
      end({ kind: 'failed', sentence, cause: error });
      return;
    }
    crashes += 1;
    host.log({
      level: 'error',
      message: 'The engine stopped unexpectedly; starting it again.',
      fields: { delay, error: error.stack ?? error.message },
    });
    timer = setTimeout(spawn, delay);
  };

  const answer = async (to: Worker, id: number, call: HostCall): Promise<void> => {
    try {
      if (call.method === 'openExternal') {
        if (!isOpenable(call.url, options, call.onThisMachine))
          throw new Error('Only https pages are opened in the browser.');
        await host.openExternal(call.url);
      } else if (call.method === 'notify') {
        await host.notify(call.notice);
      } else if (call.method === 'withdraw') {
        await host.withdraw(call.id);
      } else {
        await host.launchAtLogin(call.on);
      }
      post(to, { type: 'hostAnswer', id, ok: true, error: null });
    } catch (error) {
      post(to, { type: 'hostAnswer', id, ok: false, error: error instanceof Error ? error.message : String(error) });
    }
  };

  spawn();

  return {
    ready: ready.promise,
    ended: ended.promise,
    connect() {
      const { port1, port2 } = new MessageChannel();
      given.add(port2);
      port2.once('close', () => given.delete(port2));
      if (over || stopping !== null) port1.close();
      else if (worker === null) waiting.push(port1);
      else post(worker, { type: 'connect', port: port1 }, [port1]);
      return port2;
    },
    event(event) {
      if (worker !== null) post(worker, { type: 'event', event });
    },
    conditions(next) {
      conditions = next;
      if (worker !== null) post(worker, { type: 'conditions', conditions });
    },
    command(command) {
      if (worker !== null) post(worker, { type: 'command', command });
    },
    stop() {
      stopping ??= (async () => {
        const running = worker;
        if (running === null) {
          end({ kind: 'stopped' });
          return ended.promise;
        }
        post(running, { type: 'stop' });
        const deadline = setTimeout(() => void running.terminate(), settings.stopDeadlineMs ?? STOP_DEADLINE_MS);
        const how = await ended.promise;
        clearTimeout(deadline);
        return how;
      })();
      return stopping;
    },
  };
}

function post(to: Worker, message: ToEngine, transfer: MessagePort[] = []): void {
  to.postMessage(message, transfer);
}

/**
 * The second of two checks before an address leaves the application (the engine makes the first): https anywhere; http only on this
 * machine and only while servers on it (a test's, the demo's) stand in for the platforms, whose sign-in page is such an address.
 */
export function isOpenable(
  text: string,
  options: Pick<EngineOptions, 'endpointOverrides'>,
  onThisMachine = false,
): boolean {
  // The parser drops line breaks and turns backslashes into slashes; an address that needs either is not one we made.
  if (/[\s\\\u0000-\u001f]/.test(text)) return false;
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return false;
  }
  if (url.username !== '' || url.password !== '') return false;
  if (url.protocol === 'https:') return true;
  const standIns = onThisMachine || Object.keys(options.endpointOverrides).length > 0;
  return url.protocol === 'http:' && isLoopbackHost(url.hostname) && standIns;
}
