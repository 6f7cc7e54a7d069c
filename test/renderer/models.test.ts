import { describe, expect, it } from 'vitest';
import type { ChartPoint } from '../../src/renderer/ui/chart-model.ts';
import { chartRows, describeChart, niceTicks } from '../../src/renderer/ui/chart-model.ts';
import { createFormats } from '../../src/renderer/ui/format.ts';
import { tileSize } from '../../src/renderer/ui/tile.tsx';
import { noTrendWords, sparklinePath } from '../../src/renderer/ui/sparkline.tsx';
import { addSums, totalsByCurrency } from '../../src/renderer/ui/sums.ts';
import { nextSorting, sortingFromText, sortingToText, sortRows } from '../../src/renderer/ui/table-model.ts';
import { accountNotices, trendOf, unconnected } from '../../src/renderer/features/overview/model.ts';
import { importSummary, nextRunWords } from '../../src/renderer/shell/status-bar.tsx';
import { overviewOf } from './fixture-data.ts';

const input = {
  range: { from: '2026-09-02', to: '2026-10-01' },
  compare: { from: '2026-08-03', to: '2026-09-01' },
  platforms: null,
};

describe('order of a table', () => {
  it('a header goes descending, ascending, default; shift keeps the other keys', () => {
    const first = nextSorting([], 'spend', false);
    expect(first).toEqual([{ id: 'spend', desc: true }]);
    const second = nextSorting(first, 'spend', false);
    expect(second).toEqual([{ id: 'spend', desc: false }]);
    expect(nextSorting(second, 'spend', false)).toEqual([]);
    expect(nextSorting(first, 'name', true)).toEqual([
      { id: 'spend', desc: true },
      { id: 'name', desc: true },
    ]);
  });
  it('survives the address, dropping unknown columns', () => {
    expect(
      sortingFromText(
        sortingToText([
          { id: 'spend', desc: true },
          { id: 'name', desc: false },
        ]),
        ['spend', 'name'],
      ),
    ).toEqual([
      { id: 'spend', desc: true },
      { id: 'name', desc: false },
    ]);
    expect(sortingFromText('evil.desc,spend.sideways', ['spend'])).toEqual([]);
  });
  it('missing values are last in both directions', () => {
    const columns = [{ id: 'n', value: (row: { n: number | null }) => row.n }];
    const rows = [{ n: null }, { n: 1 }, { n: 0 }];
    expect(sortRows(rows, columns, [{ id: 'n', desc: true }]).map((row) => row.n)).toEqual([1, 0, null]);
    expect(sortRows(rows, columns, [{ id: 'n', desc: false }]).map((row) => row.n)).toEqual([0, 1, null]);
  });
});

describe('sums', () => {
  const one = {
    spendMicros: 1,
    impressions: null,
    clicks: 2,
    linkClicks: null,
    conversions: 0,
    conversionValueMicros: null,
  };
  it('not reported by any stays unknown; zero stays zero', () => {
    expect(addSums([one, one])).toEqual({
      spendMicros: 2,
      impressions: null,
      clicks: 4,
      linkClicks: null,
      conversions: 0,
      conversionValueMicros: null,
    });
    expect(addSums([]).spendMicros).toBeNull();
  });
  it('never mixes currencies; an unknown earlier part makes the earlier total unknown', () => {
    const totals = totalsByCurrency([
      { currency: 'PLN', current: one, previous: one },
      { currency: 'EUR', current: one, previous: one },
      { currency: 'PLN', current: one, previous: null },
    ]);
    expect(
      totals.map((total) => [total.currency, total.current.spendMicros, total.previous?.spendMicros ?? null]),
    ).toEqual([
      ['PLN', 2, null],
      ['EUR', 1, 1],
    ]);
  });
});

describe('chart', () => {
  const point = (day: string, state: ChartPoint['state'], line: number | null): ChartPoint => ({
    day,
    state,
    line,
    bar: 1,
    previousDay: null,
    previousLine: null,
    previousBar: null,
    restated: false,
  });
  const rows = chartRows([
    point('2026-09-30', 'settled', 5e6),
    point('2026-10-01', 'settling', 9e6),
    point('2026-10-02', 'partial', 2e6),
  ]);
  it('finished and partial parts share the point where they meet', () => {
    expect(rows.map((row) => [row.line, row.provisional])).toEqual([
      [5e6, null],
      [9e6, 9e6],
      [null, 2e6],
    ]);
  });
  const dollars = (micros: number): string => createFormats('en').money(micros, 'USD');
  it('says the chart in words without counting today', () => {
    expect(describeChart(rows, { line: 'Spend', bar: 'Conversions' }, dollars, createFormats('en'))).toBe(
      'Spend per day: peak $9.00 on Oct 1, low $5.00 on Sep 30. Conversions as bars.',
    );
    expect(describeChart([], { line: 'Spend', bar: 'x' }, dollars, createFormats('en'))).toContain('nothing imported');
  });
  it.each([
    [0, 1],
    [3, 1],
    [37, 1],
    [365e6, 1e6],
    [1e13, 1e6],
  ])('ticks are round and hold the top: %s', (top, unit) => {
    const ticks = niceTicks(top, unit);
    expect(ticks).toHaveLength(5);
    expect(ticks.at(-1)).toBeGreaterThanOrEqual(top);
    expect(ticks.every((tick) => Number.isInteger(tick / unit))).toBe(true);
  });
  it('a sparkline breaks at gaps and draws nothing from nothing', () => {
    expect(sparklinePath([null, null])).toBe('');
    expect(sparklinePath([1, 2, null, 3, 1]).match(/M/g)).toHaveLength(2);
    expect(sparklinePath([5])).toContain('h0.01');
    // Only today, days without delivery, days nobody read.
    expect([noTrendWords([], true), noTrendWords([null], true), noTrendWords([null], false)]).toEqual([
      'No trend: no day of this period is over yet',
      'No trend: nothing reported for this period',
      'No trend: not imported for this period',
    ]);
    expect(sparklinePath([0, 0])).not.toContain('NaN');
  });
});

describe('a row of tiles', () => {
  it('has one size of value, which the longest decides and the room of a tile', () => {
    expect(['316,530', 'zł 19,687', 'USD 19,687'].map((text) => tileSize(text.length))).toEqual([
      'text-kpi',
      'text-page leading-8 @min-[160px]:text-kpi',
      'text-page leading-8 @min-[160px]:text-kpi',
    ]);
    expect(tileSize(20)).not.toContain('text-kpi');
  });
});

describe('overview', () => {
  it('partial data says which platform is missing and which is complete', () => {
    const view = overviewOf('full', { ...input, clientId: 'client-0' })!;
    const [notice] = accountNotices(view, 30, false);
    expect(notice?.fix).toBe('sign_in_again');
    expect(notice?.text).toContain('2 of 30 days are not imported');
    expect(notice?.text).toContain('Google Ads is complete');
    const single = { ...view, adAccounts: view.adAccounts.map((one) => ({ ...one, missingDays: 1 })) };
    expect(accountNotices(single, 30, false)[0]?.text).toContain('1 of 30 days is not imported, totals leave it out.');
    expect(accountNotices(single, 30, true)[0]?.text).toContain(
      '1 of 30 days had not been imported then, totals leave it',
    );
  });
  it('as known on a past day nothing is said of how ad accounts are now, only what had not been read then', () => {
    const view = overviewOf('full', { ...input, clientId: 'client-0' })!;
    const broken = { ...view, adAccounts: view.adAccounts.map((one) => ({ ...one, status: 'disabled' as const })) };
    const notices = accountNotices(broken, 30, true);
    expect(notices.map((one) => [one.text, one.fix])).toEqual([
      ['Meta Ads: 2 of 30 days had not been imported then, totals leave them out.', 'none'],
    ]);
    expect(accountNotices(broken, 30, false).length).toBeGreaterThan(1);
  });
  it('today is not part of a tile’s trend', () => {
    const view = overviewOf('full', { ...input, clientId: 'client-2' })!;
    const block = view.blocks[0]!;
    expect([block.daily.length, block.today?.state]).toEqual([30, 'partial']);
    expect(trendOf(block, 'spend')).toHaveLength(30);
    // Chosen as the last day of the period, it is one of its days and still no part of the trend.
    const daily = block.daily.map((point) =>
      point === block.daily.at(-1) ? { ...point, state: 'partial' as const } : point,
    );
    expect(trendOf({ ...block, daily }, 'spend')).toHaveLength(29);
  });
  it('offers the platforms that are not connected', () => {
    const view = overviewOf('full', { ...input, clientId: 'client-2' })!;
    expect(unconnected(view, null)).toEqual(['google']);
    expect(unconnected(view, 'meta')).toEqual([]);
  });
});

describe('status bar', () => {
  it('says nothing while nothing runs', () => {
    expect(importSummary(null)).toBeNull();
    expect(
      importSummary({
        revision: 1,
        imports: [],
        counts: { running: 0, waiting: 0, queued: 0, finishedToday: 0, failedToday: 0 },
      }),
    ).toBeNull();
  });
});

it('the next run says whose clock it is on', () => {
  const now = Date.parse('2026-11-20T12:00:00Z');
  const state = { nextRunAt: '2026-11-20T12:30:00.000Z', pausedUntil: null, holding: null, due: 0 };
  expect(nextRunWords(state, now, createFormats('en'))).toMatch(/^Next run \w+ .*, this computer's time$/);
});
