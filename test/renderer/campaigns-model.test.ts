import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { METRICS } from '../../src/contract/metrics.ts';
import type { BusinessMetricInfo } from '../../src/contract/client-profile.ts';
import type { EntityRow } from '../../src/contract/dashboards.ts';
import { campaignsCsv } from '../../src/renderer/features/campaigns/csv.ts';
import { entityColumns } from '../../src/renderer/features/campaigns/columns.tsx';
import { decimalsIn, figuresOf, fitted } from '../../src/renderer/features/campaigns/fit.ts';
import {
  filterRows,
  filtersFromText,
  filtersToText,
  type Filter,
} from '../../src/renderer/features/campaigns/filters.ts';
import { changeLines, chartOf, stateCounts } from '../../src/renderer/features/campaigns/inspector-model.ts';
import { rankingsIn, shownTotals, sortChange, statusOf } from '../../src/renderer/features/campaigns/model.ts';
import {
  availableColumns,
  chosenColumns,
  columnsFromText,
  columnsToText,
  FIXED,
  PRESETS,
} from '../../src/renderer/features/campaigns/presets.ts';
import {
  childrenOf,
  openFromText,
  openRows,
  openToText,
  rowKey,
  treeLines,
} from '../../src/renderer/features/campaigns/tree.ts';
import { drillInto } from '../../src/renderer/features/campaigns/use-search.ts';
import { createFormats } from '../../src/renderer/ui/format.ts';
import { addSums } from '../../src/renderer/ui/sums.ts';
import { entitiesView } from './fixture-data.ts';

const input = {
  range: { from: '2026-09-02', to: '2026-10-01' },
  compare: { from: '2026-08-03', to: '2026-09-01' },
  platforms: null,
};
const view = entitiesView('full', { ...input, clientId: 'client-0', level: 'campaign', parentId: null })!;
const [first] = view.rows as [EntityRow, ...EntityRow[]];
const business = [{ name: 'Leads, all.', kind: 'lead' as const, missing: null }];
const context = { level: 'campaign' as const, business, clientSafe: false, compared: true, inside: false };
const row = (over: Partial<EntityRow>): EntityRow => ({ ...first, ...over });
const asGiven = (rows: readonly EntityRow[]) => rows;

describe('the tree of campaigns', () => {
  const group = row({ level: 'ad_group', entityId: 'g1', parentId: first.entityId, name: 'Group' });
  const ad = row({ level: 'ad', entityId: 'a1', parentId: 'g1', name: 'Ad' });
  const below = new Map([
    [rowKey(first), { rows: [group], error: null }],
    [rowKey(group), { rows: [ad], error: null }],
  ]);

  it('opened rows are followed by what is below them; ads cannot be opened', () => {
    const lines = treeLines([first], new Set([rowKey(first), rowKey(group), rowKey(ad)]), below, asGiven);
    expect(
      lines.map((line) => [
        line.kind === 'row' ? line.row.name : line.text,
        line.depth,
        line.kind === 'row' && line.open,
      ]),
    ).toEqual([
      [first.name, 0, true],
      ['Group', 1, true],
      ['Ad', 2, null],
    ]);
  });

  it('says that rows are read, could not be read, or do not exist', () => {
    const open = new Set([rowKey(first)]);
    const note = (found: Map<string, { rows: EntityRow[] | undefined; error: string | null }>) =>
      treeLines([first], open, found, asGiven).flatMap((line) => (line.kind === 'note' ? [line.what, line.text] : []));
    expect(note(new Map())).toEqual(['reading', 'Reading…']);
    expect(note(new Map([[rowKey(first), { rows: undefined, error: 'The disk is gone.' }]]))).toEqual([
      'failed',
      'The disk is gone.',
    ]);
    expect(note(new Map([[rowKey(first), { rows: [], error: null }]]))).toEqual(['none', 'No ad sets or groups']);
  });

  it('each parent sorts its own rows; what is closed is not asked for', () => {
    const other = row({ entityId: 'c2', name: 'Zeta' });
    const lines = treeLines([first, other], new Set([rowKey(first)]), below, (rows) => rows.toReversed());
    expect(lines.map((line) => line.key)).toEqual([rowKey(other), rowKey(first), rowKey(group)]);
    expect(openRows([first, other], new Set([rowKey(first), rowKey(group)]), new Map()).map(rowKey)).toEqual([
      rowKey(first),
    ]);
    expect(openRows([first], new Set([rowKey(first), rowKey(group)]), below).map(rowKey)).toEqual([
      rowKey(first),
      rowKey(group),
    ]);
    expect(openRows([first], new Set([rowKey(group)]), below)).toEqual([]);
  });

  it('two platforms may use one id: rows stay with theirs; keys survive the address', () => {
    const foreign = row({ ...group, platform: first.platform === 'meta' ? 'google' : 'meta' });
    expect(childrenOf(first, [group, foreign])).toEqual([group]);
    const keys = new Set([rowKey(first), rowKey(group)]);
    expect(openFromText(openToText(keys))).toEqual(keys);
    expect(openToText(new Set())).toBeUndefined();
    expect(openFromText(undefined).size).toBe(0);
  });

  it('drilling goes one level down and drops filters of the level above', () => {
    expect(drillInto(group)).toMatchObject({
      level: 'ad',
      parent: 'g1',
      under: first.entityId,
      filter: undefined,
      where: undefined,
    });
    expect(drillInto(ad)).toBeNull();
  });
});

describe('columns', () => {
  it('every preset begins with what tells rows apart; rankings are offered where ads are', () => {
    for (const preset of PRESETS)
      expect(
        chosenColumns(preset, [], context)
          .slice(0, 3)
          .map((one) => one.id),
      ).toEqual(['status', 'name', 'via']);
    const ids = (level: 'campaign' | 'ad') => chosenColumns('delivery', [], { ...context, level }).map((one) => one.id);
    expect(ids('ad')).toContain('qualityRanking');
    expect(ids('campaign')).not.toContain('qualityRanking');
    expect(chosenColumns('conversions', [], context).map((one) => one.id)).toContain('costPer:Leads, all.');
  });

  it('client-safe: no preset and no choice brings a cost, a budget or an id back', () => {
    const safe = { ...context, clientSafe: true };
    const everything = [
      ...availableColumns(context).map((one) => one.id),
      ...PRESETS.flatMap((preset) => chosenColumns(preset, [], context).map((one) => one.id)),
    ];
    for (const preset of [...PRESETS, 'custom' as const])
      for (const column of chosenColumns(preset, everything, safe)) {
        expect(column.metric?.revealsCost ?? false, column.id).toBe(false);
        expect(['budget', 'id', 'adAccount', 'told']).not.toContain(column.id);
      }
    expect(chosenColumns('custom', everything, safe).length).toBeGreaterThan(8);
  });

  it("a person's choice survives the address, names with commas too; unknown ones fall away", () => {
    const ids = ['clicks', 'named:Leads, all.', 'spend'];
    expect(columnsFromText(columnsToText(['status', 'name', 'via', ...ids]))).toEqual(ids);
    expect(chosenColumns('custom', [...ids, 'nonsense'], context).map((one) => one.id)).toEqual([
      'status',
      'name',
      'via',
      ...ids,
    ]);
    expect(columnsFromText('%E0%A4%A')).toEqual([]);
  });

  it('ads of many ad sets say where they belong; inside of one they need not', () => {
    const ids = (over: object) => chosenColumns('performance', [], { ...context, ...over }).map((one) => one.id);
    expect(ids({ level: 'ad' })).toContain('parent');
    expect(ids({ level: 'ad', inside: true })).not.toContain('parent');
    expect(ids({})).not.toContain('parent');
  });

  it('Leads are the names of kind lead; without one all conversions are shown, so that the table is never empty', () => {
    const ids = (business: BusinessMetricInfo[]) =>
      chosenColumns('leads', [], { ...context, compared: false, business }).map((one) => one.id);
    const lead = { name: 'Enquiries', kind: 'lead' as const, missing: null };
    const sale = { name: 'Sales', kind: 'purchase' as const, missing: null };
    expect(ids([sale, lead])).toEqual(expect.arrayContaining(['named:Enquiries', 'costPer:Enquiries']));
    expect(ids([sale, lead])).not.toContain('named:Sales');
    expect(ids([sale, lead])).not.toContain('conversions');
    expect(ids([sale])).toContain('conversions');
  });

  it('Video shows views, their rate and cost; a client sees no cost of a view', () => {
    const ids = (clientSafe: boolean) => chosenColumns('video', [], { ...context, clientSafe }).map((one) => one.id);
    expect(ids(false)).toEqual(expect.arrayContaining(['videoViews', 'videoViewRate', 'costPerVideoView']));
    expect(ids(true)).not.toContain('costPerVideoView');
    expect(ids(true)).toContain('videoViews');
  });

  it('a total with a platform that tells no views is not known, one without any views is 0', () => {
    const sums = { impressions: 1, clicks: 0, linkClicks: null, conversions: null, conversionValueMicros: null };
    expect(addSums([{ ...sums, videoViews: 3 }, sums, { ...sums, videoViews: 4 }]).videoViews).toBe(7);
    expect(
      addSums([
        { ...sums, videoViews: 3 },
        { ...sums, videoViews: null },
      ]).videoViews,
    ).toBeNull();
    expect(addSums([sums]).videoViews).toBeUndefined();
  });

  it('without a comparison there are no changes', () => {
    const ids = chosenColumns('performance', [], { ...context, compared: false }).map((one) => one.id);
    expect(ids.filter((id) => id.endsWith('Change'))).toEqual([]);
  });
});

describe('filters', () => {
  const filters: Filter[] = [
    { kind: 'metric', metric: 'spend', is: 'over', value: 12.5 },
    { kind: 'metric', metric: 'named:Leads, all.', is: 'under', value: 3 },
    { kind: 'status', statuses: ['active', 'paused'] },
  ];
  it('survive the address; what makes no sense is left out', () => {
    expect(filtersFromText(filtersToText(filters), business)).toEqual(filters);
    expect(filtersFromText(filtersToText(filters), [])).toHaveLength(2);
    expect(filtersFromText('spend.over.x,nonsense,status.,spend.beside.3,%E0%A4%A.over.1', business)).toEqual([]);
    expect(filtersToText([])).toBeUndefined();
  });

  it('all must hold; money counts in whole units; an unknown value passes none', () => {
    const rows = [
      row({ entityId: '1', current: { ...first.current, spendMicros: 12_500_000 } }),
      row({ entityId: '2', current: { ...first.current, spendMicros: 12_510_000 } }),
      row({ entityId: '3', current: { ...first.current, spendMicros: null } }),
      row({ entityId: '4', status: 'paused', current: { ...first.current, spendMicros: 99_000_000 } }),
    ];
    const ids = (list: readonly Filter[], text = '') =>
      filterRows(rows, text, list, business).map((one) => one.entityId);
    expect(ids([filters[0]!])).toEqual(['2', '4']);
    expect(ids([{ ...filters[0]!, is: 'under' } as Filter])).toEqual([]);
    expect(ids([filters[0]!, { kind: 'status', statuses: ['paused'] }])).toEqual(['4']);
    expect(ids([], '3')).toEqual(['3']);
    expect(filterRows([row({ name: 'Łódź' })], 'lodz', [], [])).toHaveLength(1);
  });

  it('totals are the engine’s until something is filtered out', () => {
    expect(shownTotals(view, view.rows)).toBe(view.totals);
    expect(shownTotals(view, view.rows.slice(1))[0]?.current.spendMicros).not.toBe(view.totals[0]?.current.spendMicros);
  });
});

describe('rows', () => {
  it('the platform’s own word where it says more', () => {
    expect(statusOf(row({ status: 'active', platformStatus: 'ACTIVE' }))).toEqual({ kind: 'on', text: 'On' });
    expect(statusOf(row({ status: 'issues', platformStatus: 'DISAPPROVED' })).text).toBe('Rejected');
    expect(statusOf(row({ status: 'active', platformStatus: 'LEARNING' })).text).toBe('Learning');
    expect(statusOf(row({ status: 'issues', platformStatus: null })).text).toBe('Issues');
  });

  it('rankings are of exactly the shown range, and only of the ad account that was asked', () => {
    const told = { quality: 'AVERAGE', engagementRate: null, conversionRate: null };
    const period = {
      platform: first.platform,
      adAccountId: first.adAccountId,
      currency: 'PLN',
      month: null as string | null,
      range: input.range,
      offered: true,
      missing: false,
      through: null,
      asOf: null,
      rows: [
        {
          entityId: 'a1',
          entityName: 'x',
          reach: 1,
          frequency: 1,
          uniqueClicks: null,
          uniqueLinkClicks: null,
          rankings: told,
          sums: first.current,
        },
      ],
    };
    const ad = row({ level: 'ad', entityId: 'a1' });
    expect(rankingsIn({ periods: [period] })(ad)).toEqual(told);
    expect(rankingsIn({ periods: [period] })(row({ level: 'ad', entityId: 'a2' }))).toBeNull();
    expect(rankingsIn({ periods: [{ ...period, month: '2026-09' }] })(ad)).toBeUndefined();
    expect(rankingsIn({ periods: [{ ...period, missing: true }] })(ad)).toBeUndefined();
    expect(rankingsIn(undefined)(ad)).toBeUndefined();
  });

  it('the CSV has the columns of the screen in their order, raw; ids stay out of what a client gets', () => {
    const f = createFormats('en');
    const look = {
      level: 'campaign' as const,
      mixed: false,
      read: true,
      f,
      rankings: () => undefined,
      decimals: () => undefined,
      name: () => null,
    };
    const chosen = chosenColumns('custom', ['clicks', 'spend', 'spendChange', 'ctr'], context);
    const rows = [
      row({ name: '=1+1', entityId: '7', current: { ...first.current, spendMicros: 1_500_000, clicks: null } }),
    ];
    const { csv } = campaignsCsv(rows, entityColumns(chosen, look), false);
    const [record] = parse(csv, { bom: true, columns: true }) as Record<string, string>[];
    expect(Object.keys(record ?? {})).toEqual([
      'Status',
      'Name',
      'Platform',
      'Clicks',
      'Spend',
      'Change of spend, %',
      'Click-through rate',
      'Level',
      'Belongs to',
      'ID',
      'Currency',
    ]);
    expect(record).toMatchObject({ Name: "'=1+1", Clicks: '', Spend: '1.5', ID: '7', 'Click-through rate': '' });
    expect(Number(record?.['Change of spend, %'])).toBeCloseTo((sortChange(rows[0]!, METRICS.spend) ?? 0) * 100);
    expect(campaignsCsv(rows, entityColumns(chosen, look), true).csv).not.toMatch(/,ID,|,7,/);
  });
});

describe('what stands in a column', () => {
  const look = {
    level: 'campaign' as const,
    mixed: false,
    read: true,
    f: createFormats('en'),
    rankings: () => undefined,
    name: () => null,
  };
  const sums = {
    ...first.current,
    spendMicros: 19_662_710_000,
    impressions: 316_313,
    clicks: 16_955,
    conversions: 88.5,
  };
  const rows = [row({ current: sums }), row({ entityId: '2', current: { ...sums, conversions: 45 } })];
  const totals = [{ currency: first.currency, current: { ...sums, spendMicros: 39_662_710_000 }, previous: null }];
  /** Near a sans-serif's at 13 px. */
  const pixels = (text: string) => text.length * 3.7 + (text.match(/[\p{L}\d]/gu)?.length ?? 0) * 3.55;
  const decimals = decimalsIn(figuresOf(rows, totals));
  const at = (over: Partial<typeof context>, sort = 'spend') =>
    fitted(
      entityColumns(chosenColumns('performance', [], { ...context, ...over }), { ...look, decimals }),
      { rows, totals, sorting: [{ id: sort, desc: true }] },
      pixels,
    );
  const widthOf = (columns: readonly { id: string; width: number }[], until = 'roas') =>
    columns.slice(0, columns.findIndex(({ id }) => id === until) + 1).reduce((sum, { width }) => sum + width, 0);

  it('counts of one column have one precision: parts show in all, or in none', () => {
    expect(decimals(METRICS.conversions)).toBe(1);
    expect(decimalsIn([{ ...sums, conversions: 45 }])(METRICS.conversions)).toBe(0);
    expect(decimalsIn([{ ...sums, conversions: 45 + 1e-12 }])(METRICS.conversions)).toBe(0);
    expect(decimalsIn([{ ...sums, conversions: null }])(METRICS.conversions)).toBe(0);
    expect([decimals(METRICS.clicks), decimals(METRICS.roas), decimals(METRICS.spend)]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    const shown = entityColumns(chosenColumns('performance', [], context), { ...look, decimals });
    expect(shown.find(({ id }) => id === 'conversions')?.figure?.text(45, first.currency)).toBe('45.0');
  });

  it('the first preset fits beside the sidebar of a 1280 window, its first results beside the inspector too', () => {
    const beside = 1022;
    expect(widthOf(at({}))).toBeLessThanOrEqual(beside);
    expect(widthOf(at({ level: 'ad' as never }))).toBeLessThanOrEqual(beside);
    expect(widthOf(at({}, 'roas'))).toBeLessThanOrEqual(beside);
    expect(widthOf(at({}), 'conversions')).toBeLessThanOrEqual(beside - 352);
    // What is left is the name's.
    expect(at({}).find(({ grow }) => grow)?.id).toBe('name');
  });

  it('a column is as wide as its widest text, its header and the sign of its order', () => {
    const column = (columns: ReturnType<typeof at>, id: string) => columns.find((one) => one.id === id)?.width;
    const total = look.f.money(39_662_710_000, first.currency);
    expect(column(at({}), 'spend')).toBe(Math.ceil(pixels(total)) + 16);
    expect(column(at({}), 'clicks')).toBe(Math.ceil(pixels('Clicks')) + 16);
    expect(column(at({}, 'clicks'), 'clicks')).toBe(Math.ceil(pixels('Clicks') + 16) + 16);
    expect(column(at({}, 'status'), 'status')).toBe(FIXED.status.width);
  });
});

describe('the inspector', () => {
  const day = {
    spendMicros: 5,
    impressions: 9,
    clicks: 2,
    linkClicks: null,
    conversions: 1,
    conversionValueMicros: null,
    day: '2026-09-30',
    state: 'settled' as const,
    restated: false,
    noLongerOffered: false,
    notReported: false,
    previousDay: null,
    previous: null,
  };
  const days = {
    currency: 'PLN',
    timezone: 'Europe/Warsaw',
    firstSeenAt: '2026-09-01T00:00:00Z',
    asOf: null,
    daily: [
      day,
      { ...day, state: 'missing' as const, spendMicros: null },
      { ...day, restated: true, state: 'settling' as const },
    ],
  };

  it('counts the states of the days in words', () => {
    expect(stateCounts(days.daily)).toBe('1 day final · 1 day may still rise · 1 day not imported · 1 day corrected');
  });
  it('draws costs only for those who may see them', () => {
    expect(chartOf(days, false).points[0]).toMatchObject({ line: 5, bar: 1 });
    expect(chartOf(days, true)).toMatchObject({ lineUnit: 'count', names: { line: 'Impressions' } });
    expect(chartOf(days, true).points[0]).toMatchObject({ line: 9, bar: 2 });
  });
  it('a correction says what was told before and now', () => {
    const change = {
      platform: 'meta',
      adAccountId: '1',
      level: 'ad',
      entityId: 'a',
      entityName: 'A',
      day: '2026-09-30',
      currency: 'USD',
      changes: 1,
      firstSeenAt: null,
      supersededAt: 'x',
      seenAt: 'x',
      metrics: [
        { metric: 'conversions', old: null, new: 2 },
        { metric: 'spendMicros', old: 1e6, new: 2e6 },
      ],
    } as const;
    expect(changeLines({ ...change, metrics: [...change.metrics] }, createFormats('en'))).toEqual([
      'Conversions — → 2',
      'Spend $1.00 → $2.00',
    ]);
  });
});
