import { expect, test } from 'vitest';
import { eventsView } from '../../src/contract/events.ts';
import { eachDay } from '../../src/main/domain/days.ts';
import { events } from '../../src/main/store/reads/events.ts';
import { compare } from '../../src/main/store/reads/compare.ts';
import { suggestions, type SuggestionArgs } from '../../src/main/store/reads/suggestions.ts';
import type { Db } from '../../src/main/store/store.ts';
import { addAnnotation, setAnnotationRemoved } from '../../src/main/store/writes/annotations.ts';
import { setGoal } from '../../src/main/store/writes/client-profile.ts';
import { ingestSlice } from '../../src/main/store/writes/ingest.ts';
import { beginStructure, finishStructure, saveStructure } from '../../src/main/store/writes/structure.ts';
import { dismissSuggestion, restoreSuggestion } from '../../src/main/store/writes/suggestions.ts';
import { addAccount, addConnection, DAY, HOUR, newStore, NOW, record, SETTLE, slice } from './helpers.ts';

const range = { from: '2026-11-01', to: '2026-11-19' };
const ask: SuggestionArgs = { clientId: '1', range, compare: null, platforms: null, now: NOW, settle: SETTLE };
const of = (db: Db, over: Partial<SuggestionArgs> = {}) => eventsView.parse(events(db, { ...ask, ...over }));

type Campaign = { name?: string; status?: 'active' | 'paused'; dailyBudgetMicros?: number | null };
function structure(db: Db, key: number, now: number, campaigns: Record<string, Campaign>): void {
  const generation = beginStructure(db, key);
  saveStructure(db, {
    adAccountKey: key,
    generation,
    now,
    entities: Object.entries(campaigns).map(
      ([entityId, { name = `Campaign ${entityId}`, status = 'active', dailyBudgetMicros = null }]) => ({
        level: 'campaign' as const,
        entityId,
        parentId: null,
        campaignId: entityId,
        name,
        status,
        platformStatus: status.toUpperCase(),
        objective: null,
        dailyBudgetMicros,
        lifetimeBudgetMicros: null,
        extra: null,
      }),
    ),
  });
  finishStructure(db, { adAccountKey: key, generation, now });
}

/** Account and campaign rows of every day of a range. */
function days(
  db: Db,
  key: number,
  from: string,
  to: string,
  over: { spend?: number; conversions?: number; impressions?: number } = {},
  id = 'c1',
): void {
  const { spend = 10_000_000, conversions = 5, impressions = 100 } = over;
  const values = { spendMicros: spend, conversions, impressions };
  const part = { from, to, coveredDays: eachDay(from, to) };
  ingestSlice(
    db,
    slice(key, {
      ...part,
      level: 'account',
      records: eachDay(from, to).map((day) =>
        record({ ...values, level: 'account', entityId: '1001', campaignId: null, day }),
      ),
    }),
  );
  ingestSlice(
    db,
    slice(key, {
      ...part,
      records: eachDay(from, to).map((day) => record({ ...values, entityId: id, campaignId: id, day })),
    }),
  );
}

test('budgets, statuses and names that changed stand on their day in the zone of the account', () => {
  const { db } = newStore();
  const key = addAccount(db, { timeZone: 'America/Los_Angeles' });
  structure(db, key, Date.parse('2026-10-30T12:00:00Z'), {
    c1: { name: 'Spring', dailyBudgetMicros: 10_000_000 },
    c2: {},
  });
  // 5 November in Warsaw, still the 4th in Los Angeles.
  structure(db, key, Date.parse('2026-11-05T05:00:00Z'), {
    c1: { name: 'Summer', dailyBudgetMicros: 20_000_000 },
    c2: { status: 'paused' },
  });
  structure(db, key, Date.parse('2026-11-10T12:00:00Z'), { c1: { name: 'Summer' }, c2: { status: 'paused' } });
  const { flags, total } = of(db);
  expect(total).toBe(4);
  expect(flags.map(({ day, kind, title, old, new: now }) => [day, kind, title, old, now])).toEqual([
    ['2026-11-04', 'name', 'Spring is now called Summer', 'Spring', 'Summer'],
    ['2026-11-04', 'budget', 'Summer: daily budget raised', null, null],
    ['2026-11-04', 'status', 'Campaign c2: active → paused', 'active', 'paused'],
    ['2026-11-10', 'budget', 'Summer: daily budget removed', null, null],
  ]);
  expect(flags[1]).toMatchObject({
    amounts: { currency: 'PLN', oldMicros: 10_000_000, newMicros: 20_000_000, period: 'daily' },
    level: 'campaign',
    entityId: 'c1',
    seenAt: '2026-11-05T05:00:00.000Z',
  });
  expect(of(db, { range: { from: '2026-11-05', to: '2026-11-09' } }).total).toBe(0);
});

test('days that were never read are gaps; days before the first read and those to come are none', () => {
  const { db } = newStore();
  const key = addAccount(db);
  days(db, key, '2026-11-03', '2026-11-05');
  days(db, key, '2026-11-08', '2026-11-17');
  const gaps = of(db, { range: { from: '2026-10-20', to: '2026-11-30' } }).flags;
  expect(gaps.map(({ kind, day, to, title }) => [kind, day, to, title])).toEqual([
    ['gap', '2026-11-06', '2026-11-07', '2 days of Account 1001 not imported'],
    ['gap', '2026-11-18', '2026-11-19', '2 days of Account 1001 not imported'],
  ]);
});

test('notes are flags until they are removed', () => {
  const { db } = newStore();
  addAccount(db);
  addAnnotation(db, { id: 'n1', clientId: 1, day: '2026-11-09', text: 'New creative', kind: 'creative', now: NOW });
  expect(of(db).flags).toMatchObject([{ kind: 'note', title: 'New creative', day: '2026-11-09', annotationId: 'n1' }]);
  setAnnotationRemoved(db, { id: 'n1', at: NOW });
  expect(of(db).flags).toEqual([]);
});

test('of many changes the newest are listed', () => {
  const { db } = newStore();
  const key = addAccount(db);
  structure(db, key, Date.parse('2026-10-01T00:00:00Z'), { c1: { name: '0' } });
  const entity = db.prepare("SELECT id FROM entity WHERE entity_id = 'c1'").pluck().get();
  const insert = db.prepare(
    "INSERT INTO entity_history (entity_key, changed_at, field, old_value, new_value) VALUES (?, ?, 'name', ?, ?)",
  );
  db.transaction(() => {
    for (let index = 0; index < 600; index += 1)
      insert.run(entity, Date.parse('2026-11-02T00:00:00Z') + (index * HOUR) / 2, String(index), String(index + 1));
  })();
  const { flags, total } = of(db);
  expect([flags.length, total, flags.at(-1)?.new]).toEqual([500, 600, '600']);
});

test('nothing is suggested while nothing is wrong, and for clients that are not there', () => {
  const { db } = newStore();
  const key = addAccount(db);
  days(db, key, '2026-10-01', '2026-11-19');
  structure(db, key, NOW - 5 * DAY, { c1: {} });
  expect(of(db).suggestion).toBeNull();
  expect(events(db, { ...ask, clientId: '99' })).toBeNull();
});

test('a campaign that is on and shows nothing for a whole day', () => {
  const { db } = newStore();
  const key = addAccount(db);
  days(db, key, '2026-11-01', '2026-11-19');
  days(db, key, '2026-11-01', '2026-11-17', {}, 'c2');
  structure(db, key, NOW - 5 * DAY, { c1: {}, c2: {}, c3: {}, c4: { status: 'paused' } });
  // c3 never showed anything: it may be planned for later. c4 is paused.
  expect(suggestions(db, ask)).toMatchObject([
    {
      rule: 'no_impressions',
      title: 'Campaign c2 is on but shows nothing',
      entityId: 'c2',
      action: 'open_campaign',
      id: 'silent:meta:c2:20261117',
    },
  ]);
  // A day read before it was over proves nothing.
  expect(suggestions(db, { ...ask, now: NOW + DAY })).toEqual([]);
});

test('cost per conversion 30 % worse with ten conversions on both sides, young days left out', () => {
  const make = (before: number, now: number): Db => {
    const { db } = newStore();
    const key = addAccount(db);
    days(db, key, '2026-10-13', '2026-10-31', { conversions: before });
    days(db, key, '2026-11-01', '2026-11-12', { conversions: now });
    // The last week has none yet: that alone must not look bad.
    days(db, key, '2026-11-13', '2026-11-19', { conversions: 0 });
    return db;
  };
  expect(suggestions(make(5, 3), ask)).toMatchObject([
    {
      rule: 'cpa_worse',
      title: 'Cost per conversion 67% worse',
      action: 'compare',
      currency: 'PLN',
      body: expect.stringMatching(/^60 → 36 conversions/) as string,
    },
  ]);
  // Compare on the days it is about has these figures and no others.
  const dearer = make(5, 3);
  const [said] = suggestions(dearer, ask);
  const { a, b } = said?.over ?? { a: ask.range, b: ask.range };
  const shown = compare(dearer, { ...ask, a, b, matchWeekday: false, metric: 'conversions', limit: 5 });
  expect(said?.body).toBe(
    '60 → 36 conversions over 12 days; the last 7 are left out, their conversions still come in.',
  );
  expect(shown).toMatchObject({ blocks: [{ b: { conversions: 60 }, a: { conversions: 36 }, reason: null }] });
  // Where the platform counts conversions for longer than the days left out, the compared days are not the last word either.
  const longer = { ...SETTLE, meta: { ...SETTLE.meta, conversionSettleDays: 30 } };
  expect(suggestions(dearer, { ...ask, settle: longer })[0]?.body).toBe(
    '60 → 36 conversions over 12 days; may still improve: conversions of these days still come in. The last 7 are left out.',
  );
  // In a second currency nothing changed: the line says which one it is about.
  const mixed = make(5, 3);
  const other = addAccount(mixed, { platform: 'google', adAccountId: '2002', currency: 'EUR' });
  days(mixed, other, '2026-10-13', '2026-11-19', { conversions: 5 });
  expect(suggestions(mixed, ask)[0]).toMatchObject({ title: 'Cost per conversion 67% worse in PLN', currency: 'PLN' });
  expect(suggestions(make(5, 5), ask)).toEqual([]);
  expect(suggestions(make(5, 4), ask)).toEqual([]);
  expect(suggestions(make(5, 0.5), ask)).toEqual([]);
});

test('a sign-in that ends within a week is said first; what was dismissed makes room and comes back', () => {
  const { db } = newStore();
  addConnection(db, 'soon', 'meta', NOW + 3 * DAY);
  const key = addAccount(db, { connectionId: 'soon' });
  days(db, key, '2026-10-01', '2026-11-19');
  setGoal(db, {
    clientId: 1,
    currency: 'PLN',
    now: NOW,
    goal: { monthlyBudgetMicros: 100_000_000, targetCpaMicros: null, targetRoas: null },
  });
  const first = of(db).suggestion;
  expect(first).toMatchObject({
    rule: 'sign_in_expires',
    title: 'Meta Ads sign-in expires in 3 days',
    connectionId: 'soon',
    action: 'sign_in_again',
  });
  dismissSuggestion(db, { id: first?.id ?? '', now: NOW });
  expect(of(db).suggestion).toMatchObject({
    rule: 'pace',
    body: 'Spend is at 300% of pace, 11 days left.',
    id: 'pace:1:PLN:2026-11:over',
  });
  restoreSuggestion(db, first?.id ?? '');
  expect(of(db).suggestion?.id).toBe(first?.id);
  expect(suggestions(db, { ...ask, now: NOW - 5 * DAY }).map((one) => one.rule)).toEqual(['pace']);
});

test('events search their tables', () => {
  const { db } = newStore();
  const key = addAccount(db);
  days(db, key, '2026-11-01', '2026-11-19');
  const seen = new Set<string>();
  const { prepare } = db;
  db.prepare = ((sql: string) => {
    seen.add(sql);
    return prepare.call(db, sql);
  }) as typeof db.prepare;
  of(db);
  db.prepare = prepare;
  const facts = [...seen].filter(
    (sql) => /entity_history|insight_day|coverage|annotation/.test(sql) && /^\s*SELECT/.test(sql),
  );
  expect(facts.length).toBeGreaterThan(4);
  for (const sql of facts) {
    const names = sql.match(/(?<=@)\w+/g) ?? [];
    const bound = Object.fromEntries(names.map((name) => [name, 1]));
    const plan = db
      .prepare(`EXPLAIN QUERY PLAN ${sql}`)
      .all(...(names.length > 0 ? [bound] : Array.from(sql.match(/\?/g) ?? [], () => 1))) as { detail: string }[];
    expect(
      plan.filter(({ detail }) => /SCAN (h|e|entity|insight|coverage|annotation)\b/.test(detail)),
      sql,
    ).toEqual([]);
  }
});
