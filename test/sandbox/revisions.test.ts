import { describe, expect, it } from 'vitest';
import { DAY_MS } from '../../src/sandbox/calendar.ts';
import type { AccountSpec, AgencySpec, Sandbox, TruthQuestion } from '../../src/sandbox/sandbox.ts';
import { ads, everyRow, NOW, sandboxAt } from './clients.ts';

const account = (platform: 'meta' | 'google', more: Partial<AccountSpec> = {}): AccountSpec => ({
  platform,
  name: `Hotel ${platform}`,
  currency: 'EUR',
  timezone: 'Europe/Berlin',
  vertical: 'hotel',
  dailySpend: 900,
  campaigns: 3,
  ...more,
});
const agencyOf = (...accounts: AccountSpec[]): AgencySpec => ({
  anchor: '2026-11-01',
  clients: [{ name: 'Hotel', accounts }],
});

function question(sandbox: Sandbox, platform: 'meta' | 'google', from: string, to: string): TruthQuestion {
  const adAccountId = sandbox.truth.accounts().find((a) => a.platform === platform)?.adAccountId ?? '';
  return { platform, adAccountId, level: 'campaign', from, to };
}

/** What the API of either platform says per campaign and day: 'id day' → impressions. */
async function asked(sandbox: Sandbox, q: TruthQuestion): Promise<Map<string, number>> {
  if (q.platform === 'meta') {
    const rows = await everyRow(sandbox, `act_${q.adAccountId}/insights`, {
      level: q.level === 'campaign' ? 'campaign' : 'adset',
      time_increment: 1,
      time_range: { since: q.from, until: q.to },
      fields: 'campaign_id,adset_id,impressions',
      filtering: [
        { field: 'campaign.effective_status', operator: 'IN', value: ['ACTIVE', 'PAUSED', 'DELETED', 'ARCHIVED'] },
      ],
      limit: 500,
    });
    return new Map(
      rows.map((row) => [
        `${q.level === 'campaign' ? row.campaign_id : row.adset_id} ${row.date_start}`,
        Number(row.impressions ?? 0),
      ]),
    );
  }
  const table = q.level === 'campaign' ? 'campaign' : 'ad_group';
  const answer = await ads(
    sandbox,
    q.adAccountId,
    `SELECT ${table}.id, segments.date, metrics.impressions, metrics.cost_micros FROM ${table} WHERE segments.date BETWEEN '${q.from}' AND '${q.to}'`,
  );
  const rows: {
    campaign?: { id: string };
    adGroup?: { id: string };
    segments: { date: string };
    metrics: { impressions: string };
  }[] = answer.body.results ?? [];
  return new Map(
    rows.map((row) => [
      `${(table === 'campaign' ? row.campaign : row.adGroup)?.id ?? ''} ${row.segments.date}`,
      Number(row.metrics.impressions),
    ]),
  );
}

const platforms = ['meta', 'google'] as const;

describe('a restatement', () => {
  it.each(platforms)(
    '%s: changes every row of a seeded share of the past days, in truth and answers alike',
    async (platform) => {
      const sandbox = await sandboxAt(NOW, { agency: agencyOf(account('meta'), account('google')) });
      const q = question(sandbox, platform, '2026-08-01', '2026-11-21');
      const before = await asked(sandbox, q);
      sandbox.control.setNow(NOW + DAY_MS);
      const unchanged = await asked(sandbox, { ...q, to: '2026-11-10' });
      sandbox.control.restate({ share: 0.2, from: '2026-08-01', to: '2026-11-10' });
      const days = new Set(sandbox.truth.restatedDays(q));
      expect(days.size).toBeGreaterThan(8);
      expect(days.size).toBeLessThan(40);
      const after = await asked(sandbox, { ...q, to: '2026-11-10' });
      expect(after.size).toBe(unchanged.size);
      for (const [key, impressions] of after) {
        const was = before.get(key);
        if (was === undefined || was === 0) continue;
        if (days.has(key.slice(-10))) expect(impressions, key).not.toBe(was);
        else expect(impressions, key).toBe(unchanged.get(key));
      }
      const truth = sandbox.truth.insights({ ...q, to: '2026-11-10' });
      for (const row of truth) expect(after.get(`${row.entityId} ${row.date ?? ''}`)).toBe(row.impressions);
      // What was true before can still be asked.
      const earlier = sandbox.truth.insights({ ...q, to: '2026-11-10', asOf: NOW });
      for (const row of earlier) expect(before.get(`${row.entityId} ${row.date ?? ''}`)).toBe(row.impressions);
      sandbox.control.reset();
      expect(sandbox.truth.restatedDays(q)).toEqual([]);
    },
  );

  it('leaves today alone and can be meant for one ad account', async () => {
    const sandbox = await sandboxAt(NOW, { agency: agencyOf(account('meta'), account('google')) });
    const meta = question(sandbox, 'meta', '2026-11-01', '2026-11-21');
    const google = question(sandbox, 'google', '2026-11-01', '2026-11-21');
    sandbox.control.restate({ share: 1, platform: 'google', adAccountId: google.adAccountId });
    expect(sandbox.truth.restatedDays(meta)).toEqual([]);
    expect(sandbox.truth.restatedDays(google).at(-1)).toBe('2026-11-20');
    expect(() => sandbox.control.restate({ share: 1, adAccountId: google.adAccountId })).toThrow('platform');
  });
});

describe('rows the API stops returning', () => {
  it.each(platforms)('%s: all before a day are gone from the answers and still known to truth', async (platform) => {
    const sandbox = await sandboxAt(NOW, { agency: agencyOf(account('meta'), account('google')) });
    const q = question(sandbox, platform, '2026-10-01', '2026-10-31');
    const before = await asked(sandbox, q);
    const truth = sandbox.truth.insights(q);
    const groups = await asked(sandbox, { ...q, level: 'ad_group' });
    sandbox.control.forget({ platform, adAccountId: q.adAccountId, level: 'campaign', before: '2026-10-15' });
    expect(await asked(sandbox, { ...q, level: 'ad_group' })).toEqual(groups);
    const after = await asked(sandbox, q);
    expect([...before.keys()].some((key) => key.slice(-10) < '2026-10-15')).toBe(true);
    expect(after).toEqual(new Map([...before].filter(([key]) => key.slice(-10) >= '2026-10-15')));
    expect(sandbox.truth.insights(q)).toEqual(truth);
    expect(sandbox.truth.insights({ ...q, offered: true })).toEqual(
      truth.filter((row) => (row.date ?? '') >= '2026-10-15'),
    );
  });

  it.each(platforms)(
    '%s: one campaign can be missing at campaign level while its ad groups are there',
    async (platform) => {
      const sandbox = await sandboxAt(NOW, { agency: agencyOf(account('meta'), account('google')) });
      const q = question(sandbox, platform, '2026-11-01', '2026-11-10');
      const [gone] = sandbox.truth.insights({ ...q, by: 'range' });
      const groups = await asked(sandbox, { ...q, level: 'ad_group' });
      sandbox.control.forget({
        platform,
        adAccountId: q.adAccountId,
        level: 'campaign',
        entityIds: [gone?.entityId ?? ''],
      });
      const left = await asked(sandbox, q);
      expect(left.size).toBeGreaterThan(0);
      expect([...left.keys()].some((key) => key.startsWith(gone?.entityId ?? ''))).toBe(false);
      expect(await asked(sandbox, { ...q, level: 'ad_group' })).toEqual(groups);
    },
  );

  it('must be said for which rows', async () => {
    const sandbox = await sandboxAt(NOW, { agency: agencyOf(account('meta')) });
    const { adAccountId } = question(sandbox, 'meta', '2026-11-01', '2026-11-10');
    expect(() => sandbox.control.forget({ platform: 'meta', adAccountId, level: 'ad' })).toThrow('which');
    expect(() =>
      sandbox.control.forget({ platform: 'meta', adAccountId: '1', level: 'ad', before: '2026-01-01' }),
    ).toThrow('no meta account');
  });
});

describe('conversions arriving late', () => {
  /** Days after which the conversions of a day last grew, over a month of days. */
  async function lastGrowth(more: Partial<AccountSpec>, platform: 'meta' | 'google' = 'google'): Promise<number> {
    const sandbox = await sandboxAt(NOW, { agency: agencyOf(account(platform, { dailySpend: 20_000, ...more })) });
    const q: TruthQuestion = { ...question(sandbox, platform, '2026-03-01', '2026-03-31'), level: 'account' };
    let last = 0;
    for (const row of sandbox.truth.insights(q)) {
      const start = Date.parse(`${row.date ?? ''}T00:00:00Z`);
      const count = (age: number): bigint => {
        const [at] = sandbox.truth.insights({
          ...q,
          from: row.date ?? '',
          to: row.date ?? '',
          asOf: start + age * DAY_MS,
        });
        return Object.values(at?.conversions ?? {}).reduce((sum, c) => sum + c.countMicros, 0n);
      };
      const final = count(200);
      for (let age = 150; age > last; age--)
        if (count(age) !== final) {
          last = age;
          break;
        }
    }
    return last;
  }

  it("within the account's own window", async () => {
    for (const [window, least] of [
      [30, 26],
      [60, 50],
      [90, 80],
    ] as const) {
      const last = await lastGrowth({ conversionWindowDays: window });
      expect(last, String(window)).toBeGreaterThanOrEqual(least);
      expect(last, String(window)).toBeLessThanOrEqual(window);
    }
    expect(await lastGrowth({ conversionWindowDays: 7 })).toBeLessThanOrEqual(7);
  });

  it('long after it in an account that uploads late', async () => {
    const last = await lastGrowth({ lateUploadDays: 145 });
    expect(last).toBeGreaterThan(100);
    expect(last).toBeLessThanOrEqual(145);
    expect(await lastGrowth({ lateUploadDays: 100 }, 'meta')).toBeGreaterThan(60);
    expect(await lastGrowth({}, 'meta')).toBeLessThanOrEqual(28);
  });

  it('the window stands in the conversion actions', async () => {
    const sandbox = await sandboxAt(NOW, { agency: agencyOf(account('google', { conversionWindowDays: 60 })) });
    const { adAccountId } = question(sandbox, 'google', '2026-11-01', '2026-11-10');
    const answer = await ads(
      sandbox,
      adAccountId,
      'SELECT conversion_action.click_through_lookback_window_days, conversion_action.view_through_lookback_window_days FROM conversion_action',
    );
    const days = answer.body.results.map((row: { conversionAction: { clickThroughLookbackWindowDays: string } }) =>
      Number(row.conversionAction.clickThroughLookbackWindowDays),
    );
    expect(Math.max(...days)).toBe(60);
    expect(sandbox.truth.accounts()[0]?.conversionWindowDays).toBe(60);
  });
});
