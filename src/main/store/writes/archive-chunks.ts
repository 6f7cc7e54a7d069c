import { ARCHIVED_NAMES, ARCHIVED_TABLES, columnsOf, type ArchivedTable } from '../archive-files.ts';
import { all, first, run, type Db } from '../db.ts';
import { stretches, type CoveredDay } from './stretches.ts';

/** Rows of one ad account in one dataset (or of one level) over a stretch of days. */
export type Chunk = { split: 'dataset_key' | 'level'; account: number; key: number; from: number; to: number };

/** `rows` went from one file to the other; `left` stayed where they were because they changed meanwhile: the next move takes them. */
export type MoveCounts = { rows: number; left: number };

/** The days of a year that are here in full, per ad account and dataset; and the year's months per ad account and level. */
export function chunksOfYear(db: Db, year: number): Chunk[] {
  const [from, to] = [year * 10_000 + 101, year * 10_000 + 1231];
  const days = all<DatasetDay>(
    db,
    `SELECT ad_account_key AS account, dataset_key AS key, day, rows FROM dataset_coverage
     WHERE day BETWEEN ? AND ? AND folded_at IS NULL AND archived_at IS NULL ORDER BY account, key, day`,
    from,
    to,
  );
  const levels = all<{ account: number; key: number; month: number }>(
    db,
    `SELECT DISTINCT ad_account_key AS account, level AS key, day / 100 AS month FROM coverage WHERE day BETWEEN ? AND ?
     ORDER BY 1, 2, 3`,
    from,
    to,
  );
  return [...cellChunks(days), ...levels.map(({ account, key, month }) => monthOf(account, key, month))];
}

type DatasetDay = CoveredDay & { account: number; key: number };

function cellChunks(days: readonly DatasetDay[]): Chunk[] {
  return [...Map.groupBy(days, (row) => `${row.account}/${row.key}`).values()].flatMap((group) =>
    stretches(group).map((stretch): Chunk => {
      const [start, end] = [stretch[0]?.day ?? 0, stretch.at(-1)?.day ?? 0];
      return { split: 'dataset_key', account: group[0]?.account ?? 0, key: group[0]?.key ?? 0, from: start, to: end };
    }),
  );
}

function monthOf(account: number, key: number, month: number): Chunk {
  return { split: 'level', account, key, from: month * 100 + 1, to: month * 100 + 31 };
}

const tablesOf = (chunk: Chunk): ArchivedTable[] =>
  ARCHIVED_NAMES.filter((table) => ARCHIVED_TABLES[table].split === chunk.split);

/** Of the cells in `here`, those of days that are in the workspace (null) or in the archive (not null). */
const marked = (chunk: Chunk, here: string, archived: 'IS NULL' | 'IS NOT NULL'): string =>
  chunk.split === 'level'
    ? ''
    : `AND EXISTS (SELECT 1 FROM ${here}.dataset_coverage AS c WHERE c.ad_account_key = f.ad_account_key
       AND c.dataset_key = f.dataset_key AND c.day = f.day AND c.folded_at IS NULL AND c.archived_at ${archived})`;
const inChunk = (chunk: Chunk): string =>
  `f.ad_account_key = @account AND f.${chunk.split} = @key AND f.day BETWEEN @from AND @to`;

function placeOf({ account, key, from, to }: Chunk) {
  return { account, key, from, to };
}

/** Copies a chunk from the attached `source` into the archive that is being written; returns its rows. */
export function copyChunk(copy: Db, chunk: Chunk): number {
  let rows = 0;
  for (const table of tablesOf(chunk)) {
    const columns = columnsOf(copy, 'source', table).join(', ');
    // REPLACE: a copy left by an interrupted move is older than a row that is still in the workspace.
    rows += run(
      copy,
      `INSERT OR REPLACE INTO main.${table} (${columns}) SELECT ${columns} FROM source.${table} AS f
       WHERE ${inChunk(chunk)} ${marked(chunk, 'source', 'IS NULL')}`,
      placeOf(chunk),
    );
  }
  return rows;
}

/** Rows of one side that are not, value for value, on the other. */
function missing(db: Db, chunk: Chunk, table: ArchivedTable, from: string, to: string, condition: string): number {
  const columns = columnsOf(db, from, table)
    .filter((column) => columnsOf(db, to, table).includes(column))
    .join(', ');
  const row = first<{ rows: number }>(
    db,
    `SELECT count(*) AS rows FROM (SELECT ${columns} FROM ${from}.${table} AS f WHERE ${inChunk(chunk)} ${condition}
     EXCEPT SELECT ${columns} FROM ${to}.${table} AS f WHERE ${inChunk(chunk)})`,
    placeOf(chunk),
  );
  return row?.rows ?? 0;
}

/** Deletes a chunk whose every row equals its copy in the attached `archive`; inside a transaction. */
export function deleteChunk(db: Db, chunk: Chunk, now: number): MoveCounts {
  const here = marked(chunk, 'main', 'IS NULL');
  const tables = tablesOf(chunk);
  let left = 0;
  for (const table of tables) left += missing(db, chunk, table, 'main', 'archive', here);
  if (left > 0) return { rows: 0, left };
  let rows = 0;
  for (const table of tables)
    rows += run(db, `DELETE FROM main.${table} AS f WHERE ${inChunk(chunk)} ${here}`, placeOf(chunk));
  if (chunk.split === 'dataset_key')
    run(
      db,
      `UPDATE dataset_coverage AS f SET archived_at = @now WHERE ${inChunk(chunk)} AND folded_at IS NULL AND archived_at IS NULL`,
      { ...placeOf(chunk), now },
    );
  return { rows, left };
}

/** What the attached `archive` holds of its year. */
export function chunksOfArchive(db: Db, year: number): Chunk[] {
  const days = all<DatasetDay>(
    db,
    `SELECT ad_account_key AS account, dataset_key AS key, day, rows FROM dataset_coverage
     WHERE day / 10000 = ? AND archived_at IS NOT NULL ORDER BY account, key, day`,
    year,
  );
  const months = all<{ account: number; key: number; month: number }>(
    db,
    `SELECT ad_account_key AS account, level AS key, day / 100 AS month FROM archive.insight_day_revision
     UNION SELECT ad_account_key, level, day / 100 FROM archive.conversion_day_revision ORDER BY 1, 2, 3`,
  );
  return [...cellChunks(days), ...months.map(({ account, key, month }) => monthOf(account, key, month))];
}

/** Brings a chunk back from the attached `archive` and compares it; inside a transaction. Returns its rows. */
export function restoreChunk(db: Db, chunk: Chunk): number {
  const there = marked(chunk, 'main', 'IS NOT NULL');
  let rows = 0;
  for (const table of tablesOf(chunk)) {
    const columns = columnsOf(db, 'archive', table).join(', ');
    rows += run(
      db,
      `INSERT OR IGNORE INTO main.${table} (${columns}) SELECT ${columns} FROM archive.${table} AS f
       WHERE ${inChunk(chunk)} ${there}`,
      placeOf(chunk),
    );
    const lost = missing(db, chunk, table, 'archive', 'main', there);
    if (lost > 0) throw new Error(`${lost} rows of ${table} differ from the workspace's own`);
  }
  if (chunk.split === 'dataset_key')
    run(
      db,
      `UPDATE dataset_coverage AS f SET archived_at = NULL WHERE ${inChunk(chunk)} AND archived_at IS NOT NULL`,
      placeOf(chunk),
    );
  return rows;
}
