/** What an error means for the person and for the import: the whole error table of the Google Ads API, as data. */
import { TransportError } from '../../kernel/http.ts';
import { redact } from '../../kernel/redact.ts';
import { PlatformError } from '../platform.ts';
import type { FailureKind, PlatformFailure } from '../platform.ts';
import { AdsApiError, BadAnswerError, OAuthError } from './failures.ts';
import type { AdsErrorItem, AdsErrorParts } from './failures.ts';

type Rule = { kind: FailureKind; code: string; sentence: string; scope?: PlatformFailure['scope'] };

const SECOND = 1000;
const HOUR = 3_600_000;

const SIGN_IN_AGAIN =
  'Google no longer accepts this sign-in, so nothing new is imported. Sign in again; saved data is still here.';
const OUR_REQUEST =
  'Google Ads did not accept the question Tidemark asked. Saved data is unchanged; a newer Tidemark may be needed.';

const TOKEN_INVALID: Rule = {
  kind: 'reauthorize',
  code: 'TOKEN_INVALID',
  scope: 'connection',
  sentence: SIGN_IN_AGAIN,
};
const NO_PERMISSION: Rule = {
  kind: 'permanent',
  code: 'NO_PERMISSION',
  sentence:
    'This Google sign-in cannot read the ad account in Google Ads, either directly or through its manager account. Ask its owner for read access or use another sign-in.',
};
const APP_NOT_APPROVED: Rule = {
  kind: 'permanent',
  code: 'APP_NOT_APPROVED',
  scope: 'app',
  sentence:
    'Google Ads lets this Google Cloud project read test accounts only. Apply for production access for the project, then import again.',
};
const BAD_REQUEST: Rule = { kind: 'permanent', code: 'BAD_REQUEST', sentence: OUR_REQUEST };
const SERVER_ERROR: Rule = {
  kind: 'transient',
  code: 'SERVER_ERROR',
  sentence: 'Google Ads had a problem of its own. Saved data is unchanged; the import tries again by itself.',
};
const BAD_ANSWER: Rule = {
  kind: 'transient',
  code: 'BAD_ANSWER',
  sentence: 'Google Ads sent an answer that cannot be read. Nothing of it was saved; the import tries again by itself.',
};
const RATE_LIMITED: Rule = {
  kind: 'rate_limited',
  code: 'RATE_LIMITED',
  sentence: 'Google Ads asked us to slow down. Imports resume by themselves.',
};
const DISABLED: Rule = {
  kind: 'permanent',
  code: 'ACCOUNT_DISABLED',
  sentence:
    'This ad account is not enabled in Google Ads, so nothing new can be imported. Saved history stays available.',
};
const TERMS: Rule = {
  kind: 'permanent',
  code: 'TERMS_NOT_ACCEPTED',
  sentence:
    'Google Ads waits for its terms to be accepted or the sign-up to be finished. Open the account in Google Ads and do that, then import again.',
};
const SCOPE_MISSING: Rule = {
  kind: 'reauthorize',
  code: 'SCOPE_MISSING',
  scope: 'connection',
  sentence:
    'This Google sign-in does not allow reading Google Ads. Sign in again and leave the Google Ads permission ticked.',
};
const API_NOT_ENABLED: Rule = {
  kind: 'permanent',
  code: 'API_NOT_ENABLED',
  scope: 'app',
  sentence:
    'The Google Ads API is switched off in the Google Cloud project of this sign-in. Switch it on in the Cloud console, wait a few minutes and try again.',
};

/** By `category.CODE`; then by `category.*`. The order of a failure's own items decides which of several is told. */
const RULES: Record<string, Rule> = {
  'authenticationError.OAUTH_TOKEN_EXPIRED': { ...TOKEN_INVALID, code: 'TOKEN_EXPIRED' },
  'authenticationError.OAUTH_TOKEN_REVOKED': { ...TOKEN_INVALID, code: 'TOKEN_REVOKED' },
  'authenticationError.OAUTH_TOKEN_DISABLED': { ...TOKEN_INVALID, code: 'TOKEN_REVOKED' },
  'authenticationError.GOOGLE_ACCOUNT_DELETED': { ...TOKEN_INVALID, code: 'TOKEN_REVOKED' },
  'authenticationError.NOT_ADS_USER': {
    ...TOKEN_INVALID,
    code: 'NOT_ADS_USER',
    sentence:
      'This Google account has no access to Google Ads. Sign in with the Google account that can see the ad accounts.',
  },
  'authenticationError.CUSTOMER_NOT_FOUND': {
    ...TOKEN_INVALID,
    code: 'ACCOUNT_NOT_FOUND',
    scope: 'ad_account',
    sentence:
      'Google Ads finds no ad account with this number for this sign-in. Sign in with an account that can see it.',
  },
  'authenticationError.TWO_STEP_VERIFICATION_NOT_ENROLLED': {
    ...TOKEN_INVALID,
    code: 'TWO_STEP_NEEDED',
    sentence: 'Google Ads asks for 2-step verification on this Google account. Turn it on, then sign in again.',
  },
  'authenticationError.DEVELOPER_TOKEN_INVALID': {
    ...TOKEN_INVALID,
    code: 'DEVELOPER_TOKEN_INVALID',
    sentence:
      'Google Ads does not accept the developer token of this connection. Connect again with the right one, or without any.',
  },
  'authenticationError.*': TOKEN_INVALID,
  'authorizationError.CUSTOMER_NOT_ENABLED': DISABLED,
  'authorizationError.ACTION_NOT_PERMITTED_FOR_SUSPENDED_ACCOUNT': DISABLED,
  'authorizationError.DEVELOPER_TOKEN_NOT_APPROVED': APP_NOT_APPROVED,
  'authorizationError.DEVELOPER_TOKEN_NOT_ON_ALLOWLIST': APP_NOT_APPROVED,
  'authorizationError.DEVELOPER_TOKEN_PROHIBITED': APP_NOT_APPROVED,
  'authorizationError.CLOUD_PROJECT_NOT_APPROVED_FOR_PRODUCTION': APP_NOT_APPROVED,
  'authorizationError.CLOUD_PROJECT_NOT_UNDER_ORGANIZATION': APP_NOT_APPROVED,
  'authorizationError.PROJECT_DISABLED': API_NOT_ENABLED,
  'authorizationError.INVALID_LOGIN_CUSTOMER_ID_SERVING_CUSTOMER_ID_COMBINATION': {
    ...NO_PERMISSION,
    code: 'WRONG_MANAGER',
    sentence:
      'The manager account used to reach this ad account no longer manages it in Google Ads. Read the list of ad accounts again, then import.',
  },
  'authorizationError.MISSING_TOS': TERMS,
  'authorizationError.INCOMPLETE_SIGNUP': TERMS,
  'authorizationError.*': NO_PERMISSION,
  'headerError.INVALID_LOGIN_CUSTOMER_ID': BAD_REQUEST,
  'quotaError.ACCESS_PROHIBITED': APP_NOT_APPROVED,
  'quotaError.*': RATE_LIMITED,
  'internalError.*': SERVER_ERROR,
  'databaseError.*': SERVER_ERROR,
  'queryError.REQUESTED_METRICS_FOR_MANAGER': {
    ...BAD_REQUEST,
    code: 'MANAGER_ACCOUNT',
    sentence:
      'This is a manager account: Google Ads reports figures only for the ad accounts below it. Choose those instead.',
  },
  'requestError.UNSUPPORTED_VERSION': {
    ...BAD_REQUEST,
    code: 'API_VERSION_EXPIRED',
    scope: 'app',
    sentence:
      'Google Ads has switched off the API version this Tidemark speaks. Install a newer Tidemark; saved data is still here.',
  },
  'requestError.RPC_DEADLINE_TOO_SHORT': SERVER_ERROR,
  'dateRangeError.REQUESTED_DATE_GRANULARITY_NOT_SUPPORTED': {
    ...BAD_REQUEST,
    code: 'PAST_RETENTION',
    sentence: 'Google Ads keeps daily figures for 37 months and these days are older. Choose a later first day.',
  },
};

/** How long to wait when Google does not tell. */
const DEFAULT_WAIT: Record<string, number> = {
  RESOURCE_EXHAUSTED: HOUR,
  EXCESSIVE_LONG_TERM_QUERY_RESOURCE_CONSUMPTION: HOUR,
  EXCESSIVE_SHORT_TERM_QUERY_RESOURCE_CONSUMPTION: 300 * SECOND,
};
const DEFAULT_WAIT_OTHER = 30 * SECOND;

/** The day's operations belong to the Cloud project; a costly query only to the account it asked about. */
const DEFAULT_SCOPE: Record<string, PlatformFailure['scope']> = {
  EXCESSIVE_LONG_TERM_QUERY_RESOURCE_CONSUMPTION: 'ad_account',
  EXCESSIVE_SHORT_TERM_QUERY_RESOURCE_CONSUMPTION: 'ad_account',
};

const RPC_STATUS: Record<string, Rule> = {
  UNAUTHENTICATED: TOKEN_INVALID,
  PERMISSION_DENIED: NO_PERMISSION,
  RESOURCE_EXHAUSTED: RATE_LIMITED,
  INVALID_ARGUMENT: BAD_REQUEST,
  FAILED_PRECONDITION: BAD_REQUEST,
  OUT_OF_RANGE: BAD_REQUEST,
  NOT_FOUND: BAD_REQUEST,
  UNIMPLEMENTED: BAD_REQUEST,
};

const TRANSPORT: Record<TransportError['reason'], Rule> = {
  aborted: {
    kind: 'transient',
    code: 'ABORTED',
    sentence: 'The import from Google Ads was stopped. Everything read before is saved.',
  },
  timeout: {
    kind: 'transient',
    code: 'TIMEOUT',
    sentence: 'Google Ads took too long to answer. Saved data is unchanged; the import tries again by itself.',
  },
  unreachable: {
    kind: 'transient',
    code: 'UNREACHABLE',
    sentence: 'Google Ads cannot be reached from this computer. Imports go on when the connection is back.',
  },
  cut: {
    kind: 'transient',
    code: 'CUT',
    sentence:
      'The connection to Google Ads broke off in the middle. Nothing half-read was saved; the import tries again by itself.',
  },
};

const OAUTH: Record<string, Rule> = {
  invalid_grant: { ...TOKEN_INVALID, code: 'TOKEN_REVOKED' },
  invalid_client: {
    ...TOKEN_INVALID,
    code: 'CLIENT_REJECTED',
    sentence:
      'Google does not know this OAuth client or its secret. Check both in the Google Cloud console, then connect again.',
  },
  invalid_scope: SCOPE_MISSING,
  temporarily_unavailable: SERVER_ERROR,
  server_error: SERVER_ERROR,
  internal_failure: SERVER_ERROR,
  rate_limit_exceeded: RATE_LIMITED,
};

const LOGIN: Record<string, Rule> = {
  access_denied: {
    kind: 'permanent',
    code: 'LOGIN_CANCELLED',
    scope: 'connection',
    sentence: 'The Google sign-in was cancelled, so nothing was connected. Start it again when ready.',
  },
  admin_policy_enforced: {
    kind: 'permanent',
    code: 'LOGIN_BLOCKED',
    scope: 'connection',
    sentence:
      'The administrator of this Google Workspace does not allow this app. Ask them to allow it, or use another Google account.',
  },
  invalid_grant: {
    kind: 'reauthorize',
    code: 'LOGIN_EXPIRED',
    scope: 'connection',
    sentence: 'The Google sign-in took too long or was used already. Start it again.',
  },
};
const LOGIN_OTHER: Rule = {
  kind: 'permanent',
  code: 'LOGIN_FAILED',
  scope: 'connection',
  sentence:
    'Google did not finish the sign-in, so nothing was connected. Check the client ID and secret and start it again.',
};

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
  const named = parts.status === null ? undefined : RPC_STATUS[parts.status];
  if (named) return named;
  if (parts.httpStatus === 401) return TOKEN_INVALID;
  if (parts.httpStatus === 403) return NO_PERMISSION;
  if (parts.httpStatus === 429) return RATE_LIMITED;
  if (parts.httpStatus >= 400 && parts.httpStatus < 500) return BAD_REQUEST;
  return SERVER_ERROR;
}

function rateScope(item: AdsErrorItem | undefined): PlatformFailure['scope'] {
  if (item?.rateScope === 'ACCOUNT') return 'ad_account';
  if (item?.rateScope === 'DEVELOPER') return 'app';
  return (item && DEFAULT_SCOPE[item.code]) ?? 'app';
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
  const wait = item?.retryDelayMs ?? parts.retryAfterMs ?? (item && DEFAULT_WAIT[item.code]) ?? DEFAULT_WAIT_OTHER;
  return failure(rule, detail, { retryAt: now + wait, scope: rateScope(item) });
}

function ofOAuth(error: OAuthError, now: number): PlatformFailure {
  const detail = `OAuth ${error.stage} · HTTP ${error.httpStatus} · ${error.error} · ${error.description}`;
  const login = error.stage === 'login' ? LOGIN[error.error] : undefined;
  const secretNeeded = error.error === 'invalid_request' && /client_secret/i.test(error.description);
  const rule =
    login ??
    OAUTH[error.error] ??
    (secretNeeded
      ? {
          ...OAUTH.invalid_client!,
          code: 'CLIENT_SECRET_NEEDED',
          sentence: 'Google asks for the secret of this OAuth client. Connect again with the client ID and its secret.',
        }
      : undefined) ??
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
    return failure(error.httpStatus >= 500 ? SERVER_ERROR : BAD_ANSWER, error.message);
  }
  if (error instanceof Error && error.name === 'AbortError') return failure(TRANSPORT.aborted, null);
  const what = error instanceof Error ? `${error.name}: ${error.message}` : typeof error;
  return failure(
    {
      ...SERVER_ERROR,
      code: 'UNKNOWN',
      sentence: 'Something went wrong while reading from Google Ads. Saved data is unchanged; the log has the details.',
    },
    what,
  );
}

/** The same failure as a PlatformError, for everything that leaves this folder. */
export function asPlatformError(error: unknown, now: number): PlatformError {
  return error instanceof PlatformError ? error : new PlatformError(classify(error, now), { cause: error });
}
