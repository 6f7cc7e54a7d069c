import { expect, test } from 'vitest';
import { addDays, eachDay } from '../../src/main/domain/days.ts';
import { dataHealth } from '../../src/main/store/reads/data-health.ts';
import type { Db } from '../../src/main/store/store.ts';
import { ingestSlice } from '../../src/main/store/writes/ingest.ts';
import { addAccount, DAY, HOUR, newStore, NOW, slice } from './helpers.ts';

const KEPT = { meta: 37, google: 132 };
const ask = (db: Db, months = 4, now = NOW) => dataHealth(db, { months, now, retentionMonths: KEPT });

/** Days that were asked for and had no delivery are covered all the same. */
function read(db: Db, key: number, from: string, to: string, levels: readonly ('account' | 'ad')[], now = NOW): void {
  for (const level of levels) ingestSlice(db, slice(key, { level, from, to, coveredDays: eachDay(from, to), now }));
}

function run(
  db: Db,
  key: number,
  over: { id: string; status: string; trigger?: string; queuedAt?: number; rowsNew?: number; problem?: object | null },
): void {
  const { id, status, trigger = 'scheduled', queuedAt = NOW - 9 * HOUR, rowsNew = 0, problem = null } = over;
  db.prepare(
    `INSERT INTO import_run (id, request_id, client_id, ad_account_key, "trigger", status, from_day, to_day, chosen, why, percent, step,
       rows_new, rows_changed, rows_unchanged, rows_set_aside, queued_at, started_at, finished_at, active_ms, problem, structure_done)
     SELECT ?, 'q', client_id, id, ?, ?, 20261101, 20261119, 0, '', 100, '', ?, 0, 5, 0, ?, ?, ?, 10, ?, 1 FROM ad_account WHERE id = ?`,
  ).run(
    id,
    trigger,
    status,
    rowsNew,
    queuedAt,
    queuedAt,
    ['queued', 'running', 'waiting'].includes(status) ? null : queuedAt + 60_000,
    problem && JSON.stringify(problem),
    key,
  );
}

test('a month is rich, totals only, partial, missing or older than anything asked for', () => {
  const { db } = newStore();
  const key = addAccount(db);
  read(db, key, '2026-07-10', '2026-07-31', ['account', 'ad']);
  read(db, key, '2026-09-01', '2026-09-30', ['account']);
  read(db, key, '2026-10-01', '2026-10-31', ['account', 'ad']);
  read(db, key, '2026-11-01', '2026-11-20', ['account', 'ad']);
  const view = ask(db, 6);
  expect(view.months).toEqual(['2026-06', '2026-07', '2026-08', '2026-09', '2026-10', '2026-11']);
  expect(view.rows).toHaveLength(1);
  expect(view.rows[0]).toMatchObject({ client: 'Żabka', platform: 'meta', adAccounts: 1 });
  expect(view.rows[0]?.cells.map(({ state, days, wanted }) => [state, days, wanted])).toEqual([
    ['before', 0, 30],
    ['partial', 22, 31],
    ['missing', 0, 31],
    ['totals', 30, 30],
    ['rich', 31, 31],
    // The twentieth is today: it was read, and is not complete.
    ['rich', 19, 19],
  ]);
});

test('days are those of the ad account: where the month has no finished day yet, nothing is wanted of it', () => {
  const { db } = newStore();
  const key = addAccount(db, { timeZone: 'America/Los_Angeles' });
  read(db, key, '2026-10-01', '2026-10-31', ['account', 'ad']);
  const view = ask(db, 2, Date.parse('2026-11-02T05:00:00Z'));
  expect(view.months).toEqual(['2026-10', '2026-11']);
  expect(view.rows[0]?.cells.map((cell) => [cell.state, cell.wanted])).toEqual([
    ['rich', 31],
    ['pending', 0],
  ]);
});

test('a client is as complete as its least complete ad account', () => {
  const { db } = newStore();
  const one = addAccount(db, { adAccountId: '1' });
  const two = addAccount(db, { adAccountId: '2' });
  const other = addAccount(db, { adAccountId: '3', platform: 'google' });
  read(db, one, '2026-09-01', '2026-11-19', ['account', 'ad']);
  read(db, two, '2026-10-01', '2026-10-30', ['account', 'ad']);
  read(db, other, '2026-09-01', '2026-11-19', ['account', 'ad']);
  const view = ask(db, 3);
  expect(view.rows.map((row) => [row.platform, row.adAccounts, row.cells.map((cell) => cell.state)])).toEqual([
    ['google', 1, ['rich', 'rich', 'rich']],
    ['meta', 2, ['partial', 'partial', 'missing']],
  ]);
});

test('a missing day the platform soon does not answer for is named, one that is gone already is not', () => {
  const { db } = newStore();
  const key = addAccount(db);
  // 37 months before 20 November 2026 is 20 October 2023.
  read(db, key, '2023-10-20', '2023-11-05', ['account', 'ad']);
  read(db, key, '2023-11-07', '2026-11-19', ['account', 'ad']);
  const [october, november] = ask(db, 37).rows[0]?.cells.slice(-38) ?? [];
  expect(ask(db, 37).months[0]).toBe('2023-11');
  expect(october).toMatchObject({ state: 'partial', expiresOn: '2023-11-06' });
  expect(november).toMatchObject({ state: 'rich', expiresOn: null });
  expect(ask(db, 37, NOW + 20 * DAY).rows[0]?.cells[0]?.expiresOn ?? null).toBeNull();
});

test('names whose newest import failed and whose sign-in ran out, and nobody else', () => {
  const { db } = newStore();
  const failed = addAccount(db, { adAccountId: '1', client: 'Failed' });
  const mended = addAccount(db, { adAccountId: '2', client: 'Mended' });
  const silent = addAccount(db, { adAccountId: '3', client: 'Silent' });
  const problem = { code: 'X', sentence: 'Meta is down.', detail: null, fix: 'retry' };
  run(db, failed, { id: 'a', status: 'failed', problem });
  run(db, mended, { id: 'b', status: 'failed', problem, queuedAt: NOW - 20 * HOUR });
  run(db, mended, { id: 'c', status: 'succeeded' });
  run(db, silent, { id: 'd', status: 'failed' });
  expect(ask(db).failed.map((one) => [one.client, one.problem.sentence])).toEqual([
    ['Failed', 'Meta is down.'],
    ['Silent', 'The last import did not finish. Import again.'],
  ]);
  // Disabled by its platform it stays one that needs a look, also when its old days came in well.
  db.prepare("UPDATE ad_account SET status = 'disabled' WHERE ad_account_id = '2'").run();
  expect(
    ask(db)
      .failed.map((one) => [one.client, one.problem.code])
      .toSorted(),
  ).toContainEqual(['Mended', 'ACCOUNT_DISABLED']);
  db.prepare("UPDATE ad_account SET status = 'active'").run();
  db.prepare('UPDATE connection SET expires_at = ?').run(NOW - 1);
  expect(ask(db).failed.map((one) => [one.client, one.problem.fix])).toEqual([
    ['Failed', 'sign_in_again'],
    ['Mended', 'sign_in_again'],
    ['Silent', 'sign_in_again'],
  ]);
});

test('the last automated run is the night, not the day before and not what a person started', () => {
  const { db } = newStore();
  const key = addAccount(db);
  expect(ask(db).lastAutomated).toBeNull();
  run(db, key, { id: 'm', status: 'succeeded', trigger: 'manual', queuedAt: NOW - HOUR });
  expect(ask(db).lastAutomated).toBeNull();
  run(db, key, { id: 'before', status: 'failed', queuedAt: NOW - 33 * HOUR });
  run(db, key, { id: '1', status: 'succeeded', rowsNew: 4, queuedAt: NOW - 12 * HOUR });
  run(db, key, { id: '2', status: 'succeeded' });
  run(db, key, { id: '3', status: 'failed' });
  expect(ask(db).lastAutomated).toEqual({
    startedAt: new Date(NOW - 12 * HOUR).toISOString(),
    finishedAt: new Date(NOW - 9 * HOUR + 60_000).toISOString(),
    succeeded: 2,
    unchanged: 1,
    partial: 0,
    failed: 1,
    cancelled: 0,
    open: 0,
  });
  run(db, key, { id: '4', status: 'running' });
  expect(ask(db).lastAutomated).toMatchObject({ open: 1, finishedAt: null });
});

test(
  'a thousand clients on two platforms over half a year answer while a person waits for a click',
  { timeout: 300_000 },
  () => {
    const { db } = newStore();
    db.pragma('synchronous = OFF');
    const days = eachDay(addDays('2026-11-19', -179), '2026-11-19').map((day) => Number(day.replaceAll('-', '')));
    db.transaction(() => {
      const insert = db.prepare(
        'INSERT INTO coverage (ad_account_key, level, day, read_at, import_run_id, rows, first_read_at) VALUES (?, ?, ?, ?, NULL, 1, ?)',
      );
      for (let client = 0; client < 1000; client += 1)
        for (const platform of ['meta', 'google'] as const) {
          const key = addAccount(db, { adAccountId: `${client}`, client: `Client ${client}`, platform });
          for (const level of [0, 1, 2, 3]) for (const day of days) insert.run(key, level, day, NOW, NOW);
        }
    })();
    const timed = <T>(work: () => T): [T, number] => {
      const began = performance.now();
      const told = work();
      return [told, performance.now() - began];
    };
    // What this machine, as busy as it is, needs to look at each of those rows once.
    const [, scanMs] = timed(() => db.prepare('SELECT sum(read_at + rows) FROM coverage').pluck().get());
    const [view, tookMs] = timed(() => ask(db, 6));
    expect(view.rows).toHaveLength(2000);
    // Well under half a second on a free machine; a question per client or per day would be a hundred times one scan.
    expect(tookMs).toBeLessThan(Math.max(5_000, 50 * scanMs));
    if (process.env['TIDEMARK_SHOW_TIMES'])
      process.stdout.write(`data health of 1,000 clients: ${Math.round(tookMs)} ms\n`);
  },
);
