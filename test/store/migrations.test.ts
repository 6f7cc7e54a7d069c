import { fork, type ChildProcess } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { manualClock } from '../../src/main/kernel/clock.ts';
import { openStore, stateHash, type Db, type Store } from '../../src/main/store/store.ts';
import { ingestSlice } from '../../src/main/store/writes/ingest.ts';
import { addAccount, atEnd, migrationsFolder, NOW, openIn, record, slice, tempFolder } from './helpers.ts';

type Journal = { entries: { idx: number; version: string; when: number; tag: string; breakpoints: boolean }[] };

const journal = JSON.parse(readFileSync(join(migrationsFolder, 'meta/_journal.json'), 'utf8')) as Journal;
const ours = journal.entries.length;

/** Our migrations as an earlier version had them: the first `count`. */
function earlierMigrations(count: number): string {
  const folder = join(tempFolder(), 'migrations');
  cpSync(migrationsFolder, folder, { recursive: true });
  const entries = journal.entries.slice(0, count);
  writeFileSync(join(folder, 'meta/_journal.json'), JSON.stringify({ ...journal, entries }));
  for (const { tag } of journal.entries.slice(count)) rmSync(join(folder, `${tag}.sql`));
  return folder;
}

/** A copy of our migrations with one more at the end, as a later version would have. */
function laterMigrations(sql: string): string {
  const folder = join(tempFolder(), 'migrations');
  cpSync(migrationsFolder, folder, { recursive: true });
  const path = join(folder, 'meta/_journal.json');
  const when = (journal.entries.at(-1)?.when ?? 0) + 1_000;
  const later = { idx: 99, version: '6', when, tag: '9999_later', breakpoints: true };
  writeFileSync(path, JSON.stringify({ ...journal, entries: [...journal.entries, later] }));
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
  expect(before.prepare('SELECT count(*) FROM __drizzle_migrations').pluck().get()).toBe(ours);
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

test('killed while migrating, the database is the old or the new one', { timeout: 300_000 }, async () => {
  const { home, hash } = filledHome();
  const tables = Array.from(
    { length: 40 },
    (_, index) => `CREATE TABLE later_${index} (a INTEGER) STRICT;--> statement-breakpoint
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 4000) INSERT INTO later_${index} SELECT i FROM n`,
  );
  const migrationsOf = (statements: string[]): string =>
    laterMigrations(statements.join(';--> statement-breakpoint\n'));
  const killed = async (folder: string, moment: (running: ChildProcess) => Promise<void>): Promise<void> => {
    const running = fork(new URL('./migrate-child.ts', import.meta.url), [home, folder], {
      stdio: 'ignore',
      execArgv: [],
    });
    const ended = new Promise<void>((resolve) => running.once('exit', () => resolve()));
    await new Promise<void>((resolve) => running.once('message', () => resolve()));
    await moment(running);
    running.kill('SIGKILL');
    await ended;
  };
  const turns = async (count: number): Promise<void> => {
    for (let turn = 0; turn < count; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  };
  const found = (): number[] => {
    const db = new Database(join(home, 'workspace.db'));
    try {
      expect(db.pragma('quick_check', { simple: true })).toBe('ok');
      return [
        db.prepare(`SELECT count(*) FROM sqlite_schema WHERE name LIKE 'later_%'`).pluck().get() as number,
        db.prepare('SELECT count(*) FROM __drizzle_migrations').pluck().get() as number,
      ];
    } finally {
      db.close();
    }
  };

  // These never end, so that the kill comes in their middle on any machine: by then more than the page cache holds is in the log.
  const flood = `CREATE TABLE later_flood (a BLOB);--> statement-breakpoint
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 8000) INSERT INTO later_flood SELECT zeroblob(4000) FROM n`;
  const endless =
    'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) INSERT INTO later_flood SELECT i FROM n WHERE i < 0';
  for (const whole of [0, 20, 40]) {
    await killed(migrationsOf([...tables.slice(0, whole), flood, endless]), async (running) => {
      const log = join(home, 'workspace.db-wal');
      while (running.exitCode === null && (statSync(log, { throwIfNoEntry: false })?.size ?? 0) < 4_000_000)
        await turns(1);
      await turns(whole);
    });
    expect(found()).toEqual([0, ours]);
  }

  // At different moments of one that ends, by how often this loop turns: where the kill lands is the machine's affair.
  const folder = migrationsOf(tables);
  for (let round = 0; round < 5; round += 1) {
    await killed(folder, () => turns(round * 60));
    expect([
      [0, ours],
      [40, ours + 1],
    ]).toContainEqual(found());
  }
  const store = openWith(home, folder);
  expect(stateHash(store.db)).toBe(hash);
  expect(store.db.prepare('SELECT count(*) FROM __drizzle_migrations').pluck().get()).toBe(ours + 1);
});

type Rows = Record<string, { columns: string; rows: string[] }>;

/** Every row of every table with its columns by name; of `known`'s tables and columns when given. */
function everything(db: Db, known?: Rows): Rows {
  const tables = db
    .prepare(
      `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE '\\_\\_%' ESCAPE '\\' ORDER BY name`,
    )
    .pluck()
    .all() as string[];
  return Object.fromEntries(
    tables
      .filter((table) => known === undefined || table in known)
      .map((table) => {
        const info = db.pragma(`table_info(${table})`) as { name: string }[];
        const columns = known?.[table]?.columns ?? info.map((column) => column.name).join(', ');
        const rows = db.prepare(`SELECT ${columns} FROM ${table}`).all() as unknown[];
        return [table, { columns, rows: rows.map((row) => JSON.stringify(row)).sort() }];
      }),
  );
}

/** A workspace of the first released version with a row in each of its tables. */
function firstVersionHome(): { home: string; before: Rows } {
  const home = join(tempFolder(), 'workspace');
  const { db, close } = openWith(home, earlierMigrations(1));
  // By SQL, because today's writes need today's tables.
  db.exec(`
    INSERT INTO client VALUES (1, 'Żabka', 'żabka', NULL, 1, NULL);
    INSERT INTO connection (id, platform, label, kind, state, scopes, created_at) VALUES ('c', 'meta', 'L', 'login', 'connected', '[]', 1);
    INSERT INTO ad_account VALUES (7, 'meta', '1001', 'A', 'PLN', 'Europe/Warsaw', 'active', '1', 0, '[]', NULL, 'c', 1, 1, 1, 2, 3);
    INSERT INTO entity (id, ad_account_key, level, entity_id, name, status, first_seen_at, last_seen_at)
      VALUES (5, 7, 1, '120210000000000001', 'Spring', 'active', 1, 1), (6, 7, 1, '2', 'Old', 'deleted', 1, 1);
    INSERT INTO entity_history VALUES (1, 5, 9, 'name', 'Winter', 'Spring');
    INSERT INTO insight_day VALUES (7, 1, 20261101, 5, 1230000, 1000, 10, 8, 700, 1.5, 2, '{}', 10, 1), (7, 1, 20261101, 6, 1, 2, 3, 4, 5, NULL, NULL, NULL, 10, 0);
    INSERT INTO insight_day_revision VALUES (7, 1, 20261101, 5, 1, 1, 1, 1, 1, NULL, NULL, NULL, 5, 0, 10);
    INSERT INTO insight_month VALUES (7, 1, 202611, 5, 1230000, 1000, 10, 8, 1500000, 2, 1), (7, 1, 202611, 6, 1, 2, 3, 4, NULL, NULL, 1);
    INSERT INTO action_type VALUES (3, 'meta', 'lead');
    INSERT INTO conversion_day (ad_account_key, level, day, entity_key, action_type_key, seen_at, revision, count_default) VALUES (7, 1, 20261101, 5, 3, 10, 1, 2);
    INSERT INTO conversion_day_revision (ad_account_key, level, day, entity_key, action_type_key, seen_at, revision, superseded_at, count_default)
      VALUES (7, 1, 20261101, 5, 3, 5, 0, 10, 1);
    INSERT INTO coverage VALUES (7, 1, 20261101, 10, 'r', 2), (7, 1, 20261102, 10, 'r', 0);
    INSERT INTO import_run VALUES ('r', 'q', 1, 7, 'manual', 'succeeded', 20261101, 20261102, 0, 'why', 100, 'Done', 1, 1, 1, 0, 1, 1, 2, 3, 4, NULL, NULL, 1);
    INSERT INTO import_slice VALUES ('s', 'r', 0, 1, 20261101, 20261102, 'done', 1, NULL, 2, 0, NULL);
    INSERT INTO import_log VALUES (1, 'r', 2, 'info', 'm');
    INSERT INTO set_aside_row VALUES (1, 'r', 's', 'campaign', 'why', '{}');
    INSERT INTO setting VALUES ('k', 'v');
    INSERT INTO secret_store (id, kind, check_value, created_at) VALUES (1, 'keychain', x'00', 1)`);
  const before = everything(db);
  expect(Object.entries(before).filter(([, { rows }]) => rows.length === 0)).toEqual([]);
  close();
  return { home, before };
}

test('a workspace of the first version opens with every row as it was, after a copy of it was made', () => {
  const { home, before } = firstVersionHome();
  const { db, close } = openIn(home);
  expect(everything(db, before)).toEqual(before);
  expect(db.prepare('SELECT count(*) FROM __drizzle_migrations').pluck().get()).toBe(ours);
  // What was not known then is null, not a guess.
  expect(db.prepare('SELECT DISTINCT absent_since FROM insight_day').pluck().all()).toEqual([null]);
  expect(db.prepare('SELECT DISTINCT first_read_at FROM coverage').pluck().all()).toEqual([null]);
  const copies = readdirSync(join(home, 'backups'));
  expect(copies).toHaveLength(1);
  const copy = new Database(join(home, 'backups', copies[0] ?? ''), { readonly: true });
  atEnd(() => copy.close());
  expect(everything(copy)).toEqual(before);
  // It goes on: the day is read again, its first reading stays unknown, and the row that is gone is marked.
  ingestSlice(
    db,
    slice(7, { from: '2026-11-01', to: '2026-11-01', records: [record({ clicks: 11, conversions: 1.5 })] }),
  );
  expect(db.prepare('SELECT clicks, revision, absent_since FROM insight_day ORDER BY entity_key').raw().all()).toEqual([
    [11, 2, null],
    [3, 0, NOW],
  ]);
  expect(db.prepare('SELECT first_read_at, read_at FROM coverage ORDER BY day').raw().all()).toEqual([
    [null, NOW],
    [null, 10],
  ]);
  close();
  openIn(home);
  expect(readdirSync(join(home, 'backups'))).toHaveLength(1);
});

test('killed anywhere while a workspace of the first version is brought up, it opens afterwards with every row', async () => {
  const { home, before } = firstVersionHome();
  const child = new URL('./migrate-child.ts', import.meta.url);
  for (let round = 0; round < 6; round += 1) {
    const copy = join(tempFolder(), 'workspace');
    cpSync(home, copy, { recursive: true });
    const running = fork(child, [copy, migrationsFolder], { stdio: 'ignore', execArgv: [] });
    await new Promise<void>((resolve) => running.once('message', () => resolve()));
    const ended = new Promise<void>((resolve) => running.once('exit', () => resolve()));
    for (let turn = 0; turn < round * 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    running.kill('SIGKILL');
    await ended;
    const raw = new Database(join(copy, 'workspace.db'));
    expect([1, ours]).toContain(raw.prepare('SELECT count(*) FROM __drizzle_migrations').pluck().get());
    raw.close();
    expect(everything(openIn(copy).db, before)).toEqual(before);
  }
});

test('a workspace from before reports opens with every row as it was and no report', () => {
  const home = join(tempFolder(), 'workspace');
  const earlier = openWith(home, earlierMigrations(3));
  earlier.db.exec(`INSERT INTO client (id, name, name_key, created_at) VALUES (1, 'Żabka', 'żabka', 1);
    INSERT INTO client_tag VALUES (1, 'hotels');
    INSERT INTO saved_view VALUES ('v', 'clients', 'Triage', '{}', 0, 1, 1, NULL)`);
  const before = everything(earlier.db);
  earlier.close();
  const { db } = openIn(home);
  expect(everything(db, before)).toEqual(before);
  for (const table of ['report_setup', 'report_text', 'report_event'])
    expect(db.prepare(`SELECT count(*) FROM ${table}`).pluck().get()).toBe(0);
});

test('a workspace from before its history went by the end of runs opens with every row as it was', () => {
  const home = join(tempFolder(), 'workspace');
  const earlier = openWith(home, earlierMigrations(4));
  earlier.db.exec(`INSERT INTO client (id, name, name_key, created_at) VALUES (1, 'Żabka', 'żabka', 1);
    INSERT INTO report_setup (client_id, costs_shown) VALUES (1, 0)`);
  const before = everything(earlier.db);
  const index = `SELECT name FROM sqlite_schema WHERE name = 'import_run_finished'`;
  expect(earlier.db.prepare(index).all()).toEqual([]);
  earlier.close();
  const { db } = openIn(home);
  expect(everything(db, before)).toEqual(before);
  expect(db.prepare(index).all()).toHaveLength(1);
});

test('a workspace from before video and impression share were asked for knows which of its readings lack them', () => {
  const home = join(tempFolder(), 'workspace');
  const earlier = openWith(home, earlierMigrations(5));
  const key = addAccount(earlier.db);
  earlier.db
    .prepare(
      'INSERT INTO coverage (ad_account_key, level, day, read_at, rows, first_read_at) VALUES (?, 1, 20261101, ?, 1, ?)',
    )
    .run(key, NOW, NOW);
  const before = everything(earlier.db);
  earlier.close();
  const { db } = openIn(home);
  expect(everything(db, before)).toEqual(before);
  expect(db.prepare('SELECT platform, figure, asked_after FROM figure_asked ORDER BY 1, 2').raw().all()).toEqual([
    ['google', 'impression_share', NOW],
    ['google', 'video_view', NOW],
    ['meta', 'video_play_actions', NOW],
    ['meta', 'video_thruplay_watched_actions', NOW],
  ]);
  // One that never read anything lacks nothing.
  expect(openIn(join(tempFolder(), 'new')).db.prepare('SELECT * FROM figure_asked').all()).toEqual([]);
});
