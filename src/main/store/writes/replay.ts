import type { Dataset } from '../../../contract/datasets.ts';
import { segmentText } from '../../../contract/datasets.ts';
import { dayToInt } from '../../domain/days.ts';
import { LEVEL_CODES } from '../codes.ts';
import { first, run, write, type Db } from '../db.ts';
import type { DatasetInput } from '../records.ts';
import type { SetAsideRow } from '../reads/set-aside.ts';
import { ingestDatasetSlice } from './ingest-datasets.ts';
import { ingestSlice } from './ingest.ts';
import { countInRun } from './slice-done.ts';

/** Thrown inside the transaction to undo it: the store itself did not take the row. */
class NotTaken extends Error {}

/**
 * Stores a row that could be read after all, unless the store has a row in its place: a later import is nearer to the truth. The
 * run's counts move from set aside to new or unchanged, so that their sum stays what was fetched. `now` in epoch ms; the figures
 * count as seen then.
 */
export function storeReplayed(
  db: Db,
  row: SetAsideRow,
  dataset: Dataset | null,
  record: DatasetInput,
  now: number,
): 'stored' | 'unchanged' | 'not_taken' {
  try {
    return write(db, () => {
      const known = hasRow(db, row, dataset, record);
      if (known) countInRun(db, row.runId, { new: 0, changed: 0, unchanged: 1, setAside: 0 });
      else ingest(db, row, dataset, record, now);
      run(db, 'UPDATE set_aside_row SET replayed_at = ? WHERE id = ?', now, row.id);
      run(db, 'UPDATE import_run SET rows_set_aside = rows_set_aside - 1 WHERE id = ?', row.runId);
      return known ? 'unchanged' : 'stored';
    });
  } catch (error) {
    if (error instanceof NotTaken) return 'not_taken';
    throw error;
  }
}

function ingest(db: Db, row: SetAsideRow, dataset: Dataset | null, record: DatasetInput, now: number): void {
  const { adAccountKey, platform, from, to, runId, level } = row;
  // Without the slice: its other rows and what else was set aside of it stay as they are. No day becomes complete by it.
  const common = { adAccountKey, platform, from, to, setAside: [], runId, sliceId: null, now, coveredDays: [] };
  const { setAside } =
    dataset === null
      ? ingestSlice(db, { ...common, level, records: [record], partial: true })
      : ingestDatasetSlice(db, { ...common, dataset, records: [record] });
  if (setAside > 0) throw new NotTaken();
}

function hasRow(db: Db, row: SetAsideRow, dataset: Dataset | null, record: DatasetInput): boolean {
  const entity = 'JOIN entity e ON e.id = i.entity_key AND e.entity_id = @entityId';
  const values = {
    key: row.adAccountKey,
    day: dayToInt(record.day),
    to: dayToInt(record.to),
    entityId: record.entityId,
    level: LEVEL_CODES[row.level],
    platform: row.platform,
    dataset: dataset?.id ?? null,
    segment: segmentText(record.segment),
  };
  const named = 'JOIN dataset d ON d.id = i.dataset_key AND d.platform = @platform AND d.name = @dataset';
  const sql =
    dataset === null
      ? `SELECT 1 FROM insight_day i ${entity} WHERE i.ad_account_key = @key AND i.level = @level AND i.day = @day`
      : dataset.grain === 'month' || dataset.grain === 'range'
        ? `SELECT 1 FROM insight_period i ${entity} ${named}
           WHERE i.ad_account_key = @key AND i.from_day = @day AND i.to_day = @to`
        : `SELECT 1 FROM insight_segment i ${entity} ${named}
           JOIN segment s ON s.id = i.segment_key AND s.value = @segment WHERE i.ad_account_key = @key AND i.day = @day`;
  return first(db, sql, values) !== undefined;
}
