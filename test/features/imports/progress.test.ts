import { describe, expect, it } from 'vitest';
import type { RunStatus } from '../../../src/contract/imports.ts';
import { importProgress } from '../../../src/contract/imports.ts';
import type { RunRecord } from '../../../src/main/features/imports/ports.ts';
import { combinedStatus, progressSnapshot } from '../../../src/main/features/imports/progress.ts';
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
