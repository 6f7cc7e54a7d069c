import { describe, expect, it } from 'vitest';
import { compressed } from '../../src/renderer/features/campaigns/fit.ts';
import { liesOver, widthFromText, widthOfKey } from '../../src/renderer/features/campaigns/inspector-width.ts';
import type { EntityColumn } from '../../src/renderer/features/campaigns/metric-columns.tsx';

describe('the inspector', () => {
  it('is moved by the arrow keys on its edge, the way the edge goes, between its ends', () => {
    expect([widthOfKey('ArrowLeft', 336, false), widthOfKey('ArrowRight', 336, false)]).toEqual([352, 320]);
    expect([widthOfKey('ArrowLeft', 336, true), widthOfKey('ArrowRight', 336, true)]).toEqual([320, 352]);
    expect([widthOfKey('ArrowRight', 240, false), widthOfKey('ArrowLeft', 640, false)]).toEqual([240, 640]);
    expect([widthOfKey('Home', 336, false), widthOfKey('End', 336, false)]).toEqual([240, 640]);
    expect(widthOfKey('Escape', 336, false)).toBeNull();
  });
  it('is as wide as it was left, and as usual where that makes no sense', () => {
    expect(['400', null, '', 'x', '-3', '9999', '10'].map(widthFromText)).toEqual([400, 336, 336, 336, 336, 640, 240]);
  });
  it('lies over a table that would be left too little', () => {
    expect([liesOver(1024, 336), liesOver(704, 336), liesOver(null, 336)]).toEqual([false, true, false]);
  });
});

const RESULTS = { conversions: 68, conversionsChange: 86, cpa: 72, roas: 70 };

describe('the columns of Campaigns beside it', () => {
  const WIDTHS = {
    status: 92,
    name: 150,
    via: 40,
    spend: 95,
    impressions: 63,
    clicks: 55,
    ctr: 53,
    cpc: 56,
    ...RESULTS,
  };
  const columns = Object.entries(WIDTHS).map(([id, width]): EntityColumn => ({
    id,
    header: id,
    csvHeader: id,
    width,
    cell: () => null,
    csv: () => null,
  }));
  const fit = (room: number | null, more: { kept?: boolean; given?: Record<string, number> } = {}) =>
    compressed(columns, {
      room,
      given: {},
      kept: false,
      brief: (column) => ({ ...column, title: 'brief' }),
      measure: () => 40,
      ...more,
    });
  const taken = (some: readonly EntityColumn[]): number => some.reduce((sum, { width }) => sum + width, 0);

  it('stay as they are where there is room, or where that is not known yet', () => {
    expect(fit(1022)).toEqual({ columns, tight: false, hidden: [] });
    expect(fit(null)).toEqual({ columns, tight: false, hidden: [] });
  });
  it('come closer first', () => {
    const { columns: close, tight, hidden } = fit(810);
    expect([tight, hidden, close.length]).toEqual([true, [], columns.length]);
    expect(taken(close)).toBe(taken(columns) - 8 * columns.length);
  });
  it('give way to what the table is for, and are named', () => {
    const { columns: left, hidden } = fit(690);
    expect(hidden).toEqual(['ctr', 'cpc']);
    expect(left.map(({ id }) => id)).toEqual(expect.arrayContaining(['spend', 'conversions', 'cpa', 'roas']));
    expect(left.find(({ id }) => id === 'status')?.title).toBe('brief');
    expect(taken(left)).toBeLessThanOrEqual(690);
  });
  it('keep the platform and room for names where they scroll anyway', () => {
    const { columns: left, hidden } = fit(400);
    expect(hidden).toEqual(['ctr', 'cpc', 'impressions', 'clicks']);
    expect(left.slice(0, 4).map(({ id }) => id)).toEqual(['status', 'name', 'via', 'spend']);
    expect(left.find(({ id }) => id === 'name')?.width).toBe(224);
  });
  it('that somebody chose all stay, and widths somebody gave count', () => {
    expect(fit(500, { kept: true }).hidden).toEqual([]);
    expect(fit(1022, { given: { name: 400 } }).tight).toBe(true);
  });
});
