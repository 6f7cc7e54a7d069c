import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { Credential } from '../../../src/main/platforms/platform.ts';
import { type FakeGraph, graphErrorBody, startFakeGraph } from './fake-graph.ts';
import { everythingIn, failing, failure, never, NOW, PASTED, platformFor, TOKEN, VALID_TOKEN } from './support.ts';

const APP = { appId: '123456789', appSecret: 'app-secret-canary' };
const APP_TOKEN = '123456789|app-secret-canary';
const REDIRECT = 'http://localhost:17963/meta/callback';
let graph: FakeGraph;

beforeEach(async () => {
  graph = await startFakeGraph();
  graph.tokens.set(TOKEN, VALID_TOKEN);
  graph.tokens.set(APP_TOKEN, {});
});
afterEach(() => graph.close());

const authorization = () => platformFor(graph.base).platform.authorization;
const check = (credential: Credential = PASTED) =>
  platformFor(graph.base).platform.openSession(credential, {}).check(never());

describe('login through the browser', () => {
  beforeEach(() => graph.tokens.set('long-token-canary', { ...VALID_TOKEN, type: 'USER' }));

  it('opens the dialog with the own app, read-only scopes and a state of 256 bits', async () => {
    const attempt = await authorization().begin(APP, REDIRECT);
    const url = new URL(attempt.url);
    expect(`${url.origin}${url.pathname}`).toBe(`${graph.base}/v26.0/dialog/oauth`);
    expect(Object.fromEntries(url.searchParams)).toEqual({
      client_id: '123456789',
      redirect_uri: REDIRECT,
      state: attempt.state,
      scope: 'ads_read,business_management',
      response_type: 'code',
    });
    expect(attempt.state).toMatch(/^[\w-]{43}$/);
    expect(attempt.url).not.toContain('app-secret-canary');
    const states = await Promise.all(
      Array.from({ length: 500 }, async () => (await authorization().begin(APP, REDIRECT)).state),
    );
    expect(new Set(states).size).toBe(500);
  });

  it('offers five fixed redirects on localhost', () => {
    const { redirect } = authorization();
    expect(redirect).toMatchObject({ host: 'localhost', path: '/meta/callback' });
    expect(new Set(redirect.ports)).toHaveProperty('size', 5);
  });

  it('exchanges the code and then the short-lived token for a long-lived one', async () => {
    const attempt = await authorization().begin(APP, REDIRECT);
    const credential = await authorization().complete(
      attempt,
      new URLSearchParams({ code: 'good-code', state: attempt.state }),
      never(),
    );
    expect(JSON.parse(JSON.stringify(credential))).toEqual({ origin: 'login', token: 'long-token-canary', ...APP });
    expect(graph.requests.map(({ path }) => path)).toEqual([
      '/v26.0/oauth/access_token',
      '/v26.0/oauth/access_token',
      '/v26.0/debug_token',
      '/v26.0/me',
    ]);
    expect(graph.requests[0]?.authorization).toBeUndefined();
    expect(graph.requests[2]?.authorization).toBe(`Bearer ${APP_TOKEN}`);
    expect(await check(credential)).toMatchObject({ kind: 'login', person: 'Anna Kowalska' });
  });

  it.each<[string, Record<string, string>, string]>([
    ['cancelling', { error: 'access_denied', error_reason: 'user_denied' }, 'LOGIN_CANCELLED'],
    ['an error of the dialog', { error: 'server_error', error_description: 'x' }, 'LOGIN_REFUSED'],
    ['an error_code', { error_code: '1349048', error_message: "Can't load URL" }, 'LOGIN_REFUSED'],
    ['no code', {}, 'LOGIN_INCOMPLETE'],
    ['an empty code', { code: '' }, 'LOGIN_INCOMPLETE'],
    ['a used code', { code: 'used-code' }, 'LOGIN_EXPIRED'],
  ])('%s ends with a sentence', async (_name, callback, code) => {
    const attempt = await authorization().begin(APP, REDIRECT);
    const told = await failure(authorization().complete(attempt, new URLSearchParams(callback), never()));
    expect(told).toMatchObject({ kind: 'permanent', code });
    expect(told.sentence).toMatch(/Meta/);
  });

  it('names a wrong app secret and keeps it out of the error', async () => {
    const wrong = { ...APP, appSecret: 'wrong-secret-canary' };
    const attempt = await authorization().begin(wrong, REDIRECT);
    const error = await failing(authorization().complete(attempt, new URLSearchParams({ code: 'good-code' }), never()));
    expect(error.failure.code).toBe('WRONG_APP_SECRET');
    expect(everythingIn(error)).not.toContain('wrong-secret-canary');
  });

  it('refuses a login in which ads_read was unticked', async () => {
    graph.tokens.set('long-token-canary', { ...VALID_TOKEN, type: 'USER', scopes: ['public_profile'] });
    const attempt = await authorization().begin(APP, REDIRECT);
    const told = await failure(authorization().complete(attempt, new URLSearchParams({ code: 'good-code' }), never()));
    expect(told).toMatchObject({ code: 'MISSING_PERMISSION', sentence: expect.stringContaining('ads_read') });
  });

  it.each([
    ['HTML', { status: 502, text: '<html>' }, 'BAD_ANSWER'],
    ['an answer without token', { body: { hello: 1 } }, 'BAD_ANSWER'],
    ['a reset', { reset: true as const }, 'UNREACHABLE'],
  ])('%s at the exchange is told as such', async (_name, answer, code) => {
    const attempt = await authorization().begin(APP, REDIRECT);
    graph.script = () => answer;
    const told = await failure(authorization().complete(attempt, new URLSearchParams({ code: 'good-code' }), never()));
    expect(told).toMatchObject({ kind: 'transient', code });
  });

  it.each<[Record<string, string>, string]>([
    [{}, 'APP_FIELDS_MISSING'],
    [{ appId: '123456789' }, 'APP_FIELDS_MISSING'],
    [{ appSecret: 'app-secret-canary' }, 'APP_FIELDS_MISSING'],
    [{ appId: 'my app', appSecret: 'x' }, 'BAD_APP_ID'],
  ])('begin refuses %j', async (app, code) => {
    expect(await failure(authorization().begin(app, REDIRECT))).toMatchObject({ kind: 'permanent', code });
  });
});

describe('a pasted token', () => {
  it.each([
    '',
    '   ',
    'two words',
    'EAA\ntoken-of-two-lines',
    'short',
    'EAAżółć-not-ascii-00',
    '"EAAquoted0123456789"',
    '<html>',
    'x'.repeat(5000),
  ])('of the shape %j is refused', async (secret) => {
    const told = await failure(Promise.resolve().then(() => authorization().fromPastedSecret({}, secret)));
    expect(told).toMatchObject({ kind: 'permanent', code: 'BAD_TOKEN_SHAPE' });
    if (secret.trim().length > 8) expect(JSON.stringify(told)).not.toContain(secret.trim());
  });

  it('is trimmed and survives JSON', () => {
    const credential = authorization().fromPastedSecret({ appId: ' 123456789 ', appSecret: '' }, `  ${TOKEN}\n`);
    expect(JSON.parse(JSON.stringify(credential))).toEqual({
      origin: 'pasted',
      token: TOKEN,
      appId: '123456789',
      appSecret: null,
    });
  });
});

describe('checking a connection', () => {
  it('tells who it is, what it may do and when it ends', async () => {
    expect(await check()).toEqual({
      person: 'Anna Kowalska',
      loginId: '10220000000000077',
      scopes: ['ads_read', 'business_management'],
      expiresAt: null,
      dataAccessExpiresAt: null,
      kind: 'system user token',
    });
    expect(graph.requests[0]).toMatchObject({ path: '/v26.0/debug_token', authorization: `Bearer ${TOKEN}` });
    expect(graph.requests[0]?.query.get('input_token')).toBe(TOKEN);
  });

  it('knows the expiry of a login and accepts ads_management for reading', async () => {
    const seconds = NOW / 1000 + 5_183_944;
    graph.tokens.set(TOKEN, {
      ...VALID_TOKEN,
      type: 'USER',
      expires_at: seconds,
      data_access_expires_at: seconds + 1,
      scopes: ['ads_management'],
    });
    expect(await check()).toMatchObject({
      expiresAt: seconds * 1000,
      dataAccessExpiresAt: seconds * 1000 + 1000,
      kind: 'user token',
    });
  });

  it.each<[string, Record<string, unknown>, string, string]>([
    [
      'an expired token',
      { is_valid: false, expires_at: NOW / 1000 - 1, error: { code: 190, subcode: 463, message: 'x' } },
      'TOKEN_EXPIRED',
      'reauthorize',
    ],
    [
      'an expired token without a reason',
      { is_valid: false, expires_at: NOW / 1000 - 1 },
      'TOKEN_EXPIRED',
      'reauthorize',
    ],
    ['an expiry just passed', { expires_at: NOW / 1000 }, 'TOKEN_EXPIRED', 'reauthorize'],
    ['an invalid token', { is_valid: false }, 'TOKEN_INVALID', 'reauthorize'],
    ['an answer without is_valid', { is_valid: undefined }, 'TOKEN_INVALID', 'reauthorize'],
    [
      'a removed app',
      { is_valid: false, error: { code: 190, subcode: 458, message: 'x' } },
      'APP_REMOVED',
      'reauthorize',
    ],
    [
      'a changed password',
      { is_valid: false, error: { code: 190, subcode: 460, message: 'x' } },
      'PASSWORD_CHANGED',
      'reauthorize',
    ],
    ['no ads_read', { scopes: ['business_management'] }, 'MISSING_PERMISSION', 'reauthorize'],
    ['no scopes at all', { scopes: undefined }, 'MISSING_PERMISSION', 'reauthorize'],
    ['data access over', { data_access_expires_at: NOW / 1000 - 1 }, 'DATA_ACCESS_EXPIRED', 'reauthorize'],
    ['another app', { app_id: '999' }, 'WRONG_APP', 'permanent'],
    ['a page token', { type: 'PAGE' }, 'WRONG_TOKEN_TYPE', 'permanent'],
  ])('%s has its own sentence', async (_name, data, code, kind) => {
    graph.tokens.set(TOKEN, { ...VALID_TOKEN, ...data });
    const told = await failure(check({ ...PASTED, ...APP }));
    expect(told).toMatchObject({ code, kind, scope: 'connection' });
    expect(told.sentence).toMatch(/Meta/);
    if (code === 'MISSING_PERMISSION') expect(told.sentence).toContain('ads_read');
  });

  it('asks as the app when there is a secret, and names a wrong one', async () => {
    await check({ ...PASTED, ...APP });
    expect(graph.requests[0]?.authorization).toBe(`Bearer ${APP_TOKEN}`);
    const told = await failure(check({ ...PASTED, ...APP, appSecret: 'another-secret' }));
    expect(told).toMatchObject({ code: 'WRONG_APP_SECRET' });
  });

  it('a token of another app, asked as this app, is WRONG_APP', async () => {
    graph.script = ({ path }) =>
      path.endsWith('debug_token')
        ? { status: 400, body: graphErrorBody({ code: 100, message: 'The App_id in the input_token did not match' }) }
        : undefined;
    expect(await failure(check({ ...PASTED, ...APP }))).toMatchObject({ code: 'WRONG_APP' });
  });

  it('a token Graph does not know at all is TOKEN_INVALID', async () => {
    const told = await failure(check({ ...PASTED, token: 'EAAnobodyKnowsThisOne' }));
    expect(told).toMatchObject({ kind: 'reauthorize', code: 'TOKEN_INVALID' });
  });

  it('asks for the permissions when the token may not look at itself', async () => {
    const permissions = (granted: string) => ({
      body: {
        data: [
          { permission: granted, status: 'granted' },
          { permission: 'ads_management', status: 'declined' },
        ],
      },
    });
    for (const [granted, outcome] of [
      ['ads_read', 'ok'],
      ['public_profile', 'MISSING_PERMISSION'],
    ] as const) {
      graph.script = ({ path }) => {
        if (path.endsWith('debug_token'))
          return { status: 400, body: graphErrorBody({ code: 100, message: 'You must provide an app access token' }) };
        return path.endsWith('permissions') ? permissions(granted) : undefined;
      };
      const checked = await check().then(
        () => 'ok',
        (error: { failure: { code: string } }) => error.failure.code,
      );
      expect(checked).toBe(outcome);
    }
  });

  it('goes without a name when /me refuses one, but not when /me refuses the secret', async () => {
    graph.script = ({ path }) =>
      path.endsWith('/me') ? { status: 400, body: graphErrorBody({ code: 100 }) } : undefined;
    expect(await check()).toMatchObject({ person: null, loginId: '10220000000000077' });
    graph.script = ({ path }) =>
      path.endsWith('/me') ? { status: 400, body: graphErrorBody({ code: 104 }) } : undefined;
    expect(await failure(check({ ...PASTED, ...APP }))).toMatchObject({ code: 'WRONG_APP_SECRET' });
  });

  it.each([
    ['HTML', { status: 502, text: '<html>' }, 'BAD_ANSWER'],
    ['no data', { body: { hello: 1 } }, 'BAD_ANSWER'],
    ['silence', { hang: true as const }, 'TIMEOUT'],
  ])('%s from debug_token is transient', async (_name, answer, code) => {
    graph.script = () => answer;
    const session = platformFor(graph.base, 'hang' in answer ? { timeoutMs: 150 } : {}).platform.openSession(
      PASTED,
      {},
    );
    expect(await failure(session.check(never()))).toMatchObject({ kind: 'transient', code });
  });
});
