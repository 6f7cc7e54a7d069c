import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eachDay } from '../../src/main/domain/days.ts';
import { manualClock } from '../../src/main/kernel/clock.ts';
import { openStore } from '../../src/main/store/store.ts';
import { ingestDatasetSlice } from '../../src/main/store/writes/ingest-datasets.ts';
import { ingestSlice } from '../../src/main/store/writes/ingest.ts';
import { AGES, cell, cells, HOURS, MONTHS } from '../store/cells.ts';
import { addAccount, record, slice } from '../store/helpers.ts';
import { NOW, workspace, type Workspace } from './command.ts';

/** Commands that tell what was known when, and what is stored beside the daily figures, on a workspace filled without a platform. */
const keep = mkdtempSync(join(tmpdir(), 'tidemark-known-'));
const nowhere = 'http://127.0.0.1:9';
const urls = { metaGraph: nowhere, metaLogin: nowhere, googleAds: nowhere, googleAuth: nowhere, googleToken: nowhere };
let home: Workspace;
const at = (day: string): number => Date.parse(`${day}T12:00:00Z`);
const who = ['--client', 'Żabka'];
const range = ['--from', '2026-10-01', '--to', '2026-10-31'];

beforeAll(() => {
  const folder = join(keep, 'home');
  const store = openStore({
    home: folder,
    migrationsFolder: fileURLToPath(new URL('../../drizzle', import.meta.url)),
    clock: manualClock(Date.parse(NOW)),
  });
  const key = addAccount(store.db);
  const days = eachDay('2026-10-01', '2026-10-31');
  const read = (when: string, spendMicros: number): void => {
    const one = { entityId: 'c1', campaignId: 'c1', spendMicros, conversions: 1 };
    const actions = [
      { actionType: 'lead', window: 'default' as const, count: 2, valueMicros: null },
      { actionType: 'lead', window: '7d_click' as const, count: 1, valueMicros: null },
    ];
    const records = days.map((day) => record({ ...one, day, actions }));
    ingestSlice(store.db, slice(key, { from: '2026-10-01', to: '2026-10-31', now: at(when), records }));
  };
  read('2026-11-05', 1_000_000);
  read('2026-11-12', 1_500_000);
  const day = '2026-10-25';
  const campaign = { entityId: 'c1', campaignId: 'c1', spendMicros: 900_000 };
  const ages = cell({ ...campaign, day, to: day, segment: { age: '25-34' } });
  ingestDatasetSlice(
    store.db,
    cells(key, { dataset: AGES, from: day, to: day, records: [ages], now: at('2026-11-12') }),
  );
  const night = cell({ ...campaign, day, to: day, segment: { hour: '02', fold: '0' } });
  ingestDatasetSlice(
    store.db,
    cells(key, { dataset: HOURS, from: day, to: day, records: [night], now: at('2026-11-12') }),
  );
  const month = cell({ ...campaign, day: '2026-10-01', to: '2026-10-31', segment: {}, reach: 4321, frequency: 1.5 });
  ingestDatasetSlice(
    store.db,
    cells(key, { dataset: MONTHS, from: '2026-10-01', to: '2026-10-31', records: [month], now: at('2026-11-12') }),
  );
  store.close();
  home = workspace(urls, { home: folder });
}, 300_000);
afterAll(() => rmSync(keep, { recursive: true, force: true }));

test('insights as they were known on a day or at an instant, in any attribution window', async () => {
  type Answer = { rows: { spend: string; reach: number | null; conversions: object }[]; totals: { spend: string }[] };
  const ask = (...more: string[]) =>
    home.json<Answer>(['insights', ...who, ...range, '--level', 'campaign', '--by', 'range', ...more]);
  expect(await ask()).toMatchObject({ rows: [{ spend: '46.5', reach: 4321, conversions: { lead: 62 } }] });
  expect(await ask('--as-known-on', '2026-11-11', '--window', '7d_click')).toMatchObject({
    asKnownOn: '2026-11-11',
    rows: [{ spend: '31', reach: null, conversions: { lead: 31 } }],
    totals: [{ spend: '31' }],
  });
  expect((await ask('--as-known-on', '2026-11-05T11:59:59Z')).rows).toEqual([]);
  const wrong = await home.run(['insights', ...who, ...range, '--as-known-on', 'yesterday']);
  expect(wrong.code).toBe(2);
  expect(wrong.stderr).toContain('neither a day (2026-02-28) nor an instant with its zone');
  const csv = await home.run(['export', 'performance', ...who, ...range, '--out', '-', '--as-known-on', '2026-11-01']);
  expect(csv.stdout).toMatch(/2026-10-01,PLN.*missing/);
}, 300_000);

test('days and changes', async () => {
  type Days = { adAccounts: { days: { day: string; states: string[] }[] }[] };
  const days = await home.json<Days>(['days', ...who, ...range, '--level', 'campaign']);
  expect(days.adAccounts[0]?.days[0]).toMatchObject({ day: '2026-10-01', states: ['settled', 'restated'], changes: 1 });
  const text = await home.run(['days', ...who, ...range, '--level', 'campaign', '--as-known-on', '2026-11-06']);
  expect(text.stdout).toMatch(/^2026-10-31 {2}unsettled {2,}2026-11-05T12:00:00.000Z {2,}0 {2}2026-11-07/m);
  const changes = await home.json(['changes', ...who, '--level', 'campaign', '--since', '2026-11-10', '--limit', '2']);
  expect(changes).toMatchObject({
    total: 31,
    changes: [{ day: '2026-10-31', metrics: [{ metric: 'spend', old: '1', new: '1.5' }] }, { day: '2026-10-30' }],
    differences: [{ currency: 'PLN', spend: '15.5' }],
  });
  const told = await home.run(['changes', ...who, '--level', 'campaign', '--since', '2026-11-10', '--limit', '2']);
  expect(told.stdout).toMatch(/2026-10-31 {2}meta:1001 +\S.* spend +1 +1\.5 /);
  expect(told.stdout).toContain('2 of 31; --limit shows more');
  expect((await home.run(['changes', ...who, '--since', '2026-11-13'])).stdout).toContain(
    'Nothing was told differently',
  );
}, 300_000);

test('what was not known then, and disk use without a word more, are told', async () => {
  const early = await home.run(['insights', ...who, ...range, '--as-known-on', '2026-01-01']);
  expect(early.stdout).toMatch(/^Nothing was known of 2026-\S+ to 2026-\S+ on 2026-01-01/);
  expect(await home.json(['storage'])).toHaveProperty('bytes');
  expect((await home.run(['storage', 'archve'])).code).toBe(2);
}, 300_000);

test('breakdown, hours and periods', async () => {
  const level = ['--level', 'campaign'];
  const ages = await home.json(['breakdown', ...who, ...range, ...level, '--by', 'age']);
  expect(ages).toMatchObject({
    parts: [
      {
        dataset: 'campaign.day.age',
        coverage: { asked: 31, read: 1 },
        rows: [{ label: '25-34', spend: '0.9' }],
        days: { spend: '1.5' },
      },
    ],
  });
  const shown = await home.run(['breakdown', ...who, ...range, ...level, '--by', 'age']);
  expect(shown.stdout).toMatch(/^meta {2}campaign\.day\.age/m);
  expect(shown.stdout).toContain('Read the rest with: tidemark import --client ');
  const network = await home.run(['breakdown', ...who, ...range, ...level, '--by', 'network']);
  expect(network.stdout).toMatch(
    /is not offered at this level\n {2}levels with --by network: none; at --level campaign: .*\bage\b/,
  );
  const hours = await home.run(['hours', ...who, ...range, '--level', 'campaign']);
  // The clocks of Warsaw went back in that night.
  expect(hours.stdout).toMatch(/^Sun .*\b0\.9\*/m);
  expect(hours.stdout).toContain('this hour came twice');
  const periods = await home.run(['periods', ...who, ...range, ...level]);
  expect(periods.stdout).toMatch(/2026-10 +meta:1001 +\S.* 4321 +1\.5/);
  const missing = await home.run(['periods', ...who, '--from', '2026-10-02', '--to', '2026-10-05', ...level]);
  expect(missing.stdout).toContain('the platform was not asked for this period');
  expect((await home.run(['breakdown', ...who, ...range, '--by', 'hour'])).code).toBe(2);
}, 300_000);
