import { describe, expect, it } from 'vitest';

import { TransportError } from '../../../src/main/kernel/http.ts';
import { AnswerError, classify, graphError } from '../../../src/main/platforms/meta/errors.ts';
import { PlatformError } from '../../../src/main/platforms/platform.ts';

const NOW = 1_000_000;
const MINUTE = 60_000;

type Case = {
  code: number | null;
  subcode?: number;
  message?: string;
  transient?: boolean;
  status?: number;
  signed?: boolean;
  kind: string;
  slug: string;
  scope?: string;
};

const signIn = { kind: 'reauthorize', scope: 'connection' };
const limited = { kind: 'rate_limited', slug: 'RATE_LIMITED', scope: 'ad_account' };
const tooBig = { kind: 'too_big', slug: 'TOO_BIG' };
const service = { kind: 'transient', slug: 'SERVICE_ERROR' };
const refused = { kind: 'permanent', slug: 'REQUEST_REFUSED' };
const denied = { kind: 'permanent', slug: 'NO_PERMISSION' };

const table: Case[] = [
  { code: 1, ...service },
  { code: 1, subcode: 99, ...tooBig },
  { code: 1, message: 'Please reduce the amount of data you are asking for, then retry', ...tooBig },
  { code: 1, subcode: 2853001, transient: true, ...refused },
  { code: 1, transient: false, ...refused },
  { code: 2, ...service },
  { code: 2, transient: false, ...refused },
  { code: 2, subcode: 1504043, transient: false, ...service },
  { code: 2, subcode: 1504038, ...tooBig },
  { code: 2, subcode: 1504041, ...refused },
  { code: 2, subcode: 1504042, ...refused },
  { code: 2, subcode: 1504043, ...service },
  { code: 2, subcode: 1504044, ...service },
  { code: -2, subcode: 2490547, kind: 'transient', slug: 'REPORT_FAILED' },
  { code: -3, subcode: 1504045, ...tooBig },
  { code: 4, kind: 'rate_limited', slug: 'RATE_LIMITED', scope: 'app' },
  { code: 4, subcode: 1504022, kind: 'rate_limited', slug: 'RATE_LIMITED', scope: 'app' },
  { code: 4, subcode: 1504039, kind: 'rate_limited', slug: 'RATE_LIMITED', scope: 'app' },
  { code: 341, kind: 'rate_limited', slug: 'RATE_LIMITED', scope: 'app' },
  { code: 17, subcode: 2446079, ...limited },
  { code: 32, ...limited },
  { code: 613, subcode: 1487742, ...limited },
  { code: 613, subcode: 5044001, ...limited },
  ...Array.from({ length: 15 }, (_, index): Case => ({ code: 80_000 + index, ...limited })),
  { code: 80_015, ...refused },
  { code: 100, ...refused },
  { code: 100, subcode: 33, ...denied },
  { code: 100, subcode: 3191001, ...denied },
  { code: 100, subcode: 1487534, ...tooBig },
  { code: 100, subcode: 1504018, ...tooBig },
  { code: 100, transient: true, ...service },
  { code: 100, message: 'Invalid appsecret_proof provided', signed: true, ...signIn, slug: 'WRONG_APP_SECRET' },
  { code: 100, message: 'requires an appsecret_proof argument', ...signIn, slug: 'APP_SECRET_REQUIRED' },
  { code: 102, ...signIn, slug: 'TOKEN_INVALID' },
  { code: 190, ...signIn, slug: 'TOKEN_INVALID' },
  { code: 190, subcode: 458, ...signIn, slug: 'APP_REMOVED' },
  { code: 190, subcode: 459, ...signIn, slug: 'CHECKPOINT' },
  { code: 190, subcode: 460, ...signIn, slug: 'PASSWORD_CHANGED' },
  { code: 190, subcode: 463, ...signIn, slug: 'TOKEN_EXPIRED' },
  { code: 190, subcode: 464, ...signIn, slug: 'USER_UNCONFIRMED' },
  { code: 190, subcode: 467, ...signIn, slug: 'TOKEN_INVALID' },
  { code: 190, subcode: 492, ...signIn, slug: 'ROLE_LOST' },
  { code: 190, subcode: 463, status: 500, transient: true, ...signIn, slug: 'TOKEN_EXPIRED' },
  { code: 3, ...denied },
  { code: 10, ...denied },
  { code: 200, ...denied },
  { code: 270, ...denied },
  { code: 294, ...denied },
  { code: 299, ...denied },
  { code: 368, kind: 'rate_limited', slug: 'BLOCKED_BY_POLICY', scope: 'connection' },
  { code: 2635, kind: 'permanent', slug: 'API_VERSION_EXPIRED' },
  { code: 3018, kind: 'permanent', slug: 'PAST_RETENTION' },
  { code: 104, signed: true, ...signIn, slug: 'WRONG_APP_SECRET' },
  { code: 104, ...service },
  { code: 104, transient: false, ...refused },
  { code: 960, ...service },
  { code: 960, transient: false, ...refused },
  { code: 99, ...service },
  { code: 2500, message: 'An active access token must be used', ...signIn, slug: 'TOKEN_INVALID' },
  { code: 2500, message: 'Unknown path components', ...refused },
  { code: 31_337, ...refused },
  { code: 31_337, transient: true, ...service },
  { code: 31_337, status: 503, ...service },
  { code: 31_337, status: 503, transient: false, ...refused },
  { code: null, ...refused },
  { code: null, status: 500, ...service },
  { code: null, status: 503, transient: false, ...refused },
];

describe('the Meta error table', () => {
  it.each(table)('code $code / $subcode → $kind $slug', (row) => {
    const error = graphError(
      { message: row.message ?? 'text', code: row.code, error_subcode: row.subcode, is_transient: row.transient },
      { status: row.status ?? 400, regainAt: null, signed: row.signed ?? false },
    );
    const failure = classify(error, NOW);
    expect(failure).toMatchObject({ kind: row.kind, code: row.slug, scope: row.scope ?? 'ad_account' });
    expect(failure.retryAt === null).toBe(row.kind !== 'rate_limited');
    expect(failure.sentence).toMatch(/Meta/);
    expect(failure.sentence.replace('ads_read', '')).not.toMatch(/\d{4,}|_|please|oops|code/i);
    expect(failure.sentence.match(/[.!?](\s|$)/g)!.length).toBeLessThanOrEqual(2);
    expect(failure.detail).toContain(`code ${row.code ?? 'none'}`);
  });

  // The union of what other importers retry (promise S10), and what none of them may.
  const retried = [
    1,
    2,
    4,
    17,
    32,
    341,
    613,
    960,
    104,
    ...[0, 1, 2, 3, 4, 5, 6, 8, 9, 14].map((last) => 80_000 + last),
  ];
  const react = (body: Record<string, unknown>, status = 400) =>
    classify(graphError(body, { status, regainAt: null, signed: false }), NOW).kind;

  it.each(retried)('code %i is asked again, later or in smaller pieces', (code) => {
    expect(['transient', 'rate_limited', 'too_big']).toContain(react({ code }));
    expect(['transient', 'rate_limited', 'too_big']).toContain(react({ code, is_transient: true }));
  });

  it('subcode 99, is_transient and 5xx as well', () => {
    expect(react({ code: 1, error_subcode: 99 })).toBe('too_big');
    expect(react({ code: 55_555, is_transient: true })).toBe('transient');
    for (const status of [500, 502, 503, 504]) expect(react({ code: 55_555 }, status)).toBe('transient');
  });

  it.each([190, 200, 100])('code %i is not', (code) => {
    for (const status of [400, 403, 500]) expect(['reauthorize', 'permanent']).toContain(react({ code }, status));
  });

  it('nor is anything Meta calls lasting, limits excepted, which always pass', () => {
    for (const code of [1, 2, 104, 960, 99, 55_555, 100])
      expect(react({ code, is_transient: false }, 503)).toBe('permanent');
    for (const code of [4, 17, 80_000]) expect(react({ code, is_transient: false })).toBe('rate_limited');
  });

  it('reads codes told as text and takes the regain time of the same answer', () => {
    const told = graphError(
      { code: '80004', error_subcode: '2446079' },
      { status: 400, regainAt: NOW + 7 * MINUTE, signed: false },
    );
    expect(classify(told, NOW)).toMatchObject({ kind: 'rate_limited', retryAt: NOW + 7 * MINUTE });
    const untold = graphError({ code: 17 }, { status: 400, regainAt: null, signed: false });
    expect(classify(untold, NOW).retryAt).toBe(NOW + 5 * MINUTE);
    const blocked = graphError({ code: 368 }, { status: 400, regainAt: NOW + MINUTE, signed: false });
    expect(classify(blocked, NOW).retryAt).toBe(NOW + 240 * MINUTE);
  });

  it.each([
    [new TransportError('timeout', 'x'), 'transient', 'TIMEOUT'],
    [new TransportError('aborted', 'x'), 'transient', 'ABORTED'],
    [new TransportError('unreachable', 'x'), 'transient', 'UNREACHABLE'],
    [new TransportError('cut', 'x'), 'transient', 'CONNECTION_CUT'],
    [new AnswerError('broken', 'x'), 'transient', 'BAD_ANSWER'],
    [new AnswerError('hostile', 'x'), 'permanent', 'BAD_ANSWER'],
    [new DOMException('stop', 'AbortError'), 'transient', 'ABORTED'],
    [new TypeError('x is not a function'), 'permanent', 'UNEXPECTED'],
    ['a text', 'permanent', 'UNEXPECTED'],
    [null, 'permanent', 'UNEXPECTED'],
    [undefined, 'permanent', 'UNEXPECTED'],
  ])('%s → %s %s', (thrown, kind, code) => {
    expect(classify(thrown, NOW)).toMatchObject({ kind, code, retryAt: null });
  });

  it('passes a PlatformError through unchanged', () => {
    const failure = classify(new AnswerError('broken', 'x'), NOW);
    expect(classify(new PlatformError(failure), NOW)).toBe(failure);
  });
});
