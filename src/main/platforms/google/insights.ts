/** One slice of daily insights: one query, read to the end before its first row is handed on. */
import type { InsightPage, InsightRecord, InsightRequest, SetAsideRow } from '../platform.ts';
import { BATCH_ROWS } from './api.ts';
import type { AdsApi } from './api.ts';
import type { StreamAnswer } from './answer.ts';
import { insightRecord, isSetAside } from './normalize.ts';
import { insightQuery } from './queries.ts';
import { createSharedAdFinder, mergeInsights } from './shared-ads.ts';

function sharedAds(answer: StreamAnswer, request: InsightRequest): ReadonlySet<string> {
  const finder = createSharedAdFinder();
  if (request.level !== 'ad') return finder.shared();
  for (const rows of answer.batches()) {
    for (const row of rows) {
      const record = insightRecord(row, request);
      if (!isSetAside(record) && record.adGroupId !== null) finder.see(record.entityId, record.adGroupId);
    }
  }
  return finder.shared();
}

export async function* readInsights(
  api: AdsApi,
  request: InsightRequest,
  signal: AbortSignal,
): AsyncGenerator<InsightPage> {
  const { adAccount, level, from, to } = request;
  const answer = await api.searchStream(
    { customerId: adAccount.adAccountId, loginCustomerId: adAccount.accessPath, query: insightQuery(level, from, to) },
    signal,
  );
  const shared = sharedAds(answer, request);
  const merged = new Map<string, InsightRecord>();
  for (const rows of answer.batches()) {
    signal.throwIfAborted();
    const records: InsightRecord[] = [];
    const setAside: SetAsideRow[] = [];
    for (const row of rows) {
      const record = insightRecord(row, request);
      if (isSetAside(record)) setAside.push(record);
      else if (!shared.has(record.entityId)) records.push(record);
      else {
        const key = `${record.entityId} ${record.day}`;
        const earlier = merged.get(key);
        merged.set(key, earlier ? mergeInsights(earlier, record) : record);
      }
    }
    yield { records, setAside, percent: null };
  }
  const rest = [...merged.values()];
  for (let start = 0; start < rest.length; start += BATCH_ROWS) {
    signal.throwIfAborted();
    yield { records: rest.slice(start, start + BATCH_ROWS), setAside: [], percent: null };
  }
}
