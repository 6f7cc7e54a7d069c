import { statSync } from 'node:fs';
import { expect, test } from 'vitest';
import { addDays, eachDay } from '../../src/main/domain/days.ts';
import { diskForecast } from '../../src/main/store/reads/disk-forecast.ts';
import type { Db } from '../../src/main/store/store.ts';
import { moveToArchive } from '../../src/main/store/writes/archives.ts';
import { ingestDatasetSlice } from '../../src/main/store/writes/ingest-datasets.ts';
import { ingestSlice } from '../../src/main/store/writes/ingest.ts';
import { foldHours } from '../../src/main/store/writes/retention.ts';
import { AGES, cell, cells } from './cells.ts';
import { addAccount, newStore, NOW, record, slice } from './helpers.ts';

const ENTITIES = Array.from({ length: 40 }, (_, index) => `c${index}`);
const HOURS_OF_DAY = Array.from({ length: 24 }, (_, hour) => String(hour).padStart(2, '0'));

function fill(db: Db, key: number, from: string, to: string): void {
  for (const day of eachDay(from, to)) {
    const range = { from: day, to: day, coveredDays: [day] };
    for (const spendMicros of [1, 2])
      ingestSlice(
        db,
        slice(key, { ...range, records: ENTITIES.map((entityId) => record({ entityId, day, spendMicros })) }),
      );
    const rows = ENTITIES.map((entityId) => cell({ entityId, day, to: day }));
    const hours = rows.slice(0, 10).flatMap((row) => HOURS_OF_DAY.map((hour) => ({ ...row, segment: { hour } })));
    ingestDatasetSlice(db, cells(key, { ...range, records: hours }));
    const ages = rows.map((row) => ({ ...row, segment: { age: '18-24' } }));
    ingestDatasetSlice(db, cells(key, { ...range, dataset: AGES, records: ages }));
  }
}

test('an empty workspace does not grow', () => {
  const store = newStore();
  const forecast = diskForecast(store.db, { now: NOW, hoursKeptDays: 120 });
  expect(forecast).toMatchObject({ bytesPerDay: 0, folding: 0, archiving: [], archiveBytes: 0, estimated: false });
  expect(forecast.bytesIn12Months).toBe(forecast.bytes);
});

test('what the tables take, what a day adds, and what folding and moving would free, close to what happens', () => {
  const store = newStore();
  const { db, home, file } = store;
  db.pragma('synchronous = OFF');
  const key = addAccount(db);
  fill(db, key, '2025-01-01', '2025-03-31');
  fill(db, key, '2026-09-20', '2026-11-19');
  db.exec('VACUUM');
  db.pragma('wal_checkpoint(TRUNCATE)');
  const ask = () => diskForecast(db, { now: NOW, hoursKeptDays: 30 });
  const before = ask();
  expect(before.bytes).toBe(statSync(file).size + statSync(`${file}-wal`).size);
  const size = (name: string) => before.tables.find((table) => table.name === name)?.bytes ?? 0;
  expect(before.tables[0]?.name).toBe('insight_segment');
  expect(before.tables.reduce((sum, table) => sum + table.bytes, 0) + before.freeBytes).toBeGreaterThan(
    0.95 * before.bytes,
  );
  // A month more, and it is as large as it was said to be, within a fifth.
  fill(db, key, '2026-11-20', addDays('2026-11-20', 27));
  db.exec('VACUUM');
  db.pragma('wal_checkpoint(TRUNCATE)');
  const grown = statSync(file).size - before.bytes;
  expect(before.bytesPerDay * 28).toBeGreaterThan(0.8 * grown);
  expect(before.bytesPerDay * 28).toBeLessThan(1.2 * grown);
  expect(before.bytesIn12Months).toBe(before.bytes + 365 * before.bytesPerDay);

  const whole = ask();
  moveToArchive(db, home, { year: 2025, now: NOW });
  const moved = ask();
  const said = whole.archiving.find((one) => one.year === 2025)?.bytes ?? 0;
  expect(moved.archiveBytes).toBeGreaterThan(0);
  expect(said).toBeGreaterThan(0.8 * moved.freeBytes);
  expect(said).toBeLessThan(1.25 * moved.freeBytes);
  expect(moved.archiving.find((one) => one.year === 2025)?.bytes ?? 0).toBeLessThan(said / 2);

  foldHours(db, { before: new Map([[key, '2026-10-21']]), now: NOW });
  const folded = ask();
  const freed = folded.freeBytes - moved.freeBytes;
  expect(moved.folding).toBeGreaterThan(0.7 * freed);
  expect(moved.folding).toBeLessThan(1.4 * freed);
  expect(folded.folding).toBe(0);
  expect(size('insight_day_revision')).toBeGreaterThan(0);
});
