import { meaningOf } from '../../domain/words.ts';
import type { PlatformDeps } from '../platform.ts';
import { PlatformError, type ConnectionCheck, type SessionDeps } from '../platform.ts';
import { createGraphTransport, type GraphBody } from './api.ts';
import { inputError, type MetaCredential } from './credential.ts';
import { AnswerError, classify, failureOf, GraphError, graphError } from './errors.ts';
import { REACTIONS } from './reactions.ts';

export type CheckDeps = { deps: PlatformDeps; timeoutMs: number } & Pick<SessionDeps, 'onUsage' | 'onRequest'>;

const READ_SCOPES = ['ads_read', 'ads_management'];

/** The kinds of token an ad account can be read with, in words for the Connections screen. */
const KINDS: Record<string, string> = { SYSTEM_USER: 'system user token', USER: 'user token' };

function refuse(code: string, sentence: string): PlatformError {
  return new PlatformError(failureOf({ kind: 'reauthorize', code, sentence, scope: 'connection' }, null));
}

/** Unix seconds → epoch ms; Meta writes "never" as 0. */
function instant(value: unknown): number | null {
  const seconds = typeof value === 'string' ? Number(value) : value;
  return typeof seconds === 'number' && Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : null;
}

function idText(value: unknown): string | null {
  return (typeof value === 'string' && value !== '') || typeof value === 'number' ? String(value) : null;
}

/** What Graph tells of a token: `is_valid`, `app_id`, `type`, `scopes`, `expires_at` … */
async function debugToken(options: CheckDeps, credential: MetaCredential, signal: AbortSignal): Promise<GraphBody> {
  const { appId, appSecret, token } = credential;
  // The app's own token sees every token of the app; without the secret a token may still look at itself.
  const asApp = appId !== null && appSecret !== null;
  const transport = transportFor(options, asApp ? `${appId}|${appSecret}` : token);
  try {
    const params = { input_token: token };
    const body = await transport.call({ method: 'GET', path: ['debug_token'], params, adAccountId: null, signal });
    const data = body['data'];
    if (typeof data !== 'object' || data === null) throw new AnswerError('broken', 'debug_token without data.');
    return data as GraphBody;
  } catch (error) {
    if (!(error instanceof GraphError)) throw error;
    if (asApp) throw appRefusal(error) ?? error;
    // Some apps let only their developers look at tokens. The token works then all the same, so its permissions are asked for.
    if (classify(error, options.deps.now()).kind !== 'permanent') throw error;
    return permissionsOf(options, credential, signal);
  }
}

/** debug_token's answer as far as /me/permissions can give it: no expiry, no app, no type. */
async function permissionsOf(options: CheckDeps, credential: MetaCredential, signal: AbortSignal): Promise<GraphBody> {
  const transport = transportFor(options, credential.token, credential.appSecret);
  const path = ['me', 'permissions'];
  const body = await transport.call({ method: 'GET', path, adAccountId: null, signal, rows: true });
  const granted = (body['data'] as unknown[]).filter(
    (entry): entry is GraphBody =>
      typeof entry === 'object' && entry !== null && 'status' in entry && entry.status === 'granted',
  );
  return { is_valid: true, scopes: granted.map((entry) => entry['permission']) };
}

function transportFor(options: CheckDeps, token: string, appSecret: string | null = null) {
  return createGraphTransport({ ...options, token, appSecret });
}

/** Asked as the app, an error is about the app: a wrong secret, or a token of another app. */
function appRefusal(error: GraphError): PlatformError | null {
  const { code, subcode } = error.fields;
  if (code === 190 || code === 101 || (code === 1 && /client secret/i.test(error.fields.message))) {
    return new PlatformError(failureOf(REACTIONS.wrongAppSecret, error.message), { cause: error });
  }
  return code === 100 && subcode === null ? wrongApp() : null;
}

function wrongApp(): PlatformError {
  return inputError(
    'WRONG_APP',
    "This token belongs to another Meta app than the app id entered. Enter that app's id, or paste a token made for this app.",
  );
}

function requireValid(data: GraphBody, credential: MetaCredential, now: number): void {
  const expiresAt = instant(data['expires_at']);
  const expired = expiresAt !== null && expiresAt <= now;
  if (data['is_valid'] !== true) {
    const told = data['error'];
    if (typeof told === 'object' && told !== null) {
      const body = told as GraphBody;
      // Inside debug_token Meta says `subcode`, everywhere else `error_subcode`.
      const fields = { ...body, error_subcode: body['error_subcode'] ?? body['subcode'] };
      const failure = classify(graphError(fields, { status: 200, regainAt: null, signed: false }), now);
      if (failure.kind === 'reauthorize' && !(expired && failure.code === 'TOKEN_INVALID'))
        throw new PlatformError(failure);
    }
    throw new PlatformError(failureOf(expired ? REACTIONS.tokenExpired : REACTIONS.tokenInvalid, null));
  }
  if (expired) throw new PlatformError(failureOf(REACTIONS.tokenExpired, null));
  const appId = idText(data['app_id']);
  if (credential.appId !== null && appId !== null && appId !== credential.appId) throw wrongApp();
  const type = idText(data['type']);
  if (type !== null && meaningOf(KINDS, type) === undefined) {
    throw inputError(
      'WRONG_TOKEN_TYPE',
      'This Meta token belongs to a page or an app and cannot read ad accounts. Paste the token of a system user or sign in.',
    );
  }
  const scopes = scopesOf(data);
  if (!READ_SCOPES.some((scope) => scopes.includes(scope))) {
    throw refuse(
      'MISSING_PERMISSION',
      'This Meta token lacks the permission ads_read. Sign in again and allow it, or make a token that has it.',
    );
  }
  const dataAccess = instant(data['data_access_expires_at']);
  if (dataAccess !== null && dataAccess <= now) {
    throw refuse(
      'DATA_ACCESS_EXPIRED',
      "Meta ended this sign-in's access to data after 90 days. Sign in again; saved data is still here.",
    );
  }
}

function scopesOf(data: GraphBody): string[] {
  const scopes = data['scopes'];
  return Array.isArray(scopes) ? scopes.filter((scope) => typeof scope === 'string') : [];
}

/** Only the name shown to the person hangs on this call, so that no refusal of it makes a good token look bad. */
async function readPerson(options: CheckDeps, credential: MetaCredential, signal: AbortSignal) {
  const { deps } = options;
  const transport = transportFor(options, credential.token, credential.appSecret);
  try {
    const params = { fields: 'id,name' };
    const me = await transport.call({ method: 'GET', path: ['me'], params, adAccountId: null, signal });
    return { id: idText(me['id']), name: idText(me['name']) };
  } catch (error) {
    if (signal.aborted) throw error;
    // A wrong app secret shows only here: debug_token never carries a proof.
    const failure = classify(error, deps.now());
    if (failure.kind === 'reauthorize') throw error;
    deps.log('info', 'Meta did not say who signed in', { code: failure.code, detail: failure.detail });
    return { id: null, name: null };
  }
}

/** debug_token and /me: valid, of the right app, allowed to read ads, not past any of its two expiries. Throws PlatformError. */
export async function checkToken(
  options: CheckDeps,
  credential: MetaCredential,
  signal: AbortSignal,
): Promise<ConnectionCheck> {
  const data = await debugToken(options, credential, signal);
  requireValid(data, credential, options.deps.now());
  const person = await readPerson(options, credential, signal);
  const kind = credential.origin === 'login' ? 'login' : (meaningOf(KINDS, String(data['type'])) ?? 'token');
  return {
    person: person.name,
    loginId: idText(data['user_id']) ?? person.id,
    scopes: scopesOf(data),
    expiresAt: instant(data['expires_at']),
    dataAccessExpiresAt: instant(data['data_access_expires_at']),
    kind,
  };
}
