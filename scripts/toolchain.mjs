// What every script needs: where the checkout is, which Node runs the product, how to wait for a neighbour doing the same work.
// Plain JavaScript without dependencies, because it runs before anything is installed and on whatever Node the machine has (>= 20).
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir, constants } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url)).replace(/[\\/]$/, '');
export const modules = join(root, 'node_modules');
export const windows = process.platform === 'win32';

const NEEDED_MAJOR = 24;

/** The folder of the Node that npm installed for this machine, or null where there is none (a Mac). */
export function nodeFromNpm() {
  const folder = join(modules, `node-${windows ? 'win' : process.platform}-${process.arch}`, 'bin');
  return existsSync(join(folder, windows ? 'node.exe' : 'node')) ? folder : null;
}

/** Path of a Node new enough for the product. Ends the process with a sentence when there is none: better-sqlite3 would crash silently. */
export function node24() {
  const folder = nodeFromNpm();
  if (folder) return join(folder, windows ? 'node.exe' : 'node');
  if (Number(process.versions.node.split('.')[0]) >= NEEDED_MAJOR) return process.execPath;
  const found = spawnSync('node', ['-p', 'process.execPath'], { encoding: 'utf8', shell: windows });
  const version = spawnSync('node', ['-v'], { encoding: 'utf8', shell: windows }).stdout ?? '';
  if (found.status === 0 && Number(/^v(\d+)/.exec(version)?.[1] ?? 0) >= NEEDED_MAJOR) return found.stdout.trim();
  process.stderr.write(
    `Tidemark needs Node ${NEEDED_MAJOR} or newer and this is Node ${process.versions.node}. npm brings Node ${NEEDED_MAJOR} along for Linux and Windows only: ` +
      `install Node ${NEEDED_MAJOR} for ${process.platform} ${process.arch} and run the command again.\n`,
  );
  process.exit(1);
}

/** Environment for children: the right `node` and the installed tools come first. */
export function childEnvironment(extra = {}) {
  const key = Object.keys(process.env).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH';
  const path = [nodeFromNpm(), join(modules, '.bin'), process.env[key]].filter(Boolean).join(delimiter);
  return { ...process.env, [key]: path, ...extra };
}

/** Absolute path of the JavaScript file behind a package's command, so no shell and no shim is needed on any system. */
export function toolScript(packageName, command = packageName) {
  const folder = join(modules, packageName);
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return join(folder, typeof bin === 'string' ? bin : bin[command]);
}

/** Runs a program to its end. Resolves to its exit code (128 + n when a signal ended it). Signals sent to us reach the child first. */
export function run(program, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: root, stdio: 'inherit', env: childEnvironment(), ...options });
    const forward = (signal) => child.kill(signal);
    // The terminal already sends Ctrl-C to the whole group; staying alive until the child has closed its files is all that is left to do.
    const stay = () => undefined;
    process.on('SIGTERM', forward);
    process.on('SIGHUP', forward);
    process.on('SIGINT', stay);
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      process.off('SIGTERM', forward);
      process.off('SIGHUP', forward);
      process.off('SIGINT', stay);
      resolve(code ?? 128 + (constants.signals[signal] ?? 15));
    });
  });
}

/** Runs one of our own or a tool's scripts on Node 24. */
export const runNode = (args, options) => run(node24(), args, options);

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

function alive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/**
 * Only one process per checkout does `work` at a time; the others wait and then find it done. A directory is the lock because making
 * one is atomic everywhere; it lies in the temporary folder because installing deletes node_modules. A dead holder's lock is taken over.
 */
export async function withLock(name, work) {
  const key = createHash('sha256').update(root).digest('hex').slice(0, 16);
  const lock = join(tmpdir(), `tidemark-${process.getuid?.() ?? 'user'}-${key}-${name}.lock`);
  let told = false;
  for (;;) {
    try {
      mkdirSync(lock);
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    if (lockIsDead(lock)) {
      // Renaming first: of several waiters exactly one gets to remove it.
      const aside = `${lock}.${process.pid}`;
      try {
        renameSync(lock, aside);
        rmSync(aside, { recursive: true, force: true });
      } catch {
        // Another waiter was quicker.
      }
      continue;
    }
    if (!told) process.stderr.write(`Waiting for another Tidemark command in this folder (${name}) ...\n`);
    told = true;
    await sleep(100);
  }
  const release = () => rmSync(lock, { recursive: true, force: true });
  process.once('exit', release);
  try {
    writeFileSync(join(lock, 'pid'), String(process.pid));
    return await work();
  } finally {
    process.off('exit', release);
    release();
  }
}

function lockIsDead(lock) {
  try {
    return !alive(Number(readFileSync(join(lock, 'pid'), 'utf8')));
  } catch {
    try {
      // Between making the directory and writing the pid a holder needs milliseconds.
      return Date.now() - statSync(lock).mtimeMs > 5000;
    } catch {
      return false;
    }
  }
}
