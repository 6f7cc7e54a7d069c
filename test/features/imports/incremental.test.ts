import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { addDays, eachDay } from '../../../src/main/domain/days.ts';
import type { PlanReason } from '../../../src/main/features/imports/plan-input.ts';
import { startSandbox, type Sandbox } from '../../../src/sandbox/sandbox.ts';
import { account, agencyOf, DAY, LEVELS, NOW, openKit, stored, type Kit } from './kit.ts';

/** Day after day against the stand-in servers, the clock moved by hand: what is asked for, and that it is the least. */
const today = '2026-11-21';
let sandbox: Sandbox;
let kit: Kit;
beforeAll(async () => {
  sandbox = await startSandbox({
    now: () => NOW,
    agency: agencyOf(account('meta', 'Alpha'), account('google', 'Omega')),
  });
});
afterAll(() => sandbox.close());
beforeEach(async () => {
  sandbox.control.reset();
  kit = openKit({ sandbox });
  sandbox.control.setNow(() => kit.clock.now());
  await kit.connect([{ platform: 'meta' }, { platform: 'google' }]);
});
afterEach(() => kit.remove());

const idOf = (name: string): string => sandbox.truth.accounts().find((one) => one.name === name)!.adAccountId;
const of = (name: string, datasets: 'core' | 'all' = 'core') => ({ clientIds: [kit.clientId(name)], datasets });
const planOf = (name: string, datasets: 'core' | 'all' = 'core') =>
  kit.imports.plan({ ...of(name, datasets), platforms: null, range: null, trigger: 'scheduled' })[0]!;
/** Requests for figures the platform saw since; listing campaigns and signing in not counted. */
const figureCalls = (name: string): number =>
  sandbox.control.requests().filter((one) => one.adAccountId === idOf(name) && /insights|searchStream/.test(one.path))
    .length;
const daysAsked = (name: string, reason: PlanReason): string[] =>
  planOf(name)
    .plan.items.filter((item) => item.reason === reason)
    .flatMap((item) => eachDay(item.from, item.to));

function expectTruth(name: string, from: string, to: string): void {
  const platform = name === 'Alpha' ? 'meta' : 'google';
  for (const level of LEVELS) {
    const rows = stored(kit, idOf(name), level).filter((row) => row.date >= from && row.date <= to);
    const total = sandbox.truth.total({ platform, adAccountId: idOf(name), from, to });
    expect(rows.reduce((sum, row) => sum + row.spendMicros, 0n)).toBe(total.spendMicros);
  }
}

it.each(['Alpha', 'Omega'])(
  '%s: the second day costs one request per level, and another night’s import of the same day too',
  async (name) => {
    expect((await kit.importAll(of(name))).get(name)?.status).toBe('succeeded');
    const first = planOf(name);
    expect(first.slices).toEqual(LEVELS.map((level) => ({ level, dataset: null, from: today, to: today })));

    kit.clock.advance(DAY);
    const tomorrow = addDays(today, 1);
    const second = planOf(name);
    // Answers of so small an ad account fit one request, whatever the platform's table says.
    expect(second.slices.map(({ level, to }) => [level, to])).toEqual(LEVELS.map((level) => [level, tomorrow]));
    sandbox.control.reset();
    sandbox.control.setNow(() => kit.clock.now());
    expect((await kit.importAll(of(name))).get(name)?.status).toBe('succeeded');
    const structure = name === 'Alpha' ? 0 : 3;
    expect(figureCalls(name)).toBeLessThanOrEqual(LEVELS.length + structure);
    expectTruth(name, addDays(today, -30), tomorrow);
  },
);

it('a gap of 45 days is read whole, with the days that were still moving when it began', async () => {
  await kit.importAll(of('Alpha'));
  kit.clock.advance(45 * DAY);
  const plan = planOf('Alpha');
  expect(plan).toMatchObject({ from: addDays(today, 1), to: addDays(today, 45) });
  expect(plan.plan.sentences.join(' ')).toContain('44 days not read yet');
  expect((await kit.importAll(of('Alpha'))).get('Alpha')?.status).toBe('succeeded');
  expectTruth('Alpha', addDays(today, -30), addDays(today, 45));
  expect(planOf('Alpha').slices).toHaveLength(LEVELS.length);
});

it('a hole in the middle heals itself, and bookmarks of the future do too', async () => {
  await kit.importAll(of('Alpha'));
  const holes = ['2026-10-30', '2026-10-31', '2026-11-01'];
  kit.store.db.exec('DELETE FROM coverage WHERE day BETWEEN 20261030 AND 20261101 AND level = 3');
  kit.store.db.exec(
    'INSERT INTO coverage SELECT ad_account_key, level, 20991231, read_at, import_run_id, 1, read_at FROM coverage WHERE day = 20261120',
  );
  expect(daysAsked('Alpha', 'gap')).toEqual(holes);
  const run = (await kit.importAll(of('Alpha'))).get('Alpha');
  expect(run?.status).toBe('succeeded');
  expect(daysAsked('Alpha', 'gap')).toEqual([]);
  expect(kit.store.db.prepare('SELECT count(*) AS n FROM coverage WHERE day > 20261121').get()).toEqual({ n: 0 });
  expectTruth('Alpha', addDays(today, -30), today);
});

it('another version of the API makes the conversions of the window be read again once', async () => {
  await kit.importAll(of('Alpha'));
  const known = (): string | null => kit.repository.readsOf(keyOf('Alpha')).conversionsApiVersion;
  const now = known();
  expect(now).not.toBeNull();
  kit.store.db.exec("UPDATE ad_account SET conversions_api_version = 'v1.0'");
  kit.clock.advance(3_600_000);
  const plan = planOf('Alpha');
  expect(plan.why).toContain('again for a new version');
  expect(daysAsked('Alpha', 'api_version')).toEqual(LEVELS.flatMap(() => eachDay(addDays(today, -30), today)));
  expect((await kit.importAll(of('Alpha'))).get('Alpha')?.status).toBe('succeeded');
  expect(known()).toBe(now);
  expect(planOf('Alpha').slices).toHaveLength(LEVELS.length);
});

const keyOf = (name: string): number =>
  (kit.store.db.prepare('SELECT id FROM ad_account WHERE ad_account_id = ?').get(idOf(name)) as { id: number }).id;

it('a conversion window of 90 days at Google is read again every night, as far back as there are days', async () => {
  kit.repository.saveConversionWindow(keyOf('Omega'), 90, kit.clock.now());
  const range = { from: addDays(today, -120), to: today };
  await kit.importAll({ ...of('Omega'), range });
  kit.clock.advance(DAY);
  const plan = planOf('Omega');
  expect(plan).toMatchObject({ from: addDays(today, -90), to: addDays(today, 1) });
  expect(plan.plan.lookbackDays).toBe(90);
  expect((await kit.importAll(of('Omega'))).get('Omega')?.status).toBe('succeeded');
  expectTruth('Omega', range.from, addDays(today, 1));
});

it('hours and breakdowns of one day cost one request per dataset the next day, and none that is not due', async () => {
  const datasets = kit.imports.plan({ clientIds: [kit.clientId('Alpha')], platforms: null, range: null });
  expect(datasets[0]?.slices.every((slice) => slice.dataset === null)).toBe(true);
  await kit.importAll({ clientIds: [kit.clientId('Alpha')] });
  const second = (await kit.importAll({ clientIds: [kit.clientId('Alpha')] })).get('Alpha');
  expect(second?.status).toBe('succeeded');
  kit.clock.advance(DAY);
  const [plan] = kit.imports.plan({ clientIds: [kit.clientId('Alpha')], platforms: null, range: null });
  const perDataset = Map.groupBy(
    plan!.plan.items.filter((item) => item.dataset !== null && !item.dataset.endsWith('.month')),
    (item) => item.dataset,
  );
  for (const [, items] of perDataset) expect(items).toHaveLength(1);
  expect(plan!.plan.putOff.length).toBeGreaterThan(0);
  for (const { why } of plan!.plan.putOff) expect(['cadence', 'withheld']).toContain(why);
});

it('reach of a shown range is asked for once, and again only while it may change', async () => {
  await kit.importAll(of('Alpha'));
  const request = {
    clientId: kit.clientId('Alpha'),
    range: { from: '2026-09-01', to: '2026-09-14' },
    levels: ['account', 'campaign'] as const,
  };
  const asked = kit.imports.fetchPeriod(request);
  expect(asked).toMatchObject({ kept: 0 });
  expect(kit.imports.fetchPeriod(request)).toMatchObject({ kept: 2, runIds: [] });
  await kit.queue.settled(asked.runIds, 10_000);
  expect(kit.repository.run(asked.runIds[0]!)).toMatchObject({ status: 'succeeded' });
  kit.clock.advance(30 * DAY);
  expect(kit.imports.fetchPeriod(request)).toMatchObject({ kept: 2, runIds: [] });
  const moving = { ...request, range: { from: '2026-12-01', to: '2026-12-14' } };
  const again = kit.imports.fetchPeriod(moving);
  await kit.queue.settled(again.runIds, 10_000);
  expect(kit.imports.fetchPeriod(moving)).toMatchObject({ kept: 2 });
  kit.clock.advance(DAY);
  expect(kit.imports.fetchPeriod(moving).runIds).toHaveLength(1);
  await kit.imports.cancel(null);
});
