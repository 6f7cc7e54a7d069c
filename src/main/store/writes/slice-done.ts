import { run, type Db } from '../db.ts';
import type { SetAsideInput } from '../records.ts';
import { addSetAside } from './set-aside.ts';

/** fetched rows = new + changed + unchanged + setAside, always. */
export type IngestCounts = { new: number; changed: number; unchanged: number; setAside: number };

/** Keeps what was set aside and marks the slice done; inside the slice's last transaction. `fetched` = rows of the answer. */
export function finishSlice(
  db: Db,
  args: {
    runId: string | null;
    sliceId: string | null;
    level: string;
    fetched: number;
    setAside: readonly SetAsideInput[];
  },
): void {
  if (args.runId === null) return;
  addSetAside(db, { runId: args.runId, sliceId: args.sliceId, level: args.level, rows: args.setAside });
  if (args.sliceId === null) return;
  run(
    db,
    `UPDATE import_slice SET status = 'done', rows = ?, retry_at = NULL, error = NULL WHERE id = ?`,
    args.fetched,
    args.sliceId,
  );
}

/** What two parts of one answer come to. */
export function sumOf(left: IngestCounts, right: IngestCounts): IngestCounts {
  return {
    new: left.new + right.new,
    changed: left.changed + right.changed,
    unchanged: left.unchanged + right.unchanged,
    setAside: left.setAside + right.setAside,
  };
}

/**
 * Adds what a whole slice stored to the run's counts, with its last transaction: one that was stopped before it is read again, and its
 * rows must not be counted twice. Rows set aside are counted where they are kept.
 */
export function countInRun(db: Db, runId: string, counts: IngestCounts): void {
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

/** More than this in one transaction keeps the engine from answering for longer than a frame or two, and a reader starves the checkpoint. */
const CHUNK_ROWS = 1_000;
const CHUNK_WEIGHT = 10_000;

/** Whole days (or periods) put together up to the size of one transaction; a single larger one is a transaction of its own. */
export function chunksOf<Bucket extends { readonly items: readonly unknown[]; readonly weight: number }>(
  buckets: readonly Bucket[],
): Bucket[][] {
  const chunks: Bucket[][] = [[]];
  let rows = 0;
  let weight = 0;
  for (const bucket of buckets) {
    if (rows > 0 && (rows + bucket.items.length > CHUNK_ROWS || weight + bucket.weight > CHUNK_WEIGHT)) {
      chunks.push([]);
      rows = 0;
      weight = 0;
    }
    chunks.at(-1)?.push(bucket);
    rows += bucket.items.length;
    weight += bucket.weight;
  }
  return chunks;
}
