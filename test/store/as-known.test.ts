import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { InsightRow } from '../../src/contract/dashboards.ts';
import { endOfDay } from '../../src/main/domain/day-bounds.ts';
import { addDays, dayInZone, eachDay } from '../../src/main/domain/days.ts';
import type { InsightInput } from '../../src/main/store/records.ts';
import { clientsView } from '../../src/main/store/reads/clients.ts';
import { entitiesView } from '../../src/main/store/reads/entities.ts';
import { insights } from '../../src/main/store/reads/insights.ts';
import { overview } from '../../src/main/store/reads/overview.ts';
import type { Db } from '../../src/main/store/store.ts';
import { findClient } from '../../src/main/store/writes/clients.ts';
import { ingestSlice } from '../../src/main/store/writes/ingest.ts';
import { addAccount, DAY, HOUR, newStore, NOW, record, SETTLE, slice } from './helpers.ts';

const FIRST = '2026-09-25';
const DAYS = 14;
const common = { platforms: null, settle: SETTLE, now: NOW + 400 * DAY };
const iso = (at: number): string => new Date(at).toISOString();
const clientOf = (db: Db): string => findClient(db, 'Żabka') ?? '';

type Level = 'account' | 'campaign';
/** One answer of the platform: at a time, for some days of a level, the rows it told. */
type Answer = {
  at: number;
  level: Level;
  from: number;
  to: number;
  rows: { entity: string; day: number; spend: number | null; clicks: number | null; leads: number | null }[];
};

const count = fc.option(fc.integer({ min: 0, max: 9 }), { freq: 5 });
const answers: fc.Arbitrary<Answer[]> = fc
  .array(
    fc
      .record({
        wait: fc.integer({ min: 1, max: 3 * 24 }),
        level: fc.constantFrom<Level>('account', 'campaign'),
        a: fc.nat(DAYS - 1),
        b: fc.nat(DAYS - 1),
        told: fc.array(fc.tuple(fc.nat(2), fc.nat(DAYS - 1), count, count, count), { maxLength: 12 }),
      })
      .map(({ wait, level, a, b, told }) => {
        const [from, to] = [Math.min(a, b), Math.max(a, b)];
        const rows = new Map<string, Answer['rows'][number]>();
        for (const [entity, day, spend, clicks, leads] of told) {
          if (day < from || day > to) continue;
          const name = level === 'account' ? '1001' : `c${entity}`;
          rows.set(`${name} ${day}`, { entity: name, day, spend, clicks, leads });
        }
        return { at: wait, level, from, to, rows: [...rows.values()] };
      }),
    { minLength: 1, maxLength: 12 },
  )
  .map((list) => {
    let at = Date.parse(`${FIRST}T00:00:00Z`);
    return list.map((answer) => ({ ...answer, at: (at += answer.at * HOUR) }));
  });

function tell(db: Db, key: number, answer: Answer): void {
  const { level } = answer;
  const records = answer.rows.map((row): InsightInput =>
    record({
      level,
      entityId: row.entity,
      campaignId: level === 'account' ? null : row.entity,
      day: addDays(FIRST, row.day),
      spendMicros: row.spend,
      impressions: null,
      linkClicks: null,
      reach: null,
      clicks: row.clicks,
      conversions: row.leads,
      actions:
        row.leads === null
          ? []
          : [
              { actionType: 'lead', window: 'default', count: row.leads, valueMicros: null },
              { actionType: 'lead', window: '7d_click', count: row.leads * 2, valueMicros: null },
            ],
    }),
  );
  ingestSlice(
    db,
    slice(key, { level, from: addDays(FIRST, answer.from), to: addDays(FIRST, answer.to), records, now: answer.at }),
  );
}

type Fact = { spend: number | null; clicks: number | null; headline: number | null; leads: number | null };
type Truth = { facts: Map<string, Fact>; read: Map<string, number> };

/** The rules of the importer, told once more as plainly as can be: what was known after the answers up to an instant. */
function replay(list: readonly Answer[], level: Level, until: number): Truth {
  const truth: Truth = { facts: new Map(), read: new Map() };
  for (const answer of list) {
    if (answer.at > until || answer.level !== level) continue;
    for (let day = answer.from; day <= answer.to; day += 1) truth.read.set(addDays(FIRST, day), answer.at);
    for (const row of answer.rows) {
      const key = `${addDays(FIRST, row.day)} ${row.entity}`;
      const old = truth.facts.get(key);
      truth.facts.set(key, {
        spend: row.spend ?? old?.spend ?? null,
        clicks: row.clicks ?? old?.clicks ?? null,
        headline: row.leads ?? (old === undefined || old.headline === null ? null : 0),
        leads: row.leads ?? (old === undefined || old.leads === null ? null : 0),
      });
    }
  }
  return truth;
}

const sum = (values: readonly (number | null)[]): number | null =>
  values.reduce<number | null>((total, value) => (value === null ? total : (total ?? 0) + value), null);

function expected(
  truth: Truth,
  from: string,
  to: string,
  by: 'day' | 'month' | 'range',
  window: 'default' | '7d_click',
) {
  const groups = new Map<string, Fact[]>();
  for (const [key, fact] of truth.facts) {
    const [day = '', entity = ''] = key.split(' ');
    if (day < from || day > to) continue;
    const period = by === 'day' ? day : by === 'month' ? day.slice(0, 7) : 'null';
    const name = `${period} ${entity}`;
    groups.set(name, [...(groups.get(name) ?? []), fact]);
  }
  return Object.fromEntries(
    [...groups].map(([name, facts]) => {
      const leads = sum(
        facts.map((fact) => (fact.leads === null ? null : fact.leads * (window === 'default' ? 1 : 2))),
      );
      return [
        name,
        {
          spend: sum(facts.map((fact) => fact.spend)),
          clicks: sum(facts.map((fact) => fact.clicks)),
          headline: sum(facts.map((fact) => fact.headline)),
          leads: leads === null ? {} : { lead: leads },
        },
      ];
    }),
  );
}

const told = (rows: readonly InsightRow[]) =>
  Object.fromEntries(
    rows.map((row) => [
      `${row.period} ${row.entityId}`,
      { spend: row.spendMicros, clicks: row.clicks, headline: row.headlineConversions, leads: row.conversions },
    ]),
  );

test('any figure as known at any instant is what a replay of the answers up to then says', () => {
  fc.assert(
    fc.property(
      answers,
      fc.array(
        fc.record({ when: fc.double({ min: -0.05, max: 1.1, noNaN: true }), a: fc.nat(DAYS), b: fc.nat(DAYS) }),
        {
          minLength: 1,
          maxLength: 4,
        },
      ),
      fc.constantFrom<Level>('account', 'campaign'),
      fc.constantFrom('day' as const, 'month' as const, 'range' as const),
      fc.constantFrom('default' as const, '7d_click' as const),
      (list, questions, level, by, window) => {
        const { db, close } = newStore();
        const key = addAccount(db);
        for (const answer of list) tell(db, key, answer);
        const [start, end] = [list[0]?.at ?? 0, list.at(-1)?.at ?? 0];
        for (const { when, a, b } of questions) {
          const at = Math.round(start + (end - start) * when);
          const range = { from: addDays(FIRST, Math.min(a, b)), to: addDays(FIRST, Math.max(a, b)) };
          const ask = { clientId: clientOf(db), range, ...common, asKnownOn: iso(at) };
          const truth = replay(list, level, at);
          const rows = insights(db, { ...ask, level, by, window })?.rows ?? [];
          expect(told(rows)).toEqual(expected(truth, range.from, range.to, by, window));
          // The same question of the other readers.
          const spends = Object.values(expected(truth, range.from, range.to, 'range', 'default')).map(
            (fact) => fact.spend,
          );
          if (level === 'campaign') {
            const view = entitiesView(db, { ...ask, level, parentId: null, compare: null });
            expect(sum(view?.rows.map((row) => row.current.spendMicros ?? null) ?? [])).toBe(sum(spends));
          } else {
            const page = overview(db, { ...ask, compare: null });
            expect(page?.blocks[0]?.totals.current.spendMicros).toBe(sum(spends));
            expect(clientsView(db, { ...ask, compare: null }).rows[0]?.totals[0]?.current.spendMicros).toBe(
              sum(spends),
            );
            const read = new Set(eachDay(range.from, range.to).filter((day) => truth.read.has(day)));
            expect(
              page?.blocks[0]?.daily.filter((point) => point.state !== 'missing').map((point) => point.day),
            ).toEqual([...read]);
            expect(page?.adAccounts[0]?.missingDays).toBe(eachDay(range.from, range.to).length - read.size);
            // Never later than the truth: a day may look less settled than it was, never more.
            const newest = [...read].map((day) => truth.read.get(day) ?? 0);
            if (page?.asOf != null) expect(Date.parse(page.asOf)).toBeLessThanOrEqual(Math.max(at, ...newest));
          }
        }
        close();
      },
    ),
    { numRuns: 60 },
  );
});

test('an earlier answer comes back letter by letter, also after some of its action types were told differently', () => {
  const { db } = newStore();
  const key = addAccount(db);
  const say = (at: number, counts: readonly [string, number][]): void => {
    const actions = counts.map(([actionType, told]) => ({
      actionType,
      window: 'default' as const,
      count: told,
      valueMicros: null,
    }));
    ingestSlice(
      db,
      slice(key, { now: at, records: ['2026-11-01', '2026-11-02'].map((day) => record({ day, actions })) }),
    );
  };
  const range = { from: '2026-11-01', to: '2026-11-03' };
  const ask = (by: 'day' | 'range', over: object) =>
    JSON.stringify(
      insights(db, { clientId: clientOf(db), range, level: 'campaign', by, ...common, now: NOW, ...over }),
    );
  const first = NOW - 9 * DAY;
  say(first, [
    ['purchase', 1],
    ['lead', 2],
    ['add_to_cart', 3],
  ]);
  const before = (['day', 'range'] as const).map((by) => ask(by, {}));
  expect(before[0]).toContain('"conversions":{"purchase":1,"lead":2,"add_to_cart":3}');
  say(NOW - DAY, [
    ['purchase', 5],
    ['lead', 2],
    ['add_to_cart', 4],
  ]);
  expect((['day', 'range'] as const).map((by) => ask(by, { asKnownOn: iso(first) }))).toEqual(before);
  expect(ask('range', {})).not.toBe(before[1]);
});

test('now and an instant that has not come yet are the same question', () => {
  const { db } = newStore();
  const key = addAccount(db);
  tell(db, key, {
    at: NOW - DAY,
    level: 'account',
    from: 0,
    to: 3,
    rows: [{ entity: '1001', day: 1, spend: 5, clicks: 1, leads: 2 }],
  });
  const ask = {
    clientId: clientOf(db),
    range: { from: FIRST, to: addDays(FIRST, 9) },
    level: 'account' as const,
    by: 'range' as const,
    ...common,
    now: NOW,
  };
  expect(insights(db, { ...ask, asKnownOn: iso(NOW + 1) })).toEqual(insights(db, ask));
  expect(insights(db, { ...ask, asKnownOn: '2026-11-18' })?.rows).toEqual([]);
});

test("a day means its end in each account's own zone", () => {
  const { db } = newStore();
  const zones = { '1': 'Pacific/Kiritimati', '2': 'Europe/Warsaw', '3': 'America/Los_Angeles' };
  // 2026-11-01T23:30Z: still the 1st in Warsaw? No: 00:30 of the 2nd there, afternoon of the 1st in Los Angeles.
  const at = Date.parse('2026-11-01T23:30:00Z');
  for (const [adAccountId, timeZone] of Object.entries(zones)) {
    const key = addAccount(db, { adAccountId, timeZone });
    for (const [now, spendMicros] of [
      [at - 20 * DAY, 1],
      [at, 2],
    ] as const)
      ingestSlice(
        db,
        slice(key, {
          level: 'account',
          from: '2026-10-10',
          to: '2026-10-10',
          now,
          records: [
            record({ level: 'account', entityId: adAccountId, campaignId: null, day: '2026-10-10', spendMicros }),
          ],
        }),
      );
  }
  const range = { from: '2026-10-10', to: '2026-10-10' };
  const ask = { clientId: clientOf(db), range, level: 'account' as const, by: 'day' as const, ...common };
  const spends = (asKnownOn: string) =>
    Object.fromEntries(
      insights(db, { ...ask, asKnownOn })?.rows.map((row) => [row.adAccountId, row.spendMicros]) ?? [],
    );
  expect(spends('2026-11-01')).toEqual({ '1': 1, '2': 1, '3': 2 });
  expect(spends('2026-11-02')).toEqual({ '1': 2, '2': 2, '3': 2 });
  expect(spends(iso(at - 1))).toEqual({ '1': 1, '2': 1, '3': 1 });
  expect(spends(iso(at))).toEqual({ '1': 2, '2': 2, '3': 2 });
});

test('the end of a day is its last millisecond, whatever clocks do', () => {
  const days = ['2026-03-08', '2026-11-01', '2026-10-25', '2026-10-04', '2026-04-05', '2026-07-15'];
  for (const zone of ['America/Los_Angeles', 'Europe/Warsaw', 'Australia/Lord_Howe', 'Pacific/Kiritimati', 'UTC'])
    for (const day of days) {
      const end = endOfDay(day, zone);
      expect([dayInZone(end, zone), dayInZone(end + 1, zone)]).toEqual([day, addDays(day, 1)]);
    }
  // Havana and Beirut turn their clocks at midnight; Samoa left out a day.
  expect(dayInZone(endOfDay('2026-10-31', 'Asia/Beirut') + 1, 'Asia/Beirut')).toBe('2026-11-01');
  expect(endOfDay('2011-12-30', 'Pacific/Apia')).toBe(endOfDay('2011-12-29', 'Pacific/Apia'));
});

test('a clock that was set back makes no row count twice', () => {
  const { db } = newStore();
  const key = addAccount(db);
  const at = NOW - 10 * DAY;
  const say = (now: number, spend: number): void =>
    tell(db, key, {
      at: now,
      level: 'account',
      from: 0,
      to: 0,
      rows: [{ entity: '1001', day: 0, spend, clicks: 1, leads: 1 }],
    });
  for (const [index, hours] of [0, 2, 1].entries()) say(at + hours * HOUR, index + 1);
  const ask = {
    clientId: clientOf(db),
    range: { from: FIRST, to: FIRST },
    level: 'account' as const,
    by: 'range' as const,
    ...common,
  };
  const spendAt = (instant: number) =>
    insights(db, { ...ask, asKnownOn: iso(instant) })?.rows.map((row) => [row.spendMicros, row.conversions]);
  expect(spendAt(at + 1.5 * HOUR)).toEqual([[3, { lead: 1 }]]);
  say(at + 3 * HOUR, 4);
  expect(spendAt(at + 2.5 * HOUR)).toEqual([[3, { lead: 1 }]]);
  expect(spendAt(at + 1.5 * HOUR)).toEqual([[3, { lead: 1 }]]);
  expect(spendAt(at + 0.5 * HOUR)).toEqual([[1, { lead: 1 }]]);
  expect(spendAt(at + 4 * HOUR)).toEqual([[4, { lead: 1 }]]);
});
