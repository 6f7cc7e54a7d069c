import { expect, test } from 'vitest';
import { createObservability } from '../../../src/main/features/observability/observability.ts';
import { manualClock } from '../../../src/main/kernel/clock.ts';
import { silentLog } from '../../../src/main/kernel/log.ts';
import type { RequestReading } from '../../../src/main/platforms/platform.ts';
import { timingsOf } from '../../../src/main/store/reads/engine-health.ts';
import { ingestSlice } from '../../../src/main/store/writes/ingest.ts';
import { createRuns, moveRun } from '../../../src/main/store/writes/runs.ts';
import { addAccount, DAY, HOUR, newStore, NOW, record, slice } from '../../store/helpers.ts';

const reading = (change: Partial<RequestReading> = {}): RequestReading => ({
  at: NOW,
  method: 'GET',
  path: '/v26.0/act_1/insights?level=account',
  adAccountId: '1',
  status: 200,
  durationMs: 120,
  bytes: 900,
  usagePercent: 12,
  error: null,
  operations: 1,
  ...change,
});

function observed(readonly = false) {
  const store = newStore();
  const clock = manualClock(NOW);
  const account = addAccount(store.db);
  const made = createObservability({
    db: store.db,
    file: store.file,
    clock,
    log: silentLog,
    version: '1.2.3',
    readonly,
  });
  return { store, clock, account, observability: made };
}

function addRun(db: ReturnType<typeof newStore>['db'], account: number, id: string): void {
  createRuns(db, {
    runs: [
      {
        id,
        requestId: id,
        clientId: '1',
        adAccountKey: account,
        trigger: 'manual',
        from: '2026-11-19',
        to: '2026-11-19',
        chosen: false,
        why: 'test',
        step: 'Waiting',
      },
    ],
    now: NOW - HOUR,
  });
}

test('the inspector lists a run’s requests with sums, and no secret of a path', () => {
  const { store, account, observability } = observed();
  addRun(store.db, account, 'run-1');
  observability.noteRequest('meta', 'run-1', reading());
  observability.noteRequest(
    'meta',
    'run-1',
    reading({
      at: NOW + 1,
      path: '/v26.0/x?access_token=EAATsecretsecretsecret',
      status: 400,
      error: 'RATE_LIMITED',
      bytes: 100,
      durationMs: 30,
    }),
  );
  observability.noteRequest('meta', null, reading({ at: NOW + 2 }));
  const found = observability.requestsOf('run-1');
  expect(found?.requests.map(({ status, error }) => [status, error])).toEqual([
    [200, null],
    [400, 'RATE_LIMITED'],
  ]);
  expect(found?.totals).toMatchObject({ requests: 2, failed: 1, bytes: 1000, requestMs: 150 });
  expect(JSON.stringify(found)).not.toContain('EAATsecret');
  expect(observability.requestsOf('no such run')).toBeNull();
});

test('requests older than two weeks go, newer ones stay', () => {
  const { store, clock, observability } = observed();
  observability.noteRequest('meta', null, reading({ at: NOW }));
  observability.health();
  clock.advance(15 * DAY);
  observability.noteRequest('meta', null, reading({ at: clock.now() }));
  observability.health();
  expect(store.db.prepare('SELECT at FROM request_log').pluck().all()).toEqual([NOW + 15 * DAY]);
});

test('health tells of ingest, failures, freshness, queue, requests and reads', () => {
  const { store, clock, account, observability } = observed();
  expect(observability.health()).toMatchObject({
    version: '1.2.3',
    status: 'attention',
    reasons: ['1 ad account was never read'],
    freshness: { never: 1, oldest: null },
    reads: { count: 0, p50: null },
  });
  addRun(store.db, account, 'run-1');
  moveRun(store.db, { runId: 'run-1', to: 'running', now: NOW });
  ingestSlice(
    store.db,
    slice(account, { level: 'account', records: [record({ level: 'account' })], runId: 'run-1', now: NOW }),
  );
  moveRun(store.db, { runId: 'run-1', to: 'succeeded', now: NOW, workedMs: 500 });
  addRun(store.db, account, 'run-2');
  for (const durationMs of [10, 20, 30, 400]) observability.noteRequest('google', null, reading({ durationMs }));
  observability.noteRead(3);
  const health = observability.health();
  expect(health).toMatchObject({
    status: 'ok',
    ingest: { rowsLastHour: 1, rowsLastDay: 1, rowsPerSecond: 2 },
    runsLastDay: { succeeded: 1, failed: 0 },
    freshness: { fresh: 1, never: 0 },
    queue: { queued: 1, running: 0 },
    requestsLastDay: [{ platform: 'google', count: 4, failed: 0, durationMs: { p50: 20, p95: 400, max: 400 } }],
    reads: { count: 1, p50: 3 },
  });
  expect(health.disk.databaseBytes).toBeGreaterThan(0);
  clock.advance(3 * DAY);
  expect(observability.health()).toMatchObject({ status: 'attention', freshness: { stale: 1 } });
});

test('failures of the day are counted by their code and make the engine failing', () => {
  const { store, account, observability } = observed();
  addRun(store.db, account, 'run-1');
  moveRun(store.db, {
    runId: 'run-1',
    to: 'failed',
    now: NOW,
    problem: { code: 'UNREACHABLE', sentence: 'Not reached.', detail: null, fix: 'retry' },
  });
  expect(observability.health()).toMatchObject({
    status: 'failing',
    runsLastDay: { failed: 1, failures: [{ code: 'UNREACHABLE', runs: 1 }] },
  });
});

test('beside a running service nothing is written', () => {
  const { store, observability } = observed(true);
  observability.noteRequest('meta', null, reading());
  observability.close();
  expect(store.db.prepare('SELECT count(*) FROM request_log').pluck().get()).toBe(0);
});

test('percentiles are of the nearest rank', () => {
  expect(timingsOf([])).toEqual({ count: 0, p50: null, p95: null, max: null });
  expect(timingsOf([5])).toEqual({ count: 1, p50: 5, p95: 5, max: 5 });
  expect(timingsOf(Array.from({ length: 100 }, (_, index) => 100 - index))).toEqual({
    count: 100,
    p50: 50,
    p95: 95,
    max: 100,
  });
});
