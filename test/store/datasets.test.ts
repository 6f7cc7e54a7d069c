import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Dataset } from '../../src/contract/datasets.ts';
import { eachDay } from '../../src/main/domain/days.ts';
import type { DatasetInput } from '../../src/main/store/records.ts';
import { importDetail } from '../../src/main/store/reads/runs.ts';
import { openStore, stateHash, type Db } from '../../src/main/store/store.ts';
import { findClient } from '../../src/main/store/writes/clients.ts';
import {
  ingestDatasetSlice,
  ingestDatasetSteps,
  type DatasetIngestInput,
} from '../../src/main/store/writes/ingest-datasets.ts';
import { addSlices, createRuns } from '../../src/main/store/writes/runs.ts';
import { AGES, cell, cells, dataset, HOURS, MONTHS, segmentOf } from './cells.ts';
import { addAccount, atEnd, DAY, dayOf, migrationsFolder, newStore, NOW, tempFolder } from './helpers.ts';

const TABLES = [
  'insight_segment',
  'insight_segment_revision',
  'dataset_coverage',
  'insight_period',
  'insight_period_revision',
  'period_coverage',
];

function emptiable(): { db: Db; key: number; clear(): void } {
  const store = openStore({ home: tempFolder(), migrationsFolder, clock: { now: () => NOW } });
  atEnd(() => store.close());
  store.db.pragma('synchronous = OFF');
  const key = addAccount(store.db);
  const clear = [...TABLES, 'entity_history', 'entity', 'segment', 'dataset'].map((table) => `DELETE FROM ${table}`);
  return { db: store.db, key, clear: () => store.db.exec(clear.join(';')) };
}

const metric = fc.option(fc.integer({ min: 0, max: 5_000_000_000 }), { nil: null });
const values = fc.record({
  spendMicros: metric,
  impressions: metric,
  clicks: metric,
  linkClicks: metric,
  reach: metric,
  conversions: fc.option(fc.double({ min: -5, max: 5_000, noNaN: true }), { nil: null }),
  conversionValueMicros: metric,
  actions: fc.uniqueArray(
    fc.record({
      actionType: fc.constantFrom('lead', 'purchase'),
      window: fc.constantFrom('default' as const, '1d_click' as const),
      count: fc.option(fc.double({ min: 0, max: 100, noNaN: true }), { nil: null }),
      valueMicros: metric,
    }),
    { maxLength: 3, selector: (one) => `${one.actionType}/${one.window}` },
  ),
});
const DAYS = 6;
const kinds = [
  HOURS,
  AGES,
  dataset('ad', 'hour', 'hour'),
  dataset('ad_group', 'day', 'age_gender'),
  dataset('account', 'day', 'placement'),
];

type Told = { entity: number; day: number; segment: number } & Partial<Omit<DatasetInput, 'day' | 'segment'>>;
const told = fc
  .tuple(fc.record({ entity: fc.nat(2), day: fc.nat(DAYS - 1), segment: fc.nat(8) }), values)
  .map(([at, row]): Told => ({ ...at, ...row }));
const toCell =
  (kind: Dataset) =>
  ({ entity, day, segment, ...row }: Told): DatasetInput =>
    cell({
      level: kind.level,
      entityId: `e${entity}`,
      entityName: `E ${entity}`,
      campaignId: kind.level === 'account' ? null : 'c1',
      campaignName: 'Campaign',
      adGroupId: kind.level === 'ad' ? 'g1' : null,
      day: dayOf(day),
      to: dayOf(day),
      segment: segmentOf(kind.breakdown, segment),
      ...row,
    });
/** What a platform knows of a dataset: one row per entity, day and cell. */
const world = fc.constantFrom(...kinds).chain((kind) =>
  fc
    .uniqueArray(told, {
      maxLength: 25,
      selector: (row) => `${row.entity}/${row.day}/${JSON.stringify(segmentOf(kind.breakdown, row.segment))}`,
    })
    .map((rows) => ({ kind, rows: rows.map(toCell(kind)) })),
);

const total = (counts: { new: number; changed: number; unchanged: number; setAside: number }): number =>
  counts.new + counts.changed + counts.unchanged + counts.setAside;

test('replaying, shuffling and overlapping slices of a dataset end in the same state', () => {
  const { db, key, clear } = emptiable();
  const plan = fc.array(fc.tuple(fc.nat(DAYS - 1), fc.nat(DAYS - 1)), { maxLength: 4 });
  fc.assert(
    fc.property(world, plan, fc.infiniteStream(fc.nat()), ({ kind, rows }, ranges, noise) => {
      const random = (): number => ((noise.next().value as number) % 2) - 0.5;
      const part = (from: number, to: number): DatasetIngestInput =>
        cells(key, {
          dataset: kind,
          from: dayOf(from),
          to: dayOf(to),
          records: rows.filter((row) => row.day >= dayOf(from) && row.day <= dayOf(to)).sort(random),
        });
      clear();
      expect(ingestDatasetSlice(db, part(0, DAYS - 1))).toMatchObject({ new: rows.length, setAside: 0 });
      const expected = stateHash(db);
      for (let again = 0; again < 3; again += 1)
        expect(ingestDatasetSlice(db, part(0, DAYS - 1))).toMatchObject({ unchanged: rows.length, new: 0, changed: 0 });
      expect(stateHash(db)).toBe(expected);
      clear();
      const slices = [...ranges.map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const), [0, 3] as const];
      slices.push([2, DAYS - 1]);
      for (const [from, to] of slices.sort(random)) ingestDatasetSlice(db, part(from, to));
      expect(stateHash(db)).toBe(expected);
    }),
    { numRuns: 60 },
  );
});

test('whatever is restated, the newest follows the rules and the ledger has every row before it with its time', () => {
  const { db, key, clear } = emptiable();
  const METRICS = {
    spend_micros: 'spendMicros',
    impressions: 'impressions',
    clicks: 'clicks',
    link_clicks: 'linkClicks',
    reach: 'reach',
    conversions: 'conversions',
    conversion_value_micros: 'conversionValueMicros',
  } as const;
  type Line = Record<string, number | string | null>;
  const rounds = fc.array(
    fc.uniqueArray(told, { maxLength: 12, selector: (r) => `${r.entity}/${r.day}/${r.segment}` }),
    {
      minLength: 2,
      maxLength: 5,
    },
  );
  fc.assert(
    fc.property(rounds, (answers) => {
      clear();
      const model = new Map<string, Line>();
      const ledger: Line[] = [];
      for (const [round, rows] of answers.entries()) {
        const now = NOW + round * DAY;
        const records = rows.map(toCell(AGES));
        const unique = new Map(records.map((one) => [`${one.entityId}/${one.day}/${one.segment['age']}`, one]));
        const counts = ingestDatasetSlice(
          db,
          cells(key, { dataset: AGES, from: dayOf(0), to: dayOf(DAYS - 1), records: [...unique.values()], now }),
        );
        expect(total(counts)).toBe(unique.size);
        for (const [id, one] of unique) {
          const old = model.get(id);
          const line: Line = {};
          for (const [column, name] of Object.entries(METRICS)) {
            const before = (old?.[column] ?? null) as number | null;
            const gone = name === 'conversions' || name === 'conversionValueMicros' ? 0 : before;
            line[column] = one[name] ?? (before === null ? null : gone);
          }
          const actions = one.actions
            .toSorted((a, b) => (`${a.actionType}/${a.window}` < `${b.actionType}/${b.window}` ? -1 : 1))
            .map(({ actionType, window, count, valueMicros }) => ({ actionType, window, count, valueMicros }));
          line['actions'] = actions.length === 0 ? null : JSON.stringify(actions);
          const { seen_at: _at, revision, id: _id, ...before } = old ?? {};
          if (old !== undefined && JSON.stringify(before) === JSON.stringify(line)) continue;
          if (old !== undefined) ledger.push({ ...old, superseded_at: now });
          model.set(id, { ...line, seen_at: now, revision: old === undefined ? 0 : (revision as number) + 1, id });
        }
      }
      const columns = `${Object.keys(METRICS).join(', ')}, actions, seen_at, revision`;
      const id = `e.entity_id || '/' || substr(day, 1, 4) || '-' || substr(day, 5, 2) || '-' || substr(day, 7, 2) || '/' || (s.value ->> 'age')`;
      const read = (table: string, more: string): unknown[] =>
        db
          .prepare(
            `SELECT ${columns}, ${id} AS id${more} FROM ${table} f JOIN entity e ON e.id = f.entity_key
             JOIN segment s ON s.id = f.segment_key`,
          )
          .all();
      const text = (rows: Iterable<unknown>): string[] => [...rows].map((row) => JSON.stringify(row)).sort();
      expect(text(read('insight_segment', ''))).toEqual(text(model.values()));
      expect(text(read('insight_segment_revision', ', superseded_at'))).toEqual(text(ledger));
    }),
    { numRuns: 60 },
  );
});

test('a platform, dataset, account and cell each make a row of their own', () => {
  const { db } = newStore();
  const key = addAccount(db);
  const other = addAccount(db, { adAccountId: '1002' });
  const hour = { records: [cell()] };
  for (const account of [key, other]) ingestDatasetSlice(db, cells(account, hour));
  ingestDatasetSlice(db, cells(key, { dataset: dataset('campaign', 'hour', 'hour'), ...hour }));
  ingestDatasetSlice(db, cells(key, { dataset: AGES, records: [cell({ segment: { age: '18-24' } })] }));
  ingestDatasetSlice(db, cells(key, { records: [cell(), cell({ segment: { hour: '01', fold: '1' } })] }));
  expect(db.prepare('SELECT count(*) FROM insight_segment').pluck().get()).toBe(4);
  expect(db.prepare('SELECT value FROM segment ORDER BY value').pluck().all()).toEqual([
    '{"age":"18-24"}',
    '{"fold":"1","hour":"01"}',
    '{"hour":"01"}',
  ]);
});

test('rows without their cell, of other days or another level are set aside; a missing hour never lands at 0', () => {
  const { db } = newStore();
  const key = addAccount(db);
  const bad = [
    cell({ segment: {} }),
    cell({ segment: { hour: '' } }),
    cell({ segment: { hour: '24' } }),
    cell({ segment: { hour: '7' } }),
    cell({ segment: { hour: '07', age: '18-24' } }),
    cell({ day: '2026-11-04', to: '2026-11-04' }),
    cell({ day: '2026-11-01', to: '2026-11-02' }),
    cell({ level: 'ad' }),
    cell({ impressions: Number.NaN }),
    cell({ uniqueClicks: 0.5 }),
    cell({ frequency: Number.POSITIVE_INFINITY }),
  ];
  const counts = ingestDatasetSlice(db, cells(key, { records: [...bad, cell()], setAside: [{ reason: 'x', raw: 1 }] }));
  expect(counts).toEqual({ new: 1, changed: 0, unchanged: 0, setAside: bad.length + 1, stowed: 0 });
  expect(db.prepare('SELECT value FROM segment').pluck().all()).toEqual(['{"hour":"01"}']);
});

test('a repeated row counts as unchanged; of two that contradict each other the fuller is kept, whichever came first', () => {
  const hashes = [false, true].map((reversed) => {
    const { db } = newStore();
    const key = addAccount(db);
    const records = [cell(), cell(), cell({ impressions: 2_000 }), cell({ segment: { hour: '02' } })];
    const counts = ingestDatasetSlice(db, cells(key, { records: reversed ? records.reverse() : records }));
    expect(total(counts)).toBe(4);
    expect(counts).toMatchObject({ new: 2, setAside: reversed ? 2 : 1 });
    expect(db.prepare('SELECT impressions FROM insight_segment ORDER BY segment_key').pluck().all().sort()).toEqual([
      1_000, 2_000,
    ]);
    return stateHash(db);
  });
  expect(hashes[0]).toBe(hashes[1]);
});

test('every day asked for is covered, also without rows; the first reading keeps its time, the last one moves', () => {
  const { db } = newStore();
  const key = addAccount(db);
  const read = () =>
    db.prepare('SELECT day, first_read_at - ? AS f, read_at - ? AS r, rows FROM dataset_coverage').raw().all(NOW, NOW);
  ingestDatasetSlice(db, cells(key, { records: [cell()] }));
  ingestDatasetSlice(
    db,
    cells(key, { from: '2026-11-02', now: NOW + 5, records: [cell({ day: '2026-11-02', to: '2026-11-02' })] }),
  );
  expect(read()).toEqual([
    [20261101, 0, 0, 1],
    [20261102, 0, 5, 1],
    [20261103, 0, 5, 0],
  ]);
});

test('a slice of some entities covers nothing but what it is told to be the last piece of', () => {
  const { db } = newStore();
  const key = addAccount(db);
  const piece = (id: string, coveredDays?: string[]) =>
    ingestDatasetSlice(
      db,
      cells(key, {
        to: '2026-11-01',
        entities: { level: 'campaign', ids: [id] },
        records: [cell({ entityId: id, campaignId: id })],
        ...(coveredDays && { coveredDays }),
      }),
    );
  piece('1');
  piece('2', []);
  expect(db.prepare('SELECT count(*) FROM dataset_coverage').pluck().get()).toBe(0);
  piece('3', ['2026-11-01']);
  expect(db.prepare('SELECT day, rows FROM dataset_coverage').raw().all()).toEqual([[20261101, 3]]);
});

test('a row a complete answer no longer has stays', () => {
  const { db } = newStore();
  const key = addAccount(db);
  ingestDatasetSlice(db, cells(key, { records: [cell(), cell({ segment: { hour: '02' } })] }));
  const counts = ingestDatasetSlice(db, cells(key, { now: NOW + 1, records: [cell()] }));
  expect(counts).toMatchObject({ unchanged: 1, changed: 0 });
  expect(db.prepare('SELECT count(*) FROM insight_segment').pluck().get()).toBe(2);
});

test('a period row belongs to its range: a longer range is another row, reach and unique counts are kept per range', () => {
  const { db } = newStore();
  const key = addAccount(db);
  const month = (day: string, to: string, over: Partial<DatasetInput> = {}) =>
    cell({ day, to, segment: {}, reach: 27_085, frequency: 3.7, uniqueClicks: 12, uniqueLinkClicks: null, ...over });
  const put = (from: string, to: string, records: DatasetInput[], now = NOW) =>
    ingestDatasetSlice(db, cells(key, { dataset: MONTHS, from, to, records, now }));
  put('2026-10-01', '2026-10-31', [month('2026-10-01', '2026-10-31')]);
  put('2026-11-01', '2026-11-12', [month('2026-11-01', '2026-11-12', { reach: 5 })]);
  put('2026-11-01', '2026-11-13', [month('2026-11-01', '2026-11-13', { reach: 6 })]);
  // Not the range that was asked for: a part of a month is not the month.
  expect(put('2026-09-01', '2026-09-30', [month('2026-09-01', '2026-09-29')])).toMatchObject({ new: 0, setAside: 1 });
  expect(
    put('2026-10-01', '2026-10-31', [month('2026-10-01', '2026-10-31', { reach: null, uniqueClicks: 13 })], NOW + DAY),
  ).toMatchObject({ changed: 1 });
  const columns = 'from_day, to_day, reach, frequency, unique_clicks, unique_link_clicks, seen_at - ?, revision';
  const read = (table: string) => db.prepare(`SELECT ${columns} FROM ${table} ORDER BY 1, 2`).raw().all(NOW);
  expect(read('insight_period')).toEqual([
    [20261001, 20261031, 27_085, 3.7, 13, null, DAY, 1],
    [20261101, 20261112, 5, 3.7, 12, null, 0, 0],
    [20261101, 20261113, 6, 3.7, 12, null, 0, 0],
  ]);
  expect(read('insight_period_revision')).toEqual([[20261001, 20261031, 27_085, 3.7, 12, null, 0, 0]]);
  expect(
    db
      .prepare('SELECT from_day, to_day, first_read_at - ?, read_at - ?, rows FROM period_coverage')
      .raw()
      .all(NOW, NOW),
  ).toEqual([
    [20260901, 20260930, 0, 0, 0],
    [20261001, 20261031, 0, DAY, 1],
    [20261101, 20261112, 0, 0, 1],
    [20261101, 20261113, 0, 0, 1],
  ]);
});

test('several months in one slice are several periods, the last one as far as asked for', () => {
  const { db } = newStore();
  const key = addAccount(db);
  const records = [
    cell({ day: '2026-01-31', to: '2026-01-31', segment: {} }),
    cell({ day: '2026-02-01', to: '2026-02-28', segment: {} }),
    cell({ day: '2026-03-01', to: '2026-03-05', segment: {} }),
  ];
  const input = cells(key, { dataset: MONTHS, from: '2026-01-31', to: '2026-03-05', records });
  expect(ingestDatasetSlice(db, input)).toMatchObject({ new: 3, setAside: 0 });
  expect(ingestDatasetSlice(db, { ...input, records: records.toReversed() })).toMatchObject({ unchanged: 3 });
  expect(db.prepare('SELECT from_day, to_day, rows FROM period_coverage').raw().all()).toEqual([
    [20260131, 20260131, 1],
    [20260201, 20260228, 1],
    [20260301, 20260305, 1],
  ]);
});

function addRun(db: Db, adAccountKey: number): { runId: string; sliceId: string } {
  const run = {
    id: 'r1',
    requestId: 'q1',
    clientId: findClient(db, 'Żabka') ?? '',
    adAccountKey,
    trigger: 'manual' as const,
  };
  const range = { from: '2026-11-01', to: '2026-11-03' };
  createRuns(db, { now: NOW, runs: [{ ...run, ...range, chosen: false, why: 'first import', step: 'Waiting' }] });
  addSlices(db, { runId: 'r1', slices: [{ id: 's1', level: 'campaign', ...range, dataset: HOURS.id }] });
  return { runId: 'r1', sliceId: 's1' };
}

test('a large slice is several whole-day steps; stopped after one and begun again it ends exact, and only then is it done', () => {
  const { db } = newStore();
  const key = addAccount(db);
  const run = addRun(db, key);
  const records = eachDay('2026-11-01', '2026-11-03').flatMap((day) =>
    Array.from({ length: 3_000 }, (_, index) =>
      cell({
        day,
        to: day,
        entityId: String(Math.floor(index / 24)),
        segment: { hour: String(index % 24).padStart(2, '0') },
      }),
    ),
  );
  const status = () => importDetail(db, run.runId)?.slices[0]?.status;
  const covered = () => db.prepare('SELECT day, rows FROM dataset_coverage ORDER BY day').raw().all();
  const input = cells(key, { ...run, records });
  const steps = ingestDatasetSteps(db, input);
  expect(steps.next()).toMatchObject({ done: false, value: { new: 3_000 } });
  expect([covered(), status()]).toEqual([[[20261101, 3_000]], 'pending']);
  expect(ingestDatasetSlice(db, input)).toMatchObject({ new: 6_000, unchanged: 3_000 });
  expect([covered().length, status()]).toEqual([3, 'done']);
  expect(importDetail(db, run.runId)?.slices[0]?.rows).toBe(9_000);
});

test('a failure inside the first step leaves nothing, neither names nor rows', () => {
  const { db } = newStore();
  const key = addAccount(db);
  const run = addRun(db, key);
  const before = stateHash(db);
  const counts = () =>
    ['dataset', 'segment', 'entity'].map((table) => db.prepare(`SELECT count(*) FROM ${table}`).pluck().get());
  db.exec(`CREATE TEMP TRIGGER breaks BEFORE INSERT ON dataset_coverage BEGIN SELECT RAISE(ABORT, 'stopped'); END`);
  expect(() => ingestDatasetSlice(db, cells(key, { ...run, records: [cell()] }))).toThrow('stopped');
  expect([db.inTransaction, stateHash(db), counts()]).toEqual([false, before, [0, 0, 0]]);
  db.exec('DROP TRIGGER breaks');
  expect(ingestDatasetSlice(db, cells(key, { ...run, records: [cell()] }))).toMatchObject({ new: 1 });
});
