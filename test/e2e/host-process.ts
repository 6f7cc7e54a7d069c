import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The browser host as it is shipped. `TIDEMARK_E2E_HOST` names another entry while developing: a copy of the bundles that no other
 * build replaces, or `src/main/hosts/browser.ts` for the sources on the interface of the last build.
 */
const entry = process.env['TIDEMARK_E2E_HOST'] ?? fileURLToPath(new URL('../../out/main/browser.js', import.meta.url));

export type HostProcess = {
  home: string;
  /** Starts the host on the home folder and resolves to its one-time address. */
  start(env?: Record<string, string>, flags?: readonly string[]): Promise<string>;
  /** As a power cut would: nothing gets a chance to close. */
  kill(): Promise<void>;
  /** As Ctrl-C does; resolves to the exit code. */
  stop(): Promise<number | null>;
  /** Everything the process wrote so far, both streams. */
  output(): string;
  /** Kills what still runs and removes the home folder. */
  remove(): Promise<void>;
};

/** A host in a process of its own, on a data folder of its own, or on one that is there already and stays. */
export function hostProcess(env: Record<string, string>, given?: string): HostProcess {
  const home = given ?? mkdtempSync(join(tmpdir(), 'tidemark-e2e-'));
  const inherited = Object.fromEntries(
    // No display and no session bus: nothing may open the machine's own browser or ask its keychain.
    Object.entries(process.env).filter(
      ([name]) => !name.startsWith('TIDEMARK_') && !/^(DISPLAY|WAYLAND_DISPLAY|DBUS_SESSION_BUS_ADDRESS)$/.test(name),
    ),
  );
  let child: ChildProcess | null = null;
  let written = '';

  const ended = async (running: ChildProcess): Promise<number | null> => {
    if (running.exitCode !== null || running.signalCode !== null) return running.exitCode;
    const [code] = (await once(running, 'exit')) as [number | null];
    return code;
  };

  return {
    home,
    async start(more = {}, flags = []) {
      const began = written.length;
      const started = spawn(process.execPath, [entry, '--home', home, '--no-open', ...flags], {
        env: { ...inherited, ...env, ...more },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      child = started;
      return new Promise((resolve, reject) => {
        const read = (chunk: Buffer): void => {
          written += chunk.toString();
          const link = /http:\/\/\S+#token=\S+/.exec(written.slice(began))?.[0];
          if (link !== undefined) resolve(link);
        };
        started.stdout.on('data', read);
        started.stderr.on('data', read);
        started.once('error', reject);
        started.once('exit', (code) => reject(new Error(`The host ended with ${code}: ${written.slice(began)}`)));
      });
    },
    async kill() {
      child?.kill('SIGKILL');
      if (child) await ended(child);
    },
    async stop() {
      child?.kill('SIGTERM');
      return child ? ended(child) : null;
    },
    output: () => written,
    async remove() {
      await this.kill();
      if (given === undefined) rmSync(home, { recursive: true, force: true });
    },
  };
}
