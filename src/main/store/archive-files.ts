import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { all, type Db } from './db.ts';
import { StoreError } from './errors.ts';

/**
 * Yearly files `<home>/archive/<year>.db` with detail moved out of the workspace (writes/archives.ts). They hold the same tables and
 * the same keys, so that they mean something only beside their own workspace.
 *
 * A row of a cell counts as archived only while dataset_coverage says so of its day: that mark and the row's deletion are one
 * transaction of the workspace, so a file and the workspace may both hold a row meanwhile and it is still read once. Rows of ledgers
 * are never changed, only moved: there the workspace's own row goes first.
 */
export const ARCHIVED_TABLES = {
  insight_segment: { split: 'dataset_key', keys: ['day', 'entity_key', 'segment_key'] },
  insight_segment_revision: { split: 'dataset_key', keys: ['day', 'entity_key', 'segment_key', 'revision'] },
  insight_day_revision: { split: 'level', keys: ['day', 'entity_key', 'revision'] },
  conversion_day_revision: { split: 'level', keys: ['day', 'entity_key', 'action_type_key', 'revision'] },
} as const;
export type ArchivedTable = keyof typeof ARCHIVED_TABLES;
export const ARCHIVED_NAMES = Object.keys(ARCHIVED_TABLES) as ArchivedTable[];

export function archiveFileName(year: number): string {
  return `archive/${year}.db`;
}

/** Columns of a table of an attached database, in its order; empty when it has no such table. */
export function columnsOf(db: Db, schema: string, table: string): string[] {
  return (db.prepare(`PRAGMA ${schema}.table_info(${table})`).all() as { name: string }[]).map((column) => column.name);
}

export type ArchiveFile = { year: number; file: string; movedAt: number; rows: number; bytes: number };

/** The archive files of a workspace, oldest year first; `file` is relative to its folder. */
export function archiveFiles(db: Db): ArchiveFile[] {
  return all<ArchiveFile>(db, 'SELECT year, file, moved_at AS movedAt, rows, bytes FROM archive_file ORDER BY year');
}

/** The years of the archives that hold days between two (yyyymmdd, both included): what to give to `withArchives`. */
export function archivedYears(db: Db, from: number, to: number): number[] {
  const [first, last] = [Math.floor(from / 10_000), Math.floor(to / 10_000)];
  return archiveFiles(db)
    .map((file) => file.year)
    .filter((year) => year >= first && year <= last);
}

/** Attaches an archive under a name for the time of `work`. Throws StoreError when the file is not there or is none of ours. */
export function attached<T>(db: Db, path: string, schema: string, work: () => T): T {
  if (db.inTransaction) throw new Error('An archive cannot be attached inside a transaction');
  if (!existsSync(path)) throw unreadable(path, 'The file is not there');
  try {
    db.prepare(`ATTACH ? AS ${schema}`).run(path);
  } catch (error) {
    throw unreadable(path, String(error), error);
  }
  try {
    if (columnsOf(db, schema, 'insight_segment').length === 0) throw unreadable(path, 'It holds no figures');
    return work();
  } finally {
    db.exec(`DETACH ${schema}`);
  }
}

function unreadable(path: string, detail: string, cause?: unknown): StoreError {
  return new StoreError(
    'ARCHIVE_UNREADABLE',
    `The archive ${path} cannot be read. Put the file back from a copy of the workspace; all other figures are safe.`,
    detail,
    { cause },
  );
}

/**
 * Runs `work` with the detail of these years as if it had never been moved: for its time, temporary views of the same names stand
 * before the archived tables, so that every read of store/reads works unchanged. For reading only, and `work` must be synchronous:
 * on the writing connection nothing may be stored meanwhile. Not inside a transaction (`work` may open a snapshot). At most ten
 * years at once, SQLite's limit. Throws StoreError ARCHIVE_UNREADABLE for a file that is gone or damaged.
 */
export function withArchives<T>(db: Db, years: readonly number[], work: () => T): T {
  const home = dirname(db.name);
  const known = archiveFiles(db).filter((file) => years.includes(file.year));
  const run = (index: number): T => {
    const file = known[index];
    return file === undefined
      ? withViews(
          db,
          known.map((one) => schemaOf(one.year)),
          work,
        )
      : attached(db, join(home, file.file), schemaOf(file.year), () => run(index + 1));
  };
  return known.length === 0 ? work() : run(0);
}

const schemaOf = (year: number): string => `archive_${year}`;

function withViews<T>(db: Db, schemas: readonly string[], work: () => T): T {
  const made: string[] = [];
  const guarded = db.pragma('query_only', { simple: true }) === 1;
  // A temporary view counts as a write; the files themselves stay read-only on a reader's connection.
  const allowing = (change: () => void): void => {
    if (guarded) db.pragma('query_only = OFF');
    try {
      change();
    } finally {
      if (guarded) db.pragma('query_only = ON');
    }
  };
  try {
    allowing(() => {
      for (const table of ARCHIVED_NAMES) {
        db.exec(`CREATE TEMP VIEW ${table} AS ${unionSql(db, table, schemas)}`);
        made.push(table);
      }
    });
    return work();
  } finally {
    allowing(() => {
      for (const table of made) db.exec(`DROP VIEW temp.${table}`);
    });
  }
}

function unionSql(db: Db, table: ArchivedTable, schemas: readonly string[]): string {
  const columns = columnsOf(db, 'main', table);
  const { split, keys } = ARCHIVED_TABLES[table];
  const own =
    split === 'dataset_key'
      ? `EXISTS (SELECT 1 FROM main.dataset_coverage AS c WHERE c.ad_account_key = a.ad_account_key
         AND c.dataset_key = a.dataset_key AND c.day = a.day AND c.archived_at IS NOT NULL)`
      : `NOT EXISTS (SELECT 1 FROM main.${table} AS m WHERE ${['ad_account_key', split, ...keys]
          .map((key) => `m.${key} = a.${key}`)
          .join(' AND ')})`;
  const parts = schemas.map((schema) => {
    // A file written before a column was added does not know it.
    const has = new Set(columnsOf(db, schema, table));
    const list = columns.map((column) => (has.has(column) ? `a.${column}` : `NULL AS ${column}`));
    return `SELECT ${list.join(', ')} FROM ${schema}.${table} AS a WHERE ${own}`;
  });
  return [`SELECT ${columns.join(', ')} FROM main.${table}`, ...parts].join(' UNION ALL ');
}
