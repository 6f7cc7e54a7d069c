import type { Range } from '../../../contract/primitives.ts';
import { addDays, dayToInt, daysInRange, eachDayInt } from '../../domain/days.ts';
import { all, prepared, type Db } from '../db.ts';
import { countDays } from './day-states.ts';
import type { Summed, ViewArgs } from './account-periods.ts';
import type { ClientAccount } from './health.ts';
import type { MonthRead, ReadMonths } from './pace.ts';
import { readTooSoon, ripeDays, type Ripening } from './ripe.ts';
import {
  addTally,
  DAY_SUMS,
  emptyTally,
  MONTH_SUMS,
  segmentsOf,
  tallyAt,
  type Tally,
  type TallyColumns,
} from './sums.ts';

/**
 * The periods of many ad accounts at once, added up by SQLite: a list of a thousand clients would else carry a hundred and fifty thousand
 * rows into this language to add them here. What it tells is what `accountPeriod` tells of each account; only for figures as they are
 * known now, and without the clients' own names for conversions.
 */
export type FoldedPeriod = Summed &
  Ripening & {
    /** Spend per day of the range, micros; null = no row, or spend not told. */
    spend: readonly (number | null)[];
    /** Newest read of any day of the range, epoch ms. */
    newestRead: number | null;
  };

// From the ad accounts in the order of their keys, so that the groups come one after the other and nothing has to be sorted.
const of = (facts: string): string => `FROM ad_account a CROSS JOIN ${facts} f
  ON f.ad_account_key = a.id AND f.level = 0 AND f.${facts === 'insight_month' ? 'month' : 'day'} BETWEEN @from AND @to
  WHERE +a.id IN (SELECT value FROM json_each(@keys)) GROUP BY a.id`;
const DAY_MS = 86_400_000;
export const SQL = {
  days: `SELECT a.id, ${DAY_SUMS} ${of('insight_day')}`,
  spend: `SELECT a.id, ${DAY_SUMS}, json_group_array(spend_micros ORDER BY day) ${of('insight_day')}`,
  months: `SELECT a.id, ${MONTH_SUMS} ${of('insight_month')}`,
  coverage: `SELECT a.id, count(*), max(read_at) ${of('coverage')}`,
  // The last one says how soon after their days they were read, with months of 31 days: sooner than it was, never later.
  ripeCoverage: `SELECT a.id, count(*), max(read_at),
    min(read_at - (((day / 10000 * 12 + day / 100 % 100) * 31 + day % 100) - @first) * ${DAY_MS}) ${of('coverage')}`,
  // Of days that may have been read before they were over; with months of 31 days rather too many than too few.
  soon: `SELECT a.id, f.day, f.read_at ${of('coverage').replace('GROUP BY a.id', `AND read_at - (((day / 10000 * 12 + day / 100 % 100) * 31 + day % 100) - @first) * ${DAY_MS} < @limit`)}`,
  monthSpend: `SELECT a.id, coalesce(sum(spend_micros), 0) ${of('insight_day')}`,
  monthDays: `SELECT a.id, count(*) ${of('coverage')}`,
} as const;

const SPEND_OF_ONE = `SELECT day, spend_micros AS spend FROM insight_day
  WHERE ad_account_key = ? AND level = 0 AND day BETWEEN ? AND ?`;
const READ_OF_ONE = `SELECT day, read_at AS readAt FROM coverage WHERE ad_account_key = ? AND level = 0 AND day BETWEEN ? AND ?`;

/** A stretch of a period; `end` = how many days of the period lie before its end. */
type Piece = Range & { end: number };
type Read = Piece & {
  days: number;
  /** Whether a day of it was read before it was over; 'perhaps' = its days have to be looked at. */
  open: boolean | 'perhaps';
};
type Side = { tallies: (Piece & { tally: Tally })[]; reads: Read[]; newestRead: number | null };
type Folding = { account: ClientAccount; spend: (number | null)[]; now: Side; before: Side };

/** Both periods of ad accounts that are looked at as they are known now, by their keys. */
export function foldedPeriods(
  db: Db,
  accounts: readonly ClientAccount[],
  view: Pick<ViewArgs, 'range' | 'compare' | 'now'>,
): Map<number, FoldedPeriod> {
  const side = (): Side => ({ tallies: [], reads: [], newestRead: null });
  const foldings = new Map(
    accounts.map((account): [number, Folding] => [account.key, { account, spend: [], now: side(), before: side() }]),
  );
  const keys = JSON.stringify([...foldings.keys()]);
  // Cut where the ripe days of some zone end, so that their sums are sums of whole pieces.
  const zones = new Map(accounts.map((account) => [account.timezone, account]));
  const cuts = [...new Set([...zones.values()].map((account) => ripeDays([account], view)))];
  const zoneOf = (key: number): string => foldings.get(key)?.account.timezone ?? 'UTC';
  const ripeEnd = Math.max(0, ...cuts);

  for (const piece of cut(view.range, cuts)) foldSpend(db, keys, foldings, piece);
  for (const piece of view.compare === null ? [] : cut(view.compare, cuts))
    foldSums(db, keys, piece, (key, tally) => foldings.get(key)?.before.tallies.push({ ...piece, tally }));
  for (const [which, range] of [['now', view.range] as const, ['before', view.compare] as const])
    for (const piece of range === null ? [] : cut(range, cuts))
      foldReads(db, keys, piece, piece.end <= ripeEnd, zoneOf, (key, read, newest) => {
        const into = foldings.get(key)?.[which];
        into?.reads.push(read);
        if (into !== undefined) into.newestRead = Math.max(into.newestRead ?? newest, newest);
      });
  return new Map([...foldings].map(([key, folding]) => [key, periodOf(db, folding, view)]));
}

function periodOf(db: Db, { account, spend, now, before }: Folding, view: Pick<ViewArgs, 'compare'>): FoldedPeriod {
  return {
    account,
    current: upTo(now, Infinity),
    previous: upTo(before, Infinity),
    known: now.reads.length > 0,
    daysRead: readUpTo(now, Infinity),
    get unfinished() {
      return [...now.reads, ...before.reads].some((read) => isOpen(db, account, read));
    },
    comparable: view.compare !== null && readUpTo(before, Infinity) === countDays(view.compare),
    spend,
    newestRead: now.newestRead,
    ripe(days) {
      for (const side of [now, before]) {
        if (readUpTo(side, days) !== days) return null;
        if (side.reads.some((read) => read.end <= days && isOpen(db, account, read))) return null;
      }
      return { current: upTo(now, days), previous: upTo(before, days) };
    },
  };
}

function upTo(side: Side, end: number): Tally {
  const sum = emptyTally();
  for (const piece of side.tallies) if (piece.end <= end) addTally(sum, piece.tally);
  return sum;
}

const readUpTo = (side: Side, end: number): number =>
  side.reads.reduce((sum, read) => (read.end <= end ? sum + read.days : sum), 0);

function cut(range: Range, cuts: readonly number[]): Piece[] {
  const length = daysInRange(range.from, range.to);
  const ends = [...cuts.filter((end) => end > 0 && end < length), length].toSorted((a, b) => a - b);
  return ends.map((end, index) => ({
    from: addDays(range.from, ends[index - 1] ?? 0),
    to: addDays(range.from, end - 1),
    end,
  }));
}

const bounds = (keys: string, { from, to }: Range) => ({ keys, from: dayToInt(from), to: dayToInt(to) });

function foldSpend(db: Db, keys: string, foldings: ReadonlyMap<number, Folding>, piece: Piece): void {
  const days = eachDayInt(piece.from, piece.to);
  const rows = prepared(db, SQL.spend).raw().all(bounds(keys, piece)) as [number, ...TallyColumns, string][];
  const told = new Map(rows.map((row) => [row[0], row]));
  for (const [key, folding] of foldings) {
    const row = told.get(key);
    if (row === undefined) {
      for (const _ of days) folding.spend.push(null);
      continue;
    }
    folding.now.tallies.push({ ...piece, tally: tallyAt(row as never, 1) });
    const spend = JSON.parse(row[7]) as (number | null)[];
    folding.spend.push(...(spend.length === days.length ? spend : spendByDay(db, key, days)));
  }
}

/** Where a day is missing, the places of the others are told by their days. */
function spendByDay(db: Db, key: number, days: readonly number[]): (number | null)[] {
  const rows = all<{ day: number; spend: number | null }>(db, SPEND_OF_ONE, key, days[0], days.at(-1));
  const spend = new Map(rows.map((row) => [row.day, row.spend]));
  return days.map((day) => spend.get(day) ?? null);
}

/** Whole months come from the rollup. */
function foldSums(db: Db, keys: string, range: Range, put: (key: number, tally: Tally) => void): void {
  const { days, months } = segmentsOf(range);
  const take = (sql: string, from: number, to: number): void => {
    const rows = prepared(db, sql).raw().all({ keys, from, to }) as [number, ...TallyColumns][];
    for (const row of rows) put(row[0], tallyAt(row, 1));
  };
  for (const [from, to] of days) take(SQL.days, from, to);
  if (months !== null) take(SQL.months, ...months);
}

/** A day is over everywhere this long after it began in UTC; an hour more than the westernmost zone, as in day-bounds.ts. */
const OVER_EVERYWHERE_MS = 37 * 3_600_000;
/** Counts days with months of 31. */
const placeOf = (day: number): number =>
  (Math.floor(day / 10_000) * 12 + (Math.floor(day / 100) % 100)) * 31 + (day % 100);

function foldReads(
  db: Db,
  keys: string,
  piece: Piece,
  ripe: boolean,
  zoneOf: (key: number) => string,
  put: (key: number, read: Read, newest: number) => void,
): void {
  const limit = Date.parse(`${piece.from}T00:00:00Z`) + OVER_EVERYWHERE_MS;
  const bound = bounds(keys, piece);
  const first = placeOf(bound.from);
  if (ripe) {
    const rows = prepared(db, SQL.ripeCoverage)
      .raw()
      .all({ ...bound, first }) as [number, number, number, number][];
    for (const [key, days, newest, earliest] of rows)
      put(key, { ...piece, days, open: earliest < limit && 'perhaps' }, newest);
    return;
  }
  // Of the youngest days one is doubtful for almost every account: asked one by one, they would be a query each.
  const soon = prepared(db, SQL.soon)
    .raw()
    .all({ ...bound, first, limit }) as [number, number, number][];
  const open = new Set(soon.flatMap(([key, day, readAt]) => (readTooSoon(day, readAt, zoneOf(key)) ? key : [])));
  const rows = prepared(db, SQL.coverage).raw().all(bound) as [number, number, number][];
  for (const [key, days, newest] of rows) put(key, { ...piece, days, open: open.has(key) }, newest);
}

const isOpen = (db: Db, account: ClientAccount, read: Read): boolean =>
  read.open === 'perhaps' ? hasOpenDay(db, account, read) : read.open;

function hasOpenDay(db: Db, account: ClientAccount, { from, to }: Range): boolean {
  return all<{ day: number; readAt: number }>(db, READ_OF_ONE, account.key, dayToInt(from), dayToInt(to)).some(
    ({ day, readAt }) => readTooSoon(day, readAt, account.timezone),
  );
}

/** Months of ad accounts that are looked at as they are known now, read for all of them when the first is asked for. */
export function foldedMonths(db: Db, accounts: readonly ClientAccount[]): ReadMonths {
  const known = new Set(accounts.flatMap((account) => (account.knownAt === null ? account.key : [])));
  const keys = JSON.stringify([...known]);
  const months = new Map<string, Map<number, MonthRead>>();
  const read = (range: Range): Map<number, MonthRead> => {
    const rows = (sql: string) => prepared(db, sql).raw().all(bounds(keys, range)) as [number, number][];
    const spent = new Map(rows(SQL.monthSpend));
    const covered = new Map(rows(SQL.monthDays));
    return new Map(
      [...known].map((key) => [key, { covered: covered.get(key) ?? 0, spentMicros: spent.get(key) ?? 0 }]),
    );
  };
  return (accountKey, range) => {
    if (!known.has(accountKey)) return undefined;
    const name = `${range.from} ${range.to}`;
    const month = months.get(name) ?? read(range);
    months.set(name, month);
    return month.get(accountKey);
  };
}
