import type { AttributionWindow, Day, Level, PlatformId } from '../../../contract/vocabulary.ts';
import { dayToInt } from '../../domain/days.ts';
import { LEVEL_CODES } from '../codes.ts';
import { prepared, write, type Db } from '../db.ts';
import type { InsightInput, SetAsideInput } from '../records.ts';
import { createActionTypes, createConversionMerge } from './ingest-conversions.ts';
import { resolveEntities } from './ingest-entities.ts';
import { createInsightMerge } from './ingest-insights.ts';
import { orderSlice, type DayBucket } from './ingest-order.ts';
import { noteUntold, silentFigures } from './silent-figures.ts';
import { chunksOf, countInRun, finishSlice, sumOf, type IngestCounts } from './slice-done.ts';

export type { IngestCounts } from './slice-done.ts';

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
  /** Only some entities were asked for: what the answer lacks says nothing, and `coveredDays` comes with the last piece of a day. */
  partial?: boolean;
  /** Attribution windows asked for, when not all: conversions in other windows are left as they are. */
  windows?: readonly AttributionWindow[];
  /** Action types the platform refused to tell: what the answer lacks of them says nothing, and its days note that they do. */
  untold?: readonly string[];
};

/**
 * Stores one slice as a series of steps, each one IMMEDIATE transaction over whole days with their coverage; the last one marks the
 * slice done. Killed in between, the days already committed are complete and storing the slice again changes nothing. A caller
 * yields to its event loop between steps. Yields the counts so far; small slices are one step.
 *
 * What the answer no longer has stays in the store (platforms stop returning old rows) and is marked as absent, unless rows of the
 * answer could not be read: one of them may be the missing one. Replaying, shuffling or overlapping slices ends in the same state.
 */
export function* ingestSteps(db: Db, input: IngestInput): Generator<IngestCounts, IngestCounts> {
  const level = LEVEL_CODES[input.level];
  const ordered = orderSlice(input.level, input.from, input.to, input.records);
  const setAside = [...input.setAside, ...ordered.setAside];
  const covered = new Set(input.coveredDays);
  const complete = new Set(input.partial === true || setAside.length > 0 ? [] : input.coveredDays.map(dayToInt));
  const typeKey = createActionTypes(db, input.platform);
  const counts: IngestCounts = { new: 0, changed: 0, unchanged: 0, setAside: 0 };
  const chunks = chunksOf(ordered.days);
  for (const [index, days] of chunks.entries()) {
    const last = index === chunks.length - 1;
    const added = write(db, () => {
      if (index === 0) resolveEntities(db, input.adAccountKey, input.level, ordered.entities.values(), input.now);
      const stored = storeDays(db, input, level, days, typeKey, complete);
      if (last) stored.unchanged += ordered.repeated;
      coverDays(db, input, level, days, covered);
      if (last) {
        stored.setAside = setAside.length;
        finishSlice(db, {
          runId: input.runId,
          sliceId: input.sliceId,
          level: input.level,
          fetched: input.records.length + input.setAside.length,
          setAside,
        });
        if (input.runId !== null) countInRun(db, input.runId, sumOf(counts, stored));
      }
      return stored;
    });
    Object.assign(counts, sumOf(counts, added));
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

function storeDays(
  db: Db,
  input: IngestInput,
  level: number,
  days: readonly DayBucket[],
  typeKey: (name: string) => number,
  complete: ReadonlySet<number>,
): IngestCounts {
  const counts: IngestCounts = { new: 0, changed: 0, unchanged: 0, setAside: 0 };
  const firstDay = days[0]?.dayInt ?? 0;
  const lastDay = days.at(-1)?.dayInt ?? 0;
  const insights = createInsightMerge(db, input.adAccountKey, level, firstDay, lastDay, input.now, complete);
  const conversions = createConversionMerge(
    db,
    input.adAccountKey,
    level,
    firstDay,
    lastDay,
    input.now,
    typeKey,
    input.windows ?? null,
    silentFigures(
      db,
      { account: input.adAccountKey, platform: input.platform, level, from: firstDay, to: lastDay },
      input.untold ?? [],
      typeKey,
    ),
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
    `INSERT INTO coverage (ad_account_key, level, day, read_at, import_run_id, rows, first_read_at) VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET read_at = excluded.read_at, import_run_id = excluded.import_run_id, rows = excluded.rows`,
  );
  const stored = prepared(
    db,
    `SELECT count(*) FROM insight_day WHERE ad_account_key = ? AND level = ? AND day = ? AND absent_since IS NULL`,
  ).pluck();
  for (const { day, dayInt, items } of days) {
    if (!covered.has(day)) continue;
    // The last piece of a day that came entity by entity: its own rows are not all of them.
    const rows = input.partial === true ? stored.get(input.adAccountKey, level, dayInt) : items.length;
    upsert.run(input.adAccountKey, level, dayInt, input.now, input.runId, rows, input.now);
    noteUntold(db, { account: input.adAccountKey, level, day: dayInt, now: input.now }, input.untold ?? []);
  }
}
