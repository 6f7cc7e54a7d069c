import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ScheduleList, ScheduleState } from '../../src/contract/schedules.ts';
import { manualClock } from '../../src/main/kernel/clock.ts';
import { openStore } from '../../src/main/store/store.ts';
import { addAccount } from '../store/helpers.ts';
import { NOW, workspace, type Workspace } from './command.ts';

/** `tidemark schedule` on a workspace filled without a platform; NOW is noon UTC on 2026-11-20. */
const keep = mkdtempSync(join(tmpdir(), 'tidemark-schedule-'));
const nowhere = 'http://127.0.0.1:9';
const urls = { metaGraph: nowhere, metaLogin: nowhere, googleAds: nowhere, googleAuth: nowhere, googleToken: nowhere };
let home: Workspace;

beforeAll(() => {
  const folder = join(keep, 'home');
  const store = openStore({
    home: folder,
    migrationsFolder: fileURLToPath(new URL('../../drizzle', import.meta.url)),
    clock: manualClock(Date.parse(NOW)),
  });
  addAccount(store.db, { client: 'Żabka', timeZone: 'Europe/Warsaw' });
  addAccount(store.db, { client: 'Nowa', timeZone: 'America/Los_Angeles', adAccountId: '1002' });
  store.close();
  home = workspace(urls, { home: folder });
});
afterAll(() => rmSync(keep, { recursive: true, force: true }));

test('schedules are listed, set for some or for all, paused and resumed', { timeout: 300_000 }, async () => {
  const list = () => home.json<ScheduleList>(['schedule', 'list']);
  const before = await list();
  expect(before.default).toEqual({ enabled: true, platforms: null, everyHours: null, atMinute: 180 });
  expect(before.clients.map((one) => [one.client, one.nextRunAt])).toEqual([
    ['Żabka', '2026-11-21T02:00:00.000Z'],
    ['Nowa', '2026-11-21T11:00:00.000Z'],
  ]);

  await home.json(['schedule', 'set', '--default', '--at', '02:30']);
  await home.json(['schedule', 'set', '--client', 'nowa', '--every-hours', '6', '--platforms', 'meta']);
  const after = await list();
  expect(after.default.atMinute).toBe(150);
  expect(after.clients.find((one) => one.client === 'Nowa')).toMatchObject({
    inherited: false,
    rule: { everyHours: 6, atMinute: 150, platforms: ['meta'] },
  });
  expect(after.clients.find((one) => one.client === 'Żabka')).toMatchObject({
    inherited: true,
    nextRunAt: '2026-11-21T01:30:00.000Z',
  });

  await home.json(['schedule', 'set', '--client', 'Nowa', '--inherit']);
  expect((await list()).clients.every((one) => one.inherited)).toBe(true);

  expect(await home.json<ScheduleState>(['schedule', 'pause'])).toMatchObject({
    holding: 'paused',
    pausedUntil: '2026-11-20T13:00:00.000Z',
  });
  expect((await home.run(['schedule', 'list'])).stdout).toMatch(/Paused until .*13:00 UTC\)\./);
  expect(await home.json<ScheduleState>(['schedule', 'resume'])).toMatchObject({ holding: null, pausedUntil: null });
});

test.each([
  [['set', '--client', 'Nobody', '--off'], 'There is no client "Nobody"', 1],
  [['set', '--off'], 'Name clients with --client', 2],
  [['set', '--default'], 'Say what to change', 2],
  [['set', '--default', '--inherit', '--off'], '--inherit goes alone', 2],
  [['set', '--default', '--at', '24:00'], '"24:00" is not a time of day', 2],
  [['set', '--default', '--every-hours', '13'], '--daily is once a day', 2],
] as const)('schedule %s is refused with a sentence', { timeout: 300_000 }, async (args, sentence, code) => {
  const ended = await home.run(['schedule', ...args]);
  expect([ended.code, ended.stderr]).toEqual([code, expect.stringContaining(sentence)]);
});
