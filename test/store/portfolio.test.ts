import fc from 'fast-check';
import { expect, test } from 'vitest';
import { endOfDay } from '../../src/main/domain/day-bounds.ts';
import { addDays, eachDay } from '../../src/main/domain/days.ts';
import { clientsView } from '../../src/main/store/reads/clients.ts';
import type { ViewArgs } from '../../src/main/store/reads/account-periods.ts';
import type { Db } from '../../src/main/store/store.ts';
import { saveMapping, setGoal } from '../../src/main/store/writes/client-profile.ts';
import { ingestSlice } from '../../src/main/store/writes/ingest.ts';
import { numbers } from '../bench/store-facts.ts';
import { addAccount, DAY, HOUR, newStore, NOW, record, SETTLE, slice } from './helpers.ts';
import { clientsDayByDay } from './portfolio-day-by-day.ts';

const FIRST = '2026-07-20';
const LAST = '2026-11-21';
const ZONES = ['Pacific/Kiritimati', 'Etc/GMT+12', 'Europe/Warsaw', 'America/New_York', 'UTC'] as const;
const STATUSES = [...Array.from({ length: 12 }, () => 'active' as const), 'disabled', 'closed', 'no_access'] as const;

/** Figures of an ad account as imports at several times told them: with gaps, restated days, days still running, figures not told. */
function importMany(
  db: Db,
  account: { key: number; id: string; platform: 'meta' | 'google' },
  next: () => number,
): void {
  const days = eachDay(FIRST, LAST);
  const dearer = next() < 0.4 ? 3 : 1;
  const count = (chance: number, up: number) => (next() < chance ? Math.floor(next() * up) : null);
  const read = (from: number, to: number, now: number): void => {
    const covered = days.slice(from, to + 1);
    const told = covered.filter(() => next() < 0.93);
    ingestSlice(
      db,
      slice(account.key, {
        platform: account.platform,
        level: 'account',
        from: covered[0]!,
        to: covered.at(-1)!,
        coveredDays: covered,
        now,
        records: told.map((day) =>
          record({
            level: 'account',
            entityId: account.id,
            campaignId: null,
            campaignName: null,
            day,
            spendMicros: count(0.97, 9e9 * (day > '2026-10-20' ? dearer : 1)),
            impressions: count(0.95, 90_000),
            clicks: count(0.95, 900),
            linkClicks: count(0.5, 90),
            conversions: next() < 0.9 ? Math.floor(next() * 4e6) / 1e6 : null,
            conversionValueMicros: count(0.6, 1e9),
            actions: [{ actionType: 'lead', window: 'default', count: Math.floor(next() * 9), valueMicros: null }],
          }),
        ),
      }),
    );
  };
  const instants = Array.from({ length: 6 }, () => Date.parse(`${addDays(FIRST, Math.floor(next() * 125))}T00:00:00Z`));
  // Many have all days, read when they were over; of some the night after.
  if (next() < 0.7) instants.push(NOW - 12 * HOUR);
  for (const at of instants.toSorted((a, b) => a - b)) {
    const today = Math.min(days.length - 1, Math.floor((at - Date.parse(FIRST)) / DAY));
    const from = next() < 0.7 ? 0 : Math.floor(next() * today);
    if (from < today) read(from, today - (next() < 0.5 ? 1 : 0), at + Math.floor(next() * 24) * HOUR);
  }
}

function fill(db: Db, seed: number): void {
  const next = numbers(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)]!;
  for (let index = 0; index < 24; index += 1) {
    const platform = pick(['meta', 'google'] as const);
    const id = String(5_000 + index);
    const key = addAccount(db, {
      platform,
      adAccountId: id,
      client: `Client ${Math.floor(next() * 14)}`,
      currency: pick(['EUR', 'EUR', 'PLN']),
      timeZone: pick(ZONES),
      status: pick(STATUSES),
    });
    if (index % 8 !== 7) importMany(db, { key, id, platform }, next);
    for (let run = 0; run < 3; run += 1)
      db.prepare(
        `INSERT INTO import_run (id, request_id, client_id, ad_account_key, "trigger", status, from_day, to_day, chosen, why, percent,
           step, rows_new, rows_changed, rows_unchanged, rows_set_aside, queued_at, active_ms, problem, structure_done)
         SELECT ?, 'r', client_id, id, 'scheduled', ?, 1, 1, 0, '', 1, '', 0, 0, 0, 0, ?, 0, ?, 1 FROM ad_account WHERE id = ?`,
      ).run(
        `${index} ${run}`,
        next() < 0.8 ? 'succeeded' : pick(['partial', 'failed', 'cancelled', 'running']),
        NOW - Math.floor(next() * 3) * HOUR,
        next() < 0.5 ? null : JSON.stringify({ code: 'X', sentence: `Sentence ${run}.`, detail: null, fix: 'retry' }),
        key,
      );
  }
  for (const { id } of db.prepare('SELECT id FROM client').all() as { id: number }[]) {
    const goal = { monthlyBudgetMicros: 4e10, targetCpaMicros: null, targetRoas: null };
    for (const currency of ['EUR', 'PLN']) if (next() < 0.5) setGoal(db, { clientId: id, currency, goal, now: NOW });
    const sources = [{ platform: 'meta' as const, actionType: 'lead', counted: true }];
    if (next() < 0.2) saveMapping(db, { clientId: id, conversions: [{ name: 'Leads', kind: 'lead', sources }] });
  }
}

const stretch = fc.oneof(
  fc.tuple(fc.integer({ min: 0, max: 120 }), fc.integer({ min: 1, max: 75 })).map(([start, length]) => ({
    from: addDays(FIRST, start),
    to: addDays(FIRST, start + length - 1),
  })),
  fc.constantFrom(
    { from: '2026-10-01', to: '2026-10-31' },
    { from: '2026-09-01', to: '2026-10-31' },
    { from: '2026-10-21', to: '2026-11-19' },
    { from: '2026-11-01', to: '2026-11-20' },
    { from: '2026-08-15', to: '2026-11-20' },
  ),
);
const views: fc.Arbitrary<ViewArgs> = fc.record({
  range: stretch,
  compare: fc.option(stretch, { freq: 5 }),
  platforms: fc.constantFrom(null, null, ['meta'] as const, ['google'] as const),
  now: fc.integer({ min: -40, max: 80 }).map((hours) => NOW + hours * HOUR),
  settle: fc.constant(SETTLE),
  asKnownOn: fc.constantFrom(null, null, null, '2026-11-05', '2026-11-21', '2026-10-30T10:00:00Z'),
});

test.each([1, 2])('the list adds up to what its ad accounts tell day by day, for any view (agency %i)', (seed) => {
  const { db } = newStore();
  db.pragma('synchronous = OFF');
  fill(db, seed);
  const titles = new Set<string>();
  const asked = (view: ViewArgs): void => {
    const { rows, totals, asOf } = clientsView(db, view);
    const told = clientsDayByDay(db, view);
    for (const row of told.rows) if (row.attention !== null) titles.add(row.attention.title.replace(/\d+/g, 'n'));
    expect({
      rows: rows.map(({ id, totals: sums, trend, trendCurrency, freshness, attention, paces }) => ({
        id,
        totals: sums,
        trend,
        trendCurrency,
        freshness,
        attention,
        paces,
      })),
      totals,
      asOf,
    }).toEqual(told);
  };
  const usual = { range: { from: '2026-10-21', to: '2026-11-19' }, compare: { from: '2026-09-21', to: '2026-10-20' } };
  asked({ ...usual, platforms: null, now: NOW, settle: SETTLE });
  fc.assert(fc.property(views, asked), { numRuns: 25, seed });
  // The agencies have something to say, or the sameness of what is said would prove nothing.
  expect([...titles].some((title) => title.startsWith('Cost per conversion'))).toBe(true);
});

test.each(ZONES)(
  'a day read before it was over in %s keeps the list from judging costs, one read then does not',
  (timeZone) => {
    const { db } = newStore();
    const key = addAccount(db, { timeZone });
    const usual = {
      range: { from: '2026-10-21', to: '2026-11-19' },
      compare: { from: '2026-09-21', to: '2026-10-20' },
    };
    const view = { ...usual, platforms: null, now: NOW, settle: SETTLE };
    const read = (from: string, to: string, now: number): void => {
      const covered = eachDay(from, to);
      const records = covered.map((day) =>
        record({
          level: 'account',
          entityId: '1001',
          day,
          conversions: 1,
          spendMicros: day < '2026-10-21' ? 1e6 : 3e6,
        }),
      );
      ingestSlice(db, slice(key, { level: 'account', from, to, coveredDays: covered, now, records }));
    };
    read('2026-11-02', '2026-11-19', NOW);
    const over = endOfDay('2026-11-01', timeZone) + 1;
    const said = (): (string | undefined)[] =>
      [clientsView(db, view), clientsDayByDay(db, view)].map((one) => one.rows[0]?.attention?.title);
    // Everything before was read again in the night after, in one go with the day itself.
    read('2026-09-21', '2026-11-01', over - 1);
    expect(said()).toEqual([undefined, undefined]);
    read('2026-11-01', '2026-11-01', over);
    expect(said()).toEqual(['Cost per conversion 200% worse', 'Cost per conversion 200% worse']);
  },
);
