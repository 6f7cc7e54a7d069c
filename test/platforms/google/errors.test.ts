import { afterEach, beforeEach, expect, test } from 'vitest';
import { RULES } from '../../../src/main/platforms/google/error-table.ts';
import { OAuthError } from '../../../src/main/platforms/google/failures.ts';
import { TransportError } from '../../../src/main/kernel/http.ts';
import { PlatformError } from '../../../src/main/platforms/platform.ts';
import type { PlatformFailure } from '../../../src/main/platforms/platform.ts';
import { adsFailure, send } from './fake-google.ts';
import type { Row } from './fake-google.ts';
import { collect, failureOf, never, NOW, startHarness } from './harness.ts';
import type { Harness } from './harness.ts';

let h: Harness;
const ACCOUNT = '1111111111';
beforeEach(async () => {
  h = await startHarness();
  h.fake.customers.set(ACCOUNT, { id: ACCOUNT });
  h.fake.direct = [ACCOUNT];
});
afterEach(() => h.close());

const request = {
  adAccount: { adAccountId: ACCOUNT, accessPath: ACCOUNT, currency: 'EUR', timeZone: 'UTC' },
  level: 'campaign',
  from: '2026-11-01',
  to: '2026-11-02',
  asynchronous: false,
} as const;

async function answered(status: number, body: unknown): Promise<PlatformFailure> {
  h.fake.faults = [(seen, response) => /searchStream/.test(seen.path) && (send(response, status, body), true)];
  return failureOf(() => collect(h.session().readInsights(request, never)));
}

type Expected = [
  status: number,
  rpc: string,
  category: string,
  code: string,
  kind: string,
  ours: string,
  scope?: string,
];
const S = 1000;
const TABLE: Expected[] = [
  [401, 'UNAUTHENTICATED', 'authenticationError', 'OAUTH_TOKEN_INVALID', 'reauthorize', 'TOKEN_INVALID', 'connection'],
  [401, 'UNAUTHENTICATED', 'authenticationError', 'OAUTH_TOKEN_EXPIRED', 'reauthorize', 'TOKEN_EXPIRED', 'connection'],
  [401, 'UNAUTHENTICATED', 'authenticationError', 'OAUTH_TOKEN_DISABLED', 'reauthorize', 'TOKEN_REVOKED', 'connection'],
  [401, 'UNAUTHENTICATED', 'authenticationError', 'OAUTH_TOKEN_REVOKED', 'reauthorize', 'TOKEN_REVOKED', 'connection'],
  [401, 'UNAUTHENTICATED', 'authenticationError', 'NOT_ADS_USER', 'reauthorize', 'NOT_ADS_USER', 'connection'],
  [
    401,
    'UNAUTHENTICATED',
    'authenticationError',
    'CUSTOMER_NOT_FOUND',
    'reauthorize',
    'ACCOUNT_NOT_FOUND',
    'ad_account',
  ],
  [
    401,
    'UNAUTHENTICATED',
    'authenticationError',
    'TWO_STEP_VERIFICATION_NOT_ENROLLED',
    'reauthorize',
    'TWO_STEP_NEEDED',
    'connection',
  ],
  [
    401,
    'UNAUTHENTICATED',
    'authenticationError',
    'DEVELOPER_TOKEN_INVALID',
    'reauthorize',
    'DEVELOPER_TOKEN_INVALID',
    'connection',
  ],
  [401, 'UNAUTHENTICATED', 'authenticationError', 'SOMETHING_NEW', 'reauthorize', 'TOKEN_INVALID', 'connection'],
  [
    403,
    'PERMISSION_DENIED',
    'authorizationError',
    'USER_PERMISSION_DENIED',
    'permanent',
    'NO_PERMISSION',
    'ad_account',
  ],
  [
    403,
    'PERMISSION_DENIED',
    'authorizationError',
    'CUSTOMER_NOT_ENABLED',
    'permanent',
    'ACCOUNT_DISABLED',
    'ad_account',
  ],
  [
    403,
    'PERMISSION_DENIED',
    'authorizationError',
    'DEVELOPER_TOKEN_NOT_APPROVED',
    'permanent',
    'APP_NOT_APPROVED',
    'app',
  ],
  [
    403,
    'PERMISSION_DENIED',
    'authorizationError',
    'CLOUD_PROJECT_NOT_APPROVED_FOR_PRODUCTION',
    'permanent',
    'APP_NOT_APPROVED',
    'app',
  ],
  [
    403,
    'PERMISSION_DENIED',
    'authorizationError',
    'INVALID_LOGIN_CUSTOMER_ID_SERVING_CUSTOMER_ID_COMBINATION',
    'permanent',
    'WRONG_MANAGER',
    'ad_account',
  ],
  [403, 'PERMISSION_DENIED', 'authorizationError', 'MISSING_TOS', 'permanent', 'TERMS_NOT_ACCEPTED', 'ad_account'],
  [403, 'PERMISSION_DENIED', 'authorizationError', 'SOMETHING_NEW', 'permanent', 'NO_PERMISSION', 'ad_account'],
  [400, 'INVALID_ARGUMENT', 'queryError', 'UNRECOGNIZED_FIELD', 'permanent', 'BAD_REQUEST'],
  [400, 'INVALID_ARGUMENT', 'queryError', 'PROHIBITED_SEGMENT_IN_SELECT_OR_WHERE_CLAUSE', 'permanent', 'BAD_REQUEST'],
  [400, 'INVALID_ARGUMENT', 'queryError', 'EXPECTED_FROM', 'permanent', 'BAD_REQUEST'],
  [400, 'INVALID_ARGUMENT', 'queryError', 'REQUESTED_METRICS_FOR_MANAGER', 'permanent', 'MANAGER_ACCOUNT'],
  [400, 'INVALID_ARGUMENT', 'requestError', 'INVALID_PAGE_TOKEN', 'transient', 'PAGE_EXPIRED'],
  [400, 'INVALID_ARGUMENT', 'requestError', 'EXPIRED_PAGE_TOKEN', 'transient', 'PAGE_EXPIRED'],
  [400, 'INVALID_ARGUMENT', 'requestError', 'RPC_DEADLINE_TOO_SHORT', 'transient', 'SERVER_ERROR'],
  [400, 'INVALID_ARGUMENT', 'requestError', 'CLOUD_PROJECT_NOT_FOUND', 'permanent', 'API_NOT_ENABLED', 'app'],
  [500, 'INTERNAL', 'databaseError', 'CONCURRENT_MODIFICATION', 'transient', 'SERVER_ERROR'],
  [403, 'PERMISSION_DENIED', 'quotaError', 'ACCESS_PROHIBITED', 'permanent', 'APP_NOT_APPROVED', 'app'],
  [
    401,
    'UNAUTHENTICATED',
    'authenticationError',
    'GOOGLE_ACCOUNT_DELETED',
    'reauthorize',
    'TOKEN_REVOKED',
    'connection',
  ],
  [
    403,
    'PERMISSION_DENIED',
    'authorizationError',
    'ACTION_NOT_PERMITTED_FOR_SUSPENDED_ACCOUNT',
    'permanent',
    'ACCOUNT_DISABLED',
    'ad_account',
  ],
  ...['DEVELOPER_TOKEN_NOT_ON_ALLOWLIST', 'DEVELOPER_TOKEN_PROHIBITED', 'CLOUD_PROJECT_NOT_UNDER_ORGANIZATION'].map(
    (code): Expected => [403, 'PERMISSION_DENIED', 'authorizationError', code, 'permanent', 'APP_NOT_APPROVED', 'app'],
  ),
  [403, 'PERMISSION_DENIED', 'authorizationError', 'PROJECT_DISABLED', 'permanent', 'API_NOT_ENABLED', 'app'],
  [
    403,
    'PERMISSION_DENIED',
    'authorizationError',
    'INCOMPLETE_SIGNUP',
    'permanent',
    'TERMS_NOT_ACCEPTED',
    'ad_account',
  ],
  [400, 'INVALID_ARGUMENT', 'requestError', 'PAGE_SIZE_NOT_SUPPORTED', 'permanent', 'BAD_REQUEST'],
  [400, 'INVALID_ARGUMENT', 'requestError', 'INVALID_CUSTOMER_ID', 'permanent', 'BAD_REQUEST'],
  [400, 'INVALID_ARGUMENT', 'requestError', 'UNSUPPORTED_VERSION', 'permanent', 'API_VERSION_EXPIRED', 'app'],
  [400, 'INVALID_ARGUMENT', 'headerError', 'INVALID_LOGIN_CUSTOMER_ID', 'permanent', 'BAD_REQUEST'],
  [400, 'INVALID_ARGUMENT', 'changeEventError', 'START_DATE_TOO_OLD', 'permanent', 'BAD_REQUEST'],
  [400, 'INVALID_ARGUMENT', 'dateRangeError', 'INVALID_DATE', 'permanent', 'BAD_REQUEST'],
  [
    400,
    'INVALID_ARGUMENT',
    'dateRangeError',
    'REQUESTED_DATE_GRANULARITY_NOT_SUPPORTED',
    'permanent',
    'PAST_RETENTION',
  ],
  [500, 'INTERNAL', 'internalError', 'INTERNAL_ERROR', 'transient', 'SERVER_ERROR'],
  [503, 'UNAVAILABLE', 'internalError', 'TRANSIENT_ERROR', 'transient', 'SERVER_ERROR'],
  [504, 'DEADLINE_EXCEEDED', 'internalError', 'DEADLINE_EXCEEDED', 'transient', 'SERVER_ERROR'],
];

test.each(TABLE)('%i %s %s.%s is %s: %s', async (status, rpc, category, code, kind, ours, scope) => {
  const body = adsFailure(status, rpc, category, code);
  for (const shape of [body, [body]]) {
    const failure = await answered(status, shape);
    expect(failure).toMatchObject({ kind, code: ours, retryAt: null, ...(scope === undefined ? {} : { scope }) });
    expect(failure.detail).toContain(`${category}.${code}`);
    expect(failure.detail).toContain('request req-1');
    expect(failure.sentence).toMatch(/Google/);
    expect(failure.sentence).not.toContain(code);
    expect(failure.sentence.split(/[.?!](?:\s|$)/).filter(Boolean).length).toBeLessThanOrEqual(2);
  }
});

test('every row of the error table has its reaction in a row above', () => {
  const tried = new Set(TABLE.map(([, , category, code]) => `${category}.${code}`));
  const missing = Object.keys(RULES).filter((rule) => {
    const [category = '', code] = rule.split('.');
    if (code !== '*') return !tried.has(rule);
    // Whatever else there is of the category: a code no row of the table names.
    if (category === 'quotaError') return QUOTA.length === 0;
    return ![...tried].some((each) => each.startsWith(`${category}.`) && RULES[each] === undefined);
  });
  expect(missing).toEqual([]);
});

const QUOTA: [code: string, details: Row | undefined, wait: number, scope: string][] = [
  ['RESOURCE_EXHAUSTED', undefined, 3600 * S, 'app'],
  ['RESOURCE_EXHAUSTED', { rateScope: 'DEVELOPER', rateName: 'x', retryDelay: '5400s' }, 5400 * S, 'app'],
  ['RESOURCE_EXHAUSTED', { rateScope: 'ACCOUNT', retryDelay: '30s' }, 30 * S, 'ad_account'],
  ['RESOURCE_TEMPORARILY_EXHAUSTED', undefined, 30 * S, 'app'],
  ['RESOURCE_TEMPORARILY_EXHAUSTED', { rateScope: 'ACCOUNT', retryDelay: '1.5s' }, 1500, 'ad_account'],
  ['EXCESSIVE_SHORT_TERM_QUERY_RESOURCE_CONSUMPTION', undefined, 300 * S, 'ad_account'],
  ['EXCESSIVE_LONG_TERM_QUERY_RESOURCE_CONSUMPTION', { rateScope: 'DEVELOPER' }, 3600 * S, 'app'],
  // No limit of Google's runs longer than 24 hours, and no wait at all would ask again at once.
  ['RESOURCE_EXHAUSTED', { rateScope: 'DEVELOPER', retryDelay: '99999999999999999999s' }, 24 * 3600 * S, 'app'],
  ['RESOURCE_TEMPORARILY_EXHAUSTED', { rateScope: 'ACCOUNT', retryDelay: '0s' }, S, 'ad_account'],
];

test.each(QUOTA)('quota %s %j waits %i ms for the %s', async (code, details, wait, scope) => {
  for (const wrap of [true, false]) {
    const body = adsFailure(429, 'RESOURCE_EXHAUSTED', 'quotaError', code, details);
    const failure = await answered(429, wrap ? [body] : body);
    expect(failure).toMatchObject({ kind: 'rate_limited', code: 'RATE_LIMITED', retryAt: NOW + wait, scope });
  }
});

const BARE: [number, unknown, string, string][] = [
  [401, { error: { code: 401, message: 'no', status: 'UNAUTHENTICATED' } }, 'reauthorize', 'TOKEN_INVALID'],
  [403, { error: { code: 403, message: 'no', status: 'PERMISSION_DENIED' } }, 'permanent', 'NO_PERMISSION'],
  [
    403,
    {
      error: {
        code: 403,
        status: 'PERMISSION_DENIED',
        details: [{ '@type': 'x/google.rpc.ErrorInfo', reason: 'ACCESS_TOKEN_SCOPE_INSUFFICIENT' }],
      },
    },
    'reauthorize',
    'SCOPE_MISSING',
  ],
  [
    403,
    {
      error: {
        code: 403,
        status: 'PERMISSION_DENIED',
        details: [{ '@type': 'x/google.rpc.ErrorInfo', reason: 'SERVICE_DISABLED' }],
      },
    },
    'permanent',
    'API_NOT_ENABLED',
  ],
  [429, [{ error: { code: 429, message: 'slow', status: 'RESOURCE_EXHAUSTED' } }], 'rate_limited', 'RATE_LIMITED'],
  [400, [{ error: { code: 400, message: 'bad', status: 'INVALID_ARGUMENT' } }], 'permanent', 'BAD_REQUEST'],
  [409, { error: { code: 409, message: 'aborted', status: 'ABORTED' } }, 'transient', 'SERVER_ERROR'],
  [500, { error: { code: 500, message: 'x', status: 'INTERNAL' } }, 'transient', 'SERVER_ERROR'],
  [503, { error: 'text' }, 'transient', 'SERVER_ERROR'],
  [500, {}, 'transient', 'SERVER_ERROR'],
  [502, '<html><body>502</body></html>', 'transient', 'SERVER_ERROR'],
  [404, '<html>The requested URL was not found</html>', 'permanent', 'BAD_REQUEST'],
  [429, 'slow down', 'rate_limited', 'RATE_LIMITED'],
  [401, 'who are you', 'reauthorize', 'TOKEN_INVALID'],
  [500, '{"error":{"code":500', 'transient', 'SERVER_ERROR'],
  [200, '<html>wifi</html>', 'transient', 'BAD_ANSWER'],
  [200, '"text"', 'transient', 'BAD_ANSWER'],
  // Words that every object inherits are words nobody knows.
  [503, { error: { code: 503, message: 'x', status: 'constructor' } }, 'transient', 'SERVER_ERROR'],
  [200, `[{"results":[${'['.repeat(100_000)}${']'.repeat(100_000)}]}]`, 'transient', 'BAD_ANSWER'],
];

test.each(BARE)('a bare %i %j is %s: %s', async (status, body, kind, code) => {
  const failure = await answered(status, body);
  expect(failure).toMatchObject({ kind, code, retryAt: kind === 'rate_limited' ? NOW + 30_000 : null });
});

test('anything else that is thrown is classified too, and never throws', () => {
  const classify = (error: unknown): PlatformFailure => h.platform.classify(error);
  expect(classify(new TransportError('aborted', 'x')).code).toBe('ABORTED');
  expect(classify(new TransportError('timeout', 'x'))).toMatchObject({ kind: 'transient', code: 'TIMEOUT' });
  expect(classify(new DOMException('x', 'AbortError')).code).toBe('ABORTED');
  const refused = new OAuthError('login', 400, 'constructor', '__proto__');
  expect(classify(refused)).toMatchObject({ kind: 'permanent', code: 'LOGIN_FAILED' });
  for (const value of [null, undefined, 'text', 42, {}, Symbol('x'), new TypeError('bug')]) {
    expect(classify(value)).toMatchObject({ kind: 'transient', code: 'UNKNOWN' });
  }
  const failure = classify(new TypeError('bug'));
  expect(classify(new PlatformError(failure))).toBe(failure);
});
