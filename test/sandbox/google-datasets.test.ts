import { describe, expect, it } from 'vitest';
import type { AccountSpec, Sandbox } from '../../src/sandbox/sandbox.ts';
import { ads, adsCode, NOW, sandboxAt, type Body } from './clients.ts';

const FROM = '2026-10-20';
const TO = '2026-10-31';
const CHANNELS = ['SEARCH', 'DISPLAY', 'VIDEO', 'SHOPPING', 'DEMAND_GEN'];

/** An account big enough to have campaigns of every channel. */
async function withAccount(more: Partial<AccountSpec> = {}, now = NOW): Promise<{ sandbox: Sandbox; id: string }> {
  const sandbox = await sandboxAt(now, {
    agency: {
      anchor: '2026-11-01',
      clients: [
        {
          name: 'Shop',
          accounts: [
            {
              platform: 'google',
              name: 'Shop',
              currency: 'EUR',
              timezone: 'Europe/Berlin',
              vertical: 'shop',
              dailySpend: 4_000,
              campaigns: 16,
              adGroups: 2,
              ads: 2,
              since: '2015-03-01',
              ...more,
            },
          ],
        },
      ],
    },
  });
  return { sandbox, id: sandbox.truth.accounts()[0]?.adAccountId ?? '' };
}

async function rows(sandbox: Sandbox, id: string, query: string): Promise<Body[]> {
  const answer = await ads(sandbox, id, query, { stream: true });
  if (answer.status !== 200) throw new Error(answer.text);
  return answer.body.flatMap((chunk: { results?: Body[] }) => chunk.results ?? []);
}

type Sums = { spend: bigint; impressions: number; clicks: number; conversions: number };

/** Sums per campaign and day, 'id day' → sums. */
function perDay(list: readonly Body[]): Map<string, Sums> {
  const out = new Map<string, Sums>();
  for (const { campaign, segments, metrics } of list) {
    const key = `${campaign.id} ${segments.date}`;
    const sums = out.get(key) ?? { spend: 0n, impressions: 0, clicks: 0, conversions: 0 };
    sums.spend += BigInt(metrics.costMicros);
    sums.impressions += Number(metrics.impressions);
    sums.clicks += Number(metrics.clicks);
    sums.conversions += Math.round(metrics.conversions * 1e6);
    out.set(key, sums);
  }
  return out;
}

const FIGURES = 'metrics.cost_micros, metrics.impressions, metrics.clicks, metrics.conversions';
const BETWEEN = `WHERE segments.date BETWEEN '${FROM}' AND '${TO}'`;

async function whole(sandbox: Sandbox, id: string): Promise<Map<string, Sums>> {
  return perDay(await rows(sandbox, id, `SELECT campaign.id, segments.date, ${FIGURES} FROM campaign ${BETWEEN}`));
}

describe('cells of a campaign', () => {
  it.each(['segments.device', 'segments.ad_network_type', 'segments.hour'])(
    'by %s add up to its day',
    async (segment) => {
      const { sandbox, id } = await withAccount();
      const expected = await whole(sandbox, id);
      const cells = await rows(
        sandbox,
        id,
        `SELECT campaign.id, segments.date, ${segment}, ${FIGURES} FROM campaign ${BETWEEN}`,
      );
      expect(perDay(cells)).toEqual(expected);
      expect(cells.length).toBeGreaterThan(expected.size);
      const truth = sandbox.truth.insights({
        platform: 'google',
        adAccountId: id,
        level: 'campaign',
        from: FROM,
        to: TO,
      });
      for (const row of truth)
        expect(expected.get(`${row.entityId} ${row.date ?? ''}`)).toMatchObject({
          spend: row.spendMicros,
          impressions: row.impressions,
        });
    },
  );

  it.each(['geographic_view', 'user_location_view'])('by %s add up, per country and kind', async (view) => {
    const { sandbox, id } = await withAccount();
    const kind = view === 'geographic_view' ? 'location_type' : 'targeting_location';
    const cells = await rows(
      sandbox,
      id,
      `SELECT campaign.id, ${view}.country_criterion_id, ${view}.${kind}, segments.date, ${FIGURES} FROM ${view} ${BETWEEN}`,
    );
    expect(perDay(cells)).toEqual(await whole(sandbox, id));
    const name = view === 'geographic_view' ? 'geographicView' : 'userLocationView';
    expect(new Set(cells.map((row) => row[name].countryCriterionId))).toEqual(new Set(['2276', '2040', '2756']));
    expect(cells[0][name].resourceName).toMatch(/^customers\/\d+\/(geographic|userLocation)Views\/\d+~\w+$/);
    const whole_ = await rows(
      sandbox,
      id,
      `SELECT ${view}.country_criterion_id, metrics.impressions FROM ${view} ${BETWEEN}`,
    );
    expect(whole_.length).toBe(6);
  });

  it.each([
    ['age_range_view', 'ad_group_criterion.age_range.type', 7],
    ['gender_view', 'ad_group_criterion.gender.type', 3],
  ])('%s: one row per ad group, all of it but for shopping', async (view, field, count) => {
    const { sandbox, id } = await withAccount();
    const cells = await rows(
      sandbox,
      id,
      `SELECT campaign.id, campaign.advertising_channel_type, ${field}, segments.date, ${FIGURES} FROM ${view} ${BETWEEN}`,
    );
    const channels = new Map<string, string>(
      (await rows(sandbox, id, 'SELECT campaign.id, campaign.advertising_channel_type FROM campaign')).map((row) => [
        row.campaign.id,
        row.campaign.advertisingChannelType,
      ]),
    );
    expect(new Set(channels.values())).toEqual(new Set(CHANNELS));
    const told = [...(await whole(sandbox, id))].filter(
      ([key]) => channels.get(key.split(' ')[0] ?? '') !== 'SHOPPING',
    );
    expect(perDay(cells)).toEqual(new Map(told));
    const kinds = new Set(cells.map((row) => row.adGroupCriterion.ageRange?.type ?? row.adGroupCriterion.gender?.type));
    expect(kinds.size).toBe(count);
    const [one] = cells;
    const sameCell = cells.filter(
      (row) =>
        row.campaign.id === one.campaign.id &&
        row.segments.date === one.segments.date &&
        JSON.stringify(row.adGroupCriterion.gender ?? row.adGroupCriterion.ageRange) ===
          JSON.stringify(one.adGroupCriterion.gender ?? one.adGroupCriterion.ageRange),
    );
    expect(sameCell.length).toBe(2);
    const [first] = [...kinds];
    const filtered = await rows(
      sandbox,
      id,
      `SELECT campaign.id, ${field}, metrics.impressions FROM ${view} ${BETWEEN} AND ${field} = '${String(first)}'`,
    );
    expect(filtered.length).toBeGreaterThan(0);
    expect(filtered.length).toBeLessThan(cells.length);
  });
});

describe('hours', () => {
  async function hoursOf(zone: string, day: string): Promise<number[]> {
    const { sandbox, id } = await withAccount({ timezone: zone });
    const cells = await rows(
      sandbox,
      id,
      `SELECT customer.id, segments.hour, metrics.impressions FROM customer WHERE segments.date = '${day}'`,
    );
    return cells.map((row) => row.segments.hour as number).toSorted((a, b) => a - b);
  }
  const all = Array.from({ length: 24 }, (_, hour) => hour);

  it('are 24, also on the day of 25; 23 on the day one is skipped; only those gone by today', async () => {
    expect(await hoursOf('Europe/Berlin', '2026-10-24')).toEqual(all);
    expect(await hoursOf('Europe/Berlin', '2026-10-25')).toEqual(all);
    expect(await hoursOf('America/Los_Angeles', '2026-11-01')).toEqual(all);
    expect(await hoursOf('Europe/Berlin', '2026-03-29')).toEqual(all.filter((hour) => hour !== 2));
    expect(await hoursOf('Europe/Berlin', '2026-11-21')).toEqual(all.filter((hour) => hour <= 12));
  });
});

describe('people reached', () => {
  it('are told per campaign and period, where they are counted, and are less than their days added', async () => {
    const { sandbox, id } = await withAccount();
    const month = await rows(
      sandbox,
      id,
      `SELECT campaign.id, campaign.advertising_channel_type, segments.month, metrics.impressions, metrics.unique_users, metrics.average_impression_frequency_per_user FROM campaign WHERE segments.month = '2026-10-01'`,
    );
    const truth = new Map(
      sandbox.truth
        .insights({
          platform: 'google',
          adAccountId: id,
          level: 'campaign',
          from: '2026-10-01',
          to: '2026-10-31',
          by: 'range',
        })
        .map((row) => [row.entityId, row]),
    );
    let counted = 0;
    for (const { campaign, segments, metrics } of month) {
      expect(segments.month).toBe('2026-10-01');
      const reach = truth.get(campaign.id)?.reach ?? null;
      if (['SEARCH', 'SHOPPING'].includes(campaign.advertisingChannelType)) expect(metrics.uniqueUsers).toBeUndefined();
      else {
        counted++;
        expect(Number(metrics.uniqueUsers)).toBe(reach);
        expect(metrics.averageImpressionFrequencyPerUser).toBeCloseTo(Number(metrics.impressions) / Number(reach), 6);
      }
    }
    expect(counted).toBeGreaterThan(2);
    const daily = sandbox.truth.insights({
      platform: 'google',
      adAccountId: id,
      level: 'campaign',
      from: FROM,
      to: TO,
    });
    expect(daily.every((row) => row.reach === null)).toBe(true);
  });
});

it('impression share is told of Search and Shopping alone, from 0.0999 up; views of campaigns are those of the account', async () => {
  const { sandbox, id } = await withAccount();
  const select = async (fields: string, from: string): Promise<Body[]> =>
    rows(
      sandbox,
      id,
      `SELECT ${fields}, metrics.video_trueview_views FROM ${from} WHERE segments.month = '2026-10-01'`,
    );
  const share = 'campaign.advertising_channel_type, metrics.impressions, metrics.search_impression_share';
  const month = await select(share, 'campaign');
  for (const { campaign, metrics } of month) {
    const told = metrics.searchImpressionShare as number | undefined;
    if (!/SEARCH|SHOPPING/.test(campaign.advertisingChannelType)) expect(told).toBeUndefined();
    else if (told !== undefined) expect([told >= 0.0999, metrics.videoTrueviewViews]).toEqual([true, '0']);
  }
  const [account] = await select('metrics.impressions', 'customer');
  const views = month.reduce((sum, { metrics }) => sum + Number(metrics.videoTrueviewViews), 0);
  expect([views > 0, account?.metrics.videoTrueviewViews]).toEqual([true, String(views)]);
});

describe('what Google refuses', () => {
  it.each([
    [
      'SELECT ad_group_ad.ad.id, segments.hour, metrics.clicks FROM ad_group_ad',
      'queryError.PROHIBITED_SEGMENT_IN_SELECT_OR_WHERE_CLAUSE',
    ],
    [
      'SELECT campaign.id, segments.hour, metrics.clicks FROM geographic_view',
      'queryError.PROHIBITED_SEGMENT_IN_SELECT_OR_WHERE_CLAUSE',
    ],
    [
      'SELECT campaign.id, segments.hour, metrics.clicks FROM age_range_view',
      'queryError.PROHIBITED_SEGMENT_IN_SELECT_OR_WHERE_CLAUSE',
    ],
    ...['cost_micros', 'clicks', 'impressions'].map((metric): [string, string] => [
      `SELECT campaign.id, segments.conversion_action, metrics.${metric} FROM campaign`,
      'queryError.PROHIBITED_SEGMENT_WITH_METRIC_IN_SELECT_OR_WHERE_CLAUSE',
    ]),
    ...['customer', 'ad_group', 'ad_group_ad', 'geographic_view'].map((from): [string, string] => [
      `SELECT metrics.unique_users FROM ${from}`,
      'queryError.PROHIBITED_METRIC_IN_SELECT_OR_WHERE_CLAUSE',
    ]),
    [
      "SELECT campaign.id, segments.date, metrics.clicks FROM campaign WHERE segments.date BETWEEN '2023-10-01' AND '2023-10-31'",
      'dateRangeError.REQUESTED_DATE_GRANULARITY_NOT_SUPPORTED',
    ],
    [
      "SELECT campaign.id, segments.hour, metrics.clicks FROM campaign WHERE segments.date = '2023-10-01'",
      'dateRangeError.REQUESTED_DATE_GRANULARITY_NOT_SUPPORTED',
    ],
    [
      "SELECT campaign.id, segments.month, metrics.clicks FROM campaign WHERE segments.month = '2015-10-01'",
      'dateRangeError.REQUESTED_DATE_GRANULARITY_NOT_SUPPORTED',
    ],
    [
      "SELECT campaign.id, segments.month, metrics.clicks FROM campaign WHERE segments.month = '2026-10-02'",
      'queryError.MISALIGNED_DATE_FOR_FILTER',
    ],
  ])('%s', async (query, code) => {
    const { sandbox, id } = await withAccount({ campaigns: 2 });
    const answer = await ads(sandbox, id, query);
    expect(answer.status).toBe(400);
    expect(adsCode(answer.body)).toBe(code);
  });

  it('and months far back are there when asked for as months', async () => {
    const { sandbox, id } = await withAccount();
    const old = await rows(
      sandbox,
      id,
      "SELECT campaign.id, segments.month, metrics.cost_micros FROM campaign WHERE segments.month = '2016-01-01'",
    );
    expect(old.length).toBeGreaterThan(0);
    const truth = sandbox.truth.total({ platform: 'google', adAccountId: id, from: '2016-01-01', to: '2016-01-31' });
    expect(old.reduce((sum, row) => sum + BigInt(row.metrics.costMicros), 0n)).toBe(truth.spendMicros);
  });
});
