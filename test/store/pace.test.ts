import { expect, test } from 'vitest';
import type { Goal } from '../../src/contract/client-profile.ts';
import { eachDay } from '../../src/main/domain/days.ts';
import { paceAlarm, paceWords } from '../../src/main/domain/suggestions.ts';
import { clientsView } from '../../src/main/store/reads/clients.ts';
import { overview } from '../../src/main/store/reads/overview.ts';
import type { Db } from '../../src/main/store/store.ts';
import { setAdAccountStatus } from '../../src/main/store/writes/ad-accounts.ts';
import { setGoal } from '../../src/main/store/writes/client-profile.ts';
import { ingestSlice } from '../../src/main/store/writes/ingest.ts';
import { addAccount, DAY, newStore, NOW, record, SETTLE, slice } from './helpers.ts';

const common = { platforms: null, now: NOW, settle: SETTLE };
const range = { from: '2026-11-01', to: '2026-11-19' };
const NO_GOAL = { monthlyBudgetMicros: null, targetCpaMicros: null, targetRoas: null };

test('a share beyond a thousand percent has its separator, as beside it on screen', () => {
  expect(paceWords({ pace: 15.65, daysLeft: 1 })).toBe('Spend is at 1,565% of pace, 1 day left.');
});

/** 10 a day with one conversion worth 50, at account level. */
function spend(db: Db, key: number, id: string, from: string, to: string, over: object = {}, now = NOW): void {
  ingestSlice(
    db,
    slice(key, {
      level: 'account',
      from,
      to,
      now,
      records: eachDay(from, to).map((day) =>
        record({
          level: 'account',
          entityId: id,
          campaignId: null,
          day,
          spendMicros: 10_000_000,
          conversions: 1,
          conversionValueMicros: 50_000_000,
          ...over,
        }),
      ),
    }),
  );
}
const goal = (db: Db, over: Partial<Goal> = {}) =>
  setGoal(db, {
    clientId: 1,
    currency: 'PLN',
    now: NOW,
    goal: { ...NO_GOAL, monthlyBudgetMicros: 300_000_000, ...over },
  });
const paceOfClient = (db: Db, now = NOW, platforms: 'meta'[] | null = null) =>
  overview(db, { clientId: '1', range, compare: null, ...common, now, platforms })?.blocks.map((one) => one.pace) ?? [];

test('whole days of the month against the same part of the budget', () => {
  const { db } = newStore();
  spend(db, addAccount(db), '1001', '2026-11-01', '2026-11-20');
  expect(paceOfClient(db)).toEqual([null]);
  goal(db);
  // 20 November, noon: 19 whole days at 10 a day of a budget of 10 a day. Today's 10 do not count.
  expect(paceOfClient(db)).toEqual([
    {
      currency: 'PLN',
      month: '2026-11',
      budgetMicros: 300_000_000,
      through: '2026-11-19',
      elapsedShare: 19 / 30,
      daysLeft: 11,
      spentMicros: 190_000_000,
      pace: 1,
      projectedMicros: 300_000_000,
      reason: null,
    },
  ]);
  goal(db, { monthlyBudgetMicros: 250_000_000 });
  const pace = paceOfClient(db)[0]!;
  expect(pace.pace).toBeCloseTo(1.2);
  expect(paceAlarm(pace)).toBe('over');
  expect(clientsView(db, { range, compare: null, ...common }).rows[0]).toMatchObject({
    paces: [pace],
    attention: {
      severity: 'warning',
      title: 'Spending ahead of budget',
      body: 'Spend is at 120% of pace, 11 days left.',
    },
  });
});

test('a missing day is never guessed', () => {
  const { db } = newStore();
  const key = addAccount(db);
  spend(db, key, '1001', '2026-11-01', '2026-11-10');
  spend(db, key, '1001', '2026-11-12', '2026-11-19');
  goal(db);
  expect(paceOfClient(db)[0]).toMatchObject({
    spentMicros: null,
    pace: null,
    projectedMicros: null,
    reason: 'Not imported this month: 1 of 19 days of Account 1001.',
  });
});

test('on the first of a month nothing can be said yet, and months end where the account is', () => {
  const { db } = newStore();
  spend(db, addAccount(db, { timeZone: 'America/Los_Angeles' }), '1001', '2026-11-01', '2026-11-30');
  goal(db);
  // Still the 30th in Los Angeles.
  expect(paceOfClient(db, Date.parse('2026-12-01T06:00:00Z'))[0]).toMatchObject({
    month: '2026-11',
    through: '2026-11-29',
    daysLeft: 1,
    pace: 290 / 300 / (29 / 30),
  });
  expect(paceOfClient(db, Date.parse('2026-12-01T09:00:00Z'))[0]).toMatchObject({
    month: '2026-12',
    through: null,
    daysLeft: 31,
    pace: null,
    reason: expect.stringMatching(/just begun/) as string,
  });
});

test('all channels count, whatever the view shows; other currencies do not', () => {
  const { db } = newStore();
  spend(db, addAccount(db), '1001', '2026-11-01', '2026-11-19');
  spend(db, addAccount(db, { platform: 'google', adAccountId: '2002' }), '2002', '2026-11-01', '2026-11-19');
  spend(
    db,
    addAccount(db, { platform: 'google', adAccountId: '2003', currency: 'EUR' }),
    '2003',
    '2026-11-01',
    '2026-11-19',
  );
  goal(db);
  for (const platforms of [null, ['meta' as const]])
    expect(paceOfClient(db, NOW, platforms)[0]).toMatchObject({ spentMicros: 380_000_000, pace: 2 });
  expect(clientsView(db, { range, compare: null, ...common, platforms: ['meta'] }).rows[0]?.paces?.[0]?.pace).toBe(2);
  setGoal(db, { clientId: 1, currency: 'USD', now: NOW, goal: { ...NO_GOAL, monthlyBudgetMicros: 1 } });
  const [, usd] = clientsView(db, { range, compare: null, ...common }).rows[0]?.paces ?? [];
  expect(usd).toMatchObject({ currency: 'USD', pace: null, reason: 'No ad account of this client is in USD.' });
});

test('a disabled account that was not read this month spends nothing; one without access may', () => {
  const { db } = newStore();
  spend(db, addAccount(db), '1001', '2026-11-01', '2026-11-19');
  const other = addAccount(db, { adAccountId: '1002' });
  spend(db, other, '1002', '2026-10-01', '2026-10-31');
  goal(db);
  expect(paceOfClient(db)[0]?.pace).toBeNull();
  setAdAccountStatus(db, { adAccountKey: other, status: 'no_access', platformStatus: '2', now: NOW });
  expect(paceOfClient(db)[0]?.reason).toMatch(/19 of 19 days of Account 1002/);
  setAdAccountStatus(db, { adAccountKey: other, status: 'disabled', platformStatus: '2', now: NOW });
  expect(paceOfClient(db)[0]?.pace).toBe(1);
});

test('as known on a past day, the month to date is that of then', () => {
  const { db } = newStore();
  const key = addAccount(db);
  spend(db, key, '1001', '2026-11-01', '2026-11-19');
  goal(db);
  spend(db, key, '1001', '2026-11-05', '2026-11-05', { spendMicros: 99_000_000 }, NOW + 2 * DAY);
  const spent = (asKnownOn: string | null) =>
    overview(db, { clientId: '1', range, compare: null, ...common, now: NOW + 3 * DAY, asKnownOn })?.blocks[0]?.pace;
  expect(spent('2026-11-20')).toMatchObject({ through: '2026-11-19', spentMicros: 190_000_000 });
  // Three days later the days since are missing.
  expect(spent(null)).toMatchObject({ through: '2026-11-22', spentMicros: null });
});

test('targets stand beside what was reached, with low data marked', () => {
  const { db } = newStore();
  const key = addAccount(db);
  spend(db, key, '1001', '2026-11-01', '2026-11-19');
  goal(db, { targetCpaMicros: 8_000_000, targetRoas: 4 });
  const targets = (from: string) =>
    overview(db, { clientId: '1', range: { from, to: '2026-11-19' }, compare: null, ...common })?.blocks[0]?.targets;
  expect(targets('2026-11-01')).toEqual([
    { metric: 'cpa', target: 8_000_000, actual: 10_000_000, ratio: 1.25, met: false, lowData: false },
    { metric: 'roas', target: 4, actual: 5, ratio: 1.25, met: true, lowData: false },
  ]);
  expect(targets('2026-11-15')?.map((one) => one.lowData)).toEqual([true, true]);
});
