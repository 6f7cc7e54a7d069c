import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The double's driver, as a function that runs inside the application's process sees it. Loosely typed: it is the test's own ground. */
// oxlint-disable-next-line typescript/no-explicit-any
export type Double = any;

export type DoubleConfig = {
  platform?: NodeJS.Platform;
  packaged?: boolean;
  dark?: boolean;
  online?: boolean;
  onBattery?: boolean;
  openedAtLogin?: boolean;
  tray?: boolean;
  notifications?: boolean;
  noBrowser?: boolean;
  displays?: { x: number; y: number; width: number; height: number }[];
};

export type LaunchOptions = {
  /** Folder that holds out/; the checkout when left out. */
  root?: string;
  config?: DoubleConfig;
  args?: string[];
  env?: Record<string, string>;
  /** Where workspace and profile lie; kept by whoever made it. */
  folder?: string;
};

export type Exit = {
  code: number | null;
  record: { calls: { name: string; args: unknown[] }[]; dialogs: Double[] } | null;
};

export type DesktopApp = {
  folder: string;
  home: string;
  stderr(): string;
  stdout(): string;
  /** Runs a function inside the application's process. It must not refer to anything but its parameters. */
  run<T, A = undefined>(act: (double: Double, arg: A) => T | Promise<T>, arg?: A): Promise<Awaited<T>>;
  exited: Promise<Exit>;
  /** Quits as a person would, and checks nothing. */
  quit(): Promise<Exit>;
  kill(): void;
};

const running = new Set<DesktopApp>();
const folders = new Set<string>();
const register = new URL('./register.mjs', import.meta.url).href;
const checkout = join(import.meta.dirname, '..', '..');

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tidemark-desktop-test-'));
  folders.add(folder);
  return folder;
}

/** Starts the built entry under the double. */
export function launchDesktop(options: LaunchOptions = {}): DesktopApp {
  const folder = options.folder ?? temporaryFolder();
  const home = join(folder, 'workspace');
  const appData = join(folder, 'app-data');
  mkdirSync(appData, { recursive: true });
  const root = options.root ?? checkout;
  const child = spawn(
    process.execPath,
    ['--import', register, join(root, 'out', 'main', 'electron.js'), ...(options.args ?? [])],
    {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      env: {
        PATH: process.env.PATH,
        NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
        HOME: folder,
        // No bus: neither this machine's keychain nor its tray is asked.
        DBUS_SESSION_BUS_ADDRESS: 'disabled:',
        TIDEMARK_HOME: home,
        TIDEMARK_DOUBLE: JSON.stringify({ appData, ...options.config }),
        ...options.env,
      },
    },
  );
  let stderr = '';
  let stdout = '';
  child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  child.stdout?.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  const calls = new Map<number, { resolve(value: never): void; reject(error: Error): void }>();
  let next = 0;
  let last: Exit['record'] = null;
  child.on('message', (message: { id?: number; value?: never; error?: string; record?: Exit['record'] }) => {
    if (message.record !== undefined) last = message.record;
    const call = message.id === undefined ? undefined : calls.get(message.id);
    if (call === undefined || message.id === undefined) return;
    calls.delete(message.id);
    if (message.error === undefined) call.resolve(message.value as never);
    else call.reject(new Error(message.error));
  });
  const exited = new Promise<Exit>((resolve) => {
    child.once('close', (code) => {
      for (const { reject } of calls.values()) reject(new Error(`The application ended (${code}).\n${stderr}`));
      running.delete(app);
      resolve({ code, record: last });
    });
  });
  const app: DesktopApp = {
    folder,
    home,
    exited,
    stderr: () => stderr,
    stdout: () => stdout,
    run: (act, arg) =>
      new Promise((resolve, reject) => {
        next += 1;
        calls.set(next, { resolve, reject });
        child.send({ id: next, code: act.toString(), arg }, (error) => {
          if (error !== null) reject(new Error(`The application is gone.\n${stderr}`));
        });
      }),
    async quit() {
      app.run((double) => void double.app.quit()).catch(() => undefined);
      return exited;
    },
    kill: () => void child.kill('SIGKILL'),
  };
  running.add(app);
  return app;
}

/** Ends what still runs and removes what was written. */
export async function cleanUp(): Promise<void> {
  await Promise.all([...running].map((app) => (app.kill(), app.exited)));
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  folders.clear();
}
