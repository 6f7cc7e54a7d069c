import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Dataset } from '../../src/contract/datasets.ts';
import { addDays, dayToInt } from '../../src/main/domain/days.ts';
import type { DatasetInput } from '../../src/main/store/records.ts';
import { importDetail } from '../../src/main/store/reads/runs.ts';
import { openStore, stateHash, type Db } from '../../src/main/store/store.ts';
import { ingestDatasetSlice } from '../../src/main/store/writes/ingest-datasets.ts';
import { dropPartialMonthsSteps } from '../../src/main/store/writes/partial-months.ts';
import { createRuns } from '../../src/main/store/writes/runs.ts';
import { accountsWithHours, foldHours, foldHoursSteps } from '../../src/main/store/writes/retention.ts';
import { AGES, cell, cells, dataset, MONTHS } from './cells.ts';
import { addAccount, atEnd, migrationsFolder, newStore, NOW, openIn, tempFolder } from './helpers.ts';
import { mountTmpfs, remount } from './mounts.ts';

const hour = (day: string, at: number, over: Partial<DatasetInput> = {}): DatasetInput =>
  cell({ day, to: day, segment: { hour: String(at).padStart(2, '0') }, ...over });

const PROFILE = `SELECT e.entity_id AS entity, month, weekday, hour, days, spend_micros AS spend, impressions, clicks,
  conversions_millionths AS conversions FROM insight_hour_profile f JOIN entity e ON e.id = f.entity_key ORDER BY 1, 2, 3, 4`;

const before = (key: number, day: string) => ({ before: new Map([[key, day]]), now: NOW });

test('hours before the limit become sums per month, weekday and hour over the days with delivery; the rest stays', () => {
  const { db } = newStore();
  const key = addAccount(db);
  const none = { clicks: null, conversions: null };
  // 5, 12 and 19 October 2026 are Mondays, the 6th is a Tuesday.
  const records = [
    hour('2026-10-05', 9, { spendMicros: 10, impressions: 1, ...none, conversions: 0.1 }),
    hour('2026-10-05', 10, { spendMicros: 20, impressions: 2, ...none }),
    hour('2026-10-12', 9, { spendMicros: 30, impressions: 3, ...none, conversions: 0.2 }),
    hour('2026-10-12', 9, { segment: { hour: '09', fold: '1' }, spendMicros: 5, impressions: null, ...none }),
    hour('2026-10-06', 0, { spendMicros: 7, impressions: 4, clicks: 0 }),
    hour('2026-10-19', 9, { spendMicros: 99 }),
  ];
  ingestDatasetSlice(db, cells(key, { from: '2026-10-01', to: '2026-10-31', records }));
  const ages = { dataset: AGES, from: '2026-10-05', to: '2026-10-05' };
  ingestDatasetSlice(
    db,
    cells(key, { ...ages, records: [cell({ day: '2026-10-05', to: '2026-10-05', segment: { age: '18-24' } })] }),
  );
  expect(accountsWithHours(db)).toEqual([{ adAccountKey: key, oldest: '2026-10-01' }]);
  expect(foldHours(db, before(key, '2026-10-19'))).toEqual({ days: 18, rows: 5 });
  const entity = records[0]?.entityId;
  const monday = { entity, month: 202610, weekday: 1, clicks: null };
  expect(db.prepare(PROFILE).all()).toEqual([
    { ...monday, hour: 9, days: 2, spend: 45, impressions: 4, conversions: 300_000 },
    { ...monday, hour: 10, days: 2, spend: 20, impressions: 2, conversions: null },
    { entity, month: 202610, weekday: 2, hour: 0, days: 1, spend: 7, impressions: 4, clicks: 0, conversions: null },
  ]);
  expect(db.prepare('SELECT day FROM insight_segment ORDER BY day').pluck().all()).toEqual([20261005, 20261019]);
  expect(accountsWithHours(db)).toEqual([{ adAccountKey: key, oldest: '2026-10-19' }]);
  const folded = stateHash(db);
  expect(foldHours(db, before(key, '2026-10-19'))).toEqual({ days: 0, rows: 0 });
  expect(stateHash(db)).toBe(folded);
  // A later fold adds to the same month: the new Monday counts for every hour of Mondays.
  foldHours(db, before(key, '2026-11-01'));
  expect(db.prepare(PROFILE).all()).toMatchObject([
    { hour: 9, days: 3, spend: 144 },
    { hour: 10, days: 3, spend: 20 },
    { weekday: 2, days: 1 },
  ]);
});

test('a folded day that is told again is counted, not stored: nothing comes back and nothing counts twice', () => {
  const { db } = newStore();
  const key = addAccount(db);
  const records = [hour('2026-10-05', 9), hour('2026-10-06', 9), hour('2026-10-06', 10)];
  const input = cells(key, { from: '2026-10-05', to: '2026-10-06', records });
  ingestDatasetSlice(db, input);
  foldHours(db, before(key, '2026-10-06'));
  const folded = stateHash(db);
  createRuns(db, {
    now: NOW,
    runs: [
      {
        id: 'r',
        requestId: 'q',
        clientId: '1',
        adAccountKey: key,
        trigger: 'backfill',
        chosen: true,
        from: '2026-10-05',
        to: '2026-10-06',
        why: 'asked for',
        step: 'Waiting',
      },
    ],
  });
  expect(
    ingestDatasetSlice(db, {
      ...input,
      runId: 'r',
      now: NOW + 1,
      records: records.map((row) => ({ ...row, clicks: 99 })),
    }),
  ).toEqual({ new: 0, changed: 2, unchanged: 1, setAside: 0, stowed: 1 });
  expect(importDetail(db, 'r')?.log.map((line) => line.message)).toEqual([
    'campaign.hour: 1 rows belong to days whose detail has been folded or archived; they were left as they are',
  ]);
  expect(db.prepare('SELECT day, read_at - ? FROM dataset_coverage').raw().all(NOW)).toEqual([
    [20261005, 0],
    [20261006, 1],
  ]);
  expect(db.prepare('SELECT count(*) FROM insight_segment WHERE day = 20261005').pluck().get()).toBe(0);
  expect(stateHash(db, ['insight_hour_profile'])).not.toBe(folded);
  expect(db.prepare('SELECT sum(spend_micros) FROM insight_hour_profile').pluck().get()).toBe(records[0]?.spendMicros);
  // An older day that was never read is no folded one: it is stored, and folded in its turn.
  const older = cells(key, { from: '2026-10-04', to: '2026-10-04', records: [hour('2026-10-04', 1)] });
  expect(ingestDatasetSlice(db, older)).toMatchObject({ new: 1, stowed: 0 });
  expect(foldHours(db, before(key, '2026-10-06'))).toEqual({ days: 1, rows: 1 });
});

test('whatever is read, restated, folded and stopped half way: every figure is in the sums or in the rows exactly once', () => {
  const store = openStore({ home: tempFolder(), migrationsFolder, clock: { now: () => NOW } });
  atEnd(() => store.close());
  const { db } = store;
  db.pragma('synchronous = OFF');
  const key = addAccount(db);
  const FIRST = '2026-09-20';
  const row = fc.record({
    day: fc.nat(24),
    hour: fc.nat(3),
    entity: fc.nat(1),
    spend: fc.option(fc.nat(1_000), { nil: null }),
  });
  const act = fc.oneof(
    fc.record({
      from: fc.nat(24),
      days: fc.nat(12),
      rows: fc.uniqueArray(row, { maxLength: 20, selector: (r) => `${r.day}/${r.hour}/${r.entity}` }),
    }),
    fc.record({ fold: fc.nat(25), stopAfter: fc.nat(2) }),
  );
  fc.assert(
    fc.property(fc.array(act, { minLength: 2, maxLength: 8 }), (acts) => {
      for (const table of ['insight_segment', 'insight_segment_revision', 'insight_hour_profile', 'dataset_coverage'])
        db.exec(`DELETE FROM ${table}`);
      const known = new Map<string, number | null>();
      const folded = new Set<number>();
      const covered = new Set<number>();
      for (const one of acts) {
        if ('fold' in one) {
          const steps = foldHoursSteps(db, before(key, addDays(FIRST, one.fold)));
          for (let step = 0; step <= one.stopAfter; step += 1) steps.next();
          for (const day of db.prepare('SELECT day FROM dataset_coverage WHERE folded_at IS NOT NULL').pluck().all())
            folded.add(day as number);
          continue;
        }
        const to = Math.min(24, one.from + one.days);
        const records = one.rows.filter((r) => r.day >= one.from && r.day <= to);
        ingestDatasetSlice(
          db,
          cells(key, {
            from: addDays(FIRST, one.from),
            to: addDays(FIRST, to),
            records: records.map((r) =>
              hour(addDays(FIRST, r.day), r.hour, { entityId: `e${r.entity}`, spendMicros: r.spend }),
            ),
          }),
        );
        for (let day = one.from; day <= to; day += 1) covered.add(dayToInt(addDays(FIRST, day)));
        for (const r of records) {
          const day = dayToInt(addDays(FIRST, r.day));
          const id = `${day}/e${r.entity}/${r.hour}`;
          if (!folded.has(day)) known.set(id, r.spend ?? known.get(id) ?? null);
        }
      }
      type Sum = { spend: number | null; days: Set<number> };
      const sums = new Map<string, Sum>();
      const delivered = new Map<string, Set<number>>();
      for (const [id, spend] of known) {
        const [text = '', entity = '', at = ''] = id.split('/');
        const day = Number(text);
        if (!folded.has(day)) continue;
        const weekday = new Date(`${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}T00:00:00Z`).getUTCDay() || 7;
        const group = `${entity}/${Math.floor(day / 100)}/${weekday}`;
        delivered.set(group, (delivered.get(group) ?? new Set()).add(day));
        const sum = sums.get(`${group}/${at}`) ?? { spend: null, days: new Set() };
        if (spend !== null) sum.spend = (sum.spend ?? 0) + spend;
        sums.set(`${group}/${at}`, sum);
      }
      const wanted = [...sums].map(([id, { spend }]) => [
        id,
        delivered.get(id.slice(0, id.lastIndexOf('/')))?.size,
        spend,
      ]);
      const got = (db.prepare(PROFILE).all() as Record<string, string | number>[]).map((p) => [
        `${p['entity']}/${p['month']}/${p['weekday']}/${p['hour']}`,
        p['days'],
        p['spend'],
      ]);
      expect(got.sort()).toEqual(wanted.sort());
      const rows = db
        .prepare(
          `SELECT f.day || '/' || e.entity_id || '/' || CAST(s.value ->> 'hour' AS INTEGER), f.spend_micros FROM insight_segment f
           JOIN entity e ON e.id = f.entity_key JOIN segment s ON s.id = f.segment_key`,
        )
        .raw()
        .all();
      expect(rows.sort()).toEqual([...known].filter(([id]) => !folded.has(Number(id.split('/')[0]))).sort());
    }),
    { numRuns: 80 },
  );
});

test('a failure inside a fold undoes that month whole; going on ends as if nothing had been', () => {
  const hashes = [false, true].map((fails) => {
    const { db } = newStore();
    const key = addAccount(db);
    const records = ['2026-08-31', '2026-09-01', '2026-09-02'].map((day) => hour(day, 3));
    ingestDatasetSlice(db, cells(key, { from: '2026-08-30', to: '2026-09-02', records }));
    if (fails) {
      db.exec(`CREATE TEMP TRIGGER breaks BEFORE UPDATE OF folded_at ON dataset_coverage WHEN NEW.day = 20260902
        BEGIN SELECT RAISE(ABORT, 'stopped'); END`);
      expect(() => foldHours(db, before(key, '2026-10-01'))).toThrow('stopped');
      expect(db.inTransaction).toBe(false);
      expect(db.prepare('SELECT DISTINCT month FROM insight_hour_profile').pluck().all()).toEqual([202608]);
      expect(db.prepare('SELECT day FROM insight_segment').pluck().all()).toEqual([20260901, 20260902]);
      db.exec('DROP TRIGGER breaks');
    }
    foldHours(db, before(key, '2026-10-01'));
    return stateHash(db);
  });
  expect(hashes[0]).toBe(hashes[1]);
});

test('only datasets of hours are folded, whatever their level', () => {
  const { db } = newStore();
  const key = addAccount(db);
  const day = { from: '2026-10-05', to: '2026-10-05' };
  const at = { day: '2026-10-05', to: '2026-10-05' };
  ingestDatasetSlice(
    db,
    cells(key, { ...day, dataset: dataset('ad', 'hour', 'hour'), records: [cell({ ...at, level: 'ad' })] }),
  );
  ingestDatasetSlice(
    db,
    cells(key, { ...day, dataset: dataset('ad', 'day', 'hour'), records: [cell({ ...at, level: 'ad' })] }),
  );
  ingestDatasetSlice(db, cells(key, { ...day, dataset: AGES, records: [cell({ ...at, segment: { age: '65+' } })] }));
  expect(foldHours(db, before(key, '2026-11-01'))).toEqual({ days: 1, rows: 1 });
  expect(
    db.prepare('SELECT d.name FROM insight_segment f JOIN dataset d ON d.id = f.dataset_key ORDER BY 1').pluck().all(),
  ).toEqual(['ad.day.hour', 'campaign.day.age']);
});

test('what was read of a month while it ran goes once the month is read in whole, and not before the limit', () => {
  const { db } = newStore();
  const key = addAccount(db);
  const put = (kind: Dataset, from: string, to: string, now = NOW) => {
    const records = [cell({ day: from, to, segment: {}, reach: now - NOW })];
    ingestDatasetSlice(db, cells(key, { dataset: kind, from, to, records, now }));
  };
  const ranges = dataset('campaign', 'range', 'none');
  for (const now of [NOW, NOW + 1]) {
    put(MONTHS, '2026-02-01', '2026-02-12', now);
    put(MONTHS, '2026-02-01', '2026-02-28', now);
    put(MONTHS, '2026-03-01', '2026-03-30', now);
    put(MONTHS, '2026-04-01', '2026-04-20', now);
    put(MONTHS, '2026-04-01', '2026-04-30', now);
    put(ranges, '2026-02-01', '2026-02-12', now);
  }
  const left = (table: string) =>
    db.prepare(`SELECT dataset_key, from_day, to_day FROM ${table} ORDER BY 1, 2, 3`).raw().all();
  const steps = dropPartialMonthsSteps(db, { before: new Map([[key, '2026-04-20']]) });
  expect([steps.next(), steps.next()]).toEqual([
    { done: false, value: 2 },
    { done: true, value: 2 },
  ]);
  const expected = [
    [1, 20260201, 20260228],
    [1, 20260301, 20260330],
    [1, 20260401, 20260420],
    [1, 20260401, 20260430],
    [2, 20260201, 20260212],
  ];
  for (const table of ['insight_period', 'insight_period_revision', 'period_coverage'])
    expect(left(table)).toEqual(expected);
  expect(dropPartialMonthsSteps(db, { before: new Map([[key, '2026-04-20']]) }).next()).toEqual({
    done: true,
    value: 0,
  });
});

/** Enough hourly rows to fill a small disk. */
function fillHours(db: Db, key: number, days: number): void {
  for (let index = 0; index < days; index += 1) {
    const day = addDays('2026-08-01', index);
    const records = Array.from({ length: 1_200 }, (_, n) => hour(day, n % 24, { entityId: `e${Math.floor(n / 24)}` }));
    ingestDatasetSlice(db, cells(key, { from: day, to: day, records }));
  }
}

test('a full disk stops ingesting hours and folding them with its sentence and loses nothing; with space again both end exact', ({
  skip,
}) => {
  const mount = mountTmpfs('5m');
  if (mount === null) skip('mounting is not allowed here');
  const home = join(mount ?? '', 'workspace');
  const store = openIn(home);
  const key = addAccount(store.db);
  const caught = (work: () => unknown): unknown => {
    try {
      work();
    } catch (error) {
      return error;
    }
    return null;
  };
  expect(store.explain(caught(() => fillHours(store.db, key, 120)))).toMatchObject({ code: 'DISK_FULL' });
  expect(store.db.inTransaction).toBe(false);
  const rows = 'SELECT day, count(*) AS n FROM insight_segment GROUP BY day ORDER BY day';
  expect(store.db.prepare(rows).all()).toEqual(
    store.db.prepare('SELECT day, rows AS n FROM dataset_coverage ORDER BY day').all(),
  );
  const stored = stateHash(store.db);
  const failure = caught(() => foldHours(store.db, before(key, '2026-12-01')));
  expect(store.explain(failure)).toMatchObject({ code: 'DISK_FULL' });
  expect([store.db.inTransaction, store.db.pragma('quick_check', { simple: true })]).toEqual([false, 'ok']);
  expect(stateHash(store.db)).toBe(stored);
  remount(mount ?? '', 'size=64m');
  fillHours(store.db, key, 120);
  foldHours(store.db, before(key, '2026-12-01'));
  const plain = openIn(join(tempFolder(), 'plain'));
  const plainKey = addAccount(plain.db);
  fillHours(plain.db, plainKey, 120);
  foldHours(plain.db, before(plainKey, '2026-12-01'));
  expect(stateHash(store.db)).toBe(stateHash(plain.db));
});
