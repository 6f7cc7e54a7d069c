import type { Level } from '../../../src/contract/vocabulary.ts';
import { createMetaPlatform } from '../../../src/main/platforms/meta/index.ts';
import type { AdAccountRef, AdPlatform, PlatformSession } from '../../../src/main/platforms/platform.ts';
import { startSandbox, type AccountSpec, type Sandbox, type SandboxOptions } from '../../../src/sandbox/sandbox.ts';

/** Ad accounts in zones that change their clocks, one with campaigns taken away since, one without any. */
export const START = Date.parse('2026-11-21T09:00:00Z');
export const RANGE = { from: '2026-10-24', to: '2026-11-06' };
export const OCTOBER = { from: '2026-10-01', to: '2026-10-31' };

const shop = (name: string, timezone: string, more: Partial<AccountSpec> = {}): AccountSpec => ({
  platform: 'meta',
  name,
  currency: 'EUR',
  timezone,
  vertical: 'shop',
  dailySpend: 400,
  campaigns: 3,
  adGroups: 2,
  ads: 2,
  since: '2024-06-01',
  ...more,
});

const accounts = [
  shop('Berlin', 'Europe/Berlin', { campaigns: 5, characters: ['steady', 'removed', 'archived', 'grow', 'decline'] }),
  shop('Los Angeles', 'America/Los_Angeles', { currency: 'USD' }),
  shop('Lord Howe', 'Australia/Lord_Howe', { currency: 'AUD', campaigns: 2, adGroups: 1, ads: 1 }),
  shop('Asleep', 'Europe/Berlin', { campaigns: 0 }),
];
const agency = { clients: accounts.map((account) => ({ name: account.name, accounts: [account] })) };

export const start = (options: Partial<SandboxOptions> = {}) => startSandbox({ now: () => START, agency, ...options });

export function platformOf(server: Sandbox): AdPlatform {
  return createMetaPlatform(
    { endpoints: server.urls, now: () => START, log: () => undefined },
    { timeoutMs: 20_000, poll: { firstMs: 1, maxMs: 2, stuckMs: 50 } },
  );
}

export function open(server: Sandbox): PlatformSession {
  const meta = platformOf(server);
  return meta.openSession(meta.authorization.fromPastedSecret({}, server.credentials.meta.systemUserToken), {});
}

export function accountOf(server: Sandbox, name: string): AdAccountRef {
  const found = server.truth.accounts().find((account) => account.name === name);
  if (!found) throw new Error(`the sandbox has no ${name}`);
  return { adAccountId: found.adAccountId, accessPath: null, currency: found.currency, timeZone: found.timezone };
}

export const questions = (adAccount: AdAccountRef, level: Level, range: { from: string; to: string }) => ({
  platform: 'meta' as const,
  adAccountId: adAccount.adAccountId,
  level,
  ...range,
});
