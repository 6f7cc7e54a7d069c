import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { ImportRun, RunStatus } from '../../src/contract/imports.ts';
import { readsOfOwnerless } from '../../src/main/engine/interrupted.ts';
import type { Reads } from '../../src/main/engine/reads.ts';
import { systemClock } from '../../src/main/kernel/clock.ts';
import { isWorkspaceOwned, openStore } from '../../src/main/store/open.ts';

test('whether a workspace has an owner is seen without becoming one', () => {
  const home = mkdtempSync(join(tmpdir(), 'tidemark-owner-'));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  const options = { home, migrationsFolder: join(import.meta.dirname, '../../drizzle'), clock: systemClock };
  expect(isWorkspaceOwned(home)).toBe(false);
  const store = openStore(options);
  expect(isWorkspaceOwned(home)).toBe(true);
  store.close();
  expect(isWorkspaceOwned(home)).toBe(false);
  openStore(options).close();
});

test('beside a dead process a running import is told as interrupted, beside a live one as running', async () => {
  const run = (status: RunStatus): ImportRun => ({ id: status, status, step: 'Storing data' }) as ImportRun;
  const reads = {
    importHistory: () => Promise.resolve([run('running'), run('succeeded'), run('waiting')]),
    importDetail: () => Promise.resolve({ run: run('running'), slices: [], log: [], setAside: [] }),
  } as unknown as Reads;
  let owned = false;
  const told = readsOfOwnerless(reads, () => owned);
  const input = { clientId: null, status: null, limit: 10, before: null };
  const statuses = async (): Promise<RunStatus[]> => (await told.importHistory(input)).map((one) => one.status);
  expect(await statuses()).toEqual(['queued', 'succeeded', 'waiting']);
  expect((await told.importDetail({ runId: 'x' })).run).toMatchObject({
    status: 'queued',
    step: 'Interrupted; goes on where it stopped',
  });
  owned = true;
  expect(await statuses()).toEqual(['running', 'succeeded', 'waiting']);
  expect((await told.importDetail({ runId: 'x' })).run.status).toBe('running');
});
