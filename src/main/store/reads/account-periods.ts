import type { z } from 'zod';
import type { currencySums, Unlike } from '../../../contract/dashboards.ts';
import type { AsKnownOn, Range } from '../../../contract/primitives.ts';
import type { PlatformId } from '../../../contract/vocabulary.ts';
import type { Db } from '../db.ts';
import type { BusinessMetric } from './client-profile.ts';
import { countDays, readLedger, unlikeOf, type ReadLedger, type SettleDays } from './day-states.ts';
import type { ClientAccount } from './health.ts';
import { namedCounts, nameTallies, type NamedReading } from './named.ts';
import { monthIn, type ReadMonths } from './pace.ts';
import { accountDays, addTally, emptyTally, toSums, type Tally } from './sums.ts';
import { markVideo, videoMarks } from './video.ts';

export type CurrencySums = z.infer<typeof currencySums>;

export type ViewArgs = {
  range: Range;
  compare: Range | null;
  platforms: readonly PlatformId[] | null;
  /** Epoch ms. */
  now: number;
  settle: SettleDays;
  asKnownOn?: AsKnownOn | null;
  /** Client-safe: what is shown first must not depend on what was spent. */
  clientSafe?: boolean;
};

/** What one account adds to a view: its days, and sums of both periods; `previous` null when it cannot be compared. */
export type AccountPeriod = {
  account: ClientAccount;
  days: Map<number, Tally>;
  current: Tally;
  previousDays: Map<number, Tally>;
  previous: Tally;
  /** Read at least once in the current range. */
  known: boolean;
  /** Days of the current range that were ever read. */
  daysRead: number;
  /** Some day of either period was not over when it was last read. */
  readonly unfinished: boolean;
  /** Every day of the period before was read: only then is a comparison honest. */
  comparable: boolean;
  ledger: ReadLedger;
  previousLedger: ReadLedger | null;
  /** What stands behind the client's own names for conversions; null when nothing of this account does. */
  names: NamedReading | null;
};

/** What totals need of an account. */
export type Summed = Pick<
  AccountPeriod,
  'account' | 'current' | 'previous' | 'known' | 'comparable' | 'daysRead' | 'unfinished'
>;

/** Reads both periods of one account at account level. */
export function accountPeriod(
  db: Db,
  account: ClientAccount,
  view: ViewArgs,
  metrics: readonly BusinessMetric[] = [],
): AccountPeriod {
  const days = accountDays(db, account, view.range);
  const ledger = readLedger(db, account, 0, view.range, view.settle);
  const previousDays = view.compare === null ? new Map<number, Tally>() : accountDays(db, account, view.compare);
  const previousLedger = view.compare === null ? null : readLedger(db, account, 0, view.compare, view.settle);
  const names = nameDays(db, account, metrics, view.range, ledger, days);
  if (view.compare !== null && previousLedger !== null)
    nameDays(db, account, metrics, view.compare, previousLedger, previousDays);
  return {
    account,
    days,
    current: total(days.values()),
    previousDays,
    previous: total(previousDays.values()),
    known: ledger.covered > 0,
    daysRead: ledger.covered,
    get unfinished() {
      return ledger.unfinished || previousLedger?.unfinished === true;
    },
    comparable: view.compare !== null && previousLedger?.covered === countDays(view.compare),
    ledger,
    previousLedger,
    names,
  };
}

function nameDays(
  db: Db,
  account: ClientAccount,
  metrics: readonly BusinessMetric[],
  range: Range,
  ledger: ReadLedger,
  days: ReadonlyMap<number, Tally>,
): NamedReading | null {
  const reading = namedCounts(db, account, metrics, { level: 'account', range, by: 'day', read: ledger.days });
  nameTallies(days, reading);
  markVideo(days, videoMarks(db, account, metrics, reading));
  return reading;
}

function total(tallies: Iterable<Tally>): Tally {
  const sum = emptyTally();
  for (const tally of tallies) addTally(sum, tally);
  return sum;
}

/**
 * Sums of several accounts of one currency. The previous period counts only when it was fully read for every account that has
 * anything in the current one: accounts known in neither change nothing.
 */
export function addPeriods(periods: readonly Summed[]): { current: Tally; previous: Tally | null } {
  const counted = periods.filter((period) => period.known);
  const comparable = counted.length > 0 && counted.every((period) => period.comparable);
  return {
    current: total(periods.map((period) => period.current)),
    previous: comparable ? total(counted.map((period) => period.previous)) : null,
  };
}

/** What these periods have read of a month, for whoever else needs it; undefined where they do not hold all of it. */
export function daysRead(periods: readonly AccountPeriod[], view: Pick<ViewArgs, 'range'>): ReadMonths {
  const byKey = new Map(periods.map((period) => [period.account.key, period]));
  const { from, to } = view.range;
  return (accountKey, range) => {
    const period = byKey.get(accountKey);
    return period === undefined || from > range.from || to < range.to
      ? undefined
      : monthIn(range, period.days, period.ledger);
  };
}

/** Periods by currency, largest spend first. */
export function byCurrency<Period extends Summed>(periods: readonly Period[]): Map<string, Period[]> {
  const groups = Map.groupBy(periods, (period) => period.account.currency);
  if (groups.size < 2) return groups;
  const spend = (group: readonly Period[]): number =>
    group.reduce((sum, period) => sum + (period.current.spendMicros ?? 0), 0);
  return new Map([...groups].sort(([a, left], [b, right]) => spend(right) - spend(left) || (a < b ? -1 : 1)));
}

/** What keeps the change of these periods from being like for like. */
export const unlikePeriods = (periods: readonly Summed[], range: Range): Unlike => unlikeOf(periods, range);

/** Sums per currency, largest spend first. */
export function currencyTotals(periods: readonly Summed[], range: Range): CurrencySums[] {
  return [...byCurrency(periods)].map(([currency, group]) => {
    const { current, previous } = addPeriods(group);
    return {
      currency,
      current: toSums(current),
      previous: previous === null ? null : toSums(previous),
      unlike: unlikePeriods(group, range),
      daysRead: Math.max(...group.map((period) => period.daysRead)),
    };
  });
}
