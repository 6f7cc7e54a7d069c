import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { startSandbox, type Sandbox } from '../../../src/sandbox/sandbox.ts';
import type { NewSlice } from '../../../src/main/features/imports/ports.ts';
import { account, agencyOf, LEVELS, NOW, openKit, type Kit, type KitOptions } from './kit.ts';

/** Imports and the quotas of real answers: pausing before the platform throttles, waking, sleeping, offline (promises S11, T1). */
const HOURLY = 20;
const MINUTE = 60_000;
const names = ['Alpha', 'Beta', 'Gamma'];
let sandbox: Sandbox;
let kit: Kit;
beforeAll(async () => {
  sandbox = await startSandbox({
    now: () => NOW,
    metaHourlyCalls: HOURLY,
    agency: agencyOf(...names.map((name) => account('meta', name)), account('google', 'Omega')),
  });
});
afterAll(() => sandbox.close());
beforeEach(() => sandbox.control.reset());
afterEach(() => kit.remove());

async function open(more: Partial<KitOptions> = {}): Promise<void> {
  kit = openKit({ sandbox, ...more });
  sandbox.control.setNow(() => kit.clock.now());
  await kit.connect();
}

function start(name: string, days: number): string {
  const one = kit.repository.accountsToImport('all').find((each) => each.name === name)!;
  const slices: NewSlice[] = Array.from({ length: days }, (_, index) => {
    const day = `2026-10-${String(index + 1).padStart(2, '0')}`;
    return { level: LEVELS[index % 4]!, from: day, to: day };
  });
  const [id] = kit.repository.createRuns(
    [
      {
        requestId: name,
        adAccountKey: one.key,
        clientId: one.clientId,
        trigger: 'manual',
        from: '2026-10-01',
        to: '2026-10-31',
        chosen: true,
        why: 'a test',
        slices,
      },
    ],
    kit.clock.now(),
  );
  kit.queue.wake([id!]);
  return id!;
}

const idOf = (name: string): string => sandbox.truth.accounts().find((one) => one.name === name)!.adAccountId;
const calls = (name: string) => sandbox.control.requests().filter((one) => one.adAccountId === idOf(name));

it('an ad account close to its limit pauses before the platform refuses, others go on, and nothing is asked twice', async () => {
  await open();
  const [large, small] = [start('Alpha', 30), start('Beta', 4)];
  await kit.queue.settled([large, small], 1_000);
  expect(kit.repository.run(small)).toMatchObject({ status: 'succeeded' });
  expect(kit.repository.run(large)).toMatchObject({
    status: 'waiting',
    retryAt: NOW + 10 * MINUTE,
    problem: { code: 'QUOTA_NEARLY_USED', fix: 'wait' },
  });
  expect(calls('Alpha')).toHaveLength(HOURLY * 0.9);
  for (let wakes = 0; wakes < 12 && kit.repository.run(large)!.status === 'waiting'; wakes += 1) {
    const { retryAt } = kit.repository.run(large)!;
    // Asleep: the clock goes on, monotonic time does not.
    kit.clock.set(retryAt!);
    kit.queue.wake();
    await kit.queue.settled([large], 1_000);
  }
  expect(kit.repository.run(large)).toMatchObject({ status: 'succeeded', problem: null });
  // Not one refusal in all that time.
  expect(calls('Alpha').every((one) => one.status === 200)).toBe(true);
  const figures = calls('Alpha').filter((one) => one.path.includes('/insights'));
  expect(new Set(figures.map((one) => one.path)).size).toBe(figures.length);
  expect(kit.repository.slices(large).every((slice) => slice.attempts === 1)).toBe(true);
});

it('a process that is killed while it waits leaves the wait behind: the next one asks nothing before its end', async () => {
  await open();
  const id = start('Alpha', 30);
  await kit.queue.settled([id], 1_000);
  const asked = calls('Alpha').length;
  const { home, keyring, clock } = kit;
  // As a kill leaves it: the row says running, only the hold tells of the wait.
  kit.store.db.exec("UPDATE import_run SET status = 'running', retry_at = NULL, problem = NULL");
  await kit.quit();
  clock.advance(9 * MINUTE);
  kit = openKit({ sandbox, home, keyring, clock });
  kit.queue.wake();
  await kit.queue.settled([id], 20_000);
  expect(calls('Alpha')).toHaveLength(asked);
  expect(kit.queue.snapshot().counts).toMatchObject({ running: 0, waiting: 1 });
  // A second account of the same app goes on meanwhile.
  const other = start('Gamma', 2);
  await kit.queue.settled([other], 0);
  expect(kit.repository.run(other)?.status).toBe('succeeded');
  clock.advance(MINUTE);
  kit.queue.wake();
  await kit.queue.settled([id], 1_000);
  expect(calls('Alpha').length).toBeGreaterThan(asked);
});

it('without a network an import ends with a sentence and its days are read when there is one again', async () => {
  await open();
  const before = start('Alpha', 1);
  await kit.queue.settled([before], 0);
  await sandbox.control.setOffline(true);
  let id: string;
  try {
    id = start('Alpha', 4);
    await kit.queue.settled([id], 0);
  } finally {
    await sandbox.control.setOffline(false);
  }
  expect(kit.repository.run(id)).toMatchObject({ status: 'failed', problem: { code: 'UNREACHABLE', fix: 'retry' } });
  const { runIds } = kit.imports.retry(id);
  await kit.queue.settled(runIds, 0);
  expect(kit.repository.run(runIds[0]!)).toMatchObject({ status: 'succeeded', problem: null });
});

it('fifty requests with an access token that has died make one refresh', async () => {
  await open();
  await kit.connect([{ platform: 'google' }]);
  const google = kit.connectionRepository.list().find((one) => one.platform === 'google')!;
  const session = await kit.connections.sessions.sessionFor(google.id);
  const one = kit.repository.accountsToImport('all').find((each) => each.platform === 'google')!;
  const ask = async (): Promise<number> => {
    let rows = 0;
    const request = {
      adAccount: one.ref,
      level: 'account',
      from: '2026-11-01',
      to: '2026-11-02',
      asynchronous: false,
    } as const;
    for await (const page of session.readInsights(request, new AbortController().signal)) rows += page.records.length;
    return rows;
  };
  expect(await ask()).toBe(2);
  sandbox.control.expireGoogleAccess();
  const refreshes = (): number => sandbox.control.requests().filter((each) => each.path.startsWith('/token')).length;
  const before = refreshes();
  expect(await Promise.all(Array.from({ length: 50 }, ask))).toEqual(Array(50).fill(2));
  expect(refreshes() - before).toBe(1);
});
