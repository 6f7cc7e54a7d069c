import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ATTRIBUTION_WINDOWS } from '../../src/contract/vocabulary.ts';
import { eachDay } from '../../src/main/domain/days.ts';
import { millionths } from '../../src/main/store/codes.ts';
import type { ActionInput, InsightInput } from '../../src/main/store/records.ts';
import { openStore, stateHash, type Db } from '../../src/main/store/store.ts';
import { ingestSlice, ingestSteps, type IngestInput } from '../../src/main/store/writes/ingest.ts';
import { addSlices, createRuns } from '../../src/main/store/writes/runs.ts';
import { importDetail } from '../../src/main/store/reads/runs.ts';
import { findClient } from '../../src/main/store/writes/clients.ts';
import {
  addAccount,
  atEnd,
  DAY,
  dayOf,
  migrationsFolder,
  newStore,
  NOW,
  record,
  slice,
  tempFolder,
} from './helpers.ts';

/** One store for all rounds of a property; each round starts empty. */
function emptiable(): { db: Db; key: number; clear(): void } {
  const store = openStore({ home: tempFolder(), migrationsFolder, clock: { now: () => NOW } });
  atEnd(() => store.close());
  store.db.pragma('synchronous = OFF');
  const key = addAccount(store.db);
  return {
    db: store.db,
    key,
    clear: () =>
      store.db
        .exec(`DELETE FROM entity_history; DELETE FROM insight_day; DELETE FROM insight_day_revision; DELETE FROM insight_month;
        DELETE FROM conversion_day; DELETE FROM conversion_day_revision; DELETE FROM coverage; DELETE FROM entity;
        DELETE FROM action_type`),
  };
}

const metric = fc.option(fc.integer({ min: 0, max: 5_000_000_000 }), { nil: null });
const conversions = fc.option(fc.double({ min: -5, max: 5_000, noNaN: true }), { nil: null });
const action: fc.Arbitrary<ActionInput> = fc.record({
  actionType: fc.constantFrom('lead', 'omni_purchase', 'link_click', 'post'),
  window: fc.constantFrom(...ATTRIBUTION_WINDOWS),
  count: fc.option(fc.double({ min: 0, max: 100, noNaN: true }), { nil: null }),
  valueMicros: metric,
});
const DAYS = 8;
const cell = fc.record({ entity: fc.integer({ min: 0, max: 4 }), day: fc.integer({ min: 0, max: DAYS - 1 }) });
const values = fc.record({
  spendMicros: metric,
  impressions: metric,
  clicks: metric,
  linkClicks: metric,
  reach: metric,
  conversions,
  conversionValueMicros: metric,
  actions: fc.uniqueArray(action, { maxLength: 4, selector: (one) => `${one.actionType}/${one.window}` }),
});

const toRecord = ([{ entity, day }, told]: readonly [
  { entity: number; day: number },
  Partial<InsightInput>,
]): InsightInput =>
  record({
    level: 'ad',
    entityId: `ad${entity}`,
    entityName: `Ad ${entity}`,
    campaignId: 'c1',
    campaignName: 'Campaign',
    adGroupId: `g${entity % 2}`,
    adGroupName: `Group ${entity % 2}`,
    day: dayOf(day),
    ...told,
  });

/** What a platform knows: one row per entity and day. */
const world = fc
  .uniqueArray(fc.tuple(cell, values), { maxLength: 25, selector: ([at]) => `${at.entity}/${at.day}` })
  .map((rows) => rows.map(toRecord));

const whole = (key: number, records: readonly InsightInput[], over: Partial<IngestInput> = {}): IngestInput => {
  const [from, to] = [dayOf(0), dayOf(DAYS - 1)];
  return slice(key, { level: 'ad', from, to, records, coveredDays: eachDay(from, to), ...over });
};

/** The part of the world that a slice would return. */
const window = (records: readonly InsightInput[], from: string, to: string): InsightInput[] =>
  records.filter((row) => row.day >= from && row.day <= to);

const total = (counts: { new: number; changed: number; unchanged: number; setAside: number }): number =>
  counts.new + counts.changed + counts.unchanged + counts.setAside;

/** The rollup, and the same recomputed in JavaScript from the days. */
function expectRollupExact(db: Db): void {
  type Row = Record<string, number | null>;
  const sums = new Map<string, Row>();
  for (const row of db.prepare('SELECT * FROM insight_day').all() as Row[]) {
    const month = Math.floor((row.day ?? 0) / 100);
    const id = `${row.ad_account_key}/${row.level}/${month}/${row.entity_key}`;
    const sum = sums.get(id) ?? { days: 0 };
    sum.days = (sum.days ?? 0) + 1;
    const told: Row = {
      spend_micros: row.spend_micros ?? null,
      impressions: row.impressions ?? null,
      clicks: row.clicks ?? null,
      link_clicks: row.link_clicks ?? null,
      conversions_millionths: row.conversions == null ? null : millionths(row.conversions),
      conversion_value_micros: row.conversion_value_micros ?? null,
    };
    for (const [name, value] of Object.entries(told))
      sum[name] = value === null ? (sum[name] ?? null) : (sum[name] ?? 0) + value;
    sums.set(id, sum);
  }
  const kept = new Map(
    (db.prepare('SELECT * FROM insight_month').all() as Row[]).map(
      ({ ad_account_key, level, month, entity_key, ...rest }) => [
        `${ad_account_key}/${level}/${month}/${entity_key}`,
        rest,
      ],
    ),
  );
  const plain = (map: Map<string, Row>) =>
    [...map]
      .map(([id, row]) => [
        id,
        Object.fromEntries(
          Object.entries(row)
            .map(([name, value]) => [name, value === 0 ? 0 : value])
            .sort(),
        ),
      ])
      .sort();
  expect(plain(kept)).toEqual(plain(sums));
}

test('replaying, shuffling and overlapping slices end in the same state', () => {
  const { db, key, clear } = emptiable();
  const plan = fc.array(fc.tuple(fc.nat(DAYS - 1), fc.nat(DAYS - 1)), { maxLength: 4 });
  fc.assert(
    fc.property(world, plan, fc.infiniteStream(fc.nat()), (rows, ranges, noise) => {
      clear();
      ingestSlice(db, whole(key, rows));
      const expected = stateHash(db);
      expect(total(ingestSlice(db, whole(key, rows.toReversed())))).toBe(rows.length);
      expect(stateHash(db)).toBe(expected);
      clear();
      const random = (): number => noise.next().value as number;
      const slices = [
        ...ranges.map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const),
        [0, 3] as const,
        [2, DAYS - 1] as const,
      ];
      slices.sort(() => (random() % 2) - 0.5);
      for (const [from, to] of slices) {
        const part = window(rows, dayOf(from), dayOf(to)).sort(() => (random() % 2) - 0.5);
        ingestSlice(
          db,
          whole(key, part, { from: dayOf(from), to: dayOf(to), coveredDays: eachDay(dayOf(from), dayOf(to)) }),
        );
      }
      expect(stateHash(db)).toBe(expected);
      expectRollupExact(db);
    }),
    { numRuns: 60 },
  );
});

test('whatever is restated, every old value is kept with its time, the newest is on top, and the rollup is exact', () => {
  const { db, key, clear } = emptiable();
  fc.assert(
    fc.property(fc.array(world, { minLength: 2, maxLength: 5 }), (worlds) => {
      clear();
      // What a person would note by hand: for each row and metric the values in the order they were told.
      const notes = new Map<string, { spend: number | null; clicks: number | null; seenAt: number }[]>();
      for (const [round, rows] of worlds.entries()) {
        const now = NOW + round * DAY;
        const counts = ingestSlice(db, whole(key, rows, { now }));
        expect(total(counts)).toBe(rows.length);
        const seen = db
          .prepare(
            `SELECT e.entity_id || '/' || f.day AS id, f.spend_micros AS spend, f.clicks, f.seen_at AS seenAt
             FROM insight_day f JOIN entity e ON e.id = f.entity_key`,
          )
          .all() as { id: string; spend: number | null; clicks: number | null; seenAt: number }[];
        for (const { id, ...now_ } of seen) {
          const list = notes.get(id) ?? [];
          if (list.at(-1)?.seenAt !== now_.seenAt) list.push(now_);
          notes.set(id, list);
        }
      }
      for (const [id, list] of notes) {
        const [entityId, day] = id.split('/');
        const ledger = db
          .prepare(
            `SELECT f.spend_micros AS spend, f.clicks, f.seen_at AS seenAt FROM insight_day_revision f
             JOIN entity e ON e.id = f.entity_key WHERE e.entity_id = ? AND f.day = ? ORDER BY f.revision`,
          )
          .all(entityId, Number(day));
        expect(ledger).toEqual(list.slice(0, -1));
      }
      expectRollupExact(db);
    }),
    { numRuns: 40 },
  );
});

test('a known metric is never lost to null, and zero replaces a number', () => {
  const { db } = newStore();
  const key = addAccount(db);
  const read = () =>
    db.prepare('SELECT spend_micros AS s, clicks AS c, reach AS r, link_clicks AS l FROM insight_day').get();
  ingestSlice(db, slice(key, { records: [record({ clicks: null, linkClicks: null })] }));
  expect(read()).toEqual({ s: 1_230_000, c: null, r: 700, l: null });
  const counts = ingestSlice(
    db,
    slice(key, { now: NOW + 1, records: [record({ spendMicros: 0, reach: null, clicks: 4, linkClicks: null })] }),
  );
  expect(counts).toEqual({ new: 0, changed: 1, unchanged: 0, setAside: 0 });
  expect(read()).toEqual({ s: 0, c: 4, r: 700, l: null });
  expect(db.prepare('SELECT link_clicks AS l, clicks AS c, spend_micros AS s FROM insight_month').get()).toEqual({
    l: null,
    c: 4,
    s: 0,
  });
});

test('a row the answer no longer has is kept', () => {
  const { db } = newStore();
  const key = addAccount(db);
  ingestSlice(db, slice(key, { records: [record(), record({ day: '2026-11-02' })] }));
  expect(ingestSlice(db, slice(key, { now: NOW + 1 }))).toEqual({ new: 0, changed: 0, unchanged: 0, setAside: 0 });
  expect(db.prepare('SELECT count(*) FROM insight_day').pluck().get()).toBe(2);
  expect(db.prepare('SELECT rows FROM coverage').pluck().all()).toEqual([0, 0, 0]);
});

test('a row that complete answers lack is marked since when, with its figures and the month kept; coming back clears it', () => {
  const { db } = newStore();
  const key = addAccount(db);
  const gone = record({ entityId: '2', day: '2026-11-02' });
  const both = [record(), record({ day: '2026-11-02' }), gone];
  const read = () =>
    db
      .prepare(
        `SELECT e.entity_id AS id, f.day % 100 AS day, f.spend_micros AS spend, f.absent_since - ? AS since FROM insight_day f
         JOIN entity e ON e.id = f.entity_key ORDER BY f.day, f.entity_key`,
      )
      .raw()
      .all(NOW);
  const spend = 1_230_000;
  const id = record().entityId;
  const put = (records: InsightInput[], after: number, over: Partial<IngestInput> = {}) =>
    ingestSlice(db, slice(key, { records, now: NOW + after, ...over }));
  put(both, 0);
  const month = db.prepare('SELECT * FROM insight_month').all();
  expect(put(both.slice(0, 2), 1)).toEqual({ new: 0, changed: 0, unchanged: 2, setAside: 0 });
  const marked = [
    [id, 1, spend, null],
    [id, 2, spend, null],
    ['2', 2, spend, 1],
  ];
  expect(read()).toEqual(marked);
  // Since the first answer that lacked it, and told by nothing that is not a complete answer for its day.
  put(both.slice(0, 2), 2);
  put([], 3, { partial: true });
  put([], 4, { coveredDays: [] });
  put([], 5, { setAside: [{ reason: 'impressions is "hLbV2"', raw: {} }] });
  put([record()], 6, { to: '2026-11-01', coveredDays: ['2026-11-01'] });
  expect(read()).toEqual(marked);
  expect(db.prepare('SELECT * FROM insight_month').all()).toEqual(month);
  expect(db.prepare('SELECT count(*) FROM insight_day_revision').pluck().get()).toBe(0);
  expect(put(both, 7)).toMatchObject({ unchanged: 3 });
  expect(read()[2]).toEqual(['2', 2, spend, null]);
  put([], 8);
  expect(read().map((row) => (row as unknown[])[3])).toEqual([8, 8, 8]);
  expect(put([{ ...gone, spendMicros: 7 }], 9)).toMatchObject({ changed: 1 });
  expect(read()[2]).toEqual(['2', 2, 7, null]);
});

test('a day keeps when it was first read; only its last reading moves; pieces of a day cover it with the last one', () => {
  const { db } = newStore();
  const key = addAccount(db);
  const read = () =>
    db.prepare('SELECT day, first_read_at - ?, read_at - ?, rows FROM coverage ORDER BY day').raw().all(NOW, NOW);
  const day = { from: '2026-11-01', to: '2026-11-01' };
  const piece = (id: string, coveredDays: string[]) =>
    ingestSlice(db, slice(key, { ...day, partial: true, coveredDays, records: [record({ entityId: id })] }));
  piece('1', []);
  expect(read()).toEqual([]);
  piece('2', ['2026-11-01']);
  expect(read()).toEqual([[20261101, 0, 0, 2]]);
  ingestSlice(db, slice(key, { now: NOW + 9, records: [record({ entityId: '1' })] }));
  expect(read()).toEqual([
    [20261101, 0, 9, 1],
    [20261102, 9, 9, 0],
    [20261103, 9, 9, 0],
  ]);
});

test('an action type a returned row no longer has becomes 0, with its old value in the ledger; headline conversions follow', () => {
  const { db } = newStore();
  const key = addAccount(db);
  const lead: ActionInput = { actionType: 'lead', window: 'default', count: 3, valueMicros: null };
  const purchase: ActionInput = { actionType: 'omni_purchase', window: 'default', count: 1, valueMicros: 5_000_000 };
  const viewed: ActionInput = { actionType: 'omni_purchase', window: '1d_view', count: 1, valueMicros: null };
  ingestSlice(
    db,
    slice(key, {
      records: [record({ conversions: 4, conversionValueMicros: 5_000_000, actions: [lead, purchase, viewed] })],
    }),
  );
  const counts = ingestSlice(
    db,
    slice(key, { now: NOW + 1, windows: ['default'], records: [record({ actions: [lead] })] }),
  );
  expect(counts.changed).toBe(1);
  const read = (table: string) =>
    db
      .prepare(
        `SELECT t.name, f.count_default AS c, f.value_default AS v, f.count_1d_view AS viewed, f.revision AS n FROM ${table} f
         JOIN action_type t ON t.id = f.action_type_key ORDER BY 1`,
      )
      .all();
  expect(read('conversion_day')).toEqual([
    { name: 'lead', c: 3, v: null, viewed: null, n: 0 },
    // The 1-day view was not asked for this time: not 0.
    { name: 'omni_purchase', c: 0, v: 0, viewed: 1, n: 1 },
  ]);
  expect(read('conversion_day_revision')).toEqual([{ name: 'omni_purchase', c: 1, v: 5_000_000, viewed: 1, n: 0 }]);
  expect(db.prepare('SELECT conversions AS c, conversion_value_micros AS v FROM insight_day').get()).toEqual({
    c: 0,
    v: 0,
  });
  expect(
    ingestSlice(db, slice(key, { now: NOW + 2, windows: ['default'], records: [record({ actions: [lead] })] }))
      .unchanged,
  ).toBe(1);
});

test('only the days the answer is complete for become covered', () => {
  const { db } = newStore();
  const key = addAccount(db);
  ingestSlice(
    db,
    slice(key, { records: [record(), record({ day: '2026-11-03' })], coveredDays: ['2026-11-01', '2026-11-02'] }),
  );
  expect(db.prepare('SELECT day, rows FROM coverage ORDER BY day').raw().all()).toEqual([
    [20261101, 1],
    [20261102, 0],
  ]);
  expect(db.prepare('SELECT count(*) FROM insight_day').pluck().get()).toBe(2);
});

test('two restatements in one millisecond of a fixed clock are both kept', () => {
  const { db } = newStore();
  const key = addAccount(db);
  for (const spendMicros of [1, 2, 3, 4]) ingestSlice(db, slice(key, { records: [record({ spendMicros })] }));
  expect(db.prepare('SELECT spend_micros FROM insight_day_revision ORDER BY revision').pluck().all()).toEqual([
    1, 2, 3,
  ]);
});

test('rows that cannot be stored are set aside with a reason, the rest is stored', () => {
  const { db } = newStore();
  const key = addAccount(db);
  const { runId, sliceId } = addRun(db, key);
  const bad = [
    record({ day: '2026-12-24' }),
    record({ day: '2026-11-31' }),
    record({ level: 'ad' }),
    record({ entityId: '' }),
    record({ spendMicros: 1.5 }),
    record({ impressions: Number.NaN }),
    record({ clicks: 2 ** 60 }),
    record({ conversions: Infinity }),
    record({ actions: [{ actionType: 'lead', window: '90d_click' as 'default', count: 1, valueMicros: null }] }),
  ];
  const input = slice(key, {
    runId,
    sliceId,
    records: [...bad, record()],
    setAside: [{ reason: 'impressions is "hLbV2"', raw: { impressions: 'hLbV2' } }],
  });
  expect(ingestSlice(db, input)).toEqual({ new: 1, changed: 0, unchanged: 0, setAside: 10 });
  const detail = importDetail(db, runId);
  expect(detail?.setAside).toHaveLength(10);
  expect(detail?.run.records).toEqual({ new: 1, changed: 0, unchanged: 0, setAside: 10 });
  expect(detail?.slices[0]).toMatchObject({ status: 'done', rows: 11 });
  // The same slice again replaces what it set aside.
  ingestSlice(db, input);
  expect(importDetail(db, runId)?.run.records).toEqual({ new: 1, changed: 0, unchanged: 1, setAside: 10 });
});

test('a repeated row counts once; of two that contradict each other the fuller is kept, whichever came first', () => {
  const hashes = [false, true].map((reversed) => {
    const { db } = newStore();
    const key = addAccount(db);
    const records = [record(), record(), record({ impressions: 2_000 }), record({ day: '2026-11-02' })];
    const counts = ingestSlice(db, slice(key, { records: reversed ? records.reverse() : records }));
    expect(total(counts)).toBe(4);
    expect(db.prepare('SELECT impressions FROM insight_day ORDER BY day').pluck().all()).toEqual([2_000, 1_000]);
    return stateHash(db);
  });
  expect(hashes[0]).toBe(hashes[1]);
});

test('a large slice is several whole-day steps, each with its coverage; only the last marks it done', () => {
  const { db } = newStore();
  const key = addAccount(db);
  const { runId, sliceId } = addRun(db, key);
  const records = Array.from({ length: 3 * 3_000 }, (_, index) =>
    record({
      entityId: String(index % 3_000),
      entityName: `N${index % 3_000}`,
      day: dayOf(2 + Math.floor(index / 3_000)),
    }),
  );
  const status = () => importDetail(db, runId)?.slices[0]?.status;
  const covered = () => db.prepare('SELECT day, rows FROM coverage ORDER BY day').raw().all();
  const input = slice(key, { runId, sliceId, records });
  const steps = ingestSteps(db, input);
  expect(steps.next()).toEqual({ done: false, value: { new: 3_000, changed: 0, unchanged: 0, setAside: 0 } });
  expect([covered(), status()]).toEqual([[[20261101, 3_000]], 'pending']);
  // Abandoned here and begun again, as after a kill.
  const last = ingestSlice(db, input);
  expect(last).toEqual({ new: 6_000, changed: 0, unchanged: 3_000, setAside: 0 });
  expect([covered(), status()]).toEqual([
    [
      [20261101, 3_000],
      [20261102, 3_000],
      [20261103, 3_000],
    ],
    'done',
  ]);
  // What was stored twice is counted once: fetched = new + changed + unchanged + set aside.
  expect(importDetail(db, runId)?.run.records).toEqual({ new: 6_000, changed: 0, unchanged: 3_000, setAside: 0 });
  expectRollupExact(db);
});

test('a failure inside a step leaves nothing of that step', () => {
  const { db } = newStore();
  const key = addAccount(db);
  const before = stateHash(db);
  db.exec(`CREATE TEMP TRIGGER breaks BEFORE INSERT ON coverage BEGIN SELECT RAISE(ABORT, 'stopped'); END`);
  expect(() => ingestSlice(db, slice(key, { records: [record()] }))).toThrow('stopped');
  expect(db.inTransaction).toBe(false);
  expect(stateHash(db)).toBe(before);
});

test('names: ancestors get rows, a rename is history, a nameless row keeps the name', () => {
  const { db } = newStore();
  const key = addAccount(db);
  const ad = (over: Partial<InsightInput>) =>
    record({
      level: 'ad',
      entityId: 'a1',
      entityName: 'Ad',
      campaignId: 'c1',
      campaignName: 'Camp',
      adGroupId: 'g1',
      adGroupName: 'Group',
      ...over,
    });
  ingestSlice(db, slice(key, { level: 'ad', records: [ad({})] }));
  ingestSlice(
    db,
    slice(key, {
      level: 'ad',
      now: NOW + 1,
      records: [ad({ entityName: 'Ad "zwei" 🚀', campaignName: null, day: '2026-11-02' })],
    }),
  );
  expect(
    db
      .prepare('SELECT level, entity_id AS id, name, parent_id AS p, campaign_id AS c FROM entity ORDER BY level')
      .all(),
  ).toEqual([
    { level: 1, id: 'c1', name: 'Camp', p: null, c: 'c1' },
    { level: 2, id: 'g1', name: 'Group', p: 'c1', c: 'c1' },
    { level: 3, id: 'a1', name: 'Ad "zwei" 🚀', p: 'g1', c: 'c1' },
  ]);
  expect(db.prepare('SELECT field, old_value AS o, new_value AS n, changed_at AS t FROM entity_history').all()).toEqual(
    [{ field: 'name', o: 'Ad', n: 'Ad "zwei" 🚀', t: NOW + 1 }],
  );
});

test('ids beyond 2^53 come back digit for digit', () => {
  const { db } = newStore();
  const key = addAccount(db);
  const ids = Array.from({ length: 50 }, (_, index) => `9007199254740993${String(index).padStart(3, '0')}`);
  ingestSlice(db, slice(key, { records: ids.map((entityId) => record({ entityId })) }));
  expect(db.prepare('SELECT entity_id FROM entity ORDER BY entity_id').pluck().all()).toEqual(ids);
});

function addRun(db: Db, adAccountKey: number): { runId: string; sliceId: string } {
  createRuns(db, {
    now: NOW,
    runs: [
      {
        id: 'r1',
        requestId: 'q1',
        clientId: findClient(db, 'Żabka') ?? '',
        adAccountKey,
        trigger: 'manual',
        from: '2026-11-01',
        to: '2026-11-03',
        chosen: false,
        why: 'first import',
        step: 'Waiting',
      },
    ],
  });
  addSlices(db, { runId: 'r1', slices: [{ id: 's1', level: 'campaign', from: '2026-11-01', to: '2026-11-03' }] });
  return { runId: 'r1', sliceId: 's1' };
}
