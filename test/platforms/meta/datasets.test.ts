import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { BREAKDOWNS, datasetId, segmentText, type AdditiveMetric } from '../../../src/contract/datasets.ts';
import { DATASETS } from '../../../src/main/platforms/meta/datasets.ts';
import type { InsightRecord } from '../../../src/main/platforms/platform.ts';
import type { Sandbox } from '../../../src/sandbox/sandbox.ts';
import { accountOf, OCTOBER, open, questions, RANGE, start } from './dataset-world.ts';
import { collectRows, datasetRequest, never } from './support.ts';

/** Every dataset against the product's own stand-in of Meta, compared with what that stand-in says really happened. */
let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await start();
});
afterAll(() => sandbox.close());
beforeEach(() => sandbox.control.reset());

type Sums = Record<string, Partial<Record<AdditiveMetric, number>>>;

/** Sums per entity and day. */
function sumsOf(records: InsightRecord[], metrics: readonly AdditiveMetric[]): Sums {
  const sums: Sums = {};
  for (const record of records) {
    const sum = (sums[`${record.entityId} ${record.day}`] ??= {});
    for (const metric of metrics) sum[metric] = (sum[metric] ?? 0) + (record[metric] ?? 0);
  }
  return sums;
}

const daily = DATASETS.filter(({ grain }) => grain === 'day' || grain === 'hour').filter(
  ({ breakdown }) => breakdown !== 'publisher_device',
);
const periods = DATASETS.filter(({ grain }) => grain === 'month' || grain === 'range');

describe('the table', () => {
  it('names every dataset once, by its parts, with its source', () => {
    expect(new Set(DATASETS.map(({ id }) => id)).size).toBe(DATASETS.length);
    for (const dataset of DATASETS) {
      expect(dataset.id).toBe(datasetId(dataset.level, dataset.grain, dataset.breakdown));
      expect(dataset.source).not.toBe('');
      expect(dataset.sliceDays).toBeGreaterThan(0);
    }
    expect(DATASETS.filter(({ grain }) => grain === 'hour').map((dataset) => dataset.retentionMonths)).toEqual([
      13, 13,
    ]);
    expect(DATASETS.filter(({ grain, routine }) => grain === 'range' && routine)).toEqual([]);
  });
});

describe('cells', () => {
  it.each(
    daily.flatMap((dataset) => ['Berlin', 'Los Angeles', 'Lord Howe'].map((name) => [dataset.id, name] as const)),
  )('of %s in %s add up to the day', async (id, name) => {
    const adAccount = accountOf(sandbox, name);
    const request = datasetRequest(id, { adAccount, ...RANGE });
    const { level, addsUp, breakdown } = request.dataset;
    const { records, setAside } = await collectRows(open(sandbox).readDataset(request, never()));
    const days = await collectRows(
      open(sandbox).readInsights({ adAccount, level, ...RANGE, asynchronous: false }, never()),
    );
    expect(setAside).toEqual([]);
    expect(records.length).toBeGreaterThan(days.records.length);
    // A day whose only event is a conversion has no delivery to split.
    const delivered = days.records.filter((record) => (record.impressions ?? 0) > 0);
    const cells = records.filter((record) =>
      delivered.some(({ entityId, day }) => entityId === record.entityId && day === record.day),
    );
    expect(sumsOf(cells, addsUp)).toEqual(sumsOf(delivered, addsUp));

    const truth = sandbox.truth.insights(questions(adAccount, level, RANGE));
    const spent = truth.reduce((sum, row) => sum + row.spendMicros, 0n);
    expect(records.reduce((sum, record) => sum + BigInt(record.spendMicros ?? 0), 0n)).toBe(spent);

    const keys = new Set(records.map(({ entityId, day, segment }) => `${entityId} ${day} ${segmentText(segment)}`));
    expect(keys.size).toBe(records.length);
    for (const record of records) {
      expect(Object.keys(record.segment).toSorted()).toEqual([...BREAKDOWNS[breakdown].keys].toSorted());
      expect(record.to).toBe(record.day);
      expect(record.frequency ?? record.uniqueClicks ?? record.uniqueLinkClicks).toBeNull();
    }
  });

  it('leave out what Meta does not tell by hour and by region: reach of hours, conversions of both', async () => {
    const adAccount = accountOf(sandbox, 'Berlin');
    for (const id of ['account.hour', 'campaign.hour', 'campaign.day.region']) {
      const { records } = await collectRows(
        open(sandbox).readDataset(datasetRequest(id, { adAccount, ...RANGE }), never()),
      );
      expect(records.every((record) => record.conversions === null && record.conversionValueMicros === null)).toBe(
        true,
      );
      if (id.endsWith('hour')) expect(records.every((record) => record.reach === null)).toBe(true);
      else expect(records.some((record) => (record.reach ?? 0) > 0)).toBe(true);
    }
    const ages = await collectRows(
      open(sandbox).readDataset(datasetRequest('campaign.day.age_gender', { adAccount, ...RANGE }), never()),
    );
    expect(ages.records.some((record) => (record.conversions ?? 0) > 0)).toBe(true);
  });

  it('mark the hour the clock went through twice', async () => {
    for (const [name, day, hour] of [
      ['Los Angeles', '2026-11-01', '01'],
      ['Berlin', '2026-10-25', '02'],
      ['Lord Howe', '2026-04-05', '01'],
    ] as const) {
      const request = datasetRequest('account.hour', { adAccount: accountOf(sandbox, name), from: day, to: day });
      const { records } = await collectRows(open(sandbox).readDataset(request, never()));
      const marked = records.filter((record) => record.extra?.['repeatedHour'] === true);
      expect(marked.map((record) => record.segment)).toEqual([{ hour, fold: '0' }]);
    }
  });

  it('beyond 13 months have no reach, never a reach of 0; a report has it', async () => {
    const adAccount = accountOf(sandbox, 'Berlin');
    const range = { from: '2025-02-03', to: '2025-02-05' };
    const ask = async (asynchronous: boolean) =>
      (
        await collectRows(
          open(sandbox).readDataset(
            datasetRequest('campaign.day.age_gender', { adAccount, ...range, asynchronous }),
            never(),
          ),
        )
      ).records;
    const now = await ask(false);
    expect(now.length).toBeGreaterThan(0);
    expect(now.filter((record) => record.reach !== null)).toEqual([]);
    const later = await ask(true);
    expect(later.length).toBe(now.length);
    expect(later.some((record) => (record.reach ?? 0) > 0)).toBe(true);
  });
});

describe('periods', () => {
  it.each(periods.flatMap((dataset) => ['Berlin', 'Los Angeles'].map((name) => [dataset.id, name] as const)))(
    '%s in %s is what was counted over the range',
    async (id, name) => {
      const adAccount = accountOf(sandbox, name);
      const range = id.endsWith('month') ? OCTOBER : { from: '2026-08-17', to: '2026-11-03' };
      const request = datasetRequest(id, { adAccount, ...range });
      const { level } = request.dataset;
      const { records, setAside } = await collectRows(open(sandbox).readDataset(request, never()));
      expect(setAside).toEqual([]);
      const truth = sandbox.truth.insights({ ...questions(adAccount, level, range), by: 'range' });
      expect(records.map((record) => record.entityId).toSorted()).toEqual(truth.map((row) => row.entityId).toSorted());
      for (const row of truth) {
        const record = records.find(({ entityId }) => entityId === row.entityId)!;
        expect(record).toMatchObject({ day: range.from, to: range.to, segment: {}, level });
        expect(BigInt(record.spendMicros ?? 0)).toBe(row.spendMicros);
        expect([record.impressions, record.clicks, record.reach]).toEqual([row.impressions, row.clicks, row.reach]);
        expect(record.frequency).toBeCloseTo(row.impressions / row.reach!, 5);
        expect(record.uniqueClicks).toBeLessThanOrEqual(row.clicks);
        expect(record.uniqueLinkClicks).toBeLessThanOrEqual(record.linkClicks!);
        expect(record.extra === null).toBe(level !== 'ad');
        if (level === 'ad') expect(Object.keys(record.extra!)).toContain('qualityRanking');
      }
    },
  );

  it('their additive metrics are the sums of the days, their reach is not', async () => {
    const adAccount = accountOf(sandbox, 'Berlin');
    for (const dataset of periods.filter(({ grain }) => grain === 'month')) {
      const { level, addsUp } = dataset;
      const month = await collectRows(
        open(sandbox).readDataset(datasetRequest(dataset.id, { adAccount, ...OCTOBER }), never()),
      );
      const days = await collectRows(
        open(sandbox).readInsights({ adAccount, level, ...OCTOBER, asynchronous: false }, never()),
      );
      const inMonth = days.records.map((record) => ({ ...record, day: OCTOBER.from }));
      expect(sumsOf(month.records, addsUp)).toEqual(sumsOf(inMonth, addsUp));
      const reach = (records: InsightRecord[]) => records.reduce((sum, record) => sum + (record.reach ?? 0), 0);
      expect(reach(month.records)).toBeLessThan(reach(days.records));
    }
  });

  it('the running month is asked for up to today', async () => {
    const adAccount = accountOf(sandbox, 'Berlin');
    const range = { from: '2026-11-01', to: '2026-11-21' };
    const { records, setAside } = await collectRows(
      open(sandbox).readDataset(datasetRequest('account.month', { adAccount, ...range }), never()),
    );
    expect(setAside).toEqual([]);
    expect(records).toMatchObject([{ day: '2026-11-01', to: '2026-11-21' }]);
  });
});
