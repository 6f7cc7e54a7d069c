/** One slice of a dataset: one query, read to the end before its first row is handed on. */
import { segmentText } from '../../../contract/datasets.ts';
import type { PlatformDeps } from '../platform.ts';
import type { DatasetPage, DatasetRecord, DatasetRequest, InsightRequest, SetAsideRow } from '../platform.ts';
import { BATCH_ROWS, type AdsApi } from './api.ts';
import type { StreamAnswer } from './answer.ts';
import { datasetQuery, periodFigures, type PeriodFigure } from './dataset-queries.ts';
import { stopIfAborted } from './insights.ts';
import { insightRecord } from './normalize.ts';
import { addCells, datasetRecord, isIdle, isSummed } from './normalize-datasets.ts';
import { isSetAside } from './rows.ts';
import { refusesAField } from './structure.ts';

/** What a session learned: figures of a period that the server does not offer are not asked for again. */
export type DatasetMemory = { refused: Set<PeriodFigure> };

async function ask(
  api: AdsApi,
  request: DatasetRequest,
  memory: DatasetMemory,
  log: PlatformDeps['log'],
  signal: AbortSignal,
): Promise<StreamAnswer> {
  const { adAccountId, accessPath } = request.adAccount;
  const stream = (figures: readonly PeriodFigure[]): Promise<StreamAnswer> =>
    api.searchStream(
      { customerId: adAccountId, loginCustomerId: accessPath, query: datasetQuery(request, figures) },
      signal,
    );
  const wanted = periodFigures(request).filter((figure) => !memory.refused.has(figure));
  // Which metrics go together differs by what they are asked with; none of these may cost the month its other figures.
  const attempts = [wanted, ...(wanted.length > 1 ? wanted.map((figure) => [figure]) : []), []];
  for (const figures of attempts) {
    try {
      const answer = await stream(figures);
      for (const figure of wanted) if (!figures.includes(figure)) memory.refused.add(figure);
      return answer;
    } catch (error) {
      if (figures.length === 0 || !refusesAField(error)) throw error;
      log('warn', `Google Ads refused ${figures.join(' and ')} of a period; asking without`, {
        adAccountId,
        dataset: request.dataset.id,
      });
    }
  }
  throw new Error('The last attempt neither answered nor threw.');
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
