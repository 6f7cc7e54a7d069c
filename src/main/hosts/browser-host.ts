import { fileURLToPath } from 'node:url';
import type { EngineOptions } from '../kernel/engine-protocol.ts';
import { systemClock, type Clock } from '../kernel/clock.ts';
import { claimHome, linkOfRunningHost, newControlSecret } from './browser-instance.ts';
import { openInBrowser } from './browser-opener.ts';
import { startBrowserServer } from './browser-server.ts';
import { startEngine, type EngineLinkSettings, type HostPort } from './engine-link.ts';

export type BrowserHostOptions = {
  engine: EngineOptions;
  /** Open the system's browser; the address is printed in any case. */
  openBrowser: boolean;
  /** Takes what a person or a script reads: one line with the address. */
  print(line: string): void;
  /** Takes the log and remarks. */
  complain(line: string): void;
  /** 0 or nothing = any free port. */
  port?: number;
  devOrigin?: string | null;
  /** For tests. */
  uiFolder?: string;
  clock?: Clock;
  link?: EngineLinkSettings;
  open?: (url: string) => Promise<void>;
};

export type BrowserHost =
  /** The workspace was being served already; its address, fresh, has been printed. Nothing runs. */
  | { kind: 'already_running'; url: string }
  | {
      kind: 'serving';
      port: number;
      /** A new one-time address, good for 60 seconds. */
      freshLink(): string;
      event: ReturnType<typeof startEngine>['event'];
      /** Closes pages, engine and server, in that order. Safe to call twice. */
      stop(): Promise<void>;
      /** Settles when all is closed: the process's exit code, and the sentence when the engine gave up. */
      closed: Promise<{ exitCode: 0 | 1 }>;
    };

/** The built interface beside the built host, or what the last build left when the sources run directly. */
function builtInterface(): string {
  return fileURLToPath(
    new URL(import.meta.url.endsWith('.ts') ? '../../../out/renderer' : '../renderer', import.meta.url),
  );
}

/**
 * Serves one workspace to browsers on this machine until `stop`: starts the engine, listens on 127.0.0.1, prints
 * `Tidemark is open at http://127.0.0.1:…/#token=…`. When another host serves the same folder, prints a fresh address of that one instead.
 * Rejects only when no port can be had. `npm start` and `tidemark serve` are this function.
 */
export async function serveBrowserHost(options: BrowserHostOptions): Promise<BrowserHost> {
  const open = options.open ?? ((url: string) => openInBrowser(url));
  const show = async (words: string, url: string): Promise<void> => {
    options.print(`${words} ${url}`);
    if (!options.openBrowser) return;
    try {
      await open(url);
    } catch (error) {
      options.complain(
        `${sentence(error)} Open the address yourself within a minute; running the same command again prints a new one.`,
      );
    }
  };

  const already = await linkOfRunningHost(options.engine.home);
  if (already !== null) {
    await show('Tidemark is already open on this workspace at', already);
    return { kind: 'already_running', url: already };
  }

  const hostPort: HostPort = {
    openExternal: open,
    notify: ({ title, body }) => options.complain(`${title}. ${body}`),
    withdraw: () => undefined,
    launchAtLogin: () => {
      throw new Error('Only the desktop application can be started at sign-in.');
    },
    log: ({ level, message, fields }) => {
      options.complain(
        `${level} ${message}${fields === undefined || fields === null ? '' : ` ${JSON.stringify(fields)}`}`,
      );
    },
    activity: () => undefined,
  };

  // Listening comes first: whoever claims the folder must already answer. The engine starts only for the one that got it.
  let connect: ReturnType<typeof startEngine>['connect'] | null = null;
  const controlSecret = newControlSecret();
  const server = await startBrowserServer({
    engine: {
      connect: () => {
        if (connect === null) throw new Error('No link was given out yet.');
        return connect();
      },
    },
    uiFolder: options.uiFolder ?? builtInterface(),
    clock: options.clock ?? systemClock,
    port: options.port ?? 0,
    controlSecret,
    devOrigin: options.devOrigin ?? null,
  });
  const claim = await claimHome(options.engine.home, server.port, controlSecret);
  if (claim.kind === 'second') {
    await server.close();
    await show('Tidemark is already open on this workspace at', claim.url);
    return { kind: 'already_running', url: claim.url };
  }

  const engine = startEngine(options.engine, hostPort, options.link);
  connect = engine.connect;

  let stopping: Promise<void> | null = null;
  const stop = (): Promise<void> => {
    stopping ??= (async () => {
      await server.close();
      await engine.stop();
      claim.release();
    })();
    return stopping;
  };
  const closed = engine.ended.then(async (how): Promise<{ exitCode: 0 | 1 }> => {
    await stop();
    if (how.kind === 'failed') options.complain(how.sentence);
    if (how.kind === 'unclean')
      options.complain('The engine did not close in time and was cut off; what was committed is safe.');
    return { exitCode: how.kind === 'failed' ? 1 : 0 };
  });

  await show('Tidemark is open at', server.freshLink());
  return { kind: 'serving', port: server.port, freshLink: server.freshLink, event: engine.event, stop, closed };
}

function sentence(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
