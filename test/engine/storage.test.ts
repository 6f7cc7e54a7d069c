import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { manualClock } from '../../src/main/kernel/clock.ts';
import { openStore } from '../../src/main/store/store.ts';
import { ingestDatasetSlice } from '../../src/main/store/writes/ingest-datasets.ts';
import { workspace } from '../cli/command.ts';
import { AGES, cell, cells } from '../store/cells.ts';
import { addAccount } from '../store/helpers.ts';
import { MIGRATIONS, NOW, refusalOf, startTestEngine, tempHome } from './engine-kit.ts';

/** A workspace with a cell of each of two years. */
function filled(): string {
  const home = tempHome();
  const store = openStore({ home, migrationsFolder: MIGRATIONS, clock: manualClock(NOW) });
  const key = addAccount(store.db);
  for (const day of ['2025-03-01', '2026-03-01']) {
    const row = cell({ day, to: day, entityId: 'c1', campaignId: 'c1', segment: { age: '25-34' } });
    ingestDatasetSlice(store.db, cells(key, { dataset: AGES, from: day, to: day, records: [row], now: NOW }));
  }
  store.close();
  return home;
}

it('a year moves to its file and its figures are told as before, until the file is gone; back in, nothing is missing', async () => {
  const home = filled();
  const { client } = await startTestEngine({ home, fixedNow: NOW });
  const [who] = await client.clients.names({});
  const ask = () =>
    client.dashboards.breakdown({
      clientId: who?.id ?? '',
      range: { from: '2025-01-01', to: '2025-12-31' },
      platforms: null,
      level: 'campaign',
      breakdown: 'age',
      parentId: null,
      entityId: null,
      asKnownOn: null,
    });
  const before = await ask();
  expect(JSON.stringify(before)).toContain('25-34');
  const first = await client.storage.forecast({});
  expect(first.archiving.map((one) => one.year)).toEqual([2025]);
  expect(first.tables.map((table) => table.name)).toContain('insight_segment');
  expect(await refusalOf(client.storage.archive({ year: 2026 }))).toMatchObject({ code: 'BAD_INPUT' });
  expect(await client.storage.archive({ year: 2025 })).toEqual({ rows: 1, left: 0 });
  expect((await client.storage.forecast({})).archives).toMatchObject([
    { year: 2025, file: 'archive/2025.db', rows: 1 },
  ]);
  expect(await ask()).toEqual(before);
  expect(await client.storage.restore({ year: 2025 })).toEqual({ rows: 1, left: 0 });
  expect(await ask()).toEqual(before);
  await client.storage.archive({ year: 2025 });
  rmSync(join(home, 'archive/2025.db'));
  for (const act of [client.storage.restore, client.storage.archive])
    expect(await refusalOf(act({ year: 2025 }))).toMatchObject({
      code: 'WORKSPACE_UNAVAILABLE',
      data: { code: 'ARCHIVE_UNREADABLE' },
    });
});

it('the command line shows disk use, moves a year and brings it back', async () => {
  const home = filled();
  const nowhere = 'http://127.0.0.1:9';
  const urls = {
    metaGraph: nowhere,
    metaLogin: nowhere,
    googleAds: nowhere,
    googleAuth: nowhere,
    googleToken: nowhere,
  };
  const commands = workspace(urls, { home, now: new Date(NOW).toISOString() });
  const run = (...words: string[]) => commands.run(['storage', ...words]);
  expect(await run('show')).toMatchObject({ code: 0, stdout: expect.stringMatching(/Archiving 2025 +would free/) });
  expect(await run('archive', '2025')).toMatchObject({ code: 0, stdout: '1 rows moved to archive/2025.db.\n' });
  expect(existsSync(join(home, 'archive/2025.db'))).toBe(true);
  const again = { code: 0, stdout: 'All of 2025 is in archive/2025.db already.\n' };
  expect(await run('archive', '2025')).toMatchObject(again);
  expect(await run('archive', 'last')).toMatchObject({ code: 2 });
  expect(await run('archive', '2019')).toMatchObject({ code: 2, stderr: expect.stringContaining('2019') });
  expect(await run('restore', '2025')).toMatchObject({ code: 0, stdout: '1 rows are back.\n' });
  expect(await run('restore', '2025')).toMatchObject({ code: 0, stdout: '2025 is not archived.\n' });
});
