/** Applies the error table to whatever was thrown. */
import { meaningOf } from '../../domain/words.ts';
import { TransportError } from '../../kernel/http.ts';
import { redact } from '../../kernel/redact.ts';
import { PlatformError } from '../platform.ts';
import type { PlatformFailure } from '../platform.ts';
import {
  API_NOT_ENABLED,
  BAD_ANSWER,
  BAD_REQUEST,
  CLIENT_SECRET_NEEDED,
  DEFAULT_SCOPE,
  DEFAULT_WAIT,
  DEFAULT_WAIT_OTHER,
  LOGIN,
  LOGIN_OTHER,
  LONGEST_WAIT,
  NO_PERMISSION,
  OAUTH,
  RATE_LIMITED,
  RPC_STATUS,
  RULES,
  SCOPE_MISSING,
  SERVER_ERROR,
  SHORTEST_WAIT,
  TOKEN_INVALID,
  TRANSPORT,
  UNKNOWN,
} from './error-table.ts';
import type { Rule } from './error-table.ts';
import { AdsApiError, BadAnswerError, OAuthError } from './failures.ts';
import type { AdsErrorItem, AdsErrorParts } from './failures.ts';

function failure(rule: Rule, detail: string | null, more: Partial<PlatformFailure> = {}): PlatformFailure {
  return {
    kind: rule.kind,
    code: rule.code,
    sentence: rule.sentence,
    detail: detail === null ? null : redact(detail).slice(0, 600),
    retryAt: null,
    scope: rule.scope ?? 'ad_account',
    ...more,
  };
}

/** A failure of our own making (a form that is not filled, a scope not granted), thrown with its sentence. */
export function failWith(rule: Rule, detail: string | null = null, cause?: unknown): PlatformError {
  return new PlatformError(failure(rule, detail), cause === undefined ? {} : { cause });
}

export const scopeMissing = (detail: string): PlatformError => failWith(SCOPE_MISSING, detail);

function byHttpStatus(parts: AdsErrorParts): Rule {
  if (parts.reason === 'ACCESS_TOKEN_SCOPE_INSUFFICIENT') return SCOPE_MISSING;
  if (parts.reason === 'SERVICE_DISABLED') return API_NOT_ENABLED;
  const named = parts.status === null ? undefined : meaningOf(RPC_STATUS, parts.status);
  if (named) return named;
  if (parts.httpStatus === 401) return TOKEN_INVALID;
  if (parts.httpStatus === 403) return NO_PERMISSION;
  if (parts.httpStatus === 429) return RATE_LIMITED;
  if (parts.httpStatus >= 400 && parts.httpStatus < 500 && parts.httpStatus !== 408) return BAD_REQUEST;
  return SERVER_ERROR;
}

function rateScope(item: AdsErrorItem | undefined): PlatformFailure['scope'] {
  if (item?.rateScope === 'ACCOUNT') return 'ad_account';
  if (item?.rateScope === 'DEVELOPER') return 'app';
  return (item && meaningOf(DEFAULT_SCOPE, item.code)) ?? 'app';
}

function ofAdsApi(parts: AdsErrorParts, now: number): PlatformFailure {
  const known = parts.items.find((item) => RULES[`${item.category}.${item.code}`]);
  const item = known ?? parts.items.find((each) => RULES[`${each.category}.*`]) ?? parts.items[0];
  const rule = (item && (RULES[`${item.category}.${item.code}`] ?? RULES[`${item.category}.*`])) ?? byHttpStatus(parts);
  const detail = [
    `HTTP ${parts.httpStatus}`,
    parts.status,
    ...parts.items.map((each) => `${each.category}.${each.code}`),
    parts.reason,
    parts.requestId && `request ${parts.requestId}`,
    item?.message || parts.message,
  ]
    .filter(Boolean)
    .join(' · ');
  if (rule.kind !== 'rate_limited') return failure(rule, detail);
  const wait =
    item?.retryDelayMs ?? parts.retryAfterMs ?? (item && meaningOf(DEFAULT_WAIT, item.code)) ?? DEFAULT_WAIT_OTHER;
  const sane = Math.min(Math.max(wait, SHORTEST_WAIT), LONGEST_WAIT);
  return failure(rule, detail, { retryAt: now + sane, scope: rateScope(item) });
}

function ofOAuth(error: OAuthError, now: number): PlatformFailure {
  const detail = `OAuth ${error.stage} · HTTP ${error.httpStatus} · ${error.error} · ${error.description}`;
  const login = error.stage === 'login' ? meaningOf(LOGIN, error.error) : undefined;
  const secretNeeded = error.error === 'invalid_request' && /client_secret/i.test(error.description);
  const rule =
    login ??
    meaningOf(OAUTH, error.error) ??
    (secretNeeded ? CLIENT_SECRET_NEEDED : undefined) ??
    (error.httpStatus >= 500 ? SERVER_ERROR : undefined) ??
    (error.httpStatus === 429 ? RATE_LIMITED : undefined) ??
    (error.stage === 'login' ? LOGIN_OTHER : TOKEN_INVALID);
  const retryAt = rule.kind === 'rate_limited' ? now + DEFAULT_WAIT_OTHER : null;
  return failure(rule, detail, { retryAt, scope: 'connection' });
}

/** Any thrown value → what to do and a sentence. Never throws; an unknown value counts as a passing fault. */
export function classify(error: unknown, now: number): PlatformFailure {
  if (error instanceof PlatformError) return error.failure;
  if (error instanceof AdsApiError) return ofAdsApi(error.parts, now);
  if (error instanceof OAuthError) return ofOAuth(error, now);
  if (error instanceof TransportError) return failure(TRANSPORT[error.reason], error.message);
  if (error instanceof BadAnswerError) {
    if (error.httpStatus === 401) return failure(TOKEN_INVALID, error.message);
    if (error.httpStatus === 429) {
      return failure(RATE_LIMITED, error.message, { retryAt: now + DEFAULT_WAIT_OTHER, scope: 'app' });
    }
    // Google answers HTML 404 for an API version that is gone.
    if (error.httpStatus === 404) return failure(BAD_REQUEST, error.message);
    return failure(error.httpStatus >= 500 ? SERVER_ERROR : BAD_ANSWER, error.message);
  }
  if (error instanceof Error && error.name === 'AbortError') return failure(TRANSPORT.aborted, null);
  const what = error instanceof Error ? `${error.name}: ${error.message}` : typeof error;
  return failure(UNKNOWN, what);
}

/** The same failure as a PlatformError, for everything that leaves this folder. */
export function asPlatformError(error: unknown, now: number): PlatformError {
  return error instanceof PlatformError ? error : new PlatformError(classify(error, now), { cause: error });
}
