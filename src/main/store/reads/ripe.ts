import { addDays, dayInZone, dayToInt, daysInRange, eachDayInt } from '../../domain/days.ts';
import { RIPE_AFTER_DAYS } from '../../domain/suggestions.ts';
import type { AccountPeriod, Summed, ViewArgs } from './account-periods.ts';
import type { ClientAccount } from './health.ts';
import { addTally, emptyTally, type Tally } from './sums.ts';

/** Sums of the same number of days from the beginning of both periods. */
export type RipePair = { current: Tally; previous: Tally };

/** An account that can tell the sums of the first `days` days of both periods; null when one of these days was not read to its end. */
export type Ripening = Summed & { ripe(days: number): RipePair | null };

type View = Pick<ViewArgs, 'range' | 'compare' | 'now'>;

/**
 * How many days from the beginning of a range hardly move any more and have one in the same place of the period before. Days of the
 * last week lack conversions and would make every cost look worse than it is.
 */
export function ripeDays(accounts: readonly Pick<ClientAccount, 'knownAt' | 'timezone'>[], view: View): number {
  if (view.compare === null) return 0;
  const youngest = accounts
    .map((account) => addDays(dayInZone(account.knownAt ?? view.now, account.timezone), -RIPE_AFTER_DAYS))
    .toSorted()[0];
  if (youngest === undefined) return 0;
  const { from, to } = view.range;
  return Math.min(
    daysInRange(from, addDays(youngest, -1)),
    daysInRange(from, to),
    daysInRange(view.compare.from, view.compare.to),
  );
}

/** The same from days that were read one by one. */
export function ripening(period: AccountPeriod, view: View): AccountPeriod & Ripening {
  return {
    ...period,
    ripe(days) {
      if (view.compare === null) return null;
      const before = eachDayInt(view.compare.from, view.compare.to);
      const [current, previous] = [emptyTally(), emptyTally()];
      for (const [index, now] of eachDayInt(view.range.from, view.range.to).slice(0, days).entries()) {
        const then = before[index];
        if (then === undefined) break;
        if (isOpen(period.ledger.state(now)) || isOpen(period.previousLedger?.state(then))) return null;
        const [a, b] = [period.days.get(now), period.previousDays.get(then)];
        if (a !== undefined) addTally(current, a);
        if (b !== undefined) addTally(previous, b);
      }
      return { current, previous };
    },
  };
}

function isOpen(state: ReturnType<AccountPeriod['ledger']['state']> | undefined): boolean {
  return state === undefined || state === 'missing' || state === 'partial';
}

/** Whether a day read at this instant was not over yet in the account's zone. */
export function readTooSoon(day: number, readAt: number, timezone: string): boolean {
  return day >= dayToInt(dayInZone(readAt, timezone));
}
