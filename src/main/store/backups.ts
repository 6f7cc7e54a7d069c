import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Db } from './db.ts';

const KEPT = 5;

/** Flushes a file or folder that no SQLite connection of this process has open (closing one that is would drop its POSIX locks). */
export function syncPath(path: string): void {
  const fd = openSync(path, 'r');
  try {
    fsyncSync(fd);
  } catch (error) {
    // Windows cannot flush a folder; the rename is then as durable as the file system makes it.
    if (!['EPERM', 'EISDIR', 'EINVAL'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  } finally {
    closeSync(fd);
  }
}

/**
 * A consistent copy of the database at `<home>/backups/<name>.db`, readable by its owner only, complete or absent; keeps the newest
 * five. Returns its path. Throws SQLite and file system errors (full disk) and leaves no half copy.
 */
export function backupInto(db: Db, home: string, name: string): string {
  const folder = join(home, 'backups');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const target = join(folder, `${name}.db`);
  const partial = `${target}.partial`;
  rmSync(partial, { force: true });
  try {
    // VACUUM INTO accepts an existing empty file, which is how the copy gets its permissions before its contents.
    writeFileSync(partial, '', { mode: 0o600 });
    db.prepare('VACUUM INTO ?').run(partial);
    chmodSync(partial, 0o600);
    syncPath(partial);
    renameSync(partial, target);
  } catch (error) {
    rmSync(partial, { force: true });
    throw error;
  }
  prune(folder);
  return target;
}

function prune(folder: string): void {
  if (!existsSync(folder)) return;
  const copies = readdirSync(folder)
    .filter((file) => file.endsWith('.db'))
    .sort();
  for (const file of copies.slice(0, Math.max(0, copies.length - KEPT))) rmSync(join(folder, file), { force: true });
}
