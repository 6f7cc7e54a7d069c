import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { RequestReading, UsageReading } from '../../../src/main/platforms/platform.ts';
import { type FakeGraph, graphErrorBody, startFakeGraph } from './fake-graph.ts';
import {
  ACCOUNT,
  collect,
  failure,
  insightRow,
  never,
  NOW,
  PASTED,
  platformFor,
  request,
  TOKEN,
  VALID_TOKEN,
} from './support.ts';

const ID = ACCOUNT.adAccountId;
let graph: FakeGraph;

beforeEach(async () => {
  graph = await startFakeGraph();
  graph.tokens.set(TOKEN, VALID_TOKEN);
});
afterEach(() => graph.close());

function open(credential: Record<string, unknown> = PASTED, options = {}) {
  const usage: UsageReading[] = [];
  const requests: RequestReading[] = [];
  const session = platformFor(graph.base, options).platform.openSession(credential, {
    onUsage: (reading) => usage.push(reading),
    onRequest: (reading) => requests.push(reading),
  });
  return { session, usage, requests };
}

const app = (percent: number, regainAt: number | null = null): UsageReading => ({
  scope: 'app',
  adAccountId: null,
  percent,
  regainAt,
});
const own = (percent: number, regainAt: number | null = null, adAccountId = ID): UsageReading => ({
  scope: 'ad_account',
  adAccountId,
  percent,
  regainAt,
});

describe('usage', () => {
  it('tells the app and the ad account apart, the highest figure of each, on every answer', async () => {
    graph.usage = {
      'x-app-usage': '{"call_count":12,"total_cputime":3,"total_time":4}',
      'x-business-use-case-usage': `{"${ID}":[{"type":"ads_insights","call_count":61,"total_cputime":7,"total_time":8,"estimated_time_to_regain_access":0}]}`,
      'x-fb-ads-insights-throttle': '{"app_id_util_pct":15.5,"acc_id_util_pct":44}',
    };
    const { session, usage } = open();
    await collect(session.readInsights(request(), never()));
    expect(usage).toEqual([app(15.5), own(61)]);
    usage.length = 0;
    // A call about no ad account: what is told of one is booked to the one it names.
    await collect(session.listAdAccounts(never()));
    expect(usage).toEqual([app(15.5), own(61)]);
  });

  it('takes the regain time from the headers of the refusal, HTTP 400', async () => {
    graph.usage = {
      'x-business-use-case-usage': `{"1":[{"call_count":100,"estimated_time_to_regain_access":13}],"2":[{"estimated_time_to_regain_access":4}]}`,
    };
    graph.script = () => ({ status: 400, body: graphErrorBody({ code: 80004, error_subcode: 2446079 }) });
    const { session, usage } = open();
    const told = await failure(collect(session.readInsights(request(), never())));
    expect(told).toMatchObject({ kind: 'rate_limited', scope: 'ad_account', retryAt: NOW + 13 * 60_000 });
    expect(usage).toEqual([own(100, NOW + 13 * 60_000)]);
    expect(graph.requests).toHaveLength(1);
  });

  it('reads the headers of answers that cannot be read themselves', async () => {
    graph.script = () => ({ status: 502, text: '<html>', headers: { 'x-app-usage': '{"call_count":7}' } });
    const { session, usage } = open();
    await failure(collect(session.readInsights(request(), never())));
    expect(usage).toEqual([app(7)]);
  });

  it.each([
    [{ 'x-ad-account-usage': '{"acc_id_util_pct":100,"reset_time_duration":90}' }, [own(100, NOW + 90_000)]],
    [{ 'x-ad-account-usage': '{"acc_id_util_pct":40,"reset_time_duration":90}' }, [own(40)]],
    [{ 'x-ad-account-usage': '{"acc_id_util_pct":"150"}' }, [own(100)]],
    [{ 'retry-after': '20' }, [own(0, NOW + 20_000)]],
    [{ 'x-fb-ads-insights-throttle': '{"app_id_util_pct":100}' }, [app(100)]],
  ])('%j', async (headers, readings) => {
    graph.usage = headers as Record<string, string>;
    const { session, usage } = open();
    await collect(session.readInsights(request(), never()));
    expect(usage).toEqual(readings);
  });

  it.each(['', 'not json', '[]', 'null', '7', '{"1":null}', '{"1":[null,5]}', '{"1":[{"call_count":"x"}]}'])(
    'a usage header %j disturbs nothing',
    async (header) => {
      graph.usage = { 'x-business-use-case-usage': header, 'x-app-usage': header };
      const { session, usage } = open();
      await collect(session.readInsights(request(), never()));
      await collect(session.listAdAccounts(never()));
      expect(usage).toEqual([]);
    },
  );
});

describe('requests', () => {
  const path = `/v26.0/act_${ID}/insights?level=ad&time_range={"since":"2026-02-01","until":"2026-02-28"}&time_increment=1&limit=500`;

  it('tells of every exchange with its size, usage and outcome', async () => {
    graph.rows.set(
      `act_${ID}/insights/ad`,
      Array.from({ length: 5 }, (_, index) => insightRow({ ad_id: String(index) })),
    );
    graph.pageSize = 3;
    graph.usage = { 'x-app-usage': '{"call_count":12}', 'x-ad-account-usage': '{"acc_id_util_pct":31}' };
    const { session, requests } = open();
    await collect(session.readInsights(request(), never()));
    expect(requests).toHaveLength(2);
    for (const told of requests) {
      expect(told).toMatchObject({
        at: NOW,
        method: 'GET',
        path,
        adAccountId: ID,
        status: 200,
        usagePercent: 31,
        error: null,
        operations: 1,
      });
      expect(told.bytes).toBeGreaterThan(200);
      expect(told.durationMs).toBeGreaterThanOrEqual(0);
    }
  });

  it.each([
    ['a refusal', { status: 400, body: graphErrorBody({ code: 17 }) }, 400, 'RATE_LIMITED'],
    ['an HTML page', { status: 502, text: '<html>' }, 502, 'BAD_ANSWER'],
    ['a broken line', { reset: true as const }, null, 'UNREACHABLE'],
    ['silence', { hang: true as const }, null, 'TIMEOUT'],
  ])('%s is told with its code', async (_name, answer, status, code) => {
    graph.script = () => answer;
    const { session, requests } = open(PASTED, 'hang' in answer ? { timeoutMs: 100 } : {});
    await failure(collect(session.readInsights(request(), never())));
    expect(requests).toHaveLength(1);
    expect(requests[0]).toMatchObject({ status, error: code, bytes: status === null ? null : expect.any(Number) });
  });

  it('tells both tries when the token moves into the address, and never the token, the proof or the filter', async () => {
    graph.accepts = 'query';
    graph.tokens.set('123456789|app-secret-canary', VALID_TOKEN);
    graph.rows.set(`act_${ID}/insights/ad`, [insightRow(), insightRow({ ad_id: '2' })]);
    graph.pageSize = 1;
    graph.run.states = [{ async_status: 'Job Completed', async_percent_completion: 100 }];
    const { session, requests } = open({ ...PASTED, appId: '123456789', appSecret: 'app-secret-canary' });
    await collect(session.readInsights(request(), never()));
    await collect(session.readInsights(request({ asynchronous: true }), never()));
    await session.check(never());
    expect(requests.slice(0, 2).map(({ error }) => error)).toEqual(['TOKEN_INVALID', null]);
    expect(requests.some(({ method }) => method === 'POST')).toBe(true);
    const text = JSON.stringify(requests);
    for (const secret of [TOKEN, 'app-secret-canary', 'proof', 'access_token', 'input_token', 'http:', 'filtering']) {
      expect(text).not.toContain(secret);
    }
  });
});
