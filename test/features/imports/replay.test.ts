import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { startSandbox, type Sandbox } from '../../../src/sandbox/sandbox.ts';
import { createReplay } from '../../../src/main/features/imports/replay.ts';
import type { NewSlice, RunRecord } from '../../../src/main/features/imports/ports.ts';
import type { AdPlatform } from '../../../src/main/platforms/platform.ts';
import { account, agencyOf, LEVELS, NOW, openKit, type Kit } from './kit.ts';
import { startSpoiler } from './spoiler.ts';

/** Rows a version could not read come in with one that can; every row fetched is accounted for (promise S14). */
let sandbox: Sandbox;
let spoiler: Awaited<ReturnType<typeof startSpoiler>>;
let kit: Kit;
beforeAll(async () => {
  sandbox = await startSandbox({
    now: () => NOW,
    agency: agencyOf(account('meta', 'Alpha', { campaigns: 4, ads: 3 })),
  });
});
afterAll(() => sandbox.close());
beforeEach(async () => {
  sandbox.control.reset();
  spoiler = await startSpoiler(sandbox.urls.metaGraph);
  kit = openKit({ sandbox, metaGraph: spoiler.url });
  await kit.connect();
});
afterEach(async () => {
  await kit.remove();
  await spoiler.close();
});

const days = { from: '2026-11-12', to: '2026-11-20' };
const SLICES: NewSlice[] = [
  ...LEVELS.map((level) => ({ level, ...days })),
  { level: 'campaign', ...days, dataset: 'campaign.hour' },
];

async function run(slices: NewSlice[]): Promise<RunRecord> {
  const [one] = kit.repository.accountsToImport('all');
  const [id] = kit.repository.createRuns(
    [
      {
        requestId: 'replay',
        adAccountKey: one!.key,
        clientId: one!.clientId,
        trigger: 'manual',
        ...days,
        chosen: true,
        why: 'a test',
        slices,
      },
    ],
    NOW,
  );
  kit.queue.wake([id!]);
  await kit.queue.settled([id!], 0);
  return kit.repository.run(id!)!;
}

/** A version that reads spends written as nothing or as objects as 7.50; the rest stays beyond it. */
function newer(platform: AdPlatform): AdPlatform {
  return {
    ...platform,
    reread: (request, rows) =>
      platform.reread(
        request,
        rows.map((raw) => {
          const row = raw as Record<string, unknown>;
          return row['spend'] === 'NaN' || typeof row['spend'] === 'object' ? { ...row, spend: '7.50' } : row;
        }),
      ),
  };
}

const replay = (platform: (same: AdPlatform) => AdPlatform) =>
  createReplay({
    store: kit.store,
    platforms: new Map([...kit.platforms].map(([id, one]) => [id, platform(one)])),
    now: () => kit.clock.now(),
    dataChanged: () => undefined,
  });
const total = ({ records }: RunRecord): number => records.new + records.changed + records.unchanged + records.setAside;
const count = (sql: string): number => kit.store.db.prepare(sql).pluck().get() as number;
const figures = (): number => count('SELECT count(*) FROM insight_day') + count('SELECT count(*) FROM insight_segment');
const readable = `(raw LIKE '%"spend":"NaN"%' OR raw LIKE '%"spend":{%')`;

it('the same version learns nothing; a newer one stores what it reads, once, and the counts still add up', async () => {
  const before = await run(SLICES);
  expect(before.status).toBe('succeeded');
  expect(before.records.setAside).toBe(spoiler.spoiled());
  expect(total(before)).toBe(spoiler.served());
  const stored = figures();

  expect(await replay((same) => same)(null)).toMatchObject({ stored: 0, stillSetAside: before.records.setAside });
  expect(figures()).toBe(stored);

  const mended = count(`SELECT count(*) FROM set_aside_row WHERE ${readable}`);
  expect(mended).toBeGreaterThan(4);
  const asked = sandbox.control.requests().length;
  const result = await replay(newer)(before.id);
  expect(result).toEqual({
    read: before.records.setAside,
    stored: mended,
    unchanged: 0,
    stillSetAside: before.records.setAside - mended,
  });
  expect(sandbox.control.requests()).toHaveLength(asked);
  expect(figures()).toBe(stored + mended);
  const after = kit.repository.run(before.id)!;
  expect(after.records.setAside).toBe(before.records.setAside - mended);
  expect(total(after)).toBe(total(before));
  expect(await replay(newer)(null)).toMatchObject({ read: before.records.setAside - mended, stored: 0 });
  expect(total(kit.repository.run(before.id)!)).toBe(total(before));
});

it('what a later import read is left as it is', async () => {
  const before = await run(SLICES);
  const { home, keyring, clock } = kit;
  await kit.quit();
  // The platform has stopped sending nonsense.
  kit = openKit({ sandbox, home, keyring, clock });
  const whole = await run(SLICES);
  expect(whole.records.setAside).toBe(0);
  const stored = figures();
  const spend = count('SELECT sum(spend_micros) FROM insight_day');
  const result = await replay(newer)(null);
  expect(result).toMatchObject({ stored: 0, unchanged: count(`SELECT count(*) FROM set_aside_row WHERE ${readable}`) });
  expect([figures(), count('SELECT sum(spend_micros) FROM insight_day')]).toEqual([stored, spend]);
  expect(total(kit.repository.run(before.id)!)).toBe(total(before));
});

it('rows of an import still open, of another import, or cut short are left alone', async () => {
  const before = await run(SLICES);
  expect(await replay(newer)('another')).toEqual({ read: 0, stored: 0, unchanged: 0, stillSetAside: 0 });
  kit.store.db.exec("UPDATE import_run SET status = 'waiting'");
  expect(await replay(newer)(null)).toMatchObject({ read: 0 });
  kit.store.db.exec("UPDATE import_run SET status = 'succeeded'; UPDATE set_aside_row SET raw = substr(raw, 1, 20)");
  expect(await replay(newer)(null)).toMatchObject({ stored: 0, stillSetAside: before.records.setAside });
});

it('fetched = stored + unchanged + set aside, whatever is set aside and whatever is understood later', async () => {
  const before = await run(SLICES);
  const ids = kit.store.db.prepare('SELECT id FROM set_aside_row').pluck().all() as number[];
  await fc.assert(
    fc.asyncProperty(fc.subarray(ids), fc.boolean(), async (forgotten, understood) => {
      // As if those had never been replayed.
      for (const id of forgotten) {
        const replayed = kit.store.db
          .prepare('UPDATE set_aside_row SET replayed_at = NULL WHERE id = ? AND replayed_at IS NOT NULL RETURNING id')
          .all(id).length;
        kit.store.db
          .prepare('UPDATE import_run SET rows_set_aside = rows_set_aside + ?, rows_unchanged = rows_unchanged - ?')
          .run(replayed, replayed);
      }
      const result = await replay(understood ? newer : (same) => same)(null);
      expect(result.read).toBe(result.stored + result.unchanged + result.stillSetAside);
      const { records } = kit.repository.run(before.id)!;
      expect(records.new + records.changed + records.unchanged + records.setAside).toBe(spoiler.served());
      expect(records.setAside).toBe(count('SELECT count(*) FROM set_aside_row WHERE replayed_at IS NULL'));
    }),
    { numRuns: 12 },
  );
});
