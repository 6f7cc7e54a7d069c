import { execFile } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { UsageReading } from '../../../src/main/platforms/platform.ts';
import { type FakeGraph, graphErrorBody, startFakeGraph } from './fake-graph.ts';
import {
  ACCOUNT,
  collect,
  collectRows,
  everythingIn,
  failing,
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
/** Counted before any session exists: the SDK hooks in once per process. */
const LISTENERS_AT_START = process.listenerCount('uncaughtException');
let graph: FakeGraph;

beforeEach(async () => {
  graph = await startFakeGraph();
  graph.tokens.set(TOKEN, VALID_TOKEN);
});
afterEach(() => graph.close());

function open(credential: Record<string, unknown> = PASTED, options = {}) {
  const usage: UsageReading[] = [];
  const { platform, lines } = platformFor(graph.base, options);
  return {
    platform,
    lines,
    usage,
    session: platform.openSession(credential, { onUsage: (reading) => usage.push(reading) }),
  };
}

const adRows = (count: number) =>
  Array.from({ length: count }, (_, index) => insightRow({ ad_id: String(1000 + index) }));

describe('the token', () => {
  it('goes into the query when Graph denies having seen one, and stays there for the session', async () => {
    graph.accepts = 'query';
    graph.rows.set('me/adaccounts', [
      { account_id: '1', name: 'N', currency: 'PLN', timezone_name: 'Europe/Warsaw', account_status: 1 },
    ]);
    const { session, lines } = open();
    expect(await collect(session.listAdAccounts(never()))).toHaveLength(1);
    expect(await collect(session.listAdAccounts(never()))).toHaveLength(1);
    expect(graph.requests.map(({ query }) => query.get('access_token'))).toEqual([null, TOKEN, TOKEN]);
    expect(lines.join('\n')).not.toContain(TOKEN);
  });

  it.each([104, 2500])('code %i is repeated once and no more', async (code) => {
    graph.script = () => ({
      status: 400,
      body: graphErrorBody({ code, message: 'An active access token must be used' }),
    });
    await failing(collect(open().session.listAdAccounts(never())));
    expect(graph.requests).toHaveLength(2);
  });

  it('is proved by appsecret_proof on every call and page when there is an app secret', async () => {
    graph.rows.set(`${NODE}/insights/ad`, adRows(7));
    graph.pageSize = 3;
    const credential = { origin: 'login', token: TOKEN, appId: '123456789', appSecret: 'app-secret-canary' };
    await collect(open(credential).session.readInsights(request(), never()));
    const proof = createHmac('sha256', 'app-secret-canary').update(TOKEN).digest('hex');
    expect(graph.requests.map(({ query }) => query.getAll('appsecret_proof'))).toEqual([[proof], [proof], [proof]]);
  });

  it('never mixes with that of another session', async () => {
    const other = 'EAAotherTokenOfTheTest9876543210';
    graph.tokens.set(other, VALID_TOKEN);
    for (const id of ['111', '222']) {
      graph.rows.set(
        `act_${id}/insights/ad`,
        Array.from({ length: 40 }, (_, index) => insightRow({ account_id: id, ad_id: String(index) })),
      );
    }
    graph.pageSize = 2;
    const read = (token: string, adAccountId: string) =>
      collectRows(
        open({ ...PASTED, token }).session.readInsights(request({ adAccount: { ...ACCOUNT, adAccountId } }), never()),
      );
    const [first, second] = await Promise.all([read(TOKEN, '111'), read(other, '222')]);
    expect([first.records.length, second.records.length]).toEqual([40, 40]);
    expect(graph.requests).toHaveLength(40);
    for (const { path, authorization } of graph.requests) {
      expect(authorization).toBe(`Bearer ${path.includes('act_111') ? TOKEN : other}`);
    }
  });

  it('is in no error and no log line, however the call ends', async () => {
    const canaries = [TOKEN, 'app-secret-canary', encodeURIComponent(TOKEN), Buffer.from(TOKEN).toString('base64')];
    const proof = createHmac('sha256', 'app-secret-canary').update(TOKEN).digest('hex');
    const answers = [
      { status: 400, body: graphErrorBody({ code: 190, message: `Malformed access token ${TOKEN}` }) },
      { status: 400, body: graphErrorBody({ code: 1, message: `GET /me?access_token=${TOKEN}&x=1 failed` }) },
      { status: 400, body: graphErrorBody({ code: 100, message: `cut token ${TOKEN.slice(0, 20)}` }) },
      { status: 502, text: `<html>${TOKEN}</html>` },
      { text: `{"data":[{"x":"${TOKEN}"` },
      { reset: true as const },
      { hang: true as const },
      { cut: `{"data":["${TOKEN}` },
      { body: { data: [], paging: { next: `http://127.0.0.1:9/x?access_token=${TOKEN}` } } },
    ];
    const credential = { origin: 'login', token: TOKEN, appId: '123456789', appSecret: 'app-secret-canary' };
    for (const accepts of ['bearer', 'query'] as const) {
      graph.accepts = accepts;
      for (const answer of answers) {
        const { platform, session, lines } = open(credential, 'hang' in answer ? { timeoutMs: 1500 } : {});
        graph.script = null;
        await collect(session.listAdAccounts(never()));
        graph.script = () => answer;
        const errors = await Promise.all([
          failing(collect(session.readInsights(request(), never()))),
          failing(collect(session.readStructure({ adAccount: ACCOUNT }, never()))),
          failing(session.check(never())),
        ]);
        for (const error of errors) {
          const shown = [
            everythingIn(error),
            JSON.stringify(error),
            JSON.stringify(platform.classify(error)),
            ...lines,
          ];
          for (const canary of [...canaries, proof, TOKEN.slice(0, 20)]) expect(shown.join('\n')).not.toContain(canary);
        }
      }
    }
  });

  it('unreadable credentials ask to sign in again, before any request', async () => {
    for (const credential of [{}, { token: 7 }, { origin: 'pasted' }, { origin: 'else', token: TOKEN }]) {
      const told = await failure(collect(open(credential).session.listAdAccounts(never())));
      expect(told).toMatchObject({ kind: 'reauthorize', code: 'CREDENTIAL_UNREADABLE' });
    }
    expect(graph.requests).toHaveLength(0);
  });
});

describe('the SDK', () => {
  it('adds no uncaughtException listener and phones no crash home', async () => {
    graph.script = () => ({ status: 400, body: graphErrorBody({ code: 100 }) });
    await failing(collect(open().session.readInsights(request(), never())));
    expect(process.listenerCount('uncaughtException')).toBe(LISTENERS_AT_START);
    expect(graph.requests.some(({ path }) => path.includes('instruments'))).toBe(false);
  });

  it('is not loaded by importing the platform, opening a session or checking it', async () => {
    const script = `
      const { createMetaPlatform } = await import('./src/main/platforms/meta/index.ts');
      const { createRequire } = await import('node:module');
      const platform = createMetaPlatform({ endpoints: { metaGraph: '${graph.base}', metaLogin: '${graph.base}' }, now: () => 0, log: () => {} });
      const session = platform.openSession(${JSON.stringify(PASTED)}, {});
      const checked = await session.check(new AbortController().signal);
      const loaded = () => Object.keys(createRequire(import.meta.url).cache).some((file) => file.includes('facebook-nodejs'));
      console.log(checked.person, loaded());
      for await (const account of session.listAdAccounts(new AbortController().signal));
      console.log(loaded());
    `;
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script]);
    expect(stdout.trim().split('\n')).toEqual(['Anna Kowalska false', 'true']);
  });
});

describe('revoking', () => {
  it('takes the grant of a login back and leaves a pasted token alone', async () => {
    expect(await open({ ...PASTED, origin: 'login' }).session.revoke(never())).toBe(true);
    expect(graph.requests.map(({ method, path }) => `${method} ${path}`)).toEqual(['DELETE /v26.0/me/permissions']);
    expect(await open().session.revoke(never())).toBe(false);
    expect(await open({ origin: 'login', token: 'EAAunknownToken0000000000' }).session.revoke(never())).toBe(false);
    expect(graph.requests).toHaveLength(2);
  });

  it('says so when Meta cannot be reached', async () => {
    graph.script = () => ({ reset: true });
    expect(await failure(open({ ...PASTED, origin: 'login' }).session.revoke(never()))).toMatchObject({
      kind: 'transient',
    });
  });
});
