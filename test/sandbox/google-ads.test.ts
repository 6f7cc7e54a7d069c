import { describe, expect, it } from 'vitest';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { ads, adsCode, googleToken, NOW, sandboxAt, send, type Body, type GoogleCall } from './clients.ts';

const METRICS =
  'metrics.cost_micros, metrics.impressions, metrics.clicks, metrics.conversions, metrics.conversions_value';
const SEPTEMBER = "segments.date BETWEEN '2026-09-01' AND '2026-09-30'";

function customer(sandbox: Sandbox, name: string): { id: string; login: string } {
  const account = sandbox.truth.accounts().find((a) => a.platform === 'google' && a.name === name);
  if (account === undefined) throw new Error(name);
  return { id: account.adAccountId, login: root(sandbox) };
}

/** The manager at the top: the one that others hang under. */
const root = (sandbox: Sandbox): string =>
  sandbox.truth.accounts().find((a) => a.name === 'Pacific Trail')?.managerId ?? '';

async function rows(sandbox: Sandbox, name: string, query: string, call: GoogleCall = {}): Promise<Body[]> {
  const { id, login } = customer(sandbox, name);
  const answer = await ads(sandbox, id, query, { login, stream: true, ...call });
  if (answer.status !== 200) throw new Error(answer.text);
  return answer.body.flatMap((chunk: Body) => chunk.results ?? []);
}

async function codeFor(
  sandbox: Sandbox,
  query: string,
  name = 'Pacific Trail',
  call: GoogleCall = {},
): Promise<string> {
  const { id, login } = customer(sandbox, name);
  const answer = await ads(sandbox, id, query, { login, ...call });
  if (answer.status === 200) return 'ok';
  return `${answer.status} ${adsCode(answer.body)}`;
}

const total = (list: readonly Body[], key: string): number =>
  list.reduce((sum: number, row) => sum + Number(row.metrics[key] ?? 0), 0);

describe('the hierarchy', () => {
  it('lists what is directly accessible and expands managers level by level', async () => {
    const sandbox = await sandboxAt();
    const headers = { authorization: `Bearer ${await googleToken(sandbox)}` };
    const list = await send(`${sandbox.urls.googleAds}/v25/customers:listAccessibleCustomers`, { headers });
    const direct = list.body.resourceNames.map((name: string) => name.split('/')[1]);
    expect(direct).toContain(root(sandbox));
    expect(list.headers.get('request-id')).toMatch(/^\w{22}$/);
    const query =
      'SELECT customer_client.id, customer_client.level, customer_client.manager, customer_client.status, customer_client.currency_code, customer_client.time_zone, customer_client.hidden, customer_client.test_account, customer_client.descriptive_name FROM customer_client';
    const seen = new Map<string, Body>();
    for (const id of direct)
      for (const row of (await ads(sandbox, id, query)).body.results)
        seen.set(row.customerClient.id, row.customerClient);
    for (const account of sandbox.truth.accounts().filter((a) => a.platform === 'google'))
      expect(seen.get(account.adAccountId)).toMatchObject({
        manager: false,
        descriptiveName: account.name,
        currencyCode: account.currency,
        timeZone: account.timezone,
      });
    const managers = [...seen.values()].filter((c) => c.manager);
    expect(managers.map((m) => m.level)).toEqual(['0', '1']);
    expect(new Set([...seen.values()].map((c) => c.level))).toEqual(new Set(['0', '1', '2']));
    expect([...seen.values()].filter((c) => c.status === 'CANCELED')).toHaveLength(1);
  });

  it('wants login-customer-id for managed accounts, and the right one', async () => {
    const sandbox = await sandboxAt();
    const { id, login } = customer(sandbox, 'Pacific Trail');
    const direct = customer(sandbox, 'Blue Mesa Realty').id;
    const query = 'SELECT customer.id FROM customer';
    const code = async (customerId: string, header?: string): Promise<string> => {
      const answer = await ads(sandbox, customerId, query, header === undefined ? {} : { login: header });
      return answer.status === 200 ? 'ok' : `${answer.status} ${adsCode(answer.body)}`;
    };
    expect(await code(id, login)).toBe('ok');
    expect(await code(direct)).toBe('ok');
    expect(await code(id)).toBe('403 authorizationError.USER_PERMISSION_DENIED');
    expect(await code(id, direct)).toBe(
      '403 authorizationError.INVALID_LOGIN_CUSTOMER_ID_SERVING_CUSTOMER_ID_COMBINATION',
    );
    expect(await code(id, '1234567890')).toBe('403 authorizationError.USER_PERMISSION_DENIED');
    expect(await code('1234567890', login)).toBe('403 authorizationError.USER_PERMISSION_DENIED');
    expect(await code(id, `${login.slice(0, 3)}-${login.slice(3, 6)}-${login.slice(6)}`)).toBe(
      '400 headerError.INVALID_LOGIN_CUSTOMER_ID',
    );
    expect(await code('12-34', login)).toBe('400 requestError.INVALID_CUSTOMER_ID');
    expect(await code(customer(sandbox, "O'Malley's Gym (old)").id, login)).toBe(
      '403 authorizationError.CUSTOMER_NOT_ENABLED',
    );
    const metrics = await ads(sandbox, login, 'SELECT metrics.clicks FROM campaign', {});
    expect(adsCode(metrics.body)).toBe('queryError.REQUESTED_METRICS_FOR_MANAGER');
    expect((await ads(sandbox, login, 'SELECT campaign.id FROM campaign')).body).not.toHaveProperty('results');
  });

  it('ignores a developer token and refuses old versions and bad tokens', async () => {
    const sandbox = await sandboxAt();
    const { id, login } = customer(sandbox, 'Pacific Trail');
    const query = 'SELECT customer.id FROM customer';
    for (const version of ['v23', 'v24', 'v25', 'v26'])
      expect((await ads(sandbox, id, query, { login, version })).status).toBe(200);
    for (const version of ['v22', 'v16', 'v99'])
      expect(adsCode((await ads(sandbox, id, query, { login, version })).body)).toBe(
        'requestError.UNSUPPORTED_VERSION',
      );
    const bad = await ads(sandbox, id, query, { login, token: 'garbled', stream: true });
    expect([bad.status, adsCode(bad.body), Array.isArray(bad.body)]).toEqual([
      401,
      'authenticationError.OAUTH_TOKEN_INVALID',
      true,
    ]);
    expect(bad.body[0].error).toMatchObject({ code: 401, status: 'UNAUTHENTICATED' });
    expect(bad.body[0].error.details[0]['@type']).toBe(
      'type.googleapis.com/google.ads.googleads.v25.errors.GoogleAdsFailure',
    );
    sandbox.control.expireGoogleAccess();
    expect((await ads(sandbox, id, query, { login })).status).toBe(200);
  });
});

describe('metrics against the truth', () => {
  it.each(['Pacific Trail', '京都きもの工房'])('%s: every resource adds up to the last micro', async (name) => {
    const sandbox = await sandboxAt();
    const truth = sandbox.truth.total({
      platform: 'google',
      adAccountId: customer(sandbox, name).id,
      from: '2026-09-01',
      to: '2026-09-30',
    });
    expect(truth.spendMicros).toBeGreaterThan(0n);
    for (const from of ['customer', 'campaign', 'ad_group', 'ad_group_ad']) {
      for (const segment of [
        '',
        'segments.date, ',
        'segments.month, ',
        'segments.week, segments.device, ',
        'segments.ad_network_type, ',
      ]) {
        const list = await rows(sandbox, name, `SELECT ${segment}${METRICS} FROM ${from} WHERE ${SEPTEMBER}`);
        expect([
          from,
          segment,
          list.reduce((sum: bigint, row) => sum + BigInt(row.metrics.costMicros), 0n),
          total(list, 'impressions'),
          total(list, 'clicks'),
        ]).toEqual([from, segment, truth.spendMicros, truth.impressions, truth.clicks]);
        const primary = truth.conversions['purchase'];
        expect(total(list, 'conversions')).toBeCloseTo(Number(primary?.countMicros ?? 0n) / 1e6, 6);
        expect(total(list, 'conversionsValue')).toBeCloseTo(Number(primary?.valueMicros ?? 0n) / 1e6, 3);
      }
    }
  });

  it('ad rows of each day equal the truth, with fractions of conversions', async () => {
    const sandbox = await sandboxAt();
    const list = await rows(
      sandbox,
      'Pacific Trail',
      `SELECT ad_group_ad.ad.id, segments.date, ${METRICS} FROM ad_group_ad WHERE ${SEPTEMBER}`,
    );
    const truth = sandbox.truth.insights({
      platform: 'google',
      adAccountId: customer(sandbox, 'Pacific Trail').id,
      level: 'ad',
      from: '2026-09-01',
      to: '2026-09-30',
    });
    expect(list).toHaveLength(truth.length);
    const byKey = new Map(list.map((row) => [`${row.adGroupAd.ad.id} ${row.segments.date}`, row]));
    for (const expected of truth) {
      const row = byKey.get(`${expected.entityId} ${expected.date ?? ''}`);
      expect(row?.metrics).toMatchObject({
        costMicros: String(expected.spendMicros),
        impressions: String(expected.impressions),
        clicks: String(expected.clicks),
      });
      expect(row?.metrics.conversions).toBeCloseTo(
        Number(expected.conversions['purchase']?.countMicros ?? 0n) / 1e6,
        6,
      );
    }
    expect(list.some((row) => row.metrics.conversions % 1 !== 0)).toBe(true);
  });

  it('splits by conversion action exactly, primary and secondary apart', async () => {
    const sandbox = await sandboxAt();
    const [whole] = await rows(
      sandbox,
      'Pacific Trail',
      `SELECT metrics.conversions, metrics.all_conversions FROM customer WHERE ${SEPTEMBER}`,
    );
    const parts = await rows(
      sandbox,
      'Pacific Trail',
      `SELECT segments.conversion_action, segments.conversion_action_name, metrics.conversions, metrics.all_conversions FROM customer WHERE ${SEPTEMBER}`,
    );
    expect(new Set(parts.map((row) => row.segments.conversionActionName))).toEqual(
      new Set(['Add to cart', 'Newsletter sign-up', 'Purchase']),
    );
    expect(total(parts, 'conversions')).toBeCloseTo(whole.metrics.conversions, 6);
    expect(total(parts, 'allConversions')).toBeCloseTo(whole.metrics.allConversions, 6);
    expect(whole.metrics.allConversions).toBeGreaterThan(whole.metrics.conversions);
    const actions = await rows(
      sandbox,
      'Pacific Trail',
      'SELECT conversion_action.resource_name, conversion_action.name, conversion_action.category, conversion_action.primary_for_goal FROM conversion_action',
    );
    expect(new Set(actions.map((row) => row.conversionAction.resourceName))).toEqual(
      new Set(parts.map((row) => row.segments.conversionAction)),
    );
  });

  it('keeps removed campaigns with their spend', async () => {
    const sandbox = await sandboxAt();
    const gone: Body[] = [];
    for (const account of sandbox.truth
      .accounts()
      .filter((a) => a.platform === 'google' && a.status === 'active' && a.managerId !== null)) {
      gone.push(
        ...(await rows(
          sandbox,
          account.name,
          "SELECT campaign.id, campaign.status, metrics.cost_micros FROM campaign WHERE campaign.status = 'REMOVED'",
        )),
      );
    }
    expect(gone.length).toBeGreaterThan(0);
    expect(gone.every((row) => row.campaign.status === 'REMOVED' && Number(row.metrics.costMicros) > 0)).toBe(true);
  });
});

describe('the shape of answers', () => {
  it('is camelCase, int64 as text, doubles as numbers, enums as names, with resource names', async () => {
    const sandbox = await sandboxAt();
    const [row] = await rows(
      sandbox,
      'Pacific Trail',
      `SELECT campaign.id, campaign.name, campaign.status, campaign.advertising_channel_type, campaign_budget.amount_micros, customer.currency_code, segments.date, metrics.cost_micros, metrics.conversions, metrics.ctr, metrics.average_cpc FROM campaign WHERE ${SEPTEMBER} LIMIT 1`,
    );
    expect(row).toMatchObject({
      campaign: {
        resourceName: expect.stringMatching(/^customers\/\d{10}\/campaigns\/\d+$/),
        id: expect.stringMatching(/^\d+$/),
        name: expect.any(String),
        status: 'ENABLED',
      },
      campaignBudget: { amountMicros: expect.stringMatching(/^\d+$/) },
      customer: { currencyCode: 'USD' },
      segments: { date: expect.stringMatching(/^2026-09-/) },
    });
    expect([typeof row.metrics.costMicros, typeof row.metrics.conversions, typeof row.metrics.ctr]).toEqual([
      'string',
      'number',
      'number',
    ]);
  });

  it('streams chunks and pages, with the same rows', async () => {
    const sandbox = await sandboxAt(NOW, { googleChunkRows: 100, googlePageRows: 70 });
    const { id, login } = customer(sandbox, 'Pacific Trail');
    const query = `SELECT ad_group_ad.ad.id, segments.date, metrics.clicks FROM ad_group_ad WHERE ${SEPTEMBER}`;
    const stream = await ads(sandbox, id, query, { login, stream: true });
    expect(stream.body.length).toBeGreaterThan(2);
    expect(stream.body[0]).toMatchObject({
      fieldMask: 'adGroupAd.ad.id,segments.date,metrics.clicks',
      requestId: stream.headers.get('request-id'),
    });
    const paged: Body[] = [];
    let token: string | undefined;
    do {
      const page = await ads(sandbox, id, query, {
        login,
        body: {
          ...(token === undefined ? {} : { page_token: token }),
          search_settings: { return_total_results_count: true },
        },
      });
      expect(page.body.totalResultsCount).toBe(String(stream.body.flatMap((c: Body) => c.results).length));
      paged.push(...page.body.results);
      token = page.body.nextPageToken;
    } while (token !== undefined);
    expect(paged).toEqual(stream.body.flatMap((chunk: Body) => chunk.results));
  });

  it('knows its page tokens, for two hours', async () => {
    const sandbox = await sandboxAt(NOW, { googlePageRows: 10 });
    const query = `SELECT campaign.id, segments.date, metrics.clicks FROM campaign WHERE ${SEPTEMBER}`;
    const { id, login } = customer(sandbox, 'Pacific Trail');
    const pageToken = (await ads(sandbox, id, query, { login })).body.nextPageToken;
    expect(await codeFor(sandbox, query, 'Pacific Trail', { body: { pageToken: 'x' } })).toBe(
      '400 requestError.INVALID_PAGE_TOKEN',
    );
    expect(await codeFor(sandbox, `${query} LIMIT 5`, 'Pacific Trail', { body: { pageToken } })).toBe(
      '400 requestError.INVALID_PAGE_TOKEN',
    );
    sandbox.control.setNow(NOW + 2.1 * 3_600_000);
    expect(await codeFor(sandbox, query, 'Pacific Trail', { body: { pageToken } })).toBe(
      '400 requestError.EXPIRED_PAGE_TOKEN',
    );
  });

  it('returns entities without delivery only when there is no segment, and an empty stream is one chunk', async () => {
    const sandbox = await sandboxAt();
    const { id, login } = customer(sandbox, 'Pacific Trail');
    const none = "segments.date = '2020-01-01'";
    const without = await rows(
      sandbox,
      'Pacific Trail',
      `SELECT campaign.id, metrics.clicks FROM campaign WHERE ${none}`,
    );
    expect(without.length).toBeGreaterThan(0);
    expect(without.every((row) => row.metrics.clicks === '0')).toBe(true);
    const empty = await ads(
      sandbox,
      id,
      "SELECT campaign.id, segments.date, metrics.clicks FROM campaign WHERE segments.date > '2026-12-01'",
      { login, stream: true },
    );
    expect(empty.body).toHaveLength(1);
    expect(empty.body[0].results).toBeUndefined();
  });
});

describe('GAQL', () => {
  it.each([
    ["campaign.status = 'ENABLED'", (row: Body) => row.campaign.status === 'ENABLED'],
    ['campaign.status IN (PAUSED, REMOVED)', (row: Body) => row.campaign.status !== 'ENABLED'],
    ["campaign.status NOT IN ('PAUSED', 'REMOVED')", (row: Body) => row.campaign.status === 'ENABLED'],
    ["campaign.name LIKE '%a%'", (row: Body) => /a/i.test(row.campaign.name)],
    ['metrics.clicks > 1000', (row: Body) => Number(row.metrics.clicks) > 1000],
    ['campaign.name IS NOT NULL AND segments.date DURING LAST_30_DAYS', () => true],
  ])('WHERE %s', async (where, keeps) => {
    const sandbox = await sandboxAt();
    const list = await rows(
      sandbox,
      'Pacific Trail',
      `select campaign.id, campaign.name, campaign.status, metrics.clicks from campaign where ${where} order by metrics.clicks desc limit 50`,
    );
    const all = await rows(
      sandbox,
      'Pacific Trail',
      'SELECT campaign.id, campaign.name, campaign.status, metrics.clicks FROM campaign',
    );
    if (!where.includes('DURING'))
      expect(new Set(list.map((row) => row.campaign.id))).toEqual(
        new Set(all.filter(keeps).map((row) => row.campaign.id)),
      );
    const clicks = list.map((row) => Number(row.metrics.clicks));
    expect(clicks).toEqual(clicks.toSorted((a, b) => b - a));
  });

  it.each([
    ['SELECT campaign.nope FROM campaign', 'queryError.UNRECOGNIZED_FIELD'],
    ['SELECT metrics.video_views FROM campaign', 'queryError.UNRECOGNIZED_FIELD'],
    ['SELECT campaign.start_date FROM campaign', 'queryError.UNRECOGNIZED_FIELD'],
    ['SELECT ad_group.id FROM campaign', 'queryError.PROHIBITED_RESOURCE_TYPE_IN_SELECT_CLAUSE'],
    [
      "SELECT campaign.id FROM campaign WHERE ad_group.status = 'ENABLED'",
      'queryError.PROHIBITED_RESOURCE_TYPE_IN_WHERE_CLAUSE',
    ],
    [
      'SELECT ad_group_ad.ad.id, segments.hour, metrics.clicks FROM ad_group_ad',
      'queryError.PROHIBITED_SEGMENT_IN_SELECT_OR_WHERE_CLAUSE',
    ],
    [
      'SELECT metrics.search_impression_share FROM ad_group_ad',
      'queryError.PROHIBITED_METRIC_IN_SELECT_OR_WHERE_CLAUSE',
    ],
    ['SELECT metrics.unique_users FROM ad_group', 'queryError.PROHIBITED_METRIC_IN_SELECT_OR_WHERE_CLAUSE'],
    ['SELECT metrics.clicks FROM customer_client', 'queryError.PROHIBITED_METRIC_IN_SELECT_OR_WHERE_CLAUSE'],
    [
      'SELECT segments.conversion_action, metrics.clicks FROM campaign',
      'queryError.PROHIBITED_SEGMENT_WITH_METRIC_IN_SELECT_OR_WHERE_CLAUSE',
    ],
    [
      "SELECT metrics.clicks FROM campaign WHERE segments.device = 'MOBILE'",
      'queryError.EXPECTED_REFERENCED_FIELD_IN_SELECT_CLAUSE',
    ],
    ["SELECT campaign.id FROM campaign WHERE campaign.status = 'LIVE'", 'queryError.BAD_ENUM_CONSTANT'],
    ['SELECT campaign.id FROM keywords', 'queryError.BAD_RESOURCE_TYPE_IN_FROM_CLAUSE'],
    ["SELECT campaign.id FROM campaign WHERE segments.date = '2026-02-30'", 'queryError.INVALID_DATE_FORMAT'],
    [
      "SELECT segments.month, metrics.clicks FROM campaign WHERE segments.month = '2026-02-02'",
      'queryError.MISALIGNED_DATE_FOR_FILTER',
    ],
    [
      'SELECT metrics.clicks FROM campaign WHERE segments.date DURING LAST_31_DAYS',
      'queryError.INVALID_VALUE_WITH_DURING_OPERATOR',
    ],
    [
      "SELECT metrics.clicks FROM campaign WHERE segments.date BETWEEN '2026-02-02' AND '2026-02-01'",
      'queryError.INVALID_VALUE_WITH_BETWEEN_OPERATOR',
    ],
    ['UPDATE campaign', 'queryError.EXPECTED_SELECT'],
    ['SELECT campaign.id', 'queryError.EXPECTED_FROM'],
    ['SELECT campaign.id FROM campaign LIMIT 0', 'queryError.BAD_LIMIT_VALUE'],
    ['SELECT campaign.id FROM campaign WHERE campaign.id', 'queryError.UNEXPECTED_END_OF_QUERY'],
    ['SELECT campaign.id FROM campaign WHERE campaign.id ~ 1', 'queryError.UNEXPECTED_INPUT'],
    [
      "SELECT segments.date, metrics.clicks FROM campaign WHERE segments.date BETWEEN '2023-10-01' AND '2023-12-31'",
      'dateRangeError.REQUESTED_DATE_GRANULARITY_NOT_SUPPORTED',
    ],
    ['', 'requestError.REQUIRED_FIELD_MISSING'],
  ])('refuses %s', async (query, code) => {
    expect(await codeFor(await sandboxAt(), query)).toBe(`400 ${code}`);
  });

  it('refuses page_size in both spellings, and offers hours and old months where they exist', async () => {
    const sandbox = await sandboxAt();
    const query = 'SELECT campaign.id FROM campaign';
    for (const body of [{ page_size: 100 }, { pageSize: 100 }])
      expect(await codeFor(sandbox, query, 'Pacific Trail', { body })).toBe('400 requestError.PAGE_SIZE_NOT_SUPPORTED');
    expect(
      await codeFor(sandbox, `SELECT campaign.id, segments.hour, metrics.clicks FROM campaign WHERE ${SEPTEMBER}`),
    ).toBe('ok');
    const months = await rows(
      sandbox,
      'Złota Kotwica – Google',
      "SELECT segments.month, metrics.clicks FROM customer WHERE segments.date BETWEEN '2023-06-01' AND '2023-08-31'",
    );
    expect(months.map((row) => row.segments.month)).toEqual(['2023-06-01', '2023-07-01', '2023-08-01']);
  });

  it('means the customer local day', async () => {
    const sandbox = await sandboxAt(Date.parse('2026-11-20T23:30:00Z'));
    const days = async (name: string): Promise<string[]> =>
      (
        await rows(
          sandbox,
          name,
          'SELECT segments.date, metrics.clicks FROM customer WHERE segments.date DURING YESTERDAY',
        )
      ).map((row) => row.segments.date);
    expect(await days('京都きもの工房')).toEqual(['2026-11-20']);
    expect(await days('Pacific Trail')).toEqual(['2026-11-19']);
  });
});

describe('the daily quota', () => {
  it('counts one operation per search, pages free, over a sliding day', async () => {
    const sandbox = await sandboxAt(NOW, { googleDailyOperations: 2, googlePageRows: 10 });
    const { id, login } = customer(sandbox, 'Pacific Trail');
    const query = `SELECT campaign.id, segments.date, metrics.clicks FROM campaign WHERE ${SEPTEMBER}`;
    const first = await ads(sandbox, id, query, { login });
    expect((await ads(sandbox, id, query, { login, body: { pageToken: first.body.nextPageToken } })).status).toBe(200);
    expect((await ads(sandbox, id, query, { login, stream: true })).status).toBe(200);
    const over = await ads(sandbox, id, query, { login });
    expect([over.status, adsCode(over.body), over.body.error.status]).toEqual([
      429,
      'quotaError.RESOURCE_EXHAUSTED',
      'RESOURCE_EXHAUSTED',
    ]);
    expect(over.body.error.details[0].errors[0].details.quotaErrorDetails).toMatchObject({
      rateScope: 'DEVELOPER',
      retryDelay: '86400s',
    });
    sandbox.control.setNow(NOW + 86_400_001);
    expect((await ads(sandbox, id, query, { login })).status).toBe(200);
  });
});
