import type { Day, Level } from '../../../contract/vocabulary.ts';
import { LEVELS } from '../../../contract/vocabulary.ts';
import { intToDay, isDay } from '../../domain/days.ts';
import { LEVEL_CODES, levelOf } from '../codes.ts';
import { all, first, prepared, snapshot, type Db } from '../db.ts';
import { failingDays, type FailingDays } from './failing.ts';

/** Days in a row last read at the same instant (epoch ms), and how many rows they hold together. */
export type DayReads = { from: Day; to: Day; readAt: number; rows: number };

/** What a slice is of: the daily figures of a level (`dataset` null) or a dataset. */
export type SliceDays = { level: Level; dataset: string | null; from: Day; to: Day };

/** What the store knows of an ad account that decides what an import reads. */
export type ReadsOfAccount = {
  levels: Record<Level, DayReads[]>;
  datasets: Map<string, DayReads[]>;
  /** Of month and range datasets: `from` to `to` is the period. */
  periods: Map<string, DayReads[]>;
  /** Slices of ended imports that failed, `since` (epoch ms) when they were asked for; some of their days may be read since. */
  notGot: (SliceDays & { since: number })[];
  /** The first day the ad account's first import was to read; null = none was asked for. */
  firstFrom: Day | null;
  /** Days of which reports or datasets keep failing. */
  failing: FailingDays[];
  /** Slices still to be read by open imports of chosen days, older days and retries: these stay in line whatever comes. */
  inLine: SliceDays[];
  /** Slices of older days that were cancelled. */
  declined: SliceDays[];
  conversionWindowDays: number | null;
  conversionsApiVersion: string | null;
  /** When campaigns, ad groups and ads were last listed in whole (epoch ms). */
  structureReadAt: number | null;
};

const MS_PER_DAY = 86_400_000;
const epochDays = new Map<number, number>();

/** yyyymmdd as days since 1970; NaN when there is no such day. */
function epochDay(day: number): number {
  let value = epochDays.get(day);
  if (value === undefined) {
    const text = intToDay(day);
    value = isDay(text) ? Date.parse(`${text}T00:00:00Z`) / MS_PER_DAY : Number.NaN;
    epochDays.set(day, value);
  }
  return value;
}

/** Days read `afterDays` after themselves are final, except that some were asked for again since and it matters who was first. */
type Final = { afterDays: number; sinces: readonly number[] };

/**
 * Rows in order of days as stretches read at the same instant. Final days are told as one whatever their readings were: nobody asks
 * when a final day was read, and a thousand ad accounts have millions of them.
 */
function stretches(rows: readonly [day: number, readAt: number, rows: number][], final: Final): DayReads[] {
  const list: DayReads[] = [];
  let open: { from: number; to: number; number: number; readAt: number; rows: number; side: number | null } | null =
    null;
  const earliest = Math.min(...final.sinces);
  const latest = Math.max(...final.sinces);
  /** Null = not final, or between two askings; else the same for readings that may be told as one. */
  const sideOf = (number: number, readAt: number): number | null => {
    if (readAt < (number + final.afterDays) * MS_PER_DAY) return null;
    return readAt >= latest ? 1 : readAt < earliest ? 0 : null;
  };
  const close = (): void => {
    if (open) list.push({ from: intToDay(open.from), to: intToDay(open.to), readAt: open.readAt, rows: open.rows });
  };
  for (const [day, readAt, count] of rows) {
    const number = epochDay(day);
    if (Number.isNaN(number)) continue;
    const side = sideOf(number, readAt);
    if (open && number === open.number + 1 && (readAt === open.readAt || (side !== null && side === open.side))) {
      open.to = day;
      open.number = number;
      open.rows += count;
      open.readAt = Math.min(open.readAt, readAt);
    } else {
      close();
      open = { from: day, to: day, number, readAt, rows: count, side };
    }
  }
  close();
  return list;
}

function rowsOf<Row>(db: Db, sql: string, adAccountKey: number): Row[] {
  return prepared(db, sql).raw().all(adAccountKey) as Row[];
}

/**
 * Everything a plan of an ad account needs, as of one moment. `finalAfterDays`: so many days after itself (more than any look-back,
 * counted in UTC) a day no longer moves, and when it was read does not matter.
 */
export function readsOfAccount(db: Db, args: { adAccountKey: number; finalAfterDays: number }): ReadsOfAccount {
  return snapshot(db, () => {
    const { adAccountKey } = args;
    const notGot = slicesNotGot(db, adAccountKey);
    const final: Final = { afterDays: args.finalAfterDays, sinces: notGot.map(({ since }) => since) };
    const core = Map.groupBy(
      rowsOf<[number, number, number, number]>(
        db,
        'SELECT day, read_at, rows, level FROM coverage WHERE ad_account_key = ? ORDER BY level, day',
        adAccountKey,
      ),
      ([, , , level]) => level,
    );
    const account = first<{ days: number | null; version: string | null; structureReadAt: number | null }>(
      db,
      `SELECT conversion_window_days AS days, conversions_api_version AS version, structure_read_at AS structureReadAt
       FROM ad_account WHERE id = ?`,
      adAccountKey,
    );
    return {
      levels: Object.fromEntries(
        LEVELS.map((level) => [
          level,
          stretches(
            (core.get(LEVEL_CODES[level]) ?? []).map(([day, readAt, rows]) => [day, readAt, rows]),
            final,
          ),
        ]),
      ) as Record<Level, DayReads[]>,
      datasets: datasetCoverage(db, adAccountKey, final),
      periods: periodCoverage(db, adAccountKey),
      notGot,
      firstFrom: firstImportFrom(db, adAccountKey),
      failing: failingDays(db, adAccountKey),
      inLine: openSlices(db, adAccountKey),
      declined: declinedSlices(db, adAccountKey),
      conversionWindowDays: account?.days ?? null,
      conversionsApiVersion: account?.version ?? null,
      structureReadAt: account?.structureReadAt ?? null,
    };
  });
}

function firstImportFrom(db: Db, adAccountKey: number): Day | null {
  const row = first<{ day: number | null }>(
    db,
    `SELECT min(from_day) AS day FROM import_run WHERE ad_account_key = ? AND (trigger = 'first' OR why LIKE 'first import%')
       AND chosen = 0`,
    adAccountKey,
  );
  return row?.day == null ? null : intToDay(row.day);
}

/** When the days of every dataset by day or hour were last read. */
function datasetCoverage(db: Db, adAccountKey: number, final: Final): Map<string, DayReads[]> {
  const rows = rowsOf<[number, number, number, string]>(
    db,
    `SELECT c.day, c.read_at, c.rows, d.name FROM dataset_coverage c JOIN dataset d ON d.id = c.dataset_key
     WHERE c.ad_account_key = ? ORDER BY c.dataset_key, c.day`,
    adAccountKey,
  );
  return new Map(
    [...Map.groupBy(rows, ([, , , name]) => name)].map(([name, list]) => [
      name,
      stretches(
        list.map(([day, readAt, count]) => [day, readAt, count]),
        final,
      ),
    ]),
  );
}

/** When the periods of every month and range dataset were last read. */
function periodCoverage(db: Db, adAccountKey: number): Map<string, DayReads[]> {
  const rows = rowsOf<[number, number, number, number, string]>(
    db,
    `SELECT c.from_day, c.to_day, c.read_at, c.rows, d.name FROM period_coverage c JOIN dataset d ON d.id = c.dataset_key
     WHERE c.ad_account_key = ? ORDER BY c.dataset_key, c.from_day, c.to_day`,
    adAccountKey,
  ).filter(([from, to]) => !Number.isNaN(epochDay(from)) && !Number.isNaN(epochDay(to)));
  return new Map(
    [...Map.groupBy(rows, ([, , , , name]) => name)].map(([name, list]) => [
      name,
      list.map(([from, to, readAt, count]) => ({ from: intToDay(from), to: intToDay(to), readAt, rows: count })),
    ]),
  );
}

type SliceRow = { level: number; dataset: string | null; from: number; to: number };

function toSlice(row: SliceRow): SliceDays {
  return { level: levelOf(row.level), dataset: row.dataset, from: intToDay(row.from), to: intToDay(row.to) };
}

/** Newest asking of each slice by days that failed and that no later reading got wholly. */
function slicesNotGot(db: Db, adAccountKey: number): (SliceDays & { since: number })[] {
  const days = (column: string): string =>
    `julianday(substr(${column}, 1, 4) || '-' || substr(${column}, 5, 2) || '-' || substr(${column}, 7, 2))`;
  return all<SliceRow & { since: number }>(
    db,
    `WITH wanted AS (
       SELECT s.level, s.dataset, s.from_day, s.to_day, max(r.queued_at) AS since FROM import_run r
       JOIN import_slice s ON s.import_run_id = r.id
       WHERE r.ad_account_key = @key AND r.status IN ('partial', 'failed') AND s.status IN ('failed', 'cancelled')
         AND (s.dataset IS NULL OR (s.dataset NOT LIKE '%.month' AND s.dataset NOT LIKE '%.range'))
       GROUP BY s.level, s.dataset, s.from_day, s.to_day)
     SELECT w.level, w.dataset, w.from_day AS "from", w.to_day AS "to", w.since FROM wanted w
     WHERE ${days('w.to_day')} - ${days('w.from_day')} + 1 > CASE WHEN w.dataset IS NULL
       THEN (SELECT count(*) FROM coverage c WHERE c.ad_account_key = @key AND c.level = w.level
             AND c.day BETWEEN w.from_day AND w.to_day AND c.read_at >= w.since)
       ELSE (SELECT count(*) FROM dataset_coverage c JOIN dataset d ON d.id = c.dataset_key
             WHERE c.ad_account_key = @key AND d.name = w.dataset
             AND c.day BETWEEN w.from_day AND w.to_day AND c.read_at >= w.since) END
     ORDER BY w.from_day, w.level`,
    { key: adAccountKey },
  ).map((row) => ({ ...toSlice(row), since: row.since }));
}

function openSlices(db: Db, adAccountKey: number): SliceDays[] {
  return all<SliceRow>(
    db,
    `SELECT s.level, s.dataset, s.from_day AS "from", s.to_day AS "to" FROM import_run r
     JOIN import_slice s ON s.import_run_id = r.id
     WHERE r.ad_account_key = ? AND r.status IN ('queued', 'running', 'waiting') AND s.status = 'pending'
       AND (r.chosen = 1 OR r.trigger IN ('backfill', 'retry'))`,
    adAccountKey,
  ).map(toSlice);
}

function declinedSlices(db: Db, adAccountKey: number): SliceDays[] {
  return all<SliceRow>(
    db,
    `SELECT DISTINCT s.level, s.dataset, s.from_day AS "from", s.to_day AS "to" FROM import_run r
     JOIN import_slice s ON s.import_run_id = r.id
     WHERE r.ad_account_key = ? AND r.status = 'cancelled' AND r.trigger = 'backfill' AND s.status = 'cancelled'`,
    adAccountKey,
  ).map(toSlice);
}
