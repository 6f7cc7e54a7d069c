// Builds out/ when the sources changed since the last build. `--force` builds anyway.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { childEnvironment, node24, root, toolScript, withLock } from './toolchain.mjs';

const stamp = join(root, 'out', '.build-stamp');

/** Fingerprint of everything the bundles are made from. */
function sourcesHash() {
  const hash = createHash('sha256');
  const add = (path) =>
    hash
      .update(path)
      .update('\0')
      .update(readFileSync(join(root, path)))
      .update('\0');
  const walk = (folder) => {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true }).sort((a, b) =>
      a.name < b.name ? -1 : 1,
    )) {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory()) walk(path);
      else if (entry.isFile() && !entry.name.endsWith('.md')) add(path);
    }
  };
  walk('src');
  for (const path of ['electron.vite.config.ts', 'package.json', 'package-lock.json', 'tsconfig.base.json']) add(path);
  return hash.digest('hex');
}

const fresh = () => existsSync(stamp) && readFileSync(stamp, 'utf8') === sourcesHash();

/** Builds when needed. Resolves to true when something was built. Never writes to stdout; ends the process when the build fails. */
export async function build({ force = false, quiet = false } = {}) {
  if (!force && fresh()) return false;
  return withLock('build', () => {
    if (!force && fresh()) return false;
    const started = Date.now();
    const hash = sourcesHash();
    // Without the stamp a build that is cut short is never taken for a good one; the old files would otherwise pile up by hash.
    rmSync(join(root, 'out'), { recursive: true, force: true });
    const result = spawnSync(node24(), [toolScript('electron-vite'), 'build', '--logLevel', 'warn'], {
      cwd: root,
      env: childEnvironment({ NODE_ENV: 'production' }),
      stdio: ['ignore', 'pipe', 'pipe'],
      encoding: 'utf8',
    });
    if (result.status !== 0) {
      process.stderr.write(`${result.stdout ?? ''}${result.stderr ?? ''}\nThe build failed; the reason is above.\n`);
      process.exit(1);
    }
    if (!quiet) process.stderr.write(result.stderr ?? '');
    writeFileSync(stamp, hash);
    if (!quiet) process.stderr.write(`Built in ${((Date.now() - started) / 1000).toFixed(1)} s.\n`);
    return true;
  });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  if (!(await build({ force: process.argv.includes('--force') })))
    process.stderr.write('Nothing changed since the last build.\n');
}
