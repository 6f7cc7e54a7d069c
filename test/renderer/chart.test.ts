import { describe, expect, it } from 'vitest';
import { METRICS } from '../../src/contract/metrics.ts';
import { legendPlaces } from '../../src/renderer/ui/chart-image.ts';
import { nextSeries } from '../../src/renderer/ui/chart-keys.ts';
import {
  chartCsv,
  chartRows,
  describeChart,
  headlineOf,
  pictureLegend,
  settlingBands,
  type ChartPoint,
} from '../../src/renderer/ui/chart-model.ts';
import { createFormats } from '../../src/renderer/ui/format.ts';

const f = createFormats('en');
const point = (day: string, line: number | null, state: ChartPoint['state'] = 'settled'): ChartPoint => ({
  day,
  state,
  line,
  bar: line === null ? null : 2,
  previousDay: null,
  previousLine: null,
  previousBar: null,
  restated: false,
});
const sums = (spendMicros: number | null) => ({
  spendMicros,
  impressions: 100,
  clicks: 50,
  linkClicks: null,
  conversions: 20,
  conversionValueMicros: null,
});

describe('a chart', () => {
  it('is told in words that begin with what the period did', () => {
    const rows = chartRows([point('2026-09-02', 22_000_000), point('2026-09-14', 61_000_000)]);
    const text = describeChart(
      rows,
      { line: 'Spend', bar: 'Conversions' },
      (value) => f.money(value, 'USD'),
      f,
      'Spend rose 12.0% to $83.00',
    );
    expect(text).toBe('Spend rose 12.0% to $83.00; peak $61.00 on Sep 14; low $22.00 on Sep 2. Conversions as bars.');
  });
  it('tells today alone, a period without delivery and one nobody read apart', () => {
    const words = (...points: ChartPoint[]) =>
      describeChart(
        chartRows(points),
        { line: 'Spend', bar: 'Conversions' },
        (value) => f.money(value, 'USD'),
        f,
        'Spend $5.00',
      );
    expect(words(point('2026-09-02', 5_000_000, 'partial'))).toBe('Spend $5.00 today so far. Conversions as bars.');
    expect(words(point('2026-09-01', null), point('2026-09-02', null, 'settling'))).toBe(
      'Spend: nothing reported for this period.',
    );
    expect(words(point('2026-09-01', null, 'missing'))).toBe('Spend: nothing imported for this period.');
  });
  it('its picture names each look that is drawn, and none that is not', () => {
    const looks = (barSettles: boolean, ...states: ChartPoint['state'][]) =>
      pictureLegend(chartRows(states.map((state, day) => point(`2026-09-0${day + 1}`, 1, state))), {
        names: { line: 'Spend', bar: 'Conversions' },
        compared: false,
        barSettles,
      }).map(({ name, look }) => `${name}: ${look}`);
    expect(looks(true, 'settled')).toEqual(['Spend: line', 'Conversions: bar']);
    expect(looks(true, 'settling', 'partial')).toEqual([
      'Spend: line',
      'Conversions: open',
      'Settling, may still rise: open',
      'Today, partial: dashed',
    ]);
    expect(looks(true, 'settled', 'settling')[1]).toBe('Conversions: bar');
    expect(looks(false, 'settling')).toEqual(['Spend: line', 'Conversions: bar']);
  });
  it('the keys and the footer of its picture never run into each other', () => {
    const names = ['Spend', 'Conversions', 'Earlier period', 'Settling, may still rise', 'Today, partial'];
    const footer = 'Data as of Nov 21, 2026, 5:46 PM · Demo data';
    expect(legendPlaces(names.slice(0, 2), 700, footer).lines).toBe(1);
    const narrow = legendPlaces(names, 640, footer);
    expect(narrow.places.map(({ line }) => line)).toEqual([0, 0, 0, 0, 1]);
    expect(narrow.lines).toBe(2);
    expect(legendPlaces(names.slice(0, 4), 640, footer).lines).toBe(2);
  });
  it('the first words rise, fall, stay or say nothing', () => {
    const head = (now: number | null, before: number | null) =>
      headlineOf(METRICS.spend, sums(now), before === null ? null : sums(before), 'USD', f);
    expect(head(112_000_000, 100_000_000)).toBe('Spend rose 12.0% to $112.00');
    expect(head(92_000_000, 100_000_000)).toBe('Spend fell 8.0% to $92.00');
    expect(head(92_000_000, null)).toBe('Spend $92.00');
    expect(head(null, 100_000_000)).toBe('');
  });
  it('has a band over the days that may still rise, and none without them', () => {
    const rows = chartRows([
      point('2026-09-01', 1),
      point('2026-09-02', 1, 'settling'),
      point('2026-09-03', 1, 'settling'),
      point('2026-09-04', 1, 'partial'),
    ]);
    expect(settlingBands(rows)).toEqual([{ from: '2026-09-02', to: '2026-09-03', strong: true }]);
    expect(settlingBands(rows.slice(0, 1))).toEqual([]);
    const long = Array.from({ length: 10 }, (_, day) =>
      point(`2026-09-${String(day + 1).padStart(2, '0')}`, 1, 'settling'),
    );
    expect(settlingBands(chartRows(long))).toEqual([
      { from: '2026-09-01', to: '2026-09-03', strong: false },
      { from: '2026-09-04', to: '2026-09-10', strong: true },
    ]);
  });
  it('as CSV has whole units, the currency, and nothing where nothing is known', () => {
    const rows = chartRows([point('2026-09-01', 12_500_000), point('2026-09-02', null, 'missing')]);
    expect(chartCsv(rows, { names: { line: 'Spend', bar: 'Conversions' }, currency: 'EUR', compared: false })).toBe(
      '\uFEFFDay,Spend,Currency,Conversions,State\r\n2026-09-01,12.5,EUR,2,settled\r\n2026-09-02,,EUR,,missing\r\n',
    );
    const safe = chartCsv(rows, { names: { line: 'Impressions', bar: 'Clicks' }, currency: null, compared: false });
    expect(safe).not.toContain('Currency');
  });
  it('↑ and ↓ walk through its series and come round', () => {
    expect(nextSeries('all', 1, false)).toBe('line');
    expect(nextSeries('all', -1, true)).toBe('earlier');
    expect(nextSeries('bar', 1, false)).toBe('all');
  });
});
