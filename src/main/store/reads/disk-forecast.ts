import { statSync } from 'node:fs';
import { archiveFiles } from '../archive-files.ts';
import { iso } from '../codes.ts';
import { all, first, snapshot, type Db } from '../db.ts';
import { archivableYears } from '../writes/archives.ts';
import { isHourly } from '../writes/retention.ts';

const DAY_MS = 86_400_000;
/** How many of the newest days that are over tell the pace. */
const PACE_DAYS = 28;
/** When the person chose nothing: about the look-back and 90 days. */
const USUALLY_KEPT_DAYS = 120;

export type DiskForecast = {
  /** Size of the database with its log; and of the yearly archives beside it. */
  bytes: number;
  archiveBytes: number;
  /** Inside the file, given back to the next rows first: what deleting freed. */
  freeBytes: number;
  /** Largest first; an index counts to its table. `estimated` when SQLite cannot tell and rows were counted instead. */
  tables: { name: string; bytes: number }[];
  estimated: boolean;
  bytesPerDay: number;
  /** In 365 days at this pace when nothing is folded or moved. */
  bytesIn12Months: number;
  /** What folding hours older than `hoursKeptDays` and moving each settled year would free in the database, in bytes. */
  folding: number;
  archiving: { year: number; bytes: number }[];
  archives: { year: number; file: string; movedAt: string; rows: number; bytes: number }[];
};

/** The tables that grow with the days that are read, by whose coverage they are measured. */
const DAILY = ['insight_day', 'insight_day_revision', 'conversion_day', 'conversion_day_revision', 'insight_month'];
const LEDGERS = ['insight_day_revision', 'conversion_day_revision'];
const CELLS = ['insight_segment', 'insight_segment_revision'];
/** Of a month's hours the fold keeps a row per weekday and hour: 7 of about 30. */
const PROFILE_SHARE = 7 / 30;
/** Without dbstat: what a row of any table takes, about. */
const BYTES_PER_ROW = 80;

/**
 * How large the workspace is, what makes it so, and what it will be: bytes per row as they are today, times the rows that the newest
 * days brought. Reads every page once (about a second per gigabyte): for a reading connection. `now` in epoch ms.
 */
export function diskForecast(db: Db, args: { now: number; hoursKeptDays: number | null }): DiskForecast {
  return snapshot(db, () => {
    const { sizes, estimated } = tableSizes(db);
    const sum = (tables: readonly string[]): number =>
      tables.reduce((bytes, name) => bytes + (sizes.get(name) ?? 0), 0);
    const daily = coverageRows(db, 'coverage', args.now, 'true');
    const cells = coverageRows(db, 'dataset_coverage', args.now, 'folded_at IS NULL AND archived_at IS NULL');
    const growth = share(sum(DAILY), daily.recent, daily.all) + share(sum(CELLS), cells.recent, cells.all);
    const bytesPerDay = Math.round(growth / PACE_DAYS);
    const archives = archiveFiles(db);
    const kept = (args.hoursKeptDays ?? USUALLY_KEPT_DAYS) * DAY_MS;
    const bytes = fileSize(db.name) + fileSize(`${db.name}-wal`);
    const pageSize = Number(db.pragma('page_size', { simple: true }));
    return {
      bytes,
      archives: archives.map((file) => ({ ...file, movedAt: iso(file.movedAt) })),
      archiveBytes: archives.reduce((total, file) => total + file.bytes, 0),
      freeBytes: Number(db.pragma('freelist_count', { simple: true })) * pageSize,
      tables: [...sizes].map(([name, size]) => ({ name, bytes: size })).sort((a, b) => b.bytes - a.bytes),
      estimated,
      bytesPerDay,
      bytesIn12Months: bytes + 365 * bytesPerDay,
      folding: Math.round((1 - PROFILE_SHARE) * share(sum(CELLS), hourlyBefore(db, args.now - kept), cells.all)),
      archiving: archivableYears(db, args.now).map((year) => ({
        year,
        bytes: Math.round(
          share(sum(CELLS), ofYear(db, 'dataset_coverage', year), cells.all) +
            share(sum(LEDGERS), ofYear(db, 'coverage', year), daily.all),
        ),
      })),
    };
  });
}

const share = (bytes: number, part: number, whole: number): number => (whole === 0 ? 0 : (bytes * part) / whole);

function tableSizes(db: Db): { sizes: Map<string, number>; estimated: boolean } {
  const tables = all<{ name: string; parent: string }>(
    db,
    `SELECT name, tbl_name AS parent FROM sqlite_schema WHERE type IN ('table', 'index')`,
  );
  const parents = new Map(tables.map((row) => [row.name, row.parent]));
  const sizes = new Map<string, number>();
  try {
    for (const { name, bytes } of all<{ name: string; bytes: number }>(
      db,
      'SELECT name, pgsize AS bytes FROM dbstat WHERE aggregate = TRUE',
    )) {
      const parent = parents.get(name) ?? name;
      sizes.set(parent, (sizes.get(parent) ?? 0) + bytes);
    }
    return { sizes, estimated: false };
  } catch {
    // A SQLite built without dbstat.
    for (const { name, parent } of tables)
      if (name === parent)
        sizes.set(
          name,
          BYTES_PER_ROW * (first<{ rows: number }>(db, `SELECT count(*) AS rows FROM ${name}`)?.rows ?? 0),
        );
    return { sizes, estimated: true };
  }
}

function coverageRows(db: Db, table: string, now: number, here: string): { recent: number; all: number } {
  const from = dayInt(now - (PACE_DAYS + 1) * DAY_MS);
  const row = first<{ recent: number | null; all: number | null }>(
    db,
    `SELECT sum(rows) FILTER (WHERE day > ? AND day < ?) AS recent, sum(rows) AS "all" FROM ${table} WHERE ${here}`,
    from,
    dayInt(now),
  );
  return { recent: row?.recent ?? 0, all: row?.all ?? 0 };
}

function hourlyBefore(db: Db, limit: number): number {
  const row = first<{ rows: number | null }>(
    db,
    `SELECT sum(c.rows) AS rows FROM dataset_coverage c JOIN dataset d ON d.id = c.dataset_key
     WHERE c.day < ? AND c.folded_at IS NULL AND c.archived_at IS NULL AND ${isHourly('d.name')}`,
    dayInt(limit),
  );
  return row?.rows ?? 0;
}

function ofYear(db: Db, table: 'coverage' | 'dataset_coverage', year: number): number {
  const here = table === 'coverage' ? '' : 'AND folded_at IS NULL AND archived_at IS NULL';
  const row = first<{ rows: number | null }>(
    db,
    `SELECT sum(rows) AS rows FROM ${table} WHERE day / 10000 = ? ${here}`,
    year,
  );
  return row?.rows ?? 0;
}

/** The UTC day of an instant: a pace need not know zones. */
function dayInt(at: number): number {
  return Number(new Date(at).toISOString().slice(0, 10).replaceAll('-', ''));
}

function fileSize(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
