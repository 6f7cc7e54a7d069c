import { existsSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { addDays } from '../../src/main/domain/days.ts';
import { archivedYears, archiveFiles, withArchives } from '../../src/main/store/archive-files.ts';
import { connectReading } from '../../src/main/store/open.ts';
import { stateHash, type Db } from '../../src/main/store/store.ts';
import {
  archivableYears,
  moveToArchive,
  moveToArchiveSteps,
  restoreArchive,
  restoreArchiveSteps,
} from '../../src/main/store/writes/archives.ts';
import { ingestDatasetSlice } from '../../src/main/store/writes/ingest-datasets.ts';
import { ingestSlice } from '../../src/main/store/writes/ingest.ts';
import { foldHours } from '../../src/main/store/writes/retention.ts';
import { AGES, cell, cells, HOURS } from './cells.ts';
import { addAccount, atEnd, DAY, newStore, NOW, openIn, record, slice } from './helpers.ts';
import { mountTmpfs, remount } from './mounts.ts';

const YEAR = 2025;
const MOVED = ['insight_segment', 'insight_segment_revision', 'insight_day_revision', 'conversion_day_revision'];
const KEPT = [
  'entity',
  'insight_day',
  'insight_month',
  'conversion_day',
  'coverage',
  'insight_period',
  'insight_hour_profile',
];

/** Rows of two years with a restatement each, in two accounts. */
function fill(db: Db, perDay = 1): number {
  const keys = ['1001', '1002'].map((adAccountId) => addAccount(db, { adAccountId }));
  for (const key of keys)
    for (const start of ['2024-12-30', '2025-06-28', '2025-12-29'])
      for (const round of [0, 1]) {
        const days = [0, 1, 2, 3].map((index) => addDays(start, index));
        const range = { from: days[0] ?? '', to: days[3] ?? '', now: NOW + round };
        const ids = Array.from({ length: perDay }, (_, n) => `c${n}`);
        const told = { spendMicros: 10 + round, conversions: 1 + round };
        const lead = { actionType: 'lead', window: 'default' as const, count: 1.1 + round, valueMicros: null };
        const rows = days.flatMap((day) => ids.map((entityId) => record({ ...told, entityId, day, actions: [lead] })));
        ingestSlice(db, slice(key, { ...range, records: rows, coveredDays: days }));
        for (const [dataset, segment] of [
          [HOURS, { hour: '07' }],
          [AGES, { age: '18-24' }],
        ] as const)
          ingestDatasetSlice(
            db,
            cells(key, { ...range, dataset, records: rows.map((row) => cell({ ...row, to: row.day, segment })) }),
          );
      }
  return keys[0] ?? 0;
}

const count = (db: Db, table: string): number => db.prepare(`SELECT count(*) FROM ${table}`).pluck().get() as number;
const ofYear = (db: Db, table: string): number =>
  db.prepare(`SELECT count(*) FROM main.${table} WHERE day / 10000 = ${YEAR}`).pluck().get() as number;
const caught = (work: () => unknown): unknown => {
  try {
    work();
  } catch (error) {
    return error;
  }
  return null;
};

test('a past year moves to its file and is read as if it had stayed; restored, everything is as before', () => {
  const store = newStore();
  const { db, home } = store;
  fill(db);
  const all = stateHash(db, MOVED);
  const before = stateHash(db);
  const kept = stateHash(db, KEPT);
  expect(archivableYears(db, NOW)).toEqual([2024, 2025]);
  const moved = moveToArchive(db, home, { year: YEAR, now: NOW });
  // Two accounts, nine days of 2025: two cells and their old values, an old value of the day and of its conversion.
  expect(moved).toEqual({ rows: 2 * 9 * 6, left: 0 });
  for (const table of MOVED) expect([table, ofYear(db, table)]).toEqual([table, 0]);
  expect(count(db, 'insight_segment')).toBe(2 * 3 * 2);
  expect(stateHash(db, KEPT)).toBe(kept);
  const path = join(home, 'archive/2025.db');
  expect(readdirSync(join(home, 'archive'))).toEqual(['2025.db']);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(archiveFiles(db)).toEqual([
    { year: YEAR, file: 'archive/2025.db', movedAt: NOW, rows: moved.rows, bytes: statSync(path).size },
  ]);
  expect([archivedYears(db, 20250301, 20260101), archivedYears(db, 20240101, 20241231)]).toEqual([[2025], []]);
  expect(withArchives(db, [YEAR], () => stateHash(db, MOVED))).toBe(all);
  expect(withArchives(db, [2024], () => count(db, 'insight_segment'))).toBe(12);
  expect(count(db, 'insight_segment')).toBe(12);
  expect(moveToArchive(db, home, { year: YEAR, now: NOW + 1 })).toEqual({ rows: 0, left: 0 });
  expect(withArchives(db, [YEAR], () => stateHash(db, MOVED))).toBe(all);
  expect(restoreArchive(db, home, { year: YEAR })).toEqual({ rows: moved.rows, left: 0 });
  expect(stateHash(db)).toBe(before);
  expect([archiveFiles(db), existsSync(path)]).toEqual([[], false]);
  expect(restoreArchive(db, home, { year: YEAR })).toEqual({ rows: 0, left: 0 });
});

test('a statement prepared before, within or after sees the archive only within', () => {
  const { db, home } = newStore();
  fill(db);
  const statement = db.prepare('SELECT count(*) FROM insight_segment').pluck();
  expect(statement.get()).toBe(48);
  moveToArchive(db, home, { year: YEAR, now: NOW });
  for (const _ of [0, 1]) {
    expect([statement.get(), withArchives(db, [YEAR], () => statement.get()), statement.get()]).toEqual([12, 48, 12]);
    expect(caught(() => withArchives(db, [YEAR], () => withArchives(db, [2024], () => 1)))).toBeNull();
  }
  const failing = () =>
    withArchives(db, [YEAR], () => {
      throw new Error('stopped');
    });
  expect(failing).toThrow('stopped');
  expect(statement.get()).toBe(12);
  expect(db.prepare('SELECT count(*) FROM temp.sqlite_schema').pluck().get()).toBe(0);
});

test('a read-only connection reads archives too, and cannot write to them', () => {
  const { db, home, file } = newStore();
  fill(db);
  const all = stateHash(db, MOVED);
  moveToArchive(db, home, { year: YEAR, now: NOW });
  const reader = connectReading(file);
  atEnd(() => reader.close());
  expect(withArchives(reader, [YEAR], () => stateHash(reader, MOVED))).toBe(all);
  expect(reader.pragma('query_only', { simple: true })).toBe(1);
  reader.pragma('query_only = OFF');
  expect(() => withArchives(reader, [YEAR], () => reader.exec('DELETE FROM archive_2025.insight_segment'))).toThrow(
    /readonly/,
  );
});

test('stopped after any step, moving and restoring read every row once, and going on ends the same', () => {
  const { db, home } = newStore();
  fill(db);
  const all = stateHash(db, MOVED);
  const before = stateHash(db);
  const read = () => withArchives(db, [YEAR], () => stateHash(db, MOVED));
  db.pragma('synchronous = OFF');
  // Every fifth step; there are about fifty, half of them copying and half deleting.
  for (let stopAfter = 0; ; stopAfter += 5) {
    const steps = moveToArchiveSteps(db, home, { year: YEAR, now: NOW });
    let ended = false;
    for (let step = 0; step <= stopAfter && !ended; step += 1) ended = steps.next().done === true;
    // Left where it stands, as a killed process leaves it; what it holds open is closed at the end.
    if (!ended) atEnd(() => steps.return({ rows: 0, left: 0 }));
    expect(read()).toBe(all);
    moveToArchive(db, home, { year: YEAR, now: NOW });
    expect([read(), ofYear(db, 'insight_segment')]).toEqual([all, 0]);
    const back = restoreArchiveSteps(db, home, { year: YEAR });
    for (let step = 0; step < stopAfter; step += 1) back.next();
    expect(read()).toBe(all);
    restoreArchive(db, home, { year: YEAR });
    expect(stateHash(db)).toBe(before);
    if (ended) break;
  }
});

test('a copy that does not hold a row as it is now deletes nothing; the next move takes it', () => {
  const { db, home } = newStore();
  const key = fill(db);
  const steps = moveToArchiveSteps(db, home, { year: YEAR, now: NOW });
  while (!existsSync(join(home, 'archive/2025.db'))) steps.next();
  // Copied and not yet deleted, a day of the year is told differently.
  const day = '2025-12-30';
  const changed = { from: day, to: day, now: NOW + DAY };
  const told = cell({ entityId: 'c0', day, to: day, segment: { age: '18-24' }, spendMicros: 77 });
  ingestDatasetSlice(db, cells(key, { ...changed, dataset: AGES, records: [told] }));
  const all = withArchives(db, [YEAR], () => stateHash(db, MOVED));
  let last = steps.next();
  while (last.done !== true) last = steps.next();
  expect(last.value.left).toBe(2);
  expect(db.prepare('SELECT spend_micros FROM insight_segment WHERE day = 20251230').pluck().all()).toEqual([77]);
  expect(withArchives(db, [YEAR], () => stateHash(db, MOVED))).toBe(all);
  expect(moveToArchive(db, home, { year: YEAR, now: NOW })).toMatchObject({ left: 0 });
  expect(ofYear(db, 'insight_segment')).toBe(0);
  expect(withArchives(db, [YEAR], () => stateHash(db, MOVED))).toBe(all);
});

test('an archived day that is told again is counted, not stored; a day of that year never read before is stored', () => {
  const { db, home } = newStore();
  const key = fill(db);
  moveToArchive(db, home, { year: YEAR, now: NOW });
  const all = withArchives(db, [YEAR], () => stateHash(db, MOVED));
  const told = (day: string) => cell({ entityId: 'c0', day, to: day, segment: { age: '18-24' }, spendMicros: 5 });
  const range = { from: '2025-12-30', to: '2025-12-30', dataset: AGES };
  expect(ingestDatasetSlice(db, cells(key, { ...range, records: [told('2025-12-30')] }))).toMatchObject({
    stowed: 1,
    unchanged: 1,
  });
  expect(withArchives(db, [YEAR], () => stateHash(db, MOVED))).toBe(all);
  const other = { from: '2025-03-01', to: '2025-03-01', dataset: AGES };
  expect(ingestDatasetSlice(db, cells(key, { ...other, records: [told('2025-03-01')] }))).toMatchObject({ new: 1 });
  expect(moveToArchive(db, home, { year: YEAR, now: NOW })).toEqual({ rows: 1, left: 0 });
  expect(withArchives(db, [YEAR], () => count(db, 'insight_segment'))).toBe(2 * 12 * 2 + 1);
  // The daily figures go on being restated, with their ledger.
  const day = record({ entityId: 'c0', day: '2025-12-30', spendMicros: 1 });
  ingestSlice(db, slice(key, { from: day.day, to: day.day, now: NOW + DAY, records: [day], coveredDays: [day.day] }));
  const ledger = `SELECT revision, spend_micros FROM insight_day_revision WHERE ad_account_key = ${key} AND day = 20251230 ORDER BY 1`;
  expect(db.prepare(ledger).raw().all()).toEqual([[1, 11]]);
  expect(withArchives(db, [YEAR], () => db.prepare(ledger).raw().all())).toEqual([
    [0, 10],
    [1, 11],
  ]);
});

test('month sums equal the days after folding, moving and restoring', () => {
  const { db, home } = newStore();
  const key = fill(db);
  const sums = () => {
    const months = db
      .prepare(
        'SELECT ad_account_key, level, month, entity_key, spend_micros, days FROM insight_month ORDER BY 1, 2, 3, 4',
      )
      .raw()
      .all();
    const days = db
      .prepare(
        `SELECT ad_account_key, level, day / 100, entity_key, sum(spend_micros), count(*) FROM insight_day
         GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4`,
      )
      .raw()
      .all();
    expect(months).toEqual(days);
    return months;
  };
  const before = sums();
  expect(before).not.toEqual([]);
  foldHours(db, { before: new Map([[key, '2025-07-01']]), now: NOW });
  expect(sums()).toEqual(before);
  moveToArchive(db, home, { year: YEAR, now: NOW });
  expect(sums()).toEqual(before);
  // What was folded is no longer detail and does not move; what was moved is not folded.
  expect(foldHours(db, { before: new Map([[key, '2025-12-31']]), now: NOW })).toEqual({ days: 0, rows: 0 });
  restoreArchive(db, home, { year: YEAR });
  expect(sums()).toEqual(before);
});

test('a year that may still change is refused', () => {
  const { db, home } = newStore();
  fill(db);
  const soon = Date.parse('2026-05-20T00:00:00Z');
  expect(archivableYears(db, soon)).toEqual([2024]);
  for (const year of [2025, 2026, 2019]) expect(() => moveToArchive(db, home, { year, now: soon })).toThrow(RangeError);
  expect(existsSync(join(home, 'archive'))).toBe(false);
});

test('an archive that is gone or damaged is named, and the workspace goes on without it', () => {
  const { db, home } = newStore();
  const key = fill(db);
  moveToArchive(db, home, { year: YEAR, now: NOW });
  const path = join(home, 'archive/2025.db');
  const named = expect.objectContaining({
    code: 'ARCHIVE_UNREADABLE',
    sentence: expect.stringContaining(path) as string,
  });
  writeFileSync(path, 'not a database at all, but long enough to be taken for one by its size');
  expect(caught(() => withArchives(db, [YEAR], () => count(db, 'insight_segment')))).toEqual(named);
  writeFileSync(path, '');
  expect(caught(() => withArchives(db, [YEAR], () => count(db, 'insight_segment')))).toEqual(named);
  rmSync(path);
  expect(caught(() => withArchives(db, [YEAR], () => count(db, 'insight_segment')))).toEqual(named);
  expect(caught(() => restoreArchive(db, home, { year: YEAR }))).toEqual(named);
  expect(existsSync(path)).toBe(false);
  // Never begun anew: what the file held is nowhere else.
  const day = { from: '2025-03-01', to: '2025-03-01', dataset: AGES };
  const told = cell({ day: day.from, to: day.to, segment: { age: '18-24' } });
  ingestDatasetSlice(db, cells(key, { ...day, records: [told] }));
  expect(caught(() => moveToArchive(db, home, { year: YEAR, now: NOW }))).toEqual(named);
  expect([existsSync(path), count(db, 'insight_segment')]).toEqual([false, 13]);
  expect((db.pragma('database_list') as { name: string }[]).filter(({ name }) => name.startsWith('archive'))).toEqual(
    [],
  );
});

test('a file written before a column was added is read and added to', () => {
  const { db, home } = newStore();
  const key = fill(db);
  moveToArchive(db, home, { year: YEAR, now: NOW });
  for (const table of ['insight_segment', 'insight_segment_revision'])
    db.exec(`ALTER TABLE ${table} ADD COLUMN later INTEGER`);
  expect(
    withArchives(db, [YEAR], () => db.prepare('SELECT count(*), count(later) FROM insight_segment').raw().get()),
  ).toEqual([48, 0]);
  const day = '2025-03-01';
  const told = cell({ day, to: day, segment: { age: '18-24' } });
  ingestDatasetSlice(db, cells(key, { from: day, to: day, dataset: AGES, records: [told] }));
  db.exec('UPDATE insight_segment SET later = 4 WHERE day = 20250301');
  expect(moveToArchive(db, home, { year: YEAR, now: NOW })).toEqual({ rows: 1, left: 0 });
  expect(withArchives(db, [YEAR], () => db.prepare('SELECT sum(later) FROM insight_segment').pluck().get())).toBe(4);
});

test('a full disk stops moving and restoring with its sentence and loses nothing', ({ skip }) => {
  const mount = mountTmpfs('16m');
  if (mount === null) skip('mounting is not allowed here');
  const home = join(mount ?? '', 'workspace');
  const store = openIn(home);
  const { db } = store;
  fill(db, 300);
  db.pragma('wal_checkpoint(TRUNCATE)');
  const all = stateHash(db, MOVED);
  const before = stateHash(db);
  const used = statSync(store.file).size;
  const ballast = join(mount ?? '', 'ballast');
  const leave = (bytes: number) => {
    rmSync(ballast, { force: true });
    const archive = join(home, 'archive/2025.db');
    const taken = statSync(store.file).size + (existsSync(archive) ? statSync(archive).size : 0);
    writeFileSync(ballast, Buffer.alloc(Math.max(0, 16 * 1024 * 1024 - taken - bytes)));
  };
  leave(400_000);
  const full = expect.objectContaining({ code: 'DISK_FULL' });
  expect(caught(() => moveToArchive(db, home, { year: YEAR, now: NOW }))).toEqual(full);
  expect([db.inTransaction, stateHash(db), readdirSync(join(home, 'archive'))]).toEqual([false, before, []]);
  remount(mount ?? '', 'size=64m');
  expect(moveToArchive(db, home, { year: YEAR, now: NOW })).toMatchObject({ left: 0 });
  expect(withArchives(db, [YEAR], () => stateHash(db, MOVED))).toBe(all);
  expect(used).toBeGreaterThan(2_000_000);
  db.exec('VACUUM');
  db.pragma('wal_checkpoint(TRUNCATE)');
  rmSync(ballast);
  const taken = statSync(store.file).size + statSync(join(home, 'archive/2025.db')).size;
  remount(mount ?? '', `size=${Math.ceil((taken + 300_000) / 1024)}k`);
  expect(caught(() => restoreArchive(db, home, { year: YEAR }))).toEqual(full);
  expect(withArchives(db, [YEAR], () => stateHash(db, MOVED))).toBe(all);
  remount(mount ?? '', 'size=64m');
  restoreArchive(db, home, { year: YEAR });
  expect(stateHash(db)).toBe(before);
  expect(readdirSync(dirname(join(home, 'archive/2025.db')))).toEqual([]);
});
