import { execFile, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { ENGINE_HEAP_MB } from '../../src/main/hosts/engine-link.ts';

/** Memory and speed of the built engine in a plain process, the start of a command, and the size of what is shipped. */
const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const root = fileURLToPath(new URL('../..', import.meta.url));
const ACCOUNTS = 5;
const ADS = 500;
const DAYS = 400;
const run_ = promisify(execFile);

async function host(folder: string, what: string, args: readonly string[] = []): Promise<Record<string, unknown>> {
  const { stdout } = await run_(
    process.execPath,
    [here('./_engine-host.mjs'), folder, what, JSON.stringify(ENGINE_HEAP_MB), ...args],
    { timeout: 900_000 },
  );
  return JSON.parse(stdout) as Record<string, unknown>;
}

async function importing(folder: string, platform: 'meta' | 'google'): Promise<Record<string, unknown>> {
  const server = spawn(process.execPath, [here('./_rows-server.ts'), String(ACCOUNTS), String(ADS)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const url = await new Promise<string>((resolve) =>
      server.stdout.once('data', (text: Buffer) => resolve(text.toString().trim())),
    );
    return await host(folder, platform, [url, String(DAYS)]);
  } finally {
    server.kill('SIGKILL');
  }
}

async function commandStart(home: string): Promise<number> {
  const taken: number[] = [];
  for (let times = 0; times < 5; times += 1) {
    const started = performance.now();
    await run_(process.execPath, [join(root, 'out/main/cli.js'), '--home', home, 'connections', 'list', '--json'], {
      env: { PATH: process.env.PATH, TIDEMARK_PASSPHRASE: 'bench passphrase' },
    });
    taken.push(performance.now() - started);
  }
  return Math.round(taken.toSorted((a, b) => a - b)[2] ?? 0);
}

function sizes(folder: string): { kb: number; gzipKb: number } {
  let bytes = 0;
  let gzip = 0;
  for (const name of readdirSync(folder, { recursive: true }) as string[]) {
    const path = join(folder, name);
    if (name.endsWith('.map') || !statSync(path).isFile()) continue;
    bytes += statSync(path).size;
    gzip += gzipSync(readFileSync(path)).length;
  }
  return { kb: Math.round(bytes / 1024), gzipKb: Math.round(gzip / 1024) };
}

export async function run(): Promise<Record<string, unknown>> {
  const folder = mkdtempSync(join(tmpdir(), 'tidemark-bench-'));
  try {
    return {
      idle: await host(join(folder, 'idle'), 'idle'),
      importMeta: await importing(join(folder, 'meta'), 'meta'),
      importGoogle: await importing(join(folder, 'google'), 'google'),
      commandStartMs: await commandStart(join(folder, 'idle')),
      bundles: Object.fromEntries(
        ['main', 'preload', 'renderer'].map((name) => [name, sizes(join(root, 'out', name))]),
      ),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
