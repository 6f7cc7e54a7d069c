import type { Goal } from '../../../contract/client-profile.ts';
import type { Pace, TargetReached } from '../../../contract/goals.ts';
import { ratio } from '../../../contract/metrics.ts';
import type { Range, Sums } from '../../../contract/primitives.ts';
import type { Day } from '../../../contract/vocabulary.ts';
import { addDays, addMonths, dayInZone, daysInRange, eachDayInt } from '../../domain/days.ts';
import type { Db } from '../db.ts';
import { readLedger, type ReadLedger, type SettleDays } from './day-states.ts';
import type { ClientAccount } from './health.ts';
import { accountDays, type Tally } from './sums.ts';

type Account = Pick<
  ClientAccount,
  'key' | 'name' | 'timezone' | 'platform' | 'currency' | 'status' | 'conversionWindowDays' | 'knownAt'
>;

/** How many days of a month were read, and what was spent on them. */
export type MonthRead = { covered: number; spentMicros: number };
/** What is known already of a month (its days in `range`) of an ad account; undefined = it must be read. */
export type ReadMonths = (accountKey: number, range: Range) => MonthRead | undefined;

/**
 * Month-to-date spend of a client's ad accounts against its monthly budget in one currency; null when there is no budget. Counted
 * are the whole days of the month that are over for every account, each in its own zone; all of them must have been read. An ad
 * account the platform has disabled spends nothing, so one that was not read at all this month is left out.
 */
export function paceOf(
  db: Db,
  goal: Goal,
  accounts: readonly Account[],
  args: { now: number; settle: SettleDays },
  alreadyRead: ReadMonths = () => undefined,
): Pace | null {
  const { currency, monthlyBudgetMicros: budget } = goal;
  if (budget === null) return null;
  const own = accounts.filter((account) => account.currency === currency);
  const todays = own.map((account) => dayInZone(account.knownAt ?? args.now, account.timezone)).toSorted();
  const today = todays[0] ?? dayInZone(args.now, 'UTC');
  const from: Day = `${today.slice(0, 8)}01`;
  const through = addDays(today, -1);
  const monthDays = daysInRange(from, addDays(addMonths(from, 1), -1));
  const elapsed = daysInRange(from, through);
  const about = {
    currency,
    month: from.slice(0, 7),
    budgetMicros: budget,
    through: elapsed === 0 ? null : through,
    elapsedShare: elapsed / monthDays,
    daysLeft: monthDays - elapsed,
  };
  const unknown = (reason: string): Pace => ({
    ...about,
    spentMicros: null,
    pace: null,
    projectedMicros: null,
    reason,
  });
  if (own.length === 0) return unknown(`No ad account of this client is in ${currency}.`);
  if (elapsed === 0) return unknown('The month has just begun: no day of it is over yet.');
  let spent = 0;
  const missing: string[] = [];
  for (const account of own) {
    const range = { from, to: through };
    const read = alreadyRead(account.key, range) ?? monthOf(db, account, range, args.settle);
    const { covered } = read;
    if (covered === 0 && (account.status === 'disabled' || account.status === 'closed')) continue;
    if (covered < elapsed) missing.push(`${elapsed - covered} of ${elapsed} days of ${account.name}`);
    spent += read.spentMicros;
  }
  if (missing.length > 0) return unknown(`Not imported this month: ${missing.join(', ')}.`);
  return {
    ...about,
    spentMicros: spent,
    pace: spent / (budget * about.elapsedShare),
    projectedMicros: Math.round(spent / about.elapsedShare),
    reason: null,
  };
}

function monthOf(db: Db, account: Account, range: Range, settle: SettleDays): MonthRead {
  return monthIn(range, accountDays(db, account, range), readLedger(db, account, 0, range, settle));
}

/** The same from days that were read. */
export function monthIn(range: Range, days: ReadonlyMap<number, Tally>, ledger: Pick<ReadLedger, 'readAt'>): MonthRead {
  let [covered, spentMicros] = [0, 0];
  for (const day of eachDayInt(range.from, range.to)) {
    if (ledger.readAt(day) !== undefined) covered += 1;
    spentMicros += days.get(day)?.spendMicros ?? 0;
  }
  return { covered, spentMicros };
}

const ENOUGH_CONVERSIONS = 10;

/** The targets of a goal beside what these sums reached. */
export function targetsOf(goal: Goal, sums: Sums): TargetReached[] {
  const lowData = (sums.conversions ?? 0) < ENOUGH_CONVERSIONS;
  const reached = (metric: TargetReached['metric'], target: number | null, actual: number | null): TargetReached[] =>
    target === null
      ? []
      : [
          {
            metric,
            target,
            actual,
            ratio: actual === null ? null : actual / target,
            met: actual === null ? null : metric === 'cpa' ? actual <= target : actual >= target,
            lowData,
          },
        ];
  return [
    ...reached('cpa', goal.targetCpaMicros, ratio(sums.spendMicros, sums.conversions)),
    ...reached('roas', goal.targetRoas, ratio(sums.conversionValueMicros, sums.spendMicros)),
  ];
}
