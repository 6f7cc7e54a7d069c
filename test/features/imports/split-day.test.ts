import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { startSandbox, type Sandbox } from '../../../src/sandbox/sandbox.ts';
import type { NewSlice } from '../../../src/main/features/imports/ports.ts';
import { account, agencyOf, LEVELS, NOW, openKit, stored, type Kit } from './kit.ts';

/** A platform that gives two rows at a time: single days come campaign by campaign, ad group by ad group, ad by ad (promise S17). */
const today = '2026-11-21';
const yesterday = '2026-11-20';
let sandbox: Sandbox;
let kit: Kit;
beforeAll(async () => {
  sandbox = await startSandbox({
    now: () => NOW,
    metaSyncRowLimit: 2,
    agency: agencyOf(account('meta', 'Large', { campaigns: 3, adGroups: 2, ads: 3 })),
  });
});
afterAll(() => sandbox.close());
beforeEach(async () => {
  sandbox.control.reset();
  kit = openKit({ sandbox });
  await kit.connect();
});
afterEach(() => kit.remove());

const idOf = (): string => sandbox.truth.accounts()[0]!.adAccountId;

type SliceRow = {
  status: string;
  level: number;
  from_day: number;
  asynchronous: number;
  dataset: string | null;
  entities: string | null;
};
const slicesOf = (runId: string): SliceRow[] =>
  kit.store.db
    .prepare(
      'SELECT status, level, from_day, asynchronous, dataset, entities FROM import_slice WHERE import_run_id = ? ORDER BY position',
    )
    .all(runId) as SliceRow[];

function start(slices: NewSlice[]): string {
  const [one] = kit.repository.accountsToImport('all');
  const [id] = kit.repository.createRuns(
    [
      {
        requestId: 'split',
        adAccountKey: one!.key,
        clientId: one!.clientId,
        trigger: 'manual',
        from: slices[0]!.from,
        to: slices.at(-1)!.to,
        chosen: true,
        why: 'a test',
        slices,
      },
    ],
    NOW,
  );
  kit.queue.wake([id!]);
  return id!;
}

const coveredAt = (level: number, day: number): number =>
  (
    kit.store.db.prepare('SELECT count(*) AS n FROM coverage WHERE level = ? AND day = ?').get(level, day) as {
      n: number;
    }
  ).n;

function expectDay(day: string): void {
  const total = sandbox.truth.total({ platform: 'meta', adAccountId: idOf(), from: day, to: day });
  for (const level of LEVELS) {
    const rows = stored(kit, idOf(), level).filter((row) => row.date === day);
    expect(rows.reduce((sum, row) => sum + row.spendMicros, 0n)).toBe(total.spendMicros);
    expect(new Set(rows.map((row) => row.entityId)).size).toBe(rows.length);
  }
}

it('comes in whole, no request is made twice, and the day counts as read only with its last piece', async () => {
  const id = start(LEVELS.map((level) => ({ level, from: yesterday, to: today })));
  await kit.queue.settled([id], 0);
  const run = kit.repository.run(id)!;
  expect(run).toMatchObject({ status: 'succeeded', problem: null });
  for (const day of [yesterday, today]) expectDay(day);
  const slices = slicesOf(run.id);
  const byWhat = new Set(
    slices.flatMap(({ level, entities }) =>
      entities === null ? [] : [`${level} by ${(JSON.parse(entities) as { level: string }).level}`],
    ),
  );
  // Level 3 are ads. Campaigns (3 rows a day) come by campaign, ad groups (6) too; ads (18) down to one ad group, then by ad.
  expect([...byWhat].toSorted()).toEqual([
    '1 by campaign',
    '2 by campaign',
    '3 by ad',
    '3 by ad_group',
    '3 by campaign',
  ]);
  expect(slices.filter(({ entities }) => entities !== null).length).toBeGreaterThan(10);
  const asked = sandbox.control
    .requests()
    .filter((one) => one.path.includes('/insights') && !one.path.includes('after='))
    .map((one) => `${one.method} ${one.path}`);
  expect(new Set(asked).size).toBe(asked.length);
  for (const level of [0, 1, 2, 3]) for (const day of [20261120, 20261121]) expect(coveredAt(level, day)).toBe(1);
});

it('a piece that fails leaves the day unread, so that the next import reads it', async () => {
  const id = start(LEVELS.map((level) => ({ level, from: yesterday, to: yesterday })));
  await kit.queue.settled([id], 0);
  expect(coveredAt(3, 20261120)).toBe(1);
  kit.store.db.exec('DELETE FROM coverage');
  // The ads of the day once more: the last piece but one stays broken.
  const all = slicesOf(id).filter((slice) => slice.level === 3).length;
  sandbox.control.injectFault({
    kind: 'empty-500',
    skip: all - 2,
    times: 4,
    match: { adAccountId: idOf(), pathIncludes: '/insights' },
  });
  const broken = start([{ level: 'ad', from: yesterday, to: yesterday }]);
  await kit.queue.settled([broken], 0);
  expect(kit.repository.run(broken)).toMatchObject({ status: 'partial' });
  expect(slicesOf(broken).filter((slice) => slice.status === 'failed')).toHaveLength(1);
  expect(coveredAt(3, 20261120)).toBe(0);
  expectDay(yesterday);

  // What is missing is one piece; with it the day is whole.
  const retry = kit.imports.retry(broken).runIds;
  await kit.queue.settled(retry, 0);
  expect(kit.repository.run(retry[0]!)?.status).toBe('succeeded');
  expect(coveredAt(3, 20261120)).toBe(1);
  expectDay(yesterday);
});

it('datasets are split like daily figures; a month is never cut into days', async () => {
  const id = start([
    { level: 'account', from: yesterday, to: yesterday },
    { level: 'campaign', from: yesterday, to: today, dataset: 'campaign.hour' },
    { level: 'ad', from: '2026-11-01', to: today, dataset: 'ad.month' },
  ]);
  await kit.queue.settled([id], 0);
  expect(kit.repository.run(id)).toMatchObject({ status: 'succeeded', problem: null, percent: 100 });
  const slices = slicesOf(id);
  const months = slices.filter((slice) => slice.dataset === 'ad.month');
  expect(new Set(months.map((slice) => slice.from_day))).toEqual(new Set([20261101]));
  expect(months.filter((slice) => slice.status === 'done').length).toBeGreaterThan(5);
  // A campaign's day of hours is more than two rows and nothing below it can be asked for: it comes as a report.
  const hours = slices.filter((slice) => slice.dataset === 'campaign.hour' && slice.status === 'done');
  expect(hours.every((slice) => slice.asynchronous === 1 && slice.entities !== null)).toBe(true);
  expect(hours).toHaveLength(3 * 2);
  const count = (sql: string): unknown => kit.store.db.prepare(sql).pluck().get();
  expect(count('SELECT count(*) FROM period_coverage')).toBe(1);
  const monthly = count('SELECT sum(spend_micros) FROM insight_period');
  const sum = sandbox.truth.total({ platform: 'meta', adAccountId: idOf(), from: '2026-11-01', to: today });
  expect(BigInt(monthly as number)).toBe(sum.spendMicros);
  expect(count('SELECT count(*) FROM dataset_coverage')).toBe(2);
  const spend = count('SELECT sum(spend_micros) FROM insight_segment WHERE day = 20261120');
  const truth = sandbox.truth.total({ platform: 'meta', adAccountId: idOf(), from: yesterday, to: yesterday });
  expect(BigInt(spend as number)).toBe(truth.spendMicros);
});
