import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { addDays } from '../../src/main/domain/days.ts';
import type { AttributionWindow } from '../../src/contract/vocabulary.ts';
import type { ActionInput, InsightInput } from '../../src/main/store/records.ts';
import { overview } from '../../src/main/store/reads/overview.ts';
import { clientsView } from '../../src/main/store/reads/clients.ts';
import { FIGURE_COLUMNS, WINDOW_COLUMNS } from '../../src/main/store/codes.ts';
import type { Db } from '../../src/main/store/store.ts';
import { ingestSlice } from '../../src/main/store/writes/ingest.ts';
import { adRows, restated, WINDOWS_TOLD } from './store-facts.ts';
import { fill, median, newStore, NOW, SETTLE } from './store-fill.ts';

/**
 * How fast the store takes in rows, against the floor: a raw multi-row upsert of the same rows into a table of the same width with
 * the same pragmas and transaction sizes, in the same process, alternating. And how fast a client's page is read.
 */
const FROM = '2026-09-01';

export function ingestAll(db: Db, accounts: readonly InsightInput[][], days: number, now: number): number {
  const to = addDays(FROM, days - 1);
  const coveredDays = Array.from({ length: days }, (_, index) => addDays(FROM, index));
  const started = performance.now();
  for (const [index, records] of accounts.entries())
    ingestSlice(db, {
      adAccountKey: index + 1,
      platform: 'meta',
      level: 'ad',
      from: FROM,
      to,
      records,
      setAside: [],
      runId: null,
      sliceId: null,
      now,
      coveredDays,
    });
  return performance.now() - started;
}

const WIDTH = 14;
const ACTION_WIDTH = 7 + FIGURE_COLUMNS.length;
const COUNT_AT = Object.fromEntries(
  Object.entries(WINDOW_COLUMNS).map(([window, [count]]) => [window, 7 + FIGURE_COLUMNS.indexOf(count)]),
) as Record<AttributionWindow, number>;

/** The floor: the rows as they are, keys known beforehand, nothing compared, nothing kept. */
function rawTable(
  folder: string,
  name: string,
): { db: Db; upsert(accounts: readonly InsightInput[][], now: number): number } {
  const db = new Database(join(folder, `${name}.db`));
  for (const pragma of ['journal_mode = WAL', 'synchronous = FULL', 'cache_size = -16384', 'temp_store = MEMORY'])
    db.pragma(pragma);
  db.exec(`CREATE TABLE raw (a INTEGER NOT NULL, l INTEGER NOT NULL, d INTEGER NOT NULL, e INTEGER NOT NULL, m1 INTEGER, m2 INTEGER,
    m3 INTEGER, m4 INTEGER, m5 INTEGER, m6 REAL, m7 INTEGER, x TEXT, s INTEGER NOT NULL, r INTEGER NOT NULL,
    PRIMARY KEY (a, l, d, e)) STRICT, WITHOUT ROWID`);
  const figures = FIGURE_COLUMNS.map((column) => `${column} ${column.startsWith('count') ? 'REAL' : 'INTEGER'}`);
  db.exec(`CREATE TABLE raw_action (a INTEGER NOT NULL, l INTEGER NOT NULL, d INTEGER NOT NULL, e INTEGER NOT NULL, t INTEGER NOT NULL,
    s INTEGER NOT NULL, r INTEGER NOT NULL, ${figures.join(', ')}, PRIMARY KEY (a, l, d, e, t)) STRICT, WITHOUT ROWID`);
  const actionTuple = `(${Array.from({ length: ACTION_WIDTH }, () => '?').join(',')})`;
  const actionSql = (rows: number): string =>
    `INSERT INTO raw_action VALUES ${Array.from({ length: rows }, () => actionTuple).join(',')}
     ON CONFLICT DO UPDATE SET s = excluded.s, r = excluded.r,
     ${FIGURE_COLUMNS.map((column) => `${column} = excluded.${column}`).join(', ')}`;
  const fiftyActions = db.prepare(actionSql(50));
  const oneAction = db.prepare(actionSql(1));
  const types = new Map<string, number>();
  const actionValues: unknown[] = Array.from({ length: 50 * ACTION_WIDTH });
  const upsertActions = (account: number, rows: readonly InsightInput[], now: number): void => {
    let filled = 0;
    for (const row of rows)
      for (let first = 0; first < row.actions.length; first += WINDOWS_TOLD.length) {
        const name = row.actions[first]?.actionType ?? '';
        let type = types.get(name);
        if (type === undefined) types.set(name, (type = types.size + 1));
        const o = filled * ACTION_WIDTH;
        actionValues[o] = account;
        actionValues[o + 1] = 3;
        actionValues[o + 2] = dayInts.get(row.day);
        actionValues[o + 3] = keys.get(row.entityId);
        actionValues[o + 4] = type;
        actionValues[o + 5] = now;
        actionValues[o + 6] = 0;
        for (let index = 7; index < ACTION_WIDTH; index += 1) actionValues[o + index] = null;
        for (let index = first; index < first + WINDOWS_TOLD.length; index += 1) {
          const { window, count, valueMicros } = row.actions[index] as ActionInput;
          actionValues[o + COUNT_AT[window]] = count;
          actionValues[o + COUNT_AT[window] + 1] = valueMicros;
        }
        filled += 1;
        if (filled === 50) {
          fiftyActions.run(actionValues);
          filled = 0;
        }
      }
    for (let index = 0; index < filled; index += 1)
      oneAction.run(actionValues.slice(index * ACTION_WIDTH, (index + 1) * ACTION_WIDTH));
  };
  const tuple = `(${Array.from({ length: WIDTH }, () => '?').join(',')})`;
  const set = ['m1', 'm2', 'm3', 'm4', 'm5', 'm6', 'm7', 'x', 's', 'r']
    .map((column) => `${column} = excluded.${column}`)
    .join(', ');
  const sql = (rows: number): string =>
    `INSERT INTO raw VALUES ${Array.from({ length: rows }, () => tuple).join(',')} ON CONFLICT DO UPDATE SET ${set}`;
  const fifty = db.prepare(sql(50));
  const one = db.prepare(sql(1));
  const dayInts = new Map<string, number>();
  const keys = new Map<string, number>();
  const bind = (values: unknown[], o: number, account: number, row: InsightInput, now: number): void => {
    let day = dayInts.get(row.day);
    if (day === undefined) dayInts.set(row.day, (day = Number(row.day.replaceAll('-', ''))));
    let key = keys.get(row.entityId);
    if (key === undefined) keys.set(row.entityId, (key = keys.size + 1));
    values[o] = account;
    values[o + 1] = 3;
    values[o + 2] = day;
    values[o + 3] = key;
    values[o + 4] = row.spendMicros;
    values[o + 5] = row.impressions;
    values[o + 6] = row.clicks;
    values[o + 7] = row.linkClicks;
    values[o + 8] = row.reach;
    values[o + 9] = row.conversions;
    values[o + 10] = row.conversionValueMicros;
    values[o + 11] = null;
    values[o + 12] = now;
    values[o + 13] = 0;
  };
  const values: unknown[] = Array.from({ length: 50 * WIDTH });
  const chunk = db.transaction((account: number, rows: readonly InsightInput[], now: number) => {
    let index = 0;
    for (; index + 50 <= rows.length; index += 50) {
      for (let k = 0; k < 50; k += 1) bind(values, k * WIDTH, account, rows[index + k] as InsightInput, now);
      fifty.run(values);
    }
    for (; index < rows.length; index += 1) {
      const single: unknown[] = [];
      bind(single, 0, account, rows[index] as InsightInput, now);
      one.run(single);
    }
    upsertActions(account, rows, now);
  });
  return {
    db,
    upsert: (accounts, now) => {
      const started = performance.now();
      for (const [index, rows] of accounts.entries())
        for (let from = 0; from < rows.length; from += 5_000)
          chunk.immediate(index + 1, rows.slice(from, from + 5_000), now);
      return performance.now() - started;
    },
  };
}

/** One table raw, one ingested; three passes (new, unchanged, 5 % restated); rows per second and ratio of each. */
function measureIngest(folder: string, actions: number): Record<string, number> {
  const [accounts, ads, days] = actions === 0 ? [20, 250, 60] : [6, 250, 30];
  const rows = Array.from({ length: accounts }, (_, index) =>
    adRows({ account: index + 1, ads, from: FROM, days, actions }),
  );
  const changed = rows.map((list, index) => restated(list, index));
  const count = accounts * ads * days;
  const result: Record<string, number> = {};
  const tag = actions === 0 ? 'ingest' : 'ingestWithConversions';
  const passes = { new: rows, unchanged: rows, restated5: changed };
  // A first round warms the code of both; the second is measured.
  for (const round of [0, 1]) {
    const store = newStore(folder, `${tag}${round}`, accounts);
    const raw = rawTable(folder, `${tag}${round}`);
    let now = NOW;
    for (const [name, list] of Object.entries(passes)) {
      now += 1;
      const floor = raw.upsert(list, now);
      const ours = ingestAll(store.db, list, days, now);
      result[`${tag}.${name}.rowsPerSecond`] = Math.round((count / ours) * 1000);
      result[`${tag}.${name}.rawRowsPerSecond`] = Math.round((count / floor) * 1000);
      result[`${tag}.${name}.ratio`] = Math.round((floor / ours) * 1000) / 1000;
    }
    store.close();
    raw.db.close();
  }
  return result;
}

/** Fills every level by SQL (the rows only have to be there), builds the rollup from them, and times the client page. */
function measureReads(
  folder: string,
  label: string,
  accounts: number,
  ads: number,
  days: number,
): Record<string, number> {
  const store = newStore(folder, `reads${label}`, accounts);
  const { db } = store;
  db.pragma('synchronous = OFF');
  fill(db, accounts, ads, days);
  const to = '2026-11-19';
  const last30 = { range: { from: addDays(to, -29), to }, compare: { from: addDays(to, -59), to: addDays(to, -30) } };
  const last90 = { range: { from: addDays(to, -89), to }, compare: { from: addDays(to, -179), to: addDays(to, -90) } };
  const year = { range: { from: addDays(to, -364), to }, compare: null };
  const common = { platforms: null, now: NOW, settle: SETTLE };
  const result: Record<string, number> = {
    [`overview.${label}.facts`]: (db.prepare('SELECT count(*) AS n FROM insight_day').get() as { n: number }).n,
  };
  let client = 0;
  const nextClient = (): string => String((client++ % accounts) + 1);
  result[`overview.${label}.days30.ms`] = median(
    () => overview(db, { clientId: nextClient(), ...last30, ...common }),
    51,
  );
  result[`overview.${label}.days90.ms`] = median(
    () => overview(db, { clientId: nextClient(), ...last90, ...common }),
    51,
  );
  result[`overview.${label}.year.ms`] = median(() => overview(db, { clientId: nextClient(), ...year, ...common }), 51);
  result[`clients.${label}.days30.ms`] = median(() => clientsView(db, { ...last30, ...common }), 11);
  store.close();
  return result;
}

/** Every measurement of the store by name. Sizes are fixed so that numbers compare. */
export async function run(): Promise<Record<string, number>> {
  const folder = mkdtempSync(join(tmpdir(), 'tidemark-bench-'));
  try {
    return {
      ...measureIngest(folder, 0),
      ...measureIngest(folder, 8),
      ...measureReads(folder, '1M', 40, 50, 400),
      ...measureReads(folder, '10M', 100, 200, 400),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const result = await run();
  process.stdout.write(
    process.argv.includes('--json')
      ? `${JSON.stringify(result)}\n`
      : `${Object.entries(result)
          .map(([name, value]) => `${name.padEnd(48)} ${value}`)
          .join('\n')}\n`,
  );
}
