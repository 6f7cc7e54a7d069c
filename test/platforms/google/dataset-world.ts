import { DATASETS } from '../../../src/main/platforms/google/datasets.ts';
import { createGooglePlatform } from '../../../src/main/platforms/google/index.ts';
import type {
  AdAccountRef,
  DatasetPage,
  DatasetRecord,
  DatasetRequest,
  InsightRecord,
  InsightRequest,
  PlatformSession,
  RequestReading,
  SetAsideRow,
} from '../../../src/main/platforms/platform.ts';
import type { Level } from '../../../src/contract/vocabulary.ts';
import { startSandbox, type AccountSpec, type Sandbox } from '../../../src/sandbox/sandbox.ts';
import { collect, never } from './harness.ts';

/** Ad accounts in zones that change their clocks, with every kind of campaign and different conversion windows. */
export const START = Date.parse('2026-11-21T09:00:00Z');
export const RANGE = { from: '2026-10-24', to: '2026-11-06' };

const shop = (name: string, timezone: string, more: Partial<AccountSpec> = {}): AccountSpec => ({
  platform: 'google',
  name,
  currency: 'EUR',
  timezone,
  vertical: 'shop',
  dailySpend: 600,
  campaigns: 8,
  adGroups: 2,
  ads: 2,
  since: '2016-02-01',
  ...more,
});

const accounts = [
  shop('Berlin', 'Europe/Berlin', { conversionWindowDays: 90 }),
  shop('Los Angeles', 'America/Los_Angeles', { currency: 'USD', conversionWindowDays: 60 }),
  shop('Tokyo', 'Asia/Tokyo', { currency: 'JPY', dailySpend: 60_000, vertical: 'clinic' }),
  shop('Asleep', 'Europe/Berlin', { campaigns: 0 }),
];

export const start = (): Promise<Sandbox> =>
  startSandbox({
    now: () => START,
    agency: { clients: accounts.map((account) => ({ name: account.name, accounts: [account] })) },
  });

export function open(sandbox: Sandbox, onRequest?: (reading: RequestReading) => void): PlatformSession {
  const google = createGooglePlatform(
    { endpoints: sandbox.urls, now: () => START, log: () => undefined },
    { tokenMs: 20_000, callMs: 20_000, streamMs: 20_000 },
  );
  const { clientId, clientSecret, refreshToken } = sandbox.credentials.google;
  return google.openSession(
    google.authorization.fromPastedSecret({ clientId, clientSecret }, refreshToken),
    onRequest === undefined ? {} : { onRequest },
  );
}

export function accountOf(sandbox: Sandbox, name: string): AdAccountRef {
  const found = sandbox.truth.accounts().find((account) => account.name === name);
  if (!found) throw new Error(`the sandbox has no ${name}`);
  return { adAccountId: found.adAccountId, accessPath: null, currency: found.currency, timeZone: found.timezone };
}

export function datasetRequest(
  id: string,
  adAccount: AdAccountRef,
  over: Partial<DatasetRequest> = {},
): DatasetRequest {
  const dataset = DATASETS.find((candidate) => candidate.id === id);
  if (!dataset) throw new Error(`there is no dataset ${id}`);
  return { adAccount, dataset, ...RANGE, asynchronous: false, ...over };
}

export const dailyRequest = (
  adAccount: AdAccountRef,
  level: Level,
  over: Partial<InsightRequest> = {},
): InsightRequest => ({
  adAccount,
  level,
  ...RANGE,
  asynchronous: false,
  ...over,
});

type Rows<T> = { records: T[]; setAside: SetAsideRow[] };

export async function readDataset(session: PlatformSession, request: DatasetRequest): Promise<Rows<DatasetRecord>> {
  const pages: DatasetPage[] = await collect(session.readDataset(request, never));
  return { records: pages.flatMap((page) => page.records), setAside: pages.flatMap((page) => page.setAside) };
}

export async function readDaily(session: PlatformSession, request: InsightRequest): Promise<Rows<InsightRecord>> {
  const pages = await collect(session.readInsights(request, never));
  return { records: pages.flatMap((page) => page.records), setAside: pages.flatMap((page) => page.setAside) };
}
