import { expect, test } from 'vitest';
import {
  accountProblem,
  attentionOf,
  clientFreshness,
  freshnessOf,
  type ClientAccount,
} from '../../src/main/store/reads/health.ts';

const NOW = Date.parse('2026-11-21T12:00:00Z');
const account = (more: Partial<ClientAccount>): ClientAccount => ({
  key: 1,
  clientId: 1,
  platform: 'google',
  adAccountId: '1',
  name: 'Gym',
  currency: 'USD',
  timezone: 'UTC',
  status: 'active',
  platformStatus: 'ENABLED',
  conversionWindowDays: null,
  knownAt: null,
  connectionId: 'c',
  connectionExpired: false,
  connectionProblem: null,
  lastImportedAt: null,
  lastRun: null,
  ...more,
});
const refused = {
  status: 'failed',
  problem: { code: 'ACCOUNT_DISABLED', sentence: 'No.', detail: null, fix: 'check_access' as const },
};

test('an ad account the platform stopped is one fault with one name and rank, whoever told of it', () => {
  const told = [
    account({ status: 'disabled', platformStatus: 'DISABLED' }),
    account({ status: 'disabled', lastRun: { status: 'succeeded', problem: null } }),
    account({ status: 'active', lastRun: refused }),
    account({ status: 'disabled', lastRun: refused }),
  ].map((one) => {
    const attention = attentionOf([one], NOW);
    return [attention?.severity, attention?.title, accountProblem(one)?.sentence, freshnessOf(one, NOW)];
  });
  expect(new Set(told.map((one) => JSON.stringify(one))).size).toBe(1);
  expect(told[0]).toEqual([
    'warning',
    'Ad account disabled',
    'This ad account is disabled in Google Ads, so nothing new can be imported. Saved history stays available.',
    { state: 'never', lastImportedAt: null },
  ]);
});

test('a failure of another account of the client comes first, and an import that broke down is still a failure', () => {
  const broken = { status: 'failed', problem: { ...refused.problem, code: 'BAD_ANSWER', fix: 'retry' as const } };
  expect(
    attentionOf([account({ status: 'closed', lastRun: refused }), account({ lastRun: broken })], NOW),
  ).toMatchObject({
    severity: 'failed',
    title: 'Last import failed',
  });
  expect(freshnessOf(account({ lastRun: broken }), NOW).state).toBe('failed');
});

test('the age of a client is that of the account that is behind, never the young age of another beside one never read', () => {
  const young = account({ key: 2, lastImportedAt: NOW - 60_000 });
  expect(clientFreshness([account({}), young], NOW)).toEqual({
    state: 'never',
    lastImportedAt: new Date(NOW - 60_000).toISOString(),
  });
  expect(clientFreshness([account({ lastImportedAt: NOW - 72 * 3_600_000 }), young], NOW)).toEqual({
    state: 'stale',
    lastImportedAt: new Date(NOW - 72 * 3_600_000).toISOString(),
  });
  // Also one that cannot be read; once read, one that cannot be any more does not hold back the others.
  const closed = account({ status: 'closed', lastRun: refused });
  expect(clientFreshness([closed, young], NOW).state).toBe('never');
  expect(clientFreshness([{ ...closed, lastImportedAt: NOW - 99 * 3_600_000 }, young], NOW).state).toBe('fresh');
  expect(clientFreshness([closed], NOW)).toEqual({ state: 'never', lastImportedAt: null });
});

test.each([
  [
    'google',
    'closed',
    'CLOSED',
    'Ad account closed',
    /figures are kept, and nothing new will come\. Take it off the schedule/,
  ],
  ['google', 'closed', 'CANCELED', 'Ad account canceled', /is canceled in Google Ads: its figures are kept/],
  [
    'google',
    'disabled',
    'SUSPENDED',
    'Ad account suspended',
    /^Google Ads has suspended .* how to appeal, stands there/,
  ],
  ['google', 'closed', 'CUSTOMER_NOT_ENABLED', 'Ad account not enabled', /look there whether it can be reactivated/],
  ['meta', 'disabled', 'DISABLED', 'Ad account disabled', /is disabled in Meta Ads, so nothing new/],
  ['meta', 'disabled', 'UNSETTLED', 'Ad account unsettled', /A payment of this ad account is open in Meta Ads/],
  ['meta', 'disabled', 'PENDING_RISK_REVIEW', 'Ad account under review', /reviews this ad account for risk/],
  ['meta', 'closed', 'PENDING_CLOSURE', 'Ad account about to be closed', /is about to be closed in Meta Ads/],
  ['meta', 'closed', 'A_NEW_WORD', 'Ad account closed', /is closed in Meta Ads/],
  ['meta', 'disabled', '__proto__', 'Ad account disabled', /is disabled in Meta Ads/],
] as const)(
  '%s says %s as %s: told in its standard term, with what to do',
  (platform, status, platformStatus, title, what) => {
    const one = account({ platform, status, platformStatus });
    expect(accountProblem(one)).toMatchObject({ code: 'ACCOUNT_DISABLED', fix: 'check_access' });
    expect(accountProblem(one)?.sentence).toMatch(what);
    expect(attentionOf([one], NOW)?.title).toBe(title);
  },
);
