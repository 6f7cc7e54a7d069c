import { chmodSync, copyFileSync, mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import {
  ARCHIVED_NAMES,
  archiveFileName,
  archiveFiles,
  attached,
  columnsOf,
  type ArchivedTable,
} from '../archive-files.ts';
import { syncPath } from '../backups.ts';
import { all, run, write, type Db } from '../db.ts';
import { mapSqliteError } from '../errors.ts';
import {
  chunksOfArchive,
  chunksOfYear,
  copyChunk,
  deleteChunk,
  restoreChunk,
  type Chunk,
  type MoveCounts,
} from './archive-chunks.ts';

/** 'TIDA': tells an archive from a workspace. */
const APPLICATION_ID = 0x54494441;
const DAY_MS = 86_400_000;
/** After the end of a year its figures may still be restated; what was moved is not compared with later answers. */
const SETTLED_AFTER_DAYS = 150;

/** The past years whose figures have settled: the ones that can be moved. `now` in epoch ms. */
export function archivableYears(db: Db, now: number): number[] {
  const newest = new Date(now - SETTLED_AFTER_DAYS * DAY_MS).getUTCFullYear() - 1;
  return all<{ year: number }>(
    db,
    `SELECT DISTINCT day / 10000 AS year FROM dataset_coverage WHERE folded_at IS NULL AND archived_at IS NULL AND day / 10000 <= @newest
     UNION SELECT DISTINCT day / 10000 FROM coverage WHERE day / 10000 <= @newest ORDER BY 1`,
    { newest },
  ).map((row) => row.year);
}

/** Whether some of the year lies in an archive file of its own, whatever else of it is still in the workspace. */
export function isArchived(db: Db, year: number): boolean {
  return archiveFiles(db).some((file) => file.year === year);
}

/**
 * Moves the cells of a past year and the ledgers of its days to `<home>/archive/<year>.db`. A transaction over two files is not
 * atomic with a write-ahead log, therefore: copy into a file of its own, flush it, put it in its place, and only then delete, each
 * stretch of days in one transaction that first compares every row with its copy. Killed anywhere, moving again ends the same;
 * an archived year with nothing left to move ends at once with zero rows. Throws RangeError for a year that has not settled,
 * StoreError for a full disk and the like; nothing is lost by either.
 */
export function* moveToArchiveSteps(
  db: Db,
  home: string,
  { year, now }: { year: number; now: number },
): Generator<MoveCounts, MoveCounts> {
  const counts: MoveCounts = { rows: 0, left: 0 };
  const path = join(home, archiveFileName(year));
  if (!archivableYears(db, now).includes(year)) {
    if (!isArchived(db, year)) throw new RangeError(`The year ${year} cannot be archived yet`);
    // Killed after its last stretch, or asked for twice: done, unless its file is gone.
    attached(db, path, 'archive', () => null);
    return counts;
  }
  const partial = `${path}.partial`;
  let copy: Db | null = null;
  try {
    copy = beginCopy(db, path, partial, year);
    const moving: Chunk[] = [];
    for (const chunk of chunksOfYear(db, year)) {
      if (copyChunk(copy, chunk) === 0) continue;
      moving.push(chunk);
      yield { ...counts };
    }
    const rows = endCopy(copy);
    copy = null;
    if (rows === 0) return counts;
    syncPath(partial);
    renameSync(partial, path);
    syncPath(dirname(path));
    recordFile(db, { year, file: archiveFileName(year), now, rows, bytes: statSync(path).size });
    for (const chunk of moving) {
      const moved = attached(db, path, 'archive', () => write(db, () => deleteChunk(db, chunk, now)));
      counts.rows += moved.rows;
      counts.left += moved.left;
      yield { ...counts };
    }
    return counts;
  } catch (error) {
    throw mapSqliteError(error, home) ?? error;
  } finally {
    if (copy?.open === true) copy.close();
    rmSync(partial, { force: true });
  }
}

/**
 * Brings an archived year back into the workspace and removes its file at the end. Killed anywhere, restoring again ends the same.
 * Throws StoreError when the file cannot be read or the disk is full.
 */
export function* restoreArchiveSteps(
  db: Db,
  home: string,
  { year }: { year: number },
): Generator<MoveCounts, MoveCounts> {
  const counts: MoveCounts = { rows: 0, left: 0 };
  const path = join(home, archiveFileName(year));
  if (!isArchived(db, year)) return counts;
  try {
    const chunks = attached(db, path, 'archive', () => chunksOfArchive(db, year));
    for (const chunk of chunks) {
      counts.rows += attached(db, path, 'archive', () => write(db, () => restoreChunk(db, chunk)));
      yield { ...counts };
    }
    run(db, 'DELETE FROM archive_file WHERE year = ?', year);
    rmSync(path, { force: true });
    return counts;
  } catch (error) {
    throw mapSqliteError(error, home) ?? error;
  }
}

/** Moves in one go; see `moveToArchiveSteps`. */
export function moveToArchive(db: Db, home: string, args: { year: number; now: number }): MoveCounts {
  return through(moveToArchiveSteps(db, home, args));
}

/** Restores in one go; see `restoreArchiveSteps`. */
export function restoreArchive(db: Db, home: string, args: { year: number }): MoveCounts {
  return through(restoreArchiveSteps(db, home, args));
}

function through(steps: Generator<MoveCounts, MoveCounts>): MoveCounts {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** A file to copy into: what the year's archive already holds, or an empty one. Never the archive itself. */
function beginCopy(db: Db, path: string, partial: string, year: number): Db {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  rmSync(partial, { force: true });
  if (isArchived(db, year)) {
    // What it holds is nowhere else: a file that is gone or damaged must not be replaced by a new one.
    attached(db, path, 'archive', () => null);
    copyFileSync(path, partial);
  } else writeFileSync(partial, '', { mode: 0o600 });
  chmodSync(partial, 0o600);
  const copy = new Database(partial, { fileMustExist: true, timeout: 5_000 });
  try {
    // Not waited for here: it counts only after it was flushed as a whole.
    copy.pragma('synchronous = OFF');
    copy.pragma('journal_mode = MEMORY');
    copy.pragma(`application_id = ${APPLICATION_ID}`);
    copy.prepare('ATTACH ? AS source').run(db.name);
    for (const table of ARCHIVED_NAMES) makeTable(copy, table);
  } catch (error) {
    copy.close();
    throw error;
  }
  return copy;
}

function makeTable(copy: Db, table: ArchivedTable): void {
  const has = new Set(columnsOf(copy, 'main', table));
  if (has.size === 0) {
    copy.exec(
      copy
        .prepare(`SELECT sql FROM source.sqlite_schema WHERE type = 'table' AND name = ?`)
        .pluck()
        .get(table) as string,
    );
    return;
  }
  const wanted = copy.prepare(`PRAGMA source.table_info(${table})`).all() as { name: string; type: string }[];
  for (const { name, type } of wanted)
    if (!has.has(name)) copy.exec(`ALTER TABLE main.${table} ADD COLUMN ${name} ${type}`);
}

function endCopy(copy: Db): number {
  const counted = ARCHIVED_NAMES.map((table) => `(SELECT count(*) FROM main.${table})`).join(' + ');
  const rows = copy.prepare(`SELECT ${counted}`).pluck().get() as number;
  copy.exec('DETACH source');
  copy.close();
  return rows;
}

function recordFile(db: Db, row: { year: number; file: string; now: number; rows: number; bytes: number }): void {
  write(db, () =>
    run(
      db,
      `INSERT INTO archive_file (year, file, moved_at, rows, bytes) VALUES (@year, @file, @now, @rows, @bytes)
       ON CONFLICT DO UPDATE SET file = excluded.file, moved_at = excluded.moved_at, rows = excluded.rows, bytes = excluded.bytes`,
      row,
    ),
  );
}
