import { BREAKDOWNS, datasetId, type Breakdown, type Dataset, type Grain } from '../../src/contract/datasets.ts';
import type { Level } from '../../src/contract/vocabulary.ts';
import type { DatasetInput } from '../../src/main/store/records.ts';
import type { DatasetIngestInput } from '../../src/main/store/writes/ingest-datasets.ts';
import { NOW, record } from './helpers.ts';

/** A dataset as a platform would declare it. */
export function dataset(level: Level, grain: Grain, breakdown: Breakdown): Dataset {
  return {
    id: datasetId(level, grain, breakdown),
    level,
    grain,
    breakdown,
    retentionMonths: 13,
    sliceDays: 31,
    everyDays: 1,
    routine: true,
    priority: 1,
    addsUp: ['spendMicros'],
    caveat: null,
    source: 'test',
  };
}

export const HOURS = dataset('campaign', 'hour', 'hour');
export const AGES = dataset('campaign', 'day', 'age');
export const MONTHS = dataset('campaign', 'month', 'none');

export function cell(over: Partial<DatasetInput> = {}): DatasetInput {
  const base = record(over);
  return {
    ...base,
    to: base.day,
    segment: { hour: '01' },
    frequency: null,
    uniqueClicks: null,
    uniqueLinkClicks: null,
    ...over,
  };
}

export function cells(adAccountKey: number, over: Partial<DatasetIngestInput> = {}): DatasetIngestInput {
  return {
    adAccountKey,
    platform: 'meta',
    dataset: HOURS,
    from: '2026-11-01',
    to: '2026-11-03',
    records: [],
    setAside: [],
    runId: null,
    sliceId: null,
    now: NOW,
    ...over,
  };
}

/** A few values for every key of a breakdown. */
export function segmentOf(breakdown: Breakdown, index: number): Record<string, string> {
  const segment: Record<string, string> = {};
  for (const [place, key] of BREAKDOWNS[breakdown].keys.entries())
    if (key === 'hour') segment[key] = String(index % 24).padStart(2, '0');
    else if (key !== 'fold') segment[key] = `${key}${(index >> place) % 3}`;
    else if (index % 5 === 4) segment[key] = '1';
  return segment;
}
