import { existsSync, writeFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import { storeError } from './errors.ts';

export type WorkspaceLock = { release(): void };

/**
 * One process owns a workspace. The lock is SQLite's exclusive lock on a file of its own: the operating system drops it when the
 * process dies in any way, so there is no stale lock to clean up. Throws StoreError WORKSPACE_IN_USE when it is held.
 */
export function lockWorkspace(file: string, home: string): WorkspaceLock {
  // 'wx' never opens an existing file: closing a descriptor of it would drop a lock this process may hold.
  if (!existsSync(file)) writeFileSync(file, '', { mode: 0o600, flag: 'wx' });
  const db = new Database(file, { timeout: 0 });
  try {
    db.pragma('journal_mode = MEMORY');
    db.pragma('locking_mode = EXCLUSIVE');
    db.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    db.close();
    const code = (error as { code?: string }).code ?? '';
    if (code.startsWith('SQLITE_BUSY')) throw storeError('WORKSPACE_IN_USE', home, code, { cause: error });
    throw error;
  }
  return {
    release: () => {
      if (!db.open) return;
      db.exec('ROLLBACK');
      db.close();
    },
  };
}

/** Whether a process holds the lock. Looks only: nothing is made, nothing is locked for longer than the look. */
export function isLocked(file: string): boolean {
  if (!existsSync(file)) return false;
  const db = new Database(file, { timeout: 0, readonly: true });
  try {
    db.prepare('SELECT count(*) FROM sqlite_schema').get();
    return false;
  } catch (error) {
    return ((error as { code?: string }).code ?? '').startsWith('SQLITE_BUSY');
  } finally {
    db.close();
  }
}
