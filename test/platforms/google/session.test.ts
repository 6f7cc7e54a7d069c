import { afterEach, beforeEach, expect, test } from 'vitest';
import { CLIENT_ID, CLIENT_SECRET, send } from './fake-google.ts';
import { collect, failureOf, never, startHarness } from './harness.ts';
import type { Harness } from './harness.ts';

let h: Harness;
beforeEach(async () => {
  h = await startHarness({ tokenMs: 500, callMs: 500, streamMs: 500 });
  h.fake.customers.set('1111111111', { id: '1111111111', name: 'One' });
  h.fake.direct = ['1111111111'];
});
afterEach(() => h.close());

const account = { adAccountId: '1111111111', accessPath: '1111111111', currency: 'EUR', timeZone: 'Europe/Berlin' };
const request = {
  adAccount: account,
  level: 'account',
  from: '2026-11-01',
  to: '2026-11-02',
  asynchronous: false,
} as const;
const credential = (refreshToken: string): Record<string, unknown> => ({
  clientId: CLIENT_ID,
  clientSecret: CLIENT_SECRET,
  refreshToken,
});

test('20 calls at once ask for one token, and later calls for none until a minute before its end', async () => {
  h.fake.tokenDelayMs = 50;
  const session = h.session();
  await Promise.all(Array.from({ length: 20 }, () => collect(session.readInsights(request, never))));
  expect(h.fake.count(/^\/token$/)).toBe(1);
  h.clock.now += 3_538_000;
  await collect(session.readInsights(request, never));
  expect(h.fake.count(/^\/token$/)).toBe(1);
  h.clock.now += 2_000;
  await collect(session.readInsights(request, never));
  expect(h.fake.count(/^\/token$/)).toBe(2);
});

test('a caller who gives up does not fail the others who wait for the same token', async () => {
  h.fake.tokenDelayMs = 100;
  const session = h.session();
  const stop = new AbortController();
  const first = failureOf(() => collect(session.readInsights(request, stop.signal)));
  const second = collect(session.readInsights(request, never));
  stop.abort('not an error object');
  expect((await first).code).toBe('ABORTED');
  expect(await second).toEqual([]);
  expect(h.fake.count(/^\/token$/)).toBe(1);
});

test('a token withdrawn early is renewed once and the call repeated once', async () => {
  const session = h.session();
  await collect(session.readInsights(request, never));
  h.fake.accessTokens.clear();
  await Promise.all([collect(session.readInsights(request, never)), collect(session.readInsights(request, never))]);
  expect(h.fake.count(/^\/token$/)).toBe(2);
});

test('401 with every token: one renewal, one repetition, then sign in again', async () => {
  h.fake.tokenAnswer = { access_token: 'ya29.neverAccepted' };
  h.fake.faults.push((seen) => {
    h.fake.accessTokens.delete('ya29.neverAccepted');
    return seen.path === 'never';
  });
  const session = h.session();
  const failure = await failureOf(() => collect(session.readInsights(request, never)));
  expect(failure).toMatchObject({ kind: 'reauthorize', code: 'TOKEN_EXPIRED', scope: 'connection' });
  expect(h.fake.count(/^\/token$/)).toBe(2);
  expect(h.fake.count(/searchStream/)).toBe(2);
});

test('a dead grant is asked about once; only check asks again', async () => {
  const session = h.session(credential('1//deadGrantCanary'));
  for (let index = 0; index < 5; index += 1) {
    const failure = await failureOf(() => collect(session.readInsights(request, never)));
    expect(failure).toMatchObject({ kind: 'reauthorize', code: 'TOKEN_REVOKED', scope: 'connection' });
  }
  expect(h.fake.count(/^\/token$/)).toBe(1);
  expect((await failureOf(() => session.check(never))).code).toBe('TOKEN_REVOKED');
  expect(h.fake.count(/^\/token$/)).toBe(2);
  h.fake.refreshTokens.add('1//deadGrantCanary');
  await session.check(never);
  await collect(session.readInsights(request, never));
  expect(h.fake.count(/^\/token$/)).toBe(3);
});

test('a grant without the Google Ads permission is told by check', async () => {
  h.fake.tokenAnswer = { scope: 'openid email' };
  expect(await failureOf(() => h.session().check(never))).toMatchObject({ kind: 'reauthorize', code: 'SCOPE_MISSING' });
});

test('check tells when a time-limited grant ends, and a new refresh token is handed on to be kept', async () => {
  h.fake.tokenAnswer = { refresh_token_expires_in: 604_800, refresh_token: '1//rotatedCanary' };
  const kept: unknown[] = [];
  const session = h.platform.openSession(credential(h.fake.issueRefreshToken()), {
    onCredentialChanged: (c) => kept.push(c),
  });
  expect((await session.check(never)).expiresAt).toBe(h.clock.now + 604_800_000);
  expect(kept).toEqual([{ clientId: CLIENT_ID, clientSecret: CLIENT_SECRET, refreshToken: '1//rotatedCanary' }]);
});

test('no developer token is sent when there is none, and login-customer-id only when there is an access path', async () => {
  const session = h.session();
  await collect(session.readInsights(request, never));
  await collect(session.readInsights({ ...request, adAccount: { ...account, accessPath: null } }, never));
  const [withPath, without] = h.fake.requests.filter((seen) => /searchStream/.test(seen.path));
  expect(withPath?.headers).not.toHaveProperty('developer-token');
  expect(withPath?.headers['login-customer-id']).toBe('1111111111');
  expect(without?.headers).not.toHaveProperty('login-customer-id');
});

test('revoke ends the grant and says false when there is nothing to end; the token travels in the body', async () => {
  const session = h.session();
  expect(await session.revoke(never)).toBe(true);
  expect(await session.revoke(never)).toBe(false);
  expect(h.fake.refreshTokens.size).toBe(0);
});

test.each([
  ['token', /^\/token$/],
  ['API', /searchStream/],
])('the %s server hangs, cuts, sends HTML, half a JSON or nothing', async (_, path) => {
  const session = (): ReturnType<Harness['session']> => h.session();
  const cases: [string, Parameters<typeof h.fake.faults.push>[0]][] = [
    ['TIMEOUT', () => true],
    ['UNREACHABLE', (_seen, response) => (response.destroy(), true)],
    [
      'CUT',
      (_seen, response) => {
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
        response.write('[{"results":[');
        setImmediate(() => response.destroy());
        return true;
      },
    ],
    ['SERVER_ERROR', (_seen, response) => (send(response, 502, '<html>Bad gateway</html>', 'text/html'), true)],
    ['SERVER_ERROR', (_seen, response) => (send(response, 503, ''), true)],
    ['BAD_ANSWER', (_seen, response) => (send(response, 200, '<html>hotel wifi</html>', 'text/html'), true)],
    ['BAD_ANSWER', (_seen, response) => (send(response, 200, '[{"results":[{"metrics":{"clicks":"1'), true)],
    ['BAD_ANSWER', (_seen, response) => (send(response, 200, ''), true)],
  ];
  for (const [code, fault] of cases) {
    h.fake.faults = [(seen, response) => path.test(seen.path) && fault(seen, response)];
    const failure = await failureOf(() => collect(session().readInsights(request, never)));
    expect(failure).toMatchObject({ kind: 'transient', code });
  }
});

test('a cancelled import stops a call that hangs', async () => {
  const stop = new AbortController();
  h.fake.faults = [
    (seen) => {
      if (!/searchStream/.test(seen.path)) return false;
      stop.abort();
      return true;
    },
  ];
  const failure = await failureOf(() => collect(h.session().readInsights(request, stop.signal)));
  expect(failure).toMatchObject({ kind: 'transient', code: 'ABORTED' });
});
