import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** Builds out/ unless it is up to date: what is tested is what would be shipped. */
export function ensureBuilt(): void {
  const root = join(import.meta.dirname, '..', '..');
  const result = spawnSync(process.execPath, [join(root, 'scripts', 'build.mjs')], { cwd: root, encoding: 'utf8' });
  if (result.status !== 0) throw new Error(`The build failed.\n${result.stderr}`);
}
