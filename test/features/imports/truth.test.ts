import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addDays } from '../../../src/main/domain/days.ts';
import { startSandbox, type Sandbox, type TruthAccount } from '../../../src/sandbox/sandbox.ts';
import { DAY, LEVELS, NOW, openKit, stored, type Kit } from './kit.ts';

/** Whole imports of the demo agency against what the stand-in says really happened, by way of the store. */
let sandbox: Sandbox;
let kit: Kit;
beforeAll(async () => {
  sandbox = await startSandbox({ now: () => NOW });
});
afterAll(() => sandbox.close());
beforeEach(() => {
  sandbox.control.reset();
  kit = openKit({ sandbox });
  sandbox.control.setNow(() => kit.clock.now());
});
afterEach(() => kit.remove());

function largest(platform: 'meta' | 'google'): TruthAccount {
  const mine = sandbox.truth
    .accounts()
    .filter((one) => one.platform === platform && one.login === 'main' && one.status === 'active');
  return mine.toSorted((left, right) => right.ads - left.ads)[0]!;
}

function expectTruth(account: TruthAccount, from: string, to: string): void {
  const key = (row: { entityId: string; date: string | null }): string => `${row.date} ${row.entityId}`;
  for (const level of LEVELS) {
    const { platform, adAccountId } = account;
    const truth = sandbox.truth.insights({ platform, adAccountId, level, from, to });
    const have = stored(kit, adAccountId, level).filter((row) => row.date >= from && row.date <= to);
    expect(truth.length).toBeGreaterThan(0);
    const plain = (row: (typeof have)[number]): string =>
      `${key(row)} ${row.spendMicros} ${row.impressions} ${row.clicks}`;
    expect(have.map(plain).toSorted()).toEqual(truth.map((row) => plain({ ...row, date: row.date ?? '' })).toSorted());
    const total = sandbox.truth.total({ platform, adAccountId, from, to });
    expect(have.reduce((sum, row) => sum + row.spendMicros, 0n)).toBe(total.spendMicros);
    expect(have.reduce((sum, row) => sum + row.clicks, 0)).toBe(total.clicks);
  }
}

describe.each(['meta', 'google'] as const)('the largest ad account on %s', (platform) => {
  it(
    'equals the truth at every level after the first import, and after one a day later',
    { timeout: 300_000 },
    async () => {
      await kit.connect([{ platform }]);
      const account = largest(platform);
      const request = { clientIds: [kit.clientId(account.client)], platforms: [platform], datasets: 'core' as const };
      const first = (await kit.importAll(request)).get(account.client);
      expect(first).toMatchObject({ status: 'succeeded', percent: 100, problem: null });
      expect(first?.records).toMatchObject({ changed: 0, unchanged: 0, setAside: 0 });
      expectTruth(account, addDays(account.today, -30), account.today);
      expect(first?.campaignsFound).toBe(account.campaigns);

      kit.clock.advance(DAY);
      const today = addDays(account.today, 1);
      const second = (await kit.importAll(request)).get(account.client);
      expect(second).toMatchObject({ status: 'succeeded', to: today });
      expectTruth(account, addDays(account.today, -30), today);

      // What was restated has its old value in the ledger; nothing that stayed the same was written again.
      const count = (sql: string): number => (kit.store.db.prepare(sql).get() as { n: number }).n;
      const replaced = count('SELECT count(*) AS n FROM (SELECT 1 FROM insight_day WHERE revision > 0)');
      expect(replaced).toBeGreaterThan(0);
      expect(count('SELECT count(*) AS n FROM insight_day_revision')).toBe(replaced);
      expect(count(`SELECT count(*) AS n FROM insight_day WHERE seen_at = ${NOW} AND revision > 0`)).toBe(0);
      expect(second?.records.changed).toBeGreaterThanOrEqual(replaced);
      expect(second?.records.unchanged).toBeGreaterThan(0);
      expect(second?.records.new).toBe(
        count(`SELECT count(*) AS n FROM insight_day WHERE day = ${today.replaceAll('-', '')}`),
      );
    },
  );
});

it('a pause of two months is healed whole, and so are the days that were still moving when it began', async () => {
  await kit.connect();
  const account = largest('meta');
  const request = { clientIds: [kit.clientId(account.client)], platforms: ['meta' as const] };
  await kit.importAll(request);
  kit.clock.advance(60 * DAY);
  const [plan] = kit.imports.plan({ ...request, range: null });
  expect(plan).toMatchObject({ from: addDays(account.today, 1), to: addDays(account.today, 60) });
  expect(plan?.why).toContain('29 days earlier imports left open');
  const after = (await kit.importAll(request)).get(account.client);
  expect(after?.status).toBe('succeeded');
  expectTruth(account, addDays(account.today, -30), addDays(account.today, 60));
  // Everything older has settled now: the next import is an ordinary one.
  kit.clock.advance(DAY);
  const [next] = kit.imports.plan({ ...request, range: null });
  expect(next).toMatchObject({ from: addDays(account.today, 61 - 29) });
  expect(next?.why).not.toContain('left open');
});
