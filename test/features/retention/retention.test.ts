import { expect, test } from 'vitest';
import { addDays } from '../../../src/main/domain/days.ts';
import { createRetention, type RetentionDeps } from '../../../src/main/features/retention/retention.ts';
import type { Db, Store } from '../../../src/main/store/store.ts';
import { withArchives } from '../../../src/main/store/archive-files.ts';
import { ingestDatasetSlice } from '../../../src/main/store/writes/ingest-datasets.ts';
import { readSetting } from '../../../src/main/store/writes/settings.ts';
import { cell, cells } from '../../store/cells.ts';
import { addAccount, newStore, NOW } from '../../store/helpers.ts';

type Line = { level: string; message: string; fields: unknown };

function retention(store: Store, over: Partial<RetentionDeps> = {}) {
  const lines: Line[] = [];
  const made = createRetention({
    store,
    platforms: new Map([['meta', { capabilities: { lookbackDays: 28, conversionSettleDays: 7 } }]]),
    settings: () => ({}),
    now: () => NOW,
    log: (level, message, fields) => void lines.push({ level, message, fields }),
    ...over,
  });
  return { ...made, lines };
}

/** An hour on each of the last `days` days before the one on which NOW is in Warsaw. */
function hours(db: Db, key: number, days: number): void {
  const to = '2026-11-19';
  const from = addDays(to, 1 - days);
  const records = Array.from({ length: days }, (_, index) => {
    const day = addDays(from, index);
    return cell({ day, to: day });
  });
  ingestDatasetSlice(db, cells(key, { from, to, records }));
}

const oldest = (db: Db, key: number): unknown =>
  db.prepare('SELECT min(day) FROM insight_segment WHERE ad_account_key = ?').pluck().get(key);

test('hours stay for the look-back and 90 days, as counted by the account: its zone and its longest conversion window', async () => {
  const store = newStore();
  const { db } = store;
  const warsaw = addAccount(db);
  const angeles = addAccount(db, { adAccountId: '1002', timeZone: 'America/Los_Angeles' });
  const long = addAccount(db, { adAccountId: '1003' });
  db.prepare('UPDATE ad_account SET conversion_window_days = 90 WHERE id = ?').run(long);
  for (const key of [warsaw, angeles, long]) hours(db, key, 200);
  const now = () => Date.parse('2026-11-20T05:00:00Z');
  expect(await retention(store, { now }).run()).toMatchObject({ foldedRows: 200 - 118 + 200 - 119 + 200 - 180 });
  // The 20th in Warsaw, still the 19th in Los Angeles.
  expect([warsaw, angeles, long].map((key) => oldest(db, key))).toEqual([20260725, 20260724, 20260524]);
});

test('a person may keep more or less, but never less than is read again', async () => {
  const store = newStore();
  const { db } = store;
  const key = addAccount(db);
  hours(db, key, 200);
  expect(await retention(store, { settings: () => ({ hoursKeptDays: 365 }) }).run()).toMatchObject({ foldedRows: 0 });
  await retention(store, { settings: () => ({ hoursKeptDays: 60 }) }).run();
  expect(oldest(db, key)).toBe(20260921);
  await retention(store, { settings: () => ({ hoursKeptDays: 1 }) }).run();
  expect(oldest(db, key)).toBe(20261022);
});

test('a clock that is years ahead folds no more than the newest figures allow', async () => {
  const store = newStore();
  const { db } = store;
  const key = addAccount(db);
  hours(db, key, 200);
  await retention(store, { now: () => Date.parse('2031-01-01T00:00:00Z') }).run();
  expect(oldest(db, key)).toBe(20260725);
});

test('two at once do it once; stopped, it ends after the transaction under way and goes on another time', async () => {
  const store = newStore();
  const { db } = store;
  const key = addAccount(db);
  hours(db, key, 400);
  const first = retention(store);
  const running = first.run();
  expect(await first.run()).toBeNull();
  first.stop();
  expect(await running).toBeNull();
  const left = db.prepare('SELECT count(*) FROM insight_segment').pluck().get() as number;
  expect(left).toBeGreaterThan(118);
  expect(left).toBeLessThan(400);
  expect(readSetting(db, 'retentionRanAt')).toBeUndefined();
  expect(await retention(store).run()).toMatchObject({ foldedRows: left - 118 });
  expect(readSetting(db, 'retentionRanAt')).toBe(NOW);
});

test('a failure is logged, nothing is thrown, and everything stays', async () => {
  const store = newStore();
  const { db } = store;
  const key = addAccount(db);
  hours(db, key, 200);
  db.exec(`CREATE TEMP TRIGGER breaks BEFORE INSERT ON insight_hour_profile BEGIN SELECT RAISE(ABORT, 'stopped'); END`);
  const failing = retention(store);
  expect(await failing.run()).toBeNull();
  expect(failing.lines).toMatchObject([
    { level: 'error', message: 'Old detail could not be folded; it stays as it is.' },
  ]);
  expect(oldest(db, key)).toBe(20260504);
  db.exec('DROP TRIGGER breaks');
  expect(await failing.run()).toMatchObject({ foldedRows: 82 });
});

test('a year goes out and comes back', async () => {
  const store = newStore();
  const { db } = store;
  const key = addAccount(db);
  hours(db, key, 500);
  const { archive, restore } = retention(store);
  const count = () => db.prepare('SELECT count(*) FROM insight_segment').pluck().get();
  const moved = await archive(2025);
  expect(moved).toMatchObject({ left: 0 });
  expect(count()).toBe(500 - moved.rows);
  expect(withArchives(db, [2025], count)).toBe(500);
  await expect(archive(2026)).rejects.toMatchObject({ code: 'BAD_INPUT' });
  expect(await restore(2025)).toEqual(moved);
  expect(count()).toBe(500);
});
