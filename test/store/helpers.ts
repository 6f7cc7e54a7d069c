import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach } from 'vitest';
import type { AdAccountStatus, PlatformId } from '../../src/contract/vocabulary.ts';
import { addDays, eachDay } from '../../src/main/domain/days.ts';
import { manualClock } from '../../src/main/kernel/clock.ts';
import type { InsightInput } from '../../src/main/store/records.ts';
import { openStore, type Db, type Store } from '../../src/main/store/store.ts';
import { assignAdAccounts, adAccountKey, saveAdAccounts } from '../../src/main/store/writes/ad-accounts.ts';
import { saveConnection } from '../../src/main/store/writes/connections.ts';
import type { IngestInput } from '../../src/main/store/writes/ingest.ts';

export const migrationsFolder = fileURLToPath(new URL('../../drizzle', import.meta.url));
export const NOW = Date.parse('2026-11-20T12:00:00Z');
export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
export const SETTLE = {
  meta: { conversionSettleDays: 7, deliverySettleDays: 3 },
  google: { conversionSettleDays: 30, deliverySettleDays: 3 },
};

const cleanups: (() => void)[] = [];
afterEach(() => {
  for (const cleanup of cleanups.splice(0).toReversed()) cleanup();
});

export function atEnd(cleanup: () => void): void {
  cleanups.push(cleanup);
}

export function tempFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tidemark-store-'));
  atEnd(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export function openIn(home: string, now = NOW): Store {
  const store = openStore({ home, migrationsFolder, clock: manualClock(now) });
  atEnd(() => store.close());
  return store;
}

export function newStore(): Store {
  return openIn(join(tempFolder(), 'workspace'));
}

export function addConnection(db: Db, id: string, platform: PlatformId, expiresAt: number | null = null): void {
  saveConnection(db, {
    id,
    platform,
    label: `Login ${id}`,
    kind: 'login',
    loginId: id,
    scopes: ['ads_read'],
    expiresAt,
    dataAccessExpiresAt: null,
    sealedCredential: Buffer.from('sealed'),
    now: NOW,
  });
}

/** A connection, an ad account of it, and a client it belongs to; returns the account's key. */
export function addAccount(
  db: Db,
  args: {
    platform?: PlatformId;
    adAccountId?: string;
    client?: string | null;
    currency?: string;
    timeZone?: string;
    connectionId?: string;
    status?: AdAccountStatus;
  } = {},
): number {
  const {
    platform = 'meta',
    adAccountId = '1001',
    client = 'Żabka',
    currency = 'PLN',
    timeZone = 'Europe/Warsaw',
  } = args;
  const connectionId = args.connectionId ?? `c-${platform}`;
  if (db.prepare('SELECT 1 FROM connection WHERE id = ?').get(connectionId) === undefined)
    addConnection(db, connectionId, platform);
  saveAdAccounts(db, {
    connectionId,
    platform,
    complete: false,
    now: NOW,
    accounts: [
      {
        adAccountId,
        name: `Account ${adAccountId}`,
        currency,
        timeZone,
        status: args.status ?? 'active',
        platformStatus: '1',
        isManager: false,
        managerPath: [],
        accessPath: null,
      },
    ],
  });
  if (client !== null) assignAdAccounts(db, { assignments: [{ platform, adAccountId, client }], now: NOW });
  const key = adAccountKey(db, platform, adAccountId);
  if (key === null) throw new Error('The account was not saved');
  return key;
}

export function record(over: Partial<InsightInput> = {}): InsightInput {
  return {
    level: 'campaign',
    entityId: '120210000000000001',
    entityName: 'Spring',
    campaignId: '120210000000000001',
    campaignName: 'Spring',
    adGroupId: null,
    adGroupName: null,
    day: '2026-11-01',
    spendMicros: 1_230_000,
    impressions: 1000,
    clicks: 10,
    linkClicks: 8,
    reach: 700,
    conversions: null,
    conversionValueMicros: null,
    actions: [],
    extra: null,
    ...over,
  };
}

export function slice(adAccountKeyValue: number, over: Partial<IngestInput> = {}): IngestInput {
  const { from = '2026-11-01', to = '2026-11-03' } = over;
  return {
    adAccountKey: adAccountKeyValue,
    platform: 'meta',
    level: 'campaign',
    from,
    to,
    records: [],
    setAside: [],
    runId: null,
    sliceId: null,
    now: NOW,
    coveredDays: from <= to ? eachDay(from, to) : [],
    ...over,
  };
}

export function dayOf(index: number): string {
  return addDays('2026-10-30', index);
}
