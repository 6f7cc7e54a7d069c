import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import type { CompareView } from '../../src/contract/comparison.ts';
import { METRICS } from '../../src/contract/metrics.ts';
import {
  additiveMetrics,
  chosenFirst,
  chosenMetric,
  compareCsv,
  judgementWord,
  kpiMetrics,
  movedB,
  movedSentence,
  periodB,
  pointsOf,
  readOf,
  unlikeOf,
  unreadPeriods,
  unreadWords,
  type Block,
} from '../../src/renderer/features/compare/model.ts';
import { toCsv } from '../../src/renderer/ui/csv.ts';
import { computeDelta } from '../../src/renderer/ui/deltas.ts';
import { createFormats } from '../../src/renderer/ui/format.ts';
import { inTurn } from '../../src/renderer/ui/chart-keys.ts';
import { describeOverlay, overlayRows, rangeBeside, sayPoint, SIDES } from '../../src/renderer/ui/overlay-model.ts';

const f = createFormats('en');
const sums = (spendMicros: number | null, conversions: number | null = 20) => ({
  spendMicros,
  impressions: 1000,
  clicks: 100,
  linkClicks: null,
  conversions,
  conversionValueMicros: null,
});
const contribution = (name: string, a: number, b: number, share: number | null) => ({
  platform: 'meta' as const,
  adAccountId: '1',
  entityId: name,
  name,
  a,
  b,
  delta: a - b,
  share,
});
const block: Block = {
  currency: 'PLN',
  a: sums(30_000_000, 30),
  b: sums(20_000_000, 40),
  missing: { a: 0, b: 0 },
  reason: null,
  daily: [
    {
      index: 0,
      a: { day: '2026-09-01', state: 'settled', sums: sums(10_000_000) },
      b: { day: '2026-08-04', state: 'settled', sums: sums(5_000_000) },
    },
    {
      index: 1,
      a: { day: '2026-09-02', state: 'missing', sums: sums(null) },
      b: { day: '2026-08-05', state: 'settled', sums: sums(7_000_000) },
    },
    { index: 2, a: { day: '2026-09-03', state: 'settling', sums: sums(8_000_000) }, b: null },
    { index: 3, a: { day: '2026-09-04', state: 'partial', sums: sums(2_000_000) }, b: null },
  ],
  change: { a: 30_000_000, b: 20_000_000, delta: 10_000_000 },
  contributions: [
    contribution('=Spring', 20_000_000, 8_000_000, 1.2),
    contribution('Autumn', 10_000_000, 12_000_000, -0.2),
  ],
  others: { campaigns: 3, delta: 0, share: 0 },
  unexplained: null,
};
const view: CompareView = {
  a: { from: '2026-09-01', to: '2026-09-04' },
  b: { from: '2026-08-04', to: '2026-08-07' },
  metric: 'spend',
  business: [],
  asOf: null,
  blocks: [block],
};

describe('which periods and figures', () => {
  const a = { from: '2026-09-02', to: '2026-10-01' };
  it('B is the comparison of every screen unless it has days of its own', () => {
    expect(periodB(undefined, 'previous', '30d', a)).toEqual({
      against: 'previous',
      b: { from: '2026-08-03', to: '2026-09-01' },
    });
    expect(periodB(undefined, 'year', '30d', a)).toEqual({
      against: 'year',
      b: { from: '2025-09-02', to: '2025-10-01' },
    });
    expect(periodB(undefined, 'none', '30d', a).against).toBe('previous');
    expect(periodB('2026-01-01_2026-01-31', 'year', '30d', a)).toEqual({
      against: 'custom',
      b: { from: '2026-01-01', to: '2026-01-31' },
    });
    for (const wrong of ['2026-01-31_2026-01-01', 'x', '2026-02-31_2026-03-01'])
      expect(periodB(wrong, 'previous', '30d', a).against).toBe('previous');
  });

  it('says that matched weekdays moved B, and what other screens compare with', () => {
    const words = (range: { from: string; to: string }) => `${range.from}–${range.to}`;
    const asked = { from: '2026-09-22', to: '2026-10-21' };
    const compared = { from: '2026-09-17', to: '2026-10-16' };
    expect(movedB(asked, compared, 'previous', words)).toBe(
      'B is 5 days earlier than 2026-09-22–2026-10-21: both begin on the same weekday. Clients and Overview compare with 2026-09-22–2026-10-21, so their changes differ.',
    );
    expect(movedB(compared, asked, 'custom', words)).toBe(
      'B is 5 days later than 2026-09-17–2026-10-16: both begin on the same weekday.',
    );
    expect(movedB(asked, asked, 'previous', words)).toBeNull();
  });

  it('the currency somebody was told about stands first', () => {
    const view = { blocks: ['EUR', 'PLN', 'USD'].map((currency) => ({ currency })) } as unknown as CompareView;
    const order = (currency?: string) => chosenFirst(view, currency).blocks.map((one) => one.currency);
    expect(order('PLN')).toEqual(['PLN', 'EUR', 'USD']);
    expect(order()).toEqual(['EUR', 'PLN', 'USD']);
  });

  it('only what adds up can be laid out by campaign; costs never for a client', () => {
    const business = [{ name: 'Leads', kind: 'lead' as const, missing: null }];
    expect(additiveMetrics(business, false).map((one) => one.key)).toEqual([
      'spend',
      'impressions',
      'clicks',
      'linkClicks',
      'conversions',
      'conversionValue',
      'videoViews',
      'videoPlays',
      'thruPlays',
      'named:Leads',
    ]);
    expect(additiveMetrics(business, true).map((one) => one.key)).not.toContain('spend');
    expect(kpiMetrics([], false, block).map((one) => one.key)).not.toContain('reach');
    const told = { ...block, a: { ...block.a, uniques: { reach: 5, frequency: 2, impressionShare: null } } };
    expect(kpiMetrics([], false, told).map((one) => one.key)).toContain('reach');
    expect(kpiMetrics(business, true, block).filter((one) => one.revealsCost)).toEqual([]);
    expect([
      chosenMetric('cpa', false),
      chosenMetric('spend', true),
      chosenMetric('named:Leads', true),
      chosenMetric('__proto__', false),
    ]).toEqual(['spend', 'conversions', 'named:Leads', 'spend']);
  });
});

describe('what moved it', () => {
  const words = {
    amount: (value: number) => f.money(value, 'USD'),
    percent: (share: number) => f.percent(share * 100, 0),
  };
  it('is said in one sentence; nothing is said of days that are missing', () => {
    expect(movedSentence(block, METRICS.spend, words)).toBe(
      'Spend rose by $10.00; =Spring rose by $12.00, others went the other way.',
    );
    expect(
      movedSentence({ ...block, contributions: [contribution('Autumn', 0, 30_000_000, -3)] }, METRICS.spend, words),
    ).toBe('Spend rose by $10.00, although Autumn fell by $30.00.');
    expect(
      movedSentence(
        { ...block, contributions: [contribution('Autumn', 9_000_000, 5_000_000, 0.4)] },
        METRICS.spend,
        words,
      ),
    ).toBe('Spend rose by $10.00; Autumn made 40% of it.');
    expect(movedSentence({ ...block, change: { a: 1, b: 1, delta: 0 } }, METRICS.spend, words)).toBe(
      'Spend did not change.',
    );
    expect(
      movedSentence(
        { ...block, reason: '2 days are missing.', change: { a: 1, b: null, delta: null } },
        METRICS.spend,
        words,
      ),
    ).toBeNull();
  });

  it('what was never read of either period can be imported; where all is here nothing is offered', () => {
    const [a, b] = [
      { from: '2026-09-02', to: '2026-10-01' },
      { from: '2026-08-03', to: '2026-09-01' },
    ];
    const offered = (reason: string | null, missing: { a: number; b: number }) =>
      unreadPeriods({ a, b }, { reason, missing }).map((one) => [one.period, one.range]);
    expect(offered(null, { a: 0, b: 0 })).toEqual([]);
    expect(offered('Not imported: 3 days of the second period.', { a: 0, b: 3 })).toEqual([['b', b]]);
    expect(offered('Nothing is imported for these periods.', { a: 0, b: 0 })).toEqual([
      ['a', a],
      ['b', b],
    ]);
  });

  it('says which period lacks days, with the number in the chosen formats', () => {
    const missing = { a: 1, b: 1056 };
    expect(unreadWords({ reason: null, missing })).toBeNull();
    expect(unreadWords({ reason: 'why', missing })).toBe(
      '1 day of A is not imported. 1,056 days of B are not imported.',
    );
    expect(unreadWords({ reason: 'why', missing: { a: 0, b: 0 } })).toBe('Nothing is imported for these periods.');
  });

  it('a day that is not over keeps the whole change from being judged', () => {
    expect(unlikeOf(block)).toBe('unfinished');
    expect(unlikeOf({ daily: block.daily.slice(0, 3) })).toBeNull();
  });

  it('better and worse are words', () => {
    expect(judgementWord(computeDelta(METRICS.cpa, block.a, block.b, f))).toBe('worse');
    expect(judgementWord(computeDelta(METRICS.cpa, block.b, block.a, f))).toBe('better');
    expect(judgementWord(computeDelta(METRICS.spend, block.a, block.b, f))).toBe('');
  });

  it('the CSV has both tables, raw, in the order of the screen', () => {
    const { header, rows } = compareCsv(
      view,
      () => [METRICS.spend, METRICS.cpc],
      (list) => list.toReversed(),
    );
    const records = parse(toCsv(header, rows), { bom: true, columns: true }) as Record<string, string>[];
    expect(
      records.map((one) => [
        one['Part'],
        one['Metric'],
        one['Campaign'],
        one['Change A - B'],
        one['Share of change %'],
      ]),
    ).toEqual([
      ['Figures', 'Spend', '', '10', ''],
      ['Figures', 'Cost per click', '', '0.1', ''],
      ['What moved it', 'Spend', 'Autumn', '-2', '-20'],
      ['What moved it', 'Spend', "'=Spring", '12', '120'],
      ['What moved it', 'Spend', '3 other campaigns', '0', '0'],
    ]);
    const silent = compareCsv(
      { ...view, blocks: [{ ...block, reason: 'Days are missing.', contributions: [], others: null }] },
      () => [METRICS.spend],
      (list) => list,
    );
    expect(silent.rows.map((row) => row[7])).toEqual([null]);
  });
});

describe('both periods over each other', () => {
  const rows = overlayRows(pointsOf(block, METRICS.spend));
  it('a missing day is a gap, today is a part of its own that meets the rest', () => {
    expect(rows.map((row) => [row.a, row.provisionalA, row.b])).toEqual([
      [10_000_000, null, 5_000_000],
      [null, null, 7_000_000],
      [8_000_000, 8_000_000, null],
      [null, 2_000_000, null],
    ]);
  });
  it('a period of another year says so', () => {
    const year = { from: '2025-09-02', to: '2025-10-01' };
    expect(rangeBeside(view.a, view.b, f)).toBe(f.range(view.a.from, view.a.to));
    expect(rangeBeside(year, view.a, f)).toBe('Sep 2, 2025 – Oct 1, 2025');
  });
  it('is said in words', () => {
    expect(sayPoint(rows[1]!, METRICS.spend, 'USD', f)).toBe('Wed, Sep 2: —, not imported; Wed, Aug 5: $7.00');
    expect(sayPoint(rows[3]!, METRICS.spend, 'USD', f)).toBe('Fri, Sep 4: $2.00, today so far');
    // Up and down leave one period to be said, which may lack the day.
    expect(sayPoint(rows[1]!, METRICS.spend, 'USD', f, 'b')).toBe('B, Wed, Aug 5: $7.00');
    expect(sayPoint(rows[3]!, METRICS.spend, 'USD', f, 'b')).toBe('B has no such day');
    expect([inTurn(SIDES, 'both', 1), inTurn(SIDES, 'both', -1), inTurn(SIDES, 'b', 1)]).toEqual(['a', 'b', 'both']);
    expect(describeOverlay(rows, METRICS.spend, 'USD', f)).toContain('peak $10.00 on Sep 1, low $2.00 on Sep 4');
    expect(describeOverlay([], METRICS.spend, 'USD', f)).toContain('nothing imported');
    const silent = (state: 'missing' | 'settled') => ({
      daily: [{ index: 0, a: { day: '2026-09-01', state, sums: sums(null) }, b: null }],
    });
    const told = (state: 'missing' | 'settled') =>
      describeOverlay(overlayRows(pointsOf({ ...block, ...silent(state) }, METRICS.spend)), METRICS.spend, 'USD', f);
    expect([told('missing'), told('settled')]).toEqual([
      'Spend per day: nothing imported for period A.',
      'Spend per day: nothing reported for period A.',
    ]);
    expect([readOf(silent('missing'), 'a'), readOf(silent('settled'), 'a'), readOf(silent('settled'), 'b')]).toEqual([
      false,
      true,
      false,
    ]);
  });
});
