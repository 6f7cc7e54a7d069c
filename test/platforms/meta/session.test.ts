import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { type FakeGraph, graphErrorBody, startFakeGraph } from './fake-graph.ts';
import {
  ACCOUNT,
  collect,
  collectRows,
  failure,
  insightRow,
  never,
  PASTED,
  platformFor,
  request,
  TOKEN,
  VALID_TOKEN,
} from './support.ts';

const NODE = `act_${ACCOUNT.adAccountId}`;
let graph: FakeGraph;

beforeEach(async () => {
  graph = await startFakeGraph();
  graph.tokens.set(TOKEN, VALID_TOKEN);
});
afterEach(() => graph.close());

function open(credential: Record<string, unknown> = PASTED, options = {}) {
  const { platform, lines } = platformFor(graph.base, options);
  return { platform, lines, session: platform.openSession(credential, {}) };
}

const adRows = (count: number) =>
  Array.from({ length: count }, (_, index) => insightRow({ ad_id: String(1000 + index) }));

describe('reading insights', () => {
  it.each(['account', 'campaign', 'ad_group', 'ad'] as const)(
    'asks at level %s for what that level has',
    async (level) => {
      const meta = level === 'ad_group' ? 'adset' : level;
      graph.rows.set(`${NODE}/insights/${meta}`, [insightRow()]);
      const { records, setAside } = await collectRows(open().session.readInsights(request({ level }), never()));
      expect(setAside).toEqual([]);
      expect(records).toHaveLength(1);
      const { query, path, authorization } = graph.requests[0]!;
      expect(path).toBe(`/v26.0/${NODE}/insights`);
      expect(authorization).toBe(`Bearer ${TOKEN}`);
      expect(query.get('time_range')).toBe('{"since":"2026-02-01","until":"2026-02-28"}');
      expect(query.get('action_attribution_windows')).toBe('["1d_click","7d_click","28d_click","1d_view"]');
      expect(query.get('time_increment')).toBe('1');
      expect(query.get('limit')).toBe('500');
    },
  );

  it('reads every page, sends no token in any address, and keeps the order', async () => {
    graph.rows.set(`${NODE}/insights/ad`, adRows(23));
    graph.pageSize = 5;
    const { records } = await collectRows(open().session.readInsights(request(), never()));
    expect(records.map((record) => record.entityId)).toEqual(adRows(23).map((row) => row['ad_id']));
    expect(graph.requests).toHaveLength(5);
    for (const { raw, authorization } of graph.requests) {
      expect(raw).not.toContain('access_token');
      expect(authorization).toBe(`Bearer ${TOKEN}`);
    }
  });

  it.each([0, 1, 2, 3, 4])(
    'an exchange that breaks at page %i ends in an error, never in a short list',
    async (broken) => {
      graph.rows.set(`${NODE}/insights/ad`, adRows(23));
      graph.pageSize = 5;
      graph.script = () => (graph.requests.length === broken + 1 ? { reset: true } : undefined);
      const records: unknown[] = [];
      const reading = (async () => {
        for await (const page of open().session.readInsights(request(), never())) records.push(...page.records);
      })();
      expect(await failure(reading)).toMatchObject({ kind: 'transient' });
      expect(records).toHaveLength(broken * 5);
    },
  );

  it('follows an empty page that has a next one', async () => {
    const [first, second] = adRows(2);
    const next = (after: string) => `${graph.base}/v26.0/${NODE}/insights?after=${after}`;
    graph.script = ({ query }) => {
      const after = query.get('after');
      if (after === null) return { body: { data: [first], paging: { next: next('a') } } };
      if (after === 'a') return { body: { data: [], paging: { next: next('b') } } };
      return { body: { data: [second], paging: {} } };
    };
    const { records } = await collectRows(open().session.readInsights(request(), never()));
    expect(records).toHaveLength(2);
  });

  it('asks for archived and deleted objects too, and remembers when Meta refuses to be asked', async () => {
    graph.rows.set(`${NODE}/insights/ad`, [insightRow(), { ...insightRow({ ad_id: '9' }), '#hidden': 'DELETED' }]);
    const { session, lines } = open();
    expect((await collectRows(session.readInsights(request(), never()))).records).toHaveLength(2);
    const [filter] = JSON.parse(graph.requests[0]?.query.get('filtering') ?? '[]') as {
      field: string;
      value: string[];
    }[];
    expect(filter?.field).toBe('ad.effective_status');
    expect(filter?.value).toEqual(expect.arrayContaining(['ACTIVE', 'ARCHIVED', 'DELETED', 'ADSET_PAUSED']));

    await collect(session.readInsights(request({ level: 'account' }), never()));
    expect(graph.requests.at(-1)?.query.has('filtering')).toBe(false);

    graph.script = ({ query }) =>
      query.has('filtering') ? { status: 400, body: graphErrorBody({ code: 100 }) } : undefined;
    const another = open();
    expect((await collectRows(another.session.readInsights(request(), never()))).records).toHaveLength(1);
    graph.requests.length = 0;
    expect((await collectRows(another.session.readInsights(request(), never()))).records).toHaveLength(1);
    expect(graph.requests).toHaveLength(1);
    expect(lines.some((line) => line.startsWith('warn'))).toBe(false);
    expect(another.lines.filter((line) => line.startsWith('warn'))).toHaveLength(2);
  });

  it('treats an account without rows as complete', async () => {
    expect((await collectRows(open().session.readInsights(request(), never()))).records).toEqual([]);
  });

  it.each([
    ['the same cursor again', (next: string) => next.replace(/after=\d+/, 'after=5')],
    [
      'the same cursor under a new address',
      (next: string, page: number) => `${next.replace(/after=\d+/, 'after=5')}&limit=${page + 1}`,
    ],
  ])('stops at %s', async (_name, mangle) => {
    graph.rows.set(`${NODE}/insights/ad`, adRows(23));
    graph.pageSize = 5;
    graph.mangleNext = mangle;
    const told = await failure(collect(open().session.readInsights(request(), never())));
    expect(told).toMatchObject({ kind: 'permanent', code: 'BAD_ANSWER' });
    expect(graph.requests.length).toBeLessThanOrEqual(3);
  });

  it('stops when empty pages never end', async () => {
    graph.script = () => ({
      body: { data: [], paging: { next: `${graph.base}/v26.0/${NODE}/insights?after=${graph.requests.length}` } },
    });
    expect(await failure(collect(open().session.readInsights(request(), never())))).toMatchObject({
      code: 'BAD_ANSWER',
    });
    expect(graph.requests.length).toBeLessThan(250);
  });

  it('does not follow a next page on another server', async () => {
    const stranger = await startFakeGraph();
    const host = stranger.base.slice('http://'.length);
    for (const address of [
      `${stranger.base}/v26.0/steal?after=1`,
      `http://${graph.base.slice(7)}@${host}/v26.0/steal`,
      `http://user:secret@${graph.base.slice(7)}/v26.0/steal`,
      'file:///etc/passwd',
      '//evil.example/v26.0/steal',
      'not an address',
    ]) {
      graph.requests.length = 0;
      graph.script = () => ({ body: { data: [insightRow()], paging: { next: address } } });
      const told = await failure(collect(open().session.readInsights(request(), never())));
      expect(told).toMatchObject({ kind: 'permanent', code: 'BAD_ANSWER' });
      expect(graph.requests).toHaveLength(1);
    }
    expect(stranger.requests).toHaveLength(0);
    await stranger.close();
  });

  it('keeps ids that a server sends as bare numbers', async () => {
    const text = JSON.stringify({ data: [insightRow({ spend: undefined })] }).replace(
      '"120241725104280604"',
      '120241725104280604',
    );
    graph.script = () => ({ text });
    const { records } = await collectRows(open().session.readInsights(request(), never()));
    expect(records[0]?.entityId).toBe('120241725104280604');
  });

  it('reads 10 000 rows page by page without holding them', async () => {
    graph.rows.set(`${NODE}/insights/ad`, adRows(10_000));
    graph.pageSize = 500;
    const { session } = open();
    let count = 0;
    let largestPage = 0;
    const before = process.memoryUsage().heapUsed;
    let highest = before;
    for await (const page of session.readInsights(request(), never())) {
      count += page.records.length;
      largestPage = Math.max(largestPage, page.records.length);
      highest = Math.max(highest, process.memoryUsage().heapUsed);
    }
    expect(count).toBe(10_000);
    expect(largestPage).toBe(500);
    // The SDK's own rows took 528 MB for as many.
    expect(highest - before).toBeLessThan(100 * 1024 * 1024);
  });
});

describe('answers that are none', () => {
  it.each([
    ['an HTML 502', { status: 502, text: '<html><body>Bad Gateway</body></html>' }, 'BAD_ANSWER'],
    ['an empty 500', { status: 500, text: '' }, 'BAD_ANSWER'],
    ['half a JSON', { text: '{"data":[{"ad_id":"1","spe' }, 'BAD_ANSWER'],
    ['HTML with status 200', { text: '<html>Log in</html>' }, 'BAD_ANSWER'],
    ['a JSON list', { body: [] }, 'BAD_ANSWER'],
    ['JSON null', { body: null }, 'BAD_ANSWER'],
    ['an edge without data', { body: { paging: {} } }, 'BAD_ANSWER'],
    ['data that is no list', { body: { data: {} } }, 'BAD_ANSWER'],
    ['an error status without an error', { status: 400, body: { hello: 1 } }, 'BAD_ANSWER'],
    ['a connection cut in the body', { cut: '{"data":[' }, 'CONNECTION_CUT'],
    ['a reset', { reset: true as const }, 'UNREACHABLE'],
    ['silence', { hang: true as const }, 'TIMEOUT'],
  ])('%s is transient and named', async (_name, answer, code) => {
    graph.script = () => answer;
    const { session } = open(PASTED, 'hang' in answer ? { timeoutMs: 150 } : {});
    const told = await failure(collect(session.readInsights(request(), never())));
    expect(told).toMatchObject({ kind: 'transient', code });
    expect(told.sentence).toContain('Meta Ads');
  });

  it('an error object counts whatever the status', async () => {
    graph.script = () => ({ status: 200, body: graphErrorBody({ code: 190, error_subcode: 463 }) });
    expect(await failure(collect(open().session.readInsights(request(), never())))).toMatchObject({
      code: 'TOKEN_EXPIRED',
    });
  });

  it('a server that is gone is unreachable', async () => {
    const { session } = open();
    await graph.close();
    expect(await failure(collect(session.listAdAccounts(never())))).toMatchObject({
      kind: 'transient',
      code: 'UNREACHABLE',
    });
  });

  it('a cancelled reading ends at once as ABORTED', async () => {
    const controller = new AbortController();
    graph.script = () => {
      setImmediate(() => controller.abort());
      return { hang: true };
    };
    const told = await failure(collect(open().session.readInsights(request(), controller.signal)));
    expect(told).toMatchObject({ kind: 'transient', code: 'ABORTED' });
    expect(await failure(collect(open().session.readInsights(request(), AbortSignal.abort())))).toMatchObject({
      code: 'ABORTED',
    });
    expect(graph.requests).toHaveLength(1);
  });
});

describe('ad accounts', () => {
  it('lists every page once per account', async () => {
    const row = (id: number) => ({
      account_id: String(id),
      id: `act_${id}`,
      name: `N${id}`,
      currency: 'PLN',
      timezone_name: 'Europe/Warsaw',
      account_status: 1,
    });
    graph.rows.set('me/adaccounts', [
      ...Array.from({ length: 12 }, (_, index) => row(index + 1)),
      row(3),
      { name: 'without id' },
    ]);
    graph.pageSize = 5;
    const { session, lines } = open();
    const accounts = await collect(session.listAdAccounts(never()));
    expect(accounts.map((account) => account.adAccountId)).toEqual(
      Array.from({ length: 12 }, (_, index) => String(index + 1)),
    );
    expect(graph.requests[0]?.query.get('limit')).toBe('200');
    expect(lines.some((line) => line.startsWith('warn'))).toBe(true);
  });
});
