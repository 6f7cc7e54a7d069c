import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

import { BREAKDOWNS, type Dataset } from '../../../src/contract/datasets.ts';
import type { Day, Level } from '../../../src/contract/vocabulary.ts';
import { eachDay } from '../../../src/main/domain/days.ts';
import { DATASETS } from '../../../src/main/platforms/meta/datasets.ts';
import { normalizeDataset } from '../../../src/main/platforms/meta/normalize-datasets.ts';
import { normalizeInsights } from '../../../src/main/platforms/meta/normalize.ts';
import { WINDOW_COLUMNS } from '../../../src/main/store/codes.ts';
import type { Db } from '../../../src/main/store/store.ts';
import { ingestDatasetSteps } from '../../../src/main/store/writes/ingest-datasets.ts';
import { ingestSlice } from '../../../src/main/store/writes/ingest.ts';
import { addAccount, newStore, slice } from '../../store/helpers.ts';
import { exactSum, folder, lines, nest, seedRows, WINDOWS, type Line } from './recorded.ts';
import { ACCOUNT } from './support.ts';

/** Every recorded answer of the insights edge through the normalizer and the store: nothing lost, nothing rounded, nothing twice. */
const declared = (id: string): Dataset => {
  const dataset = DATASETS.find((candidate) => candidate.id === id);
  if (!dataset) throw new Error(`there is no dataset ${id}`);
  return dataset;
};
/** The recording has it at a level at which the app does not ask for it; everything else is the same. */
const atLevel = (id: string, level: Level): Dataset => ({ ...declared(id), level, id: `${level}.recorded` });

type Recording = { file: string; id: string; shape: Level | Dataset };
const RECORDINGS: Recording[] = [
  { file: '24_insights', id: 'ad_id', shape: 'ad' },
  { file: '36_insights', id: 'ad_id', shape: 'ad' },
  { file: '140_insights', id: 'ad_id', shape: 'ad' },
  { file: '141_insights', id: 'ad_id', shape: 'ad' },
  { file: '182_insights', id: 'adset_id', shape: 'ad_group' },
  { file: '207_insights', id: 'campaign_id', shape: 'campaign' },
  { file: '192_insights', id: 'campaign_id', shape: 'campaign' },
  { file: '37_insights', id: 'account_id', shape: 'account' },
  { file: '7_insights', id: 'ad_id', shape: declared('ad.month') },
  { file: '71_insights', id: 'account_id', shape: declared('account.month') },
  { file: '121_insights', id: 'account_id', shape: declared('account.month') },
  { file: '14_insights', id: 'account_id', shape: declared('account.range') },
  { file: '198_insights', id: 'campaign_id', shape: declared('campaign.day.country') },
  { file: '33_insights', id: 'campaign_id', shape: declared('campaign.day.country') },
  { file: '61_insights', id: 'account_id', shape: atLevel('campaign.day.country', 'account') },
  { file: '113_insights', id: 'account_id', shape: atLevel('campaign.day.publisher', 'account') },
];

const COLUMNS: Record<string, string> = {
  spend: 'spend_micros',
  impressions: 'impressions',
  clicks: 'clicks',
  inline_link_clicks: 'link_clicks',
  reach: 'reach',
};
const PERIOD_COLUMNS: Record<string, string> = { unique_inline_link_clicks: 'unique_link_clicks' };

type Row = Record<string, unknown>;
const textOf = (row: Row, name: string) => row[name] as string | undefined;
const daysOf = (rows: Row[]): [Day, Day] => {
  const days = rows.flatMap((row) => [textOf(row, 'date_start') ?? '', textOf(row, 'date_stop') ?? '']).toSorted();
  return [days[0] ?? '', days.at(-1) ?? ''];
};

function account(db: Db): number {
  const { adAccountId, currency, timeZone } = ACCOUNT;
  return addAccount(db, { adAccountId, currency, timeZone });
}

function storeDays(db: Db, key: number, level: Level, rows: Row[], adAccount = ACCOUNT) {
  const [from, to] = daysOf(rows);
  const page = normalizeInsights(rows, { adAccount, level, from, to, asynchronous: false });
  return ingestSlice(db, slice(key, { level, from, to, ...page, coveredDays: eachDay(from, to) }));
}

/** Stores the rows of a dataset, each period on its own as it is asked for. */
function storeDataset(db: Db, key: number, dataset: Dataset, rows: Row[]) {
  const period = dataset.grain === 'month' || dataset.grain === 'range';
  const parts = period
    ? [...Map.groupBy(rows, (row) => `${textOf(row, 'date_start')} ${textOf(row, 'date_stop')}`).values()]
    : [rows];
  const counts = { new: 0, changed: 0, unchanged: 0, setAside: 0 };
  for (const part of parts) {
    const [from, to] = daysOf(part);
    const page = normalizeDataset(part, { adAccount: ACCOUNT, dataset, from, to, asynchronous: false });
    const steps = ingestDatasetSteps(db, { ...slice(key, { from, to }), ...page, dataset });
    for (let step = steps.next(); ; step = steps.next()) {
      if (!step.done) continue;
      for (const name of ['new', 'changed', 'unchanged', 'setAside'] as const) counts[name] += step.value[name];
      break;
    }
  }
  return counts;
}

const number = (db: Db, sql: string, ...values: unknown[]): number | null =>
  db
    .prepare(sql)
    .pluck()
    .get(...values) as number | null;

/** Counts and values of every action in the store by type and window, as JSON of what the rows told. */
function storedActions(db: Db, table: string): Map<string, number> {
  const sums = new Map<string, number>();
  const add = (key: string, count: number | null) => count !== null && sums.set(key, (sums.get(key) ?? 0) + count);
  if (table === 'insight_day') {
    const rows = db
      .prepare('SELECT t.name AS type, c.* FROM conversion_day c JOIN action_type t ON t.id = c.action_type_key')
      .all() as Record<string, unknown>[];
    for (const row of rows) {
      for (const [window, [column]] of Object.entries(WINDOW_COLUMNS))
        add(`${row['type'] as string} ${window === 'default' ? 'value' : window}`, row[column] as number | null);
    }
    return sums;
  }
  for (const text of db.prepare(`SELECT actions FROM ${table} WHERE actions IS NOT NULL`).pluck().all() as string[]) {
    for (const action of JSON.parse(text) as { actionType: string; window: string; count: number | null }[])
      add(`${action.actionType} ${action.window === 'default' ? 'value' : action.window}`, action.count);
  }
  return sums;
}

function toldActions(recorded: Line[]): Map<string, number> {
  const sums = new Map<string, number>();
  for (const line of recorded.filter((each) => each['ads_action_name'] === 'actions')) {
    for (const window of WINDOWS) {
      const text = line[window];
      if (text === undefined || text === '') continue;
      const key = `${line['action_type']} ${window}`;
      sums.set(key, (sums.get(key) ?? 0) + Number(text));
    }
  }
  return sums;
}

describe.runIf(existsSync(folder))('recordings through the store', () => {
  it.each(RECORDINGS)('query_$file', ({ file, id, shape }) => {
    const recorded = lines(file);
    const rows = nest(recorded, id);
    const { db } = newStore();
    const key = account(db);
    const store = () =>
      typeof shape === 'string' ? storeDays(db, key, shape, rows) : storeDataset(db, key, shape, rows);
    expect(store()).toMatchObject({ new: rows.length, changed: 0, unchanged: 0, setAside: 0 });
    // The same answer once more changes nothing.
    expect(store()).toMatchObject({ new: 0, changed: 0, unchanged: rows.length, setAside: 0 });

    const period = typeof shape !== 'string' && (shape.grain === 'month' || shape.grain === 'range');
    const table = typeof shape === 'string' ? 'insight_day' : period ? 'insight_period' : 'insight_segment';
    expect(number(db, `SELECT count(*) FROM ${table}`)).toBe(rows.length);
    for (const [field, column] of Object.entries({ ...COLUMNS, ...(period ? PERIOD_COLUMNS : {}) })) {
      const stored = number(db, `SELECT sum(${column}) FROM ${table}`);
      const unit = field === 'spend' ? 1n : 1_000_000n;
      if (!rows.some((row) => row[field] !== undefined)) expect(stored).toBeNull();
      else expect(BigInt(stored ?? 0) * unit).toBe(exactSum(rows.map((row) => textOf(row, field))));
    }
    expect(storedActions(db, table)).toEqual(toldActions(recorded));
    if (table === 'insight_segment') {
      const { keys } = BREAKDOWNS[(shape as Dataset).breakdown];
      const told = new Set(rows.map((row) => row[keys[0] === 'publisher' ? 'publisher_platform' : keys[0]!]));
      expect(number(db, 'SELECT count(DISTINCT segment_key) FROM insight_segment')).toBe(told.size);
    }
  });

  it('February: the days are the month for what adds up, and reach is told three ways and never summed', () => {
    const { db } = newStore();
    const key = account(db);
    storeDays(db, key, 'ad', nest(lines('24_insights'), 'ad_id'));
    storeDataset(db, key, declared('ad.month'), nest(lines('7_insights'), 'ad_id'));
    const february = nest(lines('71_insights'), 'account_id').filter((row) => row['date_start'] === '2026-02-01');
    storeDataset(db, key, declared('account.month'), february);
    const select = 'SELECT sum(spend_micros) s, sum(impressions) i, sum(clicks) c FROM';
    const month = { s: 2_183_770_000, i: 99_849, c: 1081 };
    const periods = 'insight_period p JOIN dataset d ON d.id = p.dataset_key WHERE d.name =';
    expect(db.prepare(`${select} insight_day WHERE day BETWEEN 20260201 AND 20260228`).get()).toEqual(month);
    expect(db.prepare(`${select} ${periods} 'ad.month'`).get()).toEqual(month);
    expect(db.prepare(`${select} ${periods} 'account.month'`).get()).toEqual(month);
    // 81,745 by ad and day, 50,322 by ad, 27,085 people.
    expect(number(db, 'SELECT sum(reach) FROM insight_day')).toBe(81_745);
    expect(number(db, `SELECT sum(reach) FROM ${periods} 'ad.month'`)).toBe(50_322);
    expect(number(db, `SELECT reach FROM ${periods} 'account.month'`)).toBe(27_085);
    // No rollup of days carries a reach.
    const columns = db.prepare("SELECT name FROM pragma_table_info('insight_month')").pluck().all() as string[];
    expect(columns).not.toContain('reach');
  });

  it('spend by country is the day of the campaign but for what Meta itself rounds off', () => {
    const { db } = newStore();
    const key = account(db);
    storeDataset(db, key, declared('campaign.day.country'), nest(lines('198_insights'), 'campaign_id'));
    storeDays(db, key, 'campaign', nest(lines('207_insights'), 'campaign_id'));
    const pairs = db
      .prepare(
        `SELECT d.spend_micros AS day, sum(s.spend_micros) AS cells, count(*) AS n FROM insight_day d
         JOIN insight_segment s ON s.ad_account_key = d.ad_account_key AND s.day = d.day AND s.entity_key = d.entity_key
         GROUP BY d.day, d.entity_key`,
      )
      .all() as { day: number; cells: number; n: number }[];
    expect(pairs.length).toBeGreaterThan(20);
    // Seen: 33.049999 by country for a day of 33.05. Up to one micro a cell is theirs; anything more would be ours.
    expect(pairs.filter(({ day, cells, n }) => Math.abs(day - cells) > n)).toEqual([]);
    expect(pairs.filter(({ day, cells }) => day === cells).length).toBeGreaterThan(pairs.length / 2);
    expect(number(db, 'SELECT count(*) FROM insight_segment WHERE spend_micros % 10000 <> 0')).toBeGreaterThan(0);
  });

  it('a range by age and gender, which the app does not keep, is read without loss', () => {
    const rows = nest(lines('148_insights'), 'ad_id');
    const dataset = { ...declared('ad.range'), breakdown: 'age_gender' as const };
    const [from, to] = daysOf(rows);
    const { records, setAside } = normalizeDataset(rows, {
      adAccount: ACCOUNT,
      dataset,
      from,
      to,
      asynchronous: false,
    });
    expect([records.length, setAside]).toEqual([rows.length, []]);
    const spent = records.reduce((sum, record) => sum + BigInt(record.spendMicros ?? 0), 0n);
    expect(spent).toBe(exactSum(rows.map((row) => textOf(row, 'spend'))));
    expect(spent).toBe(exactSum([lines('14_insights')[0]?.['spend']]));
  });

  it('a window that was asked for and is missing in the answer stays missing', () => {
    const rows = nest(lines('33_insights'), 'campaign_id');
    const { db } = newStore();
    storeDataset(db, account(db), declared('campaign.day.country'), rows);
    const windows = [...storedActions(db, 'insight_segment').keys()].map((key) => key.split(' ')[1]);
    expect(windows.length).toBeGreaterThan(0);
    // 7d_view was asked for and never came; a column that came empty is no 0 either.
    expect(windows).not.toContain('7d_view');
    const told = lines('33_insights').filter(
      (line) => line['1d_click'] !== '' && line['ads_action_name'] === 'actions',
    );
    const stored = db
      .prepare(
        `SELECT count(*) FROM insight_segment s, json_each(s.actions) a WHERE json_extract(a.value, '$.window') = '1d_click'`,
      )
      .pluck()
      .get();
    expect(stored).toBe(told.length);
  });

  it('rows as a warehouse keeps them, another account, with windows of their own', () => {
    const adAccount = { ...ACCOUNT, adAccountId: '1700252260223815', currency: 'USD', timeZone: 'America/New_York' };
    const { rows, actions } = seedRows(adAccount.adAccountId);
    const { db } = newStore();
    const key = addAccount(db, { adAccountId: adAccount.adAccountId, currency: 'USD', timeZone: adAccount.timeZone });
    expect(storeDays(db, key, 'ad', rows, adAccount)).toMatchObject({ new: rows.length, setAside: 0 });
    expect(BigInt(number(db, 'SELECT sum(spend_micros) FROM insight_day') ?? 0)).toBe(
      exactSum(rows.map((row) => textOf(row, 'spend'))),
    );
    expect(storedActions(db, 'insight_day')).toEqual(toldActions(actions));
  });
});
