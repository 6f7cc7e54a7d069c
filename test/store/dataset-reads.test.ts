import { expect, test } from 'vitest';
import { breakdownView, hoursView, periodsView } from '../../src/contract/breakdowns.ts';
import { insightsView } from '../../src/contract/dashboards.ts';
import type { Dataset } from '../../src/contract/datasets.ts';
import { eachDay } from '../../src/main/domain/days.ts';
import type { DatasetInput } from '../../src/main/store/records.ts';
import { breakdown } from '../../src/main/store/reads/breakdown.ts';
import { hours } from '../../src/main/store/reads/hours.ts';
import { insights } from '../../src/main/store/reads/insights.ts';
import { periods } from '../../src/main/store/reads/periods.ts';
import type { Db } from '../../src/main/store/store.ts';
import { findClient } from '../../src/main/store/writes/clients.ts';
import { ingestDatasetSlice } from '../../src/main/store/writes/ingest-datasets.ts';
import { ingestSlice } from '../../src/main/store/writes/ingest.ts';
import { withholdDataset } from '../../src/main/store/writes/withheld.ts';
import { foldHours } from '../../src/main/store/writes/retention.ts';
import { AGES, cell, dataset, HOURS, MONTHS } from './cells.ts';
import { addAccount, DAY, newStore, NOW, record, SETTLE, slice } from './helpers.ts';

const RANGES = dataset('campaign', 'range', 'none');
const clientOf = (db: Db): string => findClient(db, 'Żabka') ?? '';
const iso = (at: number): string => new Date(at).toISOString();

const asked = (db: Db, over: object = {}) => ({
  clientId: clientOf(db),
  range: { from: '2026-11-01', to: '2026-11-04' },
  platforms: null,
  level: 'campaign' as const,
  parentId: null,
  entityId: null,
  settle: SETTLE,
  now: NOW,
  datasets: { meta: [{ ...AGES, caveat: 'Only people who told it.' }, HOURS, MONTHS, RANGES], google: [] as Dataset[] },
  ...over,
});

function tell(
  db: Db,
  key: number,
  what: Dataset,
  from: string,
  to: string,
  rows: Partial<DatasetInput>[],
  at = NOW - DAY,
): void {
  const records = rows.map((row) => cell({ entityName: null, ...row, level: what.level }));
  ingestDatasetSlice(db, {
    adAccountKey: key,
    platform: 'meta',
    dataset: what,
    from,
    to,
    records,
    setAside: [],
    runId: null,
    sliceId: null,
    now: at,
  });
}

const ageRows = (day: string, young: number, old: number): Partial<DatasetInput>[] =>
  [
    ['18-24', young],
    ['65+', old],
  ].map(([age, spendMicros]) => ({
    day,
    to: day,
    entityId: 'c1',
    campaignId: 'c1',
    segment: { age: String(age) },
    spendMicros: Number(spendMicros),
    conversions: 0.1,
  }));

test('a breakdown adds its cells over the days read, and says what they leave unexplained', () => {
  const { db } = newStore();
  const key = addAccount(db);
  addAccount(db, { platform: 'google', adAccountId: '2002' });
  const days = eachDay('2026-11-01', '2026-11-04');
  const c1 = days.map((day) => record({ entityId: 'c1', campaignId: 'c1', day, spendMicros: 100 }));
  ingestSlice(db, slice(key, { to: '2026-11-04', records: c1 }));
  tell(db, key, AGES, '2026-11-01', '2026-11-02', [...ageRows('2026-11-01', 60, 40), ...ageRows('2026-11-02', 70, 10)]);
  const view = breakdownView.parse(breakdown(db, { ...asked(db), breakdown: 'age' }));
  expect(view.parts.map((part) => [part.platform, part.dataset, part.offered])).toEqual([
    ['meta', 'campaign.day.age', true],
    ['google', 'campaign.day.age', false],
  ]);
  const [meta, google] = view.parts;
  expect(meta).toMatchObject({
    caveat: 'Only people who told it.',
    coverage: { asked: 4, read: 2, asOf: iso(NOW - DAY) },
    // Only the two days that were read: the others are missing, not unexplained.
    days: { spendMicros: 200 },
    unexplained: { spendMicros: { difference: 20, share: 0.1 }, impressions: { difference: null, share: null } },
  });
  expect(meta?.rows.map((row) => [row.label, row.segment, row.sums.spendMicros, row.sums.conversions])).toEqual([
    ['18-24', { age: '18-24' }, 130, 0.2],
    ['65+', { age: '65+' }, 50, 0.2],
  ]);
  expect(google).toMatchObject({ rows: [], coverage: { asked: 4, read: 0, asOf: null }, caveat: null });
  expect(breakdown(db, { ...asked(db, { clientId: '999' }), breakdown: 'age' })).toBeNull();
});

test('conversion actions are called by the newest name told with their rows', () => {
  const { db } = newStore();
  const key = addAccount(db);
  const actions = dataset('campaign', 'day', 'conversion_action');
  const row = (day: string, id: string, name: string | null): Partial<DatasetInput> => ({
    day,
    to: day,
    entityId: 'c1',
    campaignId: 'c1',
    segment: { conversion_action: id },
    extra: name === null ? null : { conversionActionName: name },
    conversions: 1,
  });
  const [first, second] = [NOW - 9 * DAY, NOW - 2 * DAY];
  const rows = (name: string) => [
    row('2026-11-01', '7', 'Old'),
    row('2026-11-02', '7', name),
    row('2026-11-02', '8', null),
  ];
  tell(db, key, actions, '2026-11-01', '2026-11-02', rows('Booking'), first);
  tell(db, key, actions, '2026-11-01', '2026-11-02', rows('Reservation'), second);
  const labels = (over: object = {}) =>
    breakdown(db, {
      ...asked(db, { datasets: { meta: [actions], google: [] }, ...over }),
      breakdown: 'conversion_action',
    })
      ?.parts[0]?.rows.map((one) => `${one.segment['conversion_action'] ?? ''} ${one.label}`)
      .toSorted();
  expect(labels()).toEqual(['7 Reservation', '8 8']);
  expect(labels({ asKnownOn: iso(second - 1) })).toEqual(['7 Booking', '8 8']);
});

test('a breakdown of one campaign, and as it was known', () => {
  const { db } = newStore();
  const key = addAccount(db);
  const [first, second] = [NOW - 9 * DAY, NOW - 2 * DAY];
  const other = ageRows('2026-11-01', 7, 8).map((row) => ({ ...row, entityId: 'c2', campaignId: 'c2' }));
  tell(db, key, AGES, '2026-11-01', '2026-11-01', [...ageRows('2026-11-01', 60, 40), ...other], first);
  tell(
    db,
    key,
    AGES,
    '2026-11-01',
    '2026-11-02',
    [...ageRows('2026-11-01', 61, 40), ...other, ...ageRows('2026-11-02', 1, 1)],
    second,
  );
  const cells = (over: object) =>
    breakdown(db, { ...asked(db, over), breakdown: 'age' })?.parts[0]?.rows.map((row) => row.sums.spendMicros);
  const read = (over: object) => breakdown(db, { ...asked(db, over), breakdown: 'age' })?.parts[0]?.coverage;
  expect(cells({})).toEqual([69, 49]);
  expect(cells({ entityId: 'c1' })).toEqual([62, 41]);
  expect(cells({ entityId: 'nobody' })).toEqual([]);
  expect(cells({ asKnownOn: iso(second - 1) })).toEqual([67, 48]);
  expect(read({ asKnownOn: iso(second - 1) })).toMatchObject({ read: 1, asOf: iso(first) });
  expect(cells({ asKnownOn: iso(first - 1) })).toEqual([]);
});

const hourRow = (day: string, hour: string, spendMicros: number): Partial<DatasetInput> => ({
  day,
  to: day,
  entityId: 'c1',
  campaignId: 'c1',
  segment: { hour, fold: '0' },
  spendMicros,
});

test('hours by weekday; the hour that came twice is marked in the zone it did', () => {
  const { db } = newStore();
  // Clocks went back in Warsaw at 3:00 of Sunday, 25 October 2026.
  const key = addAccount(db, { timeZone: 'Europe/Warsaw' });
  tell(db, key, HOURS, '2026-10-18', '2026-10-26', [
    hourRow('2026-10-18', '02', 10),
    hourRow('2026-10-25', '02', 30),
    hourRow('2026-10-26', '23', 5),
  ]);
  const range = { from: '2026-10-18', to: '2026-10-31' };
  const [part] = hoursView.parse(hours(db, asked(db, { range }))).parts;
  expect(part?.cells).toHaveLength(168);
  const at = (weekday: number, hour: number) => part?.cells.find((one) => one.weekday === weekday && one.hour === hour);
  expect(at(7, 2)).toMatchObject({ sums: { spendMicros: 40 }, days: 2, repeated: 1 });
  expect(at(7, 3)).toMatchObject({ sums: { spendMicros: null }, days: 2, repeated: 0 });
  expect(at(1, 23)).toMatchObject({ sums: { spendMicros: 5 }, days: 2 });
  expect(at(3, 0)).toMatchObject({ days: 1 });
  expect(part?.timezones).toEqual(['Europe/Warsaw']);
  expect(part).toMatchObject({ coverage: { asked: 14, read: 9 }, foldedDays: 0, foldedDaysLeftOut: 0 });
});

test('months folded into averages count whole or not at all', () => {
  const { db } = newStore();
  const key = addAccount(db);
  const days = eachDay('2026-09-01', '2026-10-31');
  tell(
    db,
    key,
    HOURS,
    '2026-09-01',
    '2026-10-31',
    days.map((day) => hourRow(day, '08', 1)),
  );
  const ask = (from: string, to: string, over: object = {}) => {
    const part = hours(db, asked(db, { range: { from, to }, ...over }))?.parts[0];
    const cells = part?.cells.filter((one) => one.hour === 8) ?? [];
    return {
      spend: cells.reduce((sum, one) => sum + (one.sums.spendMicros ?? 0), 0),
      days: cells.reduce((sum, one) => sum + one.days, 0),
      folded: part?.foldedDays,
      left: part?.foldedDaysLeftOut,
    };
  };
  const before = ask('2026-09-01', '2026-10-31');
  expect(before).toEqual({ spend: 61, days: 61, folded: 0, left: 0 });
  foldHours(db, { before: new Map([[key, '2026-10-01']]), now: NOW });
  expect(ask('2026-09-01', '2026-10-31')).toEqual({ ...before, folded: 30 });
  expect(ask('2026-09-01', '2026-10-31', { entityId: 'c1' })).toEqual({ ...before, folded: 30 });
  expect(ask('2026-09-15', '2026-10-31')).toEqual({ spend: 31, days: 31, folded: 0, left: 16 });
  expect(ask('2026-09-01', '2026-10-31', { asKnownOn: iso(NOW - 1) })).toEqual({
    spend: 31,
    days: 31,
    folded: 0,
    left: 30,
  });
});

const reachRow = (from: string, to: string, reach: number): Partial<DatasetInput> => ({
  day: from,
  to,
  entityId: 'c1',
  campaignId: 'c1',
  entityName: 'Spring',
  segment: {},
  reach,
  frequency: 1.5,
  uniqueClicks: 3,
});

test('reach is told for exactly a stored period, never put together', () => {
  const { db } = newStore();
  const key = addAccount(db);
  const [first, second] = [NOW - 9 * DAY, NOW - 2 * DAY];
  tell(db, key, MONTHS, '2026-09-01', '2026-09-30', [reachRow('2026-09-01', '2026-09-30', 500)], first);
  tell(db, key, MONTHS, '2026-09-01', '2026-09-30', [reachRow('2026-09-01', '2026-09-30', 510)], second);
  tell(db, key, MONTHS, '2026-10-01', '2026-10-11', [reachRow('2026-10-01', '2026-10-11', 90)], first);
  const range = { from: '2026-09-01', to: '2026-10-31' };
  const view = (over: object) => periodsView.parse(periods(db, asked(db, { range, ...over }))).periods;
  const short = (over: object) =>
    view(over).map((one) => [one.month, one.missing, one.through, one.rows[0]?.reach ?? null]);
  expect(short({})).toEqual([
    [null, true, null, null],
    ['2026-09', false, null, 510],
    ['2026-10', false, '2026-10-11', 90],
  ]);
  expect(view({})[1]).toMatchObject({
    asOf: iso(second),
    rows: [{ entityName: 'Spring', frequency: 1.5, uniqueClicks: 3 }],
  });
  expect(view({}).map((one) => one.offered)).toEqual([true, true, true]);
  expect(view({ datasets: { meta: [MONTHS], google: [] } }).map((one) => one.offered)).toEqual([false, true, true]);
  expect(short({ asKnownOn: iso(second - 1) })[1]).toEqual(['2026-09', false, null, 500]);
  expect(view({ asKnownOn: iso(second - 1) })[1]?.asOf).toBe(iso(first));
  expect(short({ asKnownOn: iso(first - 1) }).map((one) => one[1])).toEqual([true, true, true]);
  tell(db, key, RANGES, '2026-09-01', '2026-10-31', [reachRow('2026-09-01', '2026-10-31', 555)]);
  expect(short({})[0]).toEqual([null, false, null, 555]);
  // A range that happens to be a month, and one cut where the month's reading was.
  expect(short({ range: { from: '2026-09-01', to: '2026-09-30' } })[0]).toEqual([null, false, null, 510]);
  expect(short({ range: { from: '2026-10-01', to: '2026-10-11' } })).toEqual([[null, false, null, 90]]);
  expect(short({ range: { from: '2026-10-01', to: '2026-10-10' } })).toEqual([[null, true, null, null]]);
});

test('insights by month and range carry the reach of exactly that period', () => {
  const { db } = newStore();
  const key = addAccount(db);
  const days = eachDay('2026-09-01', '2026-10-31');
  ingestSlice(
    db,
    slice(key, {
      from: '2026-09-01',
      to: '2026-10-31',
      records: days.map((day) => record({ entityId: 'c1', campaignId: 'c1', day, reach: 10 })),
    }),
  );
  tell(db, key, MONTHS, '2026-09-01', '2026-09-30', [reachRow('2026-09-01', '2026-09-30', 510)]);
  const ask = (by: 'day' | 'month' | 'range', range: object, over: object = {}) =>
    insightsView.parse(insights(db, { ...asked(db, { range }), by, ...over })).rows.map((row) => row.reach);
  const whole = { from: '2026-09-01', to: '2026-10-31' };
  expect(ask('month', whole)).toEqual([510, null]);
  expect(ask('range', whole)).toEqual([null]);
  expect(ask('range', { from: '2026-09-01', to: '2026-09-30' })).toEqual([510]);
  expect(ask('month', { from: '2026-09-02', to: '2026-10-31' })).toEqual([null, null]);
  expect(ask('month', whole, { asKnownOn: iso(NOW - DAY - 1), now: NOW })).toEqual([]);
  expect(ask('day', { from: '2026-09-01', to: '2026-09-02' })).toEqual([10, 10]);
});

test('conversions can be read in any stored window; one that was not told is left out', () => {
  const { db } = newStore();
  const key = addAccount(db);
  const told = (window: 'default' | '7d_click' | '1d_view', count: number | null) => ({
    actionType: 'purchase',
    window,
    count,
    valueMicros: null,
  });
  ingestSlice(
    db,
    slice(key, {
      records: [
        record({ day: '2026-11-01', actions: [told('default', 8), told('7d_click', 5)] }),
        record({ day: '2026-11-02', actions: [told('default', 1), told('7d_click', 0.5), told('1d_view', 0.5)] }),
      ],
    }),
  );
  const ask = (by: 'day' | 'range', over: object) =>
    insights(db, { ...asked(db), by, ...over })?.rows.map((row) => row.conversions);
  expect(ask('range', {})).toEqual([{ purchase: 9 }]);
  expect(ask('range', { window: 'default' })).toEqual([{ purchase: 9 }]);
  expect(ask('range', { window: '7d_click' })).toEqual([{ purchase: 5.5 }]);
  expect(ask('day', { window: '1d_view' })).toEqual([{}, { purchase: 0.5 }]);
  expect(ask('day', { window: '28d_click' })).toEqual([{}, {}]);
});

test('no read of a dataset scans a fact table', () => {
  const { db } = newStore();
  const key = addAccount(db);
  tell(db, key, AGES, '2026-11-01', '2026-11-02', [...ageRows('2026-11-01', 1, 2)]);
  tell(db, key, dataset('campaign', 'day', 'conversion_action'), '2026-11-01', '2026-11-02', []);
  tell(db, key, HOURS, '2026-11-01', '2026-11-02', [hourRow('2026-11-01', '01', 1)]);
  tell(db, key, MONTHS, '2026-10-01', '2026-10-31', [reachRow('2026-10-01', '2026-10-31', 5)]);
  foldHours(db, { before: new Map([[key, '2026-11-02']]), now: NOW });
  const seen = new Set<string>();
  const { prepare } = db;
  db.prepare = ((sql: string) => {
    seen.add(sql);
    return prepare.call(db, sql);
  }) as typeof db.prepare;
  for (const over of [
    {},
    { entityId: 'c1' },
    { asKnownOn: '2026-11-18' },
    { asKnownOn: '2026-11-18', entityId: 'c1' },
  ]) {
    const args = asked(db, { range: { from: '2026-10-01', to: '2026-11-30' }, ...over });
    breakdown(db, { ...args, breakdown: 'age' });
    breakdown(db, { ...args, breakdown: 'conversion_action' });
    hours(db, args);
    periods(db, args);
  }
  db.prepare = prepare;
  expect(seen.size).toBeGreaterThan(15);
  const scans = [...seen].flatMap((sql) => {
    const named = sql.match(/(?<=@)\w+/g);
    const values: unknown[] = named
      ? [Object.fromEntries(named.map((name) => [name, 1]))]
      : Array.from(sql.match(/\?/g) ?? [], () => 1);
    const plan = db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...values) as { detail: string }[];
    return plan.filter(({ detail }) =>
      /SCAN (insight|coverage|dataset_coverage|period_coverage|c\b|past|later|newest|entity)/.test(detail),
    );
  });
  expect(scans).toEqual([]);
});

test('a breakdown withheld from every ad account says why; from some of them, or seen from earlier, it does not', () => {
  const { db } = newStore();
  const [one, other] = [addAccount(db), addAccount(db, { adAccountId: '3003' })];
  const withheld = (over: object = {}) =>
    breakdownView.parse(breakdown(db, { ...asked(db, over), breakdown: 'age' })).parts.map((part) => part.withheld);
  const refuse = (adAccountKey: number, sentence: string) =>
    withholdDataset(db, { adAccountKey, dataset: AGES.id, code: 'OPT_IN_NEEDED', sentence, now: NOW });
  refuse(one, 'Opt in first.');
  expect(withheld()).toEqual([undefined]);
  refuse(other, 'Opt in too.');
  expect(withheld()).toEqual(['Opt in first.']);
  expect(withheld({ asKnownOn: iso(NOW - DAY) })).toEqual([undefined]);
});
