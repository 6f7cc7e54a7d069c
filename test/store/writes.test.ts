import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { runStatus, type RunStatus } from '../../src/contract/imports.ts';
import {
  adAccounts,
  assignedAdAccounts,
  connectionById,
  connectionByLogin,
  connections,
} from '../../src/main/store/reads/connections.ts';
import { openRuns, runById, slicesOfRun } from '../../src/main/store/reads/runs.ts';
import type { Db } from '../../src/main/store/store.ts';
import { assignAdAccounts, saveAdAccounts } from '../../src/main/store/writes/ad-accounts.ts';
import { findClient, findOrCreateClient, renameClient, setClientCity } from '../../src/main/store/writes/clients.ts';
import {
  connectionChecked,
  connectionFailed,
  removeConnection,
  saveConnection,
  sealCredential,
} from '../../src/main/store/writes/connections.ts';
import {
  addSlices,
  beginSlice,
  createRuns,
  moveRun,
  requeueInterrupted,
  RUN_TRANSITIONS,
  setRunProgress,
  sliceFailed,
  splitSlice,
} from '../../src/main/store/writes/runs.ts';
import { clearSecretStore, createSecretStore, readSecretStore } from '../../src/main/store/writes/secret-store.ts';
import { readSettings, writeSettings } from '../../src/main/store/writes/settings.ts';
import { addAccount, addConnection, DAY, newStore, NOW } from './helpers.ts';

test('clients are one by name whatever its case, spaces or composition', () => {
  const { db } = newStore();
  const id = findOrCreateClient(db, { name: 'Żółć  Café', now: NOW });
  expect(findOrCreateClient(db, { name: ' żółć café'.normalize('NFD'), now: NOW })).toBe(id);
  const other = findOrCreateClient(db, { name: `O'Brien "<script>" =cmd()`, now: NOW });
  expect(renameClient(db, { clientId: other, name: 'ŻÓŁĆ CAFÉ' })).toBe('taken');
  expect(renameClient(db, { clientId: other, name: `o'brien "<script>" =cmd()` })).toBe('done');
  expect(renameClient(db, { clientId: '99', name: 'Nobody' })).toBe('not_found');
  expect(setClientCity(db, { clientId: id, city: 'Łódź' })).toBe(true);
  expect(findClient(db, 'nobody')).toBeNull();
});

test('a connection is renewed by its login, expires by the clock, and is wiped when removed', () => {
  const store = newStore();
  const { db } = store;
  addConnection(db, 'c1', 'meta', NOW + 3 * DAY);
  addAccount(db, { connectionId: 'c1' });
  const state = (now: number) => connections(db, { now })[0]?.state;
  expect([state(NOW - 7 * DAY), state(NOW), state(NOW + 3 * DAY)]).toEqual(['connected', 'expiring', 'expired']);
  expect(connectionByLogin(db, { platform: 'meta', loginId: 'c1', kind: 'login', now: NOW })?.id).toBe('c1');
  connectionFailed(db, {
    id: 'c1',
    state: 'expired',
    now: NOW,
    problem: { code: 'X', sentence: 'A. B.', detail: null, fix: 'sign_in_again' },
  });
  expect(connections(db, { now: NOW })[0]).toMatchObject({ state: 'expired', problem: { code: 'X' } });
  connectionChecked(db, {
    id: 'c1',
    label: 'Anna',
    kind: 'login',
    loginId: 'c1',
    scopes: [],
    expiresAt: null,
    dataAccessExpiresAt: null,
    now: NOW,
  });
  expect(connections(db, { now: NOW })[0]).toMatchObject({ state: 'connected', label: 'Anna', problem: null });

  // Long enough for pages of its own, which a plain update only puts on the free list.
  const secret = 'sealed-canary-5f1e9c77'.repeat(600);
  sealCredential(db, { id: 'c1', sealedCredential: Buffer.from(secret) });
  expect(connectionById(db, { id: 'c1', now: NOW })?.sealedCredential?.toString()).toBe(secret);
  expect(removeConnection(db, { id: 'c1', now: NOW })).toBe(true);
  expect(connections(db, { now: NOW })).toEqual([]);
  expect(adAccounts(db, { connectionId: null })).toMatchObject([{ connectionId: null, client: 'Żabka' }]);
  // A late renewal must not bring a removed secret back.
  sealCredential(db, { id: 'c1', sealedCredential: Buffer.from(secret) });
  store.close();
  expect(readFileSync(store.file).includes('sealed-canary-5f1e9c77')).toBe(false);
});

test('an account two logins can see stays with the one that works; one that is listed no more loses access', () => {
  const { db } = newStore();
  addAccount(db, { connectionId: 'c1' });
  addAccount(db, { connectionId: 'c1', adAccountId: '1002', client: null });
  const of = (id: string) => adAccounts(db, { connectionId: null }).find((account) => account.adAccountId === id);
  addAccount(db, { connectionId: 'c2' });
  expect(of('1001')?.connectionId).toBe('c1');
  connectionFailed(db, {
    id: 'c1',
    state: 'expired',
    now: NOW,
    problem: { code: 'X', sentence: 'A. B.', detail: null, fix: 'sign_in_again' },
  });
  addAccount(db, { connectionId: 'c2' });
  expect(of('1001')?.connectionId).toBe('c2');
  saveAdAccounts(db, { connectionId: 'c1', platform: 'meta', accounts: [], complete: true, now: NOW });
  expect([of('1001')?.status, of('1002')?.status]).toEqual(['active', 'no_access']);
});

test('an ad account the platform tells nothing of any more keeps its name, currency and zone', () => {
  const { db } = newStore();
  addAccount(db, { connectionId: 'c1' });
  const known = adAccounts(db, { connectionId: null })[0]!;
  const unreadable = {
    adAccountId: known.adAccountId,
    name: '100-000-1001',
    currency: 'XXX',
    timeZone: 'UTC',
    status: 'no_access' as const,
    platformStatus: 'unreadable',
    isManager: false,
    managerPath: [],
    accessPath: null,
  };
  saveAdAccounts(db, {
    connectionId: 'c1',
    platform: known.platform,
    accounts: [unreadable],
    complete: true,
    now: NOW,
  });
  const { name, currency, timezone } = known;
  expect(adAccounts(db, { connectionId: null })[0]).toMatchObject({ name, currency, timezone, status: 'no_access' });
});

test('assigning is all or nothing, and never a manager', () => {
  const { db } = newStore();
  addAccount(db, { client: null });
  const manager = {
    adAccountId: '500',
    name: 'MCC',
    currency: 'EUR',
    timeZone: 'UTC',
    status: 'active' as const,
    platformStatus: 'E',
    isManager: true,
    managerPath: [],
    accessPath: null,
  };
  saveAdAccounts(db, { connectionId: 'c-meta', platform: 'meta', accounts: [manager], complete: false, now: NOW });
  const assign = (...ids: [string, string | null][]) =>
    assignAdAccounts(db, {
      assignments: ids.map(([adAccountId, client]) => ({ platform: 'meta' as const, adAccountId, client })),
      now: NOW,
    });
  expect(assign(['1001', 'New'], ['404', 'New'])).toMatchObject({
    reason: 'unknown',
    assignment: { adAccountId: '404' },
  });
  expect(assign(['1001', 'New'], ['500', 'New'])).toMatchObject({ reason: 'manager' });
  expect(findClient(db, 'New')).toBeNull();
  expect(assign(['1001', 'New'])).toBeNull();
  expect(assignedAdAccounts(db, { clientIds: null, platforms: null }).map((account) => account.client)).toEqual([
    'New',
  ]);
  expect(assignedAdAccounts(db, { clientIds: [findClient(db, 'new') ?? ''], platforms: ['google'] })).toEqual([]);
  expect(assign(['1001', null])).toBeNull();
  expect(assignedAdAccounts(db, { clientIds: null, platforms: null })).toEqual([]);
});

function queue(db: Db, ...ids: string[]): void {
  const adAccountKey = addAccount(db);
  const clientId = findClient(db, 'Żabka') ?? '';
  createRuns(db, {
    now: NOW,
    runs: ids.map((id) => ({
      id,
      requestId: 'q',
      clientId,
      adAccountKey,
      trigger: 'manual',
      from: '2026-11-01',
      to: '2026-11-10',
      chosen: true,
      why: 'chosen',
      step: 'Waiting',
    })),
  });
}

test('a run moves only along the table, and final states are final', () => {
  const { db } = newStore();
  const all = runStatus.options;
  const path: Record<RunStatus, RunStatus[]> = {
    queued: [],
    running: ['running'],
    waiting: ['running', 'waiting'],
    succeeded: ['running', 'succeeded'],
    partial: ['running', 'partial'],
    failed: ['running', 'failed'],
    cancelled: ['cancelled'],
  };
  const pairs = all.flatMap((from) => all.map((to) => [from, to] as const));
  queue(db, ...pairs.map(([from, to]) => `${from}-${to}`));
  for (const [from, to] of pairs) {
    const runId = `${from}-${to}`;
    for (const step of path[from]) expect(moveRun(db, { runId, to: step, now: NOW })).toBe(true);
    expect(moveRun(db, { runId, to, now: NOW }), runId).toBe(RUN_TRANSITIONS[from].includes(to));
    expect(runById(db, runId)?.status).toBe(RUN_TRANSITIONS[from].includes(to) ? to : from);
  }
  expect(moveRun(db, { runId: 'none', to: 'running', now: NOW })).toBe(false);
});

test('work time adds up over waits and interruptions; progress never goes back; the range text stays', () => {
  const { db } = newStore();
  queue(db, 'r1', 'r2');
  moveRun(db, { runId: 'r1', to: 'running', now: NOW });
  setRunProgress(db, { runId: 'r1', percent: 65, step: 'Fetching', campaignsFound: 12 });
  setRunProgress(db, { runId: 'r1', percent: 40, step: 'Fetching' });
  moveRun(db, { runId: 'r1', to: 'waiting', now: NOW + 1_000, workedMs: 1_000, retryAt: NOW + 60_000 });
  expect(runById(db, 'r1')).toMatchObject({
    status: 'waiting',
    percent: 65,
    campaignsFound: 12,
    retryAtMs: NOW + 60_000,
  });
  moveRun(db, { runId: 'r1', to: 'running', now: NOW + 60_000 });
  expect(requeueInterrupted(db, NOW + 99_000)).toEqual(['r1']);
  expect(openRuns(db).map((run) => [run.id, run.status, run.retryAt])).toEqual([
    ['r1', 'queued', null],
    ['r2', 'queued', null],
  ]);
  moveRun(db, { runId: 'r1', to: 'running', now: NOW + 100_000 });
  moveRun(db, { runId: 'r1', to: 'succeeded', now: NOW + 101_000, workedMs: 500 });
  expect(runById(db, 'r1')).toMatchObject({ percent: 100, durationMs: 1_500, startedAt: new Date(NOW).toISOString() });
});

test('slices: attempts, retry, split in place, and cancelled with their run', () => {
  const { db } = newStore();
  queue(db, 'r1');
  const day = (from: string, to: string) => ({ level: 'ad' as const, from: `2026-11-${from}`, to: `2026-11-${to}` });
  addSlices(db, {
    runId: 'r1',
    slices: [
      { id: 'a', ...day('01', '10') },
      { id: 'b', ...day('11', '20') },
    ],
  });
  expect([beginSlice(db, 'a'), beginSlice(db, 'a')]).toEqual([1, 2]);
  sliceFailed(db, { sliceId: 'a', error: 'Too much. Asking for less.', retryAt: null, final: false });
  splitSlice(db, {
    runId: 'r1',
    sliceId: 'a',
    why: 'Too much.',
    into: [
      { id: 'a1', ...day('01', '05') },
      { id: 'a2', ...day('06', '10'), asynchronous: true },
    ],
  });
  expect(slicesOfRun(db, 'r1').map((one) => [one.id, one.status, one.asynchronous])).toEqual([
    ['a', 'split', false],
    ['a1', 'pending', false],
    ['a2', 'pending', true],
    ['b', 'pending', false],
  ]);
  sliceFailed(db, { sliceId: 'a1', error: 'No.', retryAt: null, final: true });
  moveRun(db, { runId: 'r1', to: 'cancelled', now: NOW });
  expect(slicesOfRun(db, 'r1').map((one) => one.status)).toEqual(['split', 'failed', 'cancelled', 'cancelled']);
});

test("the key's marker is made once; clearing it takes the sealed credentials along", () => {
  const { db } = newStore();
  expect(readSecretStore(db)).toBeNull();
  const record = {
    kind: 'passphrase' as const,
    checkValue: Buffer.from('check'),
    salt: Buffer.from('salt'),
    params: { N: 16_384 },
    now: NOW,
  };
  createSecretStore(db, record);
  expect(() => createSecretStore(db, record)).toThrow();
  expect(readSecretStore(db)).toMatchObject({ kind: 'passphrase', params: { N: 16_384 }, createdAt: NOW });
  saveConnection(db, {
    id: 'c',
    platform: 'meta',
    label: '',
    kind: '',
    loginId: null,
    scopes: [],
    expiresAt: null,
    dataAccessExpiresAt: null,
    sealedCredential: Buffer.from('x'),
    now: NOW,
  });
  clearSecretStore(db);
  expect(readSecretStore(db)).toBeNull();
  expect(connectionById(db, { id: 'c', now: NOW })?.sealedCredential).toBeNull();
});

test('settings', () => {
  const { db } = newStore();
  writeSettings(db, { theme: 'dark', locale: undefined, keepMessages: false });
  writeSettings(db, { theme: 'light' });
  expect(readSettings(db)).toEqual({ theme: 'light', keepMessages: false });
});
