import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { DatasetRequest, PlatformSession, RequestReading } from '../../../src/main/platforms/platform.ts';
import { dailyRequest, datasetRequest, readDaily, readDataset } from './dataset-world.ts';
import { adsFailure, CLIENT_ID, CLIENT_SECRET, send, type Row } from './fake-google.ts';
import { collect, failureOf, never, NOW, startHarness, type Harness } from './harness.ts';

/** Rows and refusals that the sandbox has no reason to send. */
let h: Harness;
const ACCOUNT = '1111111111';
const MANAGER = '9000000001';
beforeEach(async () => {
  h = await startHarness();
  h.fake.customers.set(ACCOUNT, { id: ACCOUNT, name: 'One' });
  h.fake.customers.set(MANAGER, { id: MANAGER, manager: true });
  h.fake.direct = [ACCOUNT, MANAGER];
});
afterEach(() => h.close());

const adAccount = { adAccountId: ACCOUNT, accessPath: ACCOUNT, currency: 'EUR', timeZone: 'Europe/Berlin' };
const METRICS = { costMicros: '1234567', impressions: '1000', clicks: '20', conversions: 1.5, conversionsValue: 99.99 };
const campaign = { id: '77', name: 'C' };
const DAY = '2026-11-03';
const ask = (id: string, over: Partial<DatasetRequest> = {}): DatasetRequest => datasetRequest(id, adAccount, over);
const MONTH = { from: '2026-10-01', to: '2026-10-31' };

function readings(): { session: PlatformSession; told: RequestReading[] } {
  const told: RequestReading[] = [];
  const refreshToken = h.fake.issueRefreshToken();
  const session = h.platform.openSession(
    { clientId: CLIENT_ID, clientSecret: CLIENT_SECRET, refreshToken },
    { onRequest: (reading) => told.push(reading) },
  );
  return { session, told };
}

describe('rows', () => {
  test('without a readable cell are set aside; an hour that is missing is never hour 0', async () => {
    const row = (segments: Row, more: Row = {}): Row => ({
      campaign,
      segments: { date: DAY, ...segments },
      metrics: METRICS,
      ...more,
    });
    h.fake.rows.set('campaign metrics', [
      row({ hour: 0 }),
      row({ hour: 23 }),
      row({}),
      row({ hour: null }),
      row({ hour: 24 }),
      row({ hour: 1.5 }),
      row({ hour: 'noon' }),
    ]);
    const hours = await readDataset(h.session(), ask('campaign.hour'));
    expect(hours.records.map((record) => record.segment)).toEqual([
      { hour: '00', fold: '0' },
      { hour: '23', fold: '0' },
    ]);
    expect(hours.setAside.map(({ reason }) => reason)).toEqual([
      'the row does not tell its hour',
      'the row does not tell its hour',
      'the hour is not one of the day',
      'the hour is not one of the day',
      'the hour is not one of the day',
    ]);
    h.fake.rows.set('campaign metrics', [
      row({ device: 'MOBILE' }),
      row({ device: 'CONNECTED_TV' }),
      row({ device: 'UNKNOWN' }),
      row({}),
      row({ device: 7 }),
      row({ device: 'MOBILE' }, { metrics: { ...METRICS, clicks: '-2' } }),
    ]);
    const devices = await readDataset(h.session(), ask('campaign.day.device'));
    expect(devices.records.map((record) => record.segment['device'])).toEqual(['mobile', 'connected_tv', 'unknown']);
    expect(devices.setAside.map(({ reason }) => reason)).toEqual([
      'the row does not tell its device',
      'the row does not tell its device',
      'clicks is negative',
    ]);
    h.fake.rows.set('campaign metrics', [
      row(
        { conversionAction: 'customers/1/conversionActions/9007199254740993' },
        { metrics: { conversions: 1, allConversions: 2 } },
      ),
      row({ conversionAction: 'customers/1/conversionActions/' }),
      row({}),
    ]);
    const actions = await readDataset(h.session(), ask('campaign.day.conversion_action'));
    expect(actions.records).toMatchObject([
      {
        segment: { conversion_action: '9007199254740993' },
        conversions: 1,
        extra: null,
        actions: [{ count: 1 }, { count: 2 }],
      },
    ]);
    expect(actions.setAside).toHaveLength(2);
    h.fake.rows.set('geographic_view metrics', [
      row({}, { geographicView: { countryCriterionId: '2276', locationType: 'AREA_OF_INTEREST' } }),
      row({}, { geographicView: { countryCriterionId: '2276' } }),
      row({}),
    ]);
    const places = await readDataset(h.session(), ask('campaign.day.geo'));
    expect(places.records.map((record) => record.segment)).toEqual([{ geo: '2276', geo_type: 'area_of_interest' }]);
    expect(places.setAside).toHaveLength(2);
  });

  test('of another month, or of entities nobody asked for, are set aside', async () => {
    h.fake.rows.set('campaign metrics', [
      { campaign, segments: { month: '2026-10-01' }, metrics: METRICS },
      { campaign: { id: '78' }, segments: { month: '2026-09-01' }, metrics: METRICS },
      { campaign: { id: '79' }, segments: {}, metrics: METRICS },
    ]);
    const month = await readDataset(h.session(), ask('campaign.month', MONTH));
    expect(month.records).toMatchObject([{ entityId: '77', day: '2026-10-01', to: '2026-10-31' }]);
    expect(month.setAside.map(({ reason }) => reason)).toEqual(
      Array.from({ length: 2 }, () => 'the row is not of the month asked for'),
    );
    h.fake.rows.set('campaign metrics', [
      { campaign, segments: { date: DAY }, metrics: METRICS },
      { campaign: { id: '78' }, segments: { date: DAY }, metrics: METRICS },
    ]);
    const some = await readDaily(
      h.session(),
      dailyRequest(adAccount, 'campaign', { entities: { level: 'campaign', ids: ['77'] } }),
    );
    expect(some.records.map((record) => record.entityId)).toEqual(['77']);
    expect(some.setAside.map(({ reason }) => reason)).toEqual(['the row was not asked for']);
  });

  test('people that are not counted are not zero people', async () => {
    const row = (id: string, metrics: Row): Row => ({
      campaign: { id },
      segments: { month: '2026-10-01' },
      metrics: { ...METRICS, ...metrics },
    });
    h.fake.rows.set('campaign metrics', [
      row('1', { uniqueUsers: '400', averageImpressionFrequencyPerUser: 2.5 }),
      row('2', { uniqueUsers: '0', averageImpressionFrequencyPerUser: 0 }),
      row('3', {}),
    ]);
    const { records } = await readDataset(h.session(), ask('campaign.month', MONTH));
    expect(records.map(({ reach, frequency }) => [reach, frequency])).toEqual([
      [400, 2.5],
      [null, null],
      [null, null],
    ]);
  });

  test('set aside and read again become what they would have been, without a request', async () => {
    const good = { campaign, segments: { date: DAY, hour: 7 }, metrics: METRICS };
    const bad = { campaign, segments: { date: DAY }, metrics: METRICS };
    h.fake.rows.set('campaign metrics', [good, bad]);
    const session = h.session();
    const read = await readDataset(session, ask('campaign.hour'));
    const before = h.fake.requests.length;
    expect(session.reread(ask('campaign.hour'), [good, bad])).toEqual({ ...read, percent: null });
    const daily = session.reread(dailyRequest(adAccount, 'campaign'), [bad, 'text']);
    expect(daily.records).toMatchObject([{ entityId: '77', day: DAY, to: DAY, segment: {}, spendMicros: 1_234_567 }]);
    expect(daily.setAside).toEqual([{ reason: 'the row is not an object', raw: 'text' }]);
    expect(h.fake.requests.length).toBe(before);
    // One ad group's row in the place of the campaign's sum would lose the others.
    const part = {
      campaign,
      adGroupCriterion: { gender: { type: 'MALE' } },
      segments: { date: DAY },
      metrics: METRICS,
    };
    expect(session.reread(ask('campaign.day.gender'), [part])).toMatchObject({
      records: [],
      setAside: [{ raw: part }],
    });
  });
});

test('impression share is kept as told of a period; none, zero and nonsense are no share', async () => {
  const month = (id: string, metrics: Row): Row => ({
    campaign: { id, name: id },
    segments: { month: '2026-10-01' },
    metrics: { ...METRICS, ...metrics },
  });
  h.fake.rows.set('campaign metrics', [
    month('1', { searchImpressionShare: 0.4217 }),
    month('2', { searchImpressionShare: 0.0999 }),
    month('3', { uniqueUsers: '700', averageImpressionFrequencyPerUser: 1.4 }),
    month('4', { searchImpressionShare: 0 }),
    month('5', { searchImpressionShare: 1.2 }),
  ]);
  const { records, setAside } = await readDataset(h.session(), ask('campaign.month', MONTH));
  expect(records.map((record) => [record.entityId, record.extra, record.reach])).toEqual([
    ['1', { impressionShare: 0.4217 }, null],
    ['2', { impressionShare: 0.0999 }, null],
    ['3', null, 700],
    ['4', null, null],
  ]);
  expect(setAside.map(({ reason }) => reason)).toEqual(['the impression share is not a share']);
  // One question, as before.
  expect(h.fake.count(/searchStream/)).toBe(1);
});

describe('refusals', () => {
  test('reach that is refused in a month costs the month nothing else, and is not asked for again', async () => {
    h.fake.rows.set('campaign metrics', [{ campaign, segments: { month: '2026-10-01' }, metrics: METRICS }]);
    h.fake.faults = [
      (seen, response) =>
        /unique_users/.test(seen.query ?? '') &&
        (send(response, 400, [
          adsFailure(400, 'INVALID_ARGUMENT', 'queryError', 'PROHIBITED_METRIC_IN_SELECT_OR_WHERE_CLAUSE'),
        ]),
        true),
    ];
    const session = h.session();
    expect((await readDataset(session, ask('campaign.month', MONTH))).records).toMatchObject([
      { spendMicros: 1_234_567, reach: null },
    ]);
    // With reach and impression share, with reach alone, with impression share alone.
    expect(h.fake.count(/searchStream/)).toBe(3);
    await readDataset(session, ask('campaign.month', MONTH));
    expect(h.fake.count(/searchStream/)).toBe(4);
    expect(h.fake.requests.at(-1)?.query).toContain('search_impression_share');
    // Neither, and each but not both, cost no month its figures either.
    for (const [refused, asked] of [
      [/unique_users|impression_share/, 4],
      [/unique_users.*impression_share/, 2],
    ] as const) {
      h.fake.faults = [
        (seen, response) =>
          refused.test(seen.query ?? '') &&
          (send(response, 400, [
            adsFailure(400, 'INVALID_ARGUMENT', 'queryError', 'PROHIBITED_METRIC_IN_SELECT_CLAUSE'),
          ]),
          true),
      ];
      const before = h.fake.count(/searchStream/);
      expect((await readDataset(h.session(), ask('campaign.month', MONTH))).records).toHaveLength(1);
      expect(h.fake.count(/searchStream/) - before).toBe(asked);
    }
    h.fake.faults = [
      (seen, response) =>
        /searchStream/.test(seen.path) &&
        (send(response, 400, [adsFailure(400, 'INVALID_ARGUMENT', 'queryError', 'UNRECOGNIZED_FIELD')]), true),
    ];
    expect((await failureOf(() => readDataset(session, ask('campaign.hour')))).code).toBe('BAD_REQUEST');
  });

  test('an answer Google lost its place in is read again from the start; nothing of it was handed on', async () => {
    h.fake.rows.set('campaign metrics', [{ campaign, segments: { date: DAY, hour: 1 }, metrics: METRICS }]);
    let first = true;
    h.fake.faults = [
      (seen, response) => {
        if (!/searchStream/.test(seen.path) || !first) return false;
        first = false;
        const good = { results: [{ campaign, segments: { date: DAY, hour: 1 }, metrics: METRICS }] };
        send(response, 200, [good, adsFailure(400, 'INVALID_ARGUMENT', 'requestError', 'EXPIRED_PAGE_TOKEN')]);
        return true;
      },
    ];
    const session = h.session();
    const failure = await failureOf(() => readDataset(session, ask('campaign.hour')));
    expect(failure).toMatchObject({ kind: 'transient', code: 'PAGE_EXPIRED', retryAt: null });
    expect((await readDataset(session, ask('campaign.hour'))).records).toHaveLength(1);
    expect(h.fake.requests.every((seen) => !seen.body.includes('page'))).toBe(true);
  });

  test('a manager account has no figures of any kind', async () => {
    const manager = { ...adAccount, adAccountId: MANAGER, accessPath: MANAGER };
    for (const work of [
      () => readDataset(h.session(), datasetRequest('account.hour', manager)),
      () => readDaily(h.session(), dailyRequest(manager, 'account')),
    ])
      expect(await failureOf(work)).toMatchObject({ kind: 'permanent', code: 'MANAGER_ACCOUNT' });
  });

  test('a conversion window is at most 90 days, 30 when nothing is told, and an error when not answered', async () => {
    const action = (click: unknown, view: unknown): Row => ({
      conversionAction: {
        id: '5',
        status: 'ENABLED',
        clickThroughLookbackWindowDays: click,
        viewThroughLookbackWindowDays: view,
      },
    });
    const window = async (...rows: Row[]): Promise<number | null> => {
      h.fake.rows.set('conversion_action', rows);
      return h.session().readConversionWindow(adAccount, never);
    };
    expect(await window(action('7', '1'), action('45', '1'))).toBe(45);
    expect(await window(action('7', '60'))).toBe(60);
    expect(await window(action('3650', '1'))).toBe(90);
    expect(await window(action('-5', 'soon'), {})).toBe(30);
    expect(await window()).toBe(30);
    h.fake.faults = [
      (seen, response) => /searchStream/.test(seen.path) && (send(response, 503, '<html>', 'text/html'), true),
    ];
    expect((await failureOf(() => window())).kind).toBe('transient');
  });
});

describe('every exchange is told', () => {
  test('a question is one operation whatever it returns, a token none, and an error has its code', async () => {
    h.fake.rows.set(
      'campaign metrics',
      Array.from({ length: 12_000 }, (_, index) => ({
        campaign: { id: String(index) },
        segments: { date: DAY, hour: 3 },
      })),
    );
    const { session, told } = readings();
    await readDataset(session, ask('campaign.hour'));
    await session.readConversionWindow(adAccount, never);
    await session.check(never);
    expect(
      told.map(({ path, operations, adAccountId, status, error }) => [path, operations, adAccountId, status, error]),
    ).toEqual([
      ['/token', 0, null, 200, null],
      [`/v25/customers/${ACCOUNT}/googleAds:searchStream`, 1, ACCOUNT, 200, null],
      [`/v25/customers/${ACCOUNT}/googleAds:searchStream`, 1, ACCOUNT, 200, null],
      ['/token', 0, null, 200, null],
      ['/v25/customers:listAccessibleCustomers', 1, null, 200, null],
    ]);
    for (const reading of told) {
      expect(reading).toMatchObject({ at: NOW, usagePercent: null });
      expect(reading.bytes).toBeGreaterThan(0);
      expect(reading.durationMs).toBeGreaterThanOrEqual(0);
    }
    expect(told[1]?.bytes).toBeGreaterThan(500_000);
    expect(JSON.stringify(told)).not.toMatch(/Canary/);
  });

  test('errors in the answer, behind good rows, of a refused token and of a broken line', async () => {
    const { session, told } = readings();
    const broken = [
      (): unknown => adsFailure(429, 'RESOURCE_EXHAUSTED', 'quotaError', 'RESOURCE_EXHAUSTED'),
      (): unknown => [{ results: [] }, adsFailure(500, 'INTERNAL', 'internalError', 'INTERNAL_ERROR')],
      (): unknown => '[{"results":[',
    ];
    for (const [index, body] of broken.entries()) {
      h.fake.faults = [
        (seen, response) => /searchStream/.test(seen.path) && (send(response, index === 0 ? 429 : 200, body()), true),
      ];
      await failureOf(() => readDaily(session, dailyRequest(adAccount, 'campaign')));
    }
    expect(told.filter(({ operations }) => operations === 1).map(({ status, error }) => [status, error])).toEqual([
      [429, 'RATE_LIMITED'],
      [200, 'SERVER_ERROR'],
      [200, 'BAD_ANSWER'],
    ]);
    told.length = 0;
    h.fake.faults = [];
    h.fake.accessTokens.clear();
    await readDaily(session, dailyRequest(adAccount, 'campaign'));
    expect(
      told.map(({ path, status, error, operations }) => [path.split('/').at(-1), status, error, operations]),
    ).toEqual([
      ['googleAds:searchStream', 401, 'TOKEN_EXPIRED', 1],
      ['token', 200, null, 0],
      ['googleAds:searchStream', 200, null, 1],
    ]);
    told.length = 0;
    await h.fake.close();
    expect(
      (await failureOf(() => collect(session.readInsights(dailyRequest(adAccount, 'campaign'), never)))).code,
    ).toBe('UNREACHABLE');
    // What never arrived was not counted by Google either.
    expect(told).toMatchObject([{ status: null, bytes: null, error: 'UNREACHABLE', operations: 0 }]);
  });
});
