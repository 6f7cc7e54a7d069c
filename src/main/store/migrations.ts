import { readMigrationFiles } from 'drizzle-orm/migrator';
import type { Db } from './db.ts';

/** drizzle-kit's folder and drizzle's own bookkeeping table, so that drizzle's tools recognise the database. */
export type Migration = { id: number; hash: string; statements: string[] };

/** The migrations of a folder, oldest first. Their id is the journal's `when`: a hash would change with a checkout's line endings. */
export function readMigrations(folder: string): Migration[] {
  return readMigrationFiles({ migrationsFolder: folder }).map((file) => ({
    id: file.folderMillis,
    hash: file.hash,
    statements: file.sql.filter((statement) => statement.trim() !== ''),
  }));
}

/** Ids of the migrations a database has had, oldest first; empty for a database that never had one. */
export function appliedMigrations(db: Db): number[] {
  const table = db.prepare(`SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = '__drizzle_migrations'`).get();
  if (!table) return [];
  const rows = db.prepare('SELECT created_at AS id FROM __drizzle_migrations ORDER BY created_at').all();
  return (rows as { id: number }[]).map((row) => Number(row.id));
}

/** True when every applied migration is one of ours, in our order: anything else was written by a version we do not know. */
export function isPrefix(applied: readonly number[], ours: readonly Migration[]): boolean {
  return applied.length <= ours.length && applied.every((id, index) => ours[index]?.id === id);
}

/**
 * Brings a database up to the last migration, all in one transaction with its foreign key check inside: it is the old or the new
 * one, never between. Foreign keys are off meanwhile, because dropping a parent table (how a column is rebuilt) would otherwise
 * delete its children without an error, and the pragma does nothing once a transaction is open. drizzle's own `migrate` opens the
 * transaction itself and would commit before the check.
 */
export function migrate(db: Db, migrations: readonly Migration[]): void {
  const done = new Set(appliedMigrations(db));
  const pending = migrations.filter((migration) => !done.has(migration.id));
  if (pending.length === 0) return;
  db.pragma('foreign_keys = OFF');
  try {
    db.transaction(() => {
      db.exec(
        'CREATE TABLE IF NOT EXISTS __drizzle_migrations (id SERIAL PRIMARY KEY, hash text NOT NULL, created_at numeric)',
      );
      const note = db.prepare('INSERT INTO __drizzle_migrations (hash, created_at) VALUES (?, ?)');
      for (const migration of pending) {
        for (const statement of migration.statements) db.exec(statement);
        note.run(migration.hash, migration.id);
      }
      const broken = db.pragma('foreign_key_check') as unknown[];
      if (broken.length > 0) throw new Error(`Migration leaves ${broken.length} rows without their parent`);
    }).immediate();
  } finally {
    db.pragma('foreign_keys = ON');
  }
}
