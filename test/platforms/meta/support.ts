import { inspect } from 'node:util';

import { REAL_ENDPOINTS } from '../../../src/main/kernel/endpoints.ts';
import { DATASETS } from '../../../src/main/platforms/meta/datasets.ts';
import { createMetaPlatform, type MetaOptions } from '../../../src/main/platforms/meta/index.ts';
import {
  PlatformError,
  type AdPlatform,
  type DatasetPage,
  type DatasetRecord,
  type DatasetRequest,
  type InsightPage,
  type InsightRecord,
  type InsightRequest,
  type PlatformFailure,
  type SetAsideRow,
} from '../../../src/main/platforms/platform.ts';

/** 2026-03-06T12:00:00Z, the day the recordings were made. */
export const NOW = Date.parse('2026-03-06T12:00:00Z');
export const TOKEN = 'EAAcanaryTokenOfTheTest0123456789';
export const PASTED = { origin: 'pasted', token: TOKEN, appId: null, appSecret: null };
export const VALID_TOKEN = {
  app_id: '123456789',
  type: 'SYSTEM_USER',
  is_valid: true,
  expires_at: 0,
  data_access_expires_at: 0,
  scopes: ['ads_read', 'business_management'],
  user_id: '10220000000000077',
};
export const ACCOUNT = { adAccountId: '361744628296290', accessPath: null, currency: 'EUR', timeZone: 'Europe/Prague' };

export function request(overrides: Partial<InsightRequest> = {}): InsightRequest {
  return { adAccount: ACCOUNT, level: 'ad', from: '2026-02-01', to: '2026-02-28', asynchronous: false, ...overrides };
}

export function datasetRequest(id: string, overrides: Partial<DatasetRequest> = {}): DatasetRequest {
  const dataset = DATASETS.find((candidate) => candidate.id === id);
  if (!dataset) throw new Error(`there is no dataset ${id}`);
  return { adAccount: ACCOUNT, dataset, from: '2026-02-01', to: '2026-02-28', asynchronous: false, ...overrides };
}

export const never = (): AbortSignal => new AbortController().signal;

/** A platform whose log lines are kept raw, before any redaction, so that a leak is seen where it happens. */
export function platformFor(base: string, options: MetaOptions = {}): { platform: AdPlatform; lines: string[] } {
  const lines: string[] = [];
  const platform = createMetaPlatform(
    {
      endpoints: { ...REAL_ENDPOINTS, metaGraph: base, metaLogin: base },
      now: () => NOW,
      log: (level, message, fields) => lines.push(`${level} ${message} ${JSON.stringify(fields ?? {})}`),
    },
    { timeoutMs: 5000, poll: { firstMs: 1, maxMs: 2 }, ...options },
  );
  return { platform, lines };
}

export async function collect<T>(source: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of source) items.push(item);
  return items;
}

type Rows<T> = { records: T[]; setAside: SetAsideRow[]; percents: number[] };

export function collectRows(source: AsyncIterable<DatasetPage>): Promise<Rows<DatasetRecord>>;
export function collectRows(source: AsyncIterable<InsightPage>): Promise<Rows<InsightRecord>>;
export async function collectRows(source: AsyncIterable<InsightPage>): Promise<Rows<InsightRecord>> {
  const pages = await collect(source);
  return {
    records: pages.flatMap((page) => page.records),
    setAside: pages.flatMap((page) => page.setAside),
    percents: pages.map((page) => page.percent).filter((percent) => percent !== null),
  };
}

/** The PlatformError a promise ends with; anything else fails the test. */
export async function failing(work: Promise<unknown>): Promise<PlatformError> {
  const error = await work.then(
    () => new Error('nothing was thrown'),
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof PlatformError)) throw new Error(`not a PlatformError: ${inspect(error)}`);
  return error;
}

export async function failure(work: Promise<unknown>): Promise<PlatformFailure> {
  return (await failing(work)).failure;
}

/** Everything an error can show: message, stack, fields, causes, hidden and non-enumerable ones included. */
export function everythingIn(error: unknown): string {
  return inspect(error, { depth: 12, showHidden: true, getters: true, maxStringLength: null, maxArrayLength: null });
}

export function insightRow(overrides: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    account_id: ACCOUNT.adAccountId,
    account_name: 'Keboola G+S',
    account_currency: 'EUR',
    campaign_id: '120241721599750604',
    campaign_name: 'C',
    adset_id: '120241721599840604',
    adset_name: 'S',
    ad_id: '120241725104280604',
    ad_name: 'A',
    date_start: '2026-02-05',
    date_stop: '2026-02-05',
    spend: '1.73',
    impressions: '55',
    clicks: '3',
    ...overrides,
  };
}
