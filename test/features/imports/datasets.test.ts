import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { startSandbox, type Sandbox } from '../../../src/sandbox/sandbox.ts';
import { PlatformError, type AdPlatform, type PlatformSession } from '../../../src/main/platforms/platform.ts';
import type { NewSlice, RunRecord } from '../../../src/main/features/imports/ports.ts';
import { account, agencyOf, DAY, LEVELS, NOW, openKit, type Kit, type KitOptions } from './kit.ts';

/** Hours, breakdowns and months beside the daily figures: they never cost the daily figures anything. */
const today = '2026-11-21';
const yesterday = '2026-11-20';
const DEVICES = 'campaign.day.publisher_device';
let sandbox: Sandbox;
let kit: Kit;
const ended: RunRecord[] = [];
beforeAll(async () => {
  sandbox = await startSandbox({
    now: () => NOW,
    metaImpressionDevice: false,
    agency: agencyOf(account('meta', 'Alpha'), account('meta', 'Beta')),
  });
});
afterAll(() => sandbox.close());
beforeEach(async () => {
  sandbox.control.reset();
  ended.length = 0;
  await reopen();
});
afterEach(() => kit.remove());

async function reopen(more: Partial<KitOptions> = {}): Promise<void> {
  kit = openKit({ sandbox, runEnded: (run) => ended.push(run), ...more });
  await kit.connect();
}

const DAILY: NewSlice[] = LEVELS.map((level) => ({ level, from: yesterday, to: today }));
const of = (dataset: string, from = yesterday, to = today): NewSlice => ({
  level: dataset.split('.')[0] as NewSlice['level'],
  from,
  to,
  dataset,
});

function start(slices: NewSlice[], name: string): string {
  const one = kit.repository.accountsToImport('all').find((each) => each.name === name)!;
  const [id] = kit.repository.createRuns(
    [
      {
        requestId: `r${Math.random()}`,
        adAccountKey: one.key,
        clientId: one.clientId,
        trigger: 'manual',
        from: yesterday,
        to: today,
        chosen: false,
        why: 'a test',
        slices,
      },
    ],
    kit.clock.now(),
  );
  kit.queue.wake([id!]);
  return id!;
}

async function run(slices: NewSlice[], name = 'Alpha'): Promise<RunRecord> {
  const id = start(slices, name);
  await kit.queue.settled([id], 0);
  return kit.repository.run(id)!;
}

const statuses = (one: RunRecord): string[] => kit.repository.slices(one.id).map((slice) => slice.status);
const count = (sql: string): number => kit.store.db.prepare(sql).pluck().get() as number;
const insightCalls = (): number => kit.requests.filter((one) => one.path.includes('/insights')).length;

it('are stored with their coverage, their rows are counted, and every request knows its run', async () => {
  const done = await run([...DAILY, of('campaign.hour'), of('campaign.day.age_gender'), of('ad.month', '2026-11-01')]);
  expect(done).toMatchObject({ status: 'succeeded', problem: null, percent: 100 });
  expect(count('SELECT count(*) FROM dataset_coverage')).toBe(4);
  expect(count('SELECT count(*) FROM period_coverage')).toBe(1);
  const facts = ['insight_day', 'insight_segment', 'insight_period'].map((table) =>
    count(`SELECT count(*) FROM ${table}`),
  );
  expect(facts.every((rows) => rows > 0)).toBe(true);
  expect(done.records.new).toBe(facts.reduce((sum, rows) => sum + rows, 0));
  const insights = kit.requests.filter((one) => one.path.includes('/insights'));
  expect(insights.length).toBeGreaterThanOrEqual(7);
  expect(new Set(insights.map((one) => one.runId))).toEqual(new Set([done.id]));
  // Listing ad accounts at connecting is nobody's run.
  expect(kit.requests.some((one) => one.path.includes('adaccounts') && one.runId !== null)).toBe(false);
  expect(ended.map((one) => [one.id, one.status])).toEqual([[done.id, 'succeeded']]);
});

it('that need an opt-in take nothing from the run, say why and are asked for once a week', async () => {
  const first = await run([...DAILY, of(DEVICES, '2026-11-19', '2026-11-19'), of(DEVICES), of('campaign.hour')]);
  expect(first).toMatchObject({ status: 'succeeded', problem: null });
  expect(kit.repository.slices(first.id)[4]?.error).toMatch(/withholds figures by device/);
  // One request found out; the dataset's other slice was not asked for, the next dataset was.
  expect(statuses(first)).toEqual(['done', 'done', 'done', 'done', 'skipped', 'skipped', 'done']);
  const [one] = kit.repository.accountsToImport('all').filter((each) => each.name === 'Alpha');
  const [withheld] = kit.repository.withheldDatasets(one!.key);
  expect(withheld).toMatchObject({ dataset: DEVICES, code: 'OPT_IN_NEEDED', since: NOW, askAgainAt: NOW + 7 * DAY });
  const other = kit.repository.accountsToImport('all').find((each) => each.name === 'Beta')!;
  expect(kit.repository.withheldDatasets(other.key)).toEqual([]);

  // Known already: the run is none the worse for it.
  kit.clock.advance(7 * DAY);
  const second = await run([...DAILY, of(DEVICES)]);
  expect(second).toMatchObject({ status: 'succeeded', problem: null });
  expect(statuses(second).at(-1)).toBe('skipped');
  expect(kit.repository.withheldDatasets(one!.key)[0]).toMatchObject({ since: NOW, askAgainAt: NOW + 14 * DAY });
});

it('that the platform gives after all are no longer withheld', async () => {
  const one = kit.repository.accountsToImport('all').find((each) => each.name === 'Alpha')!;
  kit.repository.withhold(one.key, 'campaign.hour', { code: 'NO_PERMISSION', sentence: 'No.' }, NOW - 8 * DAY);
  expect(await run([of('campaign.hour')])).toMatchObject({ status: 'succeeded' });
  expect(kit.repository.withheldDatasets(one.key)).toEqual([]);
});

it('that may not be read are named; daily figures and other datasets are read', async () => {
  sandbox.control.injectFault({ kind: 'permission-200', skip: 4, match: { pathIncludes: '/insights' } });
  const done = await run([
    ...DAILY,
    of('campaign.hour'),
    of('campaign.hour', '2026-11-18', '2026-11-19'),
    of('account.hour'),
  ]);
  expect(done).toMatchObject({ status: 'partial', problem: { code: 'NO_PERMISSION', fix: 'check_access' } });
  expect(statuses(done)).toEqual(['done', 'done', 'done', 'done', 'failed', 'skipped', 'done']);
});

it('that stay broken are given up after their tries and read by the next import; the daily figures are in', async () => {
  sandbox.control.injectFault({ kind: 'transient-2', skip: 4, times: 4, match: { pathIncludes: '/insights' } });
  const done = await run([...DAILY, of('campaign.hour'), of('account.hour')]);
  expect(done).toMatchObject({ status: 'partial', problem: { code: 'SERVICE_ERROR' } });
  expect(statuses(done)).toEqual(['done', 'done', 'done', 'done', 'failed', 'done']);
  const one = kit.repository.accountsToImport('all').find((each) => each.name === 'Alpha')!;
  expect(kit.repository.withheldDatasets(one.key)).toEqual([]);
});

it('of another version of Tidemark are left out', async () => {
  const done = await run([...DAILY, of('campaign.day.moon_phase')]);
  expect(done).toMatchObject({ status: 'succeeded', problem: null });
  expect(statuses(done).at(-1)).toBe('skipped');
});

it('are put off when the operations of a day run low; the daily figures of every ad account go on', async () => {
  await kit.remove();
  // Meta counts no operations: every exchange is made to count one, as a search of Google does.
  await reopen({ dailyOperations: 60, operationsPerRequest: 1 });
  const first = await run([...DAILY, of('campaign.hour'), of('account.hour')]);
  expect(statuses(first)).toEqual(Array(6).fill('done'));
  const used = 60 - kit.quotas.operationsLeft('meta', kit.connectionId())!;
  const [one] = kit.repository.accountsToImport('all');
  kit.quotas.noteRequest(one!.connectionId!, 'meta', { operations: 60 - used - 12 });
  const second = await run([...DAILY, of('campaign.hour'), of('account.hour')], 'Beta');
  expect(second).toMatchObject({ status: 'succeeded', problem: null });
  expect(statuses(second)).toEqual(['done', 'done', 'done', 'done', 'skipped', 'skipped']);
  expect(kit.repository.slices(second.id).at(-1)?.error).toContain('daily figures come first');
});

it('wait with the daily figures when none is left, with the time to go on; a restart goes on waiting', async () => {
  await kit.remove();
  await reopen({ dailyOperations: 60, operationsPerRequest: 1 });
  // With its first session a sign-in tells which app it is of.
  await kit.connections.sessions.sessionFor(kit.connectionId());
  kit.quotas.noteRequest(kit.connectionId(), 'meta', { operations: 60 - 6 });
  kit.clock.advance(3_600_000);
  const runIds = ['Alpha', 'Beta'].map((name) => start(DAILY, name));
  await kit.queue.settled(runIds, 1_000);
  const again = Date.parse('2026-11-22T12:00:00Z');
  expect(runIds.map((id) => kit.repository.run(id)!.status)).toContain('waiting');
  const waiting = runIds.map((id) => kit.repository.run(id)!).find((each) => each.status === 'waiting')!;
  expect(waiting).toMatchObject({ retryAt: again, problem: { code: 'DAILY_OPERATIONS_USED', fix: 'wait' } });
  expect(kit.queue.snapshot().counts).toMatchObject({ running: 0, waiting: 2, queued: 0 });
  const asked = sandbox.control.requests().length;

  const { home, keyring, clock } = kit;
  await kit.quit();
  clock.advance(3_600_000);
  kit = openKit({ sandbox, home, keyring, clock, dailyOperations: 60, operationsPerRequest: 1 });
  kit.queue.wake();
  await kit.queue.settled(runIds, 1_000);
  expect(sandbox.control.requests()).toHaveLength(asked);
  clock.set(again);
  kit.queue.wake();
  await kit.queue.settled(runIds, 0);
  expect(runIds.map((id) => kit.repository.run(id)!.status)).toEqual(['succeeded', 'succeeded']);
});

it('the conversion window is asked for once a week, and no import fails for want of it', async () => {
  const asked: number[] = [];
  let answer: () => Promise<number | null> = () => Promise.resolve(45);
  const watched = (platform: AdPlatform): AdPlatform => ({
    ...platform,
    openSession(credential, deps): PlatformSession {
      return {
        ...platform.openSession(credential, deps),
        readConversionWindow() {
          asked.push(kit.clock.now());
          return answer();
        },
      };
    },
  });
  await kit.remove();
  await reopen({ aroundPlatform: watched });
  const window = (): unknown =>
    kit.store.db.prepare("SELECT conversion_window_days FROM ad_account WHERE name = 'Alpha'").pluck().get();
  answer = () =>
    Promise.reject(
      new PlatformError({
        kind: 'transient',
        code: 'SERVICE_ERROR',
        sentence: 'Not now.',
        detail: null,
        retryAt: null,
        scope: 'ad_account',
      }),
    );
  expect((await run(DAILY)).status).toBe('succeeded');
  expect(window()).toBeNull();
  answer = () => Promise.resolve(45);
  await run(DAILY);
  await run(DAILY);
  expect(window()).toBe(45);
  expect(asked).toHaveLength(2);
  kit.clock.advance(7 * DAY);
  await run(DAILY);
  expect(asked).toHaveLength(3);
});

it('a planned run that got every daily figure notes the API version they are of; one that did not does not', async () => {
  const version = (): unknown =>
    kit.store.db.prepare("SELECT conversions_api_version FROM ad_account WHERE name = 'Alpha'").pluck().get();
  sandbox.control.injectFault({ kind: 'transient-2', skip: 3, times: 4, match: { pathIncludes: '/insights' } });
  expect((await run(DAILY)).status).toBe('partial');
  expect(version()).toBeNull();
  expect((await run(DAILY)).status).toBe('succeeded');
  expect(version()).toMatch(/^v\d+/);
  expect(insightCalls()).toBeGreaterThan(0);
});
