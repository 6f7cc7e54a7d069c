import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  clientsView as clientsShape,
  entitiesView as entitiesShape,
  insightsView,
  overview as overviewShape,
} from '../../src/contract/dashboards.ts';
import { businessMetric } from '../../src/contract/business-metrics.ts';
import type { BusinessMetricInput } from '../../src/contract/client-profile.ts';
import { safeTotals } from '../../src/contract/client-safe-parts.ts';
import type { Sums } from '../../src/contract/primitives.ts';
import { addDays, eachDay } from '../../src/main/domain/days.ts';
import { performanceCsv } from '../../src/main/features/exports/csv.ts';
import { clientsView } from '../../src/main/store/reads/clients.ts';
import { compare as compareView } from '../../src/main/store/reads/compare.ts';
import { entitiesView } from '../../src/main/store/reads/entities.ts';
import { insights } from '../../src/main/store/reads/insights.ts';
import { overview } from '../../src/main/store/reads/overview.ts';
import type { Db } from '../../src/main/store/store.ts';
import { saveMapping } from '../../src/main/store/writes/client-profile.ts';
import { ingestDatasetSlice } from '../../src/main/store/writes/ingest-datasets.ts';
import { ingestSlice } from '../../src/main/store/writes/ingest.ts';
import { cell, cells, dataset } from './cells.ts';
import { totalsByCurrency } from '../../src/renderer/ui/sums.ts';
import { addAccount, DAY, newStore, NOW, record, SETTLE, slice } from './helpers.ts';

const ACTIONS = dataset('campaign', 'day', 'conversion_action');
const common = { platforms: null, now: NOW, settle: SETTLE };
const range = { from: '2026-11-01', to: '2026-11-10' };
const compare = { from: '2026-10-22', to: '2026-10-31' };
const view = { clientId: '1', range, compare, ...common };

type Told = Record<string, number>;
const actionsOf = (told: Told) =>
  Object.entries(told).map(([actionType, count]) => ({
    actionType,
    window: 'default' as const,
    count,
    valueMicros: null,
  }));

/** Account and two campaigns of a day; `told` per campaign, the account's are their sums. */
function day(db: Db, key: number, id: string, on: string, told: Record<string, Told>, now = NOW): void {
  const rows = Object.entries(told).map(([entityId, actions]) =>
    record({ entityId, entityName: `Campaign ${entityId}`, day: on, conversions: 1, actions: actionsOf(actions) }),
  );
  const sum: Told = {};
  for (const actions of Object.values(told))
    for (const [type, count] of Object.entries(actions)) sum[type] = (sum[type] ?? 0) + count;
  const part = { from: on, to: on, now };
  ingestSlice(db, slice(key, { ...part, records: rows }));
  ingestSlice(
    db,
    slice(key, {
      ...part,
      level: 'account',
      records: [
        record({
          level: 'account',
          entityId: id,
          campaignId: null,
          day: on,
          conversions: rows.length,
          actions: actionsOf(sum),
        }),
      ],
    }),
  );
}

function map(
  db: Db,
  conversions: (Omit<BusinessMetricInput, 'sources'> & {
    sources: (BusinessMetricInput['sources'][number] & { counted?: boolean })[];
  })[],
): void {
  saveMapping(db, {
    clientId: 1,
    conversions: conversions.map((one) => ({
      ...one,
      sources: one.sources.map((source) => ({ counted: true, ...source })),
    })),
  });
}
const meta = (actionType: string) => ({ platform: 'meta' as const, actionType });
const google = (actionType: string) => ({ platform: 'google' as const, actionType });
const LEADS = { name: 'Leads', kind: 'lead' as const, sources: [meta('lead')] };

/** A Meta account told for all of the range and the period before, a lead a day and campaign. */
function metaClient(): { db: Db; key: number } {
  const { db } = newStore();
  const key = addAccount(db);
  for (const on of eachDay(compare.from, range.to))
    day(db, key, '1001', on, { c1: { lead: 1, lead_grouped: 1 }, c2: { lead: 2 } });
  return { db, key };
}

test('every view counts the names: days, totals, comparison, channels, campaigns, the portfolio', () => {
  const { db } = metaClient();
  map(db, [LEADS, { name: 'Calls', kind: 'other', sources: [meta('call')] }]);
  const page = overviewShape.parse(overview(db, view));
  const block = page.blocks[0]!;
  expect(page.business).toEqual([
    { name: 'Leads', kind: 'lead', missing: null },
    { name: 'Calls', kind: 'other', missing: null },
  ]);
  // A conversion that never happened is 0 where conversions were told at all: platforms leave zeros out.
  expect(block.totals.current.named).toEqual({ Leads: 30, Calls: 0 });
  expect(block.totals.previous?.named).toEqual({ Leads: 30, Calls: 0 });
  expect(block.daily.map((point) => point.named?.['Leads'])).toEqual(Array.from({ length: 10 }, () => 3));
  expect(block.daily[0]?.previous?.named).toEqual({ Leads: 3, Calls: 0 });
  expect(block.channels[0]?.current.named).toEqual({ Leads: 30, Calls: 0 });
  expect(block.topCampaigns.map((row) => [row.entityId, row.current.named])).toEqual([
    ['c1', { Leads: 10, Calls: 0 }],
    ['c2', { Leads: 20, Calls: 0 }],
  ]);
  const table = entitiesShape.parse(entitiesView(db, { ...view, level: 'campaign', parentId: null }));
  expect(table.totals[0]?.current.named).toEqual({ Leads: 30, Calls: 0 });
  const portfolio = clientsShape.parse(clientsView(db, view));
  expect(portfolio.rows[0]?.totals[0]?.current.named).toEqual({ Leads: 30, Calls: 0 });
  expect(portfolio.totals[0]?.previous?.named).toEqual({ Leads: 30, Calls: 0 });
  expect([portfolio.rows[0]?.conversions, portfolio.business.map((one) => one.name)]).toEqual([
    ['Leads', 'Calls'],
    ['Calls', 'Leads'],
  ]);
  for (const [by, rows] of [
    ['day', 20],
    ['month', 2],
    ['range', 2],
  ] as const) {
    const told = insightsView.parse(insights(db, { clientId: '1', range, level: 'campaign', by, ...common }));
    expect([by, told.rows.length, told.totals[0]?.named]).toEqual([by, rows, { Leads: 30, Calls: 0 }]);
  }
});

test('what is not counted is not added, and a client without names has none', () => {
  const { db } = metaClient();
  expect(overview(db, view)?.blocks[0]?.totals.current.named).toBeUndefined();
  map(db, [{ ...LEADS, sources: [meta('lead'), { ...meta('lead_grouped'), counted: false }] as never }]);
  expect(overview(db, view)?.blocks[0]?.totals.current.named).toEqual({ Leads: 30 });
});

test('a window has its own counts; where it was not told the name is not known', () => {
  const { db } = newStore();
  const key = addAccount(db);
  const told = [
    ...actionsOf({ lead: 5 }),
    { actionType: 'lead', window: '7d_click' as const, count: 3, valueMicros: null },
  ];
  ingestSlice(
    db,
    slice(key, { from: '2026-11-01', to: '2026-11-01', records: [record({ conversions: 5, actions: told })] }),
  );
  map(db, [LEADS]);
  const ask = (window: 'default' | '7d_click') =>
    insights(db, { clientId: '1', range, level: 'campaign', by: 'range', window, ...common })?.rows[0]?.named;
  expect([ask('default'), ask('7d_click')]).toEqual([{ Leads: 5 }, { Leads: 3 }]);
});

test('figures as once known carry the names as once known', () => {
  const { db, key } = metaClient();
  map(db, [LEADS]);
  day(db, key, '1001', '2026-11-05', { c1: { lead: 9 }, c2: { lead: 2 } }, NOW + 2 * DAY);
  const at = (asKnownOn: string | null) =>
    overview(db, { ...view, now: NOW + 3 * DAY, asKnownOn })?.blocks[0]?.totals.current.named;
  expect([at(null), at('2026-11-21')]).toEqual([{ Leads: 38 }, { Leads: 30 }]);
});

/** A Google account beside it, its conversion actions read for `read` days of both periods. */
function googleClient(read: readonly string[]): Db {
  const { db } = metaClient();
  const key = addAccount(db, { platform: 'google', adAccountId: '2002' });
  for (const on of eachDay(compare.from, range.to)) day(db, key, '2002', on, { g1: { conversions: 4 } });
  for (const on of read)
    ingestDatasetSlice(
      db,
      cells(key, {
        platform: 'google',
        dataset: ACTIONS,
        from: on,
        to: on,
        records: [
          cell({
            entityId: 'g1',
            campaignId: 'g1',
            day: on,
            to: on,
            segment: { conversion_action: '77' },
            conversions: 1,
            actions: actionsOf({ conversions: 1, all_conversions: 1.5 }),
          }),
        ],
      }),
    );
  return db;
}
const BOOKINGS = {
  name: 'Bookings',
  kind: 'reservation' as const,
  sources: [google('conversion_action/77'), meta('lead')],
};
const WHOLE = { name: 'All bookings', kind: 'reservation' as const, sources: [google('conversion_action/77/all')] };

test('conversion actions count by their column and in all, for accounts and campaigns', () => {
  const db = googleClient(eachDay(compare.from, range.to));
  map(db, [BOOKINGS, WHOLE]);
  const page = overview(db, view);
  expect(page?.blocks[0]?.totals.current.named).toEqual({ Bookings: 40, 'All bookings': 15 });
  expect(page?.blocks[0]?.daily[3]?.named).toEqual({ Bookings: 4, 'All bookings': 1.5 });
  expect(page?.business.map((one) => one.missing)).toEqual([null, null]);
  const rows = entitiesView(db, { ...view, level: 'campaign', parentId: null })?.rows ?? [];
  expect(Object.fromEntries(rows.map((row) => [row.entityId, row.current.named]))).toEqual({
    c1: { Bookings: 10 },
    c2: { Bookings: 20 },
    g1: { Bookings: 10, 'All bookings': 15 },
  });
  for (const [level, by] of [
    ['account', 'day'],
    ['account', 'range'],
    ['campaign', 'day'],
    ['campaign', 'month'],
  ] as const)
    expect([level, by, insights(db, { clientId: '1', range, level, by, ...common })?.totals[0]?.named]).toEqual([
      level,
      by,
      { Bookings: 40, 'All bookings': 15 },
    ]);
});

test('a day whose conversion actions were not read leaves the name unknown, never too low', () => {
  const db = googleClient(eachDay(compare.from, '2026-11-09'));
  map(db, [BOOKINGS, { ...LEADS, name: 'Leads' }]);
  const page = overview(db, view);
  const block = page?.blocks[0];
  // The name without a conversion action behind it is whole.
  expect(block?.totals.current.named).toEqual({ Bookings: null, Leads: 30 });
  expect(block?.totals.previous?.named).toEqual({ Bookings: 40, Leads: 30 });
  expect(block?.daily.slice(-2).map((point) => point.named)).toEqual([
    { Bookings: 4, Leads: 3 },
    { Bookings: null, Leads: 3 },
  ]);
  expect(page?.business).toEqual([
    {
      name: 'Bookings',
      kind: 'reservation',
      missing: 'Google Ads: conversion actions of Account 2002 are missing for 1 of 10 days.',
    },
    { name: 'Leads', kind: 'lead', missing: null },
  ]);
  expect(clientsView(db, view).rows[0]?.totals[0]?.current.named).toEqual({ Bookings: null, Leads: 30 });
  expect(entitiesView(db, { ...view, level: 'campaign', parentId: null })?.totals[0]?.current.named).toEqual({
    Bookings: null,
    Leads: 30,
  });
  expect(insights(db, { clientId: '1', range, level: 'campaign', by: 'range', ...common })?.totals[0]?.named).toEqual({
    Leads: 30,
  });
});

test('below campaigns conversion actions are not told, and that is said', () => {
  const db = googleClient(eachDay(compare.from, range.to));
  const key = db.prepare("SELECT id FROM ad_account WHERE platform = 'google'").pluck().get() as number;
  for (const on of eachDay(range.from, range.to))
    ingestSlice(
      db,
      slice(key, {
        level: 'ad_group',
        from: on,
        to: on,
        records: [
          record({
            level: 'ad_group',
            entityId: 'a1',
            campaignId: 'g1',
            day: on,
            conversions: 4,
            actions: actionsOf({ conversions: 4 }),
          }),
        ],
      }),
    );
  map(db, [WHOLE]);
  const table = entitiesView(db, { ...view, level: 'ad_group', parentId: null });
  expect(table?.rows[0]?.current.named).toEqual({ 'All bookings': null });
  expect(table?.totals[0]?.current.named).toEqual({ 'All bookings': null });
  expect(table?.business[0]?.missing).toBe('Google Ads tells conversion actions for campaigns only.');
});

test('what one costs divides what the platforms behind its name spent, not all platforms of the client', () => {
  const db = googleClient(eachDay(compare.from, range.to));
  const both = { ...BOOKINGS, name: 'Both' };
  map(db, [LEADS, both, { ...WHOLE, name: 'Calls' }]);
  // 1.23 per campaign or account row a day: both platforms spent the same.
  const cost = (sums: Sums | null | undefined, name: string) =>
    sums ? businessMetric({ name, kind: 'other' }).costPer.derive(sums) : undefined;
  const costs = (sums: Sums | null | undefined) => ['Leads', 'Both', 'Calls'].map((name) => cost(sums, name));
  const perAccount = [12_300_000 / 30, 24_600_000 / 40, 12_300_000 / 15];
  const page = overviewShape.parse(overview(db, view));
  const block = page.blocks[0]!;
  expect(block.totals.current.spendMicros).toBe(24_600_000);
  expect(costs(block.totals.current)).toEqual(perAccount);
  expect(costs(block.totals.previous)).toEqual(perAccount);
  expect(costs(block.daily[0])).toEqual(perAccount);
  expect(costs(block.daily[0]?.previous)).toEqual(perAccount);
  expect(Object.fromEntries(block.channels.map((one) => [one.platform, costs(one.current)]))).toEqual({
    meta: [12_300_000 / 30, 12_300_000 / 30, null],
    google: [null, 12_300_000 / 10, 12_300_000 / 15],
  });
  const portfolio = clientsShape.parse(clientsView(db, view));
  expect(costs(portfolio.totals[0]?.current)).toEqual(perAccount);
  // Two campaigns of Meta, one of Google.
  const perCampaigns = [24_600_000 / 30, 36_900_000 / 40, 12_300_000 / 15];
  const table = entitiesShape.parse(entitiesView(db, { ...view, level: 'campaign', parentId: null }));
  expect(costs(table.totals[0]?.current)).toEqual(perCampaigns);
  expect(costs(table.totals[0]?.previous)).toEqual(perCampaigns);
  // Totals of rows a filter left are made of the rows, as the screen has them.
  expect(totalsByCurrency(table.rows).map((total) => costs(total.current))).toEqual([perCampaigns]);
  const compared = compareView(db, {
    ...common,
    clientId: '1',
    a: range,
    b: compare,
    matchWeekday: false,
    metric: 'named:Leads',
    limit: 5,
  });
  const sides = typeof compared === 'object' ? compared?.blocks[0] : undefined;
  expect([costs(sides?.a), costs(sides?.b)]).toEqual([perAccount, perAccount]);

  const [first] = parse(performanceCsv(page, { range: { from: '2026-11-01', to: '2026-11-21' } }).csv, {
    bom: true,
    columns: true,
  }) as Record<string, string>[];
  expect(first?.['Cost per lead']).toBe('0.41');
  expect(JSON.stringify(safeTotals.parse(block.totals))).not.toMatch(/spend/i);
});

test('what one costs is not known while its count is not, in no total of the rows either', () => {
  const db = googleClient(eachDay(compare.from, '2026-11-09'));
  map(db, [BOOKINGS]);
  const { costPer, count } = businessMetric(BOOKINGS);
  const table = entitiesView(db, { ...view, level: 'campaign', parentId: null });
  const totals = [overview(db, view)?.blocks[0]?.totals, table?.totals[0], ...totalsByCurrency(table?.rows ?? [])];
  expect(totals.map((total) => total && [count.derive(total.current), costPer.derive(total.current)])).toEqual([
    [null, null],
    [null, null],
    [null, null],
  ]);
  // Of Meta's campaigns alone it is.
  const ofMeta = totalsByCurrency(table?.rows.filter((row) => row.platform === 'meta') ?? []);
  expect(ofMeta.map((total) => costPer.derive(total.current))).toEqual([24_600_000 / 30]);
});

test('days that moved to an archive are not counted as zero', () => {
  const db = googleClient(eachDay(compare.from, range.to));
  map(db, [WHOLE]);
  expect(overview(db, view)?.blocks[0]?.totals.current.named).toEqual({ 'All bookings': 15 });
  db.exec('UPDATE dataset_coverage SET archived_at = 1 WHERE day = 20261103');
  expect(overview(db, view)?.blocks[0]?.totals.current.named).toEqual({ 'All bookings': null });
});

test('whatever was told, names add up the same over days, campaigns and rows', () => {
  const types = ['lead', 'purchase', 'call'];
  const told = fc.array(
    fc.record({
      on: fc.integer({ min: 0, max: 9 }),
      c1: fc.dictionary(fc.constantFrom(...types), fc.integer({ min: 0, max: 9 })),
      c2: fc.dictionary(fc.constantFrom(...types), fc.integer({ min: 0, max: 9 })),
    }),
    { minLength: 1, maxLength: 12 },
  );
  let checked = 0;
  fc.assert(
    fc.property(told, (days) => {
      const { db } = newStore();
      const key = addAccount(db);
      const truth = new Map(days.map(({ on, c1, c2 }) => [addDays(range.from, on), { c1, c2 }]));
      for (const on of eachDay(range.from, range.to)) day(db, key, '1001', on, truth.get(on) ?? { c1: {}, c2: {} });
      map(db, [LEADS, { name: 'Both', kind: 'other', sources: [meta('lead'), meta('purchase')] }]);
      const sum = (...names: string[]) =>
        [...truth.values()]
          .flatMap(({ c1, c2 }) => [c1, c2])
          .flatMap((one) => names.map((name) => one[name] ?? 0))
          .reduce((a, b) => a + b, 0);
      const expected = { Leads: sum('lead'), Both: sum('lead', 'purchase') };
      const page = overview(db, view);
      expect(page?.blocks[0]?.totals.current.named).toEqual(expected);
      const daily = page?.blocks[0]?.daily.map((point) => point.named ?? {}) ?? [];
      for (const name of ['Leads', 'Both'] as const)
        expect(daily.reduce((all, one) => all + (one[name] ?? 0), 0)).toBe(expected[name]);
      expect(entitiesView(db, { ...view, level: 'campaign', parentId: null })?.totals[0]?.current.named).toEqual(
        expected,
      );
      for (const by of ['day', 'month', 'range'] as const)
        expect(insights(db, { clientId: '1', range, level: 'campaign', by, ...common })?.totals[0]?.named).toEqual(
          expected,
        );
      checked += 1;
    }),
    { numRuns: 15 },
  );
  expect(checked).toBe(15);
});

test('reads of names search their facts, also as once known', () => {
  const db = googleClient(eachDay(compare.from, range.to));
  map(db, [BOOKINGS, WHOLE]);
  const seen = new Set<string>();
  const { prepare } = db;
  db.prepare = ((sql: string) => {
    seen.add(sql);
    return prepare.call(db, sql);
  }) as typeof db.prepare;
  for (const asKnownOn of [null, '2026-11-19']) {
    overview(db, { ...view, asKnownOn });
    clientsView(db, { ...view, asKnownOn });
    entitiesView(db, { ...view, level: 'campaign', parentId: null, asKnownOn });
    insights(db, { clientId: '1', range, level: 'campaign', by: 'day', ...common, asKnownOn });
  }
  db.prepare = prepare;
  const facts = [...seen].filter((sql) => /conversion_day|insight_segment/.test(sql) && /^\s*SELECT/.test(sql));
  expect(facts.length).toBeGreaterThan(5);
  for (const sql of facts) {
    const names = sql.match(/(?<=@)\w+/g) ?? [];
    const bound = Object.fromEntries(names.map((name) => [name, 1]));
    const plan = db
      .prepare(`EXPLAIN QUERY PLAN ${sql}`)
      .all(...(names.length > 0 ? [bound] : Array.from(sql.match(/\?/g) ?? [], () => 1))) as { detail: string }[];
    expect(
      plan.filter(({ detail }) =>
        /SCAN (conversion_day|insight_segment|dataset_coverage|past|later|newest|f\b)/.test(detail),
      ),
      sql,
    ).toEqual([]);
  }
});
