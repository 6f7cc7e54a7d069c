import { describe, expect, it } from 'vitest';
import { parse } from 'csv-parse/sync';
import { METRICS } from '../../src/contract/metrics.ts';
import { csvMetric, csvMoney, csvName, csvPercent, csvText, csvValue, toCsv } from '../../src/renderer/ui/csv.ts';

const sums = {
  spendMicros: 10_500_000,
  impressions: 3000,
  clicks: 7,
  linkClicks: null,
  conversions: 0,
  conversionValueMicros: null,
};

describe('CSV made of what is on screen', () => {
  it('is read back letter by letter, quotes, line breaks and empty cells included', () => {
    const rows = [
      ['Łódź, "north"', '1.5', null],
      ['two\nlines', '', '-3'],
      ['a;b', '\u{1F600}', '0'],
    ];
    const text = toCsv(['Name', 'Spend', 'Change'], rows);
    expect(text.startsWith('\uFEFF')).toBe(true);
    expect(text.endsWith('\r\n')).toBe(true);
    expect(parse(text, { bom: true, relax_column_count: false })).toEqual([
      ['Name', 'Spend', 'Change'],
      ...rows.map((row) => row.map((cell) => cell ?? '')),
    ]);
  });

  it('text that a spreadsheet would run gets an apostrophe, numbers never', () => {
    for (const text of ['=1+1', '+x', '-x', '@x', '\tx', '\rx', ' =x', '\u200B=x', '＝x'])
      expect(csvText(text)).toBe(`'${text}`);
    expect(csvText('Spring = sun')).toBe('Spring = sun');
    expect(csvMoney(-1_500_000)).toBe('-1.5');
  });

  it('money is exact and without trailing zeros; a missing value stays empty, a zero does not', () => {
    expect([csvMoney(0), csvMoney(10_000_000), csvMoney(1), csvMoney(1_234_500_000)]).toEqual([
      '0',
      '10',
      '0.000001',
      '1234.5',
    ]);
    expect(csvMetric(METRICS.spend, sums)).toBe('10.5');
    expect(csvMetric(METRICS.cpc, sums)).toBe('1.5');
    expect(csvMetric(METRICS.linkClicks, sums)).toBeNull();
    expect(csvMetric(METRICS.conversions, sums)).toBe('0');
    expect(csvMetric(METRICS.cpa, sums)).toBeNull();
  });

  it('ratios, percents and prices have four decimals at most; a sum of fractions has no noise', () => {
    const uneven = { ...sums, spendMicros: 100_000_000, conversions: 0.1 + 0.2, conversionValueMicros: 219_758_001 };
    expect(csvMetric(METRICS.ctr, uneven)).toBe('0.2333');
    expect(csvMetric(METRICS.cpc, uneven)).toBe('14.2857');
    expect(csvMetric(METRICS.roas, uneven)).toBe('2.1976');
    expect(csvMetric(METRICS.conversions, uneven)).toBe('0.3');
    expect(csvMetric(METRICS.conversionValue, uneven)).toBe('219.758001');
    expect([csvPercent(0.3938411669367909), csvPercent(-0.0000001), csvPercent(1), csvPercent(null)]).toEqual([
      '39.3841',
      '0',
      '100',
      null,
    ]);
    expect(csvValue(METRICS.impressions, 1_234_000)).toBe('1234000');
  });

  it('the file is named after client, screen and days, in letters every disk takes', () => {
    const range = { from: '2026-09-02', to: '2026-10-01' };
    expect(csvName('Zajazd pod Gwiazdą / Łódź', 'campaigns', range)).toBe(
      'zajazd-pod-gwiazda-lodz-campaigns-2026-09-02_2026-10-01.csv',
    );
    expect(csvName('../..', 'compare', range)).toBe('client-compare-2026-09-02_2026-10-01.csv');
  });
});
