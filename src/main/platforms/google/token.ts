/** The token endpoint, and the access token of one session. */
import { TransportError, type HttpAnswer } from '../../kernel/http.ts';
import { rememberSecret } from '../../kernel/redact.ts';
import type { PlatformDeps, PlatformError } from '../platform.ts';
import { asPlatformError } from './errors.ts';
import type { Exchange } from './exchange.ts';
import { BadAnswerError, isObject, OAuthError } from './failures.ts';

export type TokenAnswer = {
  accessToken: string;
  /** Seconds. */
  expiresIn: number;
  refreshToken: string | null;
  /** Seconds; Google tells it for grants that end by themselves (apps in testing, time-limited consent). */
  refreshTokenExpiresIn: number | null;
  /** null when the answer does not say, which means: as asked (RFC 6749 §5.1). */
  scopes: string[] | null;
};

export type GoogleCredential = {
  clientId: string;
  clientSecret?: string;
  refreshToken: string;
  developerToken?: string;
};

const DEFAULT_LIFETIME_S = 3600;
/** A token this close to its end is not used: it could die on the way. */
const EXPIRY_MARGIN_MS = 60_000;

function positive(value: unknown): number | null {
  const number = typeof value === 'string' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) && number > 0 ? number : null;
}

/** POSTs a form to the token server; returns the parsed object of a 2xx answer, throws OAuthError or BadAnswerError. */
async function post(
  deps: PlatformDeps,
  exchange: Exchange,
  path: '/token' | '/revoke',
  stage: OAuthError['stage'],
  form: Record<string, string>,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<Record<string, unknown>> {
  const request = {
    method: 'POST' as const,
    url: `${deps.endpoints.googleToken}${path}`,
    headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
    body: new URLSearchParams(form).toString(),
    timeoutMs,
    signal,
  };
  return exchange(request, { adAccountId: null, operations: 0 }, (answer) => readAnswer(answer, path, stage));
}

function readAnswer(answer: HttpAnswer, path: string, stage: OAuthError['stage']): Record<string, unknown> {
  let body: unknown;
  try {
    body = answer.text.trim() === '' && path === '/revoke' ? {} : JSON.parse(answer.text);
  } catch {
    // Revoking answers with an empty or informal body; only the status counts.
    if (path === '/revoke' && answer.status < 300) return {};
    throw new BadAnswerError(answer.status, 'the sign-in server did not send JSON');
  }
  if (!isObject(body)) throw new BadAnswerError(answer.status, 'the sign-in server did not send an object');
  if (answer.status >= 200 && answer.status < 300 && body.error === undefined) return body;
  // Google's newer front ends answer {error:{status,message}} instead of RFC 6749's {error, error_description}.
  const nested = isObject(body.error) ? body.error : null;
  const word = (value: unknown, otherwise: string): string => (typeof value === 'string' ? value : otherwise);
  const error = nested ? word(nested.status, 'error').toLowerCase() : word(body.error, 'error');
  const description = word(nested ? nested.message : body.error_description, '');
  throw new OAuthError(stage, answer.status, error, description);
}

/** One request for tokens (`grant_type` decides which). The tokens are remembered for redaction before anyone sees them. */
export async function requestToken(
  deps: PlatformDeps,
  exchange: Exchange,
  stage: 'login' | 'refresh',
  form: Record<string, string>,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<TokenAnswer> {
  const body = await post(deps, exchange, '/token', stage, form, timeoutMs, signal);
  const refreshToken = typeof body.refresh_token === 'string' && body.refresh_token !== '' ? body.refresh_token : null;
  if (refreshToken !== null) rememberSecret(refreshToken);
  if (typeof body.access_token !== 'string' || body.access_token === '') {
    throw new BadAnswerError(200, 'the sign-in server sent no access token');
  }
  rememberSecret(body.access_token);
  return {
    accessToken: body.access_token,
    expiresIn: positive(body.expires_in) ?? DEFAULT_LIFETIME_S,
    refreshToken,
    refreshTokenExpiresIn: positive(body.refresh_token_expires_in),
    scopes: typeof body.scope === 'string' ? body.scope.split(/\s+/).filter(Boolean) : null,
  };
}

/** Ends the grant. False when Google no longer knew it. */
export async function revokeToken(
  deps: PlatformDeps,
  exchange: Exchange,
  token: string,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<boolean> {
  try {
    await post(deps, exchange, '/revoke', 'revoke', { token }, timeoutMs, signal);
    return true;
  } catch (error) {
    if (error instanceof OAuthError && /^invalid_(token|grant)$/.test(error.error)) return false;
    throw error;
  }
}

export type AccessTokens = {
  /** A token that is good for at least another minute. */
  get(signal: AbortSignal): Promise<string>;
  /** The API refused this token: the next `get` asks for another one. A token already replaced is left alone. */
  reject(token: string): void;
  /** Asks Google now, also when the grant was found dead before. */
  renew(signal: AbortSignal): Promise<TokenAnswer>;
};

function aborted(signal: AbortSignal): { promise: Promise<never>; stop: () => void } {
  let listener = (): void => undefined;
  const promise = new Promise<never>((_, reject) => {
    listener = () => reject(new TransportError('aborted', 'Cancelled while waiting for an access token.'));
    if (signal.aborted) listener();
    else signal.addEventListener('abort', listener, { once: true });
  });
  return { promise, stop: () => signal.removeEventListener('abort', listener) };
}

/**
 * The access token of one session: kept until a minute before its end, refreshed by one request however many callers wait,
 * and not asked for again once Google has said that the grant is dead (promises O10).
 */
export function createAccessTokens(
  deps: PlatformDeps,
  exchange: Exchange,
  credential: GoogleCredential,
  timeoutMs: number,
  onNewRefreshToken: (refreshToken: string) => void,
): AccessTokens {
  let refreshToken = credential.refreshToken;
  let current: { token: string; goodUntil: number } | null = null;
  let dead: PlatformError | null = null;
  let inFlight: Promise<TokenAnswer> | null = null;

  async function refresh(): Promise<TokenAnswer> {
    try {
      const form = {
        grant_type: 'refresh_token',
        client_id: credential.clientId,
        ...(credential.clientSecret === undefined ? {} : { client_secret: credential.clientSecret }),
        refresh_token: refreshToken,
      };
      // Not the caller's signal: one caller who gives up must not fail the others who wait for the same token.
      const answer = await requestToken(deps, exchange, 'refresh', form, timeoutMs, new AbortController().signal);
      current = { token: answer.accessToken, goodUntil: deps.now() + answer.expiresIn * 1000 - EXPIRY_MARGIN_MS };
      if (answer.refreshToken !== null && answer.refreshToken !== refreshToken) {
        refreshToken = answer.refreshToken;
        onNewRefreshToken(refreshToken);
      }
      return answer;
    } catch (error) {
      const failed = asPlatformError(error, deps.now());
      if (failed.failure.kind === 'reauthorize') dead = failed;
      throw failed;
    }
  }

  async function shared(signal: AbortSignal): Promise<TokenAnswer> {
    inFlight ??= refresh().finally(() => {
      inFlight = null;
    });
    const giveUp = aborted(signal);
    try {
      return await Promise.race([inFlight, giveUp.promise]);
    } finally {
      giveUp.stop();
    }
  }

  return {
    async get(signal) {
      if (dead) throw dead;
      if (current && deps.now() < current.goodUntil) return current.token;
      return (await shared(signal)).accessToken;
    },
    reject(token) {
      if (current?.token === token) current = null;
    },
    renew(signal) {
      dead = null;
      current = null;
      return shared(signal);
    },
  };
}
