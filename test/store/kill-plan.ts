import type { Dataset } from '../../src/contract/datasets.ts';
import { addDays } from '../../src/main/domain/days.ts';
import type { DatasetIngestInput } from '../../src/main/store/writes/ingest-datasets.ts';
import type { IngestInput } from '../../src/main/store/writes/ingest.ts';

export const KILL_SLICES = 24;

/** One day of 500 rows with a conversion each; the same in the child, after it, and in the run that was never killed. */
export function killInput(adAccountKey: number, index: number): IngestInput {
  const day = addDays('2026-09-01', index);
  return {
    adAccountKey,
    platform: 'meta',
    level: 'ad',
    from: day,
    to: day,
    coveredDays: [day],
    setAside: [],
    runId: null,
    sliceId: null,
    now: 1_795_176_000_000,
    records: Array.from({ length: 500 }, (_, ad) => ({
      level: 'ad' as const,
      entityId: `ad${ad}`,
      entityName: `Ad ${ad}`,
      campaignId: 'c1',
      campaignName: 'Campaign',
      adGroupId: 'g1',
      adGroupName: 'Group',
      day,
      spendMicros: ad * 1_000 + index,
      impressions: ad + index,
      clicks: ad,
      linkClicks: null,
      reach: null,
      conversions: 0.5,
      conversionValueMicros: null,
      actions: [{ actionType: 'lead', window: 'default' as const, count: 0.5, valueMicros: null }],
      extra: null,
    })),
  };
}

/** The hours of some ads on that day. */
export function killCells(adAccountKey: number, index: number): DatasetIngestInput {
  const { records, coveredDays: _days, level: _level, ...slice } = killInput(adAccountKey, index);
  const hours = records.slice(0, 20).flatMap((row) =>
    Array.from({ length: 24 }, (_, hour) => ({
      ...row,
      to: row.day,
      segment: { hour: String(hour).padStart(2, '0') },
      impressions: hour + index,
      frequency: null,
      uniqueClicks: null,
      uniqueLinkClicks: null,
    })),
  );
  return { ...slice, dataset: HOURS, records: hours };
}

const HOURS: Dataset = {
  id: 'ad.hour',
  level: 'ad',
  grain: 'hour',
  breakdown: 'hour',
  retentionMonths: 13,
  sliceDays: 1,
  everyDays: 1,
  routine: true,
  priority: 1,
  addsUp: [],
  caveat: null,
  source: 'test',
};
