import { createHash } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CLIENT_ID, CLIENT_SECRET, DEVELOPER_TOKEN, SCOPE, send } from './fake-google.ts';
import { failureOf, never, startHarness } from './harness.ts';
import type { Harness } from './harness.ts';

let h: Harness;
beforeEach(async () => {
  h = await startHarness();
});
afterEach(() => h.close());

const APP = { clientId: CLIENT_ID, clientSecret: CLIENT_SECRET };
const REDIRECT = 'http://127.0.0.1:50123/';

test('a browser login ends in a credential the API accepts', async () => {
  const attempt = await h.platform.authorization.begin({ ...APP, developerToken: DEVELOPER_TOKEN }, REDIRECT);
  const back = await h.fake.consent(attempt.url);
  expect(back.origin + back.pathname).toBe(REDIRECT);
  expect(back.searchParams.get('state')).toBe(attempt.state);
  const credential = await h.platform.authorization.complete(attempt, back.searchParams, never);
  expect(credential).toEqual({
    ...APP,
    developerToken: DEVELOPER_TOKEN,
    refreshToken: expect.stringMatching(/^1\/\//),
  });
  expect(JSON.parse(JSON.stringify(credential))).toEqual(credential);
  const session = h.session(credential);
  expect(await session.check(never)).toEqual({
    person: null,
    loginId: null,
    scopes: [SCOPE],
    expiresAt: null,
    dataAccessExpiresAt: null,
    kind: 'login',
  });
  expect(h.fake.requests.at(-1)?.headers['developer-token']).toBe(DEVELOPER_TOKEN);
});

test('500 logins: every state and verifier is new, every challenge is S256 of its verifier', async () => {
  const seen = new Set<string>();
  for (let index = 0; index < 500; index += 1) {
    const attempt = await h.platform.authorization.begin(APP, REDIRECT);
    const url = new URL(attempt.url);
    const verifier = String(attempt.pending.codeVerifier);
    expect(verifier).toMatch(/^[A-Za-z0-9._~-]{43,128}$/);
    expect(url.searchParams.get('code_challenge')).toBe(createHash('sha256').update(verifier).digest('base64url'));
    expect(url.searchParams.get('code_challenge_method')).toBe('S256');
    expect(attempt.url).not.toContain(CLIENT_SECRET);
    expect(Buffer.from(attempt.state, 'base64url').length).toBeGreaterThanOrEqual(16);
    seen.add(verifier).add(attempt.state);
  }
  expect(seen.size).toBe(1000);
});

test('a changed verifier or redirect is refused by the server and told as an expired login', async () => {
  const attempt = await h.platform.authorization.begin(APP, REDIRECT);
  const back = await h.fake.consent(attempt.url);
  attempt.pending.codeVerifier = 'x'.repeat(64);
  const failure = await failureOf(() => h.platform.authorization.complete(attempt, back.searchParams, never));
  expect(failure).toMatchObject({ kind: 'reauthorize', code: 'LOGIN_EXPIRED', scope: 'connection' });
});

test('a login attempt is good once, and for ten minutes', async () => {
  const attempt = await h.platform.authorization.begin(APP, REDIRECT);
  const back = await h.fake.consent(attempt.url);
  await h.platform.authorization.complete(attempt, back.searchParams, never);
  const before = h.fake.count(/token/);
  expect((await failureOf(() => h.platform.authorization.complete(attempt, back.searchParams, never))).code).toBe(
    'LOGIN_EXPIRED',
  );
  const late = await h.platform.authorization.begin(APP, REDIRECT);
  const lateBack = await h.fake.consent(late.url);
  h.clock.now += 600_001;
  expect((await failureOf(() => h.platform.authorization.complete(late, lateBack.searchParams, never))).code).toBe(
    'LOGIN_EXPIRED',
  );
  expect(h.fake.count(/token/)).toBe(before);
});

test.each([
  ['error=access_denied', 'LOGIN_CANCELLED', 'permanent'],
  ['error=admin_policy_enforced', 'LOGIN_BLOCKED', 'permanent'],
  ['error=org_internal', 'LOGIN_FAILED', 'permanent'],
  ['', 'LOGIN_FAILED', 'permanent'],
  ['code=a1&code=b2', 'LOGIN_FAILED', 'permanent'],
])('a callback with %j is %s and asks for no token', async (query, code, kind) => {
  const attempt = await h.platform.authorization.begin(APP, REDIRECT);
  const failure = await failureOf(() => h.platform.authorization.complete(attempt, new URLSearchParams(query), never));
  expect(failure).toMatchObject({ code, kind });
  expect(h.fake.count(/token/)).toBe(0);
});

test.each([
  [{ refresh_token: undefined }, 'NO_REFRESH_TOKEN'],
  [{ scope: 'openid' }, 'SCOPE_MISSING'],
])('a grant with %j is refused: %s', async (answer, code) => {
  h.fake.tokenAnswer = answer;
  const attempt = await h.platform.authorization.begin(APP, REDIRECT);
  const back = await h.fake.consent(attempt.url);
  const failure = await failureOf(() => h.platform.authorization.complete(attempt, back.searchParams, never));
  expect(failure.code).toBe(code);
  expect(failure.sentence).toMatch(/Google/);
});

test('a wrong or missing client secret is told as such', async () => {
  for (const clientSecret of ['wrong-secret', '']) {
    const attempt = await h.platform.authorization.begin({ clientId: CLIENT_ID, clientSecret }, REDIRECT);
    const back = await h.fake.consent(attempt.url);
    const failure = await failureOf(() => h.platform.authorization.complete(attempt, back.searchParams, never));
    expect(failure).toMatchObject({ kind: 'reauthorize', code: 'CLIENT_REJECTED' });
  }
  h.fake.faults.push((seen, response) => {
    if (seen.path !== '/token') return false;
    send(response, 400, { error: 'invalid_request', error_description: 'client_secret is missing.' });
    return true;
  });
  const attempt = await h.platform.authorization.begin({ clientId: CLIENT_ID }, REDIRECT);
  const back = await h.fake.consent(attempt.url);
  const failure = await failureOf(() => h.platform.authorization.complete(attempt, back.searchParams, never));
  // The stage is the login's, the fix is the secret's.
  expect(failure.code).toBe('CLIENT_SECRET_NEEDED');
});

test.each([
  ['', 'TOKEN_EMPTY'],
  ['   \n', 'TOKEN_EMPTY'],
  ['1//abc\ndef ghi', 'TOKEN_GARBLED'],
  ['1//', 'TOKEN_GARBLED'],
  ['żółć1//aaaaaaaaaa', 'TOKEN_GARBLED'],
  ['x'.repeat(3000), 'TOKEN_GARBLED'],
  ['ya29.a0AfH6SMB-something', 'TOKEN_WRONG_KIND'],
])('the pasted token %j is refused: %s', async (pasted, code) => {
  const failure = await failureOf(() => h.platform.authorization.fromPastedSecret(APP, pasted));
  expect(failure).toMatchObject({ code, kind: 'permanent' });
  expect(JSON.stringify(failure)).not.toContain(pasted.trim() || '\u0000');
});

test('a pasted refresh token works, an app without client id does not', async () => {
  const credential = h.platform.authorization.fromPastedSecret(APP, ` ${h.fake.issueRefreshToken()}\n`);
  await h.session(credential).check(never);
  expect((await failureOf(() => h.platform.authorization.fromPastedSecret({}, '1//abcdefgh'))).code).toBe(
    'CLIENT_ID_MISSING',
  );
  expect((await failureOf(() => h.platform.authorization.begin({ clientId: 'a b' }, REDIRECT))).code).toBe(
    'CLIENT_ID_INVALID',
  );
});

test('a saved credential of another shape asks for a new sign-in', async () => {
  for (const broken of [{}, { clientId: 5, refreshToken: 'x' }, { clientId: CLIENT_ID }]) {
    expect((await failureOf(() => h.session(broken))).code).toBe('CREDENTIAL_UNREADABLE');
  }
});
