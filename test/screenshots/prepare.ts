import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { NOW } from '../e2e/agencies.ts';
import { homeOf, makeHome } from './homes.ts';
import { fillThousand } from './thousand.ts';

const cli = fileURLToPath(new URL('../../out/main/cli.js', import.meta.url));

/** The clock may stand still only while a test server is named; nobody answers there. */
export const FIXED_CLOCK = {
  TIDEMARK_NOW: NOW,
  TIDEMARK_META_GRAPH_URL: 'http://127.0.0.1:9',
  TIDEMARK_PASSPHRASE: 'a passphrase for tests only',
};

async function makeDemo(home: string): Promise<void> {
  const code = await new Promise<number | null>((resolve, reject) => {
    const child = spawn(process.execPath, [cli, 'demo', '--home', home], {
      env: { ...process.env, ...FIXED_CLOCK },
      stdio: 'ignore',
    });
    child.once('error', reject);
    child.once('exit', resolve);
  });
  // 3: partly done, as the demo is meant to be.
  if (code !== 0 && code !== 3) {
    rmSync(home, { recursive: true, force: true });
    throw new Error(`The demo workspace could not be made: its command ended with ${code}.`);
  }
}

/** The workspaces that take longest, before any browser is open. Returns what removes them. */
export default async function prepare(): Promise<() => void> {
  await Promise.all([makeHome('demo', makeDemo), makeHome('thousand', (home) => fillThousand(home))]);
  return () => {
    if (process.env['SCREENSHOTS_HOMES'] !== undefined) return;
    for (const name of ['demo', 'thousand'] as const) rmSync(homeOf(name), { recursive: true, force: true });
  };
}
