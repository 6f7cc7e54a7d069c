// Installs what the lockfile says, once per lockfile; afterwards it costs milliseconds and needs no network.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { modules, node24, nodeFromNpm, root, windows, withLock } from './toolchain.mjs';

const stamp = join(modules, '.bootstrap-stamp');
const lockfile = join(root, 'package-lock.json');

const wanted = () =>
  createHash('sha256')
    .update(readFileSync(lockfile))
    .update(process.platform + process.arch)
    .digest('hex');
const stamped = () => existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted();

/** True when an install made by hand (`npm ci`) already holds exactly what the lockfile says. */
function installedByHand() {
  const written = join(modules, '.package-lock.json');
  if (!existsSync(written)) return false;
  const have = JSON.parse(readFileSync(written, 'utf8')).packages;
  const want = JSON.parse(readFileSync(lockfile, 'utf8')).packages;
  const nodePackage = `node_modules/node-${windows ? 'win' : process.platform}-${process.arch}`;
  if (want[nodePackage] !== undefined && nodeFromNpm() === null) return false;
  for (const [path, entry] of Object.entries(want)) {
    if (path === '') continue;
    if (have[path] === undefined) {
      // Packages for other systems are optional and absent here.
      if (entry.optional || entry.devOptional || entry.peer) continue;
      return false;
    }
    if (have[path].version !== entry.version) return false;
  }
  return Object.keys(have).every((path) => want[path] !== undefined);
}

function install() {
  const env = { ...process.env, npm_config_loglevel: 'error' };
  for (const name of Object.keys(env)) if (/^npm_(lifecycle|package|command)/.test(name)) delete env[name];
  process.stderr.write('Installing the packages of package-lock.json (once, about a minute) ...\n');
  // No package needs its install script: the natives come prebuilt and Electron fetches its binary at first start.
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund'];
  const npm = process.env.npm_execpath;
  const program = npm?.endsWith('.js') ? (process.env.npm_node_execpath ?? process.execPath) : 'npm';
  // npm's own chatter goes to stderr, so that a command's stdout stays its own.
  const result = spawnSync(program, npm?.endsWith('.js') ? [npm, ...args] : args, {
    cwd: root,
    env,
    stdio: ['ignore', 2, 2],
    shell: program === 'npm' && windows,
  });
  if (result.status !== 0) {
    process.stderr.write(
      'The packages could not be installed; npm says why above. Check the connection to the package registry and run the command again.\n',
    );
    process.exit(1);
  }
}

/** Leaves node_modules as the lockfile says and a Node 24 at hand, or ends the process with a sentence. */
export async function bootstrap() {
  if (!stamped()) {
    await withLock('install', () => {
      if (stamped()) return;
      if (!installedByHand()) install();
      // npm 10 installs the Node package but does not link its command.
      if (!windows && nodeFromNpm() && !existsSync(join(modules, '.bin/node'))) {
        symlinkSync(join(nodeFromNpm(), 'node'), join(modules, '.bin/node'));
      }
      writeFileSync(stamp, wanted());
    });
  }
  node24();
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await bootstrap();
