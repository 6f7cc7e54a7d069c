import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { gapsView } from '../../../src/main/store/reads/gaps.ts';
import { startSandbox, type FaultMatch, type Sandbox } from '../../../src/sandbox/sandbox.ts';
import { account, agencyOf, DAY, NOW, openKit, type Kit } from './kit.ts';

/** Meta sometimes answers with success and no rows; known figures are not given up for that at once. */
const NAME = 'Empty at night';
let sandbox: Sandbox;
let kit: Kit;
beforeAll(async () => {
  sandbox = await startSandbox({
    now: () => NOW,
    metaImpressionDevice: true,
    agency: agencyOf(account('meta', NAME)),
  });
});
afterAll(() => sandbox.close());
beforeEach(async () => {
  sandbox.control.reset();
  kit = openKit({ sandbox });
  sandbox.control.setNow(() => kit.clock.now());
  await kit.connect();
  await night({ datasets: ['account.hour'] });
});
afterEach(() => kit.remove());

async function night(request: Parameters<Kit['importAll']>[0] = {}): Promise<{ status: string; code: string | null }> {
  const run = (await kit.importAll({ trigger: 'scheduled', datasets: 'core', ...request })).get(NAME)!;
  return { status: run.status, code: run.problem?.code ?? null };
}

function answersEmpty(match: FaultMatch, times: number): void {
  sandbox.control.injectFault({ kind: 'empty-list', times, match: { pathIncludes: '/insights', ...match } });
}

const askedSince = (before: number): number =>
  kit.requests.slice(before).filter(({ path }) => path.includes('/insights')).length;
const absent = (): number =>
  kit.store.db.prepare('SELECT count(*) FROM insight_day WHERE absent_since IS NOT NULL').pluck().get() as number;
const openGaps = () =>
  gapsView(kit.store.db, {
    clientId: null,
    range: null,
    resolved: false,
    settle: {
      meta: { deliverySettleDays: 2, conversionSettleDays: 7 },
      google: { deliverySettleDays: 2, conversionSettleDays: 7 },
    },
  }).gaps;

it('an answer without rows where figures are known is asked for once more, and the second one is stored', async () => {
  kit.clock.advance(DAY);
  let before = kit.requests.length;
  await night();
  const usual = askedSince(before);
  kit.clock.advance(DAY);
  before = kit.requests.length;
  answersEmpty({ queryIncludes: 'level=campaign' }, 1);
  expect(await night()).toEqual({ status: 'succeeded', code: null });
  expect(askedSince(before)).toBe(usual + 1);
  expect(absent()).toBe(0);
  expect(openGaps()).toEqual([]);
});

it('staying empty while the ad account tells delivery it is refused and named, marks nothing, and is closed by the next answer', async () => {
  kit.clock.advance(DAY);
  answersEmpty({ queryIncludes: 'level=campaign' }, Number.POSITIVE_INFINITY);
  expect(await night()).toEqual({ status: 'partial', code: 'EMPTY_ANSWER' });
  expect(absent()).toBe(0);
  const gaps = openGaps();
  expect(gaps.length).toBeGreaterThan(20);
  expect(new Set(gaps.map(({ check, actual, state }) => [check, actual, state].join(' ')))).toContain(
    'answer=account  open',
  );
  const [newest] = gaps;
  expect(newest?.sentence).toMatch(
    /^Meta Ads answered without a row for campaign on 2026-11-\d\d, although it tells \d+\.\d+ PLN there\. What was known is kept and asked for again\.$/,
  );
  expect(newest?.expected).toBeGreaterThan(0);

  sandbox.control.clearFaults();
  expect(await night()).toEqual({ status: 'succeeded', code: null });
  expect(openGaps()).toEqual([]);
});

it('the ad account itself is measured by its campaigns', async () => {
  kit.clock.advance(DAY);
  answersEmpty({ queryIncludes: 'level=account' }, Number.POSITIVE_INFINITY);
  expect(await night()).toEqual({ status: 'partial', code: 'EMPTY_ANSWER' });
  expect(absent()).toBe(0);
});

it('hours that are answered empty twice while the day has delivery are refused, and are asked for again', async () => {
  kit.clock.advance(DAY);
  answersEmpty({ queryIncludes: 'hourly_stats' }, Number.POSITIVE_INFINITY);
  expect(await night({ datasets: ['account.hour'] })).toEqual({ status: 'partial', code: 'EMPTY_ANSWER' });
  expect(kit.repository.withheldDatasets(1)).toEqual([]);
  expect(new Set(openGaps().map(({ state }) => state))).toEqual(new Set(['open', 'not_settled']));
  sandbox.control.clearFaults();
  expect(await night({ datasets: ['account.hour'] })).toEqual({ status: 'succeeded', code: null });
});

it('a breakdown that came before is not told as waiting for an opt-in for one answer without rows', async () => {
  const devices = { datasets: ['account.day.publisher_device'] };
  await night(devices);
  kit.clock.advance(2 * DAY);
  answersEmpty({ queryIncludes: 'impression_device' }, 1);
  expect(await night(devices)).toEqual({ status: 'succeeded', code: null });
  expect(kit.repository.withheldDatasets(1)).toEqual([]);
  // Staying away, it is withheld as one that never came.
  kit.clock.advance(2 * DAY);
  answersEmpty({ queryIncludes: 'impression_device' }, Number.POSITIVE_INFINITY);
  expect(await night(devices)).toEqual({ status: 'succeeded', code: null });
  expect(kit.repository.withheldDatasets(1)).toMatchObject([{ code: 'OPT_IN_NEEDED' }]);
});

it('an ad account of which Meta tells nothing any more is believed after one question more, and costs nothing further', async () => {
  kit.clock.advance(DAY);
  let before = kit.requests.length;
  await night();
  const usual = askedSince(before);
  kit.clock.advance(DAY);
  answersEmpty({}, Number.POSITIVE_INFINITY);
  before = kit.requests.length;
  expect(await night()).toEqual({ status: 'succeeded', code: null });
  expect(askedSince(before)).toBeGreaterThan(usual);
  expect(absent()).toBeGreaterThan(0);
  expect(openGaps()).toEqual([]);
  for (let nights = 0; nights < 2; nights += 1) {
    kit.clock.advance(DAY);
    before = kit.requests.length;
    expect(await night()).toEqual({ status: 'succeeded', code: null });
    expect(askedSince(before)).toBe(usual);
  }
});
