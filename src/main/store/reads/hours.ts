import type { HoursView } from '../../../contract/breakdowns.ts';
import type { Day } from '../../../contract/vocabulary.ts';
import { addDays, addMonths, dayToInt, intToDay } from '../../domain/days.ts';
import { repeatedHours } from '../../domain/hours.ts';
import { prepared, snapshot, type Db } from '../db.ts';
import { factsSql } from './as-known.ts';
import { aboutDataset, question, segmentsOf } from './breakdown.ts';
import {
  accountsOf,
  coveredDaysOf,
  findDataset,
  OF_DATASET,
  OF_ENTITIES,
  partsOf,
  type DatasetArgs,
} from './datasets.ts';
import type { CoveredCell } from './datasets.ts';
import { countDays } from './day-states.ts';
import type { ClientAccount } from './health.ts';
import {
  addTally,
  DAY_SUMS,
  emptyTally,
  MONTH_SUMS,
  RAW,
  tallyAt,
  toSums,
  type Tally,
  type TallyColumns,
} from './sums.ts';

type Part = HoursView['parts'][number];
type Cell = { sum: Tally; days: number; repeated: number };

/**
 * Weekday × hour of a client, in each ad account's own zone; null when there is no such client. Days kept in detail are taken day by
 * day. Days folded into averages are known per month only: a month counts when all its folded days lie inside the range. As once
 * known they cannot be told at all, because averages keep no ledger.
 */
export function hours(db: Db, args: DatasetArgs): HoursView | null {
  return snapshot(db, () => {
    const accounts = accountsOf(db, args);
    if (accounts === null) return null;
    return { parts: partsOf(accounts).map((group) => partOf(db, group, args)) };
  });
}

function partOf(db: Db, group: readonly ClientAccount[], args: DatasetArgs): Part {
  const [{ platform, currency }] = group as [ClientAccount];
  const found = findDataset(db, args, platform, 'hour', 'hour');
  const cells = Array.from({ length: 168 }, (): Cell => ({ sum: emptyTally(), days: 0, repeated: 0 }));
  const read: CoveredCell[] = [];
  let folded = 0;
  let leftOut = 0;
  for (const account of found.key === null ? [] : group) {
    const covered = coveredDaysOf(db, account, found.key as number, args.range);
    read.push(...covered);
    const months = usableMonths(db, account, found.key as number, args);
    const counted = covered.filter((one) => !one.folded || months.has(Math.floor(one.day / 100)));
    folded += counted.filter((one) => one.folded).length;
    leftOut += covered.length - counted.length;
    countAccountDays(cells, account, counted);
    addDetail(db, cells, account, found.key as number, args, new Set(counted.map((one) => one.day)));
    if (months.size > 0) addFolded(db, cells, account, found.key as number, args, months);
  }
  return {
    ...aboutDataset(platform, currency, found, read, group.length * countDays(args.range)),
    timezones: [...new Set(group.map((account) => account.timezone))].toSorted(),
    cells: cells.map(({ sum, days, repeated }, index) => ({
      weekday: Math.floor(index / 24) + 1,
      hour: index % 24,
      sums: toSums(sum),
      days,
      repeated,
    })),
    foldedDays: folded,
    foldedDaysLeftOut: leftOut,
  };
}

/** 0 = Monday. */
function weekdayOf(day: Day): number {
  return (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;
}

/** Which hours came twice is the zone's to say: platforms report both under one label. */
function countAccountDays(cells: readonly Cell[], account: ClientAccount, counted: readonly CoveredCell[]): void {
  for (const one of counted) {
    const day = intToDay(one.day);
    const row = weekdayOf(day) * 24;
    const twice = repeatedHours(day, account.timezone);
    for (let hour = 0; hour < 24; hour += 1) {
      const cell = cells[row + hour] as Cell;
      cell.days += 1;
      if (twice.has(String(hour).padStart(2, '0'))) cell.repeated += 1;
    }
  }
}

function addDetail(
  db: Db,
  cells: readonly Cell[],
  account: ClientAccount,
  dataset: number,
  args: DatasetArgs,
  counted: ReadonlySet<number>,
): void {
  const { narrowed, bound } = question(db, account, args);
  const where = `${OF_DATASET}${narrowed ? OF_ENTITIES : ''}`;
  const rows = prepared(
    db,
    `SELECT day, segment_key, ${DAY_SUMS}
     FROM ${factsSql('insight_segment', `day, segment_key, ${RAW}`, where, account.knownAt)} GROUP BY day, segment_key`,
  )
    .raw()
    .all({ ...bound, dataset }) as [number, number, ...TallyColumns][];
  const segments = segmentsOf(db, new Set(rows.map((row) => row[1])));
  for (const row of rows) {
    const hour = Number(segments.get(row[1])?.hour);
    const cell = cells[weekdayOf(intToDay(row[0])) * 24 + hour];
    // A row that names no hour must not land at midnight; rows of an interrupted answer are of days that do not count as read.
    if (hour >= 0 && hour < 24 && cell !== undefined && counted.has(row[0])) addTally(cell.sum, tallyAt(row, 2));
  }
}

/** Months (yyyymm) whose folded days all lie inside the range. */
function usableMonths(db: Db, account: ClientAccount, dataset: number, args: DatasetArgs): Set<number> {
  if (account.knownAt !== null) return new Set();
  const from = `${args.range.from.slice(0, 8)}01`;
  const to = addDays(addMonths(`${args.range.to.slice(0, 8)}01`, 1), -1);
  const foldedDays = coveredDaysOf(db, account, dataset, { from, to }).filter((one) => one.folded);
  const [first, last] = [dayToInt(args.range.from), dayToInt(args.range.to)];
  const outside = new Set(
    foldedDays.filter(({ day }) => day < first || day > last).map(({ day }) => Math.floor(day / 100)),
  );
  return new Set(foldedDays.map(({ day }) => Math.floor(day / 100)).filter((month) => !outside.has(month)));
}

function addFolded(
  db: Db,
  cells: readonly Cell[],
  account: ClientAccount,
  dataset: number,
  args: DatasetArgs,
  months: ReadonlySet<number>,
): void {
  const { narrowed, bound } = question(db, account, args);
  const rows = prepared(
    db,
    `SELECT weekday, hour, ${MONTH_SUMS} FROM insight_hour_profile
     WHERE ad_account_key = @account AND dataset_key = @dataset${narrowed ? OF_ENTITIES : ''}
       AND month IN (SELECT value FROM json_each(@months)) GROUP BY weekday, hour`,
  )
    .raw()
    .all({ ...bound, dataset, months: JSON.stringify([...months]) }) as [number, number, ...TallyColumns][];
  for (const row of rows) {
    const cell = cells[(row[0] - 1) * 24 + row[1]];
    if (cell !== undefined) addTally(cell.sum, tallyAt(row, 2));
  }
}
