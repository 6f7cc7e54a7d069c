import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startSandbox, type FaultKind, type Sandbox } from '../../../src/sandbox/sandbox.ts';
import { addDays } from '../../../src/main/domain/days.ts';
import { startSpoiler } from './spoiler.ts';
import { account, agencyOf, LEVELS, NOW, openKit, stored, type Kit } from './kit.ts';

/** What each kind of refusal does to a run and to the others (promises S10–S12, S14, S17). */
const names = Array.from({ length: 12 }, (_, index) => `Client ${String(index + 1).padStart(2, '0')}`);
let sandbox: Sandbox;
let kit: Kit;
beforeAll(async () => {
  sandbox = await startSandbox({
    now: () => NOW,
    agency: agencyOf(
      ...names.map((name, index) =>
        account('meta', name, {
          ...(index === 0 ? { login: 'second' } : {}),
          ...(index === 1 ? { status: 'disabled' } : {}),
        }),
      ),
      account('google', 'Google client'),
    ),
  });
});
afterAll(() => sandbox.close());
beforeEach(() => {
  sandbox.control.reset();
  kit = openKit({ sandbox });
  sandbox.control.setNow(() => kit.clock.now());
});
afterEach(() => kit.remove());

const idOf = (name: string): string => sandbox.truth.accounts().find((one) => one.name === name)!.adAccountId;
const today = '2026-11-21';

function expectWhole(name: string, from = addDays(today, -30)): void {
  const { platform, adAccountId } = sandbox.truth.accounts().find((one) => one.name === name)!;
  for (const level of LEVELS) {
    const total = sandbox.truth.total({ platform, adAccountId, from, to: today });
    const rows = stored(kit, adAccountId, level).filter((row) => row.date >= from);
    expect(rows.reduce((sum, row) => sum + row.spendMicros, 0n)).toBe(total.spendMicros);
    expect(new Set(rows.map((row) => `${row.date} ${row.entityId}`)).size).toBe(rows.length);
  }
}

const asked = (name: string, part = '/insights'): string[] =>
  sandbox.control
    .requests()
    .filter((one) => one.adAccountId === idOf(name) && one.path.includes(part))
    .map((one) => one.path);

async function connectAll(): Promise<void> {
  await kit.connect([{ platform: 'meta' }, { platform: 'meta', secret: sandbox.credentials.meta.secondUserToken }]);
}

it('of twelve clients one with an ended sign-in, one that may not be read any more and one that always fails stop none of the nine (S12)', async () => {
  await connectAll();
  sandbox.control.expireMetaToken(sandbox.credentials.meta.secondUserToken);
  const [expired = '', disabled = '', broken = ''] = names;
  // A disabled account keeps its past and is read like any other; this one is refused as well.
  for (const [name, kind] of [
    [disabled, 'permission-200'],
    [broken, 'empty-500'],
  ] as const)
    sandbox.control.injectFault({
      kind,
      times: Number.POSITIVE_INFINITY,
      match: { adAccountId: idOf(name), pathIncludes: '/insights' },
    });
  const runs = await kit.importAll();
  expect(runs.size).toBe(12);
  expect(runs.get(expired)).toMatchObject({
    status: 'failed',
    problem: { code: 'TOKEN_EXPIRED', fix: 'sign_in_again' },
  });
  expect(runs.get(disabled)).toMatchObject({ status: 'failed', problem: { fix: 'check_access' } });
  expect(runs.get(broken)).toMatchObject({ status: 'failed', problem: { code: 'BAD_ANSWER', fix: 'retry' } });
  const others = names.filter((name) => ![expired, disabled, broken].includes(name));
  expect(others).toHaveLength(9);
  for (const name of others) {
    expect(runs.get(name)?.status).toBe('succeeded');
    expectWhole(name);
  }
  for (const run of runs.values()) if (run.status === 'failed') expect(run.problem?.sentence).toMatch(/\.$/);
  expect((await kit.connections.list()).map((one) => one.state).toSorted()).toEqual(['connected', 'expired']);

  // The next night only the three are read whole; of the nine there is today.
  sandbox.control.reset();
  await connectAll();
  const night = { trigger: 'scheduled' as const, datasets: 'core' as const };
  const plans = kit.imports.plan({ clientIds: 'all', platforms: null, range: null, ...night });
  const wanted = new Map(plans.map((one) => [one.account.client, new Set(one.slices.map(({ from }) => from))]));
  for (const name of others) expect(wanted.get(name)).toEqual(new Set([today]));
  for (const name of [expired, disabled, broken]) expect([...wanted.get(name)!][0]).toBe(addDays(today, -30));
  const again = await kit.importAll(night);
  expect([...again.values()].map((run) => run.status)).toEqual(Array(12).fill('succeeded'));
  for (const name of names) expectWhole(name);
});

it('a run that lost the oldest slices of one level asks for exactly those besides its usual days', async () => {
  await kit.connect();
  const name = names[4]!;
  const one = { clientIds: [kit.clientId(name)] };
  const { slices } = kit.imports.plan({ ...one, platforms: null, range: null })[0]!;
  const adLevel = slices.findIndex((slice) => slice.level === 'ad');
  // Four attempts at the ad level's first slice, and then it is given up.
  sandbox.control.injectFault({
    kind: 'transient-2',
    times: 4,
    match: { adAccountId: idOf(name), pathIncludes: '/insights' },
    skip: adLevel,
  });
  const first = (await kit.importAll(one)).get(name);
  expect(first).toMatchObject({ status: 'partial', problem: { code: 'SERVICE_ERROR' } });
  kit.clock.advance(3_600_000);
  const night = { ...one, platforms: null, range: null, datasets: 'core', trigger: 'scheduled' } as const;
  const [plan] = kit.imports.plan(night);
  // What the other levels have was read today.
  expect(plan!.slices).toEqual([
    ...LEVELS.slice(0, 3).map((level) => ({ level, dataset: null, from: today, to: today })),
    slices[adLevel],
    { level: 'ad', dataset: null, from: today, to: today },
  ]);
  expect(plan!.why).toContain('7 days earlier imports left open');
  const second = (await kit.importAll(night)).get(name);
  expect(second?.status).toBe('succeeded');
  expectWhole(name);
});

describe('each kind of refusal', () => {
  it.each<[FaultKind, Record<string, unknown>]>([
    ['expired-190', { status: 'failed', problem: { fix: 'sign_in_again' } }],
    ['permission-200', { status: 'failed', problem: { code: 'NO_PERMISSION', fix: 'check_access' } }],
  ])('%s is not tried again', async (kind, expected) => {
    await kit.connect();
    const name = names[3]!;
    sandbox.control.injectFault({
      kind,
      times: Number.POSITIVE_INFINITY,
      match: { adAccountId: idOf(name), pathIncludes: '/insights' },
    });
    const run = (await kit.importAll({ clientIds: [kit.clientId(name)] })).get(name);
    expect(run).toMatchObject(expected);
    expect(asked(name)).toHaveLength(1);
  });

  it.each<FaultKind>(['html-502', 'empty-500', 'half-json', 'cut', 'reset', 'transient-2'])(
    '%s is tried again and costs nothing but time',
    async (kind) => {
      await kit.connect();
      const name = names[3]!;
      sandbox.control.injectFault({ kind, times: 2, match: { adAccountId: idOf(name), pathIncludes: '/insights' } });
      const run = (await kit.importAll({ clientIds: [kit.clientId(name)] })).get(name);
      expect(run).toMatchObject({ status: 'succeeded', problem: null });
      expectWhole(name);
    },
  );

  it('a transient fault that stays is given up after the fourth attempt, and after the second slice the platform is taken for down', async () => {
    await kit.connect();
    const name = names[3]!;
    sandbox.control.injectFault({
      kind: 'transient-2',
      times: Number.POSITIVE_INFINITY,
      match: { adAccountId: idOf(name), pathIncludes: '/insights' },
    });
    const run = (await kit.importAll({ clientIds: [kit.clientId(name)] })).get(name);
    expect(run?.status).toBe('failed');
    const slices = kit.repository.slices(run!.id);
    expect(asked(name)).toHaveLength(4 * 2);
    sandbox.control.clearFaults();
    // Nothing of it is forgotten: the next import reads every slice.
    const next = (await kit.importAll({ clientIds: [kit.clientId(name)] })).get(name);
    expect(next?.status).toBe('succeeded');
    const shape = ({ level, from, to }: (typeof slices)[number]): string => `${level} ${from} ${to}`;
    expect(kit.repository.slices(next!.id).map(shape)).toEqual(slices.map(shape));
  });

  it.each<FaultKind>(['google-internal-500', 'mid-stream-error', 'google-401'])(
    '%s of Google is tried again',
    async (kind) => {
      await kit.connect([{ platform: 'google' }]);
      sandbox.control.injectFault({
        kind,
        times: 1,
        match: { platform: 'google', pathIncludes: 'searchStream' },
        skip: 4,
      });
      const run = (await kit.importAll()).get('Google client');
      expect(run).toMatchObject({ status: 'succeeded', problem: null });
      expectWhole('Google client');
    },
  );

  it.each<FaultKind>(['too-much-data', 'reduce-data'])(
    '%s is answered with smaller requests and then an asynchronous report',
    async (kind) => {
      await kit.connect();
      const name = names[3]!;
      sandbox.control.injectFault({ kind, times: 4, match: { adAccountId: idOf(name), pathIncludes: '/insights' } });
      const range = { from: addDays(today, -7), to: today };
      const run = (await kit.importAll({ clientIds: [kit.clientId(name)], range, datasets: 'core' })).get(name);
      expect(run).toMatchObject({ status: 'succeeded', problem: null });
      expectWhole(name, range.from);
      const slices = kit.store.db
        .prepare('SELECT status, from_day, to_day, level, asynchronous FROM import_slice WHERE import_run_id = ?')
        .all(run!.id) as { status: string; asynchronous: number; level: number; from_day: number; to_day: number }[];
      const split = slices.filter((slice) => slice.status === 'split');
      expect(split).toHaveLength(4);
      // No request was ever repeated as it was.
      const shape = (slice: (typeof slices)[number]): string =>
        `${slice.level} ${slice.from_day} ${slice.to_day} ${slice.asynchronous}`;
      expect(new Set(slices.map(shape)).size).toBe(slices.length);
      expect(slices.some((slice) => slice.asynchronous === 1 && slice.status === 'done')).toBe(true);
    },
  );
});

it('a day too big even as a report is told as that, and costs nothing else', async () => {
  await kit.connect();
  const name = names[3]!;
  sandbox.control.injectFault({
    kind: 'too-much-data',
    times: 2,
    match: { adAccountId: idOf(name), pathIncludes: '/insights' },
  });
  const range = { from: today, to: today };
  const run = (await kit.importAll({ clientIds: [kit.clientId(name)], range, datasets: 'core' })).get(name);
  expect(run).toMatchObject({ status: 'partial', problem: { code: 'TOO_BIG' } });
  expect(run?.problem?.sentence).toContain(`the account figures of ${today}, not even alone`);
  expect(kit.repository.slices(run!.id).map((slice) => slice.status)).toEqual(['failed', 'done', 'done', 'done']);

  // A retry asks for exactly what is missing, however often it is clicked, and then nothing is.
  const retries = [1, 2, 3].map(() => kit.imports.retry(run!.id).runIds);
  expect(new Set(retries.flat()).size).toBe(1);
  await kit.queue.settled(retries[0]!, 0);
  const retried = kit.repository.run(retries[0]![0]!);
  expect(retried).toMatchObject({ status: 'succeeded', trigger: 'retry' });
  expect(kit.repository.slices(retried!.id)).toHaveLength(1);
  expectWhole(name, today);
});

describe('a rate limit', () => {
  it('holds back its ad account alone, is told with its end, and the run goes on from its slice', async () => {
    await kit.connect();
    const name = names[3]!;
    sandbox.control.injectFault({
      kind: 'throttle-80000',
      amount: 5,
      skip: 2,
      match: { adAccountId: idOf(name), pathIncludes: '/insights' },
    });
    const { runIds } = kit.imports.start({ clientIds: 'all', platforms: null, range: null });
    await kit.queue.settled(runIds, 1_000);
    const waiting = runIds.map((id) => kit.repository.run(id)!).filter((run) => run.status !== 'succeeded');
    expect(waiting).toHaveLength(1);
    expect(waiting[0]).toMatchObject({ status: 'waiting', retryAt: NOW + 5 * 60_000, problem: { fix: 'wait' } });
    const shown = kit.queue.snapshot().imports.find((item) => item.client === name);
    expect(shown).toMatchObject({ status: 'waiting', retryAt: new Date(NOW + 5 * 60_000).toISOString() });
    const before = asked(name).length;

    // The time has passed when the engine is started again.
    const { home, keyring, clock } = kit;
    await kit.quit();
    clock.advance(5 * 60_000);
    kit = openKit({ sandbox, home, keyring, clock });
    kit.queue.wake();
    await kit.queue.settled(runIds, 0);
    expect(kit.repository.run(waiting[0]!.id)).toMatchObject({ status: 'succeeded', problem: null, retryAt: null });
    const slices = kit.repository.slices(waiting[0]!.id).length;
    expect(asked(name).length - before).toBe(slices - 2);
    expectWhole(name);
  });

  it('is shown as a wait, however often new imports are asked for meanwhile', async () => {
    await kit.connect();
    const name = names[3]!;
    sandbox.control.injectFault({ kind: 'throttle-17', match: { adAccountId: idOf(name), pathIncludes: '/insights' } });
    const one = { clientIds: [kit.clientId(name)], platforms: null, range: null };
    const { runIds } = kit.imports.start(one);
    kit.queue.wake();
    await kit.queue.settled(runIds, 1_000);
    for (let asked = 0; asked < 2; asked += 1) {
      const shown = kit.queue.snapshot();
      expect(shown.counts).toMatchObject({ running: 0, waiting: 1 });
      expect(shown.imports[0]).toMatchObject({ status: 'waiting', problem: { fix: 'wait' } });
      expect(kit.imports.start(one).runIds).toEqual(runIds);
    }
  });

  it('ends by itself when the platform asked for a moment only', async () => {
    await kit.connect([{ platform: 'google' }]);
    sandbox.control.injectFault({
      kind: 'google-429',
      amount: 0.2,
      match: { platform: 'google', pathIncludes: 'searchStream' },
      skip: 4,
    });
    const run = (await kit.importAll({}, 10_000)).get('Google client');
    expect(run).toMatchObject({ status: 'succeeded', problem: null });
    expectWhole('Google client');
  });
});

it('rows that cannot be read are set aside with the reason, counted, and everything else is stored', async () => {
  const spoiler = await startSpoiler(sandbox.urls.metaGraph);
  const spoiled = openKit({ sandbox, metaGraph: spoiler.url });
  try {
    await spoiled.connect();
    const name = names[3]!;
    const run = (await spoiled.importAll({ clientIds: [spoiled.clientId(name)] })).get(name)!;
    expect(run).toMatchObject({ status: 'succeeded', problem: null });
    expect(spoiler.spoiled()).toBeGreaterThan(10);
    expect(run.records.setAside).toBe(spoiler.spoiled());
    const { new: fresh, changed, unchanged, setAside } = run.records;
    expect(fresh + changed + unchanged + setAside).toBe(spoiler.served());
    const rows = LEVELS.reduce((sum, level) => sum + stored(spoiled, idOf(name), level).length, 0);
    expect(rows).toBe(spoiler.served() - spoiler.spoiled());
    const kept = spoiled.store.db
      .prepare('SELECT reason, raw FROM set_aside_row WHERE import_run_id = ?')
      .all(run.id) as { reason: string; raw: string }[];
    expect(kept).toHaveLength(spoiler.spoiled());
    for (const row of kept) expect(row.reason).not.toBe('');
    expect(kept.some((row) => row.raw.includes('hLbV2'))).toBe(true);
  } finally {
    await spoiled.remove();
    await spoiler.close();
  }
});
