import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { DATASETS } from '../../../src/main/platforms/meta/datasets.ts';
import { normalizeDataset, reread } from '../../../src/main/platforms/meta/normalize-datasets.ts';
import type { DatasetRecord, DatasetRequest } from '../../../src/main/platforms/platform.ts';
import { type FakeGraph, graphErrorBody, startFakeGraph } from './fake-graph.ts';
import {
  ACCOUNT,
  collect,
  collectRows,
  datasetRequest,
  failure,
  insightRow,
  never,
  PASTED,
  platformFor,
  request,
  TOKEN,
  VALID_TOKEN,
} from './support.ts';

const NODE = `act_${ACCOUNT.adAccountId}`;
const HOURLY = 'hourly_stats_aggregated_by_advertiser_time_zone';
const label = (hour: number) => `${String(hour).padStart(2, '0')}:00:00 - ${String(hour).padStart(2, '0')}:59:59`;
const hourRow = (hour: number, more: Record<string, unknown> = {}) => insightRow({ [HOURLY]: label(hour), ...more });

let graph: FakeGraph;
beforeEach(async () => {
  graph = await startFakeGraph();
  graph.tokens.set(TOKEN, VALID_TOKEN);
});
afterEach(() => graph.close());

const open = (options = {}) => platformFor(graph.base, options).platform.openSession(PASTED, {});
const read = (asked: DatasetRequest, options = {}) => open(options).readDataset(asked, never());
const hours = (more: Partial<DatasetRequest> = {}) => datasetRequest('campaign.hour', more);

describe('the question', () => {
  it.each(DATASETS.map(({ id }) => id))('%s is one that Meta answers, at once and as a report', async (id) => {
    graph.run.states = [{ async_status: 'Job Completed', async_percent_completion: 100 }];
    const entities = { level: 'campaign' as const, ids: ['120241721599750604'] };
    for (const asynchronous of [false, true]) {
      // The fake refuses unknown fields, sets of breakdowns Meta refuses, and filters that do not fit the level.
      expect((await collectRows(read(datasetRequest(id, { asynchronous })))).setAside).toEqual([]);
      if (!id.startsWith('account')) await collect(read(datasetRequest(id, { asynchronous, entities })));
    }
    const [asked] = graph.requests;
    expect(asked?.query.get('time_range')).toBe('{"since":"2026-02-01","until":"2026-02-28"}');
    expect(asked?.query.get('time_increment')).toBe(/month|range/.test(id) ? 'all_days' : '1');
    expect(asked?.query.has('action_attribution_windows')).toBe(false);
  });

  it('asks hours for neither reach nor unique figures, periods for both, rankings of ads only', async () => {
    const fieldsOf = async (id: string) => {
      graph.requests.length = 0;
      await collect(read(datasetRequest(id)));
      return graph.requests[0]?.query.get('fields')?.split(',') ?? [];
    };
    const unique = ['reach', 'frequency', 'unique_clicks', 'unique_inline_link_clicks'];
    expect((await fieldsOf('campaign.hour')).filter((field) => unique.includes(field))).toEqual([]);
    expect(await fieldsOf('campaign.month')).toEqual(expect.arrayContaining(unique));
    expect(await fieldsOf('campaign.month')).not.toContain('quality_ranking');
    expect(await fieldsOf('ad.month')).toContain('quality_ranking');
  });

  it('names the entities and every status in one filter', async () => {
    const ids = ['120241721599750604', '7'];
    graph.rows.set(`${NODE}/insights/campaign/country`, [
      insightRow({ country: 'DE' }),
      insightRow({ country: 'DE', campaign_id: '7', '#hidden': 'DELETED' }),
      insightRow({ country: 'DE', campaign_id: '8' }),
    ]);
    const asked = datasetRequest('campaign.day.country', { entities: { level: 'campaign', ids } });
    expect((await collectRows(read(asked))).records.map((record) => record.campaignId)).toEqual(ids);
    expect(JSON.parse(graph.requests[0]?.query.get('filtering') ?? '')).toEqual([
      { field: 'campaign.effective_status', operator: 'IN', value: expect.arrayContaining(['DELETED', 'ARCHIVED']) },
      { field: 'campaign.id', operator: 'IN', value: ids },
    ]);
  });

  it('keeps the entity filter when Meta refuses the status filter', async () => {
    graph.script = ({ query }) =>
      query.get('filtering')?.includes('effective_status')
        ? { status: 400, body: graphErrorBody({ code: 100 }) }
        : undefined;
    await collect(read(datasetRequest('campaign.day.country', { entities: { level: 'campaign', ids: ['7'] } })));
    expect(graph.requests.at(-1)?.query.get('filtering')).toBe(
      '[{"field":"campaign.id","operator":"IN","value":["7"]}]',
    );
  });
});

describe('the answer', () => {
  const rows = Array.from({ length: 24 }, (_, hour) => hourRow(hour));
  const key = `${NODE}/insights/campaign/${HOURLY}`;

  it.each([0, 1, 2, 3, 4])('cut at page %i ends in an error, never in a short list', async (broken) => {
    graph.rows.set(key, rows);
    graph.pageSize = 5;
    graph.script = () => (graph.requests.length === broken + 1 ? { cut: '{"data":[' } : undefined);
    const records: DatasetRecord[] = [];
    const reading = (async () => {
      for await (const page of read(hours())) records.push(...page.records);
    })();
    expect(await failure(reading)).toMatchObject({ kind: 'transient', code: 'CONNECTION_CUT' });
    expect(records).toHaveLength(broken * 5);
  });

  it('is read whole, an empty page with a next one included', async () => {
    graph.rows.set(key, rows);
    graph.pageSize = 5;
    const next = () =>
      `${graph.base}/v26.0/${NODE}/insights?breakdowns=["${HOURLY}"]&level=campaign&fields=spend&limit=5&after=0`;
    graph.script = ({ query }) => (query.has('after') ? undefined : { body: { data: [], paging: { next: next() } } });
    expect((await collectRows(read(hours()))).records).toHaveLength(24);
  });

  it.each([
    ['a repeated cursor', (next: string) => next.replace(/after=\d+/, 'after=5')],
    ['a next page on another host', (next: string) => next.replace('127.0.0.1', 'localhost')],
    ['a next page without an address', () => 'not an address'],
  ])('%s ends the reading', async (_name, mangle) => {
    graph.rows.set(key, rows);
    graph.pageSize = 5;
    graph.mangleNext = mangle;
    expect(await failure(collect(read(hours())))).toMatchObject({ kind: 'permanent', code: 'BAD_ANSWER' });
    expect(graph.requests.length).toBeLessThanOrEqual(2);
  });

  it('comes page by page as a report too, and a failed one says so', async () => {
    graph.rows.set(key, rows);
    graph.pageSize = 5;
    graph.run.states = [
      { async_status: 'Job Running', async_percent_completion: 30 },
      { async_status: 'Job Completed', async_percent_completion: 100 },
    ];
    const { records, percents } = await collectRows(read(hours({ asynchronous: true })));
    expect([records.length, percents]).toEqual([24, [30, 100]]);
    expect(graph.requests[0]?.form.get('breakdowns')).toBe(`["${HOURLY}"]`);
    graph.run = {
      states: [{ async_status: 'Job Failed', async_percent_completion: 100 }],
      why: { error_code: -3, error_subcode: 1504045 },
    };
    expect(await failure(collect(read(hours({ asynchronous: true }))))).toMatchObject({ kind: 'too_big' });
  });

  it('gives the same records however the rows are ordered and cut into pages', () => {
    const asked = hours();
    const mixed = [...rows, insightRow(), hourRow(3, { spend: 'x' }), hourRow(4, { campaign_id: '9' }), null];
    const known = (pages: readonly unknown[][]) => {
      const read_ = pages.map((page) => normalizeDataset(page, asked));
      const text = (values: unknown[]) => values.map((value) => JSON.stringify(value)).toSorted();
      return [text(read_.flatMap((page) => page.records)), text(read_.flatMap((page) => page.setAside))];
    };
    const whole = known([mixed]);
    expect([whole[0]?.length, whole[1]?.length]).toEqual([25, 3]);
    fc.assert(
      fc.property(
        fc.shuffledSubarray(mixed, { minLength: mixed.length }),
        fc.array(fc.nat(mixed.length), { maxLength: 6 }),
        (shuffled, cuts) => {
          const edges = [0, ...cuts.toSorted((a, b) => a - b), mixed.length];
          const pages = edges.slice(1).map((end, index) => shuffled.slice(edges[index], end));
          expect(known(pages)).toEqual(whole);
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('rows', () => {
  const one = (id: string, row: Record<string, unknown>, more: Partial<DatasetRequest> = {}) =>
    normalizeDataset([row], datasetRequest(id, more));

  it('of an hour', () => {
    const { records } = one(
      'campaign.hour',
      hourRow(7, { reach: '0', actions: [{ action_type: 'lead', value: '2' }] }),
    );
    expect(records[0]).toMatchObject({
      day: '2026-02-05',
      to: '2026-02-05',
      segment: { hour: '07', fold: '0' },
      spendMicros: 1_730_000,
      reach: null,
      conversions: null,
      conversionValueMicros: null,
      actions: [{ actionType: 'lead', window: 'default', count: 2 }],
      extra: null,
    });
  });

  it.each<[string, string, Record<string, unknown>, RegExp]>([
    ['without its hour', 'campaign.hour', insightRow(), /does not tell its hour/],
    ['with an empty hour', 'campaign.hour', insightRow({ [HOURLY]: '' }), /does not tell its hour/],
    ['with an hour of two', 'campaign.hour', insightRow({ [HOURLY]: '01:00:00 - 02:59:59' }), /not an hour/],
    ['with hour 24', 'campaign.hour', insightRow({ [HOURLY]: '24:00:00 - 24:59:59' }), /not an hour/],
    ['without its age', 'campaign.day.age_gender', insightRow({ gender: 'male' }), /does not tell its age/],
    ['without its device', 'campaign.day.publisher_device', insightRow({ publisher_platform: 'x' }), /its device/],
    ['with a number for a country', 'campaign.day.country', insightRow({ country: 7 }), /country is not text/],
    [
      'of another day',
      'campaign.day.country',
      insightRow({ country: 'DE', date_start: '2026-03-01', date_stop: '2026-03-01' }),
      /not asked for/,
    ],
    [
      'of a shorter range',
      'ad.range',
      insightRow({ date_start: '2026-02-02', date_stop: '2026-02-28' }),
      /not of 2026-02-01 to/,
    ],
    ['of a day in a month', 'ad.month', insightRow(), /not of 2026-02-01 to 2026-02-28/],
    ['without an end', 'ad.month', insightRow({ date_start: '2026-02-01', date_stop: undefined }), /not of/],
    [
      'of a negative frequency',
      'ad.month',
      insightRow({ date_start: '2026-02-01', date_stop: '2026-02-28', frequency: '-1' }),
      /frequency/,
    ],
    [
      'of another campaign',
      'campaign.day.country',
      insightRow({ country: 'DE', campaign_id: '9' }),
      /not asked for: 9/,
    ],
  ])('%s are set aside', (_name, id, row, reason) => {
    const entities = id === 'campaign.day.country' ? { level: 'campaign' as const, ids: ['120241721599750604'] } : null;
    const { records, setAside } = one(id, row, { entities });
    expect(records).toEqual([]);
    expect(setAside).toEqual([{ reason: expect.stringMatching(reason), raw: row }]);
  });

  it('of a month keep reach, frequency and unique clicks, and of an ad its rankings', () => {
    const row = insightRow({
      date_start: '2026-02-01',
      date_stop: '2026-02-28',
      reach: '27085',
      frequency: '3.686505',
      unique_clicks: '812',
      unique_inline_link_clicks: '529',
      quality_ranking: 'ABOVE_AVERAGE',
      conversion_rate_ranking: 'UNKNOWN',
    });
    const { records } = one('ad.month', row);
    expect(records[0]).toMatchObject({
      day: '2026-02-01',
      to: '2026-02-28',
      segment: {},
      reach: 27_085,
      frequency: 3.686505,
      uniqueClicks: 812,
      uniqueLinkClicks: 529,
      extra: { qualityRanking: 'ABOVE_AVERAGE', conversionRateRanking: 'UNKNOWN' },
    });
  });

  it('a reach of 0 beside impressions is one that was not counted', () => {
    const cell = (more: object) =>
      one('campaign.day.country', insightRow({ country: 'DE', ...more })).records[0]?.reach;
    expect(cell({ reach: '0' })).toBeNull();
    expect(cell({ reach: undefined })).toBeNull();
    expect(cell({ reach: '51' })).toBe(51);
    expect(cell({ reach: '0', impressions: '0' })).toBe(0);
  });

  it.each([
    ['America/Los_Angeles', '2026-03-08', []],
    ['America/Los_Angeles', '2026-11-01', ['01']],
    ['Europe/Berlin', '2026-03-29', []],
    ['Europe/Berlin', '2026-10-25', ['02']],
    ['Australia/Lord_Howe', '2026-04-05', ['01']],
    ['Australia/Lord_Howe', '2026-10-04', []],
  ])('hours in %s on %s: only an hour that came twice is marked', (timeZone, day, repeated) => {
    const asked = hours({ adAccount: { ...ACCOUNT, timeZone }, from: day, to: day });
    const answer = Array.from({ length: 24 }, (_, hour) => hourRow(hour, { date_start: day, date_stop: day }));
    const { records, setAside } = normalizeDataset(answer, asked);
    expect([records.length, setAside.length]).toEqual([24, 0]);
    expect(new Set(records.map((record) => record.segment['hour'])).size).toBe(24);
    const marked = records.filter((record) => record.extra !== null);
    expect(marked.map((record) => record.segment['hour'])).toEqual(repeated);
    expect(records.every((record) => record.segment['fold'] === '0')).toBe(true);
  });

  it('once set aside are read again from their raw form', () => {
    const good = hourRow(5);
    const bad = insightRow();
    const session = open();
    expect(session.reread(hours(), [good, bad])).toEqual(normalizeDataset([good, bad], hours()));
    const daily = session.reread(request(), [insightRow(), insightRow({ impressions: 'hLbV2' })]);
    expect(daily.records).toMatchObject([{ day: '2026-02-05', to: '2026-02-05', segment: {}, uniqueClicks: null }]);
    expect(daily.setAside).toMatchObject([{ reason: expect.stringContaining('impressions') }]);
    expect(reread(request(), [])).toEqual({ records: [], setAside: [], percent: null });
    expect(graph.requests).toEqual([]);
  });
});
