// Every optional dependency the lockfile names must be in it, for every system. A native tool whose newest release lacks a platform
// package otherwise leaves a lockfile that npm 11 refuses on a fresh clone and that cannot install elsewhere.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './toolchain.mjs';

/** Faults of a lockfile, one line each; empty = complete. */
export function lockfileFaults(text, manifestText) {
  const packages = JSON.parse(text).packages;
  const faults = [];
  for (const [path, entry] of Object.entries(packages)) {
    for (const name of Object.keys(entry.optionalDependencies ?? {})) {
      if (!resolvable(packages, path, name))
        faults.push(`${path || 'the project'} names ${name}, which is not in the lockfile`);
    }
  }
  const manifest = JSON.parse(manifestText);
  const rootEntry = packages[''] ?? {};
  for (const group of ['dependencies', 'devDependencies', 'optionalDependencies']) {
    for (const [name, version] of Object.entries(manifest[group] ?? {})) {
      if (!/^\d+\.\d+\.\d+/.test(version)) faults.push(`package.json: ${name} is "${version}", not an exact version`);
      if (rootEntry[group]?.[name] !== version) faults.push(`package.json and the lockfile disagree about ${name}`);
      if (packages[`node_modules/${name}`]?.version !== version)
        faults.push(`the lockfile does not hold ${name} ${version}`);
    }
  }
  return faults;
}

function resolvable(packages, from, name) {
  for (let folder = from; ;) {
    if (packages[`${folder ? `${folder}/` : ''}node_modules/${name}`]) return true;
    if (!folder) return false;
    folder = folder.includes('/node_modules/') ? folder.slice(0, folder.lastIndexOf('/node_modules/')) : '';
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const faults = lockfileFaults(
    readFileSync(join(root, 'package-lock.json'), 'utf8'),
    readFileSync(join(root, 'package.json'), 'utf8'),
  );
  for (const fault of faults) process.stderr.write(`${fault}\n`);
  if (faults.length > 0) process.exit(1);
  process.stdout.write('package-lock.json is complete.\n');
}
