import { createHash } from 'node:crypto';
import { hashText, opaque } from '../hash.ts';
import { consentPage, escapeHtml, html, json, redirect, type Reply, type SandboxRequest } from '../http.ts';
import type { World } from '../world.ts';
import { badToken, fail } from './errors.ts';
import { listOf } from './fields.ts';
import { LONG_LIVED, PEOPLE, SCOPES, SHORT_LIVED, type MetaPerson, type TokenBook } from './tokens.ts';

type Grant = {
  redirectUri: string;
  person: MetaPerson;
  scopes: string[];
  challenge: string | undefined;
  expiresAt: number;
  used: boolean;
};

/** Facebook Login: the consent page, code exchange, long-lived exchange and `debug_token`. */
export function createLogin(world: World, tokens: TokenBook) {
  const grants = new Map<string, Grant>();
  let issued = 0;
  const { meta } = world.credentials;
  let signedIn: MetaPerson = 'main';

  const errorPage = (text: string): Reply =>
    html(400, `<!doctype html><title>Error</title><h1>Sorry, something went wrong.</h1><p>${escapeHtml(text)}</p>`);

  function dialog(request: SandboxRequest): Reply {
    const { params } = request;
    if (params.get('client_id') !== meta.appId)
      return errorPage('Invalid App ID: The provided app ID does not look like a valid app ID.');
    const target = redirectTarget(params.get('redirect_uri') ?? '');
    if (target === undefined)
      return errorPage("Can't load URL: The domain of this URL isn't included in the app's domains.");
    if ((params.get('response_type') ?? 'code') !== 'code')
      return errorPage('Only response_type=code is supported here.');
    const state = params.get('state');
    if (state !== undefined) target.searchParams.set('state', state);
    const choice = params.get('sandbox_choice');
    if (choice === 'cancel') {
      target.searchParams.set('error', 'access_denied');
      target.searchParams.set('error_code', '200');
      target.searchParams.set('error_description', 'Permissions error');
      target.searchParams.set('error_reason', 'user_denied');
      return redirect(target);
    }
    const person: MetaPerson =
      choice === 'second' || (choice === undefined && signedIn === 'second') ? 'second' : 'main';
    if (!world.options.autoApprove && choice === undefined) return consent(request);
    const code = `AQ${opaque(hashText(`code ${++issued}`, world.options.seed), 180)}`;
    const asked = listOf(params.get('scope'))
      .flatMap((part) => part.split(/\s+/))
      .filter((scope) => scope !== '');
    grants.set(code, {
      redirectUri: params.get('redirect_uri') ?? '',
      person,
      scopes: ['public_profile', ...asked.filter((scope) => scope !== 'public_profile')],
      challenge: params.get('code_challenge'),
      expiresAt: world.now() + 600_000,
      used: false,
    });
    target.searchParams.set('code', code);
    // Facebook appends this fragment to every answer.
    target.hash = '_=_';
    return redirect(target);
  }

  const consent = (request: SandboxRequest): Reply =>
    consentPage(request, 'Log in with Facebook (sandbox)', listOf(request.params.get('scope')), [
      { id: 'approve', choice: 'main', label: `Continue as ${PEOPLE.main.name}` },
      { id: 'approve-second', choice: 'second', label: `Continue as ${PEOPLE.second.name}` },
      { id: 'cancel', choice: 'cancel', label: 'Cancel' },
    ]);

  function accessToken(request: SandboxRequest): Reply {
    const { params } = request;
    if (params.get('client_id') !== meta.appId)
      return fail({
        status: 400,
        message: 'Error validating application. Cannot get application info due to a system error.',
        type: 'OAuthException',
        code: 101,
      });
    const secret = params.get('client_secret');
    if (secret === undefined || secret === '')
      return fail({ status: 400, message: 'Missing client_secret parameter.', type: 'OAuthException', code: 1 });
    if (secret !== meta.appSecret)
      return fail({ status: 400, message: 'Error validating client secret.', type: 'OAuthException', code: 1 });
    const grantType = params.get('grant_type');
    if (grantType === 'client_credentials')
      return json(200, { access_token: `${meta.appId}|${meta.appSecret}`, token_type: 'bearer' });
    if (grantType === 'fb_exchange_token') {
      const entry = tokens.require(params.get('fb_exchange_token'), undefined);
      const long = tokens.issue(entry.person, LONG_LIVED, entry.scopes);
      return json(200, { access_token: long.token, token_type: 'bearer', expires_in: LONG_LIVED });
    }
    return exchangeCode(params);
  }

  function exchangeCode(params: ReadonlyMap<string, string>): Reply {
    const code = params.get('code') ?? '';
    const refuse = (message: string, subcode: number): never =>
      fail({ status: 400, message, type: 'OAuthException', code: 100, error_subcode: subcode });
    const grant = grants.get(code);
    if (grant === undefined) return refuse('Invalid verification code format.', 36009);
    if (grant.used) return refuse('This authorization code has been used.', 36009);
    if (grant.redirectUri !== params.get('redirect_uri'))
      return refuse(
        'Error validating verification code. Please make sure your redirect_uri is identical to the one you used in the OAuth dialog request',
        36008,
      );
    if (grant.expiresAt <= world.now()) return refuse('This authorization code has expired.', 36007);
    if (
      grant.challenge !== undefined &&
      createHash('sha256')
        .update(params.get('code_verifier') ?? '')
        .digest('base64url') !== grant.challenge
    )
      return refuse('Invalid code_verifier parameter', 36010);
    grant.used = true;
    return json(200, {
      access_token: tokens.issue(grant.person, SHORT_LIVED, grant.scopes).token,
      token_type: 'bearer',
      expires_in: SHORT_LIVED,
    });
  }

  function debugToken(request: SandboxRequest, accessToken: string | undefined): Reply {
    const input = request.params.get('input_token');
    if (accessToken === undefined)
      return fail({
        status: 400,
        message: 'An access token is required to request this resource.',
        type: 'OAuthException',
        code: 104,
      });
    if (!tokens.isAppToken(accessToken)) tokens.require(accessToken, undefined);
    if (input === undefined || input === '')
      return fail({
        status: 400,
        message: '(#100) The parameter input_token is required',
        type: 'OAuthException',
        code: 100,
      });
    const entry = tokens.find(input);
    if (entry === undefined)
      return json(200, {
        data: {
          error: { code: 190, message: badToken('Invalid OAuth access token.').message },
          is_valid: false,
          scopes: [],
        },
      });
    const expired = tokens.expired(entry);
    const seconds = (ms: number): number => Math.floor(ms / 1000);
    const accounts = tokens.accountsOf(entry).map((account) => account.id);
    return json(200, {
      data: {
        app_id: meta.appId,
        type: entry.type,
        application: 'Tidemark sandbox app',
        data_access_expires_at: entry.type === 'SYSTEM_USER' ? 0 : seconds(entry.issuedAt) + 90 * 86_400,
        ...(expired
          ? { error: { code: 190, message: 'Error validating access token: Session has expired.', subcode: 463 } }
          : {}),
        ...(entry.removed
          ? {
              error: {
                code: 190,
                message: 'Error validating access token: The user has not authorized application.',
                subcode: 458,
              },
            }
          : {}),
        expires_at: entry.expiresAt === 0 ? 0 : seconds(entry.expiresAt),
        is_valid: !expired && !entry.removed,
        issued_at: seconds(entry.issuedAt),
        scopes: entry.scopes,
        granular_scopes: entry.scopes.map((scope) =>
          entry.type === 'SYSTEM_USER' && scope === 'ads_read' ? { scope, target_ids: accounts } : { scope },
        ),
        user_id: PEOPLE[entry.person].id,
      },
    });
  }

  return {
    dialog,
    accessToken,
    debugToken,
    /** Who is signed in to Facebook in the "browser" when consent is given without asking. */
    setPerson: (person: MetaPerson): void => void (signedIn = person),
    reset(): void {
      grants.clear();
      issued = 0;
      signedIn = 'main';
    },
    defaultScopes: SCOPES,
  };
}

/** An app in development mode accepts plain http on localhost (not 127.0.0.1) and the fixed desktop success page. */
function redirectTarget(text: string): URL | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  const local = url.protocol === 'http:' && url.hostname === 'localhost' && url.port !== '';
  const desktop = text === 'https://www.facebook.com/connect/login_success.html';
  return (local || desktop) && url.hash === '' ? url : undefined;
}
