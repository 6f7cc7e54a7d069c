import { rmSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startSandbox, type Sandbox } from '../../../src/sandbox/sandbox.ts';
import { addDays } from '../../../src/main/domain/days.ts';
import { holdOf, ownerOf } from '../../../src/main/features/imports/holds.ts';
import type { ImportRepository } from '../../../src/main/features/imports/ports.ts';
import { createQuotas } from '../../../src/main/features/quotas/quotas.ts';
import { quotaRepository } from '../../../src/main/features/quotas/stored.ts';
import { silentLog } from '../../../src/main/kernel/log.ts';
import { account, agencyOf, LEVELS, NOW, openKit, stored, type Kit } from './kit.ts';

/** Starting, cancelling, stopping and going on: what the queue promises whoever clicks when. */
const names = ['Alpha', 'Beta', 'Gamma', 'Delta'];
const today = '2026-11-21';
let sandbox: Sandbox;
let kit: Kit;
const kits: Kit[] = [];
beforeAll(async () => {
  sandbox = await startSandbox({
    now: () => NOW,
    agency: agencyOf(...names.map((name) => account('meta', name)), account('google', 'Omega')),
  });
});
afterAll(() => sandbox.close());
beforeEach(async () => {
  sandbox.control.reset();
  kit = open();
  await kit.connect();
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

const idOf = (name: string): string => sandbox.truth.accounts().find((one) => one.name === name)!.adAccountId;
const insightCalls = (name: string): string[] =>
  sandbox.control
    .requests()
    .filter((one) => one.adAccountId === idOf(name) && one.path.includes('/insights'))
    .map((one) => one.path);
const hang = (name: string, skip = 0): void =>
  sandbox.control.injectFault({ kind: 'hang', skip, match: { adAccountId: idOf(name), pathIncludes: '/insights' } });
const only = (name: string) => ({ clientIds: [kit.clientId(name)], platforms: null, range: null });

/** Until the queue says so; the topic tells of every change. */
async function until(condition: () => boolean): Promise<void> {
  if (condition()) return;
  for await (const _snapshot of kit.queue.progress.subscribe(AbortSignal.timeout(60_000))) if (condition()) return;
  throw new Error('It never came to that.');
}

async function untilAsked(name: string, calls: number): Promise<void> {
  const deadline = performance.now() + 60_000;
  while (insightCalls(name).length < calls) {
    if (performance.now() > deadline) throw new Error('The platform was never asked.');
    await new Promise((resolve) => setImmediate(resolve));
  }
}

function expectWhole(name: string): void {
  for (const level of LEVELS) {
    const total = sandbox.truth.total({
      platform: 'meta',
      adAccountId: idOf(name),
      from: addDays(today, -30),
      to: today,
    });
    const rows = stored(kit, idOf(name), level);
    expect(rows.reduce((sum, row) => sum + row.spendMicros, 0n)).toBe(total.spendMicros);
  }
}

describe('starting', () => {
  it('fifty clicks are one run, and each click is answered with it', async () => {
    hang('Alpha');
    const answers = Array.from({ length: 50 }, () => kit.imports.start(only('Alpha')));
    expect(new Set(answers.flatMap((answer) => answer.runIds)).size).toBe(1);
    expect(new Set(answers.flatMap((answer) => answer.imports.map((item) => item.id))).size).toBe(1);
    await kit.imports.cancel(null);
  });

  it('a routine import does not hide behind a running one of older days, nor is it taken back by a chosen range', async () => {
    hang('Alpha');
    const old = kit.imports.start({ ...only('Alpha'), range: { from: '2026-03-01', to: '2026-03-05' } });
    await untilAsked('Alpha', 1);
    const latest = kit.imports.start(only('Alpha'));
    expect(latest.runIds).not.toEqual(old.runIds);
    const third = kit.imports.start({ ...only('Alpha'), range: { from: '2026-04-01', to: '2026-04-02' } });
    expect(kit.repository.run(latest.runIds[0]!)?.status).toBe('queued');
    // Clicked again, with three runs open: still the same one.
    expect(kit.imports.start(only('Alpha')).runIds).toEqual(latest.runIds);
    expect(kit.imports.start({ ...only('Alpha'), range: { from: '2026-04-02', to: '2026-04-02' } }).runIds).toEqual(
      third.runIds,
    );
    expect(kit.queue.snapshot().counts).toMatchObject({ running: 1, queued: 2 });
    await kit.imports.cancel(null);
  });

  it('a run left over from the day before makes way for one up to today', async () => {
    hang('Alpha');
    sandbox.control.injectFault({
      kind: 'throttle-17',
      amount: 60,
      match: { adAccountId: idOf('Beta'), pathIncludes: '/insights' },
    });
    const first = kit.imports.start(only('Beta'));
    await kit.queue.settled(first.runIds, 1_000);
    expect(kit.repository.run(first.runIds[0]!)?.status).toBe('waiting');
    kit.clock.advance(86_400_000);
    const second = kit.imports.start(only('Beta'));
    expect(kit.repository.run(first.runIds[0]!)?.status).toBe('cancelled');
    expect(kit.repository.run(second.runIds[0]!)).toMatchObject({ status: 'running', to: addDays(today, 1) });
    expect(kit.queue.snapshot().imports.filter((item) => item.status !== 'cancelled')).toHaveLength(1);
    await kit.queue.settled(second.runIds, 0);
    expect(kit.repository.run(second.runIds[0]!)?.status).toBe('succeeded');
  });
});

describe('cancelling', () => {
  it('ends a request in the air and what stands in line, and keeps what was stored', async () => {
    hang('Alpha', 2);
    const { runIds } = kit.imports.start(only('Alpha'));
    const queued = kit.imports.start({ ...only('Alpha'), range: { from: '2026-03-01', to: '2026-03-02' } });
    await untilAsked('Alpha', 3);
    await kit.imports.cancel(null);
    const [run, other] = [...runIds, ...queued.runIds].map((id) => kit.repository.run(id)!);
    expect(run).toMatchObject({ status: 'cancelled', problem: null });
    expect(other).toMatchObject({ status: 'cancelled' });
    expect(stored(kit, idOf('Alpha'), 'account').length).toBeGreaterThan(0);
    await kit.queue.settled([...runIds, ...queued.runIds], 0);
    // What was cancelled stays cancelled; the next import starts afresh and gets everything.
    expect((await kit.importAll(only('Alpha'))).get('Alpha')?.status).toBe('succeeded');
    expectWhole('Alpha');
  });

  it('ends a run that reads campaigns, and one that waits for its platform', async () => {
    sandbox.control.injectFault({ kind: 'hang', match: { adAccountId: idOf('Alpha'), pathIncludes: '/campaigns' } });
    sandbox.control.injectFault({
      kind: 'throttle-17',
      amount: 60,
      match: { adAccountId: idOf('Beta'), pathIncludes: '/insights' },
    });
    const { runIds } = kit.imports.start({
      clientIds: [kit.clientId('Alpha'), kit.clientId('Beta')],
      platforms: null,
      range: null,
    });
    await until(() => kit.queue.snapshot().counts.waiting === 1 && kit.queue.snapshot().counts.running === 1);
    await kit.imports.cancel(null);
    for (const id of runIds) expect(kit.repository.run(id)).toMatchObject({ status: 'cancelled', retryAt: null });
    expect(kit.queue.snapshot().counts).toMatchObject({ running: 0, waiting: 0, queued: 0 });
  });

  it('a cancel in the same moment as a rate limit is a cancel', async () => {
    // The abort comes after the platform's answer was judged and before the queue has noted it.
    const late = open({
      around: (repository) => ({
        ...repository,
        log: (runId, level, message, now) => {
          repository.log(runId, level, message, now);
          if (message.includes('Goes on at')) queueMicrotask(() => void late.queue.cancel([runId]));
        },
      }),
    });
    await late.connect();
    sandbox.control.injectFault({
      kind: 'throttle-17',
      match: { adAccountId: idOf('Beta'), pathIncludes: '/insights' },
    });
    const { runIds } = late.imports.start({ clientIds: [late.clientId('Beta')], platforms: null, range: null });
    await late.queue.settled(runIds, 1_000);
    expect(late.repository.run(runIds[0]!)?.status).toBe('cancelled');
  });
});

describe('stopping and going on', () => {
  it(
    'repeats at most one slice per stop, wherever it stops, and ends with everything once',
    { timeout: 300_000 },
    async () => {
      const slices = kit.imports.plan(only('Alpha'))[0]!.slices.length;
      const { runIds } = kit.imports.start(only('Alpha'));
      const { home, keyring, clock } = kit;
      let stops = 0;
      for (let point = 1; point < slices; point += 2) {
        await untilAsked('Alpha', insightCalls('Alpha').length + 1);
        await kit.quit();
        stops += 1;
        kits.splice(kits.indexOf(kit), 1);
        kit = open({ home, keyring, clock });
        const run = kit.repository.run(runIds[0]!)!;
        if (run.status === 'succeeded') break;
        expect(run.status).toBe('queued');
        kit.queue.wake();
      }
      await kit.queue.settled(runIds, 0);
      expect(kit.repository.run(runIds[0]!)?.status).toBe('succeeded');
      expect(stops).toBeGreaterThan(2);
      expect(insightCalls('Alpha').length).toBeLessThanOrEqual(slices + stops);
      expect(kit.repository.slices(runIds[0]!).every((slice) => slice.status === 'done')).toBe(true);
      expectWhole('Alpha');
      const db = kit.store.db;
      const count = (sql: string): number => (db.prepare(sql).get() as { n: number }).n;
      expect(count('SELECT count(*) AS n FROM coverage')).toBe(31 * LEVELS.length);
      expect(count('SELECT count(*) AS n FROM insight_day_revision')).toBe(0);
    },
  );

  it('a command for one client leaves the interrupted import of another in line', async () => {
    const { home, keyring, clock } = kit;
    hang('Alpha');
    const left = kit.imports.start(only('Alpha'));
    await untilAsked('Alpha', 1);
    await kit.quit();
    kits.splice(0);
    sandbox.control.clearFaults();
    kit = open({ home, keyring, clock, onlyAsked: true });
    const { runIds } = kit.imports.start(only('Beta'));
    await kit.queue.settled(runIds, 0);
    expect(kit.repository.run(runIds[0]!)?.status).toBe('succeeded');
    expect(kit.repository.run(left.runIds[0]!)?.status).toBe('queued');
    const resumed = kit.imports.start(only('Alpha'));
    expect(resumed.runIds).toEqual(left.runIds);
    await kit.queue.settled(resumed.runIds, 0);
    expectWhole('Alpha');
  });

  it('a stop in the middle of storing a slice loses nothing and doubles nothing', async () => {
    const { home, keyring, clock } = kit;
    await kit.quit();
    kits.splice(0);
    let steps = 0;
    kit = open({
      home,
      keyring,
      clock,
      around: (repository): ImportRepository => ({
        ...repository,
        *ingest(...args) {
          for (const counts of repository.ingest(...args)) {
            steps += 1;
            if (steps === 3) void kit.queue.stop();
            yield counts;
          }
        },
      }),
    });
    const { runIds } = kit.imports.start(only('Alpha'));
    await kit.queue.settled(runIds, 0);
    await kit.quit();
    kits.splice(0);
    kit = open({ home, keyring, clock });
    kit.queue.wake();
    await kit.queue.settled(runIds, 0);
    expect(kit.repository.run(runIds[0]!)?.status).toBe('succeeded');
    expectWhole('Alpha');
  });

  it(
    'ends while a platform hangs, and also while it is asked whether a sign-in works again',
    { timeout: 300_000 },
    async () => {
      hang('Alpha');
      kit.imports.start(only('Alpha'));
      await untilAsked('Alpha', 1);
      const began = performance.now();
      await kit.queue.stop();
      // A request is given up after one to two minutes; that wait, not the machine's speed, is what this would see.
      expect(performance.now() - began).toBeLessThan(30_000);

      const { home, keyring, clock } = kit;
      await kit.quit();
      kits.splice(0);
      kit = open({ home, keyring, clock });
      const [connection] = await kit.connections.list();
      kit.connections.sessions.reportReauthorize(connection!.id, {
        code: 'TOKEN_EXPIRED',
        sentence: 'It ended.',
        detail: null,
        fix: 'sign_in_again',
      });
      clock.advance(120_000);
      sandbox.control.injectFault({ kind: 'hang', times: 9, match: { pathIncludes: 'debug_token' } });
      sandbox.control.injectFault({ kind: 'hang', times: 9, match: { pathIncludes: '/me' } });
      const before = sandbox.control.requests().length;
      kit.imports.start(only('Beta'));
      while (sandbox.control.requests().length === before) await new Promise((resolve) => setImmediate(resolve));
      const second = performance.now();
      await kit.queue.stop();
      expect(performance.now() - second).toBeLessThan(30_000);
    },
  );

  it('whoever waits for runs is let go by a stop, also when none of them is running', async () => {
    sandbox.control.injectFault({
      kind: 'throttle-17',
      amount: 60,
      match: { adAccountId: idOf('Beta'), pathIncludes: '/insights' },
    });
    const { runIds } = kit.imports.start(only('Beta'));
    await kit.queue.settled(runIds, 1_000);
    const patient = kit.queue.settled(runIds, 100_000_000);
    await kit.queue.stop();
    await patient;
    expect(kit.repository.run(runIds[0]!)?.status).toBe('waiting');
  });
});

it('a wait ends with the clock when the machine slept through it, and not before', async () => {
  sandbox.control.injectFault({
    kind: 'throttle-17',
    amount: 60,
    match: { adAccountId: idOf('Beta'), pathIncludes: '/insights' },
  });
  const { runIds } = kit.imports.start(only('Beta'));
  await kit.queue.settled(runIds, 1_000);
  const calls = insightCalls('Beta').length;
  kit.clock.advance(59 * 60_000);
  kit.queue.wake();
  await kit.queue.settled(runIds, 1_000);
  expect(insightCalls('Beta')).toHaveLength(calls);
  kit.clock.advance(60_000);
  kit.queue.wake();
  await kit.queue.settled(runIds, 1_000);
  expect(kit.repository.run(runIds[0]!)?.status).toBe('succeeded');
});

it('what stands in line behind a wait is shown as waiting too, with the end of the wait', async () => {
  sandbox.control.injectFault({
    kind: 'throttle-17',
    amount: 60,
    match: { adAccountId: idOf('Beta'), pathIncludes: '/insights' },
  });
  const first = kit.imports.start(only('Beta'));
  const second = kit.imports.start({ ...only('Beta'), range: { from: '2026-03-01', to: '2026-03-02' } });
  await kit.queue.settled([...first.runIds, ...second.runIds], 1_000);
  const { imports, counts } = kit.queue.snapshot();
  expect(counts).toMatchObject({ running: 0, waiting: 2, queued: 0 });
  for (const item of imports)
    expect(item).toMatchObject({ status: 'waiting', retryAt: new Date(NOW + 3_600_000).toISOString() });
  expect(kit.repository.run(second.runIds[0]!)?.status).toBe('queued');
});

it('a limit of the whole app holds back every ad account of the platform, one of a sign-in those of the sign-in', async () => {
  // Google's limits name their reach; Meta's app limit (code 4) does too.
  const log = (scope: 'app' | 'connection' | 'ad_account'): string[] => {
    const quotas = createQuotas({
      repository: { ...quotaRepository(kit.store.db), states: () => [] },
      dailyOperations: () => null,
      now: () => NOW,
      random: () => 0,
      log: silentLog,
    });
    const [first] = kit.imports.start(only('Alpha')).runIds.map((id) => kit.repository.run(id)!);
    quotas.addHold(ownerOf(first!), scope, NOW + 60_000, { code: 'RATE_LIMITED', reason: 'Later.' });
    const elsewhere = { ...first!.account, ref: { ...first!.account.ref, adAccountId: 'another' } };
    const others = {
      'same account': first!,
      'same sign-in': { ...first!, account: { ...elsewhere, key: 99 } },
      'same platform': { ...first!, account: { ...elsewhere, key: 98, connectionId: 'other' } },
      'other platform': {
        ...first!,
        account: { ...elsewhere, key: 97, connectionId: 'g', platform: 'google' as const },
      },
    };
    return Object.entries(others).flatMap(([name, run]) => (holdOf(quotas, run) ? [name] : []));
  };
  expect(log('ad_account')).toEqual(['same account']);
  expect(log('connection')).toEqual(['same account', 'same sign-in']);
  expect(log('app')).toEqual(['same account', 'same sign-in', 'same platform']);
  await kit.imports.cancel(null);
});

describe('sign-ins', () => {
  it('an ended sign-in is asked about once; its other runs fail with the same sentence, other sign-ins go on', async () => {
    await kit.connect([{ platform: 'google' }]);
    const one = open({
      home: kit.home,
      keyring: kit.keyring,
      clock: kit.clock,
      parallelRuns: 1,
      ...(await leave(kit)),
    });
    kit = one;
    sandbox.control.expireMetaToken(sandbox.credentials.meta.systemUserToken);
    const before = sandbox.control.requests().length;
    const runs = await kit.importAll();
    const meta = names.map((name) => runs.get(name)!);
    expect(meta.map((run) => run.status)).toEqual(['failed', 'failed', 'failed', 'failed']);
    expect(new Set(meta.map((run) => run.problem?.sentence)).size).toBe(1);
    expect(runs.get('Omega')?.status).toBe('succeeded');
    const asked = sandbox.control
      .requests()
      .slice(before)
      .filter((request) => request.platform === 'meta');
    expect(asked).toHaveLength(1);
  });

  it('what an old session is told does not end the sign-in that replaced it', async () => {
    sandbox.control.injectFault({
      kind: 'slow',
      amount: 400,
      match: { adAccountId: idOf('Alpha'), pathIncludes: '/insights' },
    });
    const { runIds } = kit.imports.start(only('Alpha'));
    await untilAsked('Alpha', 1);
    // While the answer is on its way the person signs in again, and the old token dies.
    await kit.connect();
    sandbox.control.injectFault({
      kind: 'expired-190',
      match: { adAccountId: idOf('Alpha'), pathIncludes: '/insights' },
    });
    await kit.queue.settled(runIds, 0);
    expect(kit.repository.run(runIds[0]!)?.problem).toMatchObject({ fix: 'sign_in_again' });
    expect((await kit.connections.list()).map((connection) => connection.state)).toEqual(['connected']);
    expect((await kit.importAll(only('Alpha'))).get('Alpha')?.status).toBe('succeeded');
  });

  async function leave(old: Kit): Promise<object> {
    await old.quit();
    kits.splice(kits.indexOf(old), 1);
    return {};
  }
});

describe('what is shown', () => {
  it('the bar never moves backwards, the steps come in order, and records and counts are told', async () => {
    const seen: { percent: number; step: string; records: number }[] = [];
    const watching = new AbortController();
    const watched = (async () => {
      for await (const snapshot of kit.queue.progress.subscribe(watching.signal)) {
        for (const item of snapshot.imports)
          seen.push({ percent: item.percent, step: item.step, records: item.records.new });
        if (snapshot.imports[0]?.status === 'succeeded') return snapshot;
      }
      throw new Error('The end was never told.');
    })();
    sandbox.control.setLatency(40);
    await kit.importAll(only('Alpha'));
    const last = await watched;
    const percents = seen.map((one) => one.percent);
    expect(percents).toEqual(percents.toSorted((left, right) => left - right));
    expect(new Set(percents).size).toBeGreaterThan(3);
    expect(percents.at(-1)).toBe(100);
    // Records are counted while it goes on, not only at the end.
    expect(seen.some((one) => one.percent < 100 && one.records > 0)).toBe(true);
    expect(last.imports[0]).toMatchObject({ status: 'succeeded', step: 'Complete' });
    expect(last.counts).toMatchObject({ running: 0, finishedToday: 1, failedToday: 0 });
    kit.clock.advance(86_400_000);
    expect(kit.queue.snapshot().counts.finishedToday).toBe(0);
  });

  it('a thousand open runs cost one query, and telling and scheduling cost none', async () => {
    const { home, keyring, clock } = kit;
    await kit.quit();
    kits.splice(0);
    const calls = { openRuns: 0, run: 0, statements: 0 };
    kit = open({
      home,
      keyring,
      clock,
      around: (repository) => ({
        ...repository,
        openRuns: () => {
          calls.openRuns += 1;
          return repository.openRuns();
        },
        run: (id) => {
          calls.run += 1;
          return repository.run(id);
        },
      }),
    });
    const keys = kit.repository.accountsToImport('all');
    const many = keys.flatMap((one) =>
      Array.from({ length: 250 }, (_, index) => ({
        requestId: `r${index}`,
        adAccountKey: one.key,
        clientId: one.clientId,
        trigger: 'manual' as const,
        from: today,
        to: today,
        chosen: true,
        why: 'a test',
        slices: [],
      })),
    );
    const ids = kit.repository.createRuns(many, NOW);
    expect(ids).toHaveLength(1000);
    for (const name of names)
      sandbox.control.injectFault({ kind: 'hang', times: 99, match: { adAccountId: idOf(name) } });
    kit.queue.wake();
    expect(calls).toMatchObject({ openRuns: 1 });
    const launched = calls.run;
    expect(launched).toBeLessThanOrEqual(4);
    const patient = kit.queue.settled(ids, 0);
    for (let index = 0; index < 50; index += 1) {
      const { counts } = kit.queue.snapshot();
      expect(counts.running + counts.queued).toBe(1000);
    }
    expect(calls).toMatchObject({ openRuns: 1, run: launched });
    const prepared = kit.store.db.prepare(
      'EXPLAIN QUERY PLAN SELECT 1 FROM import_run WHERE status IN (?, ?, ?) ORDER BY queued_at',
    );
    expect(JSON.stringify(prepared.all('queued', 'running', 'waiting'))).toContain('import_run_status');
    await kit.queue.stop();
    await patient;
    rmSync(home, { recursive: true, force: true });
  });
});
