import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { NOW } from './agencies.ts';
import { test as base } from './fixtures.ts';
import { hostProcess } from './host-process.ts';

const nowhere = 'http://127.0.0.1:9';
/** The clock can be fixed only while something stands in for a platform; the demo brings its own stand-in and asks nobody here. */
const ENVIRONMENT = { TIDEMARK_NOW: NOW, TIDEMARK_META_GRAPH_URL: nowhere };
const file = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** A finished demo workspace of a test's own: what one changes in it, the next must not find. */
export type Demo = {
  home: string;
  /** What the real command answers with `--json`. Rejects when it ends with another code than 0. */
  command<T>(args: readonly string[]): Promise<T>;
};

const plain = (): NodeJS.ProcessEnv => ({
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('TIDEMARK_'))),
  ...ENVIRONMENT,
  NODE_NO_WARNINGS: '1',
  // Half the time of a command that only reads goes into starting.
  NODE_COMPILE_CACHE: join(tmpdir(), 'tidemark-e2e-compiled'),
});

async function make(home: string): Promise<void> {
  const maker = spawn(process.execPath, [file('demo-maker.ts')], {
    env: { ...plain(), TIDEMARK_HOME: home },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const [code] = (await once(maker, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`The demo workspace could not be made (${code}).`);
}

/** Made by the first file that wants one and left for the others of this run of the tests; `forget-demo.ts` deletes it. */
export const sharedDemo = (runner: number): string => join(tmpdir(), `tidemark-demo-of-${runner}`);

const MADE_WITHIN_MS = 400_000;

async function shared(): Promise<string> {
  const folder = sharedDemo(process.ppid);
  const ready = join(folder, 'ready');
  mkdirSync(folder, { recursive: true });
  try {
    mkdirSync(join(folder, 'begun'));
  } catch {
    for (const began = performance.now(); !existsSync(ready); await new Promise((resolve) => setTimeout(resolve, 200)))
      if (performance.now() - began > MADE_WITHIN_MS || !existsSync(join(folder, 'begun')))
        throw new Error('Another file did not finish the demo.');
    return ready;
  }
  const making = join(folder, 'making');
  try {
    await make(making);
    renameSync(making, ready);
  } catch (error) {
    // The next try makes it anew.
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
  return ready;
}

/** `TIDEMARK_E2E_DEMO` names a home that was made before, while developing. */
export const test = base.extend<{ demo: Demo }>({
  demo: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads the pattern to learn what a fixture needs.
    async ({}, use) => {
      const ready = process.env['TIDEMARK_E2E_DEMO'];
      const home = ready ?? mkdtempSync(join(tmpdir(), 'tidemark-demo-'));
      if (ready === undefined) cpSync(await shared(), home, { recursive: true });
      await use({
        home,
        command: <T>(args: readonly string[]) =>
          new Promise<T>((resolve, reject) => {
            execFile(
              process.execPath,
              [file('../../out/main/cli.js'), '--home', home, ...args, '--json'],
              { env: plain(), maxBuffer: 64 << 20, timeout: 60_000 },
              (error, stdout, stderr) => {
                if (error) reject(new Error(`tidemark ${args.join(' ')}: ${error.message}\n${stderr}`));
                else resolve(JSON.parse(stdout) as T);
              },
            );
          }),
      });
      if (ready === undefined) rmSync(home, { recursive: true, force: true });
    },
    { timeout: 420_000 },
  ],
  // Nobody is asked: the demo has its own stand-in for the platforms.
  host: async ({ demo }, use) => {
    const host = hostProcess(ENVIRONMENT, demo.home);
    await use(host);
    await host.stop();
  },
});

/** Runs the work for every item, a few at a time: each is a process of its own. */
export async function each<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const queue = [...items.entries()];
  const worker = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) results[next[0]] = await work(next[1]);
  };
  await Promise.all([worker(), worker(), worker()]);
  return results;
}
