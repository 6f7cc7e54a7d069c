// A plain host process around the built engine that imports an agency's day while somebody looks at screens.
// node _agency-host.mjs HOME NOW_ISO HEAP_LIMITS_JSON URLS_JSON CREDENTIALS_JSON first|next; prints one JSON line.
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { MessageChannel, Worker } from 'node:worker_threads';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';

const [home, now, limits, urls, credentials, day] = process.argv.slice(2);
const root = new URL('../../', import.meta.url);
const MB = 1024 * 1024;
const rss = () => process.memoryUsage.rss() / MB;
const worker = new Worker(new URL('out/main/engine.worker.js', root), {
  name: 'engine',
  workerData: {
    home,
    version: '0.0.0',
    endpointOverrides: JSON.parse(urls),
    fixedNow: Date.parse(now),
    passphrase: 'bench passphrase',
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
const { port1, port2 } = new MessageChannel();
worker.postMessage({ type: 'connect', port: port1 }, [port1]);
const client = createORPCClient(new RPCLink({ port: port2 }));
port2.start();
await client.workspace.state({});
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const OPEN = ['queued', 'running', 'waiting'];

if (day === 'first') {
  const { meta, google } = JSON.parse(credentials);
  await client.connections.addPasted({ platform: 'meta', app: {}, secret: meta.systemUserToken });
  await client.connections.addPasted({
    platform: 'google',
    app: { clientId: google.clientId, clientSecret: google.clientSecret },
    secret: google.refreshToken,
  });
  const accounts = (await client.adAccounts.list({ connectionId: null })).filter((account) => !account.manager);
  await client.adAccounts.assign({
    assignments: accounts.map(({ platform, adAccountId, name }) => ({ platform, adAccountId, client: name })),
  });
}
const names = await client.clients.names({});
await pause(500);
const rssBefore = rss();
let peak = rssBefore;
const watch = setInterval(() => (peak = Math.max(peak, rss())), 20);
const heap = { usedPeak: 0, totalPeak: 0, external: 0 };
const watchHeap = setInterval(
  () =>
    void worker.getHeapStatistics().then((now) => {
      heap.usedPeak = Math.max(heap.usedPeak, now.used_heap_size);
      heap.totalPeak = Math.max(heap.totalPeak, now.total_heap_size);
      heap.external = Math.max(heap.external, now.external_memory + now.malloced_memory);
    }),
  1000,
);

// Somebody goes from client to client, ten screens a second, and now and then looks at the list of all.
const reads = [];
const lists = [];
let looking = true;
const to = now.slice(0, 10);
const from = new Date(Date.parse(to) - 29 * 86_400_000).toISOString().slice(0, 10);
const view = { range: { from, to }, compare: null, platforms: null, asKnownOn: null };
const timed = async (into, work) => {
  const began = performance.now();
  await work();
  into.push(performance.now() - began);
};
const looks = (async () => {
  for (let step = 0; looking; step += 1) {
    const { id } = names[(step * 37) % names.length];
    await timed(reads, () => client.dashboards.overview({ ...view, clientId: id }));
    if (step % 50 === 0) await timed(lists, () => client.clients.list(view));
    await pause(100);
  }
})();

const began = performance.now();
await client.imports.start({ clientIds: 'all', platforms: null, range: null });
// Over when nothing moves any more: what the day's quota at Google does not allow waits for the next day, whose clock comes later.
const STILL_MS = 5_000;
let counts;
let last = began;
let still;
await Promise.race([
  (async () => {
    for await (const snapshot of await client.imports.progress({})) {
      counts = snapshot.counts;
      last = performance.now();
      if (counts.running + counts.waiting + counts.queued === 0) break;
    }
  })(),
  new Promise((resolve) => {
    still = setInterval(() => performance.now() - last > STILL_MS && counts?.running === 0 && resolve(), 500);
  }),
]);
clearInterval(still);
const seconds = (last - began) / 1000;
looking = false;
await looks;
clearInterval(watch);
clearInterval(watchHeap);
const runs = [];
for (let before = null; ;) {
  const page = await client.imports.history({ clientId: null, status: null, limit: 1000, before });
  runs.push(...page);
  if (page.length < 1000) break;
  before = page.at(-1).id;
  if (runs.length > 20_000) break;
}
const ours = new Map(runs.filter((run) => run.queuedAt.slice(0, 10) === to).map((run) => [run.id, run]));
const rows = [...ours.values()].reduce(
  (sum, run) => sum + run.records.new + run.records.changed + run.records.unchanged,
  0,
);
const statuses = {};
for (const run of ours.values()) statuses[run.status] = (statuses[run.status] ?? 0) + 1;
const at = (sample, share) => {
  const sorted = sample.toSorted((a, b) => a - b);
  return Math.round((sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? 0) * 10) / 10;
};
const hwm = Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? 0) / 1024;
const result = {
  seconds: Math.round(seconds),
  runs: statuses,
  waitingForQuota: counts.waiting + counts.queued,
  stillOpen: [...ours.values()].filter((run) => OPEN.includes(run.status)).length,
  rows,
  rowsPerSecond: Math.round(rows / seconds),
  rssBeforeMb: Math.round(rssBefore),
  rssPeakMb: Math.round(Math.max(peak, hwm)),
  engineHeapMb: Object.fromEntries(Object.entries(heap).map(([name, bytes]) => [name, Math.round(bytes / MB)])),
  overviewMs: { count: reads.length, p50: at(reads, 0.5), p95: at(reads, 0.95), max: at(reads, 1) },
  clientsListMs: { count: lists.length, p50: at(lists, 0.5), p95: at(lists, 0.95), max: at(lists, 1) },
  databaseMb: Math.round(statSync(join(home, 'workspace.db')).size / MB),
};
worker.postMessage({ type: 'stop' });
await new Promise((resolve) => worker.on('message', (message) => message.type === 'stopped' && resolve()));
process.stdout.write(`${JSON.stringify(result)}\n`);
process.exit(0);
