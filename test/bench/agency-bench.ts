import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { ENGINE_HEAP_MB } from '../../src/main/hosts/engine-link.ts';

/**
 * An agency of 1,000 clients on both platforms, 20 ms away, one request in fifty failing: the first import of everybody and the
 * routine one of the next day, with somebody looking at screens meanwhile. The raw baseline is the same number of requests, as many
 * at a time, with nothing done to the answers. `TIDEMARK_BENCH_CLIENTS` makes the agency smaller.
 */
const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const run_ = promisify(execFile);
const CLIENTS = Number(process.env['TIDEMARK_BENCH_CLIENTS'] ?? 1000);
const LATENCY_MS = 20;
const FIRST = '2026-11-20T05:00:00Z';
/** Later than a whole day, so that Google's operations of the first day are none of this one's. */
const NEXT = '2026-11-21T06:30:00Z';

type Counts = { meta: number; google: number; other: number };

export async function run(): Promise<Record<string, unknown>> {
  const folder = mkdtempSync(join(tmpdir(), 'tidemark-agency-'));
  const server = spawn(process.execPath, [here('./_agency-server.ts'), String(CLIENTS), String(LATENCY_MS), FIRST], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  try {
    const lines = createInterface({ input: server.stdout })[Symbol.asyncIterator]();
    const line = async (): Promise<unknown> => JSON.parse((await lines.next()).value as string);
    const tell = (command: object): boolean => server.stdin.write(`${JSON.stringify(command)}\n`);
    const { urls, credentials } = (await line()) as { urls: Record<string, string>; credentials: unknown };
    const counts = async (): Promise<Counts> => {
      tell({ count: true });
      return (await line()) as Counts;
    };
    const importDay = async (now: string, day: 'first' | 'next'): Promise<Record<string, unknown>> => {
      const before = await counts();
      const args = [
        folder,
        now,
        JSON.stringify(ENGINE_HEAP_MB),
        JSON.stringify(urls),
        JSON.stringify(credentials),
        day,
      ];
      const { stdout } = await run_(process.execPath, [here('./_agency-host.mjs'), ...args], {
        timeout: 3_600_000,
        maxBuffer: 10_000_000,
      });
      const after = await counts();
      const requests = { meta: after.meta - before.meta, google: after.google - before.google };
      return {
        ...(JSON.parse(stdout) as Record<string, unknown>),
        requests,
        requestsPerClient: Math.round(((requests.meta + requests.google) / CLIENTS) * 10) / 10,
      };
    };
    const baseline = await bareRequests(urls['metaGraph'] ?? '', 2_000, 6);
    tell({ faults: true });
    const first = await importDay(FIRST, 'first');
    tell({ now: NEXT });
    const next = await importDay(NEXT, 'next');
    return { clients: CLIENTS, latencyMs: LATENCY_MS, failingRequests: '2 %', baseline, first, next };
  } finally {
    server.kill('SIGKILL');
    await once(server, 'exit');
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What the same wire gives to a program that throws every answer away. */
async function bareRequests(url: string, count: number, atOnce: number): Promise<Record<string, number>> {
  const began = performance.now();
  let left = count;
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while ((left -= 1) >= 0) await (await fetch(`${url}/v26.0/me`)).arrayBuffer();
    }),
  );
  const seconds = (performance.now() - began) / 1000;
  return { requests: count, atOnce, requestsPerSecond: Math.round(count / seconds) };
}
