import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeProgress, wholeProgress } from '../../../src/contract/import-progress.ts';
import type { ImportProgress, ImportProgressUpdate, RunStatus } from '../../../src/contract/imports.ts';
import { importProgress, importProgressUpdate } from '../../../src/contract/imports.ts';
import type { RunRecord } from '../../../src/main/features/imports/ports.ts';
import { combinedStatus, progressSnapshot } from '../../../src/main/features/imports/progress.ts';
import { progressUpdates } from '../../../src/main/features/imports/progress-updates.ts';
import { insightsStep, stepAt } from '../../../src/main/features/imports/steps.ts';

function run(index: number, change: Partial<RunRecord> = {}): RunRecord {
  return {
    id: `run${index}`,
    requestId: 'request',
    account: {
      key: index,
      ref: { adAccountId: String(index), accessPath: null, currency: 'PLN', timeZone: 'Europe/Warsaw' },
      platform: 'meta',
      name: `Account ${index}`,
      clientId: index,
      client: `Client ${index}`,
      connectionId: 'c',
    },
    trigger: 'manual',
    status: 'queued',
    from: '2026-11-01',
    to: '2026-11-21',
    chosen: false,
    why: '',
    percent: 0,
    step: 'Waiting',
    campaignsFound: null,
    records: { new: 0, changed: 0, unchanged: 0, setAside: 0 },
    structureDone: false,
    queuedAt: 1,
    startedAt: null,
    finishedAt: null,
    activeMs: 0,
    retryAt: null,
    problem: null,
    ...change,
  };
}

describe('the state of one client', () => {
  it.each<[RunStatus[], RunStatus]>([
    [['queued', 'queued'], 'queued'],
    [['queued', 'succeeded'], 'running'],
    [['queued', 'running'], 'running'],
    [['waiting', 'running'], 'running'],
    [['waiting', 'queued'], 'waiting'],
    [['waiting', 'succeeded'], 'waiting'],
    [['succeeded', 'succeeded'], 'succeeded'],
    [['succeeded', 'failed'], 'partial'],
    [['succeeded', 'cancelled'], 'partial'],
    [['partial', 'failed'], 'partial'],
    [['failed', 'cancelled'], 'failed'],
    [['failed', 'failed'], 'failed'],
    [['cancelled', 'cancelled'], 'cancelled'],
  ])('%j is %s', (statuses, expected) => {
    expect(combinedStatus(statuses)).toBe(expected);
    expect(combinedStatus(statuses.toReversed())).toBe(expected);
  });
});

describe('the snapshot', () => {
  it('names places in line from one on, what goes on first, two hundred in line and fifty that ended, and counts all', () => {
    const open = Array.from({ length: 2000 }, (_, index) => run(index, index === 1500 ? { status: 'running' } : {}));
    const ended = Array.from({ length: 80 }, (_, index) =>
      run(5000 + index, { status: 'succeeded', finishedAt: 1000 + index }),
    );
    const snapshot = progressSnapshot(3, [...open, ...ended], { finished: 80, failed: 0 });
    expect(importProgress.parse(snapshot)).toEqual(snapshot);
    expect(snapshot.imports).toHaveLength(1 + 200 + 50);
    expect(snapshot.imports[0]).toMatchObject({ status: 'running', position: null });
    expect(snapshot.imports[1]).toMatchObject({ status: 'queued', position: 1 });
    expect(snapshot.imports[200]).toMatchObject({ position: 200 });
    expect(snapshot.imports[201]).toMatchObject({ client: 'Client 5079' });
    // It is sent after every change: all two thousand would be 600 KB.
    expect(JSON.stringify(snapshot).length).toBeLessThan(120_000);
    expect(snapshot.counts).toEqual({ running: 1, waiting: 0, queued: 1999, finishedToday: 80, failedToday: 0 });
  });

  it('shows every import that is really going on, wherever it stands among half-done ones', () => {
    const halfDone = Array.from({ length: 600 }, (_, index) => [
      run(index, { status: 'succeeded', finishedAt: 1 }),
      run(index, { id: `second ${index}`, status: index === 599 ? 'running' : 'queued' }),
    ]).flat();
    const { imports, counts } = progressSnapshot(1, halfDone, { finished: 0, failed: 0 });
    expect(counts.running).toBe(600);
    expect(imports).toHaveLength(201);
    expect(imports.at(-1)).toMatchObject({ client: 'Client 599' });
  });

  it('steps only ever rise, in the words of the design', () => {
    const percents = [
      stepAt('initializing', 'Meta Ads').percent,
      stepAt('looking_up', 'Meta Ads').percent,
      stepAt('structure', 'Meta Ads').percent,
      stepAt('planning', 'Meta Ads').percent,
      ...Array.from({ length: 31 }, (_, done) => insightsStep(done, 30, 'Meta Ads', 12).percent),
      stepAt('complete', 'Meta Ads').percent,
    ];
    expect(percents).toEqual(percents.toSorted((left, right) => left - right));
    expect(percents.slice(0, 5)).toEqual([0, 10, 25, 35, 50]);
    expect(insightsStep(10, 30, 'Meta Ads', 12).text).toBe('Fetching (12 campaigns found)');
    expect(insightsStep(10, 30, 'Meta Ads', 1).text).toBe('Fetching (1 campaign found)');
    expect(insightsStep(0, 0, 'Meta Ads', 0).percent).toBe(99);
  });
});

describe('the updates', () => {
  const noted = async (snapshots: ImportProgress[]): Promise<ImportProgressUpdate[]> => {
    const updates: ImportProgressUpdate[] = [];
    for await (const update of progressUpdates(streamOf(snapshots))) updates.push(update);
    return updates;
  };
  async function* streamOf<T>(values: readonly T[]): AsyncGenerator<T> {
    for (const value of values) yield await Promise.resolve(value);
  }

  it('are small, and together say what the whole snapshots said, whatever moved', async () => {
    const status = fc.constantFrom<RunStatus>('queued', 'running', 'waiting', 'succeeded', 'failed');
    const move = fc.record({ at: fc.nat(11), status, percent: fc.nat(100) });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(move, { maxLength: 3 }), { minLength: 1, maxLength: 8 }), async (steps) => {
        let runs = Array.from({ length: 12 }, (_, index) => run(index));
        const snapshots = steps.map((moves, step) => {
          for (const { at, status: to, percent } of moves)
            runs = runs.map((one, index) =>
              index === at ? { ...one, status: to, percent, finishedAt: to === 'succeeded' ? step : null } : one,
            );
          return progressSnapshot(step, runs, { finished: 0, failed: 0 });
        });
        const updates = await noted(snapshots);
        for (const update of updates) expect(importProgressUpdate.parse(update)).toEqual(update);
        const merged: ImportProgress[] = [];
        for await (const whole of wholeProgress(streamOf(updates))) merged.push(whole);
        expect(merged).toEqual(snapshots);
      }),
    );
  });

  it('tell of a thousand clients once, then only of the one that moved, and leave the others the same objects', async () => {
    const runs = Array.from({ length: 2000 }, (_, index) => run(index));
    const first = progressSnapshot(1, runs, { finished: 0, failed: 0 });
    const going = (percent: number): ImportProgress =>
      progressSnapshot(2, [run(0, { status: 'running', percent }), ...runs.slice(1)], { finished: 0, failed: 0 });
    const [whole, begun, moved] = await noted([first, going(0), going(40)]);
    expect(whole?.imports).toHaveLength(200);
    expect(begun?.imports.map((one) => one.client)).toEqual(['Client 0', 'Client 200']);
    expect(moved?.imports.map((one) => one.percent)).toEqual([40]);
    expect(moved?.order).toBeUndefined();
    const before = mergeProgress(mergeProgress(null, whole!), begun!);
    const after = mergeProgress(before, moved!);
    expect(after.imports.filter((one, index) => one !== before.imports[index])).toHaveLength(1);
  });
});
