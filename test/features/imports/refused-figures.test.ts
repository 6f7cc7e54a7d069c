import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { insights } from '../../../src/main/store/reads/insights.ts';
import { startSandbox, type Sandbox } from '../../../src/sandbox/sandbox.ts';
import { account, agencyOf, DAY, LEVELS, NOW, openKit, stored, type Kit } from './kit.ts';

/** A platform that refuses the fields of video costs the daily figures nothing but these. */
const META = 'Refused by Meta';
const GOOGLE = 'Refused by Google';
const OTHERS = { meta: 'Told by Meta', google: 'Told by Google' };
let sandbox: Sandbox;
let kit: Kit;
beforeAll(async () => {
  const many = { campaigns: 9 };
  sandbox = await startSandbox({
    now: () => NOW,
    agency: agencyOf(
      account('meta', META, many),
      account('google', GOOGLE, many),
      account('meta', OTHERS.meta, many),
      account('google', OTHERS.google, many),
    ),
  });
});
afterAll(() => sandbox.close());
beforeEach(async () => {
  sandbox.control.reset();
  kit = openKit({ sandbox });
  sandbox.control.setNow(() => kit.clock.now());
  await kit.connect([{ platform: 'meta' }, { platform: 'google' }]);
});
afterEach(() => kit.remove());

const refusals = () =>
  sandbox.control
    .requests()
    .filter(({ fault }) => fault === 'refused-field')
    .map((one) => one.platform);
const range = { from: '2026-11-10', to: '2026-11-18' };
const daily = (...names: string[]) => kit.importAll({ range, datasets: [], clientIds: names.map(kit.clientId) });
const views = (client: string) =>
  insights(kit.store.db, {
    clientId: String(kit.clientId(client)),
    platforms: null,
    range,
    level: 'account',
    by: 'range',
    now: kit.clock.now(),
    settle: {
      meta: { deliverySettleDays: 2, conversionSettleDays: 7 },
      google: { deliverySettleDays: 2, conversionSettleDays: 7 },
    },
  })?.rows.map((row) => [row.videoViews, row.videoPlays, row.thruPlays]);
const logged = (runId: string): string[] =>
  kit.store.db
    .prepare("SELECT message FROM import_log WHERE import_run_id = ? AND message LIKE '%refused%' ORDER BY id")
    .pluck()
    .all(runId) as string[];

it('refused fields of video are left out once a level, named in the run, and are missing until they are told', async () => {
  for (const asks of ['metrics.video_trueview_views', 'video_thruplay_watched_actions'])
    sandbox.control.injectFault({ kind: 'refused-field', times: Number.POSITIVE_INFINITY, match: { asks } });
  const runs = await daily(META, GOOGLE);
  const once = LEVELS.flatMap(() => ['meta', 'google']).toSorted();
  expect(refusals().toSorted()).toEqual(once);
  for (const name of [META, GOOGLE]) {
    const run = runs.get(name)!;
    expect([name, run.status, run.problem]).toEqual([name, 'succeeded', null]);
    expect(logged(run.id)).toHaveLength(LEVELS.length);
  }
  expect(logged(runs.get(GOOGLE)!.id)[0]).toBe(
    'account: Google Ads refused video_view of the daily figures. Imported without; they are missing for these days, not zero.',
  );
  const refused = sandbox.truth.accounts().filter(({ name }) => name === META || name === GOOGLE);
  for (const { platform, adAccountId } of refused)
    for (const level of LEVELS) {
      const truth = sandbox.truth.insights({ platform, adAccountId, level, ...range });
      const line = (row: { entityId: string; date: string | null; spendMicros: bigint; clicks: number }): string =>
        [row.entityId, row.date, row.spendMicros, row.clicks].join(' ');
      expect(stored(kit, adAccountId, level).map(line).toSorted()).toEqual(truth.map(line).toSorted());
    }
  expect(views(GOOGLE)).toEqual([[null, null, null]]);
  // Plays of three seconds or more are among Meta's actions, which nobody refused.
  expect(views(META)).toEqual([[expect.any(Number), null, null]]);

  // The session knows by now.
  await daily(META, GOOGLE);
  expect(refusals().toSorted()).toEqual(once);

  // Another session asks anew, is told, and finds nothing corrected.
  sandbox.control.clearFaults();
  kit.clock.advance(DAY);
  for (const { id } of kit.connectionRepository.list()) kit.connections.sessions.drop(id);
  const told = await daily(META, GOOGLE);
  for (const name of [META, GOOGLE]) expect([name, told.get(name)!.records.changed]).toEqual([name, 0]);
  expect(views(GOOGLE)).toEqual([[expect.any(Number), null, null]]);
  expect(views(META)).toEqual([[expect.any(Number), expect.any(Number), expect.any(Number)]]);
});

it('what one ad account is refused is asked for of the others', async () => {
  const { meta, google } = Object.fromEntries(
    sandbox.truth.accounts().map((one) => [one.name === META ? 'meta' : one.name === GOOGLE ? 'google' : '', one]),
  );
  const refuse = (asks: string, adAccountId = ''): void =>
    sandbox.control.injectFault({
      kind: 'refused-field',
      times: Number.POSITIVE_INFINITY,
      match: { asks, adAccountId },
    });
  refuse('metrics.video_trueview_views', google?.adAccountId);
  refuse('video_thruplay_watched_actions', meta?.adAccountId);
  await daily(META, GOOGLE);
  await daily(OTHERS.meta, OTHERS.google);
  expect([views(META), views(GOOGLE)]).toEqual([[[expect.any(Number), null, null]], [[null, null, null]]]);
  expect(views(OTHERS.google)).toEqual([[expect.any(Number), null, null]]);
  expect(views(OTHERS.meta)).toEqual([[expect.any(Number), expect.any(Number), expect.any(Number)]]);
});
