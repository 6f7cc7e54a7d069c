import type { AsKnownOn, Range } from '../../../contract/primitives.ts';
import { dayToInt } from '../../domain/days.ts';
import { archivedYears, archiveFiles, withArchives } from '../archive-files.ts';
import type { Db } from '../db.ts';

type Asked = { range: Range; compare?: Range | null; asKnownOn?: AsKnownOn | null };

/** Makes a read see detail that was moved to yearly archive files, where its days reach into their years. */
export function reaching<Args extends Asked, Result>(
  read: (db: Db, args: Args) => Result,
): (db: Db, args: Args) => Result {
  return (db, args) => {
    const ranges = [args.range, ...(args.compare ? [args.compare] : [])];
    const years = ranges.flatMap(({ from, to }) => archivedYears(db, dayToInt(from), dayToInt(to)));
    return withArchives(db, newestTen(years), () => read(db, args));
  };
}

/**
 * The same for reads whose figures of now are never moved: only a question of what once was known needs the ledgers in the archives.
 * A page must not depend on a file that may be on a disk that is not there; days of archived years are then not marked as restated.
 */
export function reachingThen<Args extends Asked, Result>(
  read: (db: Db, args: Args) => Result,
): (db: Db, args: Args) => Result {
  const whole = reaching(read);
  return (db, args) => (args.asKnownOn == null ? read(db, args) : whole(db, args));
}

/** The same for changes since an instant: a ledger moved before it holds none of them. */
export function reachingSince<Args extends { range: Range | null; since: string }, Result>(
  read: (db: Db, args: Args) => Result,
): (db: Db, args: Args) => Result {
  return (db, args) => {
    const inRange = args.range && new Set(archivedYears(db, dayToInt(args.range.from), dayToInt(args.range.to)));
    const years = archiveFiles(db)
      .filter((file) => file.movedAt > Date.parse(args.since) && (inRange === null || inRange.has(file.year)))
      .map((file) => file.year);
    return withArchives(db, newestTen(years), () => read(db, args));
  };
}

/** SQLite attaches ten files at most; of more, the oldest stay out. */
function newestTen(years: readonly number[]): number[] {
  return [...new Set(years)].toSorted((a, b) => a - b).slice(-10);
}
