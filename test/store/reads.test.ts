import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { adAccount, connection } from '../../src/contract/connections.ts';
import {
  clientsView as clientsShape,
  entitiesView as entitiesShape,
  insightsView,
  overview as overviewShape,
} from '../../src/contract/dashboards.ts';
import { importRun, runDetail } from '../../src/contract/imports.ts';
import { addDays, eachDay } from '../../src/main/domain/days.ts';
import type { InsightInput } from '../../src/main/store/records.ts';
import { changes } from '../../src/main/store/reads/changes.ts';
import { clientsView, clientNames } from '../../src/main/store/reads/clients.ts';
import { adAccounts, connections, publicAdAccount } from '../../src/main/store/reads/connections.ts';
import { coveredDays, coveredSpan } from '../../src/main/store/reads/coverage.ts';
import { days } from '../../src/main/store/reads/days.ts';
import { entitiesView } from '../../src/main/store/reads/entities.ts';
import { insights } from '../../src/main/store/reads/insights.ts';
import { overview } from '../../src/main/store/reads/overview.ts';
import { importDetail, importHistory } from '../../src/main/store/reads/runs.ts';
import { segmentsOf, SQL } from '../../src/main/store/reads/sums.ts';
import type { Db } from '../../src/main/store/store.ts';
import { findClient } from '../../src/main/store/writes/clients.ts';
import { connectionFailed } from '../../src/main/store/writes/connections.ts';
import { setAdAccountStatus } from '../../src/main/store/writes/ad-accounts.ts';
import { ingestSlice } from '../../src/main/store/writes/ingest.ts';
import { createRuns, moveRun } from '../../src/main/store/writes/runs.ts';
import { beginStructure, finishStructure, saveStructure } from '../../src/main/store/writes/structure.ts';
import { addAccount, DAY, HOUR, newStore, NOW, record, SETTLE, slice } from './helpers.ts';

const common = { platforms: null, now: NOW, settle: SETTLE };

/** Stores account and campaign rows for days `from`…`to`: spend 10 a day and campaign, as read at `readAt`. */
function importDays(
  db: Db,
  key: number,
  from: string,
  to: string,
  readAt: number,
  over: Partial<InsightInput> = {},
): void {
  const days = eachDay(from, to);
  const adAccountId = db.prepare('SELECT ad_account_id FROM ad_account WHERE id = ?').pluck().get(key) as string;
  const part = { from, to, coveredDays: days, now: readAt };
  const base = {
    spendMicros: 10_000_000,
    conversions: 0.1,
    actions: [{ actionType: 'lead', window: 'default' as const, count: 0.1, valueMicros: null }],
  };
  ingestSlice(
    db,
    slice(key, {
      ...part,
      level: 'account',
      records: days.map((day) =>
        record({
          ...base,
          level: 'account',
          entityId: adAccountId,
          entityName: null,
          campaignId: null,
          day,
          spendMicros: 20_000_000,
          ...over,
        }),
      ),
    }),
  );
  ingestSlice(
    db,
    slice(key, {
      ...part,
      records: days.flatMap((day) =>
        ['c1', 'c2'].map((entityId) => record({ ...base, entityId, entityName: `Campaign ${entityId}`, day, ...over })),
      ),
    }),
  );
}

const clientOf = (db: Db, name = 'Żabka'): string => findClient(db, name) ?? '';

/** The history's run of a status, as the queue would leave it. */
function addRun(db: Db, adAccountKey: number, id: string, status: 'succeeded' | 'failed' | 'partial', at = NOW): void {
  createRuns(db, {
    now: at,
    runs: [
      {
        id,
        requestId: `q-${id}`,
        clientId: clientOf(db),
        adAccountKey,
        trigger: 'manual',
        from: '2026-11-01',
        to: '2026-11-10',
        chosen: false,
        why: 'first import',
        step: 'Waiting',
      },
    ],
  });
  moveRun(db, { runId: id, to: 'running', now: at });
  const problem =
    status === 'succeeded'
      ? null
      : { code: 'NO', sentence: 'It said no. Try again.', detail: null, fix: 'retry' as const };
  moveRun(db, { runId: id, to: status, now: at + 5_000, workedMs: 4_000, problem });
}

test("the overview has the contract's shape and the right sums", () => {
  const { db } = newStore();
  const key = addAccount(db);
  const google = addAccount(db, { platform: 'google', adAccountId: '2002' });
  importDays(db, key, '2026-09-21', '2026-11-19', NOW - HOUR);
  importDays(db, google, '2026-10-21', '2026-11-19', NOW - HOUR);
  const range = { from: '2026-10-21', to: '2026-11-19' };
  const compare = { from: '2026-09-21', to: '2026-10-20' };
  const view = overviewShape.parse(overview(db, { clientId: clientOf(db), range, compare, ...common }));
  const [block] = view.blocks;
  expect(block?.totals.current).toMatchObject({
    spendMicros: 2 * 30 * 20_000_000,
    clicks: 600,
    conversions: 6,
    conversionValueMicros: null,
  });
  // Google was not read in the period before: the whole cannot be compared, Meta alone can.
  expect(block?.totals.previous).toBeNull();
  const channels = Object.fromEntries(block?.channels.map((channel) => [channel.platform, channel]) ?? []);
  expect(channels.meta?.previous?.spendMicros).toBe(30 * 20_000_000);
  expect(channels.google?.previous).toBeNull();
  expect(channels.meta?.campaigns).toBe(2);
  expect(block?.daily).toHaveLength(30);
  expect(block?.daily[0]).toMatchObject({
    day: '2026-10-21',
    previousDay: '2026-09-21',
    previous: null,
    spendMicros: 40_000_000,
    restated: false,
  });
  expect(block?.topCampaigns).toHaveLength(4);
  expect(block?.topCampaigns[0]).toMatchObject({ name: 'Campaign c1', current: { spendMicros: 300_000_000 } });
  expect(view.delivery).toBe('running');
  expect(view.asOf).toBe(new Date(NOW - HOUR).toISOString());
  expect(overview(db, { clientId: '999', range, compare, ...common })).toBeNull();
});

test("a day is missing, partial, settling or settled by when it was last read, in the account's zone", () => {
  const { db } = newStore();
  // 2026-11-20T12:00Z is already the 21st on Kiritimati.
  const key = addAccount(db, { timeZone: 'Pacific/Kiritimati' });
  importDays(db, key, '2026-11-01', '2026-11-05', Date.parse('2026-11-06T12:00:00Z'));
  importDays(db, key, '2026-11-10', '2026-11-21', NOW);
  const range = { from: '2026-11-01', to: '2026-11-21' };
  const view = overview(db, { clientId: clientOf(db), range, compare: null, ...common });
  const states = Object.fromEntries(view?.blocks[0]?.daily.map((point) => [point.day.slice(8), point.state]) ?? []);
  expect(states).toMatchObject({
    '01': 'settling',
    '05': 'settling',
    '06': 'missing',
    '09': 'missing',
    '10': 'settled',
    '13': 'settled',
    '14': 'settling',
    '20': 'settling',
    '21': 'partial',
  });
  expect(view?.adAccounts[0]).toMatchObject({ missingDays: 4, settledThrough: '2026-10-31' });
  expect(view?.settling).toEqual({ from: '2026-11-01', to: '2026-11-21' });
  importDays(db, key, '2026-11-01', '2026-11-13', NOW);
  expect(overview(db, { clientId: clientOf(db), range, compare: null, ...common })?.adAccounts[0]?.settledThrough).toBe(
    '2026-11-13',
  );
});

test('a restated day is marked; the first full reading of a day read while it ran is not', () => {
  const { db } = newStore();
  const key = addAccount(db);
  importDays(db, key, '2026-11-10', '2026-11-12', Date.parse('2026-11-12T10:00:00Z'));
  importDays(db, key, '2026-11-10', '2026-11-12', Date.parse('2026-11-14T10:00:00Z'), { clicks: 99 });
  const view = overview(db, {
    clientId: clientOf(db),
    range: { from: '2026-11-10', to: '2026-11-12' },
    compare: null,
    ...common,
  });
  expect(view?.blocks[0]?.daily.map((point) => point.restated)).toEqual([true, true, false]);
});

test('currencies are never added', () => {
  const { db } = newStore();
  importDays(db, addAccount(db), '2026-11-01', '2026-11-10', NOW);
  importDays(
    db,
    addAccount(db, { platform: 'google', adAccountId: '2', currency: 'EUR' }),
    '2026-11-01',
    '2026-11-05',
    NOW,
  );
  const range = { from: '2026-11-01', to: '2026-11-10' };
  const view = clientsShape.parse(clientsView(db, { range, compare: null, ...common }));
  expect(view.totals.map((one) => [one.currency, one.current.spendMicros])).toEqual([
    ['PLN', 200_000_000],
    ['EUR', 100_000_000],
  ]);
  expect(view.rows[0]).toMatchObject({
    name: 'Żabka',
    trendCurrency: 'PLN',
    freshness: { state: 'fresh' },
    attention: null,
  });
  expect(view.rows[0]?.trend).toHaveLength(10);
  const blocks = overview(db, { clientId: clientOf(db), range, compare: null, ...common })?.blocks;
  expect(blocks?.map((block) => [block.currency, block.totals.current.spendMicros])).toEqual([
    ['PLN', 200_000_000],
    ['EUR', 100_000_000],
  ]);
});

test('rollup and days give the same sums for any range', () => {
  const { db } = newStore();
  const key = addAccount(db);
  importDays(db, key, '2026-07-15', '2026-11-19', NOW);
  const dayIndex = fc.integer({ min: 0, max: 150 });
  fc.assert(
    fc.property(dayIndex, dayIndex, (a, b) => {
      const range = { from: addDays('2026-07-01', Math.min(a, b)), to: addDays('2026-07-01', Math.max(a, b)) };
      const view = entitiesView(db, {
        clientId: clientOf(db),
        level: 'campaign',
        parentId: null,
        range,
        compare: null,
        ...common,
      });
      const days = eachDay(range.from, range.to).filter((day) => day >= '2026-07-15' && day <= '2026-11-19').length;
      const spend = days === 0 ? null : days * 10_000_000;
      expect(view?.rows.map((row) => row.current.spendMicros)).toEqual([spend, spend]);
      expect(view?.rows[0]?.current.conversions).toBe(days === 0 ? null : days / 10);
    }),
    { numRuns: 80 },
  );
});

test('segments cover a range exactly once', () => {
  expect(segmentsOf({ from: '2026-11-01', to: '2026-11-30' })).toEqual({ days: [], months: [202611, 202611] });
  expect(segmentsOf({ from: '2026-11-02', to: '2026-11-30' })).toEqual({ days: [[20261102, 20261130]], months: null });
  expect(segmentsOf({ from: '2025-12-31', to: '2026-02-28' })).toEqual({
    days: [[20251231, 20251231]],
    months: [202601, 202602],
  });
  expect(segmentsOf({ from: '2026-01-15', to: '2026-03-10' })).toEqual({
    days: [
      [20260115, 20260131],
      [20260301, 20260310],
    ],
    months: [202602, 202602],
  });
  expect(segmentsOf({ from: '2026-01-15', to: '2026-02-10' })).toEqual({ days: [[20260115, 20260210]], months: null });
});

test('insights by day, month and range agree; reach is told per day only; ids and conversions are whole', () => {
  const { db } = newStore();
  const key = addAccount(db);
  importDays(db, key, '2026-09-25', '2026-11-05', NOW);
  const ask = (by: 'day' | 'month' | 'range', level: 'account' | 'campaign' = 'campaign') =>
    insightsView.parse(
      insights(db, { clientId: clientOf(db), range: { from: '2026-09-25', to: '2026-11-05' }, level, by, ...common }),
    );
  const byDay = ask('day');
  expect(byDay.rows).toHaveLength(42 * 2);
  expect(byDay.rows[0]).toMatchObject({
    period: '2026-09-25',
    entityId: 'c1',
    reach: 700,
    conversions: { lead: 0.1 },
    headlineConversions: 0.1,
    settled: true,
  });
  const byMonth = ask('month');
  expect(byMonth.rows.map((row) => [row.period, row.entityId, row.spendMicros])).toEqual([
    ['2026-09', 'c1', 60_000_000],
    ['2026-09', 'c2', 60_000_000],
    ['2026-10', 'c1', 310_000_000],
    ['2026-10', 'c2', 310_000_000],
    ['2026-11', 'c1', 50_000_000],
    ['2026-11', 'c2', 50_000_000],
  ]);
  const byRange = ask('range');
  expect(byRange.rows.map((row) => [row.period, row.reach, row.headlineConversions, row.conversions])).toEqual([
    [null, null, 4.2, { lead: 4.2 }],
    [null, null, 4.2, { lead: 4.2 }],
  ]);
  const totals = [{ currency: 'PLN', spendMicros: 840_000_000, impressions: 84_000, clicks: 840 }];
  expect([byDay.totals, byMonth.totals, byRange.totals]).toEqual([totals, totals, totals]);
  expect(ask('range', 'account').rows).toMatchObject([
    { entityId: '1001', entityName: 'Account 1001', spendMicros: 840_000_000 },
  ]);
});

test('a campaign the list no longer shows becomes deleted after a complete read only, and keeps its spend and name', () => {
  const { db } = newStore();
  const key = addAccount(db);
  importDays(db, key, '2026-11-01', '2026-11-02', NOW);
  const listed = (entityId: string, status: 'active' | 'paused' = 'active') => ({
    level: 'campaign' as const,
    entityId,
    parentId: null,
    campaignId: entityId,
    name: `Campaign ${entityId}`,
    status,
    platformStatus: status.toUpperCase(),
    objective: 'OUTCOME_SALES',
    dailyBudgetMicros: 5_000_000,
    lifetimeBudgetMicros: null,
    extra: null,
  });
  const read = (ids: string[], status: 'active' | 'paused' = 'active', complete = true): void => {
    const generation = beginStructure(db, key);
    saveStructure(db, { adAccountKey: key, generation, now: NOW, entities: ids.map((id) => listed(id, status)) });
    if (complete) finishStructure(db, { adAccountKey: key, generation, now: NOW });
  };
  const rows = () =>
    entitiesShape
      .parse(
        entitiesView(db, {
          clientId: clientOf(db),
          level: 'campaign',
          parentId: null,
          range: { from: '2026-11-01', to: '2026-11-02' },
          compare: null,
          ...common,
        }),
      )
      .rows.map((row) => [row.name, row.status, row.current.spendMicros]);
  read(['c1', 'c2', 'c3']);
  expect(rows()).toEqual([
    ['Campaign c1', 'active', 20_000_000],
    ['Campaign c2', 'active', 20_000_000],
    ['Campaign c3', 'active', null],
  ]);
  read(['c1'], 'paused', false);
  expect(rows().map((row) => row[1])).toEqual(['paused', 'active', 'active']);
  read(['c1'], 'paused');
  expect(rows()).toEqual([
    ['Campaign c1', 'paused', 20_000_000],
    ['Campaign c2', 'deleted', 20_000_000],
  ]);
  const history = db
    .prepare(
      `SELECT e.entity_id AS id, old_value AS o, new_value AS n FROM entity_history h JOIN entity e ON e.id = h.entity_key ORDER BY h.id`,
    )
    .all();
  expect(history).toEqual([
    { id: 'c1', o: 'active', n: 'paused' },
    { id: 'c2', o: 'active', n: 'deleted' },
    { id: 'c3', o: 'active', n: 'deleted' },
  ]);
});

test('freshness and what needs attention', () => {
  const { db } = newStore();
  const key = addAccount(db);
  const range = { from: '2026-11-10', to: '2026-11-19' };
  const row = (now: number) => clientsView(db, { range, compare: null, ...common, now }).rows[0];
  expect(row(NOW)?.freshness).toEqual({ state: 'never', lastImportedAt: null });
  importDays(db, key, '2026-11-10', '2026-11-19', NOW);
  expect([25, 26, 27, 48, 49].map((hours) => row(NOW + hours * HOUR)?.freshness.state)).toEqual([
    'fresh',
    'fresh',
    'ageing',
    'ageing',
    'stale',
  ]);
  expect(row(NOW + 49 * HOUR)?.attention).toMatchObject({ severity: 'warning', action: 'import' });
  addRun(db, key, 'r1', 'failed');
  expect(row(NOW)).toMatchObject({
    freshness: { state: 'failed' },
    attention: { severity: 'failed', body: 'It said no. Try again.' },
  });
  addRun(db, key, 'r2', 'partial', NOW + 1);
  expect(row(NOW)?.attention).toMatchObject({ severity: 'warning', action: 'open' });
  addRun(db, key, 'r3', 'succeeded', NOW + 2);
  expect(row(NOW)?.attention).toBeNull();
  setAdAccountStatus(db, { adAccountKey: key, status: 'disabled', platformStatus: '2', now: NOW });
  expect(row(NOW)).toMatchObject({ platforms: [{ state: 'disabled' }], attention: { action: 'check_access' } });
  connectionFailed(db, {
    id: 'c-meta',
    state: 'expired',
    now: NOW,
    problem: { code: 'TOKEN_EXPIRED', sentence: 'Sign in again.', detail: null, fix: 'sign_in_again' },
  });
  expect(row(NOW)).toMatchObject({
    platforms: [{ state: 'expired' }],
    attention: { action: 'sign_in_again', connectionId: 'c-meta' },
  });
});

test("history, detail, connections and accounts have the contract's shapes", () => {
  const { db } = newStore();
  const key = addAccount(db);
  for (const [index, id] of ['r1', 'r2', 'r3'].entries())
    addRun(db, key, id, index === 1 ? 'failed' : 'succeeded', NOW + index);
  const ask = { clientId: null, status: null, limit: 10, before: null };
  const ids = (over: object) =>
    z
      .array(importRun)
      .parse(importHistory(db, { ...ask, ...over }))
      .map((run) => run.id);
  expect(ids({})).toEqual(['r3', 'r2', 'r1']);
  expect(ids({ limit: 1 })).toEqual(['r3']);
  expect(ids({ limit: 2, before: 'r3' })).toEqual(['r2', 'r1']);
  expect(ids({ status: 'failed', clientId: clientOf(db) })).toEqual(['r2']);
  expect(runDetail.parse(importDetail(db, 'r2')).run).toMatchObject({ durationMs: 4_000, problem: { code: 'NO' } });
  expect(importDetail(db, 'none')).toBeNull();
  addRun(db, key, 'r4', 'succeeded', NOW + 9);
  for (const status of ['queued', 'running', 'waiting']) {
    db.prepare('UPDATE import_run SET status = ?, finished_at = NULL WHERE id = ?').run(status, 'r4');
    expect([ids({}), ids({ ended: true })]).toEqual([
      ['r4', 'r3', 'r2', 'r1'],
      ['r3', 'r2', 'r1'],
    ]);
  }
  // Asked for first and ended last: of what ended it is the newest, on whatever page.
  db.prepare(`UPDATE import_run SET status = 'failed', finished_at = ? WHERE id = 'r1'`).run(NOW + 60_000);
  expect(ids({ ended: true, limit: 1 })).toEqual(['r1']);
  expect(ids({ ended: true, limit: 2, before: 'r1' })).toEqual(['r3', 'r2']);
  const [listed] = z.array(connection.strict()).parse(connections(db, { now: NOW }));
  expect(listed).toMatchObject({ state: 'connected', adAccounts: 1, assignedAdAccounts: 1 });
  expect(z.array(adAccount.strict()).parse(adAccounts(db, { connectionId: null }).map(publicAdAccount))).toMatchObject([
    { client: 'Żabka', suggestedClient: 'Żabka' },
  ]);
  expect(clientNames(db)).toEqual([{ id: clientOf(db), name: 'Żabka' }]);
});

test('what is covered can be asked for planning', () => {
  const { db } = newStore();
  const key = addAccount(db);
  expect(coveredSpan(db, { adAccountKey: key, level: 'account' })).toBeNull();
  importDays(db, key, '2026-11-01', '2026-11-03', NOW - DAY);
  expect(coveredSpan(db, { adAccountKey: key, level: 'account' })).toEqual({ first: '2026-11-01', last: '2026-11-03' });
  expect(coveredDays(db, { adAccountKey: key, level: 'campaign', from: '2026-11-03', to: '2026-11-09' })).toEqual([
    { day: '2026-11-03', readAt: NOW - DAY, rows: 2 },
  ]);
});

test('no hot read scans a fact table', () => {
  const { db } = newStore();
  const key = addAccount(db);
  importDays(db, key, '2026-09-01', '2026-11-19', NOW);
  // Every statement a read prepares goes through db.prepare once: collect them as they come.
  const seen = new Set<string>(Object.values(SQL));
  const { prepare } = db;
  db.prepare = ((sql: string) => {
    seen.add(sql);
    return prepare.call(db, sql);
  }) as typeof db.prepare;
  const range = { from: '2026-09-10', to: '2026-11-19' };
  const compare = { from: '2026-07-01', to: '2026-09-09' };
  const clientId = clientOf(db);
  overview(db, { clientId, range, compare, ...common });
  clientsView(db, { range, compare, ...common });
  entitiesView(db, { clientId, level: 'ad', parentId: 'g1', range, compare, ...common });
  for (const by of ['day', 'month', 'range'] as const) insights(db, { clientId, range, level: 'ad', by, ...common });
  const then = { range, ...common, asKnownOn: '2026-11-18' };
  overview(db, { clientId, compare, ...then });
  clientsView(db, { compare, ...then });
  entitiesView(db, { clientId, level: 'ad', parentId: 'g1', compare, ...then });
  for (const by of ['day', 'month', 'range'] as const)
    insights(db, { clientId, level: 'campaign', by, window: '7d_click', ...then });
  const since = '2026-11-18T00:00:00Z';
  for (const entityId of [null, 'c1'])
    changes(db, { clientId, ...common, since, range: null, level: 'ad', entityId, limit: 9, after: null });
  for (const asKnownOn of [null, '2026-11-18']) days(db, { clientId, range, level: 'ad', ...common, asKnownOn });
  for (const ended of [true, false]) importHistory(db, { clientId, status: null, ended, limit: 50, before: null });
  coveredSpan(db, { adAccountKey: key, level: 'ad' });
  ingestSlice(db, slice(key, { records: [record()] }));
  db.prepare = prepare;
  const reads = [...seen].filter((sql) => /^\s*SELECT/i.test(sql));
  expect(reads.length).toBeGreaterThan(15);
  const scans = reads.flatMap((sql) => {
    const named = sql.match(/(?<=@)\w+/g);
    const values: unknown[] = named
      ? [Object.fromEntries(named.map((name) => [name, 1]))]
      : Array.from(sql.match(/\?/g) ?? [], () => 1);
    const plan = db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...values) as { detail: string }[];
    return plan
      .filter(({ detail }) =>
        /SCAN (f\b|insight|conversion_day|coverage|entity|e\b|d\b|past|later|newest|import_run|import_slice)/.test(
          detail,
        ),
      )
      .map(({ detail }) => `${detail}: ${sql}`);
  });
  expect(scans).toEqual([]);
});

test('the history says what each run fetched: days, and what is finer of them; what was not read is not told', () => {
  const { db } = newStore();
  const key = addAccount(db);
  addRun(db, key, 'first', 'succeeded');
  addRun(db, key, 'finer', 'succeeded', NOW + HOUR);
  addRun(db, key, 'none', 'failed', NOW + 2 * HOUR);
  const insert = db.prepare(`INSERT INTO import_slice
    (id, import_run_id, position, level, from_day, to_day, status, attempts, asynchronous, dataset)
    VALUES (@run || @at, @run, @at, 0, @from, @to, @status, 1, 0, @dataset)`);
  const read = (run: string, at: number, from: number, to: number, status: string, dataset: string | null) =>
    insert.run({ run, at, from, to, status, dataset });
  read('first', 1, 20261101, 20261105, 'done', null);
  read('first', 2, 20261106, 20261110, 'done', null);
  read('first', 3, 20261111, 20261120, 'failed', null);
  read('finer', 1, 20261101, 20261110, 'done', 'account.hour');
  read('finer', 2, 20261101, 20261110, 'done', 'account.day.device');
  read('finer', 3, 20261111, 20261115, 'done', 'account.day.device');
  read('none', 1, 20261101, 20261110, 'failed', null);
  const runs = importHistory(db, { clientId: clientOf(db), status: null, limit: 10, before: null });
  expect(Object.fromEntries(runs.map((run) => [run.id, importRun.parse(run).fetched]))).toEqual({
    first: { days: { from: '2026-11-01', to: '2026-11-10' }, datasets: 0 },
    finer: { days: null, datasets: 2 },
    none: { days: null, datasets: 0 },
  });
  expect(runDetail.parse(importDetail(db, 'finer')).run.fetched).toEqual({ days: null, datasets: 2 });
});
