import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareView } from '../../src/contract/comparison.ts';
import { addDays, eachDay } from '../../src/main/domain/days.ts';
import { compare, matchedWeekday, type CompareArgs } from '../../src/main/store/reads/compare.ts';
import type { Db } from '../../src/main/store/store.ts';
import { ingestSlice } from '../../src/main/store/writes/ingest.ts';
import { addAccount, newStore, NOW, record, SETTLE, slice } from './helpers.ts';

const a = { from: '2026-11-08', to: '2026-11-14' };
const b = { from: '2026-11-01', to: '2026-11-07' };
const ask: CompareArgs = {
  clientId: '1',
  a,
  b,
  matchWeekday: true,
  metric: 'spend',
  platforms: null,
  limit: 50,
  now: NOW,
  settle: SETTLE,
};

/** Campaigns' spend per day; the account's is their sum and `more`. */
function spend(db: Db, key: number, days: readonly string[], campaigns: Record<string, number>, more = 0): void {
  const part = { from: days[0]!, to: days.at(-1)!, coveredDays: [...days] };
  const total = Object.values(campaigns).reduce((sum, one) => sum + one, more);
  ingestSlice(
    db,
    slice(key, {
      ...part,
      records: days.flatMap((day) =>
        Object.entries(campaigns).map(([entityId, spendMicros]) =>
          record({ entityId, entityName: `Campaign ${entityId}`, day, spendMicros }),
        ),
      ),
    }),
  );
  ingestSlice(
    db,
    slice(key, {
      ...part,
      level: 'account',
      records: days.map((day) =>
        record({ level: 'account', entityId: '1001', campaignId: null, day, spendMicros: total }),
      ),
    }),
  );
}
const week = (range: { from: string; to: string }): string[] => eachDay(range.from, range.to);

test('what moved it: each campaign with its part of the whole change, and what no campaign explains', () => {
  const { db } = newStore();
  const key = addAccount(db);
  spend(db, key, week(b), { c1: 100, c2: 50, c3: 10 });
  spend(db, key, week(a), { c1: 160, c2: 20, c4: 5 }, 3);
  const view = compareView.parse(compare(db, ask));
  expect([view.a, view.b, view.asOf]).toEqual([a, b, new Date(NOW).toISOString()]);
  const block = view.blocks[0]!;
  expect(block).toMatchObject({
    currency: 'PLN',
    missing: { a: 0, b: 0 },
    reason: null,
    change: { a: 1316, b: 1120, delta: 196 },
    others: null,
  });
  expect(
    block.contributions.map(({ entityId, name, a: now, b: before, delta, share }) => [
      entityId,
      name,
      now,
      before,
      delta,
      share,
    ]),
  ).toEqual([
    ['c1', 'Campaign c1', 1120, 700, 420, 420 / 196],
    ['c2', 'Campaign c2', 140, 350, -210, -210 / 196],
    ['c3', 'Campaign c3', null, 70, -70, -70 / 196],
    ['c4', 'Campaign c4', 35, null, 35, 35 / 196],
  ]);
  expect(block.unexplained).toEqual({ delta: 21, share: 21 / 196 });
  expect(block.daily).toHaveLength(7);
  expect(block.daily[2]).toMatchObject({
    index: 2,
    a: { day: '2026-11-10', state: 'settled', sums: { spendMicros: 188 } },
    b: { day: '2026-11-03', sums: { spendMicros: 160 } },
  });
  const short = compareView.parse(compare(db, { ...ask, limit: 1 })).blocks[0]!;
  expect([short.contributions.length, short.others]).toEqual([1, { campaigns: 3, delta: -245, share: -245 / 196 }]);
});

test('where days are missing no change is told, and the reason is', () => {
  const { db } = newStore();
  const key = addAccount(db);
  spend(db, key, week(b).slice(1), { c1: 100 });
  spend(db, key, week(a), { c1: 160 });
  const block = compare(db, ask);
  if (block === null || block === 'not_additive') throw new Error('no answer');
  expect(block.blocks[0]).toMatchObject({
    missing: { a: 0, b: 1 },
    reason: 'Changes cannot be told. Not imported: 1 day of the second period.',
    change: { delta: null },
    contributions: [],
    unexplained: null,
  });
  expect(block.blocks[0]?.daily[0]?.b).toMatchObject({ state: 'missing', sums: { spendMicros: null } });
});

test('figures that do not add up over campaigns are refused, unknown clients are not found', () => {
  const { db } = newStore();
  addAccount(db);
  for (const metric of ['cpa', 'roas', 'reach', 'named:Leads', 'nonsense'])
    expect(compare(db, { ...ask, metric })).toBe('not_additive');
  expect(compare(db, { ...ask, clientId: '99' })).toBeNull();
  expect(compare(db, { ...ask, metric: 'conversionValue' })).not.toBe('not_additive');
});

test('matching weekdays never puts a day into both periods: the period before goes further back', () => {
  expect(matchedWeekday({ from: '2026-10-22', to: '2026-11-20' }, { from: '2026-09-22', to: '2026-10-21' })).toEqual({
    from: '2026-09-17',
    to: '2026-10-16',
  });
  // Chosen over A, B stays as near as it was.
  expect(matchedWeekday({ from: '2026-10-22', to: '2026-11-20' }, { from: '2026-10-20', to: '2026-11-18' })).toEqual({
    from: '2026-10-22',
    to: '2026-11-20',
  });
});

test('matching weekdays moves B by three days at most, further only away from A, and keeps its length', () => {
  let moved = 0;
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 3000 }),
      fc.integer({ min: 0, max: 3000 }),
      fc.integer({ min: 0, max: 60 }),
      (x, y, length) => {
        const left = { from: addDays('2020-01-01', x), to: addDays('2020-01-01', x + length) };
        const right = { from: addDays('2020-01-01', y), to: addDays('2020-01-01', y + length + 3) };
        const found = matchedWeekday(left, right);
        const weekday = (day: string): number => new Date(`${day}T00:00:00Z`).getUTCDay();
        expect(weekday(found.from)).toBe(weekday(left.from));
        expect(eachDay(found.from, found.to)).toHaveLength(length + 4);
        const shift = (Date.parse(found.from) - Date.parse(right.from)) / 86_400_000;
        const both = (b: typeof left): boolean => b.from <= left.to && left.from <= b.to;
        expect(both(found)).toBe(both(right) && both(found));
        if (Math.abs(shift) > 3) expect(Math.sign(shift)).toBe(right.from < left.from ? -1 : 1);
        expect(Math.abs(shift)).toBeLessThanOrEqual(6);
        if (shift !== 0) moved += 1;
      },
    ),
  );
  expect(moved).toBeGreaterThan(10);
});

test('periods of different lengths stand side by side as far as the longer goes', () => {
  const { db } = newStore();
  const key = addAccount(db);
  spend(db, key, [...week(b), ...week(a)], { c1: 1 });
  const view = compare(db, { ...ask, a: { from: a.from, to: '2026-11-10' } });
  if (view === null || view === 'not_additive') throw new Error('no answer');
  expect(view.blocks[0]?.daily.map((one) => [one.a?.day ?? null, one.b?.day ?? null]).slice(2, 4)).toEqual([
    ['2026-11-10', '2026-11-03'],
    [null, '2026-11-04'],
  ]);
});
