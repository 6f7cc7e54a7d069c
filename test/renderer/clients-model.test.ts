import { describe, expect, it } from 'vitest';
import type { ClientRow } from '../../src/contract/dashboards.ts';
import { clientsCsv } from '../../src/renderer/features/clients/csv.ts';
import {
  asOfWords,
  attentionList,
  currencyRanks,
  dataState,
  defaultOrder,
  filterCount,
  freshnessSummary,
  matching,
  NOBODY,
  paceState,
  shownTotals,
  troubleOf,
  worstPace,
} from '../../src/renderer/features/clients/model.ts';
import { firstSteps } from '../../src/renderer/features/clients/first-steps-model.ts';
import { fold } from '../../src/contract/fold.ts';
import { clientsView } from './fixture-data.ts';

const input = {
  range: { from: '2026-09-02', to: '2026-10-01' },
  compare: { from: '2026-08-03', to: '2026-09-01' },
  platforms: null,
};
const view = { ...clientsView('full', input), business: [] };
const sums = (spend: number, conversions = 20) => ({
  spendMicros: spend * 1e6,
  impressions: 1000,
  clicks: 100,
  linkClicks: null,
  conversions,
  conversionValueMicros: null,
});
const freshAt = (lastImportedAt: string | null, state: ClientRow['freshness']['state'] = 'fresh') => ({
  freshness: { state, lastImportedAt },
});
const row = (name: string, currency: string, spend: number, more: Partial<ClientRow> = {}): ClientRow => ({
  id: name,
  name,
  city: null,
  platforms: [{ platform: 'meta', adAccounts: 1, state: 'ok' }],
  totals: [{ currency, current: sums(spend), previous: null }],
  trend: [],
  trendCurrency: currency,
  freshness: { state: 'fresh', lastImportedAt: '2026-10-02T02:04:00Z' },
  attention: null,
  owner: null,
  tags: [],
  ...more,
});
const failed = { severity: 'failed', title: 'Import failed', body: '', action: 'open', connectionId: null } as const;

describe('order of clients', () => {
  it('exceptions first, worst first', () => {
    const ordered = defaultOrder(view.rows);
    expect(ordered[0]?.attention?.severity).toBe('failed');
    expect(ordered.at(-1)?.attention).toBeNull();
    expect(attentionList(ordered)[0]?.row.name).toBe('Hotel XYZ');
  });
  it('does not say the name of a client twice', () => {
    const [first] = attentionList([
      row('Cafe', 'PLN', 1, { attention: { ...failed, body: 'Cafe: The platform has disabled it.' } }),
    ]);
    expect(first?.attention.body).toBe('The platform has disabled it.');
  });
  it('folds clients that wait for one sign-in into a line, from three on', () => {
    const waits = (name: string, connectionId: string | null, action: 'sign_in_again' | 'import' = 'sign_in_again') =>
      row(name, 'PLN', 1, { attention: { ...failed, action, connectionId } });
    const list = attentionList([
      waits('A', 'c1'),
      waits('B', 'c1'),
      waits('C', 'c2'),
      waits('D', 'c1'),
      waits('E', 'c2'),
      waits('F', null),
      waits('G', 'c1', 'import'),
    ]);
    expect(list.map(({ row: { name }, others }) => [name, others])).toEqual([
      ['A', 2],
      ['C', 0],
      ['E', 0],
      ['F', 0],
      ['G', 0],
    ]);
  });
  it('never compares amounts of different currencies: 18,000 yen are not more than 400 euro', () => {
    const rows = [
      row('Osaka', 'JPY', 18_000),
      row('Wien', 'EUR', 400),
      row('Graz', 'EUR', 300),
      row('Nikko', 'JPY', 9),
    ];
    const ranks = currencyRanks(rows);
    expect([...ranks.keys()]).toEqual(['EUR', 'JPY']);
    expect(defaultOrder(rows).map((one) => one.name)).toEqual(['Wien', 'Graz', 'Osaka', 'Nikko']);
  });
});

describe('filters of clients', () => {
  it("search ignores diacritics: 'lodz' finds Łódź", () => {
    expect(fold('Łódź')).toBe('lodz');
    expect(matching(view.rows, { filter: 'lodz' })).toHaveLength(1);
    expect(matching(view.rows, { filter: '  ' })).toBe(view.rows);
  });
  it('every filter must fit', () => {
    const rows = [
      row('A', 'PLN', 1, { owner: 'Anna', tags: ['vip', 'hotel'] }),
      row('B', 'PLN', 1, { owner: 'Anna', tags: ['shop'] }),
      row('C', 'PLN', 1, { attention: failed }),
    ];
    const names = (filters: Parameters<typeof matching>[1]) => matching(rows, filters).map((one) => one.name);
    expect(names({ owner: 'Anna' })).toEqual(['A', 'B']);
    expect(names({ owner: 'Anna', tag: 'vip' })).toEqual(['A']);
    expect(names({ owner: NOBODY })).toEqual(['C']);
    expect(names({ status: 'attention' })).toEqual(['C']);
    expect(names({ status: 'fresh' })).toEqual(['A', 'B']);
    expect(names({ status: 'failed', tag: 'vip' })).toEqual([]);
    expect(filterCount({ filter: ' ', owner: 'Anna', tag: 'vip' })).toBe(2);
  });
  it('totals are the engine’s until something is filtered out', () => {
    expect(new Set(shownTotals(view, view.rows))).toEqual(new Set(view.totals));
    // Most clients spend in PLN; what is spent most of as a bare number, yen, is not first.
    expect(shownTotals(view, view.rows)[0]?.currency).toBe('PLN');
    const some = matching(view.rows, { filter: 'epoca' });
    expect(shownTotals(view, some).map((total) => total.currency)).toEqual(['USD']);
  });
});

describe('data of clients', () => {
  const meta = { platform: 'meta', adAccounts: 1 } as const;
  it('young data of a client in trouble does not look all right', () => {
    expect(troubleOf({ attention: null, platforms: [{ ...meta, state: 'ok' }] })).toBeNull();
    expect(troubleOf({ attention: failed, platforms: [{ ...meta, state: 'ok' }] })).toBe('Import failed');
    expect(troubleOf({ attention: null, platforms: [{ ...meta, state: 'expired' }] })).toBe('Meta Ads sign-in expired');
    expect(
      troubleOf({ attention: { ...failed, severity: 'warning' }, platforms: [{ ...meta, state: 'ok' }] }),
    ).toBeNull();
  });
  it('a client in trouble is not counted as fresh', () => {
    expect(dataState(row('A', 'PLN', 1))).toBe('fresh');
    expect(dataState(row('A', 'PLN', 1, { attention: failed }))).toBe('failed');
    expect(dataState(row('A', 'PLN', 1, { platforms: [{ ...meta, state: 'disabled' }] }))).toBe('blocked');
    expect(
      freshnessSummary([
        row('A', 'PLN', 1),
        row('B', 'PLN', 1, { attention: failed }),
        row('C', 'PLN', 1, { platforms: [{ ...meta, state: 'no_access' }] }),
      ]),
    ).toBe('1 fresh · 1 failed · 1 cannot be read');
  });
  it('summarises freshness without what there is none of', () => {
    expect(freshnessSummary(view.rows)).toMatch(
      /^\d+ fresh .*1 stale · 1 failed · 1 cannot be read · 1 never imported$/,
    );
  });
});

describe('pace of clients', () => {
  const pace = (value: number | null, currency = 'PLN') => ({
    currency,
    month: '2026-10',
    budgetMicros: 1e9,
    through: '2026-10-01',
    elapsedShare: 0.5,
    daysLeft: 9,
    spentMicros: 5e8,
    pace: value,
    projectedMicros: null,
    reason: null,
  });
  it.each([
    [1.11, 'ahead'],
    [1.1, 'on'],
    [0.8, 'on'],
    [0.79, 'behind'],
    [null, 'unknown'],
  ] as const)('%s is %s', (value, state) => expect(paceState(value)).toBe(state));
  it('the budget furthest off its pace stands for the client', () => {
    expect(worstPace({ paces: [pace(1.05), pace(0.5, 'EUR')] })?.currency).toBe('EUR');
    expect(worstPace({})).toBeNull();
  });
});

describe('CSV of the grid', () => {
  it('a line per currency in the order of the screen, raw numbers, nothing that runs as a formula', () => {
    const two = row('=cmd', 'PLN', 1234.5, {
      totals: [
        { currency: 'PLN', current: sums(1234.5), previous: sums(1000, 10) },
        { currency: 'EUR', current: sums(2), previous: null },
      ],
      owner: 'Anna',
      tags: ['vip', 'hotel'],
    });
    const { csv, rows, fileName } = clientsCsv([two, row('None', 'PLN', 0, { totals: [] })], input.range, false);
    expect(fileName).toBe('clients-2026-09-02_2026-10-01.csv');
    expect(rows).toBe(3);
    const lines = csv.split('\r\n');
    expect(lines[0]).toContain('Client,City,Platforms,Currency,Spend,"Spend, change %"');
    expect(lines[1]).toBe(
      `'=cmd,,Meta Ads,PLN,1234.5,23.45,20,100,61.725,-38.275,,,,Anna,"vip, hotel",Fresh,2026-10-02T02:04:00Z`,
    );
    expect(lines[2]).toMatch(/^'=cmd,,Meta Ads,EUR,2,,20,,/);
    expect(lines[3]).toMatch(/^None,,Meta Ads,,,,/);
  });
  it('client-safe: no cost, no owner, no budget', () => {
    const { csv } = clientsCsv([row('A', 'PLN', 777, { owner: 'Anna' })], input.range, true);
    expect(csv).not.toMatch(/spend|cost|roas|777|Anna|pace/i);
  });
});

describe('first steps', () => {
  it('are done by what there is, and lead to where the rest is done', () => {
    const steps = firstSteps(
      [row('A', 'PLN', 1, { owner: 'Anna' })],
      [
        { platform: 'meta', state: 'connected' },
        { platform: 'google', state: 'removed' },
      ],
    );
    expect(steps.map((step) => [step.id, step.done])).toEqual([
      ['meta', true],
      ['google', false],
      ['owner', true],
      ['budget', false],
    ]);
    expect(steps.find((step) => step.id === 'google')?.platform).toBe('google');
    expect(steps.find((step) => step.id === 'budget')).toMatchObject({ clientId: 'A', dialog: 'goals' });
  });
});

describe('how old the figures of all clients are', () => {
  const rows = [freshAt('2026-09-02T02:04Z'), freshAt('2026-09-02T14:05Z'), freshAt('2026-08-01T00:00Z', 'stale')];
  const words = (of: object[], asKnownOn: string | null = null) =>
    asOfWords({ rows: of as ClientRow[], asOf: '2026-09-02T14:05Z' }, asKnownOn, (at) => at.slice(5, 16));
  it('one client that was just imported does not speak for the others', () => {
    expect(words(rows)).toBe('Data as of 09-02T02:04 to 09-02T14:05');
    expect(words(rows.slice(0, 1))).toBe('Data as of 09-02T02:04');
    expect(words(rows.slice(2))).toBe('Data as of 08-01T00:00');
    expect(words(rows, '2026-09-02')).toBe('Data as of 09-02T14:05');
    expect(asOfWords({ rows: [], asOf: null }, null, String)).toBeNull();
  });
});
