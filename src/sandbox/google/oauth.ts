import { createHash } from 'node:crypto';
import { DAY_MS } from '../calendar.ts';
import { hashText, opaque } from '../hash.ts';
import { consentPage, escapeHtml, html, json, redirect, type Reply, type SandboxRequest } from '../http.ts';
import type { World } from '../world.ts';

export const ADWORDS = 'https://www.googleapis.com/auth/adwords';
const ACCESS_SECONDS = 3599;

type Code = {
  redirectUri: string;
  challenge: string;
  scope: string;
  offline: boolean;
  expiresAt: number;
  used: boolean;
};
type Refresh = { scope: string; expiresAt: number; revoked: boolean };
type Access = { scope: string; expiresAt: number; refreshToken: string | undefined };

export type GoogleOAuth = ReturnType<typeof createGoogleOAuth>;

/** Google's consent page, token and revoke endpoints for one desktop client. */
export function createGoogleOAuth(world: World) {
  const { google } = world.credentials;
  const codes = new Map<string, Code>();
  const refreshTokens = new Map<string, Refresh>();
  const accessTokens = new Map<string, Access>();
  let issued = 0;
  const make = (prefix: string, length: number): string =>
    `${prefix}${opaque(hashText(`google ${++issued}`, world.options.seed), length)}`;

  function reset(): void {
    codes.clear();
    refreshTokens.clear();
    accessTokens.clear();
    issued = 0;
    refreshTokens.set(google.refreshToken, { scope: ADWORDS, expiresAt: 0, revoked: false });
    refreshTokens.set(google.revokedRefreshToken, { scope: ADWORDS, expiresAt: 0, revoked: true });
  }
  reset();

  const page = (error: string, text: string): Reply =>
    html(
      400,
      `<!doctype html><title>Error 400: ${escapeHtml(error)}</title><h1>Access blocked: authorisation error</h1><p>Error 400: ${escapeHtml(error)}</p><p>${escapeHtml(text)}</p>`,
    );

  function auth(request: SandboxRequest): Reply {
    const { params } = request;
    if (params.get('client_id') !== google.clientId) return page('invalid_client', 'The OAuth client was not found.');
    const redirectUri = params.get('redirect_uri') ?? '';
    const target = loopback(redirectUri);
    if (target === undefined)
      return page('redirect_uri_mismatch', 'A desktop client may only redirect to http://127.0.0.1 with a port.');
    if (params.get('response_type') !== 'code')
      return page('invalid_request', 'Required parameter is missing or wrong: response_type');
    const scope = params.get('scope') ?? '';
    if (scope === '') return page('invalid_request', 'Missing required parameter: scope');
    const challenge = params.get('code_challenge') ?? '';
    if (params.get('code_challenge_method') !== 'S256' || !/^[\w-]{43}$/.test(challenge))
      return page('invalid_request', 'code_challenge with method S256 is required here.');
    const state = params.get('state');
    if (state !== undefined) target.searchParams.set('state', state);
    const choice = params.get('sandbox_choice');
    if (choice === 'cancel') {
      target.searchParams.set('error', 'access_denied');
      return redirect(target);
    }
    if (!world.options.autoApprove && choice === undefined) return consent(request, scope);
    const code = make('4/0A', 70);
    codes.set(code, {
      redirectUri,
      challenge,
      scope,
      offline: params.get('access_type') === 'offline',
      expiresAt: world.now() + 600_000,
      used: false,
    });
    target.searchParams.set('code', code);
    target.searchParams.set('scope', scope);
    return redirect(target);
  }

  const consent = (request: SandboxRequest, scope: string): Reply =>
    consentPage(request, 'Sign in – Google Accounts (sandbox)', scope.split(' '), [
      { id: 'approve', choice: 'approve', label: 'Allow' },
      { id: 'cancel', choice: 'cancel', label: 'Cancel' },
    ]);

  const bad = (error: string, description: string, status = 400): Reply =>
    json(status, { error, error_description: description });

  function token(request: SandboxRequest): Reply {
    if (request.method !== 'POST') return bad('invalid_request', 'Only POST is allowed.', 405);
    const { params } = request;
    if (params.get('client_id') !== google.clientId)
      return bad('invalid_client', 'The OAuth client was not found.', 401);
    if (params.get('client_secret') !== google.clientSecret)
      return bad(
        'invalid_client',
        params.has('client_secret') ? 'Unauthorized' : 'client_secret is missing.',
        params.has('client_secret') ? 401 : 400,
      );
    switch (params.get('grant_type')) {
      case 'authorization_code':
        return fromCode(params);
      case 'refresh_token':
        return fromRefresh(params.get('refresh_token') ?? '');
      default:
        return bad('unsupported_grant_type', 'Invalid grant_type');
    }
  }

  function fromCode(params: ReadonlyMap<string, string>): Reply {
    const code = codes.get(params.get('code') ?? '');
    if (code === undefined) return bad('invalid_grant', 'Malformed auth code.');
    if (code.used || code.expiresAt <= world.now()) return bad('invalid_grant', 'Bad Request');
    if (params.get('redirect_uri') !== code.redirectUri) return bad('redirect_uri_mismatch', 'Bad Request');
    const verifier = params.get('code_verifier');
    if (verifier === undefined || verifier === '') return bad('invalid_grant', 'Missing code verifier.');
    if (
      !/^[A-Za-z0-9\-._~]{43,128}$/.test(verifier) ||
      createHash('sha256').update(verifier).digest('base64url') !== code.challenge
    )
      return bad('invalid_grant', 'Invalid code verifier.');
    code.used = true;
    const testing = world.options.googleConsent === 'testing';
    let refresh: string | undefined;
    if (code.offline) {
      refresh = make('1//0', 60);
      refreshTokens.set(refresh, {
        scope: code.scope,
        expiresAt: testing ? world.now() + 7 * DAY_MS : 0,
        revoked: false,
      });
    }
    return json(
      200,
      {
        ...grant(code.scope, refresh),
        ...(refresh === undefined
          ? {}
          : { refresh_token: refresh, ...(testing ? { refresh_token_expires_in: 604_799 } : {}) }),
      },
      { 'cache-control': 'no-store' },
    );
  }

  function fromRefresh(refreshToken: string): Reply {
    const entry = refreshTokens.get(refreshToken);
    if (entry === undefined) return bad('invalid_grant', 'Bad Request');
    if (entry.revoked || (entry.expiresAt !== 0 && entry.expiresAt <= world.now()))
      return bad('invalid_grant', 'Token has been expired or revoked.');
    return json(200, grant(entry.scope, refreshToken), { 'cache-control': 'no-store' });
  }

  function grant(scope: string, refreshToken: string | undefined): Record<string, unknown> {
    const access = make('ya29.', 140);
    accessTokens.set(access, { scope, expiresAt: world.now() + ACCESS_SECONDS * 1000, refreshToken });
    return { access_token: access, expires_in: ACCESS_SECONDS, scope, token_type: 'Bearer' };
  }

  function revoke(request: SandboxRequest): Reply {
    const given = request.params.get('token') ?? '';
    const refreshToken = refreshTokens.has(given) ? given : accessTokens.get(given)?.refreshToken;
    if (refreshToken === undefined) return bad('invalid_token', 'Token expired or revoked');
    revokeRefresh(refreshToken);
    return json(200, {});
  }

  function revokeRefresh(refreshToken: string): void {
    const entry = refreshTokens.get(refreshToken);
    if (entry === undefined) throw new Error('no such Google refresh token');
    entry.revoked = true;
    for (const [token_, access] of accessTokens) if (access.refreshToken === refreshToken) accessTokens.delete(token_);
  }

  return {
    auth,
    token,
    revoke,
    revokeRefresh,
    reset,
    /** What an access token may do: `ok`, `expired`, `no-scope`, or `unknown`. */
    check(accessToken: string | undefined): 'ok' | 'missing' | 'expired' | 'no-scope' | 'unknown' {
      if (accessToken === undefined) return 'missing';
      const entry = accessTokens.get(accessToken);
      if (entry === undefined) return 'unknown';
      if (entry.expiresAt <= world.now()) return 'expired';
      return entry.scope.split(' ').includes(ADWORDS) ? 'ok' : 'no-scope';
    },
    /** Makes every access token given out so far too old. */
    expireAccess: (): void => accessTokens.forEach((entry) => (entry.expiresAt = world.now() - 1)),
  };
}

function loopback(text: string): URL | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  return url.protocol === 'http:' &&
    (url.hostname === '127.0.0.1' || url.hostname === '[::1]') &&
    url.port !== '' &&
    url.hash === ''
    ? url
    : undefined;
}
