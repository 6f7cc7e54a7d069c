// npm run dev: the browser host from the sources, restarted when they change, with a page that changes while it is looked at.
// The page comes from Vite; /session, /link and /engine are passed on to the host, which is told to accept that page's origin.
//   npm run dev                    an own workspace in .tidemark-dev of the system's temporary folder
//   npm run dev -- --sandbox       both platforms are the sandbox's
//   npm run dev -- --home DIR      another workspace
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { watch } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bootstrap } from './bootstrap.mjs';
import { childEnvironment, node24, root, runNode } from './toolchain.mjs';

// Vite itself wants the newer Node; this file then goes on below.
if (process.env.TIDEMARK_DEV_INSIDE === undefined) {
  await bootstrap();
  process.exit(
    await runNode([join(root, 'scripts/dev.mjs'), ...process.argv.slice(2)], {
      env: childEnvironment({ TIDEMARK_DEV_INSIDE: '1' }),
    }),
  );
}
delete process.env.TIDEMARK_DEV_INSIDE;

const SETTLE_MS = 150;
const flags = process.argv.slice(2);
const home = flags.includes('--home')
  ? flags[flags.indexOf('--home') + 1]
  : join(tmpdir(), `tidemark-dev-${process.getuid?.() ?? 'user'}`);
const children = new Set();
let stopping = false;

function start(args, stdio = 'inherit', env = process.env) {
  const child = spawn(node24(), args, { cwd: root, stdio, env: { ...childEnvironment(), ...env } });
  children.add(child);
  child.once('close', () => children.delete(child));
  return child;
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

const VARIABLES = {
  metaGraph: 'TIDEMARK_META_GRAPH_URL',
  metaLogin: 'TIDEMARK_META_LOGIN_URL',
  googleAds: 'TIDEMARK_GOOGLE_ADS_URL',
  googleAuth: 'TIDEMARK_GOOGLE_AUTH_URL',
  googleToken: 'TIDEMARK_GOOGLE_TOKEN_URL',
};

/** Starts the sandbox, shows its test credentials, and resolves to the variables that point to it. */
async function startSandbox() {
  const child = start(['src/sandbox/main.ts'], ['ignore', 'pipe', 'inherit']);
  let text = '';
  for await (const chunk of child.stdout) {
    text += chunk;
    if (!text.includes('\n')) continue;
    const { urls, credentials } = JSON.parse(text.slice(0, text.indexOf('\n')));
    process.stderr.write(`Sandbox: ${JSON.stringify({ urls, credentials }, null, 2)}\n`);
    return Object.fromEntries(Object.entries(VARIABLES).map(([key, name]) => [name, urls[key]]));
  }
  throw new Error('The sandbox ended before it was ready.');
}

const port = await freePort();
const vite = await import(pathToFileURL(join(root, 'node_modules/vite/dist/node/index.js')).href);
const { default: react } = await import('@vitejs/plugin-react');
const { default: tailwindcss } = await import('@tailwindcss/vite');
const target = `http://127.0.0.1:${port}`;
const server = await vite.createServer({
  configFile: false,
  root: join(root, 'src/renderer'),
  cacheDir: join(root, 'node_modules/.vite'),
  plugins: [react(), tailwindcss()],
  clearScreen: false,
  logLevel: 'warn',
  server: {
    host: '127.0.0.1',
    port: 5173,
    // The host checks the page's own Host and Origin, so they are passed on as they are.
    proxy: { '/session': { target }, '/link': { target }, '/engine': { target, ws: true } },
  },
});
await server.listen();
const origin = `http://127.0.0.1:${server.httpServer.address().port}`;

const env = { ...process.env, ...(flags.includes('--sandbox') ? await startSandbox() : {}) };
let host = null;
const startHost = () => {
  host = start(
    ['src/main/hosts/browser.ts', '--home', home, '--port', String(port), '--dev-origin', origin, '--no-open'],
    ['inherit', 'inherit', 'inherit', 'ipc'],
    env,
  );
};
startHost();

let timer = null;
let restarting = Promise.resolve();
const restart = () => {
  restarting = restarting.then(async () => {
    if (host.exitCode === null && host.signalCode === null) {
      host.kill('SIGTERM');
      await once(host, 'close');
    }
    if (stopping) return;
    process.stderr.write('The sources changed; the engine starts again.\n');
    startHost();
  });
};
for (const folder of ['src/main', 'src/contract', 'src/sandbox']) {
  watch(join(root, folder), { recursive: true }, () => {
    clearTimeout(timer);
    timer = setTimeout(restart, SETTLE_MS);
  });
}

const stop = async () => {
  if (stopping) return;
  stopping = true;
  await server.close();
  await Promise.all([...children].map((child) => (child.kill('SIGTERM'), once(child, 'close'))));
  process.exit(0);
};
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void stop());
