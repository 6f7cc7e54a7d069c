import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { BREAKDOWNS, datasetId, segmentText, type AdditiveMetric } from '../../../src/contract/datasets.ts';
import { DATASETS } from '../../../src/main/platforms/google/datasets.ts';
import { createGooglePlatform } from '../../../src/main/platforms/google/index.ts';
import type { InsightRecord } from '../../../src/main/platforms/platform.ts';
import type { Sandbox } from '../../../src/sandbox/sandbox.ts';
import {
  accountOf,
  dailyRequest,
  datasetRequest,
  open,
  RANGE,
  readDaily,
  readDataset,
  start,
  START,
} from './dataset-world.ts';
import { failureOf, never } from './harness.ts';

/** Every dataset against the product's own stand-in of Google, compared with what that stand-in says really happened. */
let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await start();
});
afterAll(() => sandbox.close());
beforeEach(() => sandbox.control.reset());

type Sums = Record<string, Partial<Record<AdditiveMetric, number>>>;

/** Sums per entity and day; Google's conversions are doubles, so they are compared in millionths. */
function sumsOf(records: readonly InsightRecord[], metrics: readonly AdditiveMetric[]): Sums {
  const sums: Sums = {};
  for (const record of records) {
    const sum = (sums[`${record.entityId} ${record.day}`] ??= {});
    for (const metric of metrics) {
      const value = (record[metric] ?? 0) * (metric === 'conversions' ? 1e6 : 1);
      sum[metric] = Math.round((sum[metric] ?? 0) + value);
    }
  }
  return sums;
}

const nonZero = (sums: Sums): Sums =>
  Object.fromEntries(Object.entries(sums).filter(([, sum]) => Object.values(sum).some((value) => value !== 0)));

const cells = DATASETS.filter(({ grain }) => grain === 'day' || grain === 'hour');

describe('the table', () => {
  it('names every dataset once, by its parts, with its source', () => {
    expect(new Set(DATASETS.map(({ id }) => id)).size).toBe(DATASETS.length);
    for (const dataset of DATASETS) {
      expect(dataset.id).toBe(datasetId(dataset.level, dataset.grain, dataset.breakdown));
      expect(dataset.source).not.toBe('');
      expect(dataset.retentionMonths).toBe(dataset.grain === 'month' ? 132 : 37);
    }
    expect(DATASETS.some(({ grain, level }) => grain === 'hour' && level === 'ad')).toBe(false);
    expect(DATASETS.filter(({ grain, routine }) => grain === 'range' && routine)).toEqual([]);
  });

  it('costs a routine night of an account with the usual window no more than 13 operations', () => {
    const { capabilities } = createGooglePlatform({ endpoints: sandbox.urls, now: () => START, log: () => undefined });
    // From the look-back before the newest known day (yesterday) to today.
    const nights = capabilities.lookbackDays + 2;
    const operations = (sliceDays: number): number => Math.ceil(nights / sliceDays);
    const structure = 3;
    const daily = Object.values(capabilities.sliceDays).reduce((sum, days) => sum + operations(days), 0);
    const routine = DATASETS.filter((dataset) => dataset.routine);
    const everyNight = routine
      .filter(({ grain }) => grain !== 'month')
      .reduce((sum, dataset) => sum + operations(dataset.sliceDays), 0);
    expect({ structure, daily, everyNight }).toEqual({ structure: 3, daily: 6, everyNight: 4 });
    expect(capabilities.dailyOperations).toBe(15_000);
    expect(1000 * (structure + daily + everyNight)).toBeLessThan(15_000);
    // The ads of an account are the one answer so large that its questions are kept short.
    expect(capabilities.sliceDays.ad).toBeLessThanOrEqual(14);
  });
});

describe('cells', () => {
  it.each(cells.flatMap((dataset) => ['Berlin', 'Los Angeles', 'Tokyo'].map((name) => [dataset.id, name] as const)))(
    'of %s in %s: complete, one row each, adding up where that is promised',
    async (id, name) => {
      const adAccount = accountOf(sandbox, name);
      const request = datasetRequest(id, adAccount);
      const { level, addsUp, breakdown } = request.dataset;
      const session = open(sandbox);
      const { records, setAside } = await readDataset(session, request);
      expect(setAside).toEqual([]);
      expect(records.length).toBeGreaterThan(0);
      const keys = new Set(records.map((record) => `${record.entityId} ${record.day} ${segmentText(record.segment)}`));
      expect(keys.size).toBe(records.length);
      for (const record of records) {
        expect(Object.keys(record.segment).toSorted()).toEqual([...BREAKDOWNS[breakdown].keys].toSorted());
        expect(record.to).toBe(record.day);
        expect(record.reach).toBeNull();
      }
      const days = await readDaily(session, dailyRequest(adAccount, level));
      if (addsUp.length > 0) {
        expect(nonZero(sumsOf(records, addsUp))).toEqual(nonZero(sumsOf(days.records, addsUp)));
        return;
      }
      const [known, whole] = [sumsOf(records, ['impressions']), sumsOf(days.records, ['impressions'])];
      for (const [key, sum] of Object.entries(known))
        expect(sum.impressions).toBeLessThanOrEqual(whole[key]?.impressions ?? 0);
    },
  );

  it('of ages and genders are sums over the ad groups, without the campaigns they do not tell', async () => {
    const adAccount = accountOf(sandbox, 'Berlin');
    const ages = await readDataset(open(sandbox), datasetRequest('campaign.day.age', adAccount));
    const genders = await readDataset(open(sandbox), datasetRequest('campaign.day.gender', adAccount));
    expect(sumsOf(ages.records, ['spendMicros', 'clicks'])).toEqual(sumsOf(genders.records, ['spendMicros', 'clicks']));
    expect(new Set(ages.records.map((record) => record.segment['age']))).toEqual(
      new Set(['18-24', '25-34', '35-44', '45-54', '55-64', '65+', 'unknown']),
    );
    expect(new Set(genders.records.map((record) => record.segment['gender']))).toEqual(
      new Set(['male', 'female', 'unknown']),
    );
    const days = await readDaily(open(sandbox), dailyRequest(adAccount, 'campaign'));
    const told = new Set(ages.records.map((record) => record.entityId));
    const whole = days.records.filter((record) => told.has(record.entityId));
    expect(sumsOf(ages.records, ['spendMicros'])).toEqual(sumsOf(whole, ['spendMicros']));
    expect(told.size).toBeLessThan(new Set(days.records.map((record) => record.entityId)).size);
  });

  it('of conversion actions carry the action, its name, and what is counted beside the primary ones', async () => {
    const { records } = await readDataset(
      open(sandbox),
      datasetRequest('campaign.day.conversion_action', accountOf(sandbox, 'Berlin')),
    );
    const names = new Set(records.map((record) => record.extra?.['conversionActionName']));
    expect(names).toEqual(new Set(['Purchase', 'Add to cart', 'Newsletter sign-up']));
    for (const record of records) {
      expect(record.segment['conversion_action']).toMatch(/^\d{9}$/);
      const primary = record.extra?.['conversionActionName'] === 'Purchase';
      const [conversions, all] = record.actions;
      expect(record).toMatchObject({ spendMicros: null, impressions: null, clicks: null });
      expect([conversions?.actionType, all?.actionType]).toEqual(['conversions', 'all_conversions']);
      expect(conversions?.count).toBe(primary ? all?.count : 0);
      expect(all?.count).toBeGreaterThan(0);
    }
  });
});

describe('hours', () => {
  it.each([
    ['Berlin', '2026-10-25', '02'],
    ['Los Angeles', '2026-11-01', '01'],
  ])('of the day of 25 in %s: 24 rows, the repeated one marked', async (name, day, repeated) => {
    const adAccount = accountOf(sandbox, name);
    const { records } = await readDataset(
      open(sandbox),
      datasetRequest('account.hour', adAccount, { from: day, to: day }),
    );
    expect(records.map((record) => record.segment['hour']).toSorted()).toEqual(
      Array.from({ length: 24 }, (_, hour) => String(hour).padStart(2, '0')),
    );
    expect(records.every((record) => record.segment['fold'] === '0')).toBe(true);
    const marked = records.filter((record) => record.extra !== null);
    expect(marked.map((record) => [record.segment['hour'], record.extra])).toEqual([
      [repeated, { repeatedHour: true }],
    ]);
  });

  it('of the day of 23 lack the skipped one, and no other day has a mark', async () => {
    const adAccount = accountOf(sandbox, 'Berlin');
    const { records } = await readDataset(
      open(sandbox),
      datasetRequest('account.hour', adAccount, { from: '2026-03-28', to: '2026-03-30' }),
    );
    const of = (day: string): string[] =>
      records.filter((record) => record.day === day).map((record) => record.segment['hour'] ?? '');
    expect(of('2026-03-29')).toHaveLength(23);
    expect(of('2026-03-29')).not.toContain('02');
    expect(of('2026-03-30')).toHaveLength(24);
    expect(records.every((record) => record.extra === null)).toBe(true);
  });
});

describe('periods', () => {
  it.each([
    ['account.month', '2026-10-01', '2026-10-31'],
    ['campaign.month', '2026-10-01', '2026-10-31'],
    ['campaign.month', '2026-11-01', '2026-11-21'],
    ['campaign.range', '2026-10-05', '2026-11-04'],
  ])('%s of %s to %s is the sum of its days, but for people', async (id, from, to) => {
    const adAccount = accountOf(sandbox, 'Berlin');
    const request = datasetRequest(id, adAccount, { from, to });
    const { level, addsUp } = request.dataset;
    const { records, setAside } = await readDataset(open(sandbox), request);
    expect(setAside).toEqual([]);
    const days = await readDaily(open(sandbox), dailyRequest(adAccount, level, { from, to }));
    const asOne = days.records.map((record) => ({ ...record, day: from }));
    expect(sumsOf(records, addsUp)).toEqual(sumsOf(asOne, addsUp));
    const truth = new Map(
      sandbox.truth
        .insights({ platform: 'google', adAccountId: adAccount.adAccountId, level, from, to, by: 'range' })
        .map((row) => [row.entityId, row]),
    );
    for (const record of records) {
      expect(record).toMatchObject({ day: from, to, segment: {} });
      const reach = truth.get(record.entityId)?.reach ?? null;
      expect(record.reach).toBe(reach);
      if (reach === null) expect(record.frequency).toBeNull();
      else expect(record.frequency).toBeCloseTo((record.impressions ?? 0) / reach, 6);
    }
    if (level === 'campaign') {
      expect(records.some((record) => record.reach !== null)).toBe(true);
      expect(records.some((record) => record.reach === null)).toBe(true);
    }
  });

  it('a range longer than 92 days comes without people, and leaves out whom nothing happened to', async () => {
    const adAccount = accountOf(sandbox, 'Berlin');
    const long = await readDataset(
      open(sandbox),
      datasetRequest('campaign.range', adAccount, { from: '2026-08-01', to: '2026-11-01' }),
    );
    expect(long.records.length).toBeGreaterThan(3);
    expect(long.records.every((record) => record.reach === null)).toBe(true);
    const asleep = await readDataset(
      open(sandbox),
      datasetRequest('campaign.range', adAccount, { from: '2016-01-01', to: '2016-01-31' }),
    );
    expect(asleep.records).toEqual([]);
  });

  it('months reach eleven years back, days 37 months, and what is older says so', async () => {
    const adAccount = accountOf(sandbox, 'Berlin');
    const old = await readDataset(
      open(sandbox),
      datasetRequest('account.month', adAccount, { from: '2016-03-01', to: '2016-03-31' }),
    );
    const truth = sandbox.truth.total({
      platform: 'google',
      adAccountId: adAccount.adAccountId,
      from: '2016-03-01',
      to: '2016-03-31',
    });
    expect(BigInt(old.records[0]?.spendMicros ?? 0)).toBe(truth.spendMicros);
    expect(truth.spendMicros).toBeGreaterThan(0n);
    const tooOld = [
      () => readDaily(open(sandbox), dailyRequest(adAccount, 'campaign', { from: '2023-10-01', to: '2023-10-14' })),
      () =>
        readDataset(
          open(sandbox),
          datasetRequest('campaign.hour', adAccount, { from: '2023-10-01', to: '2023-10-14' }),
        ),
      () =>
        readDataset(
          open(sandbox),
          datasetRequest('account.month', adAccount, { from: '2015-10-01', to: '2015-10-31' }),
        ),
    ];
    for (const ask of tooOld) expect(await failureOf(ask)).toMatchObject({ kind: 'permanent', code: 'PAST_RETENTION' });
  });
});

describe('only some entities', () => {
  it.each([
    'campaign.hour',
    'ad_group.hour',
    'campaign.day.age',
    'campaign.day.geo',
    'campaign.month',
    'campaign.range',
  ])('%s: the rows of these and no others', async (id) => {
    const adAccount = accountOf(sandbox, 'Berlin');
    const range = id === 'campaign.month' ? { from: '2026-10-01', to: '2026-10-31' } : {};
    const all = await readDataset(open(sandbox), datasetRequest(id, adAccount, range));
    const ids = [...new Set(all.records.map((record) => record.campaignId ?? ''))].slice(0, 2);
    const some = await readDataset(
      open(sandbox),
      datasetRequest(id, adAccount, { ...range, entities: { level: 'campaign', ids } }),
    );
    expect(some.setAside).toEqual([]);
    expect(some.records.length).toBeGreaterThan(0);
    expect(some.records).toEqual(all.records.filter((record) => ids.includes(record.campaignId ?? '')));
  });

  it('daily figures by campaign, ad group and ad', async () => {
    const adAccount = accountOf(sandbox, 'Berlin');
    const all = await readDaily(open(sandbox), dailyRequest(adAccount, 'ad'));
    for (const [level, key] of [
      ['campaign', 'campaignId'],
      ['ad_group', 'adGroupId'],
      ['ad', 'entityId'],
    ] as const) {
      const ids = [...new Set(all.records.map((record) => record[key] ?? ''))].slice(0, 2);
      const some = await readDaily(open(sandbox), dailyRequest(adAccount, 'ad', { entities: { level, ids } }));
      expect(some.records.length).toBeGreaterThan(0);
      expect(some.records).toEqual(all.records.filter((record) => ids.includes(record[key] ?? '')));
    }
  });

  it('that the question cannot know, or that are no ids, are refused without asking', async () => {
    const adAccount = accountOf(sandbox, 'Berlin');
    sandbox.control.reset();
    for (const request of [
      dailyRequest(adAccount, 'campaign', { entities: { level: 'ad', ids: ['1'] } }),
      dailyRequest(adAccount, 'account', { entities: { level: 'campaign', ids: ['1'] } }),
      dailyRequest(adAccount, 'campaign', { entities: { level: 'campaign', ids: [] } }),
      dailyRequest(adAccount, 'campaign', { entities: { level: 'campaign', ids: ["1') OR campaign.id IN ('2"] } }),
    ]) {
      expect(await failureOf(() => readDaily(open(sandbox), request))).toMatchObject({
        kind: 'permanent',
        code: 'BAD_REQUEST',
      });
    }
    expect(sandbox.control.requests()).toEqual([]);
  });
});

describe('conversion window', () => {
  it('is the longest of the enabled actions, 30 by default', async () => {
    const windows = await Promise.all(
      ['Berlin', 'Los Angeles', 'Tokyo', 'Asleep'].map((name) =>
        open(sandbox).readConversionWindow(accountOf(sandbox, name), never),
      ),
    );
    expect(windows).toEqual([90, 60, 30, 30]);
  });
});

it('reads an account where nothing ever happened', async () => {
  const adAccount = accountOf(sandbox, 'Asleep');
  for (const { id, grain } of DATASETS) {
    const range = grain === 'month' ? { from: '2026-10-01', to: '2026-10-31' } : RANGE;
    expect(await readDataset(open(sandbox), datasetRequest(id, adAccount, range))).toEqual({
      records: [],
      setAside: [],
    });
  }
});
