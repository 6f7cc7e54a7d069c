import { afterEach, beforeEach, expect, test } from 'vitest';
import type { fields } from 'google-ads-api/fields';
import type { InsightRecord, InsightRequest, SetAsideRow } from '../../../src/main/platforms/platform.ts';
import type { Level } from '../../../src/contract/vocabulary.ts';
import { adsFailure, send } from './fake-google.ts';
import type { Row } from './fake-google.ts';
import { collect, failureOf, never, startHarness } from './harness.ts';
import type { Harness } from './harness.ts';

// The compiler really knows the field table of the version we speak: fields that are gone must not compile.
// @ts-expect-error removed before v25
const goneMetric: fields.Metric = 'metrics.video_views';
// @ts-expect-error hours are not offered for ads
const noHours: fields.AdGroupAdSegment = 'segments.hour';
void [goneMetric, noHours];

let h: Harness;
const ACCOUNT = '1111111111';
beforeEach(async () => {
  h = await startHarness();
  h.fake.customers.set(ACCOUNT, { id: ACCOUNT, name: 'One' });
  h.fake.direct = [ACCOUNT];
});
afterEach(() => h.close());

function request(level: Level, from = '2026-11-01', to = '2026-11-07'): InsightRequest {
  return {
    adAccount: { adAccountId: ACCOUNT, accessPath: ACCOUNT, currency: 'EUR', timeZone: 'Europe/Berlin' },
    level,
    from,
    to,
    asynchronous: false,
  };
}

const METRICS = { costMicros: '1234567', impressions: '1000', clicks: '20', conversions: 1.5, conversionsValue: 99.99 };

function adRow(adId: string, adGroupId: string, date: string, metrics: Row = METRICS, more: Row = {}): Row {
  return {
    campaign: { id: '77', name: 'Search <script>alert(1)</script>' },
    adGroup: { id: adGroupId, name: `Group ${adGroupId}` },
    adGroupAd: { ad: { id: adId, type: 'RESPONSIVE_SEARCH_AD' } },
    segments: { date },
    metrics,
    ...more,
  };
}

async function read(level: Level): Promise<{ records: InsightRecord[]; setAside: SetAsideRow[] }> {
  const pages = await collect(h.session().readInsights(request(level), never));
  return { records: pages.flatMap((page) => page.records), setAside: pages.flatMap((page) => page.setAside) };
}

test('every level carries its ids, its ancestors and exact money', async () => {
  const segments = { date: '2026-11-03' };
  h.fake.rows.set('customer metrics', [
    { customer: { id: ACCOUNT, descriptiveName: 'One' }, segments, metrics: METRICS },
  ]);
  h.fake.rows.set('campaign metrics', [{ campaign: { id: '77', name: 'C' }, segments, metrics: METRICS }]);
  h.fake.rows.set('ad_group metrics', [
    { campaign: { id: '77', name: 'C' }, adGroup: { id: '88', name: 'G' }, segments, metrics: METRICS },
  ]);
  h.fake.rows.set('ad_group_ad metrics', [adRow('9007199254740993123', '88', '2026-11-03')]);
  const shared = {
    day: '2026-11-03',
    spendMicros: 1_234_567,
    impressions: 1000,
    clicks: 20,
    linkClicks: null,
    reach: null,
    conversions: 1.5,
    conversionValueMicros: 99_990_000,
    actions: [{ actionType: 'conversions', window: 'default', count: 1.5, valueMicros: 99_990_000 }],
    extra: null,
  };
  const campaign = { campaignId: '77', campaignName: 'C' };
  const adGroup = { adGroupId: '88', adGroupName: 'G' };
  const none = { campaignId: null, campaignName: null, adGroupId: null, adGroupName: null };
  expect((await read('account')).records).toEqual([
    { level: 'account', entityId: ACCOUNT, entityName: 'One', ...none, ...shared },
  ]);
  expect((await read('campaign')).records).toEqual([
    { level: 'campaign', entityId: '77', entityName: 'C', ...none, ...campaign, ...shared },
  ]);
  expect((await read('ad_group')).records).toEqual([
    { level: 'ad_group', entityId: '88', entityName: 'G', ...campaign, ...adGroup, ...shared },
  ]);
  // Above 2^53, where a JS number would end in 3124.
  expect((await read('ad')).records).toMatchObject([
    { entityId: '9007199254740993123', entityName: 'Responsive search ad 9007199254740993123', adGroupId: '88' },
  ]);
});

test('TrueView views stand among the actions of every level where there are any, those of a shared ad added up', async () => {
  const segments = { date: '2026-11-03' };
  const seen = (videoTrueviewViews: string): Row => ({ ...METRICS, videoTrueviewViews });
  h.fake.rows.set('campaign metrics', [
    { campaign: { id: '77', name: 'Video' }, segments, metrics: seen('340') },
    { campaign: { id: '78', name: 'Search' }, segments, metrics: seen('0') },
    { campaign: { id: '79', name: 'Odd' }, segments, metrics: seen('-1') },
  ]);
  h.fake.rows.set('ad_group_ad metrics', [
    adRow('5', '88', '2026-11-03', seen('3')),
    adRow('5', '89', '2026-11-03', seen('4')),
  ]);
  const views = (record?: InsightRecord) => record?.actions.find((one) => one.actionType === 'video_view');
  const { records, setAside } = await read('campaign');
  expect(records.map(views)).toEqual([
    { actionType: 'video_view', window: 'default', count: 340, valueMicros: null },
    undefined,
  ]);
  expect(setAside.map(({ reason }) => reason)).toEqual(['video views is negative']);
  const ads = await read('ad');
  expect(ads.records.map((record) => [record.entityId, views(record)?.count])).toEqual([['5', 7]]);
});

test('zero is zero, absent is not reported, no rows is no rows', async () => {
  h.fake.rows.set('campaign metrics', [
    {
      campaign: { id: '1', name: 'Zero' },
      segments: { date: '2026-11-01' },
      metrics: { costMicros: '0', impressions: '0', clicks: '0', conversions: 0, conversionsValue: 0 },
    },
    { campaign: { id: '2', name: '' }, segments: { date: '2026-11-01' }, metrics: { impressions: '5' } },
    { campaign: { id: '3' }, segments: { date: '2026-11-01' } },
  ]);
  const { records, setAside } = await read('campaign');
  expect(setAside).toEqual([]);
  expect(records[0]).toMatchObject({
    spendMicros: 0,
    impressions: 0,
    clicks: 0,
    conversions: 0,
    conversionValueMicros: 0,
  });
  expect(records[1]).toMatchObject({
    entityName: null,
    spendMicros: null,
    impressions: 5,
    clicks: null,
    conversions: null,
    actions: [],
  });
  expect(records[2]).toMatchObject({ entityName: null, spendMicros: null, impressions: null });
  h.fake.rows.clear();
  expect(await read('campaign')).toEqual({ records: [], setAside: [] });
});

test('bad rows are set aside with their reason and nothing else is lost', async () => {
  const good = { campaign: { id: '1', name: 'Good' }, segments: { date: '2026-11-02' }, metrics: METRICS };
  const bad: [Row, RegExp][] = [
    [{ ...good, campaign: { name: 'no id' } }, /no campaign id/],
    [{ ...good, campaign: { id: 'abc' } }, /campaign id is not a number/],
    [{ ...good, campaign: { id: 2 ** 53 } }, /campaign id is not a number/],
    [{ ...good, segments: {} }, /no date/],
    [{ ...good, segments: { date: '2026-02-30' }, unfiltered: true }, /not a calendar day/],
    [{ ...good, segments: { date: '2026-12-24' }, unfiltered: true }, /outside the days/],
    [{ ...good, metrics: { ...METRICS, costMicros: '12.5' } }, /cost is not a whole number/],
    [{ ...good, metrics: { ...METRICS, costMicros: '99999999999999999999' } }, /cost is not a whole number/],
    [{ ...good, metrics: { ...METRICS, impressions: 'hLbV2' } }, /impressions is not a whole number/],
    [{ ...good, metrics: { ...METRICS, clicks: '-1' } }, /clicks is negative/],
    [{ ...good, metrics: { ...METRICS, conversions: 'NaN' } }, /conversions is not a number/],
    [{ ...good, metrics: { ...METRICS, conversionsValue: true } }, /conversion value is not a number/],
    [{ ...good, metrics: { ...METRICS, conversionsValue: 1e300 } }, /too large/],
  ];
  h.fake.rows.set('campaign metrics', [
    good,
    ...bad.map(([row]) => row),
    { ...good, segments: { date: '2026-11-03' } },
  ]);
  const { records, setAside } = await read('campaign');
  expect(records.map((record) => record.day)).toEqual(['2026-11-02', '2026-11-03']);
  expect(setAside.length).toBe(bad.length);
  for (const [index, [, reason]] of bad.entries()) expect(setAside[index]?.reason).toMatch(reason);
});

test('rows that are not objects, and rows of another account, are set aside', async () => {
  h.fake.faults.push((seen, response) => {
    if (!/searchStream/.test(seen.path)) return false;
    const foreign = { customer: { id: '2222222222' }, segments: { date: '2026-11-02' }, metrics: METRICS };
    send(response, 200, [{ results: [null, 7, 'text', [], foreign] }]);
    return true;
  });
  const { records, setAside } = await read('account');
  expect(records).toEqual([]);
  expect(setAside.map((row) => row.reason)).toEqual([
    ...Array.from({ length: 4 }, () => 'the row is not an object'),
    'the row belongs to another ad account',
  ]);
});

test.each([true, false])(
  'an ad in two ad groups is one ad with the sum of its figures (resource names: %s)',
  async (names) => {
    h.fake.resourceNames = names;
    h.fake.chunkRows = 2;
    h.fake.rows.set('ad_group_ad metrics', [
      adRow('5', '100', '2026-11-01'),
      adRow('6', '100', '2026-11-01'),
      adRow('5', '99', '2026-11-01', { costMicros: '1', impressions: '1', conversions: 0.5 }),
      adRow('5', '99', '2026-11-02', { costMicros: '7' }),
    ]);
    const { records } = await read('ad');
    expect(records.length).toBe(3);
    const byKey = new Map(records.map((record) => [`${record.entityId} ${record.day}`, record]));
    expect(byKey.get('5 2026-11-01')).toMatchObject({
      adGroupId: '99',
      spendMicros: 1_234_568,
      impressions: 1001,
      clicks: 20,
      conversions: 2,
      conversionValueMicros: 99_990_000,
      actions: [{ count: 2, valueMicros: 99_990_000 }],
      extra: { adGroupIds: ['99', '100'] },
    });
    expect(byKey.get('5 2026-11-02')).toMatchObject({
      spendMicros: 7,
      clicks: null,
      conversions: null,
      adGroupId: '99',
    });
    expect(byKey.get('6 2026-11-01')).toMatchObject({ extra: null, adGroupId: '100' });
  },
);

test('an error behind good rows is an error, and no row is handed on before', async () => {
  const good = { results: [{ campaign: { id: '1', name: 'x' }, segments: { date: '2026-11-02' }, metrics: METRICS }] };
  const bodies = [
    [good, adsFailure(500, 'INTERNAL', 'internalError', 'INTERNAL_ERROR')],
    [
      good,
      adsFailure(429, 'RESOURCE_EXHAUSTED', 'quotaError', 'RESOURCE_TEMPORARILY_EXHAUSTED', { retryDelay: '12s' }),
    ],
    [{ ...good, error: { code: 13, message: 'late', status: 'INTERNAL' } }],
  ];
  const expected = ['transient', 'rate_limited', 'transient'];
  for (const [index, body] of bodies.entries()) {
    h.fake.faults = [(seen, response) => /searchStream/.test(seen.path) && (send(response, 200, body), true)];
    let pages = 0;
    const failure = await failureOf(async () => {
      for await (const _ of h.session().readInsights(request('campaign'), never)) pages += 1;
    });
    expect(failure.kind).toBe(expected[index]);
    expect(pages).toBe(0);
  }
});

test('figures of a manager account, days past retention and an ended version are told as such', async () => {
  h.fake.customers.set('9000000001', { id: '9000000001', manager: true });
  h.fake.direct.push('9000000001');
  const manager = {
    ...request('account'),
    adAccount: { ...request('account').adAccount, adAccountId: '9000000001', accessPath: null },
  };
  expect((await failureOf(() => collect(h.session().readInsights(manager, never)))).code).toBe('MANAGER_ACCOUNT');
});

test('100,000 rows come in pages of at most 5,000, all of them, exact to the micro', async () => {
  const rows = Array.from({ length: 100_000 }, (_, index) =>
    adRow(String(600_000_000_000 + Math.floor(index / 7)), '88', `2026-11-0${(index % 7) + 1}`),
  );
  h.fake.rows.set('ad_group_ad metrics', rows);
  let records = 0;
  let largest = 0;
  let spend = 0;
  for await (const page of h.session().readInsights(request('ad'), never)) {
    records += page.records.length;
    largest = Math.max(largest, page.records.length);
    for (const record of page.records) spend += record.spendMicros ?? 0;
  }
  expect(records).toBe(100_000);
  expect(largest).toBe(5_000);
  expect(spend).toBe(100_000 * 1_234_567);
}, 300_000);

test('cancelled between two pages, for whatever reason, is told as cancelled', async () => {
  h.fake.rows.set(
    'campaign metrics',
    Array.from({ length: 12_000 }, (_, index) => ({
      campaign: { id: String(index), name: 'x' },
      segments: { date: '2026-11-02' },
    })),
  );
  const stop = new AbortController();
  let pages = 0;
  const failure = await failureOf(async () => {
    for await (const page of h.session().readInsights(request('campaign'), stop.signal)) {
      pages += page.records.length > 0 ? 1 : 0;
      stop.abort('the person closed the window');
    }
  });
  expect(failure).toMatchObject({ kind: 'transient', code: 'ABORTED' });
  expect(pages).toBe(1);
});
