/** The error table: what Google's codes mean for the person and for the import. Only data; `errors.ts` applies it. */
import type { TransportFailureReason } from '../../kernel/http.ts';
import type { FailureKind, PlatformFailure } from '../platform.ts';

export type Rule = { kind: FailureKind; code: string; sentence: string; scope?: PlatformFailure['scope'] };

const SECOND = 1000;
const HOUR = 3_600_000;

const SIGN_IN_AGAIN =
  'Google no longer accepts this sign-in, so nothing new is imported. Sign in again; saved data is still here.';
const OUR_REQUEST =
  'Google Ads did not accept the question Tidemark asked. Saved data is unchanged; a newer Tidemark may be needed.';

export const TOKEN_INVALID: Rule = {
  kind: 'reauthorize',
  code: 'TOKEN_INVALID',
  scope: 'connection',
  sentence: SIGN_IN_AGAIN,
};
export const NO_PERMISSION: Rule = {
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
export const BAD_REQUEST: Rule = { kind: 'permanent', code: 'BAD_REQUEST', sentence: OUR_REQUEST };
export const SERVER_ERROR: Rule = {
  kind: 'transient',
  code: 'SERVER_ERROR',
  sentence: 'Google Ads had a problem of its own. Saved data is unchanged.',
};
export const BAD_ANSWER: Rule = {
  kind: 'transient',
  code: 'BAD_ANSWER',
  sentence: 'Google Ads sent an answer that cannot be read. Nothing of it was saved.',
};
export const RATE_LIMITED: Rule = {
  kind: 'rate_limited',
  code: 'RATE_LIMITED',
  sentence: 'Google Ads asked us to slow down. Imports resume by themselves.',
};
const DISABLED: Rule = {
  kind: 'permanent',
  code: 'ACCOUNT_DISABLED',
  sentence: 'This ad account is disabled in Google Ads, so nothing new can be imported. Saved history stays available.',
};
const TERMS: Rule = {
  kind: 'permanent',
  code: 'TERMS_NOT_ACCEPTED',
  sentence:
    'Google Ads waits for its terms to be accepted or the sign-up to be finished. Open the account in Google Ads and do that, then import again.',
};
export const SCOPE_MISSING: Rule = {
  kind: 'reauthorize',
  code: 'SCOPE_MISSING',
  scope: 'connection',
  sentence:
    'This Google sign-in does not allow reading Google Ads. Sign in again and leave the Google Ads permission ticked.',
};
export const API_NOT_ENABLED: Rule = {
  kind: 'permanent',
  code: 'API_NOT_ENABLED',
  scope: 'app',
  sentence:
    'The Google Ads API is switched off in the Google Cloud project of this sign-in. Switch it on in the Cloud console, wait a few minutes and try again.',
};

const PAGE_EXPIRED: Rule = {
  kind: 'transient',
  code: 'PAGE_EXPIRED',
  sentence: 'Google Ads no longer knew where it had stopped answering. The days are read again from the start.',
};

/** By `category.CODE`; then by `category.*`. The order of a failure's own items decides which of several is told. */
export const RULES: Record<string, Rule> = {
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
  // We page nothing (a stream is read whole), so only a server that cut it in pages by itself can say so.
  'requestError.EXPIRED_PAGE_TOKEN': PAGE_EXPIRED,
  'requestError.INVALID_PAGE_TOKEN': PAGE_EXPIRED,
  'requestError.CLOUD_PROJECT_NOT_FOUND': API_NOT_ENABLED,
  'dateRangeError.REQUESTED_DATE_GRANULARITY_NOT_SUPPORTED': {
    ...BAD_REQUEST,
    code: 'PAST_RETENTION',
    sentence: 'Google Ads keeps daily figures for 37 months and these days are older. Choose a later first day.',
  },
};

/** How long to wait when Google does not tell. */
export const DEFAULT_WAIT: Record<string, number> = {
  RESOURCE_EXHAUSTED: HOUR,
  EXCESSIVE_LONG_TERM_QUERY_RESOURCE_CONSUMPTION: HOUR,
  EXCESSIVE_SHORT_TERM_QUERY_RESOURCE_CONSUMPTION: 300 * SECOND,
};
export const DEFAULT_WAIT_OTHER = 30 * SECOND;
/** Google's longest limit runs over 24 hours; a longer wait is a mistake, none at all would ask again at once. */
export const SHORTEST_WAIT = SECOND;
export const LONGEST_WAIT = 24 * HOUR;

/** The day's operations belong to the Cloud project; a costly query only to the account it asked about. */
export const DEFAULT_SCOPE: Record<string, PlatformFailure['scope']> = {
  EXCESSIVE_LONG_TERM_QUERY_RESOURCE_CONSUMPTION: 'ad_account',
  EXCESSIVE_SHORT_TERM_QUERY_RESOURCE_CONSUMPTION: 'ad_account',
};

export const RPC_STATUS: Record<string, Rule> = {
  UNAUTHENTICATED: TOKEN_INVALID,
  PERMISSION_DENIED: NO_PERMISSION,
  RESOURCE_EXHAUSTED: RATE_LIMITED,
  INVALID_ARGUMENT: BAD_REQUEST,
  FAILED_PRECONDITION: BAD_REQUEST,
  OUT_OF_RANGE: BAD_REQUEST,
  NOT_FOUND: BAD_REQUEST,
  UNIMPLEMENTED: BAD_REQUEST,
  ABORTED: SERVER_ERROR,
  CANCELLED: SERVER_ERROR,
  UNAVAILABLE: SERVER_ERROR,
  DEADLINE_EXCEEDED: SERVER_ERROR,
  INTERNAL: SERVER_ERROR,
};

export const TRANSPORT: Record<TransportFailureReason, Rule> = {
  aborted: {
    kind: 'transient',
    code: 'ABORTED',
    sentence: 'The import from Google Ads was stopped. Everything read before is saved.',
  },
  timeout: {
    kind: 'transient',
    code: 'TIMEOUT',
    sentence: 'Google Ads took too long to answer. Saved data is unchanged.',
  },
  unreachable: {
    kind: 'transient',
    code: 'UNREACHABLE',
    sentence: 'Google Ads cannot be reached from this computer. Imports go on when the connection is back.',
  },
  cut: {
    kind: 'transient',
    code: 'CUT',
    sentence: 'The connection to Google Ads broke off in the middle. Nothing half-read was saved.',
  },
};

export const OAUTH: Record<string, Rule> = {
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

export const LOGIN: Record<string, Rule> = {
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
export const LOGIN_OTHER: Rule = {
  kind: 'permanent',
  code: 'LOGIN_FAILED',
  scope: 'connection',
  sentence:
    'Google did not finish the sign-in, so nothing was connected. Check the client ID and secret and start it again.',
};

/** invalid_request of the token endpoint that names the secret: most Google desktop clients want theirs sent. */
export const CLIENT_SECRET_NEEDED: Rule = {
  kind: 'reauthorize',
  code: 'CLIENT_SECRET_NEEDED',
  scope: 'connection',
  sentence: 'Google asks for the secret of this OAuth client. Connect again with the client ID and its secret.',
};

export const UNKNOWN: Rule = {
  kind: 'transient',
  code: 'UNKNOWN',
  sentence: 'Something went wrong while reading from Google Ads. Saved data is unchanged; the log has the details.',
};
