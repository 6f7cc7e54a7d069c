import { describe, expect, it } from 'vitest';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { DAY_MS } from '../../src/sandbox/calendar.ts';
import { adsCode, googleToken, NOW, pkce, press, sandboxAt, send, type Answer } from './clients.ts';

const REDIRECT = 'http://127.0.0.1:45678';
const VERIFIER = 'a-verifier_of~enough.length-0123456789-0123456789';
const SCOPE = 'https://www.googleapis.com/auth/adwords';

function consent(sandbox: Sandbox, params: Record<string, string | undefined> = {}): Promise<Answer> {
  const url = new URL(`${sandbox.urls.googleAuth}/o/oauth2/v2/auth`);
  const all = {
    client_id: sandbox.credentials.google.clientId,
    redirect_uri: REDIRECT,
    response_type: 'code',
    scope: SCOPE,
    state: 's',
    access_type: 'offline',
    prompt: 'consent',
    code_challenge: pkce(VERIFIER),
    code_challenge_method: 'S256',
    ...params,
  };
  for (const [key, value] of Object.entries(all)) if (value !== undefined) url.searchParams.set(key, value);
  return send(url);
}

async function codeOf(sandbox: Sandbox, params: Record<string, string | undefined> = {}): Promise<string> {
  return new URL((await consent(sandbox, params)).headers.get('location') ?? '').searchParams.get('code') ?? '';
}

function token(sandbox: Sandbox, params: Record<string, string>): Promise<Answer> {
  const { clientId, clientSecret } = sandbox.credentials.google;
  return send(`${sandbox.urls.googleToken}/token`, {
    method: 'POST',
    body: new URLSearchParams({ client_id: clientId, client_secret: clientSecret, ...params }),
  });
}

const exchange = (sandbox: Sandbox, code: string, more: Record<string, string> = {}): Promise<Answer> =>
  token(sandbox, { grant_type: 'authorization_code', code, code_verifier: VERIFIER, redirect_uri: REDIRECT, ...more });
const accessible = (sandbox: Sandbox, access: string): Promise<Answer> =>
  send(`${sandbox.urls.googleAds}/v25/customers:listAccessibleCustomers`, {
    headers: { authorization: `Bearer ${access}` },
  });

describe('Google sign-in', () => {
  it('asks for consent, and goes back with a code or with access_denied', async () => {
    const sandbox = await sandboxAt();
    const page = await consent(sandbox);
    expect(page.status).toBe(200);
    const yes = new URL((await press(sandbox.urls.googleAuth, page.text, 'approve')).headers.get('location') ?? '');
    expect([yes.origin, yes.searchParams.get('state'), yes.searchParams.get('scope')]).toEqual([REDIRECT, 's', SCOPE]);
    expect(yes.searchParams.get('code')).toMatch(/^4\//);
    const no = new URL((await press(sandbox.urls.googleAuth, page.text, 'cancel')).headers.get('location') ?? '');
    expect([no.searchParams.get('error'), no.searchParams.get('state'), no.searchParams.get('code')]).toEqual([
      'access_denied',
      's',
      null,
    ]);
  });

  it.each([
    { client_id: 'other' },
    { redirect_uri: 'http://localhost:45678' },
    { redirect_uri: 'http://127.0.0.1' },
    { redirect_uri: 'https://evil.example' },
    { response_type: 'token' },
    { scope: undefined },
    { code_challenge: undefined },
    { code_challenge_method: 'plain' },
  ])('shows an error page and never redirects for %o', async (params) => {
    const answer = await consent(await sandboxAt(NOW, { autoApprove: true }), params);
    expect(answer.status).toBe(400);
    expect(answer.headers.get('location')).toBeNull();
  });

  it('exchanges a code for tokens that work', async () => {
    const sandbox = await sandboxAt(NOW, { autoApprove: true });
    const first = await exchange(sandbox, await codeOf(sandbox));
    expect(first.body).toMatchObject({ expires_in: 3599, scope: SCOPE, token_type: 'Bearer' });
    expect(first.body.refresh_token).toMatch(/^1\/\//);
    expect((await accessible(sandbox, first.body.access_token)).body.resourceNames.length).toBeGreaterThan(1);
    expect((await accessible(sandbox, await googleToken(sandbox, first.body.refresh_token))).status).toBe(200);
    const online = await exchange(sandbox, await codeOf(sandbox, { access_type: undefined }));
    expect(online.body.refresh_token).toBeUndefined();
  });

  it('really checks PKCE, the redirect, the client and the code', async () => {
    const sandbox = await sandboxAt(NOW, { autoApprove: true });
    const code = await codeOf(sandbox);
    expect((await exchange(sandbox, code, { code_verifier: `${VERIFIER}x` })).body).toEqual({
      error: 'invalid_grant',
      error_description: 'Invalid code verifier.',
    });
    expect((await exchange(sandbox, code, { code_verifier: '' })).body.error_description).toBe(
      'Missing code verifier.',
    );
    expect((await exchange(sandbox, code, { redirect_uri: 'http://127.0.0.1:45679' })).body.error).toBe(
      'redirect_uri_mismatch',
    );
    expect(await exchange(sandbox, code, { client_secret: 'wrong' })).toMatchObject({
      status: 401,
      body: { error: 'invalid_client' },
    });
    expect((await exchange(sandbox, 'nonsense')).body.error).toBe('invalid_grant');
    expect((await token(sandbox, { grant_type: 'password' })).body.error).toBe('unsupported_grant_type');
    expect((await exchange(sandbox, code)).status).toBe(200);
    expect(await exchange(sandbox, code)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    const late = await codeOf(sandbox);
    sandbox.control.setNow(NOW + 601_000);
    expect((await exchange(sandbox, late)).body.error).toBe('invalid_grant');
  });

  it('access tokens die after an hour, refresh tokens when revoked', async () => {
    const sandbox = await sandboxAt();
    const { google } = sandbox.credentials;
    const refresh = (refresh_token: string) => token(sandbox, { grant_type: 'refresh_token', refresh_token });
    expect(await refresh(google.revokedRefreshToken)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    const access = await googleToken(sandbox);
    sandbox.control.setNow(NOW + 3_600_000);
    const late = await accessible(sandbox, access);
    expect([late.status, adsCode(late.body)]).toEqual([401, 'authenticationError.OAUTH_TOKEN_EXPIRED']);
    const fresh = await googleToken(sandbox);
    expect(
      (
        await send(`${sandbox.urls.googleToken}/revoke`, {
          method: 'POST',
          body: new URLSearchParams({ token: google.refreshToken }),
        })
      ).status,
    ).toBe(200);
    expect(adsCode((await accessible(sandbox, fresh)).body)).toBe('authenticationError.OAUTH_TOKEN_INVALID');
    expect((await refresh(google.refreshToken)).body.error).toBe('invalid_grant');
    expect(
      (await send(`${sandbox.urls.googleToken}/revoke`, { method: 'POST', body: new URLSearchParams({ token: 'x' }) }))
        .body.error,
    ).toBe('invalid_token');
    sandbox.control.reset();
    expect((await refresh(google.refreshToken)).status).toBe(200);
    sandbox.control.revokeGoogle(google.refreshToken);
    expect((await refresh(google.refreshToken)).status).toBe(400);
  });

  it('a consent screen in testing lets refresh tokens die after seven days', async () => {
    const sandbox = await sandboxAt(NOW, { autoApprove: true, googleConsent: 'testing' });
    const { body } = await exchange(sandbox, await codeOf(sandbox));
    expect(body.refresh_token_expires_in).toBe(604_799);
    sandbox.control.setNow(NOW + 6 * DAY_MS);
    await googleToken(sandbox, body.refresh_token);
    sandbox.control.setNow(NOW + 8 * DAY_MS);
    await expect(googleToken(sandbox, body.refresh_token)).rejects.toThrow('invalid_grant');
  });

  it('a token without the Ads scope may not read ads', async () => {
    const sandbox = await sandboxAt(NOW, { autoApprove: true });
    const { body } = await exchange(sandbox, await codeOf(sandbox, { scope: 'openid email' }));
    expect(await accessible(sandbox, body.access_token)).toMatchObject({
      status: 403,
      body: { error: { status: 'PERMISSION_DENIED' } },
    });
  });
});
