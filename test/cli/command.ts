import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
// @ts-expect-error A script without types.
import { build } from '../../scripts/build.mjs';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';

export const NOW = '2026-11-20T12:00:00Z';
export const PASSPHRASE = 'correct horse canary staple';
// The bundles that people run, as scripts/tidemark.mjs does; from the sources each start would cost twice as much.
const entry = fileURLToPath(new URL('../../out/main/cli.js', import.meta.url));
const sandboxEntry = fileURLToPath(new URL('../../out/main/sandbox.js', import.meta.url));
await (build as (options: { quiet: boolean }) => Promise<boolean>)({ quiet: true });

export type Ended = { code: number | null; signal: NodeJS.Signals | null; stdout: string; stderr: string };
export type CommandOptions = {
  env?: Record<string, string | undefined>;
  /** What comes on stdin; nothing when left out. */
  stdin?: string;
  timeoutMs?: number;
  cwd?: string;
  /** Sees the process as soon as it runs, for tests that kill it. */
  started?: (child: ChildProcess) => void;
  onStderr?: (soFar: string) => void;
  /** Run as another user. */
  uid?: number;
};

/** A folder of its own that is gone after the test. */
export function tempFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tidemark-cli-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Only what a process needs, so that no variable of the machine's reaches the command. Starting takes half as long with the cache. */
function plainEnvironment(extra: Record<string, string | undefined>): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    TMPDIR: tmpdir(),
    NODE_NO_WARNINGS: '1',
    NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
  };
  for (const [name, value] of Object.entries(extra)) {
    if (value === undefined) delete env[name];
    else env[name] = value;
  }
  return env;
}

/** Runs the real command as a process of its own. Rejects when it does not end in time. */
export function tidemark(args: readonly string[], options: CommandOptions = {}): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [entry, ...args], {
      env: plainEnvironment(options.env ?? {}),
      stdio: ['pipe', 'pipe', 'pipe'],
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
      ...(options.uid === undefined ? {} : { uid: options.uid, gid: options.uid }),
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
      options.onStderr?.(stderr);
    });
    child.stdin.on('error', () => undefined);
    child.stdin.end(options.stdin ?? '');
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`tidemark ${args.join(' ')} did not end in time.\n${stdout}\n${stderr}`));
    }, options.timeoutMs ?? 180_000);
    child.once('error', reject);
    child.once('close', (code, signal) => {
      clearTimeout(timer);
      resolve({ code, signal, stdout, stderr });
    });
    options.started?.(child);
  });
}

export type Workspace = {
  home: string;
  env: Record<string, string>;
  /** The whole result, whatever the exit code. */
  run(args: readonly string[], options?: CommandOptions): Promise<Ended>;
  /** With --json: the one document on stdout. Throws when the exit code is another one or stdout holds anything else. */
  json<T = Record<string, unknown>>(args: readonly string[], options?: CommandOptions & { code?: number }): Promise<T>;
};

export type Urls = { metaGraph: string; metaLogin: string; googleAds: string; googleAuth: string; googleToken: string };

export function urlVariables(urls: Urls): Record<string, string> {
  return {
    TIDEMARK_META_GRAPH_URL: urls.metaGraph,
    TIDEMARK_META_LOGIN_URL: urls.metaLogin,
    TIDEMARK_GOOGLE_ADS_URL: urls.googleAds,
    TIDEMARK_GOOGLE_AUTH_URL: urls.googleAuth,
    TIDEMARK_GOOGLE_TOKEN_URL: urls.googleToken,
  };
}

/** A workspace folder and the variables that point its commands to a server on this machine. */
export function workspace(
  urls: Urls,
  more: { home?: string; now?: string; env?: Record<string, string> } = {},
): Workspace {
  const home = more.home ?? join(tempFolder(), 'home');
  const env = { ...urlVariables(urls), TIDEMARK_PASSPHRASE: PASSPHRASE, TIDEMARK_NOW: more.now ?? NOW, ...more.env };
  const run: Workspace['run'] = (args, options = {}) =>
    tidemark(['--home', home, ...args], { ...options, env: { ...env, ...options.env } });
  return {
    home,
    env,
    run,
    async json<T>(args: readonly string[], options: CommandOptions & { code?: number } = {}) {
      const ended = await run([...args, '--json'], options);
      const expected = options.code ?? 0;
      if (ended.code !== expected) {
        throw new Error(
          `${args.join(' ')} ended with ${ended.code}, not ${expected}.\n${ended.stdout.slice(-3000)}\n${ended.stderr.slice(-3000)}`,
        );
      }
      return JSON.parse(ended.stdout) as T;
    },
  };
}

export type SandboxProcess = { urls: Urls; credentials: Sandbox['credentials']; child: ChildProcess };

/** The sandbox as a process of its own: nothing is shared with it but its address. */
export function sandboxProcess(flags: readonly string[] = ['--now', NOW, '--auto-approve']): Promise<SandboxProcess> {
  const child = spawn(process.execPath, [sandboxEntry, ...flags], {
    env: plainEnvironment({}),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return new Promise((resolve, reject) => {
    let text = '';
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`The sandbox ended with ${code}.`)));
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
      const line = /^.*\n/.exec(text)?.[0];
      if (line !== undefined) resolve({ ...(JSON.parse(line) as Omit<SandboxProcess, 'child'>), child });
    });
  });
}
