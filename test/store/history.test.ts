import { expect, test } from 'vitest';
import { changesView, daysView, type Change } from '../../src/contract/history.ts';
import type { InsightInput } from '../../src/main/store/records.ts';
import { changes } from '../../src/main/store/reads/changes.ts';
import { days } from '../../src/main/store/reads/days.ts';
import { overview } from '../../src/main/store/reads/overview.ts';
import type { Db } from '../../src/main/store/store.ts';
import { findClient } from '../../src/main/store/writes/clients.ts';
import { ingestSlice } from '../../src/main/store/writes/ingest.ts';
import { createRuns, moveRun } from '../../src/main/store/writes/runs.ts';
import { addAccount, DAY, HOUR, newStore, NOW, record, SETTLE, slice } from './helpers.ts';

const common = { platforms: null, settle: SETTLE, now: NOW };
const clientOf = (db: Db): string => findClient(db, 'Żabka') ?? '';
const iso = (at: number): string => new Date(at).toISOString();
const noon = (day: string): number => Date.parse(`${day}T12:00:00Z`);

/** An answer for the days of a level: rows by entity and day with their spend; days without a row were read and have none. */
function read(
  db: Db,
  key: number,
  args: { at: number; from: string; to: string; level?: 'account' | 'campaign'; rows: Partial<InsightInput>[] },
): void {
  const { at, from, to, level = 'campaign', rows } = args;
  const base = level === 'account' ? { level, entityId: '1001', campaignId: null } : {};
  ingestSlice(db, slice(key, { level, from, to, now: at, records: rows.map((row) => record({ ...base, ...row })) }));
}

test('a day says all that is known of it', () => {
  const { db } = newStore();
  const key = addAccount(db, { timeZone: 'Europe/Warsaw' });
  const range = { from: '2026-11-01', to: '2026-11-06' };
  const all = (list: string[], spendMicros: number) => list.map((day) => ({ day, spendMicros }));
  const first = noon('2026-11-05');
  read(db, key, {
    at: first,
    from: '2026-11-01',
    to: '2026-11-05',
    rows: all(['2026-11-01', '2026-11-02', '2026-11-05'], 1),
  });
  // The 1st is told differently, the 2nd no longer told, the 3rd was never told, the 5th still ran at the first reading.
  const second = noon('2026-11-09');
  read(db, key, { at: second, from: '2026-11-01', to: '2026-11-05', rows: all(['2026-11-01', '2026-11-05'], 2) });
  db.prepare('UPDATE insight_day SET absent_since = ? WHERE day = 20261102').run(second);
  const ask = { clientId: clientOf(db), range, level: 'campaign' as const, ...common };
  const [account] = daysView.parse(days(db, ask)).adAccounts;
  expect(account?.settleDays).toBe(7);
  expect(account?.days.map((day) => [day.day.slice(8), ...day.states])).toEqual([
    ['01', 'settled', 'restated'],
    ['02', 'unsettled', 'no_longer_offered'],
    ['03', 'unsettled', 'not_reported'],
    ['04', 'unsettled', 'not_reported'],
    ['05', 'unsettled'],
    ['06', 'missing'],
  ]);
  expect(account?.days[0]).toMatchObject({
    firstReadAt: iso(first),
    lastReadAt: iso(second),
    changes: 1,
    mayChangeUntil: null,
    rows: 1,
    absentRows: 0,
  });
  expect(account?.days[1]).toMatchObject({ changes: 0, mayChangeUntil: '2026-11-09', rows: 1, absentRows: 1 });
  expect(account?.days[5]).toMatchObject({
    firstReadAt: null,
    lastReadAt: null,
    mayChangeUntil: '2026-11-13',
    rows: 0,
  });
  const then = daysView.parse(days(db, { ...ask, asKnownOn: '2026-11-06' })).adAccounts[0];
  expect(then?.days.map((day) => [day.day.slice(8), ...day.states])).toEqual([
    ['01', 'unsettled'],
    ['02', 'unsettled'],
    ['03', 'unsettled', 'not_reported'],
    ['04', 'unsettled', 'not_reported'],
    ['05', 'pending'],
    ['06', 'missing'],
  ]);
  expect(then?.days[0]).toMatchObject({ lastReadAt: iso(first), changes: 0, mayChangeUntil: '2026-11-08' });
  expect(days(db, { ...ask, clientId: '999' })).toBeNull();
});

test("an account's own conversion window decides until when a day may change", () => {
  const { db } = newStore();
  const key = addAccount(db, { platform: 'google', adAccountId: '2002' });
  const from = '2026-08-01';
  read(db, key, { at: NOW, from, to: '2026-11-19', rows: [] });
  const states = () =>
    days(db, { clientId: clientOf(db), range: { from, to: '2026-11-19' }, level: 'campaign', ...common })
      ?.adAccounts[0];
  const settledUntil = () => states()?.days.findLast((day) => day.states[0] === 'settled')?.day;
  expect([states()?.settleDays, settledUntil()]).toEqual([30, '2026-10-20']);
  db.prepare('UPDATE ad_account SET conversion_window_days = 90 WHERE id = ?').run(key);
  expect([states()?.settleDays, settledUntil()]).toEqual([90, '2026-08-21']);
  expect(states()?.days.find((day) => day.day === '2026-08-22')?.mayChangeUntil).toBe('2026-11-20');
});

test('the points of the overview say what is no longer offered and what was never reported', () => {
  const { db } = newStore();
  const key = addAccount(db);
  read(db, key, {
    at: NOW,
    level: 'account',
    from: '2026-11-01',
    to: '2026-11-03',
    rows: [{ day: '2026-11-01' }, { day: '2026-11-02' }],
  });
  db.prepare('UPDATE insight_day SET absent_since = ? WHERE day = 20261102').run(NOW);
  const range = { from: '2026-11-01', to: '2026-11-04' };
  const daily = overview(db, { clientId: clientOf(db), range, compare: null, ...common })?.blocks[0]?.daily;
  expect(daily?.map((point) => [point.state, point.noLongerOffered, point.notReported])).toEqual([
    ['settled', false, false],
    ['settled', true, false],
    ['settled', false, true],
    ['missing', false, false],
  ]);
});

test('the read time of a day read again since comes from the youngest proof of a read, and never from after the instant', () => {
  const { db } = newStore();
  const key = addAccount(db);
  const day = '2026-11-01';
  const range = { from: day, to: day };
  const lastRead = (at: number) =>
    days(db, { clientId: clientOf(db), range, level: 'campaign', ...common, asKnownOn: iso(at) })?.adAccounts[0]
      ?.days[0];
  const at = [2, 4, 6, 9].map((later) => noon('2026-11-01') + later * DAY) as [number, number, number, number];
  read(db, key, { at: at[0], from: day, to: day, rows: [{ day, spendMicros: 1 }] });
  read(db, key, { at: at[1], from: day, to: day, rows: [{ day, spendMicros: 2 }] });
  // Nothing new at the third reading: only the import that did it tells of it.
  const run = {
    id: 'r1',
    requestId: 'q1',
    clientId: clientOf(db),
    adAccountKey: key,
    trigger: 'manual' as const,
    from: day,
    to: day,
    chosen: false,
    why: 'look-back',
    step: 'Waiting',
  };
  createRuns(db, { now: at[2] - HOUR, runs: [run] });
  moveRun(db, { runId: 'r1', to: 'running', now: at[2] - HOUR });
  db.prepare(
    `INSERT INTO import_slice (id, import_run_id, position, level, from_day, to_day, status, attempts, asynchronous)
     VALUES ('s1', 'r1', 0, 1, 20261101, 20261101, 'pending', 1, 0)`,
  ).run();
  ingestSlice(
    db,
    slice(key, {
      from: day,
      to: day,
      now: at[2],
      records: [record({ day, spendMicros: 2 })],
      runId: 'r1',
      sliceId: 's1',
    }),
  );
  moveRun(db, { runId: 'r1', to: 'succeeded', now: at[2] + HOUR, workedMs: 1 });
  read(db, key, { at: at[3], from: day, to: day, rows: [{ day, spendMicros: 2 }] });
  expect(lastRead(at[0] - 1)).toMatchObject({ states: ['missing'], lastReadAt: null, firstReadAt: null, rows: 0 });
  expect(lastRead(at[1] - 1)).toMatchObject({ firstReadAt: iso(at[0]), lastReadAt: iso(at[0]) });
  expect(lastRead(at[2])).toMatchObject({ lastReadAt: iso(at[1]) });
  expect(lastRead(at[2] + HOUR)).toMatchObject({ lastReadAt: iso(at[2] - HOUR) });
  expect(lastRead(at[3])).toMatchObject({
    firstReadAt: iso(at[0]),
    lastReadAt: iso(at[3]),
    states: ['settled', 'restated'],
  });
  // Workspaces from before first reads were kept: the oldest value seen stands in.
  db.prepare('UPDATE coverage SET first_read_at = NULL').run();
  expect(lastRead(at[1] - 1)).toMatchObject({ firstReadAt: iso(at[0]) });
  expect(lastRead(at[0] - 1)).toMatchObject({ states: ['missing'] });
});

test('changes since an instant: what differs now, newest first, page by page', () => {
  const { db } = newStore();
  const key = addAccount(db);
  const [from, to] = ['2026-11-01', '2026-11-05'];
  const tell = (at: string, spends: Record<string, number>, more: Partial<InsightInput> = {}): void =>
    read(db, key, {
      at: noon(at),
      from,
      to,
      rows: Object.entries(spends).map(([name, spendMicros]) => {
        const [entityId = '', day = ''] = name.split(' ');
        return { entityId, campaignId: entityId, entityName: entityId, day, spendMicros, ...more };
      }),
    });
  // The 5th still runs; its growth to 90 is no change, the step from there is one.
  tell('2026-11-05', { 'a 2026-11-01': 10, 'a 2026-11-02': 20, 'b 2026-11-02': 5, 'a 2026-11-05': 30 });
  tell('2026-11-07', { 'a 2026-11-01': 11, 'a 2026-11-02': 20, 'b 2026-11-02': 6, 'a 2026-11-05': 90 });
  tell('2026-11-09', {
    'a 2026-11-01': 12,
    'a 2026-11-02': 20,
    'b 2026-11-02': 5,
    'a 2026-11-05': 91,
    'c 2026-11-02': 7,
  });
  const ask = {
    clientId: clientOf(db),
    range: null,
    platforms: null,
    level: 'campaign' as const,
    entityId: null,
    limit: 100,
    after: null,
    now: NOW,
  };
  const since = (at: string, over: object = {}) =>
    changesView.parse(changes(db, { ...ask, since: iso(noon(at)), ...over }));
  const short = (list: readonly Change[]) =>
    list.map((one) => [
      one.entityId,
      one.day.slice(8),
      one.metrics.map(({ old, new: after }) => [old, after])[0],
      one.changes,
    ]);
  const told = since('2026-11-05');
  expect(short(told.changes)).toEqual([
    ['a', '05', [90, 91], 1],
    // The row of c appeared after its day had been read whole.
    ['c', '02', [null, 7], 1],
    ['a', '01', [10, 12], 2],
  ]);
  expect(told.changes[2]).toMatchObject({
    adAccountId: '1001',
    currency: 'PLN',
    firstSeenAt: iso(noon('2026-11-05')),
    supersededAt: iso(noon('2026-11-07')),
    seenAt: iso(noon('2026-11-09')),
  });
  expect(told.changes[1]).toMatchObject({ firstSeenAt: null, supersededAt: iso(noon('2026-11-09')) });
  expect(told.differences).toEqual([
    { currency: 'PLN', spendMicros: 1 + 7 + 2, conversions: 0, conversionValueMicros: 0 },
  ]);
  // Of b, 5 → 6 → 5 is no difference since the 5th, but one since the 7th and one as known on the 8th.
  expect(short(since('2026-11-07').changes)).toContainEqual(['b', '02', [6, 5], 1]);
  expect(short(since('2026-11-05', { asKnownOn: '2026-11-08' }).changes)).toEqual([
    ['b', '02', [5, 6], 1],
    ['a', '01', [10, 11], 1],
  ]);
  expect(since('2026-11-09').changes).toEqual([]);
  expect(short(since('2026-11-05', { entityId: 'c' }).changes)).toHaveLength(1);
  expect(short(since('2026-11-05', { range: { from: '2026-11-01', to: '2026-11-01' } }).changes)).toEqual([
    ['a', '01', [10, 12], 2],
  ]);
  const pages: Change[] = [];
  for (let after: string | null = null, turn = 0; turn < 5; turn += 1) {
    const page = since('2026-11-05', { limit: 2, after });
    expect(page.total).toBe(3);
    pages.push(...page.changes);
    after = page.next;
    if (after === null) break;
  }
  expect(pages).toEqual(told.changes);
  expect(changes(db, { ...ask, since: iso(NOW), clientId: '999' })).toBeNull();
});
