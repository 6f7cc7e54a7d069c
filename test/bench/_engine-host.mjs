// A plain host process around the built engine, without type stripping or test tools, whose memory is the product's alone.
// node _engine-host.mjs HOME idle|meta|google HEAP_LIMITS_JSON [URL DAYS]; prints one JSON line.
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { MessageChannel, Worker } from 'node:worker_threads';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';

const [home, what, limits, url, days] = process.argv.slice(2);
const root = new URL('../../', import.meta.url);
const MB = 1024 * 1024;
const rss = () => process.memoryUsage.rss() / MB;
const started = performance.now();
const overrides = url ? { metaGraph: url, metaLogin: url, googleAds: url, googleAuth: url, googleToken: url } : {};
const worker = new Worker(new URL('out/main/engine.worker.js', root), {
  name: 'engine',
  workerData: {
    home,
    version: '0.0.0',
    endpointOverrides: overrides,
    fixedNow: url ? Date.parse('2026-11-20T12:00:00Z') : null,
    passphrase: url ? 'bench passphrase' : null,
    migrationsFolder: new URL('drizzle', root).pathname,
    logLevel: 'error',
    mode: 'service',
  },
  resourceLimits: JSON.parse(limits),
});
worker.on('error', (error) => {
  throw error;
});
await new Promise((resolve) => worker.on('message', (message) => message.type === 'ready' && resolve()));
const readyMs = performance.now() - started;
const { port1, port2 } = new MessageChannel();
worker.postMessage({ type: 'connect', port: port1 }, [port1]);
const client = createORPCClient(new RPCLink({ port: port2 }));
port2.start();
await client.workspace.state({});
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
await pause(1_500);
const result = { readyMs: Math.round(readyMs), idleRssMb: Math.round(rss()) };

if (what !== 'idle') {
  const secret = what === 'meta' ? 'EAATbenchbenchbenchbenchbenchbench' : '1//0bench-refresh-token-bench';
  const app = what === 'meta' ? {} : { clientId: 'bench.apps.googleusercontent.com', clientSecret: 'GOCSPX-bench' };
  await client.connections.addPasted({ platform: what, app, secret });
  const accounts = (await client.adAccounts.list({ connectionId: null })).filter((account) => !account.manager);
  await client.adAccounts.assign({
    assignments: accounts.map(({ platform, adAccountId }) => ({ platform, adAccountId, client: 'Bench' })),
  });
  const to = '2026-11-19';
  const from = new Date(Date.parse(to) - (Number(days) - 1) * 86_400_000).toISOString().slice(0, 10);
  await pause(500);
  const before = rss();
  let peak = before;
  const watch = setInterval(() => (peak = Math.max(peak, rss())), 20);
  const began = performance.now();
  await client.imports.start({ clientIds: 'all', platforms: null, range: { from, to } });
  let last;
  for await (const snapshot of await client.imports.progress({})) {
    last = snapshot.imports[0];
    if (last && !['queued', 'running', 'waiting'].includes(last.status)) break;
  }
  const seconds = (performance.now() - began) / 1000;
  clearInterval(watch);
  const rows = last.records.new + last.records.changed + last.records.unchanged;
  const hwm = Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? 0) / 1024;
  Object.assign(result, {
    status: last.status,
    rows,
    setAside: last.records.setAside,
    seconds: Math.round(seconds * 10) / 10,
    rowsPerSecond: Math.round(rows / seconds),
    rssBeforeMb: Math.round(before),
    rssPeakMb: Math.round(Math.max(peak, hwm)),
    rssGrowthMb: Math.round(Math.max(peak, hwm) - before),
    databaseMb: Math.round(statSync(join(home, 'workspace.db')).size / MB),
  });
  await pause(2_000);
  result.rssAfterMb = Math.round(rss());
}
process.stdout.write(`${JSON.stringify(result)}\n`);
process.exit(0);
