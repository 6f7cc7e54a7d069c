import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { segmentText, type Dataset } from '../../src/contract/datasets.ts';
import { addDays, eachDay } from '../../src/main/domain/days.ts';
import type { DatasetInput } from '../../src/main/store/records.ts';
import type { Db } from '../../src/main/store/store.ts';
import { moveToArchive, restoreArchive } from '../../src/main/store/writes/archives.ts';
import { ingestDatasetSlice } from '../../src/main/store/writes/ingest-datasets.ts';
import { foldHours } from '../../src/main/store/writes/retention.ts';
import { numbers } from './store-facts.ts';
import { newStore } from './store-fill.ts';

/**
 * How fast hours are taken in, against the floor: a raw multi-row upsert of the same rows into a table of the same width with the
 * same pragmas and transaction sizes, in the same process, alternating. Then how fast they are folded, moved and brought back.
 */
const NOW = Date.parse('2026-11-20T12:00:00Z');
const FROM = '2025-03-01';
const [ACCOUNTS, CAMPAIGNS, DAYS] = [10, 40, 30];
const HOURS: Dataset = {
  id: 'campaign.hour',
  level: 'campaign',
  grain: 'hour',
  breakdown: 'hour',
  retentionMonths: 13,
  sliceDays: 31,
  everyDays: 1,
  routine: true,
  priority: 1,
  addsUp: ['spendMicros'],
  caveat: null,
  source: 'benchmark',
};

function hourRows(account: number): DatasetInput[] {
  const next = numbers(account * 31 + 7);
  const rows: DatasetInput[] = [];
  for (const day of eachDay(FROM, addDays(FROM, DAYS - 1)))
    for (let campaign = 0; campaign < CAMPAIGNS; campaign += 1)
      for (let hour = 0; hour < 24; hour += 1) {
        const id = `2384${account}00${campaign}`;
        const impressions = Math.floor(next() * 2_000);
        rows.push({
          level: 'campaign',
          entityId: id,
          entityName: `Campaign ${campaign}`,
          campaignId: id,
          campaignName: null,
          adGroupId: null,
          adGroupName: null,
          day,
          to: day,
          segment: { hour: String(hour).padStart(2, '0') },
          spendMicros: Math.floor(next() * 2_000_000),
          impressions,
          clicks: Math.floor(impressions * 0.02),
          linkClicks: Math.floor(impressions * 0.01),
          reach: null,
          conversions: Math.floor(next() * 4) / 2,
          conversionValueMicros: Math.floor(next() * 9_000_000),
          actions: [],
          extra: null,
          frequency: null,
          uniqueClicks: null,
          uniqueLinkClicks: null,
        });
      }
  return rows;
}

function restated(rows: readonly DatasetInput[], seed: number): DatasetInput[] {
  const next = numbers(seed);
  return rows.map((row) => (next() < 0.05 ? { ...row, spendMicros: (row.spendMicros ?? 0) + 10_000 } : row));
}

const WIDTH = 16;

/** The floor: the rows as they are, keys known beforehand, nothing compared, nothing kept. */
function rawTable(
  folder: string,
  name: string,
): { db: Db; upsert(rows: readonly DatasetInput[][], now: number): number } {
  const db = new Database(join(folder, `${name}.db`));
  for (const pragma of ['journal_mode = WAL', 'synchronous = FULL', 'cache_size = -16384', 'temp_store = MEMORY'])
    db.pragma(pragma);
  db.exec(`CREATE TABLE raw (a INTEGER NOT NULL, s INTEGER NOT NULL, d INTEGER NOT NULL, e INTEGER NOT NULL, c INTEGER NOT NULL,
    m1 INTEGER, m2 INTEGER, m3 INTEGER, m4 INTEGER, m5 INTEGER, m6 REAL, m7 INTEGER, x TEXT, y TEXT, t INTEGER NOT NULL, r INTEGER NOT NULL,
    PRIMARY KEY (a, s, d, e, c)) STRICT, WITHOUT ROWID`);
  const tuple = `(${Array.from({ length: WIDTH }, () => '?').join(',')})`;
  const set = ['m1', 'm2', 'm3', 'm4', 'm5', 'm6', 'm7', 'x', 'y', 't', 'r'].map(
    (column) => `${column} = excluded.${column}`,
  );
  const fifty = db.prepare(
    `INSERT INTO raw VALUES ${Array.from({ length: 50 }, () => tuple).join(',')} ON CONFLICT DO UPDATE SET ${set.join(', ')}`,
  );
  const keys = new Map<string, number>();
  const keyOf = (name: string): number => {
    let key = keys.get(name);
    if (key === undefined) keys.set(name, (key = keys.size + 1));
    return key;
  };
  const days = new Map<string, number>();
  const values: unknown[] = Array.from({ length: 50 * WIDTH }, () => null);
  // The rows of a slice are a multiple of fifty (960 a day, five days a transaction).
  const chunk = db.transaction((account: number, rows: readonly DatasetInput[], now: number) => {
    for (let index = 0; index < rows.length; index += 50) {
      for (let place = 0; place < 50; place += 1) {
        const row = rows[index + place] as DatasetInput;
        let day = days.get(row.day);
        if (day === undefined) days.set(row.day, (day = Number(row.day.replaceAll('-', ''))));
        const o = place * WIDTH;
        values[o] = account;
        values[o + 1] = 1;
        values[o + 2] = day;
        values[o + 3] = keyOf(row.entityId);
        values[o + 4] = keyOf(row.segment['hour'] ?? segmentText(row.segment));
        values[o + 5] = row.spendMicros;
        values[o + 6] = row.impressions;
        values[o + 7] = row.clicks;
        values[o + 8] = row.linkClicks;
        values[o + 9] = row.reach;
        values[o + 10] = row.conversions;
        values[o + 11] = row.conversionValueMicros;
        values[o + 14] = now;
        values[o + 15] = 0;
      }
      fifty.run(values);
    }
  });
  return {
    db,
    upsert: (accounts, now) => {
      const started = performance.now();
      for (const [index, rows] of accounts.entries())
        for (let from = 0; from < rows.length; from += 4_800)
          chunk.immediate(index + 1, rows.slice(from, from + 4_800), now);
      return performance.now() - started;
    },
  };
}

function timed(work: () => void): number {
  const started = performance.now();
  work();
  return performance.now() - started;
}

/** Every measurement by name. Sizes are fixed so that numbers compare. */
export async function run(): Promise<Record<string, number>> {
  const folder = mkdtempSync(join(tmpdir(), 'tidemark-bench-'));
  const result: Record<string, number> = {};
  try {
    const rows = Array.from({ length: ACCOUNTS }, (_, index) => hourRows(index + 1));
    const passes = { new: rows, unchanged: rows, restated5: rows.map((list, index) => restated(list, index)) };
    const count = ACCOUNTS * CAMPAIGNS * DAYS * 24;
    const perSecond = (ms: number): number => Math.round((count / ms) * 1000);
    // A first round warms the code of both; the second is measured.
    for (const round of [0, 1]) {
      const store = newStore(folder, `hours${round}`, ACCOUNTS);
      const { db, home } = store;
      const raw = rawTable(folder, `hours${round}`);
      let now = NOW;
      for (const [name, list] of Object.entries(passes)) {
        now += 1;
        const floor = raw.upsert(list, now);
        const ours = timed(() => {
          for (const [index, records] of list.entries())
            ingestDatasetSlice(db, {
              adAccountKey: index + 1,
              platform: 'meta',
              dataset: HOURS,
              from: FROM,
              to: addDays(FROM, DAYS - 1),
              records,
              setAside: [],
              runId: null,
              sliceId: null,
              now,
            });
        });
        result[`hours.${name}.rowsPerSecond`] = perSecond(ours);
        result[`hours.${name}.rawRowsPerSecond`] = perSecond(floor);
        result[`hours.${name}.ratio`] = Math.round((floor / ours) * 1000) / 1000;
      }
      result['hours.archive.rowsPerSecond'] = perSecond(timed(() => moveToArchive(db, home, { year: 2025, now })));
      result['hours.restore.rowsPerSecond'] = perSecond(timed(() => restoreArchive(db, home, { year: 2025 })));
      const before = new Map(rows.map((_, index) => [index + 1, '2026-01-01']));
      result['hours.fold.rowsPerSecond'] = perSecond(timed(() => foldHours(db, { before, now })));
      store.close();
      raw.db.close();
    }
    return result;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  process.stdout.write(`${JSON.stringify(await run(), null, 2)}\n`);
