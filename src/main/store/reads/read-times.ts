import type { Range } from '../../../contract/primitives.ts';
import { dayToInt } from '../../domain/days.ts';
import { prepared, type Db } from '../db.ts';
import type { KnownAt } from './as-known.ts';

/** When a day was first and last read, epoch ms. */
export type ReadTimes = { firstReadAt: number; readAt: number; rows: number };

type Covered = { day: number; readAt: number; firstReadAt: number | null; rows: number };
type Key = { account: number; level: number; from: number; to: number };

const SQL = {
  coverage: `SELECT day, read_at AS readAt, first_read_at AS firstReadAt, rows FROM coverage
    WHERE ad_account_key = @account AND level = @level AND day BETWEEN @from AND @to`,
  firstSeen: `SELECT day, min(at) AS at FROM (
      SELECT day, seen_at AS at FROM insight_day WHERE ad_account_key = @account AND level = @level AND day BETWEEN @from AND @to
      UNION ALL SELECT day, seen_at FROM insight_day_revision
      WHERE ad_account_key = @account AND level = @level AND day BETWEEN @from AND @to) GROUP BY day`,
  lastSeen: `SELECT day, max(at) AS at FROM (
      SELECT day, seen_at AS at FROM insight_day
      WHERE ad_account_key = @account AND level = @level AND day BETWEEN @from AND @to AND seen_at <= @known
      UNION ALL SELECT day, seen_at FROM insight_day_revision
      WHERE ad_account_key = @account AND level = @level AND day BETWEEN @from AND @to AND seen_at <= @known) GROUP BY day`,
  slices: `SELECT s.from_day AS "from", s.to_day AS "to", max(r.started_at) AS at FROM import_run r
    JOIN import_slice s ON s.import_run_id = r.id
    WHERE r.ad_account_key = @account AND r.queued_at <= @known AND r.finished_at <= @known AND r.started_at IS NOT NULL
      AND s.level = @level AND s.dataset IS NULL AND s.entities IS NULL AND s.status = 'done'
      AND s.from_day <= @to AND s.to_day >= @from
    GROUP BY s.from_day, s.to_day`,
} as const;

/**
 * The days (yyyymmdd) of a range that had been read at T, with their read times then.
 *
 * Only the first and the newest read of a day are stored. A day whose newest read is not after T is exact. Of a day read again since,
 * the newest read up to T is the youngest proof of one: its first read, a value of the day first seen up to T, or the start of an
 * import that had ended by T and read the day. A read inside an import still going on at T, or from before imports were kept, that
 * found nothing new leaves no trace: the day may then look less settled than it was, never more.
 * Days first read before first reads were kept count from the first time any of their values was seen.
 */
export function readTimes(
  db: Db,
  accountKey: number,
  level: number,
  range: Range,
  knownAt: KnownAt,
): Map<number, ReadTimes> {
  const key: Key = { account: accountKey, level, from: dayToInt(range.from), to: dayToInt(range.to) };
  const rows = prepared(db, SQL.coverage).all(key) as Covered[];
  const result = new Map<number, ReadTimes>();
  const undated = rows.filter((row) => row.firstReadAt === null);
  const firstSeen = undated.length === 0 ? new Map<number, number>() : seen(db, SQL.firstSeen, spanOf(key, undated), 0);
  const open: (Covered & { firstReadAt: number })[] = [];
  for (const row of rows) {
    const firstReadAt = row.firstReadAt ?? Math.min(firstSeen.get(row.day) ?? row.readAt, row.readAt);
    if (knownAt === null || row.readAt <= knownAt)
      result.set(row.day, { firstReadAt, readAt: row.readAt, rows: row.rows });
    else if (firstReadAt <= knownAt) open.push({ ...row, firstReadAt });
  }
  if (knownAt === null || open.length === 0) return result;
  const span = spanOf(key, open);
  const lastSeen = seen(db, SQL.lastSeen, span, knownAt);
  const slices = prepared(db, SQL.slices).all({ ...span, known: knownAt }) as {
    from: number;
    to: number;
    at: number;
  }[];
  for (const { day, firstReadAt, rows: count } of open) {
    let readAt = Math.max(firstReadAt, lastSeen.get(day) ?? firstReadAt);
    for (const slice of slices) if (slice.from <= day && slice.to >= day) readAt = Math.max(readAt, slice.at);
    result.set(day, { firstReadAt, readAt, rows: count });
  }
  return result;
}

function spanOf(key: Key, rows: readonly Covered[]): Key {
  const days = rows.map((row) => row.day);
  return { ...key, from: Math.min(...days), to: Math.max(...days) };
}

function seen(db: Db, sql: string, key: Key, known: number): Map<number, number> {
  const rows = prepared(db, sql).all({ ...key, known }) as { day: number; at: number }[];
  return new Map(rows.map((row) => [row.day, row.at]));
}
