/** Signing in with Google: the browser login of a desktop client (RFC 8252, PKCE S256), and a pasted refresh token. */
import { randomBytes } from 'node:crypto';
import { rememberSecret } from '../../kernel/redact.ts';
import type { AppField, Authorization, Credential, LoginAttempt, PlatformDeps } from '../platform.ts';
import { asPlatformError, failWith, scopeMissing } from './errors.ts';
import { OAuthError } from './failures.ts';
import { createExchange } from './exchange.ts';
import { requestToken } from './token.ts';
import type { GoogleCredential } from './token.ts';

export const ADS_SCOPE = 'https://www.googleapis.com/auth/adwords';

const LOGIN_LIFETIME_MS = 600_000;

const APP_FIELDS: readonly AppField[] = [
  {
    name: 'clientId',
    label: 'Client ID',
    hint: 'From the Google Cloud console: an OAuth client of the type "Desktop app". It ends in .apps.googleusercontent.com.',
    endsWith: '.apps.googleusercontent.com',
    secret: false,
    required: true,
  },
  {
    name: 'clientSecret',
    label: 'Client secret',
    hint: 'Shown beside the client ID. Google expects it from most desktop clients.',
    secret: true,
    required: false,
  },
  {
    name: 'developerToken',
    label: 'Developer token',
    hint: 'Only for projects that still use one; new Google Cloud projects need none.',
    secret: true,
    required: false,
  },
];

type App = { clientId: string; clientSecret?: string; developerToken?: string };

function printable(value: string): boolean {
  return /^[\x21-\x7e]+$/.test(value);
}

function invalid(code: string, sentence: string): Error {
  return failWith({ kind: 'permanent', code, scope: 'connection', sentence });
}

function readApp(fields: Readonly<Record<string, string>>): App {
  const clientId = (fields.clientId ?? '').trim();
  if (clientId === '')
    throw invalid(
      'CLIENT_ID_MISSING',
      'Google needs the client ID of your desktop client. Copy it from the Google Cloud console.',
    );
  if (!printable(clientId))
    throw invalid('CLIENT_ID_INVALID', 'This is not a Google client ID. Copy it again from the Google Cloud console.');
  const app: App = { clientId };
  for (const name of ['clientSecret', 'developerToken'] as const) {
    const value = (fields[name] ?? '').trim();
    if (value === '') continue;
    if (!printable(value)) {
      const what = name === 'clientSecret' ? 'client secret' : 'developer token';
      throw invalid(
        'APP_FIELD_INVALID',
        `The Google ${what} has characters it cannot have. Copy it again, in one piece.`,
      );
    }
    rememberSecret(value);
    app[name] = value;
  }
  return app;
}

/** The credential as sealed by the secret store; throws when it is not one of ours. */
export function readCredential(credential: Credential): GoogleCredential {
  const { clientId, clientSecret, refreshToken, developerToken } = credential;
  if (typeof clientId !== 'string' || typeof refreshToken !== 'string' || clientId === '' || refreshToken === '') {
    throw failWith({
      kind: 'reauthorize',
      code: 'CREDENTIAL_UNREADABLE',
      scope: 'connection',
      sentence: 'The saved Google sign-in cannot be read any more. Sign in again; saved data is still here.',
    });
  }
  rememberSecret(refreshToken);
  if (typeof clientSecret === 'string') rememberSecret(clientSecret);
  if (typeof developerToken === 'string') rememberSecret(developerToken);
  return {
    clientId,
    refreshToken,
    ...(typeof clientSecret === 'string' && clientSecret !== '' ? { clientSecret } : {}),
    ...(typeof developerToken === 'string' && developerToken !== '' ? { developerToken } : {}),
  };
}

export function createAuthorization(deps: PlatformDeps, tokenTimeoutMs: number): Authorization {
  async function begin(fields: Readonly<Record<string, string>>, redirectUri: string): Promise<LoginAttempt> {
    const app = readApp(fields);
    // Loaded here and not at the top: 22 MB that only a login needs.
    const { OAuth2Client, CodeChallengeMethod } = await import('google-auth-library');
    const client = new OAuth2Client({
      clientId: app.clientId,
      redirectUri,
      endpoints: { oauth2AuthBaseUrl: `${deps.endpoints.googleAuth}/o/oauth2/v2/auth` },
    });
    const { codeVerifier, codeChallenge } = await client.generateCodeVerifierAsync();
    if (codeChallenge === undefined) throw new Error('No PKCE challenge was made.');
    rememberSecret(codeVerifier);
    const state = randomBytes(32).toString('base64url');
    const url = client.generateAuthUrl({
      access_type: 'offline',
      prompt: 'consent',
      scope: ADS_SCOPE,
      state,
      code_challenge: codeChallenge,
      code_challenge_method: CodeChallengeMethod.S256,
    });
    return { url, state, pending: { app, redirectUri, codeVerifier, expiresAt: deps.now() + LOGIN_LIFETIME_MS } };
  }

  async function complete(attempt: LoginAttempt, callback: URLSearchParams, signal: AbortSignal): Promise<Credential> {
    const { app, redirectUri, codeVerifier, expiresAt } = attempt.pending as {
      app: App;
      redirectUri: string;
      codeVerifier?: string;
      expiresAt: number;
    };
    // A verifier is good for one exchange (promises O1).
    delete attempt.pending.codeVerifier;
    const refused = callback.get('error');
    if (refused !== null) throw new OAuthError('login', 200, refused, callback.get('error_description') ?? '');
    if (codeVerifier === undefined || deps.now() > expiresAt) {
      throw new OAuthError('login', 200, 'invalid_grant', 'the login attempt is used up or too old');
    }
    const codes = callback.getAll('code').filter(Boolean);
    const [code] = codes;
    if (code === undefined || codes.length > 1)
      throw new OAuthError('login', 200, 'invalid_callback', 'not exactly one code');
    rememberSecret(code);
    const form = {
      grant_type: 'authorization_code',
      client_id: app.clientId,
      ...(app.clientSecret === undefined ? {} : { client_secret: app.clientSecret }),
      code,
      code_verifier: codeVerifier,
      redirect_uri: redirectUri,
    };
    const answer = await requestToken(deps, createExchange(deps), 'login', form, tokenTimeoutMs, signal);
    const granted = answer.scopes ?? callback.get('scope')?.split(' ') ?? null;
    if (granted !== null && !granted.includes(ADS_SCOPE)) throw scopeMissing(`granted: ${granted.join(' ')}`);
    if (answer.refreshToken === null) {
      throw invalid(
        'NO_REFRESH_TOKEN',
        'Google gave access for one hour only, so imports could not run later. Remove this app under "Third-party access" in the Google account and sign in again.',
      );
    }
    return { ...app, refreshToken: answer.refreshToken };
  }

  return {
    appFields: APP_FIELDS,
    pastedSecret: {
      label: 'Refresh token',
      hint: 'A refresh token for the Google Ads permission, made with the client ID above.',
      appFieldsNeeded: true,
    },
    scopes: [ADS_SCOPE],
    // The bare address is the one form Google's guide for desktop clients shows.
    redirect: { host: '127.0.0.1', path: '/', ports: null },
    begin,
    async complete(attempt, callback, signal) {
      try {
        return await complete(attempt, callback, signal);
      } catch (error) {
        throw asPlatformError(error, deps.now());
      }
    },
    fromPastedSecret(fields, pasted) {
      const secret = pasted.trim();
      rememberSecret(secret);
      const app = readApp(fields);
      if (secret === '')
        throw invalid(
          'TOKEN_EMPTY',
          'No refresh token was given. Paste the whole token, which usually starts with 1//.',
        );
      if (!printable(secret) || secret.length < 8 || secret.length > 2048) {
        throw invalid(
          'TOKEN_GARBLED',
          'This is not a Google refresh token. Copy it again, in one piece and without line breaks.',
        );
      }
      if (secret.startsWith('ya29.')) {
        throw invalid(
          'TOKEN_WRONG_KIND',
          'This is an access token, which Google ends after an hour. Paste the refresh token, which usually starts with 1//.',
        );
      }
      return { ...app, refreshToken: secret };
    },
  };
}
