import { createElement, type ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import type { ClientRow, EntityRow, Unlike } from '../../src/contract/dashboards.ts';
import type { ReportModel } from '../../src/contract/reports.ts';
import { campaignsCsv } from '../../src/renderer/features/campaigns/csv.ts';
import { entityColumns, totalRows } from '../../src/renderer/features/campaigns/columns.tsx';
import { RowFigures } from '../../src/renderer/features/campaigns/inspector.tsx';
import { chosenColumns } from '../../src/renderer/features/campaigns/presets.ts';
import { neverRead } from '../../src/renderer/features/clients/model.ts';
import { Change, PerCurrency } from '../../src/renderer/features/clients/cells.tsx';
import { clientsCsv } from '../../src/renderer/features/clients/csv.ts';
import { partsOf } from '../../src/renderer/features/reports/parts.tsx';
import { caveats } from '../../src/renderer/features/reports/words.ts';
import { createFormats } from '../../src/renderer/ui/format.ts';
import { totalsByCurrency } from '../../src/renderer/ui/index.ts';

const f = createFormats('en');
const sums = (conversions: number) => ({
  spendMicros: 1_000_000_000,
  impressions: 90_000,
  clicks: 900,
  linkClicks: 900,
  conversions,
  conversionValueMicros: 0,
});
/** Half of the conversions are gone: worse, where it may be judged. */
const figures = (unlike: Unlike) => ({ currency: 'EUR', current: sums(50), previous: sums(100), unlike, daysRead: 30 });
const row = (unlike: Unlike): EntityRow => ({
  platform: 'meta',
  adAccountId: '1',
  level: 'campaign',
  entityId: '7',
  name: 'Spring',
  parentId: null,
  parentName: null,
  status: 'active',
  platformStatus: null,
  objective: null,
  settling: false,
  ...figures(unlike),
});
const html = (...nodes: ReactNode[]): string => renderToStaticMarkup(createElement('div', null, ...nodes));
const judged = (text: string): boolean => /text-worse|text-better|, worse|, better/.test(text);

const context = { level: 'campaign' as const, business: [], clientSafe: false, compared: true, inside: false };
const chosen = chosenColumns('custom', ['conversions', 'conversionsChange', 'spend'], context);
const look = {
  level: 'campaign' as const,
  mixed: false,
  read: true,
  f,
  rankings: () => undefined,
  decimals: () => undefined,
  name: () => null,
};

test.each([
  ['unfinished', 'not judged: a day of it is not over', 'a day of it is not over'],
  ['unread', 'not judged: days of it are not imported', 'days of it are not imported'],
  [null, ', worse', null],
] as const)('Campaigns, its totals, the inspector and its file: %s', (unlike, said, inFile) => {
  const rows = [row(unlike)];
  const columns = entityColumns(chosen, look);
  const cells = html(...columns.map((column) => column.cell(rows[0]!)));
  const totals = totalRows(totalsByCurrency(rows), chosen, look, 1, 1).flatMap((one) => Object.values(one.cells));
  const aside = html(createElement(RowFigures, { row: rows[0]!, mixed: false, clientSafe: false, read: true }));
  for (const text of [cells, html(...(totals as ReactNode[])), aside]) {
    expect(text).toContain(said);
    expect(judged(text)).toBe(unlike === null);
  }
  const { csv } = campaignsCsv(rows, columns, false);
  expect(csv.includes('Change not judged')).toBe(unlike !== null);
  if (inFile !== null) expect(csv).toContain(inFile);
});

test('Clients and its file judge by what the engine says of each client, not by the clock of this computer', () => {
  const client = (unlike: Unlike): ClientRow => ({
    id: '1',
    name: 'A',
    city: null,
    platforms: [],
    totals: [figures(unlike)],
    trendCurrency: 'EUR',
    freshness: { state: 'fresh', lastImportedAt: null },
    attention: null,
  });
  const change = (unlike: Unlike): string =>
    html(createElement(Change, { row: client(unlike), metric: 'conversions' }));
  expect([judged(change(null)), judged(change('unfinished'))]).toEqual([true, false]);
  const range = { from: '2026-11-01', to: '2026-11-20' };
  expect(clientsCsv([client('unfinished')], range, false).csv).toMatch(/Change not judged.*a day of it is not over/s);
  expect(clientsCsv([client(null)], range, false).csv).not.toContain('Change not judged');
});

test('a client whose shown days were never read is not one nothing was reported for', () => {
  const client = (id: string, days: number[], lastImportedAt: string | null = '2026-11-20T02:00:00Z'): ClientRow => ({
    id,
    name: id,
    city: null,
    platforms: [],
    totals: days.map((daysRead) => ({
      currency: 'EUR',
      current: { ...sums(0), spendMicros: null, impressions: null, clicks: null, conversions: null },
      previous: null,
      daysRead,
    })),
    trendCurrency: 'EUR',
    freshness: { state: 'fresh', lastImportedAt },
    attention: null,
  });
  const cell = (row: ClientRow): string =>
    html(createElement(PerCurrency, { row, metric: 'spend', read: true, importing: false, fractional: false }));
  expect(cell(client('silent', [30]))).toContain('Nothing reported for this period');
  expect(cell(client('unread', [0]))).toContain('Not imported for this period');
  // One of two currencies was read: the client is here, and its other cell says so for itself.
  expect(cell(client('half', [30, 0]))).toMatch(/Nothing reported.*Not imported/s);
  expect(
    neverRead([
      client('silent', [30]),
      client('unread', [0]),
      client('half', [30, 0]),
      client('new', [0], null),
      client('none', []),
    ]),
  ).toEqual(['unread']);
  const campaign = (daysRead: number): string => {
    const one = { ...row(null), current: { ...sums(0), spendMicros: null, impressions: null, clicks: null }, daysRead };
    return html(...entityColumns(chosen, look).map((column) => column.cell(one)));
  };
  expect(campaign(0)).toContain('Not imported for this period');
  expect(campaign(3)).toContain('Nothing reported for this period');
});

test('totals of a filter are judged only where all of their rows are; rows never read have no say', () => {
  const of = (...all: [Unlike, number][]) =>
    totalsByCurrency(all.map(([unlike, daysRead]) => ({ ...figures(unlike), daysRead })))[0];
  expect(of([null, 30], [null, 30])).toMatchObject({ unlike: null, daysRead: 30 });
  expect(of([null, 30], ['unread', 12])?.unlike).toBe('unread');
  expect(of(['unread', 12], ['unfinished', 30])?.unlike).toBe('unfinished');
  expect(of([null, 30], ['unread', 0])?.unlike).toBeNull();
});

test.each([
  ['unfinished', 'A day was not over when it was read: figures are so far, and no change is judged.'],
  ['unread', 'Days are missing, so no change is judged.'],
  [null, null],
] as const)('a report, its pages and its picture: %s', (unlike, caveat) => {
  const day = (at: string, state: 'settled' | 'partial') => ({
    ...sums(5),
    day: at,
    state,
    restated: false,
    noLongerOffered: false,
    notReported: false,
    previousDay: null,
    previous: null,
  });
  const model: ReportModel = {
    client: { id: '1', name: 'Epoca', city: null },
    range: { from: '2026-11-19', to: '2026-11-20' },
    compare: { from: '2026-11-17', to: '2026-11-18' },
    asKnownOn: null,
    sections: ['kpis', 'trend'],
    clientSafe: false,
    demo: true,
    fileName: 'epoca',
    asOf: null,
    timezones: [],
    settling: null,
    settlingDays: 0,
    unlike,
    missing: [],
    lines: [],
    written: false,
    next: '',
    business: [],
    blocks: [
      {
        currency: 'EUR',
        totals: figures(unlike),
        daily: [day('2026-11-19', 'settled'), day('2026-11-20', unlike === 'unfinished' ? 'partial' : 'settled')],
        channels: [],
        campaigns: [],
      },
    ],
    changes: [],
    changesTotal: 0,
  };
  const pages = html(...partsOf(model, f, 1).map((part) => part.node));
  expect(judged(pages)).toBe(unlike === null);
  expect(pages.includes('so far</text>')).toBe(unlike === 'unfinished');
  expect(caveats(model, f)).toEqual(caveat === null ? [] : [caveat]);
});
