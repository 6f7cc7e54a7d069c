import { describe, expect, it } from 'vitest';
import { initialsOf } from '../../src/renderer/features/clients/cells.tsx';
import { fitted, paddingOf, type Form } from '../../src/renderer/features/clients/fit.ts';
import type { Column } from '../../src/renderer/ui/index.ts';

/** The widths of contents, as on the pictures of 1,000 clients. */
const WIDTHS = { select: 16, name: 0, via: 46, spend: 90, spendChange: 54, conversions: 52, conversionsChange: 70 };
const MORE = { cpa: 68, cpaChange: 70, roas: 52, pace: 50, data: 67 };

const make = (form: Form): Column<string>[] =>
  Object.entries({
    ...WIDTHS,
    trend: form.tight ? 44 : 60,
    ...MORE,
    owner: form.brief ? 42 : 94,
    tags: form.brief ? 30 : 114,
  }).map(([id, width]) => ({ id, header: id, width: width + paddingOf(form), grow: id === 'name', cell: () => null }));
const taken = (columns: readonly Column<string>[]): number => columns.reduce((sum, { width }) => sum + width, 0);

describe('the columns of Clients', () => {
  it('are all there, owners and tags in words, where there is room', () => {
    const { form, columns, hidden } = fitted(make, 1400);
    expect(form).toEqual({ brief: false, tight: false });
    expect([columns.length, hidden]).toEqual([15, []]);
  });
  // 1022: what a window of 1280 pixels leaves the table. 140 hold two lines of a name of 32 letters.
  it('are all there at 1280 pixels without scrolling sideways, with room for names', () => {
    const { columns, hidden } = fitted(make, 1022);
    expect([columns.length, hidden]).toEqual([15, []]);
    expect(taken(columns)).toBeLessThanOrEqual(1022);
    expect(columns.find(({ id }) => id === 'name')?.width).toBeGreaterThanOrEqual(140);
  });
  it('give way one by one in a small window, and are named', () => {
    const { columns, hidden } = fitted(make, 702);
    expect(hidden).toEqual(['trend', 'tags', 'owner', 'pace', 'via', 'roas'].slice(0, hidden.length));
    expect(hidden.length).toBeGreaterThan(0);
    expect(taken(columns)).toBeLessThanOrEqual(702);
    expect(columns.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['name', 'spend', 'conversions', 'cpa', 'data']),
    );
  });
  it('wait for the width before anything gives way', () => {
    expect(fitted(make, null).form).toEqual({ brief: false, tight: false });
  });
});

it.each([
  ['Anna Kowalska', 'AK'],
  ['Zofia Lis-Nowak', 'ZN'],
  ['łukasz', 'Ł'],
  ['  ', ''],
])('initials of %j', (name, initials) => expect(initialsOf(name)).toBe(initials));
