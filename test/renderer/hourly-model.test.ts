import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Sums } from '../../src/contract/primitives.ts';
import {
  accountsOf,
  foldedWords,
  heatmapOf,
  metricReason,
  moveTo,
  notByHour,
  stepOf,
  type Part,
} from '../../src/renderer/features/hourly/model.ts';

const range = { from: '2026-09-02', to: '2026-10-01' };
const sums = (over: Partial<Sums> = {}): Sums => ({
  spendMicros: null,
  impressions: null,
  clicks: null,
  linkClicks: null,
  conversions: null,
  conversionValueMicros: null,
  ...over,
});
const part = (over: Partial<Part> = {}, fill: (weekday: number, hour: number) => Partial<Sums> = () => ({})): Part => ({
  platform: 'meta',
  currency: 'PLN',
  dataset: 'campaign.hour',
  offered: true,
  caveat: null,
  coverage: { asked: 30, read: 30, asOf: null },
  timezones: ['Europe/Warsaw'],
  foldedDays: 0,
  foldedDaysLeftOut: 0,
  cells: Array.from({ length: 168 }, (_, index) => {
    const [weekday, hour] = [Math.floor(index / 24) + 1, index % 24];
    return { weekday, hour, sums: sums(fill(weekday, hour)), days: weekday <= 2 ? 5 : 4, repeated: 0 };
  }),
  ...over,
});

describe('values', () => {
  const spending = part({}, (weekday, hour) => ({
    spendMicros: weekday === 1 && hour === 8 ? 50 : 10,
    impressions: 100,
  }));
  it('totals add up over hours and days; an average is of the days behind it', () => {
    const total = heatmapOf(spending, 'spend', 'total', 1);
    expect(total.rows[0]?.total).toBe(23 * 10 + 50);
    expect(total.hours[8]).toBe(6 * 10 + 50);
    expect(total.all).toBe(167 * 10 + 50);
    const average = heatmapOf(spending, 'spend', 'average', 1);
    expect(average.rows[0]?.cells[8]?.value).toBe(10);
    expect(average.rows[0]?.total).toBe((23 * 10 + 50) / 5);
    expect(average.all).toBe((167 * 10 + 50) / 30);
  });
  it('two ad accounts on one day are one day', () => {
    expect(accountsOf({ coverage: { asked: 60, read: 60, asOf: null } }, range)).toBe(2);
    const both = { ...spending, cells: spending.cells.map((cell) => ({ ...cell, days: cell.days * 2 })) };
    expect(heatmapOf(both, 'spend', 'average', 2).rows[0]?.cells[8]?.value).toBe(10);
  });
  it('a ratio is made of sums and is the same as total and as average', () => {
    for (const basis of ['total', 'average'] as const)
      expect(heatmapOf(spending, 'cpm', basis, 1).all).toBeCloseTo(((167 * 10 + 50) / 16_800) * 1000);
  });
  it('not read, nothing reported and zero are three things', () => {
    const map = heatmapOf(
      {
        ...spending,
        cells: spending.cells.map((cell) =>
          cell.hour === 0 ? { ...cell, days: 0, sums: sums() } : cell.hour === 1 ? { ...cell, sums: sums() } : cell,
        ),
      },
      'spend',
      'total',
      1,
    );
    expect(map.rows[0]?.cells.slice(0, 3).map((cell) => [cell.why, cell.value, cell.step])).toEqual([
      ['not_read', null, 0],
      ['nothing', null, 0],
      [null, 10, 2],
    ]);
    expect(
      heatmapOf(
        part({}, () => ({ spendMicros: 0 })),
        'spend',
        'total',
        1,
      ).rows[0]?.cells[0],
    ).toMatchObject({
      value: 0,
      step: 1,
    });
  });
  it('more is never a lighter step', () => {
    fc.assert(
      fc.property(fc.nat(1e9), fc.nat(1e9), (a, b) => {
        const top = Math.max(a, b);
        const [low, high] = [stepOf(Math.min(a, b), top), stepOf(top, top)];
        expect(low).toBeGreaterThanOrEqual(1);
        expect(high).toBeLessThanOrEqual(8);
        expect(low).toBeLessThanOrEqual(high);
      }),
    );
  });
});

describe('what a platform does not tell by hour', () => {
  const delivery = part({ caveat: 'no conversions outside Meta' }, () => ({ impressions: 10, spendMicros: 5 }));
  it('is disabled with its reason only when nobody tells it', () => {
    expect(notByHour(delivery, 'conversions')).toBe(
      'Meta Ads does not report conversions by hour: no conversions outside Meta',
    );
    expect(notByHour(delivery, 'spend')).toBeNull();
    const other = part({ platform: 'google' }, () => ({ impressions: 10, conversions: 1 }));
    expect(metricReason([delivery], 'cpa')).toContain('does not report');
    expect(metricReason([delivery, other], 'cpa')).toBeNull();
  });
  it('is not claimed of hours that were never read', () => {
    expect(notByHour(part(), 'conversions')).toBeNull();
    expect(metricReason([], 'conversions')).toBeNull();
  });
  it('says which days are averages and which cannot be counted', () => {
    expect(foldedWords(part(), false)).toBeNull();
    expect(foldedWords(part({ foldedDays: 31 }), false)).toContain('31 days are kept as averages');
    expect(foldedWords(part({ foldedDays: 1, foldedDaysLeftOut: 1 }), true)).toMatch(
      /^1 day is kept .*\. 1 day is left out: /,
    );
    expect(foldedWords(part({ foldedDaysLeftOut: 3 }), false)).toContain('only part of it is shown');
    expect(foldedWords(part({ foldedDaysLeftOut: 3 }), true)).toContain('on a past day');
  });
});

it('the keys of the grid stay inside it, its total column included', () => {
  expect(moveTo('ArrowRight', false, { row: 0, column: 24 })).toEqual({ row: 0, column: 24 });
  expect(moveTo('End', true, { row: 0, column: 0 })).toEqual({ row: 6, column: 24 });
  expect(moveTo('ArrowUp', false, { row: 0, column: 3 })).toEqual({ row: 0, column: 3 });
  expect(moveTo('Enter', false, { row: 0, column: 0 })).toBeNull();
});
