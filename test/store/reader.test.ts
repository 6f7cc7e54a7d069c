import { expect, test } from 'vitest';
import { createInProcessReader, createReader } from '../../src/main/store/reader-link.ts';
import { ingestSlice } from '../../src/main/store/writes/ingest.ts';
import { findClient } from '../../src/main/store/writes/clients.ts';
import { addAccount, atEnd, newStore, NOW, record, SETTLE, slice } from './helpers.ts';

test("the reader worker answers the same as a read on the writer's own connection, and sees every commit", async () => {
  const store = newStore();
  const key = addAccount(store.db);
  const worker = createReader(store.file);
  atEnd(() => void worker.close());
  const here = createInProcessReader(store.db);
  const args = {
    clientId: findClient(store.db, 'Żabka') ?? '',
    range: { from: '2026-11-01', to: '2026-11-05' },
    compare: null,
    platforms: null,
    now: NOW,
    settle: SETTLE,
  };
  expect(await worker.query('overview', args)).toEqual(await here.query('overview', args));
  for (const day of ['2026-11-01', '2026-11-02', '2026-11-03']) {
    ingestSlice(
      store.db,
      slice(key, { level: 'account', records: [record({ level: 'account', entityId: '1001', day })] }),
    );
    const answer = await worker.query('overview', args);
    expect(answer).toEqual(await here.query('overview', args));
    expect(answer?.blocks[0]?.totals.current.clicks).toBe(Number(day.slice(8)) * 10);
  }
  const [names, counts] = await Promise.all([worker.query('clientNames', {}), worker.query('workspaceCounts', {})]);
  expect([names.length, counts]).toEqual([1, { clients: 1, connections: 1 }]);
  await worker.close();
  await expect(worker.query('clientNames', {})).rejects.toThrow('closed');
});

test('a fault in a read reaches the caller, and the worker goes on', async () => {
  const store = newStore();
  const worker = createReader(store.file);
  atEnd(() => void worker.close());
  await expect(worker.query('overview', null as never)).rejects.toThrow(/null/);
  expect(await worker.query('clientNames', {})).toEqual([]);
  await worker.close();
});

test('a reader of a file that is not there fails with a sentence', async () => {
  const worker = createReader('/nonexistent/workspace.db');
  await expect(worker.query('clientNames', {})).rejects.toThrow();
  await worker.close();
});
