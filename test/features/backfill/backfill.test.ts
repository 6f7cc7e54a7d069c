import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import type { BackfillInput } from '../../../src/contract/backfill.ts';
import { addDays } from '../../../src/main/domain/days.ts';
import { createBackfill } from '../../../src/main/features/backfill/backfill.ts';
import { Refusal } from '../../../src/main/kernel/failure.ts';
import { silentLog } from '../../../src/main/kernel/log.ts';
import { startSandbox, type Sandbox } from '../../../src/sandbox/sandbox.ts';
import { account, agencyOf, LEVELS, NOW, openKit, stored, type Kit } from '../imports/kit.ts';

/** Older days as a job, on a real store and against the stand-in servers. */
const today = '2026-11-21';
let sandbox: Sandbox;
let kit: Kit;
const kits: Kit[] = [];
beforeAll(async () => {
  sandbox = await startSandbox({
    now: () => NOW,
    agency: agencyOf(account('meta', 'Alpha'), account('meta', 'Beta'), account('google', 'Omega')),
  });
});
afterAll(() => sandbox.close());
beforeEach(async () => {
  sandbox.control.reset();
  kit = open();
  await kit.connect([{ platform: 'meta' }, { platform: 'google' }]);
});
afterEach(async () => {
  for (const one of kits.splice(0)) await one.remove();
});

function open(more: Omit<Parameters<typeof openKit>[0], 'sandbox'> = {}): Kit {
  const made = openKit({ sandbox, ...more });
  sandbox.control.setNow(() => made.clock.now());
  kits.push(made);
  return made;
}

const jobsOf = (of: Kit) =>
  createBackfill({
    db: of.store.db,
    imports: { plan: of.imports.plan, start: of.imports.start, cancel: (ids) => of.queue.cancel(ids) },
    parallel: () => 2,
    now: () => of.clock.now(),
    log: silentLog,
  });
const input = (change: Partial<BackfillInput> = {}): BackfillInput => ({
  clientIds: [String(kit.clientId('Alpha'))],
  months: 2,
  platforms: null,
  datasets: 'core',
  force: false,
  ...change,
});
const idOf = (name: string): string => sandbox.truth.accounts().find((one) => one.name === name)!.adAccountId;
const calls = (): number => sandbox.control.requests().filter((one) => /insights|searchStream/.test(one.path)).length;

function expectTruth(of: Kit, name: string, from: string, to: string): void {
  for (const level of LEVELS) {
    const total = sandbox.truth.total({ platform: 'meta', adAccountId: idOf(name), from, to });
    const rows = stored(of, idOf(name), level).filter((row) => row.date >= from && row.date <= to);
    expect(rows.reduce((sum, row) => sum + row.spendMicros, 0n)).toBe(total.spendMicros);
  }
}

it('a dry run asks nobody and tells requests, days, time, what expires first, and each limit once', async () => {
  const before = calls();
  const preview = jobsOf(kit).preview(input({ clientIds: 'all', months: 60 }));
  expect(calls()).toBe(before);
  expect(preview.accounts).toHaveLength(3);
  expect(preview.clamps).toEqual([expect.stringContaining('37 months')]);
  const sum = preview.platforms.reduce((all, { requests }) => all + requests, 0);
  expect(preview.requests).toBe(sum);
  expect(preview.platforms.map(({ platform, accounts }) => [platform, accounts])).toEqual([
    ['meta', 2],
    ['google', 1],
  ]);
  expect(preview.accounts[0]).toMatchObject({ days: 1127, expiresFirst: today, to: today });
  expect(preview.estimatedMinutes).toBeNull();
  kit.store.db.exec(
    `INSERT INTO request_log (at, platform, method, path, status, duration_ms) VALUES
     (1, 'meta', 'GET', '/', 200, 600), (2, 'google', 'GET', '/', 200, 600)`,
  );
  expect(jobsOf(kit).preview(input({ clientIds: 'all', months: 60 })).estimatedMinutes).toBeGreaterThan(0);
  expect(jobsOf(kit).list()).toEqual([]);
});

it('reads the months that are missing, leaves complete ones alone and says so, and reads them again when forced', async () => {
  const jobs = jobsOf(kit);
  const { job, leftAlone } = jobs.start(input());
  expect(leftAlone).toEqual([]);
  expect(job).toMatchObject({ status: 'running', runs: { open: 1 } });
  await kit.queue.settled(job.runIds, 0);
  expect(jobs.list()[0]).toMatchObject({ id: job.id, status: 'finished', percent: 100, slices: { failed: 0 } });
  expectTruth(kit, 'Alpha', '2026-09-01', today);

  const before = calls();
  const again = jobs.start(input());
  expect(again.job).toMatchObject({ status: 'finished', runIds: [], requests: 0 });
  expect(again.leftAlone[0]?.why).toContain('Left as it is, because it is complete: 2026-09, 2026-10.');
  const wider = jobs.start(input({ months: 3 }));
  await kit.queue.settled(wider.job.runIds, 0);
  const asked = kit.repository.slices(wider.job.runIds[0]!);
  expect(new Set(asked.map(({ from, to }) => `${from.slice(0, 7)} ${to.slice(0, 7)}`))).toEqual(
    new Set(['2026-08 2026-08']),
  );
  expect(
    kit.store.db.prepare('SELECT message FROM import_log WHERE import_run_id = ?').all(wider.job.runIds[0]),
  ).toEqual(expect.arrayContaining([{ message: expect.stringContaining('complete: 2026-09, 2026-10') }]));
  expect(calls()).toBeGreaterThan(before);
  expect(jobs.preview(input({ months: 3, force: true })).accounts[0]?.days).toBe(30 + 31 + 31 + 21);
});

it('a job that was killed goes on after the restart, and asks for nothing twice', async () => {
  const jobs = jobsOf(kit);
  sandbox.control.injectFault({ kind: 'hang', skip: 3, match: { pathIncludes: '/insights' } });
  const { job } = jobs.start(input());
  const done = (of: Kit): number =>
    of.repository.slices(job.runIds[0]!).filter(({ status }) => status === 'done').length;
  const deadline = performance.now() + 60_000;
  while (done(kit) < 3 && performance.now() < deadline) await new Promise((resolve) => setImmediate(resolve));
  await kit.quit();
  sandbox.control.clearFaults();
  const reopened = open({ home: kit.home, keyring: kit.keyring, clock: kit.clock });
  expect(jobsOf(reopened).list()[0]).toMatchObject({ id: job.id, status: 'running' });
  expect(done(reopened)).toBe(3);
  reopened.queue.wake();
  await reopened.queue.settled(job.runIds, 0);
  expect(jobsOf(reopened).list()[0]).toMatchObject({ status: 'finished', percent: 100 });
  expectTruth(reopened, 'Alpha', '2026-09-01', today);
});

it('a cancelled job keeps what it read; routine imports do not take up the rest, another job does', async () => {
  const jobs = jobsOf(kit);
  await kit.importAll({ clientIds: [kit.clientId('Alpha')], datasets: 'core' });
  sandbox.control.injectFault({ kind: 'hang', skip: 2, match: { pathIncludes: '/insights' } });
  const { job } = jobs.start(input({ months: 6 }));
  const deadline = performance.now() + 60_000;
  const run = () => kit.repository.slices(job.runIds[0]!).filter(({ status }) => status === 'done').length;
  while (run() < 2 && performance.now() < deadline) await new Promise((resolve) => setImmediate(resolve));
  expect(await jobs.cancel(job.id)).toMatchObject({ status: 'cancelled', runs: { open: 0 } });
  sandbox.control.clearFaults();
  const plan = kit.imports.plan({
    clientIds: [kit.clientId('Alpha')],
    platforms: null,
    range: null,
    datasets: 'core',
    trigger: 'scheduled',
  });
  expect(plan[0]?.slices.every(({ from }) => from === today)).toBe(true);
  const second = jobs.start(input({ months: 6 }));
  await kit.queue.settled(second.job.runIds, 0);
  expectTruth(kit, 'Alpha', '2026-05-01', today);
  await expect(jobs.cancel('no such job')).rejects.toBeInstanceOf(Refusal);
});

it('a day the platform refuses leaves the job partial, and the next import asks for it again', async () => {
  const jobs = jobsOf(kit);
  sandbox.control.injectFault({ kind: 'transient-2', times: 4, match: { pathIncludes: '/insights' } });
  const { job } = jobs.start(input());
  await kit.queue.settled(job.runIds, 0);
  expect(jobs.list()[0]).toMatchObject({ status: 'partial', runs: { failed: 1 } });
  const [plan] = kit.imports.plan({
    clientIds: [kit.clientId('Alpha')],
    platforms: null,
    range: null,
    datasets: 'core',
  });
  expect(plan?.plan.items.some(({ reason }) => reason === 'not_got')).toBe(true);
  await kit.importAll({ clientIds: [kit.clientId('Alpha')], datasets: 'core' });
  expectTruth(kit, 'Alpha', '2026-09-01', today);
});

it('a new client gets older days behind its first import, as many months as the person chose, and none twice', async () => {
  let months = 1;
  const service = open({ newClientMonths: () => months });
  await service.connect([{ platform: 'meta' }]);
  const first = (await service.importAll({ clientIds: [service.clientId('Alpha')] })).get('Alpha');
  expect(first).toMatchObject({ status: 'succeeded', trigger: 'first', from: addDays(today, -30) });
  const behind = () => service.repository.openRuns().filter(({ trigger }) => trigger === 'backfill');
  const [finer, older, ...more] = behind();
  expect(more).toEqual([]);
  // Hours and breakdowns of the first days, and of the months behind them the daily figures and what is told by the month.
  const slicesOf = (id: string) => service.repository.slices(id);
  expect(finer).toMatchObject({ from: addDays(today, -30), to: today });
  expect(slicesOf(finer!.id).every(({ dataset }) => dataset !== null)).toBe(true);
  expect(slicesOf(finer!.id).some(({ dataset }) => dataset?.includes('hour'))).toBe(true);
  expect(older).toMatchObject({ from: '2026-10-01', to: today });
  const days = slicesOf(older!.id).flatMap(({ dataset, from }) => (dataset === null ? [from.slice(0, 7)] : []));
  expect(new Set(days)).toEqual(new Set(['2026-10']));
  expect(slicesOf(older!.id).every(({ dataset }) => dataset === null || dataset.includes('month'))).toBe(true);
  await service.queue.settled([finer!.id, older!.id], 0);
  expectTruth(service, 'Alpha', '2026-10-01', today);
  // Nobody gets them again with the next import.
  await service.importAll({ clientIds: [service.clientId('Alpha')] });
  expect(behind()).toEqual([]);
  months = 0;
  await service.importAll({ clientIds: [service.clientId('Beta')] });
  const onlyFiner = service.repository.slices(behind()[0]!.id);
  expect(onlyFiner.every(({ dataset }) => dataset !== null)).toBe(true);
});

it('a job whose imports could not be put in line is not listed, and one killed before them is not called finished', () => {
  const refused = { ...kit.imports, cancel: () => Promise.resolve() };
  const jobs = (killed: boolean) =>
    createBackfill({
      db: kit.store.db,
      imports: {
        ...refused,
        start() {
          if (killed)
            kit.store.db.exec(
              "CREATE TEMP TRIGGER stay BEFORE DELETE ON backfill_job BEGIN SELECT RAISE(ABORT, 'dead'); END",
            );
          throw new Error('no room');
        },
      },
      parallel: () => 2,
      now: () => kit.clock.now(),
      log: silentLog,
    });
  expect(() => jobs(false).start(input())).toThrow('no room');
  expect(jobsOf(kit).list()).toEqual([]);
  expect(() => jobs(true).start(input())).toThrow('no room');
  expect(jobsOf(kit).list()).toMatchObject([{ status: 'cancelled', percent: 0, runs: { open: 0 } }]);
});
