import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { createMetaPlatform } from '../../../src/main/platforms/meta/index.ts';
import type { AdAccountRecord, InsightRecord, PlatformSession } from '../../../src/main/platforms/platform.ts';
import { startSandbox, type FaultKind, type Sandbox } from '../../../src/sandbox/sandbox.ts';
import { collect, collectRows, failure, never } from './support.ts';

/** The whole folder against the product's own stand-in of Meta, compared with what that stand-in says really happened. */
const START = Date.parse('2026-11-21T09:00:00Z');
const FROM = '2026-10-23';
const TO = '2026-11-20';
const LEVELS = ['account', 'campaign', 'ad_group', 'ad'] as const;

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ now: () => START });
});
afterAll(() => sandbox.close());
beforeEach(() => sandbox.control.reset());

const platform = (timeoutMs = 10_000) =>
  createMetaPlatform(
    { endpoints: sandbox.urls, now: () => START, log: () => undefined },
    { timeoutMs, poll: { firstMs: 1, maxMs: 2, stuckMs: 50 } },
  );

function open(token = sandbox.credentials.meta.systemUserToken, timeoutMs?: number): PlatformSession {
  const meta = platform(timeoutMs);
  return meta.openSession(meta.authorization.fromPastedSecret({}, token), {});
}

function asked(account: AdAccountRecord, level: (typeof LEVELS)[number], asynchronous = false) {
  return { adAccount: account, level, from: FROM, to: TO, asynchronous };
}

async function someAccount(currency = 'PLN'): Promise<AdAccountRecord> {
  const accounts = await collect(open().listAdAccounts(never()));
  const account = accounts.find((candidate) => candidate.currency === currency && candidate.status === 'active');
  if (!account) throw new Error(`the sandbox has no active ${currency} account`);
  return account;
}

function expectTruth(account: AdAccountRecord, level: (typeof LEVELS)[number], records: InsightRecord[]): void {
  const truth = sandbox.truth.insights({
    platform: 'meta',
    adAccountId: account.adAccountId,
    level,
    from: FROM,
    to: TO,
  });
  const key = (id: string, day: string | null) => `${id} ${day}`;
  const byKey = new Map(records.map((record) => [key(record.entityId, record.day), record]));
  expect(byKey.size).toBe(records.length);
  expect([...byKey.keys()].sort()).toEqual(truth.map((row) => key(row.entityId, row.date)).sort());
  for (const row of truth) {
    const record = byKey.get(key(row.entityId, row.date))!;
    expect(BigInt(record.spendMicros ?? 0)).toBe(row.spendMicros);
    expect(record.impressions ?? 0).toBe(row.impressions);
    expect(record.clicks ?? 0).toBe(row.clicks);
    expect(record.reach ?? null).toBe(row.reach);
  }
}

/** An account in which something deleted has delivered: the case in which Meta's levels disagree unless asked the right way. */
async function accountWithHidden(): Promise<AdAccountRecord> {
  for (const account of await collect(open().listAdAccounts(never()))) {
    const pages = await collect(open().readStructure({ adAccount: account }, never())).catch(() => []);
    if (pages.some((page) => page.entities.some((entity) => entity.status === 'deleted'))) return account;
  }
  throw new Error('the sandbox has nothing deleted');
}

describe('against the sandbox', () => {
  it('signs in through the dialog as a person would', async () => {
    const { appId, appSecret } = sandbox.credentials.meta;
    const meta = platform();
    const redirect = `http://localhost:${meta.authorization.redirect.ports?.[0]}${meta.authorization.redirect.path}`;
    sandbox.control.setAutoApprove(true);
    const attempt = await meta.authorization.begin({ appId, appSecret }, redirect);
    const answer = await fetch(attempt.url, { redirect: 'manual' });
    const back = new URL(answer.headers.get('location') ?? '');
    expect(`${back.origin}${back.pathname}`).toBe(redirect);
    expect(back.searchParams.get('state')).toBe(attempt.state);
    const credential = await meta.authorization.complete(attempt, back.searchParams, never());
    const session = meta.openSession(credential, {});
    const checked = await session.check(never());
    expect(checked).toMatchObject({ kind: 'login', person: expect.any(String) });
    expect(checked.scopes).toContain('ads_read');
    expect(checked.expiresAt).toBeGreaterThan(START + 59 * 86_400_000);
    expect((await collect(session.listAdAccounts(never()))).length).toBeGreaterThan(0);

    const used = await failure(meta.authorization.complete(attempt, back.searchParams, never()));
    expect(used.code).toBe('LOGIN_EXPIRED');
    const cancelled = new URL(attempt.url);
    cancelled.searchParams.set('sandbox_choice', 'cancel');
    const refusal = new URL((await fetch(cancelled, { redirect: 'manual' })).headers.get('location') ?? '');
    expect((await failure(meta.authorization.complete(attempt, refusal.searchParams, never()))).code).toBe(
      'LOGIN_CANCELLED',
    );
    expect(await session.revoke(never())).toBe(true);
    expect((await failure(session.check(never()))).kind).toBe('reauthorize');
  });

  it('checks pasted tokens', async () => {
    const { meta } = sandbox.credentials;
    expect(await open().check(never())).toMatchObject({ kind: 'system user token', expiresAt: null });
    expect(await failure(open(meta.expiredToken).check(never()))).toMatchObject({ code: 'TOKEN_EXPIRED' });
    expect(await failure(open(meta.tokenWithoutAdsRead).check(never()))).toMatchObject({ code: 'MISSING_PERMISSION' });
    expect(await failure(open('EAATnobodyKnowsThisToken').check(never()))).toMatchObject({ code: 'TOKEN_INVALID' });
    const withApp = (app: Record<string, string>) =>
      platform().openSession(platform().authorization.fromPastedSecret(app, meta.systemUserToken), {}).check(never());
    expect(await withApp({ appId: meta.appId, appSecret: meta.appSecret })).toMatchObject({
      kind: 'system user token',
    });
    expect(await failure(withApp({ appId: '999999999' }))).toMatchObject({ code: 'WRONG_APP' });
    expect(await failure(withApp({ appId: meta.appId, appSecret: 'not the secret' }))).toMatchObject({
      code: 'WRONG_APP_SECRET',
    });
  });

  it('lists every ad account of the person with currency, zone and status', async () => {
    const accounts = await collect(open().listAdAccounts(never()));
    const truth = sandbox.truth.accounts().filter((account) => account.platform === 'meta');
    for (const account of accounts) {
      const real = truth.find((candidate) => candidate.adAccountId === account.adAccountId);
      expect(account).toMatchObject({ name: real?.name, currency: real?.currency, timeZone: real?.timezone });
    }
    expect(new Set(accounts.map((account) => account.adAccountId)).size).toBe(accounts.length);
    expect(accounts.length).toBeGreaterThan(10);
    expect(new Set(accounts.map((account) => account.status)).size).toBeGreaterThan(1);
  });

  it('reads the structure of everything that ever delivered, deleted and archived entities included', async () => {
    const account = await accountWithHidden();
    const pages = await collect(open().readStructure({ adAccount: account }, never()));
    const entities = pages.flatMap((page) => page.entities);
    expect(pages.flatMap((page) => page.setAside)).toEqual([]);
    for (const level of ['campaign', 'ad_group', 'ad'] as const) {
      const question = {
        platform: 'meta' as const,
        adAccountId: account.adAccountId,
        level,
        from: '2025-10-21',
        to: TO,
      };
      const listed = new Set(entities.filter((entity) => entity.level === level).map((entity) => entity.entityId));
      const delivered = new Set(sandbox.truth.insights({ ...question, by: 'range' }).map((row) => row.entityId));
      expect([...delivered].filter((id) => !listed.has(id))).toEqual([]);
    }
    expect(entities.some((entity) => entity.status === 'deleted')).toBe(true);
    const ids = new Set(entities.map((entity) => `${entity.level} ${entity.entityId}`));
    for (const entity of entities) {
      if (entity.level === 'ad_group') expect(ids).toContain(`campaign ${entity.parentId}`);
      if (entity.level === 'ad') expect(ids).toContain(`ad_group ${entity.parentId}`);
      expect(entity.status).not.toBe('unknown');
    }
  });

  it.each(LEVELS.flatMap((level) => ['PLN', 'EUR', 'JPY'].map((currency) => [level, currency] as const)))(
    'reads insights at level %s in %s as they happened',
    async (level, currency) => {
      const account = await someAccount(currency);
      const { records, setAside } = await collectRows(open().readInsights(asked(account, level), never()));
      expect(setAside).toEqual([]);
      expect(records.length).toBeGreaterThan(0);
      expectTruth(account, level, records);
    },
  );

  it('every level adds up to the account over thirteen months, whatever was deleted since', async () => {
    const account = await accountWithHidden();
    const range = { adAccount: account, from: '2025-10-21', to: TO, asynchronous: false };
    const sums = [];
    for (const level of LEVELS) {
      const { records, setAside } = await collectRows(open().readInsights({ ...range, level }, never()));
      expect(setAside).toEqual([]);
      sums.push(records.reduce((sum, record) => sum + BigInt(record.spendMicros ?? 0), 0n));
    }
    const question = { platform: 'meta' as const, adAccountId: account.adAccountId, from: range.from, to: TO };
    expect(sums).toEqual(LEVELS.map(() => sandbox.truth.total(question).spendMicros));
  });

  it('reads the same through an asynchronous report', async () => {
    const account = await someAccount();
    const { records, percents } = await collectRows(open().readInsights(asked(account, 'ad', true), never()));
    expectTruth(account, 'ad', records);
    expect(percents.at(-1)).toBe(100);
    expect(percents).toEqual([...percents].sort((a, b) => a - b));
  });

  it.each(['Job Failed', 'Job Skipped', 'stuck'] as const)('a report that ends as %s is a failure', async (end) => {
    const account = await someAccount();
    sandbox.control.endMetaReports(end);
    const told = await failure(collect(open().readInsights(asked(account, 'ad', true), never())));
    expect(told.kind).not.toBe('permanent');
    expect(told.sentence).toContain('Meta Ads');
  });

  it.each<[FaultKind, string, string]>([
    ['html-502', 'transient', 'BAD_ANSWER'],
    ['empty-500', 'transient', 'BAD_ANSWER'],
    ['half-json', 'transient', 'BAD_ANSWER'],
    ['cut', 'transient', 'CONNECTION_CUT'],
    ['reset', 'transient', 'UNREACHABLE'],
    ['hang', 'transient', 'TIMEOUT'],
    ['throttle-17', 'rate_limited', 'RATE_LIMITED'],
    ['throttle-80000', 'rate_limited', 'RATE_LIMITED'],
    ['too-much-data', 'too_big', 'TOO_BIG'],
    ['reduce-data', 'too_big', 'TOO_BIG'],
    ['transient-2', 'transient', 'SERVICE_ERROR'],
    ['expired-190', 'reauthorize', 'TOKEN_EXPIRED'],
    ['removed-190', 'reauthorize', 'APP_REMOVED'],
    ['permission-200', 'permanent', 'NO_PERMISSION'],
  ])('%s is %s %s', async (kind, expected, code) => {
    const account = await someAccount();
    sandbox.control.injectFault({ kind, amount: 9, match: { pathIncludes: '/insights' } });
    const told = await failure(
      collect(open(undefined, kind === 'hang' ? 500 : undefined).readInsights(asked(account, 'ad'), never())),
    );
    expect(told).toMatchObject({ kind: expected, code });
    if (kind.startsWith('throttle')) expect(told.retryAt).toBe(START + 9 * 60_000);
  });

  it('a range past retention says so', async () => {
    const account = await someAccount();
    const question = { ...asked(account, 'account'), from: '2021-01-01', to: '2021-01-05' };
    expect(await failure(collect(open().readInsights(question, never())))).toMatchObject({ code: 'PAST_RETENTION' });
  });

  it('an ad account of somebody else is not readable', async () => {
    const account = { ...(await someAccount()), adAccountId: '1' };
    expect(await failure(collect(open().readInsights(asked(account, 'ad'), never())))).toMatchObject({
      kind: 'permanent',
    });
  });
});
