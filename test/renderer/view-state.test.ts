import { describe, expect, it } from 'vitest';
import { compareSearch, yearBefore } from '../../src/renderer/ui/days.ts';
import { asKnownInstant, asKnownOnFrom, asKnownWords } from '../../src/renderer/ui/as-known-model.ts';
import { createFormats } from '../../src/renderer/ui/format.ts';
import { rangeProblem } from '../../src/renderer/ui/range-form.tsx';
import { withPeriodBefore } from '../../src/renderer/ui/period-set.ts';
import { keepView, resolveComparison, resolveRange, viewSearch } from '../../src/renderer/ui/view-state.ts';

const today = '2026-10-02';

describe('the way to another screen', () => {
  it('takes the view along and leaves what is the screen’s own', () => {
    const here = '?platform=meta&range=7d&asKnownOn=2026-09-30&compare=year&sort=name.asc&filter=x';
    expect(keepView('/alerts', here)).toBe('/alerts?range=7d&compare=year&platform=meta&asKnownOn=2026-09-30');
    expect(keepView('/data-health?csv=7', '?range=7d')).toBe('/data-health?csv=7&range=7d');
    expect(keepView('/clients?range=90d', '?range=7d')).toBe('/clients?range=90d');
    expect(keepView('/client/7', '')).toBe('/client/7');
  });
});

it('a period that came with a link is taken back whole, unless another one was chosen since', () => {
  const search = { range: 'a_b', b: 'c_d', weekday: 'as-is', metric: 'conversions' };
  expect(withPeriodBefore(search, 'a_b', '7d')).toEqual({
    range: '7d',
    b: undefined,
    weekday: undefined,
    metric: 'conversions',
  });
  expect(withPeriodBefore({ ...search, range: '90d' }, 'a_b', '7d').range).toBe('90d');
});

describe('the period of the address', () => {
  it.each([
    ['7d', '2026-09-25', '2026-10-01'],
    ['30d', '2026-09-02', '2026-10-01'],
    ['90d', '2026-07-04', '2026-10-01'],
    ['month', '2026-10-01', '2026-10-01'],
    ['last-month', '2026-09-01', '2026-09-30'],
    ['2026-02-03_2026-02-05', '2026-02-03', '2026-02-05'],
    ['nonsense', '2026-09-02', '2026-10-01'],
    ['2026-02-30_2026-03-05', '2026-09-02', '2026-10-01'],
  ])('%s', (word, from, to) => {
    expect(resolveRange(word, today)).toEqual({ from, to });
  });
  it('on the first of a month, this month is today', () => {
    expect(resolveRange('month', '2026-10-01')).toEqual({ from: '2026-10-01', to: '2026-10-01' });
  });
  it('a period that crosses the change of the clocks keeps its length', () => {
    expect(resolveRange('7d', '2026-03-31')).toEqual({ from: '2026-03-24', to: '2026-03-30' });
  });
});

describe('what it is compared with', () => {
  const range = resolveRange('30d', today);
  it('the same number of days before', () => {
    expect(resolveComparison('previous', '30d', range)).toEqual({ from: '2026-08-03', to: '2026-09-01' });
  });
  it('the same days of the month before, cut where that month is shorter', () => {
    expect(resolveComparison('previous', 'month', { from: '2026-03-01', to: '2026-03-30' })).toEqual({
      from: '2026-02-01',
      to: '2026-02-28',
    });
    expect(resolveComparison('previous', 'last-month', { from: '2026-09-01', to: '2026-09-30' })).toEqual({
      from: '2026-08-01',
      to: '2026-08-31',
    });
  });
  it('a year before, nothing on request', () => {
    expect(resolveComparison('year', '30d', range)).toEqual({ from: '2025-09-02', to: '2025-10-01' });
    expect(resolveComparison('none', '30d', range)).toBeNull();
    expect(yearBefore('2028-02-29')).toBe('2027-02-28');
  });
});

describe('what a person or a link may write', () => {
  it('nonsense in a link falls back instead of breaking', () => {
    expect(viewSearch.parse({ range: 'x', compare: 'y', platform: 'z', asKnownOn: 'soon' })).toEqual({});
    expect(viewSearch.parse({ asKnownOn: '2026-02-31' })).toEqual({});
  });
  it('a past moment is a day, whose end is meant, or an instant; what has not come is refused', () => {
    const now = Date.parse('2026-10-02T12:00:00');
    const f = createFormats('en');
    expect(asKnownOnFrom('2026-09-12', '', now).value).toBe('2026-09-12');
    const morning = asKnownOnFrom('2026-10-02', '09:30', now).value ?? '';
    expect(viewSearch.parse({ asKnownOn: morning })).toEqual({ asKnownOn: morning });
    expect(Date.parse(morning)).toBe(Date.parse('2026-10-02T09:30'));
    expect(asKnownOnFrom('2026-10-02', '12:01', now).problem).toContain('not come yet');
    expect(asKnownOnFrom('2026-10-03', '', now).problem).toContain('not come yet');
    expect(asKnownOnFrom('', '', now).problem).toContain('Enter a day');
    expect(asKnownWords('2026-09-12', f)).toBe('Sep 12, 2026, end of day');
    expect(asKnownWords(morning, f)).toContain('9:30');
    expect(asKnownInstant('2026-09-12')).toBeGreaterThan(Date.parse('2026-09-12T23:59:00'));
  });
  it('says what is wrong with two days', () => {
    expect(rangeProblem('', '2026-10-01', today)).toContain('first day');
    expect(rangeProblem('2026-10-01', '2026-02-31', today)).toContain('last day');
    expect(rangeProblem('2026-10-01', '2026-09-01', today)).toContain('swap');
    expect(rangeProblem('2026-10-01', '2026-11-01', today)).toContain('future');
    expect(rangeProblem('2026-10-01', '2026-10-02', today)).toBeNull();
  });
});

it('the way to why a cost moved shows exactly the days it is about', () => {
  const over = { a: { from: '2026-11-01', to: '2026-11-12' }, b: { from: '2026-10-20', to: '2026-10-31' } };
  expect(compareSearch(over)).toEqual({
    range: '2026-11-01_2026-11-12',
    b: '2026-10-20_2026-10-31',
    weekday: 'as-is',
  });
  expect(compareSearch(undefined)).toEqual({});
});
