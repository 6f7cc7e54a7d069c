import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { DAY_MS } from '../../src/sandbox/calendar.ts';
import { graph, NOW, press, sandboxAt, send, type Answer } from './clients.ts';

const REDIRECT = 'http://localhost:34567/meta/callback';

function dialog(sandbox: Sandbox, params: Record<string, string> = {}): Promise<Answer> {
  const url = new URL(`${sandbox.urls.metaLogin}/v26.0/dialog/oauth`);
  url.search = new URLSearchParams({
    client_id: sandbox.credentials.meta.appId,
    redirect_uri: REDIRECT,
    state: 'st&te',
    scope: 'ads_read,business_management',
    response_type: 'code',
    ...params,
  }).toString();
  return send(url);
}

async function codeOf(sandbox: Sandbox, params: Record<string, string> = {}): Promise<string> {
  const answer = await dialog(sandbox, params);
  return new URL(answer.headers.get('location') ?? '').searchParams.get('code') ?? '';
}

function exchange(sandbox: Sandbox, params: Record<string, string>): Promise<Answer> {
  const { appId, appSecret } = sandbox.credentials.meta;
  return send(
    `${sandbox.urls.metaGraph}/v26.0/oauth/access_token?${new URLSearchParams({ client_id: appId, client_secret: appSecret, ...params }).toString()}`,
  );
}

describe('Facebook Login', () => {
  it('asks for consent, goes back with code and state, or with an error when cancelled', async () => {
    const sandbox = await sandboxAt();
    const page = await dialog(sandbox);
    expect(page.status).toBe(200);
    expect(page.text).toContain('id="approve"');
    const approved = await press(sandbox.urls.metaLogin, page.text, 'approve');
    expect(approved.status).toBe(302);
    const target = new URL(approved.headers.get('location') ?? '');
    expect(target.origin + target.pathname).toBe(REDIRECT);
    expect(target.searchParams.get('state')).toBe('st&te');
    expect(target.searchParams.get('code')).toMatch(/^AQ/);
    const cancelled = new URL((await press(sandbox.urls.metaLogin, page.text, 'cancel')).headers.get('location') ?? '');
    expect(cancelled.searchParams.get('error')).toBe('access_denied');
    expect(cancelled.searchParams.get('state')).toBe('st&te');
    expect(cancelled.searchParams.has('code')).toBe(false);
  });

  it.each<Record<string, string>>([
    { client_id: '1' },
    { redirect_uri: 'http://127.0.0.1:3000/x' },
    { redirect_uri: 'http://evil.example/x' },
    { redirect_uri: 'nonsense' },
  ])('shows an error page, and never redirects, for %o', async (params) => {
    const answer = await dialog(await sandboxAt(NOW, { autoApprove: true }), params);
    expect(answer.status).toBe(400);
    expect(answer.headers.get('location')).toBeNull();
  });

  it('exchanges a code once, for the same redirect and the right secret, then for a token of 60 days', async () => {
    const sandbox = await sandboxAt(NOW, { autoApprove: true });
    const code = await codeOf(sandbox);
    expect((await exchange(sandbox, { code, redirect_uri: `${REDIRECT}/` })).body.error).toMatchObject({
      code: 100,
      error_subcode: 36008,
    });
    expect(
      (await exchange(sandbox, { code, redirect_uri: REDIRECT, client_secret: 'wrong' })).body.error.message,
    ).toContain('client secret');
    expect((await exchange(sandbox, { code, redirect_uri: REDIRECT, client_secret: '' })).status).toBe(400);
    const short = await exchange(sandbox, { code, redirect_uri: REDIRECT });
    expect(short.body).toMatchObject({ token_type: 'bearer', expires_in: 5400 });
    expect((await exchange(sandbox, { code, redirect_uri: REDIRECT })).body.error.message).toContain('has been used');
    const long = await exchange(sandbox, {
      grant_type: 'fb_exchange_token',
      fb_exchange_token: short.body.access_token,
    });
    expect(long.body.expires_in).toBe(5_183_944);
    expect((await graph(sandbox, 'me', {}, { token: long.body.access_token })).body).toEqual({
      name: 'Anna Wiśniewska',
      id: '10229876540012345',
    });
    sandbox.control.setNow(NOW + 61 * DAY_MS);
    expect((await graph(sandbox, 'me', {}, { token: long.body.access_token })).body.error).toMatchObject({
      code: 190,
      error_subcode: 463,
    });
    expect(
      (await exchange(sandbox, { grant_type: 'fb_exchange_token', fb_exchange_token: long.body.access_token })).body
        .error,
    ).toMatchObject({ code: 190, error_subcode: 463 });
  });

  it('lets a code die after ten minutes, and checks PKCE when it was used', async () => {
    const sandbox = await sandboxAt(NOW, { autoApprove: true });
    const late = await codeOf(sandbox);
    const challenged = await codeOf(sandbox, { code_challenge: 'x'.repeat(43), code_challenge_method: 'S256' });
    expect(
      (await exchange(sandbox, { code: challenged, redirect_uri: REDIRECT, code_verifier: 'y'.repeat(43) })).status,
    ).toBe(400);
    sandbox.control.setNow(NOW + 601_000);
    expect((await exchange(sandbox, { code: late, redirect_uri: REDIRECT })).body.error).toMatchObject({
      error_subcode: 36007,
    });
  });

  it('lets the second person sign in again', async () => {
    const sandbox = await sandboxAt(NOW, { autoApprove: true });
    sandbox.control.setMetaPerson('second');
    const token = (await exchange(sandbox, { code: await codeOf(sandbox), redirect_uri: REDIRECT })).body.access_token;
    const accounts = await graph(sandbox, 'me/adaccounts', { fields: 'name' }, { token });
    expect(accounts.body.data.map((a: { name: string }) => a.name)).toEqual(['京都きもの工房']);
  });

  it('grants only the scopes that were asked for', async () => {
    const sandbox = await sandboxAt(NOW, { autoApprove: true });
    const token = (
      await exchange(sandbox, { code: await codeOf(sandbox, { scope: 'business_management' }), redirect_uri: REDIRECT })
    ).body.access_token;
    expect(
      (await graph(sandbox, 'me/permissions', {}, { token })).body.data.map(
        (p: { permission: string }) => p.permission,
      ),
    ).toEqual(['public_profile', 'business_management']);
    expect(await graph(sandbox, 'me/adaccounts', {}, { token })).toMatchObject({
      status: 403,
      body: { error: { code: 200 } },
    });
  });
});

describe('debug_token', () => {
  const debug = (sandbox: Sandbox, input: string, token?: string, prefix = '/v26.0'): Promise<Answer> => {
    const { appId, appSecret } = sandbox.credentials.meta;
    return send(
      `${sandbox.urls.metaGraph}${prefix}/debug_token?${new URLSearchParams({ input_token: input, access_token: token ?? `${appId}|${appSecret}` }).toString()}`,
    );
  };

  it('describes every kind of token, with and without a version', async () => {
    const sandbox = await sandboxAt();
    const { meta } = sandbox.credentials;
    for (const prefix of ['', '/v26.0', '/v24.0']) {
      const { data } = (await debug(sandbox, meta.systemUserToken, undefined, prefix)).body;
      expect(data).toMatchObject({ app_id: meta.appId, type: 'SYSTEM_USER', is_valid: true, expires_at: 0 });
      expect(data.scopes).toContain('ads_read');
      expect(
        data.granular_scopes.find((g: { scope: string }) => g.scope === 'ads_read').target_ids.length,
      ).toBeGreaterThan(10);
    }
    expect((await debug(sandbox, meta.userToken)).body.data).toMatchObject({
      type: 'USER',
      is_valid: true,
      expires_at: NOW / 1000 + 5_183_944,
      data_access_expires_at: NOW / 1000 + 90 * 86_400,
    });
    expect((await debug(sandbox, meta.expiredToken)).body.data).toMatchObject({
      is_valid: false,
      error: { code: 190, subcode: 463 },
    });
    expect((await debug(sandbox, meta.tokenWithoutAdsRead)).body.data.scopes).not.toContain('ads_read');
    expect((await debug(sandbox, 'garbled')).body.data).toMatchObject({ is_valid: false, error: { code: 190 } });
    expect((await debug(sandbox, meta.userToken, meta.userToken)).body.data.is_valid).toBe(true);
    expect((await debug(sandbox, meta.userToken, 'garbled')).body.error.code).toBe(190);
  });
});

describe('tokens on Graph', () => {
  it('refuses missing, garbled, expired and removed ones with the right codes, and carries the usage headers', async () => {
    const sandbox = await sandboxAt();
    const { meta } = sandbox.credentials;
    const missing = await send(`${sandbox.urls.metaGraph}/v26.0/me`);
    expect(missing.body.error).toMatchObject({ code: 2500, type: 'OAuthException' });
    expect(missing.headers.get('x-app-usage')).toContain('call_count');
    expect((await graph(sandbox, 'me', {}, { token: 'garbled' })).body.error.code).toBe(190);
    const expired = await graph(sandbox, 'me', {}, { token: meta.expiredToken });
    expect(expired.body.error).toMatchObject({ code: 190, error_subcode: 463 });
    expect(expired.body.error.fbtrace_id).toMatch(/^A\w{22}$/);
    expect(expired.headers.get('www-authenticate')).toContain('invalid_token');
    sandbox.control.removeMetaApp('main');
    expect((await graph(sandbox, 'me')).body.error).toMatchObject({ code: 190, error_subcode: 458 });
    sandbox.control.reset();
    expect((await graph(sandbox, 'me')).status).toBe(200);
    sandbox.control.expireMetaToken(meta.userToken);
    expect((await graph(sandbox, 'me', {}, { token: meta.userToken })).body.error.error_subcode).toBe(463);
  });

  it('takes the token from the query, a form or the header, and checks appsecret_proof when there is one', async () => {
    const sandbox = await sandboxAt();
    const { systemUserToken, appSecret } = sandbox.credentials.meta;
    const byQuery = await send(`${sandbox.urls.metaGraph}/v26.0/me?access_token=${systemUserToken}`);
    expect(byQuery.status).toBe(200);
    const proof = createHmac('sha256', appSecret).update(systemUserToken).digest('hex');
    expect((await graph(sandbox, 'me', { appsecret_proof: proof })).status).toBe(200);
    expect((await graph(sandbox, 'me', { appsecret_proof: `${proof}0` })).body.error.code).toBe(104);
  });

  it('lets the person take the app away', async () => {
    const sandbox = await sandboxAt();
    const { userToken } = sandbox.credentials.meta;
    const headers = { authorization: `Bearer ${userToken}` };
    expect((await send(`${sandbox.urls.metaGraph}/v26.0/me/permissions`, { method: 'DELETE', headers })).body).toEqual({
      success: true,
    });
    expect((await graph(sandbox, 'me', {}, { token: userToken })).body.error.error_subcode).toBe(458);
  });
});
