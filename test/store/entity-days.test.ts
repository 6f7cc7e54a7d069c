import { expect, test } from 'vitest';
import { entityDaysView } from '../../src/contract/entity-days.ts';
import { periodsView } from '../../src/contract/breakdowns.ts';
import { entityDays, type EntityDaysArgs } from '../../src/main/store/reads/entity-days.ts';
import { periods } from '../../src/main/store/reads/periods.ts';
import type { Db } from '../../src/main/store/store.ts';
import { findClient } from '../../src/main/store/writes/clients.ts';
import { ingestDatasetSlice } from '../../src/main/store/writes/ingest-datasets.ts';
import { ingestSlice } from '../../src/main/store/writes/ingest.ts';
import { cell, cells, dataset } from './cells.ts';
import { addAccount, DAY, newStore, NOW, record, SETTLE, slice } from './helpers.ts';

const iso = (at: number): string => new Date(at).toISOString();
const asked = (db: Db, over: Partial<EntityDaysArgs> = {}): EntityDaysArgs => ({
  clientId: findClient(db, 'Żabka') ?? '',
  platform: 'meta',
  adAccountId: '1001',
  level: 'campaign',
  entityId: 'c1',
  range: { from: '2026-11-01', to: '2026-11-04' },
  compare: null,
  settle: SETTLE,
  now: NOW,
  ...over,
});
const of = (entityId: string, day: string, spendMicros: number) =>
  record({ entityId, campaignId: entityId, day, spendMicros, conversions: 2 });

test('a campaign day by day: its own figures, what was not read, not reported, corrected', () => {
  const { db } = newStore();
  const key = addAccount(db);
  const first = NOW - 14 * DAY;
  ingestSlice(
    db,
    slice(key, {
      now: first,
      records: [of('c1', '2026-11-01', 10), of('c2', '2026-11-01', 500), of('c1', '2026-11-03', 30)],
    }),
  );
  ingestSlice(
    db,
    slice(key, {
      now: NOW,
      records: [of('c1', '2026-11-01', 11), of('c2', '2026-11-01', 500), of('c1', '2026-11-03', 30)],
    }),
  );
  const view = entityDaysView.parse(entityDays(db, asked(db)));
  expect(view.daily.map((one) => [one.day, one.spendMicros, one.state, one.restated, one.notReported])).toEqual([
    ['2026-11-01', 11, 'settled', true, false],
    ['2026-11-02', null, 'settled', false, true],
    ['2026-11-03', 30, 'settled', false, false],
    ['2026-11-04', null, 'missing', false, false],
  ]);
  expect(view).toMatchObject({ currency: 'PLN', timezone: 'Europe/Warsaw', firstSeenAt: iso(first), asOf: iso(NOW) });

  const then = entityDaysView.parse(entityDays(db, asked(db, { asKnownOn: iso(first) })));
  expect(then.daily[0]).toMatchObject({ spendMicros: 10, restated: false, state: 'settling' });
  expect(then.asOf).toBe(iso(first));
});

test('the earlier period is there day by day where it was read', () => {
  const { db } = newStore();
  const key = addAccount(db);
  ingestSlice(
    db,
    slice(key, {
      from: '2026-10-30',
      to: '2026-11-02',
      records: [of('c1', '2026-10-30', 5), of('c1', '2026-11-01', 9)],
    }),
  );
  const { daily } = entityDaysView.parse(
    entityDays(
      db,
      asked(db, { range: { from: '2026-11-01', to: '2026-11-02' }, compare: { from: '2026-10-29', to: '2026-10-30' } }),
    ),
  );
  expect(daily.map((one) => [one.previousDay, one.previous?.spendMicros])).toEqual([
    ['2026-10-29', undefined],
    ['2026-10-30', 5],
  ]);
});

test('client-safe answers hold no spend at all; what is not there is null', () => {
  const { db } = newStore();
  const key = addAccount(db);
  ingestSlice(db, slice(key, { records: [of('c1', '2026-11-01', 4_242_424)] }));
  const compare = { from: '2026-11-01', to: '2026-11-01' };
  const safe = entityDays(db, asked(db, { clientSafe: true, compare }));
  expect(JSON.stringify(safe)).not.toMatch(/spend|4242424/i);
  expect(safe?.daily[0]?.impressions).toBe(1000);
  expect(entityDays(db, asked(db, { entityId: 'nobody' }))).toBeNull();
  expect(entityDays(db, asked(db, { adAccountId: '7' }))).toBeNull();
  expect(entityDays(db, asked(db, { clientId: '999' }))).toBeNull();
});

test('rankings of ads come with the period they were told for', () => {
  const { db } = newStore();
  const key = addAccount(db);
  const months = dataset('ad', 'month', 'none');
  const ad = {
    level: 'ad' as const,
    campaignId: 'c1',
    adGroupId: 'g1',
    segment: {},
    day: '2026-09-01',
    to: '2026-09-30',
  };
  ingestDatasetSlice(
    db,
    cells(key, {
      dataset: months,
      from: '2026-09-01',
      to: '2026-09-30',
      records: [
        cell({ ...ad, entityId: 'a1', extra: { qualityRanking: 'AVERAGE', conversionRateRanking: 'ABOVE_AVERAGE' } }),
        cell({ ...ad, entityId: 'a2', extra: null }),
      ],
    }),
  );
  const view = periods(db, {
    clientId: findClient(db, 'Żabka') ?? '',
    range: { from: '2026-09-01', to: '2026-09-30' },
    platforms: null,
    level: 'ad',
    parentId: null,
    entityId: null,
    settle: SETTLE,
    now: NOW,
    datasets: { meta: [months], google: [] },
  });
  const whole = periodsView.parse(view).periods.find((one) => one.month === null);
  expect(whole?.rows.map((row) => [row.entityId, row.rankings])).toEqual([
    ['a1', { quality: 'AVERAGE', engagementRate: null, conversionRate: 'ABOVE_AVERAGE' }],
    ['a2', null],
  ]);
});
