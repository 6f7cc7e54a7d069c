/** One slice of a dataset: one query, read to the end before its first row is handed on. */
import { segmentText } from '../../../contract/datasets.ts';
import type { PlatformDeps } from '../platform.ts';
import type { DatasetPage, DatasetRecord, DatasetRequest, InsightRequest, SetAsideRow } from '../platform.ts';
import { BATCH_ROWS, type AdsApi } from './api.ts';
import type { StreamAnswer } from './answer.ts';
import { asksReach, datasetQuery } from './dataset-queries.ts';
import { stopIfAborted } from './insights.ts';
import { insightRecord } from './normalize.ts';
import { addCells, datasetRecord, isIdle, isSummed } from './normalize-datasets.ts';
import { isSetAside } from './rows.ts';
import { refusesAField } from './structure.ts';

/** What a session learned: a server that does not offer reach in a period question is not asked for it again. */
export type DatasetMemory = { withoutReach: boolean };

async function ask(
  api: AdsApi,
  request: DatasetRequest,
  memory: DatasetMemory,
  log: PlatformDeps['log'],
  signal: AbortSignal,
): Promise<StreamAnswer> {
  const { adAccountId, accessPath } = request.adAccount;
  const stream = (withReach: boolean): Promise<StreamAnswer> =>
    api.searchStream(
      { customerId: adAccountId, loginCustomerId: accessPath, query: datasetQuery(request, withReach) },
      signal,
    );
  const withReach = asksReach(request) && !memory.withoutReach;
  try {
    return await stream(withReach);
  } catch (error) {
    // Which metrics go together differs by what they are asked with; reach must not cost the month its other figures.
    if (!withReach || !refusesAField(error)) throw error;
    memory.withoutReach = true;
    log('warn', 'Google Ads refused the reach of a period; asking without it', {
      adAccountId,
      dataset: request.dataset.id,
    });
    return stream(false);
  }
}

export async function* readDataset(
  api: AdsApi,
  request: DatasetRequest,
  memory: DatasetMemory,
  log: PlatformDeps['log'],
  signal: AbortSignal,
): AsyncGenerator<DatasetPage> {
  const answer = await ask(api, request, memory, log, signal);
  const summed = isSummed(request);
  const merged = new Map<string, DatasetRecord>();
  for (const rows of answer.batches()) {
    stopIfAborted(signal);
    const records: DatasetRecord[] = [];
    const setAside: SetAsideRow[] = [];
    for (const row of rows) {
      const record = datasetRecord(row, request);
      if (isSetAside(record)) setAside.push(record);
      else if (request.dataset.grain === 'range' && isIdle(record)) continue;
      else if (!summed) records.push(record);
      else {
        const key = `${record.entityId} ${record.day} ${segmentText(record.segment)}`;
        const earlier = merged.get(key);
        merged.set(key, earlier ? addCells(earlier, record) : record);
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

/**
 * Rows once set aside, read again from their raw form. A row that is only one of several of a cell stays aside: written alone it
 * would put a part in the place of the whole; the next reading of its days brings the sum.
 */
export function reread(request: InsightRequest | DatasetRequest, rows: readonly unknown[]): DatasetPage {
  const page: DatasetPage = { records: [], setAside: [], percent: null };
  for (const raw of rows) {
    const record = 'dataset' in request ? datasetRecord(raw, request) : daily(raw, request);
    if (isSetAside(record)) page.setAside.push(record);
    else if ('dataset' in request && isSummed(request))
      page.setAside.push({ reason: 'the row is one of several of a cell; read its days again', raw });
    else page.records.push(record);
  }
  return page;
}

function daily(raw: unknown, request: InsightRequest): DatasetRecord | SetAsideRow {
  const record = insightRecord(raw, request);
  if (isSetAside(record)) return record;
  return { ...record, to: record.day, segment: {}, frequency: null, uniqueClicks: null, uniqueLinkClicks: null };
}
