import { describe, expect, it } from 'vitest';
import type { Sums } from '../../src/contract/primitives.ts';
import { breakdownsCsv } from '../../src/renderer/features/breakdowns/csv.ts';
import { barsDrawing } from '../../src/renderer/features/breakdowns/picture.ts';
import { heatDrawing, hourlyCsv } from '../../src/renderer/features/hourly/export.ts';
import type { HeatCell, Heatmap } from '../../src/renderer/features/hourly/model.ts';
import { fitted } from '../../src/renderer/ui/drawn.ts';

const sums = (over: Partial<Sums>): Sums => ({
  spendMicros: 12_500_000,
  impressions: 1000,
  clicks: 50,
  linkClicks: null,
  conversions: null,
  conversionValueMicros: null,
  ...over,
});
const row = (label: string, over: Partial<Sums> = {}) => ({
  id: label,
  label,
  sums: sums(over),
  spendShare: 0.25,
  conversionShare: null,
  days: null,
});
const part = { breakdown: 'Device', platform: 'Meta Ads', currency: 'EUR', rows: [row('=mobile'), row('desktop')] };

describe('breakdowns outside of the screen', () => {
  it('the CSV has the cells in their order, raw; what is not known is empty and no text runs as a formula', () => {
    const { header, rows } = breakdownsCsv([part], false);
    const of = (name: string) => rows.map((cells) => cells[header.indexOf(name)]);
    expect(of('Cell')).toEqual(["'=mobile", 'desktop']);
    expect([of('Spend')[0], of('Click-through rate')[0], of('Conversions')[0]]).toEqual(['12.5', '5', null]);
    expect([of('Share of spend, %')[0], of('Share of conversions, %')[0]]).toEqual(['25', null]);
    expect(header).not.toContain('Days');
    expect(breakdownsCsv([{ ...part, rows: [{ ...row('Monday'), days: 4 }] }], false).header).toContain('Days');
  });

  it('a client gets neither costs nor shares of them', () => {
    const { header, rows } = breakdownsCsv([part], true);
    expect(header.filter((name) => /spend|cost/i.test(name))).toEqual([]);
    expect(rows.flat()).not.toContain('12.5');
  });

  it('the picture has a bar and its number per share that is known, the longest as long as there is room', () => {
    const bars = [
      { id: 'a', label: 'A very long name of a placement somewhere', spendShare: 0.5, conversionShare: 0.25 },
      { id: 'b', label: 'b', spendShare: null, conversionShare: null },
    ];
    const { shapes } = barsDrawing(bars, (share) => `${share * 100}%`);
    const widths = shapes.flatMap((shape) => (shape.kind === 'rect' ? [shape.width] : []));
    expect(widths).toEqual([320, 160]);
    expect(shapes.flatMap((shape) => (shape.kind === 'text' ? [shape.text] : []))).toEqual([
      fitted(bars[0]!.label, 160),
      '50%',
      '25%',
      'b',
    ]);
    expect(fitted(bars[0]!.label, 160)).toMatch(/…$/);
  });
});

describe('hours outside of the screen', () => {
  const cell = (hour: number): HeatCell => ({
    weekday: 1,
    hour,
    value: hour === 0 ? null : hour === 1 ? null : hour * 1_000_000,
    step: hour < 2 ? 0 : 3,
    why: hour === 0 ? 'not_read' : hour === 1 ? 'nothing' : null,
    days: 2,
    repeated: 0,
  });
  const cells = Array.from({ length: 24 }, (_, hour) => cell(hour));
  const map: Heatmap = { rows: [{ weekday: 1, cells, total: 9_000_000, days: 2 }], hours: [], all: null, top: 23e6 };

  it('the CSV is the table of weekdays and hours, raw; hours that were not read are empty', () => {
    const { header, rows } = hourlyCsv([{ platform: 'meta', currency: 'EUR', map }], 'spend', 'average', ['Monday']);
    const of = (name: string) => rows[0]?.[header.indexOf(name)];
    expect([of('Metric'), of('Shown as'), of('Weekday'), of('Days')]).toEqual(['Spend', 'average day', 'Monday', '2']);
    expect([of('00'), of('01'), of('02'), of('23'), of('All hours')]).toEqual([null, null, '2', '23', '9']);
    expect(rows[0]).toHaveLength(header.length);
  });

  it('the picture tells what was not read from what was not reported', () => {
    const { shapes } = heatDrawing(
      map,
      ['Monday'],
      (value) => String(value / 1e6),
      () => '€9',
    );
    const rects = shapes.filter((shape) => shape.kind === 'rect');
    expect(rects.map((shape) => shape.fill ?? 'none').slice(0, 3)).toEqual(['none', 'none', 'var(--heat-3)']);
    const texts = shapes.flatMap((shape) => (shape.kind === 'text' ? [shape.text] : []));
    expect(texts.slice(24, 28)).toEqual(['Monday', '—', '2', '3']);
    expect(texts.at(-1)).toBe('€9');
  });
});
