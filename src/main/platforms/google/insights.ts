/** One slice of daily insights: one query, read to the end before its first row is handed on. */
import { TransportError } from '../../kernel/http.ts';
import type { InsightPage, InsightRecord, InsightRequest, SetAsideRow } from '../platform.ts';
import { BATCH_ROWS } from './api.ts';
import type { AdsApi } from './api.ts';
import { entityCondition } from './entity-filter.ts';
import { insightRecord } from './normalize.ts';
import { INSIGHT_SELECTIONS, insightQuery } from './queries.ts';
import { isSetAside } from './rows.ts';
import { findSharedAds, mergeInsights } from './shared-ads.ts';

/** Not `throwIfAborted`: that throws whatever reason the caller gave, which nobody could classify. */
export function stopIfAborted(signal: AbortSignal): void {
  if (signal.aborted) throw new TransportError('aborted', 'The import was cancelled between two pages.');
}

const NO_ADS: ReadonlySet<string> = new Set();

export async function* readInsights(
  api: AdsApi,
  request: InsightRequest,
  signal: AbortSignal,
): AsyncGenerator<InsightPage> {
  const { adAccount, level, from, to } = request;
  const query = insightQuery(level, from, to, entityCondition(INSIGHT_SELECTIONS[level], request.entities));
  const answer = await api.searchStream(
    { customerId: adAccount.adAccountId, loginCustomerId: adAccount.accessPath, query },
    signal,
  );
  const shared = level === 'ad' ? findSharedAds(answer) : NO_ADS;
  const merged = new Map<string, InsightRecord>();
  for (const rows of answer.batches()) {
    stopIfAborted(signal);
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
    stopIfAborted(signal);
    yield { records: rest.slice(start, start + BATCH_ROWS), setAside: [], percent: null };
  }
}
