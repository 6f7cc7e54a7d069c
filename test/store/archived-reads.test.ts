import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { eachDay } from '../../src/main/domain/days.ts';
import { StoreError } from '../../src/main/store/errors.ts';
import { createInProcessReader, createReader, type Reader } from '../../src/main/store/reader-link.ts';
import { findClient } from '../../src/main/store/writes/clients.ts';
import { moveToArchive } from '../../src/main/store/writes/archives.ts';
import { ingestDatasetSlice } from '../../src/main/store/writes/ingest-datasets.ts';
import { ingestSlice } from '../../src/main/store/writes/ingest.ts';
import { AGES, cell, cells, HOURS } from './cells.ts';
import { addAccount, atEnd, DAY, newStore, NOW, record, SETTLE, slice } from './helpers.ts';

const FROM = '2025-12-28';
const TO = '2026-01-03';

/** A week over the turn of a year, told twice: the second time with other figures. */
function filled() {
  const store = newStore();
  const { db } = store;
  const key = addAccount(db);
  const days = eachDay(FROM, TO);
  const first = Date.parse('2026-01-10T12:00:00Z');
  for (const [now, spendMicros] of [
    [first, 10],
    [first + 5 * DAY, 15],
  ] as const) {
    const campaign = { entityId: 'c1', campaignId: 'c1', spendMicros, conversions: spendMicros };
    const actions = [{ actionType: 'lead', window: 'default' as const, count: spendMicros, valueMicros: null }];
    const records = days.map((day) => record({ ...campaign, day, actions }));
    ingestSlice(db, slice(key, { from: FROM, to: TO, now, records }));
    for (const [dataset, segment] of [
      [AGES, { age: '25-34' }],
      [HOURS, { hour: '07' }],
    ] as const) {
      const told = days.map((day) => cell({ ...campaign, day, to: day, segment }));
      ingestDatasetSlice(db, cells(key, { dataset, from: FROM, to: TO, now, records: told }));
    }
  }
  const common = {
    clientId: findClient(db, 'Żabka') ?? '',
    platforms: null,
    level: 'campaign' as const,
    settle: SETTLE,
    now: NOW,
  };
  const range = { from: FROM, to: TO };
  const asKnownOn = new Date(first + DAY).toISOString();
  const about = {
    ...common,
    range,
    parentId: null,
    entityId: null,
    datasets: { meta: [AGES, HOURS], google: [] },
  };
  const answers = async (reader: Reader) => [
    await reader.query('insights', { ...common, range, by: 'range', asKnownOn }),
    await reader.query('entitiesView', { ...common, range, compare: range, parentId: null, asKnownOn }),
    await reader.query('overview', { ...common, range, compare: null, asKnownOn }),
    await reader.query('breakdown', { ...about, breakdown: 'age' }),
    await reader.query('breakdown', { ...about, breakdown: 'age', asKnownOn }),
    await reader.query('hours', about),
    await reader.query('days', { ...common, range }),
    await reader.query('changes', {
      ...common,
      since: asKnownOn,
      range: null,
      entityId: null,
      limit: 100,
      after: null,
    }),
  ];
  return { store, common, range, asKnownOn, answers };
}

test('what moved to an archive is read as if it had stayed, by the worker and beside the writer', async () => {
  const { store, answers } = filled();
  const here = createInProcessReader(store.db);
  const before = await answers(here);
  expect(JSON.stringify(before[0])).toContain('"spendMicros":70');
  expect(JSON.stringify(before[3])).toContain('"spendMicros":105');
  expect(moveToArchive(store.db, store.home, { year: 2025, now: NOW }).rows).toBeGreaterThan(0);
  expect(await answers(here)).toEqual(before);
  const worker = createReader(store.file);
  atEnd(() => void worker.close());
  expect(await answers(worker)).toEqual(before);
  // The same statements once more, now that the views they were made for are gone and back.
  expect(await answers(worker)).toEqual(before);
  await worker.close();
});

test('figures of now do not need the archive; what once was known says that its file is gone', async () => {
  const { store, common, range, asKnownOn } = filled();
  moveToArchive(store.db, store.home, { year: 2025, now: NOW });
  rmSync(join(store.home, 'archive/2025.db'));
  const reader = createInProcessReader(store.db);
  const now = await reader.query('insights', { ...common, range, by: 'range' });
  expect(now?.rows).toMatchObject([{ spendMicros: 105, conversions: { lead: 105 } }]);
  await expect(reader.query('insights', { ...common, range, by: 'range', asKnownOn })).rejects.toMatchObject({
    code: 'ARCHIVE_UNREADABLE',
  });
  const worker = createReader(store.file);
  atEnd(() => void worker.close());
  await expect(worker.query('insights', { ...common, range, by: 'range', asKnownOn })).rejects.toBeInstanceOf(
    StoreError,
  );
  await worker.close();
  const later = { from: '2026-01-01', to: TO };
  expect((await reader.query('insights', { ...common, range: later, by: 'range', asKnownOn }))?.rows).toMatchObject([
    { spendMicros: 30 },
  ]);
});
