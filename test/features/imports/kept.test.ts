import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { addDays } from '../../../src/main/domain/days.ts';
import { days } from '../../../src/main/store/reads/days.ts';
import { startSandbox, type Sandbox } from '../../../src/sandbox/sandbox.ts';
import { account, agencyOf, DAY, LEVELS, NOW, openKit, stored, type Kit } from './kit.ts';

const today = '2026-11-21';
let sandbox: Sandbox;
let kit: Kit;
beforeAll(async () => {
  sandbox = await startSandbox({
    now: () => NOW,
    agency: agencyOf(account('meta', 'Alpha'), account('google', 'Omega')),
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

it.each(['Alpha', 'Omega'])(
  '%s: rows the platform stops returning stay, with the month, and the day says so (S4)',
  async (name) => {
    const { platform, adAccountId } = sandbox.truth.accounts().find((one) => one.name === name)!;
    const request = { clientIds: [kit.clientId(name)], datasets: 'core' as const };
    await kit.importAll(request);
    const before = addDays(today, -10);
    const old = () => LEVELS.map((level) => stored(kit, adAccountId, level).filter((row) => row.date < before));
    const month = () =>
      kit.store.db.prepare('SELECT sum(spend_micros) FROM insight_month WHERE level = 3').pluck().get() as number;
    const known = old();
    expect(known.every((rows) => rows.length > 0)).toBe(true);

    for (const level of LEVELS) sandbox.control.forget({ platform, adAccountId, level, before });
    const { clientIds } = request;
    const range = { from: addDays(today, -30), to: addDays(before, -1) };
    const sum = month();
    const run = (await kit.importAll({ ...request, clientIds, range, force: true })).get(name);
    expect(run).toMatchObject({ status: 'succeeded', problem: null, records: { new: 0, changed: 0, setAside: 0 } });
    expect(old()).toEqual(known);
    expect(month()).toBe(sum);

    kit.clock.advance(DAY);
    const settle = { conversionSettleDays: 7, deliverySettleDays: 3 };
    const view = days(kit.store.db, {
      clientId: String(kit.clientId(name)),
      range,
      level: 'account',
      platforms: null,
      settle: { meta: settle, google: settle },
      now: kit.clock.now(),
    });
    const delivered = new Set(known[0]!.map((row) => row.date));
    for (const { day, states } of view!.adAccounts[0]!.days)
      if (delivered.has(day)) expect([day, states.includes('no_longer_offered')]).toEqual([day, true]);
  },
);
