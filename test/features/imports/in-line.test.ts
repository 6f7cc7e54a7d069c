import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { startSandbox, type Sandbox } from '../../../src/sandbox/sandbox.ts';
import { account, agencyOf, DAY, NOW, openKit, type Kit } from './kit.ts';

/** What the queue keeps in memory of its line, against what the store says of it. */
let sandbox: Sandbox;
let kit: Kit;
beforeAll(async () => {
  const names = ['Alpha', 'Beta', 'Gamma'];
  sandbox = await startSandbox({ now: () => NOW, agency: agencyOf(...names.map((name) => account('meta', name))) });
});
afterAll(() => sandbox.close());
beforeEach(async () => {
  sandbox.control.reset();
  kit = openKit({ sandbox, parallelRuns: 1 });
  await kit.connect();
});
afterEach(() => kit.remove());

const everyone = { clientIds: 'all', platforms: null, range: null } as const;
const line = (kit: Kit): string[][] =>
  [kit.queue.openRuns(), kit.repository.openRuns()].map((runs) => runs.map((run) => run.id).toSorted());

it('what a newer import took the place of leaves the line, and is not begun after everything was cancelled', async () => {
  sandbox.control.injectFault({ kind: 'hang' });
  const first = kit.imports.start(everyone);
  kit.clock.advance(DAY);
  const second = kit.imports.start(everyone);
  expect(first.runIds.map((id) => kit.repository.run(id)?.status)).toEqual(['running', 'cancelled', 'cancelled']);
  const [known, told] = line(kit);
  expect(known).toEqual(told);
  expect(kit.queue.snapshot().counts).toMatchObject({ running: 1, queued: second.runIds.length - 1 });
  await kit.imports.cancel(null);
  expect(line(kit)).toEqual([[], []]);
  expect(kit.queue.snapshot().counts).toMatchObject({ running: 0, waiting: 0, queued: 0 });
});

it('a run the store says has ended is not begun, whoever ended it', async () => {
  sandbox.control.injectFault({ kind: 'hang' });
  const { runIds } = kit.imports.start(everyone);
  kit.repository.setStatus(runIds[1]!, 'cancelled', NOW, {});
  await kit.queue.cancel([runIds[0]!]);
  expect(kit.queue.openRuns().map(({ id, status }) => [id, status])).toEqual([[runIds[2], 'running']]);
  await kit.imports.cancel(null);
});

it.each(['Retry', 'Import'])(
  'an import whose end could not be noted is shown as failed, and %s takes it up again',
  async (click) => {
    await kit.remove();
    let full = true;
    kit = openKit({
      sandbox,
      around: (repository) => ({
        ...repository,
        setStatus(runId, status, now, change) {
          if (full && status !== 'running') throw new Error('database or disk is full');
          repository.setStatus(runId, status, now, change);
        },
      }),
    });
    await kit.connect();
    const [id] = kit.imports.start({ ...everyone, clientIds: [kit.clientId('Alpha')] }).runIds;
    await kit.queue.settled([id!], 0);
    expect(kit.queue.snapshot().imports).toMatchObject([{ status: 'failed' }]);
    expect(kit.repository.run(id!)?.status).toBe('running');
    full = false;
    const again = click === 'Retry' ? kit.imports.retry(id!) : kit.imports.start(everyone);
    expect(again.runIds).toContain(id);
    await kit.queue.settled(again.runIds, 0);
    expect(kit.repository.run(id!)).toMatchObject({ status: 'succeeded', problem: null });
    expect(new Set(kit.queue.snapshot().imports.map(({ status }) => status))).toEqual(new Set(['succeeded']));
    expect(line(kit)).toEqual([[], []]);
  },
);

it('cancelling all is one step: when the store cannot note one of them, none is half cancelled', async () => {
  sandbox.control.injectFault({ kind: 'hang' });
  const { runIds } = kit.imports.start(everyone);
  kit.store.db.exec(
    `CREATE TEMP TRIGGER full BEFORE UPDATE ON import_run WHEN new.id = '${runIds[2]!}' AND new.status = 'cancelled'
     BEGIN SELECT RAISE(ABORT, 'no room'); END`,
  );
  await expect(kit.queue.cancel(runIds.slice(1))).rejects.toThrow();
  expect(runIds.slice(1).map((id) => kit.repository.run(id)?.status)).toEqual(['queued', 'queued']);
  expect(kit.queue.snapshot().counts).toMatchObject({ running: 1, queued: 2 });
  kit.store.db.exec('DROP TRIGGER full');
  await kit.imports.cancel(null);
  expect(runIds.map((id) => kit.repository.run(id)?.status)).toEqual(['cancelled', 'cancelled', 'cancelled']);
});

it('two clicks on many clients at once make one line, and the engine answers while they are planned', async () => {
  const names = Array.from({ length: 25 }, (_, index) => `Client ${index}`);
  const many = await startSandbox({ now: () => NOW, agency: agencyOf(...names.map((name) => account('meta', name))) });
  const order: ('planned' | 'answered')[] = [];
  const crowded = openKit({
    sandbox: many,
    parallelRuns: 1,
    around: (repository) => ({
      ...repository,
      readsOf(key) {
        order.push('planned');
        return repository.readsOf(key);
      },
    }),
  });
  try {
    await crowded.connect();
    many.control.injectFault({ kind: 'hang' });
    let going = true;
    const answer = (): void => {
      order.push('answered');
      if (going) setImmediate(answer);
    };
    setImmediate(answer);
    const [first, second] = await Promise.all([
      crowded.imports.startInTurns(everyone),
      crowded.imports.startInTurns(everyone),
    ]);
    going = false;
    expect(first.runIds).toHaveLength(names.length);
    expect(second.runIds.toSorted()).toEqual(first.runIds.toSorted());
    expect(crowded.repository.openRuns()).toHaveLength(names.length);
    const planning = order.slice(order.indexOf('planned'), order.lastIndexOf('planned') + 1).join(' ');
    expect(planning).toContain('planned answered planned');
    await crowded.imports.cancel(null);
  } finally {
    await crowded.remove();
    await many.close();
  }
});
