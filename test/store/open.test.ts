import { fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { manualClock } from '../../src/main/kernel/clock.ts';
import { openStore, stateHash, StoreError, type StoreErrorCode } from '../../src/main/store/store.ts';
import { ingestSlice, type IngestInput } from '../../src/main/store/writes/ingest.ts';
import { addAccount, atEnd, DAY, dayOf, migrationsFolder, NOW, openIn, record, slice, tempFolder } from './helpers.ts';
import { mountTmpfs, remount } from './mounts.ts';

const open = (home: string, readonly = false, now = NOW) =>
  openStore({ home, migrationsFolder, clock: manualClock(now), readonly });

function manyRecords(count: number, day = '2026-11-01') {
  return Array.from({ length: count }, (_, index) =>
    record({ entityId: `1202100000000${index}`, entityName: `Campaign ${'x'.repeat(100)} ${index}`, day }),
  );
}

function filledHome(rows = 200): string {
  const home = join(tempFolder(), 'workspace');
  const store = openIn(home);
  ingestSlice(store.db, slice(addAccount(store.db), { records: manyRecords(rows) }));
  store.close();
  return home;
}

const sha = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex');

/** The open must fail with this code and a sentence, and leave the database as it was. */
function expectRefused(home: string, code: StoreErrorCode, readonly = false): StoreError {
  const file = join(home, 'workspace.db');
  const before = existsSync(file) ? sha(file) : null;
  let caught: unknown;
  try {
    open(home, readonly).close();
  } catch (error) {
    caught = error;
  }
  expect(caught).toBeInstanceOf(StoreError);
  const error = caught as StoreError;
  expect(error.code).toBe(code);
  expect(error.sentence).toContain(home);
  expect(error.sentence).toMatch(/[.] .+[.]$/);
  expect(existsSync(file) ? sha(file) : null).toBe(before);
  return error;
}

test('a new workspace is private to its owner', () => {
  const home = join(tempFolder(), 'deep', 'workspace');
  const store = openIn(home);
  expect(statSync(home).mode & 0o777).toBe(0o700);
  for (const file of readdirSync(home)) expect(statSync(join(home, file)).mode & 0o777, file).toBe(0o600);
  store.close();
  expect(readdirSync(home).sort()).toEqual(['workspace.db', 'workspace.lock']);
});

test('a folder that holds other things keeps its mode', () => {
  const home = tempFolder();
  chmodSync(home, 0o755);
  writeFileSync(join(home, 'notes.txt'), 'mine');
  openIn(home);
  expect(statSync(home).mode & 0o777).toBe(0o755);
});

test('opens again with everything in it', () => {
  const home = filledHome();
  const store = openIn(home);
  expect(store.db.prepare('SELECT count(*) FROM insight_day').pluck().get()).toBe(200);
});

test('a file that is not a database', () => {
  const home = tempFolder();
  writeFileSync(join(home, 'workspace.db'), 'This is a letter, not a database. '.repeat(100));
  expectRefused(home, 'WORKSPACE_DAMAGED');
});

test('an empty file is damage, not a new workspace', () => {
  const home = tempFolder();
  writeFileSync(join(home, 'workspace.db'), '');
  expectRefused(home, 'WORKSPACE_DAMAGED');
});

test('a database of another program', () => {
  const home = tempFolder();
  const other = new Database(join(home, 'workspace.db'));
  other.exec('CREATE TABLE notes (text)');
  other.close();
  expect(expectRefused(home, 'WORKSPACE_DAMAGED').detail).toContain('Not a Tidemark database');
});

test('a flipped bit in the header', () => {
  const home = filledHome();
  flip(join(home, 'workspace.db'), 3, 1);
  expectRefused(home, 'WORKSPACE_DAMAGED');
});

test('damaged pages inside', () => {
  const home = filledHome(3_000);
  const file = join(home, 'workspace.db');
  const { size } = statSync(file);
  for (let page = 20; page < Math.floor(size / 4096) - 2; page += 3) flip(file, page * 4096, 12);
  expectRefused(home, 'WORKSPACE_DAMAGED');
});

test('a file cut off in the middle', () => {
  const home = filledHome(3_000);
  const file = join(home, 'workspace.db');
  truncateSync(file, Math.floor(statSync(file).size / 2));
  expectRefused(home, 'WORKSPACE_DAMAGED');
});

test('a missing database whose log is still there', () => {
  const home = filledHome();
  rmSync(join(home, 'workspace.db'));
  writeFileSync(join(home, 'workspace.db-wal'), Buffer.alloc(5_000, 1));
  expectRefused(home, 'WORKSPACE_DAMAGED');
  expect(existsSync(join(home, 'workspace.db'))).toBe(false);
});

function flip(file: string, offset: number, length: number): void {
  const bytes = readFileSync(file);
  for (let index = offset; index < offset + length; index += 1) bytes[index] = (bytes[index] ?? 0) ^ 0xff;
  const fd = openSync(file, 'r+');
  writeSync(fd, bytes);
  closeSync(fd);
}

test('a workspace from a newer version is refused and untouched', () => {
  const home = filledHome();
  const db = new Database(join(home, 'workspace.db'));
  db.prepare('INSERT INTO __drizzle_migrations (hash, created_at) VALUES (?, ?)').run('later', NOW * 2);
  db.close();
  const error = expectRefused(home, 'WORKSPACE_FROM_NEWER_VERSION');
  expect(error.sentence).toContain('newer version');
  expectRefused(home, 'WORKSPACE_FROM_NEWER_VERSION', true);
});

test('another order of migrations is as unknown as a newer one', () => {
  const home = filledHome();
  const db = new Database(join(home, 'workspace.db'));
  db.prepare('UPDATE __drizzle_migrations SET created_at = created_at - 1').run();
  db.close();
  expectRefused(home, 'WORKSPACE_FROM_NEWER_VERSION');
});

test('a second opening in the same process', () => {
  const home = filledHome();
  const store = openIn(home);
  expect(() => open(home)).toThrow(expect.objectContaining({ code: 'WORKSPACE_IN_USE' }) as Error);
  store.close();
  openIn(home);
});

test('a second instance in another process; killed, it leaves no lock behind', async () => {
  const home = filledHome();
  const child = fork(new URL('./holder-child.ts', import.meta.url), [home, migrationsFolder], {
    stdio: 'ignore',
    execArgv: [],
  });
  await new Promise((resolve) => child.once('message', resolve));
  expectRefused(home, 'WORKSPACE_IN_USE');
  const reading = open(home, true);
  expect(reading.db.prepare('SELECT count(*) FROM insight_day').pluck().get()).toBe(200);
  expect(() => reading.db.exec('DELETE FROM insight_day')).toThrow();
  reading.close();
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await ended;
  openIn(home);
});

test('reading a workspace that is not there makes none', () => {
  const home = join(tempFolder(), 'nowhere');
  expect(() => open(home, true)).toThrow(expect.objectContaining({ code: 'WORKSPACE_MISSING' }) as Error);
  expect(existsSync(home)).toBe(false);
});

test('a read-only folder', ({ skip }) => {
  let home = join(tempFolder(), 'workspace');
  if (process.getuid?.() === 0) {
    const mount = mountTmpfs('16m');
    if (mount === null) skip('root without the right to mount: permissions do not bind it');
    home = join(mount ?? '', 'workspace');
    openIn(home).close();
    remount(mount ?? '', 'ro');
  } else {
    openIn(home).close();
    chmodSync(home, 0o500);
    atEnd(() => chmodSync(home, 0o700));
  }
  expectRefused(home, 'WORKSPACE_READ_ONLY');
});

test('a path that is a file', () => {
  const home = join(tempFolder(), 'file');
  writeFileSync(home, '');
  expect(() => open(home)).toThrow(expect.objectContaining({ code: 'WORKSPACE_NOT_A_FOLDER' }) as Error);
});

test('a full disk stops an import with its sentence and loses nothing; with space again it ends exact', ({ skip }) => {
  const mount = mountTmpfs('6m');
  if (mount === null) skip('mounting is not allowed here');
  const home = join(mount ?? '', 'workspace');
  const store = openIn(home);
  const key = addAccount(store.db);
  const inputs = Array.from({ length: 12 }, (_, index): IngestInput => {
    const day = dayOf(index);
    return slice(key, { from: day, to: day, records: manyRecords(4_000, day) });
  });
  let stored = 0;
  let failure: unknown;
  for (const input of inputs) {
    try {
      ingestSlice(store.db, input);
      stored += 1;
    } catch (error) {
      failure = error;
      break;
    }
  }
  expect(store.explain(failure)).toMatchObject({ code: 'DISK_FULL' });
  expect(store.db.inTransaction).toBe(false);
  expect(store.db.pragma('quick_check', { simple: true })).toBe('ok');
  const plain = openIn(join(tempFolder(), 'plain'));
  const plainKey = addAccount(plain.db);
  for (const input of inputs.slice(0, stored)) ingestSlice(plain.db, { ...input, adAccountKey: plainKey });
  expect(stored).toBeGreaterThan(0);
  expect(stateHash(store.db)).toBe(stateHash(plain.db));
  remount(mount ?? '', 'size=64m');
  for (const input of inputs) ingestSlice(store.db, input);
  store.close();
  for (const input of inputs) ingestSlice(plain.db, { ...input, adAccountKey: plainKey });
  expect(stateHash(openIn(home).db)).toBe(stateHash(plain.db));
});

test('a disk too full to begin', ({ skip }) => {
  const mount = mountTmpfs('1m');
  if (mount === null) skip('mounting is not allowed here');
  writeFileSync(join(mount ?? '', 'ballast'), Buffer.alloc(990_000));
  const home = join(mount ?? '', 'workspace');
  expect(() => open(home)).toThrow(expect.objectContaining({ code: 'DISK_FULL' }) as Error);
  rmSync(join(mount ?? '', 'ballast'));
  openIn(home);
});

test('the check of the whole file runs again after a week and when the clock went back', () => {
  const home = filledHome();
  const checked = (now: number): number => {
    const store = openIn(home, now);
    const value = store.db.prepare(`SELECT value FROM workspace_meta WHERE key = 'checked_at'`).pluck().get();
    store.close();
    return Number(value);
  };
  expect(checked(NOW + DAY)).toBe(NOW);
  expect(checked(NOW + 8 * DAY)).toBe(NOW + 8 * DAY);
  expect(checked(NOW)).toBe(NOW);
});

test('copies are private, complete, and only the last five stay', () => {
  const home = filledHome();
  const store = openIn(home);
  for (let index = 0; index < 7; index += 1) store.backup(`copy-${index}`);
  const folder = join(home, 'backups');
  expect(readdirSync(folder)).toEqual([2, 3, 4, 5, 6].map((index) => `copy-${index}.db`));
  const copy = new Database(join(folder, 'copy-6.db'), { readonly: true });
  atEnd(() => copy.close());
  expect(stateHash(copy)).toBe(stateHash(store.db));
  expect(statSync(join(folder, 'copy-6.db')).mode & 0o777).toBe(0o600);
});

test('a failed copy leaves no half file', () => {
  const home = filledHome();
  const store = openIn(home);
  mkdirSync(join(home, 'backups', 'taken.db'), { recursive: true });
  expect(() => store.backup('taken')).toThrow();
  expect(readdirSync(join(home, 'backups'))).toEqual(['taken.db']);
});
