import { fork } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { manualClock } from '../../src/main/kernel/clock.ts';
import { openStore, stateHash, type Store } from '../../src/main/store/store.ts';
import { ingestSlice } from '../../src/main/store/writes/ingest.ts';
import { addAccount, atEnd, migrationsFolder, NOW, openIn, record, slice, tempFolder } from './helpers.ts';

type Journal = { entries: { idx: number; version: string; when: number; tag: string; breakpoints: boolean }[] };

/** A copy of our migrations with one more at the end, as a later version would have. */
function laterMigrations(sql: string): string {
  const folder = join(tempFolder(), 'migrations');
  cpSync(migrationsFolder, folder, { recursive: true });
  const path = join(folder, 'meta/_journal.json');
  const journal = JSON.parse(readFileSync(path, 'utf8')) as Journal;
  const last = journal.entries.at(-1);
  journal.entries.push({
    idx: 99,
    version: '6',
    when: (last?.when ?? 0) + 1_000,
    tag: '9999_later',
    breakpoints: true,
  });
  writeFileSync(path, JSON.stringify(journal));
  writeFileSync(join(folder, '9999_later.sql'), sql);
  return folder;
}

function openWith(home: string, folder: string): Store {
  const store = openStore({ home, migrationsFolder: folder, clock: manualClock(NOW) });
  atEnd(() => store.close());
  return store;
}

function filledHome(): { home: string; hash: string } {
  const home = join(tempFolder(), 'workspace');
  const store = openIn(home);
  ingestSlice(store.db, slice(addAccount(store.db), { records: [record(), record({ day: '2026-11-02' })] }));
  const hash = stateHash(store.db);
  store.close();
  return { home, hash };
}

// What drizzle-kit writes when a column of a parent table is rebuilt.
const REBUILD_PARENT = `PRAGMA foreign_keys=OFF;--> statement-breakpoint
CREATE TABLE __new_client (id integer PRIMARY KEY NOT NULL, name text NOT NULL, name_key text NOT NULL, city text, created_at integer NOT NULL, archived_at integer, note text) STRICT;--> statement-breakpoint
INSERT INTO __new_client (id, name, name_key, city, created_at, archived_at) SELECT id, name, name_key, city, created_at, archived_at FROM client;--> statement-breakpoint
DROP TABLE client;--> statement-breakpoint
ALTER TABLE __new_client RENAME TO client;`;

test('rebuilding a parent table keeps its children, and a copy of the file is made before', () => {
  const { home, hash } = filledHome();
  const store = openWith(home, laterMigrations(REBUILD_PARENT));
  expect(stateHash(store.db)).toBe(hash);
  expect(store.db.prepare('SELECT count(*) FROM ad_account a JOIN client c ON c.id = a.client_id').pluck().get()).toBe(
    1,
  );
  expect(store.db.pragma('foreign_keys', { simple: true })).toBe(1);
  const copies = readdirSync(join(home, 'backups'));
  expect(copies).toHaveLength(1);
  const copy = join(home, 'backups', copies[0] ?? '');
  expect(statSync(copy).mode & 0o777).toBe(0o600);
  const before = new Database(copy, { readonly: true });
  atEnd(() => before.close());
  expect(stateHash(before)).toBe(hash);
  expect(before.prepare('SELECT count(*) FROM __drizzle_migrations').pluck().get()).toBe(1);
});

test('with a delete that cascades, foreign keys being on would have emptied the children', () => {
  // Proves that the trap the code avoids exists in this SQLite: the same statements, foreign keys on.
  const db = new Database(':memory:');
  atEnd(() => db.close());
  db.exec(`CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE c (p INTEGER REFERENCES p(id) ON DELETE CASCADE);
    INSERT INTO p VALUES (1); INSERT INTO c VALUES (1); PRAGMA foreign_keys = ON`);
  const rebuild =
    'CREATE TABLE p2 (id INTEGER PRIMARY KEY); INSERT INTO p2 SELECT * FROM p; DROP TABLE p; ALTER TABLE p2 RENAME TO p';
  db.transaction(() => db.exec(`PRAGMA foreign_keys = OFF; ${rebuild}`))();
  expect(db.prepare('SELECT count(*) FROM c').pluck().get()).toBe(0);
});

test('a migration that would orphan rows, or breaks off, leaves the old database', () => {
  const { home, hash } = filledHome();
  for (const sql of [
    'DELETE FROM client',
    'CREATE TABLE extra (a);--> statement-breakpoint\nSELECT nonsense FROM nowhere',
  ]) {
    expect(() => openWith(home, laterMigrations(sql))).toThrow();
    const store = openIn(home);
    expect(stateHash(store.db)).toBe(hash);
    expect(store.db.prepare(`SELECT count(*) FROM sqlite_schema WHERE name = 'extra'`).pluck().get()).toBe(0);
    store.close();
  }
});

test('killed while migrating, the database is the old or the new one', async () => {
  const { home, hash } = filledHome();
  const statements = Array.from(
    { length: 40 },
    (_, index) => `CREATE TABLE later_${index} (a INTEGER) STRICT;--> statement-breakpoint
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 4000) INSERT INTO later_${index} SELECT i FROM n`,
  );
  const folder = laterMigrations(statements.join(';--> statement-breakpoint\n'));
  const child = new URL('./migrate-child.ts', import.meta.url);
  const seen = new Set<number>();
  for (let round = 0; round < 8; round += 1) {
    const running = fork(child, [home, folder], { stdio: 'ignore', execArgv: [] });
    await new Promise<void>((resolve) => running.once('message', () => resolve()));
    const ended = new Promise<void>((resolve) => running.once('exit', () => resolve()));
    // Different moments of the migration, by how often this loop turns; no clock.
    for (let turn = 0; turn < round * 40; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    running.kill('SIGKILL');
    await ended;
    const db = new Database(join(home, 'workspace.db'));
    const tables = db.prepare(`SELECT count(*) FROM sqlite_schema WHERE name LIKE 'later_%'`).pluck().get() as number;
    const applied = db.prepare('SELECT count(*) FROM __drizzle_migrations').pluck().get() as number;
    expect(db.pragma('quick_check', { simple: true })).toBe('ok');
    db.close();
    expect([
      [0, 1],
      [40, 2],
    ]).toContainEqual([tables, applied]);
    seen.add(applied);
    if (applied === 2) break;
  }
  expect(seen).toContain(1);
  const store = openWith(home, folder);
  expect(stateHash(store.db)).toBe(hash);
  expect(store.db.prepare('SELECT count(*) FROM __drizzle_migrations').pluck().get()).toBe(2);
});
