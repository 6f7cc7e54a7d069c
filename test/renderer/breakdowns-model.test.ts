import { describe, expect, it } from 'vitest';
import type { BreakdownView } from '../../src/contract/breakdowns.ts';
import type { Sums } from '../../src/contract/primitives.ts';
import { countryOfCriterion, segmentLabel } from '../../src/renderer/features/breakdowns/labels.ts';
import { createFormats } from '../../src/renderer/ui/format.ts';
import {
  apartWords,
  barsOf,
  cellsOf,
  coverageWords,
  partsToShow,
  silentPlatforms,
  silentWords,
  unread,
  type AskedBreakdown,
  type Found,
} from '../../src/renderer/features/breakdowns/model.ts';
import { weekdayCells } from '../../src/renderer/features/breakdowns/weekdays.ts';
import { overviewOf } from './fixture-data.ts';

type Part = BreakdownView['parts'][number];
const sums = (over: Partial<Sums> = {}): Sums => ({
  spendMicros: null,
  impressions: null,
  clicks: null,
  linkClicks: null,
  conversions: null,
  conversionValueMicros: null,
  ...over,
});
const none = { difference: null, share: null };
const part = (over: Partial<Part> = {}): Part => ({
  platform: 'meta',
  currency: 'PLN',
  dataset: 'campaign.day.age_gender',
  offered: true,
  caveat: null,
  coverage: { asked: 30, read: 30, asOf: '2026-10-02T02:00:00Z' },
  rows: [],
  days: sums(),
  unexplained: {
    spendMicros: none,
    impressions: none,
    clicks: none,
    linkClicks: none,
    conversions: none,
    conversionValueMicros: none,
  },
  ...over,
});
const found = (breakdown: AskedBreakdown, over: Partial<Part> = {}): Found => ({ breakdown, part: part(over) });
const row = (segment: Record<string, string>, over: Partial<Sums>) => ({
  segment,
  label: Object.values(segment).join(' · '),
  sums: sums(over),
});

describe('which parts are shown', () => {
  const unreadCoverage = { asked: 30, read: 0, asOf: null };
  it('the combined breakdown stands for its parts, until only these were read', () => {
    const both = found('age_gender');
    const age = found('age', { dataset: 'campaign.day.age' });
    expect(partsToShow([both, age])).toEqual([both]);
    const never = found('age_gender', { coverage: unreadCoverage });
    expect(partsToShow([never, age])).toEqual([never, age]);
    const other = found('age', { platform: 'google', dataset: 'campaign.day.age' });
    expect(partsToShow([both, other])).toEqual([both, other]);
  });
  it('a platform that offers nothing of the kind is named, not shown empty', () => {
    const off = found('conversion_action', { offered: false, coverage: unreadCoverage });
    const on = found('conversion_action', { platform: 'google' });
    expect(partsToShow([off, on])).toEqual([on]);
    expect(silentPlatforms([off, on])).toEqual(['meta']);
  });
  it('does not ask for what the platform withholds', () => {
    const refused = found('device', { coverage: unreadCoverage, withheld: 'Opt in first.' });
    expect(unread([refused])).toEqual({ platforms: [], datasets: [] });
  });
  it('asks only for what is offered and has days that were never read', () => {
    const open = found('region', { dataset: 'campaign.day.region', coverage: { asked: 30, read: 27, asOf: null } });
    const gone = found('device', { platform: 'google', offered: false, coverage: { asked: 30, read: 3, asOf: null } });
    expect(unread([open, gone, found('country')])).toEqual({ platforms: ['meta'], datasets: ['campaign.day.region'] });
  });
  it('counts the days of several ad accounts one by one', () => {
    const range = { from: '2026-09-02', to: '2026-10-01' };
    expect(coverageWords(part(), range)).toBe('All 30 days read');
    expect(coverageWords(part({ coverage: { asked: 30, read: 27, asOf: null } }), range)).toBe('27 of 30 days read');
    expect(coverageWords(part({ coverage: { asked: 60, read: 27, asOf: null } }), range)).toBe(
      '27 of 60 days of 2 ad accounts read',
    );
  });
});

describe('cells', () => {
  const rows = [
    row({ gender: 'female', age: '25-34' }, { spendMicros: 60, conversions: 1 }),
    row({ gender: 'male', age: '65+' }, { spendMicros: 20, conversions: 3 }),
  ];
  it('shares are of the days where cells are promised to add up, and the rest has a line of its own', () => {
    const cells = cellsOf(
      found('age_gender', {
        rows,
        days: sums({ spendMicros: 100, conversions: 8 }),
        unexplained: { ...part().unexplained, spendMicros: { difference: 20, share: 0.2 } },
      }),
      'en',
    );
    expect(cells.rows.map((one) => [one.label, one.spendShare, one.conversionShare])).toEqual([
      ['Women · 25–34', 0.6, 0.25],
      ['Men · 65+', 0.2, 0.75],
    ]);
    expect(cells.rest?.spendMicros).toBe(20);
    expect(cells.rest?.conversions).toBeNull();
  });
  it('what no cell reports is said with its reason; nothing is a share of it', () => {
    const cells = cellsOf(
      found('region', { rows: [row({ region: 'Masovia' }, { spendMicros: 5, impressions: 9, clicks: 1 })] }),
      'en',
    );
    expect(cells.rows[0]?.conversionShare).toBeNull();
    expect(silentWords(cells.silent, part(), 'region')).toBe(
      'Meta Ads does not report conversions and conversion value by region.',
    );
    expect(silentWords(['linkClicks'], part({ platform: 'google' }), 'device')).toBeNull();
  });
  it('says when conversions of cells and days differ although nobody promised anything else', () => {
    const f = createFormats('en');
    const days = sums({ conversions: 82 });
    expect(apartWords(sums({ conversions: 79 }), part({ days }), f)).toContain('82 conversions, their cells 79');
    expect(apartWords(sums({ conversions: 82 }), part({ days }), f)).toBeNull();
    expect(apartWords(sums(), part({ days }), f)).toBeNull();
    const promised = { ...part().unexplained, conversions: { difference: 3, share: 0.04 } };
    expect(apartWords(sums({ conversions: 79 }), part({ days, unexplained: promised }), f)).toBeNull();
  });
  it('two cells of one name are told apart', () => {
    const twice = [
      row({ conversion_action: '7' }, { conversions: 1 }),
      row({ conversion_action: '8' }, { conversions: 1 }),
    ];
    const cells = cellsOf(
      found('conversion_action', { rows: twice.map((one) => ({ ...one, label: 'Booking' })) }),
      'en',
    );
    expect(cells.rows.map((one) => one.label)).toEqual(['Booking (7)', 'Booking (8)']);
  });
  it('eight bars and the rest as one, by conversions where no spend is told', () => {
    const many = Array.from({ length: 11 }, (_, index) =>
      row({ conversion_action: String(index) }, { conversions: index }),
    );
    const bars = barsOf(cellsOf(found('conversion_action', { rows: many }), 'en').rows);
    expect(bars).toHaveLength(9);
    expect(bars[0]?.label).toBe('10');
    expect(bars.at(-1)).toMatchObject({ label: 'Other (3)', spendShare: null });
    expect(bars.reduce((sum, bar) => sum + (bar.conversionShare ?? 0), 0)).toBeCloseTo(1);
    const all = barsOf(cellsOf(found('age', { rows: [] }), 'en').rows);
    expect(all).toEqual([]);
  });
});

describe('names of cells', () => {
  it.each([
    ['2616', 'PL'],
    ['2840', 'US'],
    ['2276', 'DE'],
    ['2688', 'RS'],
    ['2004', 'AF'],
    ['2900', null],
    ['1023191', null],
    ['2', null],
  ])('criterion %s is %s', (criterion, code) => {
    expect(countryOfCriterion(criterion)).toBe(code);
  });
  it.each([
    ['geo', { geo: '2616', geo_type: 'location_of_presence' }, 'pl', 'Polska · was there'],
    ['geo', { geo: '2900', geo_type: 'area_of_interest' }, 'en', 'Area 2900 · interested in it'],
    ['country', { country: 'DE' }, 'en', 'Germany'],
    ['country', { country: 'unknown' }, 'en', 'Unknown'],
    ['placement', { publisher: 'facebook', position: 'instream_video' }, 'en', 'Facebook · Instream video'],
    ['placement', { publisher: 'instagram', position: 'instagram_stories' }, 'en', 'Instagram · Stories'],
    ['device', { device: 'connected_tv' }, 'en', 'Connected TV'],
    ['region', { region: 'Masovian_Voivodeship' }, 'en', 'Masovian_Voivodeship'],
  ] as const)('%s %j in %s', (breakdown, segment, locale, label) => {
    expect(segmentLabel(breakdown, row(segment, {}), locale)).toBe(label);
  });
});

describe('days of the week', () => {
  const range = { from: '2026-09-02', to: '2026-10-01' };
  const view = overviewOf('full', { range, compare: null, platforms: null, clientId: 'client-2' });
  const block = view?.blocks[0] ?? { daily: [] };
  it('every read day belongs to one row, today beside the range to none', () => {
    const cells = weekdayCells(block, range, 'en');
    expect(cells.rows.map((one) => one.label)[0]).toBe('Monday');
    expect(cells.rows.reduce((sum, one) => sum + (one.days ?? 0), 0)).toBe(30);
    expect(cells.read).toBe(30);
    expect(cells.total.spendMicros).toBe(
      block.daily.filter(({ day }) => day <= range.to).reduce((sum, point) => sum + (point.spendMicros ?? 0), 0),
    );
    expect(cells.rows.reduce((sum, one) => sum + (one.spendShare ?? 0), 0)).toBeCloseTo(1);
  });
  it('a day that was never read is behind no row', () => {
    const daily = block.daily.map((point) =>
      point.day === '2026-09-07' ? { ...point, state: 'missing' as const } : point,
    );
    const monday = weekdayCells({ daily }, range, 'en').rows[0];
    expect(monday?.days).toBe(3);
  });
});
