import type { AttributionWindow, Day, Level, PlatformId } from '../../../contract/vocabulary.ts';
import { LEVEL_CODES } from '../codes.ts';
import { prepared, run, write, type Db } from '../db.ts';
import type { InsightInput, SetAsideInput } from '../records.ts';
import { createActionTypes, createConversionMerge } from './ingest-conversions.ts';
import { resolveEntities } from './ingest-entities.ts';
import { createInsightMerge } from './ingest-insights.ts';
import { orderSlice, type DayBucket } from './ingest-order.ts';
import { addSetAside } from './set-aside.ts';

export type IngestInput = {
  adAccountKey: number;
  platform: PlatformId;
  level: Level;
  /** First and last day asked for, both included. */
  from: Day;
  to: Day;
  /** The complete answer for the slice, in any order. */
  records: readonly InsightInput[];
  /** Rows the platform folder could not read. */
  setAside: readonly SetAsideInput[];
  runId: string | null;
  sliceId: string | null;
  /** Epoch ms when the answer was read. */
  now: number;
  /** The days the answer is complete for (also those without rows). */
  coveredDays: readonly Day[];
  /** Attribution windows asked for, when not all: conversions in other windows are left as they are. */
  windows?: readonly AttributionWindow[];
};

/** fetched rows = new + changed + unchanged + setAside, always. */
export type IngestCounts = { new: number; changed: number; unchanged: number; setAside: number };

/** More than this in one transaction makes cancelling slow and lets a reader starve the checkpoint. */
const CHUNK_ROWS = 5_000;
const CHUNK_WEIGHT = 50_000;

/**
 * Stores one slice as a series of steps, each one IMMEDIATE transaction over whole days with their coverage; the last one marks the
 * slice done. Killed in between, the days already committed are complete and storing the slice again changes nothing. A caller
 * yields to its event loop between steps. Yields the counts so far; small slices are one step.
 *
 * What the answer no longer has stays in the store (platforms stop returning old rows). Replaying, shuffling or overlapping slices
 * ends in the same state.
 */
export function* ingestSteps(db: Db, input: IngestInput): Generator<IngestCounts, IngestCounts> {
  const level = LEVEL_CODES[input.level];
  const ordered = orderSlice(input.level, input.from, input.to, input.records);
  const setAside = [...input.setAside, ...ordered.setAside];
  const covered = new Set(input.coveredDays);
  const typeKey = createActionTypes(db, input.platform);
  const counts: IngestCounts = { new: 0, changed: 0, unchanged: 0, setAside: 0 };
  const chunks = chunksOf(ordered.days);
  for (const [index, days] of chunks.entries()) {
    const last = index === chunks.length - 1;
    const added = write(db, () => {
      if (index === 0) resolveEntities(db, input.adAccountKey, input.level, ordered.entities.values(), input.now);
      const stored = storeDays(db, input, level, days, typeKey);
      if (last) stored.unchanged += ordered.repeated;
      coverDays(db, input, level, days, covered);
      if (last) {
        stored.setAside = setAside.length;
        finishSlice(db, input, setAside);
      }
      if (input.runId !== null) countInRun(db, input.runId, stored);
      return stored;
    });
    counts.new += added.new;
    counts.changed += added.changed;
    counts.unchanged += added.unchanged;
    counts.setAside += added.setAside;
    yield { ...counts };
  }
  return counts;
}

/** Stores one slice in one go; see `ingestSteps`. */
export function ingestSlice(db: Db, input: IngestInput): IngestCounts {
  const steps = ingestSteps(db, input);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

function chunksOf(days: readonly DayBucket[]): DayBucket[][] {
  const chunks: DayBucket[][] = [[]];
  let rows = 0;
  let weight = 0;
  for (const day of days) {
    if (rows > 0 && (rows + day.items.length > CHUNK_ROWS || weight + day.weight > CHUNK_WEIGHT)) {
      chunks.push([]);
      rows = 0;
      weight = 0;
    }
    chunks.at(-1)?.push(day);
    rows += day.items.length;
    weight += day.weight;
  }
  return chunks;
}

function storeDays(
  db: Db,
  input: IngestInput,
  level: number,
  days: readonly DayBucket[],
  typeKey: (name: string) => number,
): IngestCounts {
  const counts: IngestCounts = { new: 0, changed: 0, unchanged: 0, setAside: 0 };
  const firstDay = days[0]?.dayInt ?? 0;
  const lastDay = days.at(-1)?.dayInt ?? 0;
  const insights = createInsightMerge(db, input.adAccountKey, level, firstDay, lastDay, input.now);
  const conversions = createConversionMerge(
    db,
    input.adAccountKey,
    level,
    firstDay,
    lastDay,
    input.now,
    typeKey,
    input.windows ?? null,
  );
  for (const { dayInt, items } of days) {
    items.sort((a, b) => a.entity.key - b.entity.key);
    for (const { entity, record } of items) {
      const outcome = insights.put(dayInt, entity, record);
      const converted = conversions.put(dayInt, entity.key, record.actions);
      counts[outcome === 'unchanged' && converted ? 'changed' : outcome] += 1;
    }
  }
  for (const { items } of days) for (const { entity } of items) entity.month = null;
  insights.finish();
  conversions.finish();
  return counts;
}

function coverDays(
  db: Db,
  input: IngestInput,
  level: number,
  days: readonly DayBucket[],
  covered: ReadonlySet<Day>,
): void {
  const upsert = prepared(
    db,
    `INSERT INTO coverage (ad_account_key, level, day, read_at, import_run_id, rows) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET read_at = excluded.read_at, import_run_id = excluded.import_run_id, rows = excluded.rows`,
  );
  for (const { day, dayInt, items } of days)
    if (covered.has(day)) upsert.run(input.adAccountKey, level, dayInt, input.now, input.runId, items.length);
}

function finishSlice(db: Db, input: IngestInput, setAside: readonly SetAsideInput[]): void {
  if (input.runId === null) return;
  addSetAside(db, { runId: input.runId, sliceId: input.sliceId, level: input.level, rows: setAside });
  if (input.sliceId === null) return;
  run(
    db,
    `UPDATE import_slice SET status = 'done', rows = ?, retry_at = NULL, error = NULL WHERE id = ?`,
    input.records.length + input.setAside.length,
    input.sliceId,
  );
}

function countInRun(db: Db, runId: string, counts: IngestCounts): void {
  run(
    db,
    `UPDATE import_run SET rows_new = rows_new + ?, rows_changed = rows_changed + ?, rows_unchanged = rows_unchanged + ?
     WHERE id = ?`,
    counts.new,
    counts.changed,
    counts.unchanged,
    runId,
  );
}
