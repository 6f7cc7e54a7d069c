import { expect, test } from 'vitest';
import type { Overview } from '../../../src/contract/dashboards.ts';
import { REPORT_SECTION_IDS } from '../../../src/contract/report-sections.ts';
import { fileSlug } from '../../../src/contract/file-name.ts';
import { toClientSafe } from '../../../src/contract/client-safe.ts';
import { reportCsv } from '../../../src/main/features/exports/csv.ts';
import { reportOf } from '../../../src/main/features/reports/model.ts';
import { createReports } from '../../../src/main/features/reports/reports.ts';
import { proposedLines } from '../../../src/main/features/reports/summary.ts';
import { Refusal } from '../../../src/main/kernel/failure.ts';
import { newStore, NOW } from '../../store/helpers.ts';

const range = { from: '2026-10-01', to: '2026-10-31' };
const compare = { from: '2026-09-01', to: '2026-09-30' };

function open() {
  const { db } = newStore();
  for (const [id, name] of [
    [1, 'Zakopane'],
    [2, 'Ateneum'],
  ] as const)
    db.prepare('INSERT INTO client (id, name, name_key, created_at) VALUES (?, ?, ?, 1)').run(id, name, name);
  const logged: string[] = [];
  let now = NOW;
  const reports = createReports(db, {
    now: () => (now += 1_000),
    log: (_level, message) => void logged.push(message),
    changed: () => undefined,
  });
  return { reports, logged };
}

test('costs are hidden until a person shows them, every change of mind is written down, and asking for the same is none', () => {
  const { reports, logged } = open();
  expect(reports.setup('1')).toMatchObject({ shown: false, decidedAt: null, history: [] });
  expect(reports.setCosts('1', true)).toBe(false);
  expect(reports.setCosts('1', true)).toBe(true);
  expect(reports.setCosts('1', false)).toBe(true);
  const { history, shown, decidedAt } = reports.setup('1');
  expect([shown, decidedAt === null]).toEqual([false, false]);
  expect(history.map((one) => one.kind)).toEqual(['costs_hidden', 'costs_shown']);
  expect(logged).toHaveLength(2);
  expect(reports.setup('2').shown).toBe(false);
  reports.setCosts('2', true);
  expect(reports.setup('2', true)).toMatchObject({ shown: false, decidedAt: null, history: [] });
});

test('the next report starts with the sections of the last one, in the order of the pages', () => {
  const { reports } = open();
  expect(reports.setup('1').sections).toEqual(REPORT_SECTION_IDS);
  reports.setSections('1', ['next', 'kpis']);
  expect(reports.setup('1').sections).toEqual(['kpis', 'next']);
  reports.setSections('1', []);
  expect(reports.setup('1')).toMatchObject({ sections: [], shown: false });
});

test('texts belong to one client and one period', () => {
  const { reports } = open();
  reports.setTexts('1', range, { lines: ['Better than planned.'], next: 'New pictures.' });
  expect(reports.texts('1', range)).toEqual({ lines: ['Better than planned.'], next: 'New pictures.' });
  expect([reports.texts('1', compare), reports.texts('2', range)]).toEqual([null, null]);
  reports.setTexts('1', range, { lines: null, next: '' });
  expect(reports.texts('1', range)).toEqual({ lines: null, next: '' });
});

test('the list has the client with the youngest file first, then those without one by name', () => {
  const { reports } = open();
  expect(reports.list().map((row) => row.client)).toEqual(['Ateneum', 'Zakopane']);
  reports.setCosts('2', true);
  reports.noteFile({ clientId: '1', kind: 'pdf', fileName: 'z.pdf', range, costsShown: false });
  reports.noteFile({ clientId: '1', kind: 'csv', fileName: 'z.csv', range, costsShown: false });
  const [first, second] = reports.list();
  expect(first).toMatchObject({ client: 'Zakopane', files: 2, lastKind: 'csv', lastRange: range, costsShown: false });
  expect(second).toMatchObject({ client: 'Ateneum', files: 0, lastKind: null, costsShown: true });
});

test('a client that is not there is refused', () => {
  const { reports } = open();
  for (const act of [() => reports.setup('9'), () => reports.setCosts('x', true), () => reports.texts('9', range)])
    expect(act).toThrow(Refusal);
});

const sums = (impressions: number, conversions: number | null) => ({
  spendMicros: 500_000_000,
  impressions,
  clicks: 100,
  linkClicks: 80,
  conversions,
  conversionValueMicros: 0,
});
const overviewOf = (previous: ReturnType<typeof sums> | null): Overview => ({
  client: { id: '1', name: 'Łódź Spa & Wellness', city: null },
  delivery: 'running',
  adAccounts: [],
  blocks: [
    {
      currency: 'PLN',
      totals: { currency: 'PLN', current: sums(10_000, 120), previous },
      daily: [],
      channels: [],
      topCampaigns: [],
      goal: { currency: 'PLN', monthlyBudgetMicros: 1_000_000, targetCpaMicros: null, targetRoas: null },
      targets: [],
      pace: null,
    },
  ],
  business: [],
  asOf: null,
  settling: { from: '2026-10-25', to: '2026-10-31' },
});
const parts = {
  overview: overviewOf(sums(8_000, 100)),
  events: {
    flags: (['note', 'budget', 'gap', 'status'] as const).map((kind) => ({
      id: kind,
      kind,
      day: '2026-10-02',
      to: '2026-10-02',
      seenAt: null,
      title: `A ${kind}`,
      platform: null,
      level: null,
      entityId: null,
      entityName: null,
      old: null,
      new: null,
      annotationId: null,
    })),
    total: 4,
  },
  texts: null,
  sections: REPORT_SECTION_IDS,
  range,
  compare,
  asKnownOn: null,
  clientSafe: false,
  demo: false,
  locale: 'en',
};

test('a section that was not asked for is in no part of the model', () => {
  const whole = reportOf(parts);
  expect(whole.fileName).toBe('lodz-spa-wellness-report-2026-10-01_2026-10-31');
  expect(whole.settlingDays).toBe(7);
  expect(whole.blocks[0]).toMatchObject({ totals: { currency: 'PLN' }, goal: { currency: 'PLN' } });
  // Notes are nobody else's, and gaps are not what the agency did.
  expect(whole.changes.map((one) => one.kind)).toEqual(['budget', 'status']);
  const texts = { lines: ['Written.'], next: 'Later.' };
  const bare = reportOf({ ...parts, texts, sections: ['trend'] });
  expect([bare.lines, bare.next, bare.changes, bare.blocks[0]?.totals]).toEqual([[], '', [], null]);
  expect(bare.blocks[0]).not.toHaveProperty('goal');
  expect(reportOf({ ...parts, clientSafe: true }).blocks[0]).not.toHaveProperty('goal');
  expect(reportOf({ ...parts, texts }).lines).toEqual(['Written.']);
});

test('the proposed lines say what changed, leave out what nobody knows, and never name a cost', () => {
  const lines = proposedLines(overviewOf(sums(8_000, 100)), compare, 'en');
  expect(lines).toEqual([
    'Conversions rose 20% to 120 against the period before.',
    'Ads were shown 10,000 times (+25%) and clicked 100 times.',
  ]);
  expect(proposedLines(overviewOf(null), null, 'en')[0]).toBe('Conversions: 120 in this period.');
  expect(proposedLines({ ...overviewOf(null), blocks: [] }, compare, 'en')).toEqual([]);
  expect(lines.join(' ')).not.toMatch(/500|PLN|spen[dt]|cost/i);
});

test.each([
  ['unfinished', 'This period so far, not like for like'],
  ['unread', 'This period without days not imported, not like for like'],
] as const)('what is not like for like neither rose nor fell, and the file says so: %s', (unlike, name) => {
  const [block, ...others] = overviewOf(sums(8_000, 100)).blocks;
  const overview = {
    ...overviewOf(null),
    blocks: [{ ...block!, totals: { ...block!.totals, unlike } }, ...others],
  };
  expect(proposedLines(overview, compare, 'en')).toEqual([
    'Conversions: 120 in this period.',
    'Ads were shown 10,000 times and clicked 100 times.',
  ]);
  const model = reportOf({ ...parts, overview });
  expect(model.unlike).toBe(unlike);
  expect(reportCsv(model).csv).toContain(name);
  expect(toClientSafe('report', model, (alias) => alias)).toMatchObject({ unlike, blocks: [{ totals: { unlike } }] });
  expect(reportOf(parts).unlike).toBeNull();
  expect(reportCsv(reportOf(parts)).csv).toContain('This period,');
});

test('file names hold what every disk takes', () => {
  expect(fileSlug('  Żółta/Łódź: "A" ')).toBe('zolta-lodz-a');
  expect(fileSlug('京都きもの工房')).toBe('京都きもの工房'.normalize('NFC'));
  expect(fileSlug('../..')).toBe('');
  expect(Array.from(fileSlug('ä'.repeat(200)))).toHaveLength(60);
});
