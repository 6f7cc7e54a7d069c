// npm run pack:check: packs the application with a stand-in for Electron's program and runs, under plain Node, what lies in the archive: the
// command line, engine, sandbox, natives, preload, and the desktop entry under the double. Proves paths, file filters, unpacked natives and
// fuses; what only a real Electron can prove is its reading of the archive.
import { spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from './build.mjs';
import { childEnvironment, modules, node24, root, toolScript } from './toolchain.mjs';

const FUSE_SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
/** What Electron's program carries when it is downloaded, and what ours must carry (promise E9); the ninth is left as it comes. */
const FUSES_AS_SHIPPED = '101100011';
const FUSES_WANTED = '010011001';
const PROBE_MS = 60_000;

const megabytes = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`;
const say = (line) => process.stdout.write(`${line}\n`);
function fail(sentence) {
  throw new Error(sentence);
}

function filesUnder(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
const bytesOf = (files) => files.reduce((sum, file) => sum + statSync(file).size, 0);

/** A folder that electron-builder takes for an unpacked Electron. */
function standIn(folder) {
  mkdirSync(join(folder, 'locales'), { recursive: true });
  mkdirSync(join(folder, 'resources'));
  const version = JSON.parse(readFileSync(join(modules, 'electron', 'package.json'), 'utf8')).version;
  const wire = Buffer.concat([
    Buffer.from(FUSE_SENTINEL, 'latin1'),
    Buffer.from([1, FUSES_AS_SHIPPED.length]),
    Buffer.from(FUSES_AS_SHIPPED, 'latin1'),
  ]);
  writeFileSync(join(folder, 'electron'), Buffer.concat([Buffer.alloc(4096), wire, Buffer.alloc(4096)]));
  chmodSync(join(folder, 'electron'), 0o755);
  writeFileSync(join(folder, 'version'), version);
  writeFileSync(join(folder, 'LICENSE'), 'stand-in');
  writeFileSync(join(folder, 'LICENSES.chromium.html'), 'stand-in');
  writeFileSync(join(folder, 'chrome-sandbox'), 'stand-in');
  writeFileSync(join(folder, 'locales', 'en-US.pak'), 'stand-in');
}

function run(program, args, options = {}) {
  const result = spawnSync(program, args, {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    timeout: PROBE_MS * 2,
    ...options,
    env: childEnvironment(options.env),
  });
  if (result.error) fail(`${args[0]}: ${result.error.message}`);
  return result;
}

function pack(work) {
  const dist = join(work, 'electron');
  const output = join(work, 'packed');
  standIn(dist);
  const result = run(
    node24(),
    [
      toolScript('electron-builder'),
      '--linux',
      'dir',
      '--publish',
      'never',
      `-c.electronDist=${dist}`,
      `-c.directories.output=${output}`,
    ],
    { cwd: root, env: { ELECTRON_BUILDER_OFFLINE: 'true' } },
  );
  if (result.status !== 0) fail(`electron-builder failed.\n${result.stdout}\n${result.stderr}`);
  const folder = readdirSync(output).find((name) => name.startsWith('linux') && name.endsWith('unpacked'));
  return { folder: join(output, folder ?? fail('electron-builder made no folder.')), log: result.stdout };
}

function checkFuses(program) {
  const bytes = readFileSync(program);
  const at = bytes.indexOf(FUSE_SENTINEL, 0, 'latin1');
  if (at === -1) fail('The packed program has no fuse wire.');
  const start = at + FUSE_SENTINEL.length;
  const wire = bytes.subarray(start + 2, start + 2 + bytes[start + 1]).toString('latin1');
  if (wire !== FUSES_WANTED) fail(`The fuse wire reads ${wire} instead of ${FUSES_WANTED}.`);
  return wire;
}

/** Packages that the built main code names, in whatever way, apart from Node's own and Electron. */
function packagesNamedBy(folder) {
  const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const named = new Set();
  for (const file of filesUnder(folder).filter((one) => /\.c?js$/.test(one))) {
    const text = readFileSync(file, 'utf8');
    for (const name of Object.keys(dependencies)) {
      const quoted = name.replace(/[/\-.]/g, '\\$&');
      if (new RegExp(`(?:\\bfrom\\s*|\\bimport\\s*\\(?\\s*|\\(\\s*)["'\`]${quoted}(?:/[^"'\`]*)?["'\`]`).test(text))
        named.add(name);
    }
  }
  return [...named].toSorted((a, b) => a.localeCompare(b));
}

/** Every package that lies in the tree beyond what the named ones need: what a filter could still drop. */
function unneeded(app, named) {
  const needed = new Set();
  const find = (name, from) => {
    for (let folder = from; folder.startsWith(app); folder = dirname(folder)) {
      const candidate = join(folder, 'node_modules', name);
      if (existsSync(join(candidate, 'package.json'))) return candidate;
    }
    return null;
  };
  const walk = (name, from, optional) => {
    const folder = find(name, from);
    if (folder === null) {
      if (!optional) fail(`${name}, which ${relative(app, from) || 'the application'} needs, is not in the package.`);
      return;
    }
    if (needed.has(folder)) return;
    needed.add(folder);
    const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const optionalNames = new Set(Object.keys(manifest.optionalDependencies ?? {}));
    for (const one of Object.keys(manifest.dependencies ?? {}))
      walk(one, folder, optionalNames.has(one) || one.startsWith('@types/'));
    for (const one of optionalNames) walk(one, folder, true);
  };
  for (const name of named) walk(name, app, false);
  return filesUnder(join(app, 'node_modules'))
    .filter((file) => file.endsWith(`${sep}package.json`))
    .map((file) => dirname(file))
    .filter((folder) => /node_modules[\\/](@[^\\/]+[\\/])?[^\\/]+$/.test(folder) && !needed.has(folder))
    .map((folder) => relative(join(app, 'node_modules'), folder));
}

function checkCommandLine(app, work) {
  const home = join(work, 'home-cli');
  const { status, stdout, stderr } = run(
    node24(),
    [join(app, 'out', 'main', 'cli.js'), '--home', home, '--json', 'doctor'],
    {
      cwd: work,
      env: { DBUS_SESSION_BUS_ADDRESS: 'disabled:' },
    },
  );
  let answer;
  try {
    answer = JSON.parse(stdout);
  } catch {
    fail(`doctor of the packed command line gave no JSON (exit code ${status}).\n${stdout}${stderr}`);
  }
  if (status !== 0)
    fail(`doctor of the packed command line ended with ${status}.\n${JSON.stringify(answer, null, 2)}\n${stderr}`);
}

/** Loads the packed natives from where they will lie, and uses each. */
function checkNatives(app, unpacked, work) {
  const natives = filesUnder(unpacked).filter((file) => file.endsWith('.node'));
  const inside = filesUnder(unpacked).filter((file) => !file.endsWith('.node'));
  if (inside.length > 0)
    fail(`Only natives belong outside the archive, but there is ${relative(unpacked, inside[0])}.`);
  const script = `
    const { createRequire } = require('node:module');
    const from = createRequire(${JSON.stringify(join(app, 'package.json'))});
    const { createHash } = require('node:crypto');
    const { readFileSync } = require('node:fs');
    const Database = from('better-sqlite3');
    const db = new Database(':memory:');
    db.exec('CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT) STRICT, WITHOUT ROWID');
    db.prepare('INSERT INTO t VALUES (?, ?)').run(1, 'ą');
    const row = db.prepare('SELECT b, sqlite_version() AS version FROM t').get();
    const { AsyncEntry } = from('@napi-rs/keyring');
    // From a list, so that a library loaded from anywhere else shows.
    const loaded = process.report.getReport().sharedObjects.filter((one) => one.endsWith('.node'));
    process.stdout.write(JSON.stringify({ row, keyring: typeof AsyncEntry, loaded: loaded.map((path) => [path, createHash('sha256').update(readFileSync(path)).digest('hex')]) }));
  `;
  const { status, stdout, stderr } = run(node24(), ['-e', script], { cwd: work });
  if (status !== 0) fail(`The packed natives do not load.\n${stderr}`);
  const { row, keyring, loaded } = JSON.parse(stdout);
  if (row.b !== 'ą' || keyring !== 'function') fail(`The packed natives do not work: ${stdout}`);
  for (const [path] of loaded) {
    const beside = join(unpacked, relative(app, path));
    if (!path.startsWith(app) || !existsSync(beside)) fail(`${path} was loaded, and is not among the unpacked files.`);
  }
  return { natives: natives.map((file) => relative(unpacked, file)), sqlite: row.version };
}

/** The parts that talk: engine with migrations, reader, sandbox (all inside the demo), and the desktop entry with its preload. */
async function checkParts(app, work) {
  const child = spawn(node24(), [fileURLToPath(import.meta.url), '--probe', app, join(work, 'home-probe')], {
    cwd: work,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: childEnvironment({ DBUS_SESSION_BUS_ADDRESS: 'disabled:' }),
    timeout: PROBE_MS,
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => (stdout += chunk));
  child.stderr.on('data', (chunk) => (stderr += chunk));
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== 0) fail(`The packed parts do not work together (exit code ${code}).\n${stdout}${stderr}`);
  return JSON.parse(stdout.trim().split('\n').at(-1));
}

/** Runs inside Node 24, on the extracted application only. */
async function probe(app, home) {
  const { launchDesktop, cleanUp } = await import(pathToFileURL(join(root, 'test/electron-double/launch.ts')).href);
  const desktop = launchDesktop({ root: app, args: ['--home', home], config: { packaged: true } });
  try {
    const result = await desktop.run(async (double) => {
      await double.until(() => double.page() && double.record.trays.length === 1);
      const { client } = await double.page().client();
      const before = await client.workspace.state({});
      await client.workspace.enterDemo({});
      const demo = await double.until(async () => {
        const state = await client.workspace.state({});
        return state.kind === 'demo' && state.status === 'ready' && state.clients > 0 ? state : null;
      });
      // Figures read back: the sandbox answered, the engine wrote, the reader read.
      const imported = await double.until(async () => {
        const runs = await client.imports.history({ clientId: null, status: 'succeeded', limit: 10, before: null });
        return runs.find((run) => run.records.new > 0) ?? null;
      });
      return {
        status: before.status,
        clients: demo.clients,
        connections: demo.connections,
        verbs: Object.keys(double.page().exposed.tidemark).sort(),
        tray: double.record.trays[0].images[0],
        preload: double.record.windows[0].options.webPreferences.preload,
        imported: imported.records,
      };
    });
    const { code } = await desktop.quit();
    for (const path of [result.tray, result.preload])
      if (!path.startsWith(app)) fail(`${path} lies outside the application.`);
    if (result.status !== 'ready' || code !== 0)
      fail(`The desktop entry: ${JSON.stringify(result)}, exit code ${code}`);
    process.stdout.write(`${JSON.stringify(result)}\n`);
  } finally {
    await cleanUp();
  }
}

async function main() {
  const started = Date.now();
  await build({ quiet: true });
  const work = mkdtempSync(join(tmpdir(), 'tidemark-pack-'));
  try {
    const { folder } = pack(work);
    say(`packed in ${((Date.now() - started) / 1000).toFixed(1)} s`);
    say(`fuses ${checkFuses(join(folder, 'tidemark'))}`);

    const archive = join(folder, 'resources', 'app.asar');
    const unpacked = `${archive}.unpacked`;
    if (existsSync(join(folder, 'resources', 'app-update.yml')))
      fail('app-update.yml is there, but there is no update service.');
    const app = join(work, 'app');
    createRequire(join(modules, 'electron-builder', 'package.json'))('@electron/asar').extractAll(archive, app);

    const named = packagesNamedBy(join(app, 'out', 'main'));
    const surplus = unneeded(app, named);
    say(`loads ${named.join(', ')}`);
    const surplusBytes = surplus.reduce((sum, name) => sum + bytesOf(filesUnder(join(app, 'node_modules', name))), 0);
    say(
      `not needed by those: ${surplus.length} packages, ${megabytes(surplusBytes)}${surplus.length > 0 ? ` (${surplus.slice(0, 12).join(', ')}${surplus.length > 12 ? ', …' : ''})` : ''}`,
    );
    const stray = filesUnder(app).find(
      (file) => /\.(map|d\.[cm]?ts)$/.test(file) || /node_modules[\\/]node-(linux|win|darwin)-/.test(file),
    );
    if (stray !== undefined) fail(`${relative(app, stray)} does not belong in the package.`);

    checkCommandLine(app, work);
    say('command line: doctor is content');
    const { natives, sqlite } = checkNatives(app, unpacked, work);
    say(`natives: ${natives.join(', ')} (SQLite ${sqlite})`);
    const parts = await checkParts(app, work);
    say(
      `desktop entry, engine, sandbox: ${parts.clients} demo clients, ${parts.connections} connections, first import ${JSON.stringify(parts.imported)}; page gets ${parts.verbs.join(', ')}`,
    );
    say(`app.asar ${megabytes(statSync(archive).size)}, unpacked natives ${megabytes(bytesOf(filesUnder(unpacked)))}`);
    const byPackage = readdirSync(join(app, 'node_modules'))
      .map((name) => [name, bytesOf(filesUnder(join(app, 'node_modules', name)))])
      .sort((a, b) => b[1] - a[1]);
    say(
      `largest: ${byPackage
        .slice(0, 6)
        .map(([name, bytes]) => `${name} ${megabytes(bytes)}`)
        .join(', ')}`,
    );
    say(`pack:check passed in ${((Date.now() - started) / 1000).toFixed(1)} s`);
  } finally {
    // Kept on demand, to look into the archive.
    if (process.env.TIDEMARK_KEEP_PACKED === undefined) rmSync(work, { recursive: true, force: true });
    else say(`kept in ${work}`);
  }
}

try {
  if (process.argv[2] === '--probe') await probe(process.argv[3], process.argv[4]);
  else await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
