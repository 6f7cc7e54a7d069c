import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Comparison } from '../../../src/contract/validation.ts';
import type { Level } from '../../../src/contract/vocabulary.ts';
import { compareCsv } from '../../../src/main/features/validation/csv-compare.ts';
import { addDays } from '../../../src/main/domain/days.ts';
import type { AdPlatform } from '../../../src/main/platforms/platform.ts';
import type { InsightInput } from '../../../src/main/store/records.ts';
import { addAccount, DAY, newStore, NOW, record, SETTLE, slice } from '../../store/helpers.ts';
import { ingestSlice } from '../../../src/main/store/writes/ingest.ts';
import {
  american,
  conversions,
  count,
  exported,
  german,
  money,
  number,
  singleByte,
  utf16le,
  utf8Bom,
  type Form,
  type Row,
} from './exports.ts';

const FROM = '2026-09-01';
const TO = '2026-09-14';
const CAMPAIGNS = [
  { id: '120210000000000011', name: 'Kampania „Zażółć”; gęślą, jaźń' },
  { id: '120210000000000012', name: 'Größe & "Äpfel"' },
  { id: '120210000000000013', name: '=HYPERLINK("http://evil.example";"x")' },
];

/** Three campaigns, each with two groups of one ad, over two weeks. */
function rowsOf(): Row[] {
  return Array.from({ length: 14 }, (_, index) => addDays(FROM, index)).flatMap((day, index) =>
    CAMPAIGNS.flatMap((campaign, which) =>
      [0, 1].map((half) => ({
        day,
        campaign,
        group: { id: `${campaign.id}${half}`, name: `Zestaw ${half + 1}` },
        ad: { id: `${campaign.id}${half}9`, name: `Reklama ${half + 1}` },
        spend: 1_234_567_891 + index * 7_654_321 + which * 1_111_111 + half,
        impressions: 12_345 + index * 17 + which + half,
        clicks: 1_001 + index + half,
        linkClicks: 901 + index + half,
        conversions: 3 + index + half,
      })),
    ),
  );
}

function summed(rows: readonly Row[], by: (row: Row) => string): Row[] {
  return [...Map.groupBy(rows, by).values()].map((group) =>
    group.reduce((sum, row) => ({
      ...sum,
      spend: sum.spend + row.spend,
      impressions: sum.impressions + row.impressions,
      clicks: sum.clicks + row.clicks,
      linkClicks: sum.linkClicks + row.linkClicks,
      conversions: sum.conversions + row.conversions,
    })),
  );
}

const ads = rowsOf();
const groups = summed(ads, (row) => `${row.day} ${row.group?.id}`);
const campaigns = summed(ads, (row) => `${row.day} ${row.campaign.id}`);
const account = summed(ads, (row) => row.day);

function inputOf(level: Level, row: Row): InsightInput {
  const own = {
    account: { id: '1001', name: 'Account 1001' },
    campaign: row.campaign,
    ad_group: row.group,
    ad: row.ad,
  }[level];
  return record({
    level,
    entityId: own?.id ?? '',
    entityName: own?.name ?? null,
    campaignId: level === 'account' ? null : row.campaign.id,
    campaignName: level === 'account' ? null : row.campaign.name,
    adGroupId: level === 'ad' || level === 'ad_group' ? (row.group?.id ?? null) : null,
    adGroupName: level === 'ad' || level === 'ad_group' ? (row.group?.name ?? null) : null,
    day: row.day,
    spendMicros: row.spend,
    impressions: row.impressions,
    clicks: row.clicks,
    linkClicks: row.linkClicks,
    conversions: row.conversions,
    reach: null,
    actions: [
      { actionType: 'purchase', window: 'default', count: row.conversions, valueMicros: null },
      { actionType: 'purchase', window: '1d_click', count: row.conversions - 2, valueMicros: null },
    ],
  });
}

const DATA: Record<Level, Row[]> = { account, campaign: campaigns, ad_group: groups, ad: ads };

function storeWith(over: { now?: number; to?: string; currency?: string } = {}) {
  const { db } = newStore();
  const key = addAccount(db, { platform: 'meta', ...(over.currency === undefined ? {} : { currency: over.currency }) });
  addAccount(db, { platform: 'google', adAccountId: '2002' });
  const to = over.to ?? TO;
  const tell = (level: Level, rows: Row[], now = over.now ?? NOW): void => {
    const records = rows.filter(({ day }) => day <= to).map((row) => inputOf(level, row));
    ingestSlice(db, slice(key, { level, from: FROM, to, records, now }));
  };
  for (const level of ['account', 'campaign', 'ad_group', 'ad'] as const) tell(level, DATA[level]);
  const platform = (id: 'meta' | 'google') => [id, { capabilities: SETTLE[id] } as unknown as AdPlatform] as const;
  const deps = { db, platforms: new Map([platform('meta'), platform('google')]) };
  return {
    db,
    key,
    tell,
    compare: (base64: string, fileName = 'export.csv'): Promise<Comparison> =>
      compareCsv(deps, { clientId: '1', fileName, base64 }),
  };
}

const campaignName = (row: Row): string => row.campaign.name;
const day = (row: Row): string => row.day;
const en = { delimiter: ',', decimal: '.', thousands: '' } as const;

const metaEnglish: Form = {
  ...en,
  columns: [
    ['Campaign name', campaignName],
    ['Campaign ID', (row) => row.campaign.id],
    ['Day', day],
    ['Campaign delivery', () => 'active'],
    ['Amount spent (PLN)', money],
    ['Impressions', count('impressions')],
    ['Link clicks', count('linkClicks')],
    ['Clicks (all)', count('clicks')],
    ['CPM (cost per 1,000 impressions) (PLN)', () => '7.31'],
    ['Results', (row) => String(row.conversions)],
    ['Reporting starts', () => FROM],
    ['Reporting ends', () => TO],
  ],
};
const metaPolish: Form = {
  delimiter: ';',
  decimal: ',',
  thousands: '\u00a0',
  encode: utf8Bom,
  lineBreak: '\r\n',
  columns: [
    ['Nazwa kampanii', campaignName],
    ['Dzień', day],
    ['Wydana kwota (PLN)', money],
    ['Wyświetlenia', count('impressions')],
    ['Kliknięcia linku', count('linkClicks')],
    ['Kliknięcia (wszystkie)', count('clicks')],
    ['Wyniki', (row) => String(row.conversions)],
  ],
};
const metaGerman: Form = {
  delimiter: ';',
  decimal: ',',
  thousands: '.',
  columns: [
    ['Kampagnenname', campaignName],
    ['Tag', german],
    ['Ausgegebener Betrag (PLN)', money],
    ['Impressionen', count('impressions')],
    ['Link-Klicks', count('linkClicks')],
  ],
};
const googleEnglish: Form = {
  delimiter: '\t',
  decimal: '.',
  thousands: ',',
  encode: utf16le,
  above: ['Campaign report', '"September 1, 2026 - September 14, 2026"'],
  below: ['Total: Campaigns\t\t\t99\t99\t99', 'Total: Account\t\t\t99\t99\t99'],
  columns: [
    ['Campaign', campaignName],
    ['Day', day],
    ['Currency code', () => 'PLN'],
    ['Cost', money],
    ['Impr.', count('impressions')],
    ['Clicks', count('clicks')],
    ['Conversions', conversions],
    ['CTR', () => '< 10%'],
    ['Search impr. share', () => ' --'],
  ],
};
const googlePolish: Form = {
  delimiter: ',',
  decimal: ',',
  thousands: ' ',
  above: ['Raport kampanii', '1 wrz 2026 - 14 wrz 2026'],
  below: ['"Razem: konto",,"99,00",99,99,99'],
  columns: [
    ['Kampania', campaignName],
    ['Dzień', day],
    ['Koszt', (row, form) => `${money(row, form)} zł`],
    ['Wyświetl.', count('impressions')],
    ['Kliknięcia', count('clicks')],
    ['Konwersje', conversions],
  ],
};
const googleGerman: Form = {
  delimiter: ';',
  decimal: ',',
  thousands: '.',
  encode: singleByte('windows-1250'),
  above: ['Kampagnenbericht', '1. Sept. 2026 - 14. Sept. 2026'],
  below: ['Gesamt: Konto;;99;99;99;99'],
  columns: [
    ['Kampagne', campaignName],
    ['Tag', day],
    ['Währungscode', () => 'PLN'],
    ['Kosten', money],
    ['Impr.', count('impressions')],
    ['Klicks', count('clicks')],
  ],
};
const range = (rows: readonly Row[]): Row[] => summed(rows, (row) => row.campaign.id);

const FORMS: [name: string, rows: readonly Row[], form: Form, level: Level][] = [
  ['Ads Manager in English, by day, with ids', campaigns, metaEnglish, 'campaign'],
  ['Ads Manager in Polish, names only, semicolons, no-break spaces, BOM', campaigns, metaPolish, 'campaign'],
  ['Ads Manager in German, points between thousands', campaigns, metaGerman, 'campaign'],
  [
    'Ads Manager over the whole range, with a summary line',
    range(campaigns),
    {
      ...metaEnglish,
      columns: metaEnglish.columns.filter(([header]) => header !== 'Day'),
      below: [',,,999999.99,999,999,999,,99,2026-09-01,2026-09-14'],
    },
    'campaign',
  ],
  [
    'Ads Manager by ad set, under the names of campaign and ad set',
    groups,
    {
      ...en,
      columns: [
        ['Campaign name', campaignName],
        ['Ad set name', (row) => row.group?.name ?? ''],
        ['Day', day],
        ['Amount spent (PLN)', money],
        ['Impressions', count('impressions')],
      ],
    },
    'ad_group',
  ],
  [
    'Ads Manager by ad, ids as a spreadsheet keeps them',
    ads,
    {
      ...en,
      columns: [
        ['Ad name', (row) => row.ad?.name ?? ''],
        ['Ad ID', (row) => `="${row.ad?.id}"`],
        ['Day', day],
        ['Amount spent (PLN)', money],
        ['Clicks (all)', count('clicks')],
      ],
    },
    'ad',
  ],
  [
    'Ads Manager with American dates',
    campaigns,
    {
      ...metaEnglish,
      columns: metaEnglish.columns.map((column) => (column[0] === 'Day' ? (['Day', american] as const) : column)),
    },
    'campaign',
  ],
  [
    'Ads Manager by ad set, added up to campaigns in the file',
    ads,
    { ...en, columns: metaEnglish.columns },
    'campaign',
  ],
  [
    'Ads Manager, the whole account by day',
    account,
    {
      ...en,
      columns: [
        ['Day', day],
        ['Account name', () => 'Account 1001'],
        ['Amount spent (PLN)', money],
        ['Impressions', count('impressions')],
      ],
    },
    'account',
  ],
  ['Google Ads in English, UTF-16 and tabs, title, totals', campaigns, googleEnglish, 'campaign'],
  ['Google Ads in Polish, a comma for both', campaigns, googlePolish, 'campaign'],
  ['Google Ads in German, Windows-1250', campaigns, googleGerman, 'campaign'],
  ['Google Ads in Polish, ISO 8859-2', campaigns, { ...googlePolish, encode: singleByte('iso-8859-2') }, 'campaign'],
  [
    'Google Ads over the range of its title line',
    range(campaigns),
    { ...googleEnglish, columns: googleEnglish.columns.filter(([header]) => header !== 'Day') },
    'campaign',
  ],
];

describe('an export of what is stored agrees to the last digit', () => {
  it.each(FORMS)('%s', async (_name, rows, form, level) => {
    // Letters an old encoding lacks would be lost in the file, not in the comparison.
    const plain = form.encode === undefined || form.encode === utf16le || form.encode === utf8Bom;
    const given = plain ? rows : rows.filter((row) => row.campaign !== CAMPAIGNS[0]);
    const comparison = await storeWith().compare(exported(given, form));
    expect(comparison.lines.filter((line) => line.status !== 'extra')).toEqual([]);
    expect(comparison).toMatchObject({ verdict: 'exact', level, from: FROM, to: TO, platform: 'meta', unreadable: [] });
    expect(comparison.counts.matched).toBeGreaterThan(2);
    expect(comparison.totals.every(({ percent }) => Math.abs(percent ?? 0) < 0.001)).toBe(true);
    if (plain) expect(comparison.counts.extra).toBe(0);
  });

  it('of a month, in a column of months', async () => {
    const { compare } = storeWith();
    const form: Form = {
      ...en,
      columns: [
        ['Campaign', campaignName],
        ['Month', () => '2026-09'],
        ['Cost', money],
        ['Impr.', count('impressions')],
      ],
    };
    const comparison = await compare(exported(range(campaigns), form));
    // The rest of September was never imported, so the month is more than what is stored can say.
    expect(comparison).toMatchObject({ verdict: 'exact', from: '2026-09-01', to: '2026-09-30' });
  });

  it('whatever the figures, the day and the form (property)', async () => {
    const forms = FORMS.filter(([, rows]) => rows === campaigns).map(([, , form]) => form);
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            spend: fc.integer({ min: 0, max: 9_999_999_999 }),
            impressions: fc.nat(9_999_999),
            clicks: fc.nat(99_999),
          }),
          { minLength: 1, maxLength: 5 },
        ),
        fc.constantFrom(...forms),
        async (figures, form) => {
          const rows = figures.map((one, index) => ({
            ...one,
            day: addDays(FROM, index),
            campaign: CAMPAIGNS[1] ?? { id: '', name: '' },
            linkClicks: one.clicks,
            conversions: one.clicks % 7,
          }));
          const { db } = newStore();
          const key = addAccount(db);
          ingestSlice(db, slice(key, { from: FROM, to: TO, records: rows.map((row) => inputOf('campaign', row)) }));
          const deps = { db, platforms: new Map() };
          const base64 = exported(rows, form);
          expect((await compareCsv(deps, { clientId: '1', fileName: 'x.csv', base64 })).verdict).toBe('exact');
        },
      ),
      { numRuns: 25 },
    );
  });
});

describe('a difference has its amount and its likely cause', () => {
  const changed = (rows: readonly Row[], change: (row: Row, index: number) => Row): Row[] => rows.map(change);
  const causes = (comparison: Comparison): Set<string | null> =>
    new Set(
      comparison.lines.flatMap((line) =>
        line.figures.length > 0 ? line.figures.map(({ cause }) => cause ?? line.cause) : [line.cause],
      ),
    );

  it('one wrong line among many is within 5 %, and unknown', async () => {
    const rows = changed(campaigns, (row, index) => (index === 3 ? { ...row, spend: row.spend + 50_000_000 } : row));
    const comparison = await storeWith().compare(exported(rows, metaEnglish));
    expect(comparison).toMatchObject({ verdict: 'within', counts: { differs: 1, matched: 41 } });
    expect(comparison.lines).toMatchObject([
      {
        status: 'differs',
        lines: [5],
        entity: CAMPAIGNS[0]?.id,
        figures: [{ metric: 'spend', cause: 'unknown', difference: '-49.995575' }],
      },
    ]);
    expect(comparison.sentence).toBe(
      '1 of 42 rows differs; no total is off by more than 5 %. No likely cause was found.',
    );
  });

  it('names stand as the file writes them, and one row is one row', async () => {
    const form = { ...metaEnglish, columns: metaEnglish.columns.filter(([header]) => header !== 'Campaign ID') };
    const rows = campaigns
      .filter((row) => row.day === FROM && row.campaign === CAMPAIGNS[1])
      .map((row) => ({ ...row, impressions: row.impressions + 50 }));
    const comparison = await storeWith().compare(exported(rows, form));
    expect(comparison.lines[0]).toMatchObject({ status: 'differs', entity: 'Größe & "Äpfel"' });
    expect(comparison.sentence).toMatch(/^1 of 1 row differs; /);
    expect(comparison.sentence).not.toContain('not stored');
  });

  it('more than 5 % is the alarm', async () => {
    const rows = changed(campaigns, (row) => ({ ...row, clicks: Math.round(row.clicks * 1.06) }));
    const comparison = await storeWith().compare(exported(rows, metaEnglish));
    expect(comparison.verdict).toBe('differs');
    expect(comparison.totals.find(({ metric }) => metric === 'clicks')?.percent).toBeCloseTo(-5.66, 1);
  });

  it('another attribution window', async () => {
    const form: Form = {
      ...metaEnglish,
      columns: [...metaEnglish.columns.slice(0, 3), ['Purchases', (row) => String(row.conversions - 2)]],
    };
    const comparison = await storeWith().compare(
      exported(
        campaigns.map((row) => ({ ...row, conversions: row.conversions })),
        form,
      ),
    );
    expect(causes(comparison)).toEqual(new Set(['attribution_window']));
    expect(comparison.lines[0]?.figures[0]?.sentence).toContain('1 day after a click');
  });

  it('another time zone: the figures are those of the next day', async () => {
    const rows = campaigns.filter((row) => row.day > FROM).map((row) => ({ ...row, day: addDays(row.day, -1) }));
    const comparison = await storeWith().compare(exported(rows, metaEnglish));
    const additive = comparison.lines.flatMap((line) => line.figures).filter(({ metric }) => metric !== 'results');
    expect(new Set(additive.map(({ cause }) => cause))).toEqual(new Set(['time_zone']));
    expect(additive[0]?.sentence).toContain('Europe/Warsaw');
  });

  it('a figure of the campaign in the line of an ad set', async () => {
    const rows = groups.map((row) => ({
      ...row,
      spend: campaigns.find((one) => one.day === row.day && one.campaign === row.campaign)?.spend ?? 0,
    }));
    const form = FORMS[4]?.[2] ?? metaEnglish;
    const comparison = await storeWith().compare(exported(rows, form));
    expect(causes(comparison)).toEqual(new Set(['level']));
    expect(comparison.verdict).toBe('differs');
  });

  it('an export older than a restatement says from before when', async () => {
    const kit = storeWith({ now: NOW - 5 * DAY });
    kit.tell(
      'campaign',
      campaigns.map((row) => (row.day === '2026-09-03' ? { ...row, spend: row.spend - 1_000_000 } : row)),
      NOW,
    );
    const comparison = await kit.compare(exported(campaigns, metaEnglish));
    expect(comparison.counts).toMatchObject({ differs: 3, matched: 39 });
    expect(causes(comparison)).toEqual(new Set(['restated']));
    expect(comparison.lines[0]?.figures[0]?.sentence).toContain('before 2026-11-20');
    const whole = { ...metaEnglish, columns: metaEnglish.columns.filter(([header]) => header !== 'Day') };
    expect(causes(await kit.compare(exported(range(campaigns), whole)))).toEqual(new Set(['restated']));
  });

  it('a day read before it had settled', async () => {
    const kit = storeWith({ now: Date.parse('2026-09-15T10:00:00Z') });
    const rows = campaigns.map((row) => (row.day === TO ? { ...row, impressions: row.impressions + 40 } : row));
    expect(causes(await kit.compare(exported(rows, metaEnglish)))).toEqual(new Set(['not_settled']));
  });

  it('days and campaigns that are not here', async () => {
    const short = await storeWith({ to: '2026-09-10' }).compare(exported(campaigns, metaEnglish));
    expect(short).toMatchObject({ verdict: 'differs', counts: { missing: 12, differs: 0 } });
    expect(new Set(short.lines.map(({ cause }) => cause))).toEqual(new Set(['not_imported']));
    const other = campaigns.map((row) => ({ ...row, campaign: { id: '999', name: 'Nobody knows it' } }));
    const strange = await storeWith().compare(exported([...other.slice(0, 1), ...campaigns.slice(1)], metaEnglish));
    expect(strange.lines).toMatchObject([
      { status: 'missing', entity: '999', cause: 'not_imported' },
      { status: 'extra', cause: 'filtered_export' },
    ]);
  });

  it('a filtered export is exact where it speaks, and says what it leaves out', async () => {
    const comparison = await storeWith().compare(
      exported(
        campaigns.filter((row) => row.campaign === CAMPAIGNS[0]),
        metaEnglish,
      ),
    );
    expect(comparison).toMatchObject({ verdict: 'exact', counts: { matched: 14, extra: 28 } });
    expect(comparison.sentence).toContain('28 stored rows are not in the file, which looks filtered');
  });

  it('another currency', async () => {
    const rows = campaigns.map((row) => ({ ...row, spend: row.spend / 4 }));
    expect(causes(await storeWith({ currency: 'EUR' }).compare(exported(rows, metaEnglish)))).toEqual(
      new Set(['currency']),
    );
  });
});

describe('a file that is no such export is refused with a sentence, and nothing is changed', () => {
  const base64 = (text: string | Uint8Array): string => Buffer.from(text).toString('base64');
  const header = 'Campaign name,Day,Amount spent (PLN),Impressions\n';
  it.each([
    ['an empty file', '', /is empty/],
    ['only blanks', ' \n\n', /is empty/],
    ['a picture', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 0]), /not a text file/],
    ['an Excel workbook', new Uint8Array([0x50, 0x4b, 3, 4, 20]), /Excel workbook/],
    ['more than 50 MB', new Uint8Array(50_000_001).fill(0x61), /larger than 50 MB/],
    ['another table', 'Name,Street\nAnna,Long 3\n', /No table of Ads Manager or Google Ads/],
    ['no lines below the names', header, /no lines/],
    [
      'only formulas instead of figures',
      `${header}A,2026-09-01,=1+1,=cmd|' /C calc'!A0\n`,
      /No line of the file can be read/,
    ],
    ['a quote that never ends', `${header}A,2026-09-01,1,"${'x'.repeat(1_200_000)}`, /cannot be read as a table/],
    ['a page of the web', '<!doctype html><html><body>Sign in</body></html>', /No table/],
    ['a thousand years', `${header}A,1026-09-01,1,1\nA,2026-09-01,1,1\n`, /ten years/],
  ])('%s', async (_name, content, sentence) => {
    const { compare, db } = storeWith();
    const before = db.prepare('SELECT total_changes() AS n').get();
    await expect(compare(base64(content))).rejects.toThrow(sentence);
    expect(db.prepare('SELECT total_changes() AS n').get()).toEqual(before);
  });

  it('one hostile line does not cost the others', async () => {
    const text = `${header}"${CAMPAIGNS[1]?.name.replaceAll('"', '""')}",2026-09-01,${number((campaigns[1]?.spend ?? 0) / 1e6, en, 2)},${campaigns[1]?.impressions}\nA,2026-09-01,"=HYPERLINK(""x"")",5\nA,someday,1,5\n`;
    const comparison = await storeWith().compare(base64(text));
    expect(comparison).toMatchObject({ verdict: 'exact', counts: { matched: 1, unreadable: 2 } });
    expect(comparison.unreadable).toMatchObject([
      { line: 3, reason: expect.stringContaining('is not a number') },
      { line: 4, reason: expect.stringContaining('no day') },
    ]);
  });

  it('of an ad account of somebody else', async () => {
    const form: Form = { ...en, columns: [['Account ID', () => '7777777777'], ...metaEnglish.columns] };
    await expect(storeWith().compare(exported(campaigns, form))).rejects.toThrow(/not one of this client/);
  });
});
