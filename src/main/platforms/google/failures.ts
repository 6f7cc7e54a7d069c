/**
 * What can go wrong on the wire, typed, before `errors.ts` decides what it means. Messages are redacted when built:
 * these errors travel as `cause` into logs.
 */
import { redact } from '../../kernel/redact.ts';

/** Redacted before it is shortened: half a secret would no longer be recognised. */
function safe(told: string): string {
  return redact(told).slice(0, 400);
}

/** One entry of a GoogleAdsFailure: `{errorCode:{quotaError:'RESOURCE_EXHAUSTED'}, details:{quotaErrorDetails:{…}}}`. */
export type AdsErrorItem = {
  /** 'quotaError', 'authorizationError' … */
  category: string;
  /** 'RESOURCE_EXHAUSTED' … */
  code: string;
  message: string;
  retryDelayMs: number | null;
  /** 'ACCOUNT' or 'DEVELOPER'. */
  rateScope: string | null;
};

export type AdsErrorParts = {
  httpStatus: number;
  /** google.rpc status name: 'PERMISSION_DENIED' …; null when the body carried none. */
  status: string | null;
  message: string;
  requestId: string | null;
  /** google.rpc.ErrorInfo reason: 'SERVICE_DISABLED', 'ACCESS_TOKEN_SCOPE_INSUFFICIENT' … */
  reason: string | null;
  items: AdsErrorItem[];
  retryAfterMs: number | null;
};

/** The Google Ads API answered with an error, alone or as an element of a 200 stream body. */
export class AdsApiError extends Error {
  readonly parts: AdsErrorParts;
  constructor(parts: AdsErrorParts) {
    super(`Google Ads API: HTTP ${parts.httpStatus} ${parts.status ?? ''} ${parts.message}`);
    this.name = 'AdsApiError';
    this.parts = parts;
  }
}

/** The token endpoint or the browser's callback answered with an OAuth error (RFC 6749 §5.2). */
export class OAuthError extends Error {
  readonly stage: 'login' | 'refresh' | 'revoke';
  readonly httpStatus: number;
  readonly error: string;
  readonly description: string;
  constructor(stage: OAuthError['stage'], httpStatus: number, error: string, description: string) {
    const told = { error: safe(error), description: safe(description) };
    super(`Google OAuth (${stage}): HTTP ${httpStatus} ${told.error} ${told.description}`);
    this.name = 'OAuthError';
    this.stage = stage;
    this.httpStatus = httpStatus;
    this.error = told.error;
    this.description = told.description;
  }
}

/** A complete HTTP answer whose body is not what the API speaks: HTML, half a JSON, a missing field. Never holds the body. */
export class BadAnswerError extends Error {
  readonly httpStatus: number;
  constructor(httpStatus: number, what: string, options?: { cause?: unknown }) {
    super(`Unreadable answer (HTTP ${httpStatus}): ${what}`, options);
    this.name = 'BadAnswerError';
    this.httpStatus = httpStatus;
  }
}

type Json = Record<string, unknown>;

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? safe(value) : null;
}

/** '30s', '1.5s' → milliseconds (protobuf Duration as JSON); null for anything else. */
export function durationMs(value: unknown): number | null {
  const match = typeof value === 'string' ? /^(\d+(?:\.\d+)?)s$/.exec(value) : null;
  return match ? Math.ceil(Number(match[1]) * 1000) : null;
}

/** Retry-After in seconds → milliseconds; null when absent or a date (Google sends seconds). */
export function retryAfterMs(headers: Headers): number | null {
  const value = headers.get('retry-after');
  return value !== null && /^\d{1,7}$/.test(value.trim()) ? Number(value) * 1000 : null;
}

function itemOf(raw: unknown): AdsErrorItem | null {
  if (!isObject(raw) || !isObject(raw.errorCode)) return null;
  const entry = Object.entries(raw.errorCode)[0];
  if (!entry) return null;
  const details = isObject(raw.details) && isObject(raw.details.quotaErrorDetails) ? raw.details.quotaErrorDetails : {};
  return {
    category: safe(entry[0]),
    code: safe(String(entry[1])),
    message: text(raw.message) ?? '',
    retryDelayMs: durationMs(details.retryDelay),
    rateScope: text(details.rateScope),
  };
}

/**
 * The error of an answer body, or null when the body carries none. Takes `{error}`, `[{error}]` and a stream body with an
 * `{error}` element behind good ones; `details` may be absent.
 */
export function adsErrorIn(body: unknown, httpStatus: number, headers?: Headers): AdsApiError | null {
  const holder = (Array.isArray(body) ? body : [body]).find((part) => isObject(part) && 'error' in part);
  if (!isObject(holder)) return null;
  const error = isObject(holder.error) ? holder.error : { message: safe(String(holder.error)) };
  const details = Array.isArray(error.details) ? error.details.filter(isObject) : [];
  const failure = details.find((detail) => Array.isArray(detail.errors));
  const retryInfo = details.find((detail) => 'retryDelay' in detail);
  return new AdsApiError({
    httpStatus: typeof error.code === 'number' ? error.code : httpStatus,
    status: text(error.status),
    message: text(error.message) ?? 'no message',
    requestId: text(failure?.requestId) ?? text(headers?.get('request-id')) ?? null,
    reason: details.map((detail) => text(detail.reason)).find((reason) => reason !== null) ?? null,
    items: (Array.isArray(failure?.errors) ? failure.errors : []).map(itemOf).filter((item) => item !== null),
    retryAfterMs: durationMs(retryInfo?.retryDelay) ?? (headers ? retryAfterMs(headers) : null),
  });
}
