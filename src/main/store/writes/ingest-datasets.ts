import type { Dataset } from '../../../contract/datasets.ts';
import type { Day, Level, PlatformId } from '../../../contract/vocabulary.ts';
import { all, prepared, write, type Db } from '../db.ts';
import type { DatasetInput, SetAsideInput } from '../records.ts';
import { CELL_TABLES, createCellMerge } from './cell-merge.ts';
import { isPeriodic, orderCells, type CellBucket } from './cell-order.ts';
import { resolveEntities } from './ingest-entities.ts';
import { nameKey } from './names.ts';
import { addRunLog } from './runs.ts';
import { chunksOf, countInRun, finishSlice, sumOf, type IngestCounts } from './slice-done.ts';

/** Only these entities were asked for (and what is below them). */
export type SliceEntities = { level: Exclude<Level, 'account'>; ids: readonly string[] };

export type DatasetIngestInput = {
  adAccountKey: number;
  platform: PlatformId;
  dataset: Dataset;
  /** First and last day asked for, both included; for period grains the period itself. */
  from: Day;
  to: Day;
  /** The complete answer for the slice, in any order. */
  records: readonly DatasetInput[];
  /** Rows the platform folder could not read. */
  setAside: readonly SetAsideInput[];
  runId: string | null;
  sliceId: string | null;
  /** Epoch ms when the answer was read. */
  now: number;
  entities?: SliceEntities | null;
  /** The days the store then knows in whole. When left out: all of them, or none if only some entities were asked for. */
  coveredDays?: readonly Day[];
};

/**
 * `unchanged` includes `stowed`: rows of days whose detail was folded into averages or moved to an archive file. They are not
 * stored, because the fold cannot take a value back and would count them twice; the run's log tells how many.
 */
export type DatasetCounts = IngestCounts & { stowed: number };

const STOWED = 'rows belong to days whose detail has been folded or archived; they were left as they are';

/**
 * Stores one slice of a dataset as a series of steps, each one IMMEDIATE transaction over whole days (or periods) with their
 * coverage; the last one marks the slice done. Hour and day grains go to insight_segment, month and range grains to insight_period.
 * Killed in between, what was committed is complete and storing the slice again changes nothing. Yields the counts so far.
 */
export function* ingestDatasetSteps(db: Db, input: DatasetIngestInput): Generator<DatasetCounts, DatasetCounts> {
  const { dataset } = input;
  const ordered = orderCells(dataset, input.from, input.to, input.records);
  const setAside = [...input.setAside, ...ordered.setAside];
  const counts: DatasetCounts = { new: 0, changed: 0, unchanged: 0, setAside: 0, stowed: 0 };
  const chunks = chunksOf(ordered.buckets);
  let datasetKey = 0;
  for (const [index, buckets] of chunks.entries()) {
    const last = index === chunks.length - 1;
    const added = write(db, () => {
      if (index === 0) {
        datasetKey = nameKey(db, 'dataset', input.platform, dataset.id);
        resolveEntities(db, input.adAccountKey, dataset.level, ordered.entities, input.now);
        for (const segment of ordered.segments) segment.key = nameKey(db, 'segment', input.platform, segment.text);
      }
      const stored = storeBuckets(db, input, datasetKey, buckets);
      if (last) {
        stored.unchanged += ordered.repeated;
        stored.setAside = setAside.length;
        finishSlice(db, {
          runId: input.runId,
          sliceId: input.sliceId,
          level: dataset.level,
          fetched: input.records.length + input.setAside.length,
          setAside,
        });
        if (input.runId !== null) countInRun(db, input.runId, sumOf(counts, stored));
      }
      if (input.runId !== null && stored.stowed > 0)
        addRunLog(db, {
          runId: input.runId,
          at: input.now,
          level: 'info',
          message: `${dataset.id}: ${stored.stowed} ${STOWED}`,
        });
      return stored;
    });
    for (const name of ['new', 'changed', 'unchanged', 'setAside', 'stowed'] as const) counts[name] += added[name];
    yield { ...counts };
  }
  return counts;
}

/** Stores one slice of a dataset in one go; see `ingestDatasetSteps`. */
export function ingestDatasetSlice(db: Db, input: DatasetIngestInput): DatasetCounts {
  const steps = ingestDatasetSteps(db, input);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

function storeBuckets(
  db: Db,
  input: DatasetIngestInput,
  datasetKey: number,
  buckets: readonly CellBucket[],
): DatasetCounts {
  const counts: DatasetCounts = { new: 0, changed: 0, unchanged: 0, setAside: 0, stowed: 0 };
  const [first, last] = [buckets[0], buckets.at(-1)];
  if (first === undefined || last === undefined) return counts;
  const periodic = isPeriodic(input.dataset);
  const where = { adAccountKey: input.adAccountKey, datasetKey, from: first.fromInt, to: last.fromInt };
  const stowed = periodic ? new Set<number>() : stowedDays(db, where);
  const merge = createCellMerge(db, periodic ? CELL_TABLES.period : CELL_TABLES.segment, where, input.now);
  for (const { items, fromInt, toInt } of buckets) {
    if (stowed.has(fromInt)) {
      counts.unchanged += items.length;
      counts.stowed += items.length;
      continue;
    }
    items.sort((a, b) => a.entity.key - b.entity.key || a.segment.key - b.segment.key);
    for (const { entity, segment, record } of items) {
      const outcome = periodic
        ? merge.put(fromInt, toInt, entity.key, record)
        : merge.put(fromInt, entity.key, segment.key, record);
      counts[outcome] += 1;
    }
  }
  merge.finish();
  cover(db, input, where, buckets, stowed);
  return counts;
}

type Where = { adAccountKey: number; datasetKey: number; from: number; to: number };

/** Days whose rows are no longer in this table (retention.ts, archives.ts). */
function stowedDays(db: Db, where: Where): Set<number> {
  const rows = all<{ day: number }>(
    db,
    `SELECT day FROM dataset_coverage WHERE ad_account_key = ? AND dataset_key = ? AND day BETWEEN ? AND ?
     AND (folded_at IS NOT NULL OR archived_at IS NOT NULL)`,
    where.adAccountKey,
    where.datasetKey,
    where.from,
    where.to,
  );
  return new Set(rows.map((row) => row.day));
}

function cover(
  db: Db,
  input: DatasetIngestInput,
  { adAccountKey, datasetKey }: Where,
  buckets: readonly CellBucket[],
  stowed: ReadonlySet<number>,
): void {
  const restricted = input.entities != null;
  const told = input.coveredDays === undefined ? null : new Set(input.coveredDays);
  const keepFirst =
    'DO UPDATE SET read_at = excluded.read_at, import_run_id = excluded.import_run_id, rows = excluded.rows';
  const periodic = isPeriodic(input.dataset);
  const [table, keys, counted] = periodic
    ? ['period_coverage', 'from_day, to_day', 'from_day = ? AND to_day = ?']
    : ['dataset_coverage', 'day', 'day = ?'];
  const upsert = prepared(
    db,
    `INSERT INTO ${table} (ad_account_key, dataset_key, ${keys}, first_read_at, read_at, import_run_id, rows)
     VALUES (?, ?, ${periodic ? '?, ?' : '?'}, ?, ?, ?, ?) ON CONFLICT ${keepFirst}`,
  );
  const stored = prepared(
    db,
    `SELECT count(*) FROM ${periodic ? 'insight_period' : 'insight_segment'}
     WHERE ad_account_key = ? AND dataset_key = ? AND ${counted}`,
  ).pluck();
  for (const { from, to, fromInt, toInt, items } of buckets) {
    if (stowed.has(fromInt)) continue;
    if (told === null ? restricted : !(told.has(from) && told.has(to))) continue;
    const place = periodic ? [fromInt, toInt] : [fromInt];
    // The last piece of a day that came entity by entity: its own rows are not all of them.
    const rows = restricted ? stored.get(adAccountKey, datasetKey, ...place) : items.length;
    upsert.run(adAccountKey, datasetKey, ...place, input.now, input.now, input.runId, rows);
  }
}
