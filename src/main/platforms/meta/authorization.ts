import { randomBytes } from 'node:crypto';

import { rememberSecret } from '../../kernel/redact.ts';
import { PlatformError, type Authorization, type LoginAttempt } from '../platform.ts';
import { createGraphTransport, GRAPH_VERSION, type GraphParams } from './api.ts';
import { credentialFromPaste, inputError, readApp, readCredential, type MetaCredential } from './credential.ts';
import { AnswerError, asPlatformError, failureOf, GraphError } from './errors.ts';
import { REACTIONS } from './reactions.ts';
import { checkToken, type CheckDeps } from './token-check.ts';

export const SCOPES = ['ads_read', 'business_management'] as const;

/**
 * Meta matches the redirect exactly and knows no "any port", so the person enters these five in their app. Uncommon ones,
 * outside the ranges systems hand out by themselves.
 */
const REDIRECT_PORTS = [17_963, 21_847, 26_391, 28_657, 30_871] as const;

function cancelled(callback: URLSearchParams): PlatformError {
  if (callback.get('error') === 'access_denied') {
    return inputError(
      'LOGIN_CANCELLED',
      'The Meta sign-in was cancelled. Nothing has changed; sign in again when ready.',
    );
  }
  const told = ['error', 'error_code', 'error_reason', 'error_description', 'error_message']
    .map((name) => callback.get(name))
    .filter((value) => value !== null);
  return new PlatformError(
    failureOf(
      {
        kind: 'permanent',
        code: 'LOGIN_REFUSED',
        sentence:
          'Meta did not complete the sign-in. Check the redirect address and permissions of your Meta app, then try again.',
        scope: 'connection',
      },
      told.join(', ').slice(0, 300) || null,
    ),
  );
}

/** What a refused exchange says about the app or the code; everything else goes through the common error table. */
function exchangeRefusal(error: GraphError): PlatformError | null {
  const { code, message } = error.fields;
  if (code === 101 || (code === 1 && /client secret/i.test(message))) {
    return new PlatformError(failureOf(REACTIONS.wrongAppSecret, error.message), { cause: error });
  }
  if (code !== 100 && code !== 190) return null;
  return new PlatformError(
    failureOf(
      {
        kind: 'permanent',
        code: 'LOGIN_EXPIRED',
        sentence:
          'Meta no longer accepts this sign-in attempt. Start the sign-in again and finish it within ten minutes.',
        scope: 'connection',
      },
      error.message,
    ),
    { cause: error },
  );
}

/** Login through the system browser with the person's own Meta app, and pasted system-user tokens. */
export function createAuthorization(options: CheckDeps): Authorization {
  const { deps, timeoutMs } = options;

  async function exchange(params: GraphParams, signal: AbortSignal): Promise<string> {
    // Outside the SDK's call(): it would add a second token and put the app secret into an error's URL.
    const transport = createGraphTransport({ deps, token: null, timeoutMs });
    try {
      const path = ['oauth', 'access_token'];
      const body = await transport.call({ method: 'GET', path, params, adAccountId: null, signal });
      const token = body['access_token'];
      if (typeof token !== 'string' || token === '') throw new AnswerError('broken', 'No access token in the answer.');
      rememberSecret(token);
      return token;
    } catch (error) {
      if (error instanceof GraphError) throw exchangeRefusal(error) ?? error;
      throw error;
    }
  }

  return {
    appFields: [
      {
        name: 'appId',
        label: 'Meta app id',
        hint: "The number on your app's page at developers.facebook.com.",
        secret: false,
        required: true,
      },
      {
        name: 'appSecret',
        label: 'Meta app secret',
        hint: 'App settings, Basic, App secret. Meta gives no sign-in without it.',
        secret: true,
        required: true,
      },
    ],
    pastedSecret: {
      label: 'System user token',
      hint: 'Business settings, System users, Generate new token, with the permission ads_read.',
      appFieldsNeeded: false,
    },
    scopes: SCOPES,
    redirect: { host: 'localhost', path: '/meta/callback', ports: REDIRECT_PORTS },

    async begin(app, redirectUri): Promise<LoginAttempt> {
      const { appId, appSecret } = readApp(app);
      if (appId === null || appSecret === null) {
        throw inputError(
          'APP_FIELDS_MISSING',
          'Signing in to Meta needs the app id and app secret of your own Meta app. Enter both.',
        );
      }
      const state = randomBytes(32).toString('base64url');
      const url = new URL(`${deps.endpoints.metaLogin}/${GRAPH_VERSION}/dialog/oauth`);
      url.searchParams.set('client_id', appId);
      url.searchParams.set('redirect_uri', redirectUri);
      url.searchParams.set('state', state);
      url.searchParams.set('scope', SCOPES.join(','));
      url.searchParams.set('response_type', 'code');
      return { url: url.href, state, pending: { appId, appSecret, redirectUri } };
    },

    async complete(attempt, callback, signal) {
      if (callback.has('error') || callback.has('error_code')) throw cancelled(callback);
      const code = callback.get('code');
      if (!code) {
        throw inputError(
          'LOGIN_INCOMPLETE',
          'Meta sent the browser back without finishing the sign-in. Sign in again.',
        );
      }
      rememberSecret(code);
      const { appId, appSecret, redirectUri } = attempt.pending as {
        appId: string;
        appSecret: string;
        redirectUri: string;
      };
      const app = { client_id: appId, client_secret: appSecret };
      const shortLived = await exchange({ ...app, redirect_uri: redirectUri, code }, signal);
      const token = await exchange({ grant_type: 'fb_exchange_token', ...app, fb_exchange_token: shortLived }, signal);
      const credential = { origin: 'login', token, appId, appSecret } satisfies MetaCredential;
      // Meta's dialog lets the person untick a permission; better said here than at the first import.
      await checkToken(options, credential, signal);
      return credential;
    },

    async renew(sealed, signal) {
      const { token, appId, appSecret, origin } = readCredential(sealed);
      if (appId === null || appSecret === null) return null;
      // A long-lived token that has not ended is exchanged for one that lives 60 days from now (Get long-lived tokens).
      const app = { client_id: appId, client_secret: appSecret };
      const params = { grant_type: 'fb_exchange_token', ...app, fb_exchange_token: token };
      try {
        return { origin, token: await exchange(params, signal), appId, appSecret } satisfies MetaCredential;
      } catch (error) {
        throw asPlatformError(error, deps.now());
      }
    },

    fromPastedSecret: credentialFromPaste,
  };
}
