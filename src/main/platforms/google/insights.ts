/** One slice of daily insights: one query, read to the end before its first row is handed on. */
import { TransportError } from '../../kernel/http.ts';
import type { InsightPage, InsightRecord, InsightRequest, PlatformDeps, SetAsideRow } from '../platform.ts';
import type { RefusedFigures } from '../../domain/refused-figures.ts';
import type { StreamAnswer } from './answer.ts';
import { BATCH_ROWS } from './api.ts';
import type { AdsApi } from './api.ts';
import { entityCondition } from './entity-filter.ts';
import { insightRecord, VIDEO_VIEW } from './normalize.ts';
import { INSIGHT_SELECTIONS, insightQuery } from './queries.ts';
import { isSetAside } from './rows.ts';
import { findSharedAds, mergeInsights } from './shared-ads.ts';
import { refusesAField } from './structure.ts';

/** Not `throwIfAborted`: that throws whatever reason the caller gave, which nobody could classify. */
export function stopIfAborted(signal: AbortSignal): void {
  if (signal.aborted) throw new TransportError('aborted', 'The import was cancelled between two pages.');
}

const NO_ADS: ReadonlySet<string> = new Set();

/** The daily figures are the main thing: where Google refuses the field of the views they are asked for without it. */
async function ask(
  api: AdsApi,
  request: InsightRequest,
  withoutViews: RefusedFigures,
  log: PlatformDeps['log'],
  signal: AbortSignal,
): Promise<{ answer: StreamAnswer; views: boolean }> {
  const { adAccount, level, from, to } = request;
  const { adAccountId, accessPath } = adAccount;
  const only = entityCondition(INSIGHT_SELECTIONS[level], request.entities);
  const stream = (views: boolean): Promise<StreamAnswer> =>
    api.searchStream(
      { customerId: adAccountId, loginCustomerId: accessPath, query: insightQuery(level, from, to, only, views) },
      signal,
    );
  if (withoutViews.has(level, adAccountId)) return { answer: await stream(false), views: false };
  try {
    return { answer: await stream(true), views: true };
  } catch (error) {
    if (!refusesAField(error)) throw error;
    const answer = await stream(false);
    // Only now is it known that this field was the one.
    withoutViews.add(level, adAccountId);
    log('warn', 'Google Ads refused video views of the daily figures; asking without', { adAccountId, level });
    return { answer, views: false };
  }
}

export async function* readInsights(
  api: AdsApi,
  request: InsightRequest,
  withoutViews: RefusedFigures,
  log: PlatformDeps['log'],
  signal: AbortSignal,
): AsyncGenerator<InsightPage> {
  const { level } = request;
  const { answer, views } = await ask(api, request, withoutViews, log, signal);
  const untold = views ? {} : { untold: [VIDEO_VIEW] };
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
    yield { records, setAside, percent: null, ...untold };
  }
  const rest = [...merged.values()];
  for (let start = 0; start < rest.length; start += BATCH_ROWS) {
    stopIfAborted(signal);
    yield { records: rest.slice(start, start + BATCH_ROWS), setAside: [], percent: null, ...untold };
  }
}
