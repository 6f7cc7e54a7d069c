import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Level } from '../../../src/contract/vocabulary.ts';
import { createGooglePlatform } from '../../../src/main/platforms/google/index.ts';
import type {
  AdAccountRecord,
  AdPlatform,
  InsightRecord,
  PlatformSession,
} from '../../../src/main/platforms/platform.ts';
import { startSandbox } from '../../../src/sandbox/sandbox.ts';
import type { FaultKind, Sandbox } from '../../../src/sandbox/sandbox.ts';
import { collect, failureOf, never } from './harness.ts';

/** The whole folder against the product's own stand-in of Google, compared with what that stand-in says really happened. */
const START = Date.parse('2026-11-21T09:00:00Z');
const FROM = '2026-10-23';
const TO = '2026-11-20';
const LEVELS: Level[] = ['account', 'campaign', 'ad_group', 'ad'];

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ now: () => START, googleChunkRows: 50 });
});
afterAll(() => sandbox.close());
beforeEach(() => {
  sandbox.control.reset();
  sandbox.control.setAutoApprove(true);
});

function platform(streamMs = 20_000): AdPlatform {
  const deps = { endpoints: sandbox.urls, now: () => START, log: () => undefined };
  return createGooglePlatform(deps, { tokenMs: 20_000, callMs: 20_000, streamMs });
}

function open(refreshToken = sandbox.credentials.google.refreshToken, streamMs?: number): PlatformSession {
  const google = platform(streamMs);
  const { clientId, clientSecret } = sandbox.credentials.google;
  return google.openSession(google.authorization.fromPastedSecret({ clientId, clientSecret }, refreshToken), {});
}

const readable = (account: AdAccountRecord): boolean => !account.isManager && account.status === 'active';

async function accounts(): Promise<AdAccountRecord[]> {
  return collect(open().listAdAccounts(never));
}

async function firstAccount(): Promise<AdAccountRecord> {
  const found = (await accounts()).find(readable);
  if (!found) throw new Error('the sandbox has no readable account');
  return found;
}

const slice = (adAccount: AdAccountRecord, level: Level) => ({
  adAccount,
  level,
  from: FROM,
  to: TO,
  asynchronous: false,
});

function sums(records: InsightRecord[]): [number, number, number] {
  return records.reduce<[number, number, number]>(
    ([spend, impressions, clicks], record) => [
      spend + (record.spendMicros ?? 0),
      impressions + (record.impressions ?? 0),
      clicks + (record.clicks ?? 0),
    ],
    [0, 0, 0],
  );
}

test('a browser login works with the sandbox, which computes PKCE itself', async () => {
  const google = platform();
  const { clientId, clientSecret } = sandbox.credentials.google;
  const attempt = await google.authorization.begin({ clientId, clientSecret }, 'http://127.0.0.1:50123/');
  const answer = await fetch(attempt.url, { redirect: 'manual' });
  const back = new URL(answer.headers.get('location') ?? '');
  expect(back.searchParams.get('state')).toBe(attempt.state);
  const credential = await google.authorization.complete(attempt, back.searchParams, never);
  const session = google.openSession(credential, {});
  expect((await session.check(never)).kind).toBe('login');
  expect(await session.revoke(never)).toBe(true);
  expect((await failureOf(() => session.check(never))).code).toBe('TOKEN_REVOKED');
});

test('every account of the agency is found once, with its currency, zone and a way that works', async () => {
  const found = await accounts();
  const byId = new Map(found.map((account) => [account.adAccountId, account]));
  expect(byId.size).toBe(found.length);
  const truth = sandbox.truth.accounts().filter((account) => account.platform === 'google');
  expect(truth.length).toBeGreaterThan(5);
  expect(
    found
      .filter((account) => !account.isManager)
      .map((account) => account.adAccountId)
      .sort(),
  ).toEqual(truth.map((account) => account.adAccountId).sort());
  for (const account of truth.filter((each) => each.status === 'active')) {
    expect(byId.get(account.adAccountId)).toMatchObject({
      currency: account.currency,
      timeZone: account.timezone,
      name: account.name,
    });
  }
  for (const account of found.filter((each) => each.managerPath.length > 0)) {
    expect(byId.get(account.managerPath[0] ?? '')?.isManager).toBe(true);
    expect(account.accessPath).toBe(account.managerPath[0]);
  }
});

test('at every level the figures of every account are the truth, to the micro', async () => {
  const session = open();
  for (const account of (await accounts()).filter(readable)) {
    for (const level of LEVELS) {
      const pages = await collect(session.readInsights(slice(account, level), never));
      expect(pages.flatMap((page) => page.setAside)).toEqual([]);
      const records = pages.flatMap((page) => page.records);
      const truth = sandbox.truth.insights({
        platform: 'google',
        adAccountId: account.adAccountId,
        level,
        from: FROM,
        to: TO,
      });
      const told = (rows: [string, string | null, bigint | number | null, number | null, number | null][]): string[] =>
        rows.map((row) => row.map((value) => String(value ?? 0)).join(' ')).sort();
      expect(told(records.map((r) => [r.entityId, r.day, r.spendMicros, r.impressions, r.clicks]))).toEqual(
        told(truth.map((r) => [r.entityId, r.date, r.spendMicros, r.impressions, r.clicks])),
      );
      // Google's `conversions` counts primary actions only; the agency's secondary ones are add_to_cart and signup.
      const primary = (row: (typeof truth)[number], what: 'countMicros' | 'valueMicros'): bigint =>
        ['purchase', 'lead', 'call'].reduce((sum, kind) => sum + (row.conversions[kind]?.[what] ?? 0n), 0n);
      const micros = (count: number | null): number => Math.round((count ?? 0) * 1e6);
      expect(
        records.map((r) => `${r.entityId} ${r.day} ${micros(r.conversions)} ${r.conversionValueMicros ?? 0}`).sort(),
      ).toEqual(
        truth.map((r) => `${r.entityId} ${r.date} ${primary(r, 'countMicros')} ${primary(r, 'valueMicros')}`).sort(),
      );
    }
  }
});

test('the structure names every entity that has figures, and its names agree with theirs', async () => {
  const session = open();
  const account = await firstAccount();
  const entities = (await collect(session.readStructure({ adAccount: account }, never))).flatMap(
    (page) => page.entities,
  );
  const names = new Map(entities.map((entity) => [`${entity.level} ${entity.entityId}`, entity.name]));
  for (const level of ['campaign', 'ad_group', 'ad'] as const) {
    const pages = await collect(session.readInsights(slice(account, level), never));
    const records = pages.flatMap((page) => page.records);
    expect(records.length).toBeGreaterThan(0);
    for (const record of records) expect(names.get(`${level} ${record.entityId}`)).toBe(record.entityName);
  }
});

describe('faults of the sandbox', () => {
  test.each<[FaultKind, string, string]>([
    ['html-502', 'transient', 'SERVER_ERROR'],
    ['empty-500', 'transient', 'SERVER_ERROR'],
    ['reset', 'transient', 'UNREACHABLE'],
    ['half-json', 'transient', 'BAD_ANSWER'],
    ['cut', 'transient', 'CUT'],
    ['hang', 'transient', 'TIMEOUT'],
    ['google-429', 'rate_limited', 'RATE_LIMITED'],
    ['google-internal-500', 'transient', 'SERVER_ERROR'],
    ['mid-stream-error', 'transient', 'SERVER_ERROR'],
  ])('%s is %s: %s, and the next attempt is complete', async (kind, expected, code) => {
    const account = await firstAccount();
    const session = open(undefined, kind === 'hang' ? 400 : 20_000);
    const good = sums(
      (await collect(session.readInsights(slice(account, 'campaign'), never))).flatMap((page) => page.records),
    );
    sandbox.control.injectFault({ kind, match: { pathIncludes: 'searchStream' }, times: 1 });
    const failure = await failureOf(() => collect(session.readInsights(slice(account, 'campaign'), never)));
    expect(failure).toMatchObject({ kind: expected, code });
    const again = (await collect(session.readInsights(slice(account, 'campaign'), never))).flatMap(
      (page) => page.records,
    );
    expect(sums(again)).toEqual(good);
  });

  test('google-401 is healed by one new token, a revoked grant is not', async () => {
    const account = await firstAccount();
    const session = open();
    await collect(session.readInsights(slice(account, 'account'), never));
    sandbox.control.injectFault({ kind: 'google-401', match: { pathIncludes: 'searchStream' }, times: 1 });
    await collect(session.readInsights(slice(account, 'account'), never));
    const dead = open(sandbox.credentials.google.revokedRefreshToken);
    expect(await failureOf(() => dead.check(never))).toMatchObject({ kind: 'reauthorize', code: 'TOKEN_REVOKED' });
  });

  test('days past 37 months are told as such', async () => {
    const account = await firstAccount();
    const old = { ...slice(account, 'campaign'), from: '2023-01-01', to: '2023-01-31' };
    expect((await failureOf(() => collect(open().readInsights(old, never)))).code).toBe('PAST_RETENTION');
  });
});
