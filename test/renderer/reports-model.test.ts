import { expect, test } from 'vitest';
import type { ReportModel } from '../../src/contract/reports.ts';
import { paginate } from '../../src/renderer/features/reports/paginate.ts';
import {
  caveats,
  comparison,
  footer,
  keyFigures,
  missingDays,
  namesCost,
  periodTitle,
  tableMetrics,
  trendMetrics,
} from '../../src/renderer/features/reports/words.ts';
import { createFormats } from '../../src/renderer/ui/format.ts';
import { isClientSafe, labelOf } from '../../src/contract/metrics.ts';

const f = createFormats('en');
const current = {
  spendMicros: 5_000_000,
  impressions: 1_000,
  clicks: 50,
  linkClicks: 40,
  conversions: 5,
  conversionValueMicros: 0,
  named: { Bookings: 5 },
};
const block: ReportModel['blocks'][number] = {
  currency: 'EUR',
  totals: { currency: 'EUR', current, previous: null },
  daily: [],
  channels: [],
  campaigns: [],
};
const model: ReportModel = {
  client: { id: '1', name: 'Epoca', city: null },
  range: { from: '2026-09-01', to: '2026-09-30' },
  compare: { from: '2026-08-01', to: '2026-08-31' },
  asKnownOn: null,
  sections: ['kpis'],
  clientSafe: true,
  demo: true,
  fileName: 'epoca-report-2026-09-01_2026-09-30',
  asOf: '2026-10-02T00:04:00Z',
  timezones: ['Europe/Madrid'],
  settling: { from: '2026-09-24', to: '2026-09-30' },
  settlingDays: 7,
  missing: [{ platform: 'google', days: 1 }],
  lines: [],
  written: false,
  next: '',
  business: [{ name: 'Bookings', kind: 'reservation', missing: null }],
  blocks: [block],
  changes: [],
  changesTotal: 0,
};

test('parts that do not fit go to the next sheet; one that is taller than a sheet has its own', () => {
  expect(paginate([100, 200, 300], 500)).toEqual([[0, 1], [2]]);
  expect(paginate([600, 100], 500)).toEqual([[0], [1]]);
  expect(paginate([], 500)).toEqual([[]]);
});

test('where costs are hidden no figure, column or line of the report is one of cost', () => {
  const metrics = [
    ...keyFigures(model, block),
    ...tableMetrics(true, model.business),
    ...Object.values(trendMetrics(true)),
  ];
  expect(metrics.filter((metric) => !isClientSafe(metric))).toEqual([]);
  expect(keyFigures(model, block).map(labelOf)).toEqual([
    'Impressions',
    'Clicks',
    'Click-through rate',
    'Conversions',
    'Conversion rate',
    'Bookings',
  ]);
  expect(keyFigures({ ...model, clientSafe: false }, block).map((one) => one.key)).toContain('spend');
  expect(tableMetrics(true, model.business).at(-1)?.label).toBe('Bookings');
});

test('the report says what is missing, what may still rise, what it is compared with and how old it is', () => {
  expect(caveats(model, f)).toEqual([
    'Google Ads: 1 day is not imported; totals leave them out.',
    `Conversions of ${f.range('2026-09-24', '2026-09-30')} can still rise.`,
  ]);
  // What stands beside the button that imports them is every platform's line, whatever else is to be said.
  const both = {
    ...model,
    unlike: 'unread' as const,
    missing: [{ platform: 'meta' as const, days: 30 }, ...model.missing],
  };
  expect(missingDays(both)).toEqual([
    'Meta Ads: 30 days are not imported; totals leave them out.',
    'Google Ads: 1 day is not imported; totals leave them out.',
  ]);
  expect(comparison(model, f)).toBe(
    `Changes are left out: ${f.fullRange('2026-08-01', '2026-08-31')} is not fully imported`,
  );
  const known = { ...model, blocks: [{ ...block, totals: { currency: 'EUR', current, previous: current } }] };
  expect(comparison(known, f)).toBe(`Compared with ${f.fullRange('2026-08-01', '2026-08-31')}`);
  expect(comparison({ ...model, compare: null }, f)).toBeNull();
  expect(footer(model, f)).toMatch(/^Data as of .*2026.* · Europe\/Madrid · Demo data$/);
  expect(footer({ ...model, asOf: null, demo: false }, f)).toBe('Nothing imported yet · Europe/Madrid');
  // Written as every other day of the report.
  for (const asKnownOn of ['2026-10-31', '2026-10-31T09:00:00Z'])
    expect(footer({ ...model, asKnownOn }, f)).toContain(` · as known on ${f.day('2026-10-31', 'long')} · `);
  expect([periodTitle(model.range, f), periodTitle({ from: '2026-09-02', to: '2026-10-01' }, f)]).toEqual([
    'September 2026',
    f.fullRange('2026-09-02', '2026-10-01'),
  ]);
});

test('an amount of money in a text is noticed, a plain number is not', () => {
  for (const text of ['We spent more', '5,000 zł in all', 'EUR 300', '$12', 'CPA fell', 'The budget stays'])
    expect([text, namesCost(text)]).toEqual([text, true]);
  for (const text of ['Leads rose 22% to 89', '1,200 clicks', 'Two new pictures on 3 October'])
    expect([text, namesCost(text)]).toEqual([text, false]);
});
