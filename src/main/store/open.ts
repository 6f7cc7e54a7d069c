import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { Clock } from '../kernel/clock.ts';
import { backupInto, syncPath } from './backups.ts';
import type { Db } from './db.ts';
import { mapSqliteError, storeError, StoreError } from './errors.ts';
import { isLocked, lockWorkspace, type WorkspaceLock } from './lock.ts';
import { appliedMigrations, isPrefix, migrate, readMigrations, type Migration } from './migrations.ts';

/** 'TIDE': tells our file from any other SQLite database. */
const APPLICATION_ID = 0x54494445;
const DAY_MS = 86_400_000;
/** quick_check reads the whole file (2.5 s per GB); below this size it is not felt, so it runs at every start. */
const ALWAYS_CHECK_BYTES = 8 * 1024 * 1024;
const CHECK_EVERY_MS = 7 * DAY_MS;

export type OpenOptions = {
  /** The workspace folder; made when missing (unless read-only). */
  home: string;
  /** Folder of the SQL migrations (drizzle/). */
  migrationsFolder: string;
  clock: Clock;
  /** Beside a running owner: no lock, no migration, no write. */
  readonly?: boolean;
};

export type Store = {
  readonly db: Db;
  readonly home: string;
  readonly file: string;
  /** Copies the database to `<home>/backups/<name>.db` and returns the path. */
  backup(name: string): string;
  /** Empties the write-ahead log into the database; for after an import. Never waits for readers. */
  checkpoint(): void;
  /** A thrown error as a StoreError with a sentence, or null when it is not about the workspace. */
  explain(error: unknown): StoreError | null;
  close(): void;
};

/** Where the database of a workspace lies. */
export function databaseFile(home: string): string {
  return join(home, 'workspace.db');
}

/**
 * Opens a workspace: owns it (lock), checks it, migrates it (copy first). Throws StoreError and nothing else; a file that cannot be
 * used is left as it is, and is never replaced by an empty one.
 */
export function openStore(options: OpenOptions): Store {
  try {
    return options.readonly ? openReading(options) : openOwning(options);
  } catch (error) {
    throw mapSqliteError(error, options.home) ?? error;
  }
}

const lockFile = (home: string): string => join(home, 'workspace.lock');

/** Whether a process owns the workspace in this folder now. */
export function isWorkspaceOwned(home: string): boolean {
  return isLocked(lockFile(home));
}

function openOwning({ home, migrationsFolder, clock }: OpenOptions): Store {
  mkdirSync(home, { recursive: true, mode: 0o700 });
  // A folder that holds other things (someone's `--home .`) keeps its mode.
  const ours = readdirSync(home).length === 0;
  accessSync(home, constants.R_OK | constants.W_OK | constants.X_OK);
  const migrations = readMigrations(migrationsFolder);
  const file = databaseFile(home);
  const lock = lockWorkspace(lockFile(home), home);
  let db: Db | null = null;
  try {
    if (!existsSync(file)) createDatabase(file, home, migrations, clock);
    const unclean = fileSize(`${file}-wal`) > 0;
    probe(file, home, migrations);
    accessSync(file, constants.R_OK | constants.W_OK);
    db = connect(file);
    checkIntegrity(db, file, home, unclean, clock);
    if (appliedMigrations(db).length < migrations.length) {
      const count = String(appliedMigrations(db).length).padStart(4, '0');
      backupInto(db, home, `${new Date(clock.now()).toISOString().replaceAll(':', '-')}-before-migration-${count}`);
      migrate(db, migrations);
    }
    if (ours) chmodSync(home, 0o700);
    tightenPermissions(home, file);
    return asStore(db, home, file, lock);
  } catch (error) {
    db?.close();
    lock.release();
    throw error;
  }
}

function openReading({ home, migrationsFolder }: OpenOptions): Store {
  const file = databaseFile(home);
  if (!existsSync(file)) throw storeError('WORKSPACE_MISSING', home, null);
  const migrations = readMigrations(migrationsFolder);
  const applied = probe(file, home, migrations);
  if (applied < migrations.length)
    throw storeError('WORKSPACE_NEEDS_UPDATE', home, `${applied} of ${migrations.length}`);
  return asStore(connectReading(file), home, file, null);
}

/** A read-only connection with the settings of every reader (dashboards read beside the writer). */
export function connectReading(file: string): Db {
  const db = new Database(file, { readonly: true, fileMustExist: true, timeout: 5_000 });
  db.pragma('query_only = ON');
  db.pragma('cache_size = -16384');
  db.pragma('temp_store = MEMORY');
  return db;
}

function connect(file: string): Db {
  const db = new Database(file, { fileMustExist: true, timeout: 5_000 });
  configure(db);
  return db;
}

function configure(db: Db): void {
  db.pragma('journal_mode = WAL');
  // FULL: a commit survives power loss; measured at under 15 % more time per import transaction.
  db.pragma('synchronous = FULL');
  db.pragma('checkpoint_fullfsync = ON');
  db.pragma('foreign_keys = ON');
  db.pragma('cache_size = -16384');
  db.pragma('temp_store = MEMORY');
  // Without it the log keeps the size of the largest import for good.
  db.pragma('journal_size_limit = 67108864');
}

/** Made under another name and moved into place complete, so that an empty file in its place is always damage. */
function createDatabase(file: string, home: string, migrations: readonly Migration[], clock: Clock): void {
  if (fileSize(`${file}-wal`) > 0)
    throw storeError('WORKSPACE_DAMAGED', home, 'workspace.db is missing but its write-ahead log is there');
  const draft = `${file}.new`;
  for (const path of [draft, `${draft}-wal`, `${draft}-shm`, `${file}-wal`, `${file}-shm`])
    rmSync(path, { force: true });
  writeFileSync(draft, '', { mode: 0o600 });
  const db = new Database(draft);
  try {
    configure(db);
    db.pragma(`application_id = ${APPLICATION_ID}`);
    migrate(db, migrations);
    const note = db.prepare('INSERT INTO workspace_meta (key, value) VALUES (?, ?)');
    note.run('created_at', String(clock.now()));
    note.run('checked_at', String(clock.now()));
  } finally {
    db.close();
  }
  syncPath(draft);
  renameSync(draft, file);
  syncPath(home);
}

/**
 * Looks at the file through a read-only connection, so that a file we must refuse stays untouched byte for byte. Returns how many
 * of our migrations it has had.
 */
function probe(file: string, home: string, migrations: readonly Migration[]): number {
  const size = fileSize(file);
  if (size === 0) throw storeError('WORKSPACE_DAMAGED', home, 'workspace.db is empty');
  const db = new Database(file, { readonly: true, fileMustExist: true, timeout: 5_000 });
  try {
    const applicationId = db.pragma('application_id', { simple: true });
    if (applicationId !== APPLICATION_ID)
      throw storeError('WORKSPACE_DAMAGED', home, `Not a Tidemark database (application id ${String(applicationId)})`);
    const pages = Number(db.pragma('page_count', { simple: true }));
    const pageSize = Number(db.pragma('page_size', { simple: true }));
    if (fileSize(`${file}-wal`) === 0 && pages * pageSize > size)
      throw storeError('WORKSPACE_DAMAGED', home, `workspace.db is cut off: ${size} of ${pages * pageSize} bytes`);
    const applied = appliedMigrations(db);
    if (!isPrefix(applied, migrations)) throw newerVersion(home, applied, migrations);
    if (applied.length === 0) throw storeError('WORKSPACE_DAMAGED', home, 'The list of migrations is missing');
    return applied.length;
  } finally {
    db.close();
  }
}

function newerVersion(home: string, applied: readonly number[], migrations: readonly Migration[]): StoreError {
  const unknown = applied.filter((id) => !migrations.some((migration) => migration.id === id));
  return new StoreError(
    'WORKSPACE_FROM_NEWER_VERSION',
    `The workspace ${home} was last used by a newer version of Tidemark. Update Tidemark and open it again; nothing was changed.`,
    `Unknown migrations: ${unknown.join(', ') || 'another order'}`,
  );
}

function checkIntegrity(db: Db, file: string, home: string, unclean: boolean, clock: Clock): void {
  const row = db.prepare(`SELECT value FROM workspace_meta WHERE key = 'checked_at'`).get() as
    | { value: string }
    | undefined;
  const age = clock.now() - Number(row?.value ?? 0);
  // A clock set back must not switch the check off.
  const due = age >= CHECK_EVERY_MS || age < 0;
  if (!unclean && !due && fileSize(file) > ALWAYS_CHECK_BYTES) return;
  const findings = db.pragma('quick_check(10)') as { quick_check: string }[];
  if (findings.length !== 1 || findings[0]?.quick_check !== 'ok')
    throw storeError('WORKSPACE_DAMAGED', home, findings.map((finding) => finding.quick_check).join('; '));
  if (due)
    db.prepare(
      `INSERT INTO workspace_meta (key, value) VALUES ('checked_at', ?) ON CONFLICT DO UPDATE SET value = excluded.value`,
    ).run(String(clock.now()));
}

function asStore(db: Db, home: string, file: string, lock: WorkspaceLock | null): Store {
  return {
    db,
    home,
    file,
    backup: (name) => backupInto(db, home, name),
    checkpoint: () => {
      db.pragma('wal_checkpoint(PASSIVE)');
    },
    explain: (error) => mapSqliteError(error, home),
    close: () => {
      if (!db.open) return;
      if (lock && !db.inTransaction) {
        try {
          db.pragma('wal_checkpoint(TRUNCATE)');
        } catch {
          // A full disk: the log stays and is taken up at the next start.
        }
      }
      db.close();
      lock?.release();
    },
  };
}

function fileSize(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

function tightenPermissions(home: string, file: string): void {
  // By path, never by descriptor: closing a descriptor of a database in use drops SQLite's locks on it.
  for (const path of [file, `${file}-wal`, `${file}-shm`, join(home, 'workspace.lock')])
    if (existsSync(path)) chmodSync(path, 0o600);
}
