import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { startSandbox, type Sandbox } from '../../../src/sandbox/sandbox.ts';
import { account, agencyOf, DAY, NOW, openKit, type Kit } from './kit.ts';

/** An ad account of which nothing comes but as a report, and whose reports all fail. */
const NAME = 'Reports fail';
const ALWAYS = 5_000;
let sandbox: Sandbox;
let kit: Kit;
beforeAll(async () => {
  sandbox = await startSandbox({ now: () => NOW, metaSyncRowLimit: 0, agency: agencyOf(account('meta', NAME)) });
}, 200_000);
afterAll(() => sandbox.close());
beforeEach(async () => {
  sandbox.control.reset();
  kit = openKit({ sandbox });
  sandbox.control.setNow(() => kit.clock.now());
  await kit.connect();
}, 200_000);
afterEach(() => kit.remove());

async function night(
  request: Parameters<Kit['importAll']>[0] = {},
): Promise<{ calls: number; reports: number; status: string }> {
  const before = kit.requests.length;
  const run = (await kit.importAll({ trigger: 'scheduled', datasets: 'core', ...request })).get(NAME)!;
  const asked = kit.requests.slice(before);
  kit.clock.advance(DAY);
  const reports = asked.filter(({ method }) => method === 'POST').length;
  return { calls: asked.length, reports, status: run.status };
}

const failingDays = (): number => kit.repository.readsOf(1).failing.length;
const plan = (request: object = {}) =>
  kit.imports.plan({
    clientIds: 'all',
    platforms: null,
    range: null,
    trigger: 'scheduled',
    datasets: 'core',
    ...request,
  })[0]!;

it('reports that always fail cost a handful of requests a night, are asked again ever later, and are told as that', async () => {
  sandbox.control.endMetaReports('Job Failed', ALWAYS);
  const first = await night();
  expect(first.status).toBe('failed');
  const nights = [];
  for (let index = 0; index < 6; index += 1) nights.push(await night());
  expect(nights.slice(1).every(({ reports }) => reports <= 4)).toBe(true);
  expect(nights.at(-1)?.calls).toBeLessThan(30);
  expect(failingDays()).toBeGreaterThan(100);

  const routine = plan();
  const today = '2026-11-28';
  expect(new Set(routine.slices.map(({ from }) => from))).toEqual(new Set([today]));
  expect(routine.plan.sentences.join(' ')).toMatch(
    /Days of the ad account from 2026-10-22 to 2026-11-27 failed again and again: asked again on 2026-1\d-\d\d\. Retry asks at once\./,
  );
  expect(routine.plan.putOff).toContainEqual(
    expect.objectContaining({ dataset: 'campaign', why: 'failing', until: expect.stringMatching(/^2026-1[12]-/) }),
  );
  // Who asks for days gets them asked.
  expect(plan({ force: true }).plan.putOff).toEqual([]);
  expect(plan({ range: { from: '2026-11-20', to: today }, trigger: 'manual' }).slices[0]?.from).toBe('2026-11-20');

  // The first report that comes ends it for all days: the import after it asks for every one.
  sandbox.control.reset();
  sandbox.control.setNow(() => kit.clock.now());
  await kit.connect();
  expect(await night()).toMatchObject({ status: 'succeeded' });
  expect(plan().plan.putOff).toEqual([]);
  expect(
    plan()
      .slices.map(({ from }) => from)
      .toSorted()[0],
  ).toBe('2026-10-22');
});
