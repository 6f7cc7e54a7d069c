import type { Pace } from '../../../contract/goals.ts';
import { addDays, dayInZone, dayToInt, eachDayInt } from '../../domain/days.ts';
import { costWorse, paceAlarm, paceWords, percent, RIPE_AFTER_DAYS, RIPE_DAYS } from '../../domain/suggestions.ts';
import { fromMillionths } from '../codes.ts';
import { byCurrency, type AccountPeriod, type ViewArgs } from './account-periods.ts';
import type { Attention } from './health.ts';
import { addTally, emptyTally, type Tally } from './sums.ts';

/**
 * Sums of the days of a period that hardly move any more, and of the days in the same places of the period before; null when these are
 * too few, or one of them is missing. Days of the last week lack conversions and would make every cost look worse than it is.
 */
export function ripeSums(
  periods: readonly AccountPeriod[],
  view: Pick<ViewArgs, 'range' | 'compare' | 'now'>,
): { current: Tally; previous: Tally } | null {
  if (view.compare === null) return null;
  const before = eachDayInt(view.compare.from, view.compare.to);
  const counted = periods.filter((period) => period.known);
  const youngest = counted
    .map(({ account }) => addDays(dayInZone(account.knownAt ?? view.now, account.timezone), -RIPE_AFTER_DAYS))
    .toSorted()[0];
  const [current, previous] = [emptyTally(), emptyTally()];
  const until = youngest === undefined ? 0 : dayToInt(youngest);
  let days = 0;
  for (const [index, now] of eachDayInt(view.range.from, view.range.to).entries()) {
    const then = before[index];
    if (now >= until || then === undefined) break;
    if (counted.some((one) => isOpen(one.ledger.state(now)) || isOpen(one.previousLedger?.state(then)))) return null;
    for (const one of counted) {
      const [a, b] = [one.days.get(now), one.previousDays.get(then)];
      if (a !== undefined) addTally(current, a);
      if (b !== undefined) addTally(previous, b);
    }
    days += 1;
  }
  return days < RIPE_DAYS ? null : { current, previous };
}

function isOpen(state: ReturnType<AccountPeriod['ledger']['state']> | undefined): boolean {
  return state === undefined || state === 'missing' || state === 'partial';
}

const asSpent = (tally: Tally) => ({
  spendMicros: tally.spendMicros,
  conversions: fromMillionths(tally.conversionsMillionths),
});

/** `oneOfSeveral`: the client spends in more currencies than this one, in which things may look quite different. */
export type CostChange = {
  currency: string;
  oneOfSeveral: boolean;
  worse: number;
  conversions: { now: number; before: number };
};

/** The currency in which a conversion became so much dearer that somebody should look; the largest spend first. */
export function costChange(
  periods: readonly AccountPeriod[],
  view: Pick<ViewArgs, 'range' | 'compare' | 'now'>,
): CostChange | null {
  const groups = [...byCurrency(periods)];
  for (const [currency, group] of groups) {
    const ripe = ripeSums(group, view);
    if (ripe === null) continue;
    const [now, before] = [asSpent(ripe.current), asSpent(ripe.previous)];
    const worse = costWorse(now, before);
    if (worse !== null)
      return {
        currency,
        oneOfSeveral: groups.length > 1,
        worse,
        conversions: { now: now.conversions ?? 0, before: before.conversions ?? 0 },
      };
  }
  return null;
}

/** What the figures of a client call for, when nothing is wrong with importing them. */
export function performanceAttention(
  periods: readonly AccountPeriod[],
  paces: readonly Pace[],
  view: Pick<ViewArgs, 'range' | 'compare' | 'now'>,
): Attention | null {
  const cost = costChange(periods, view);
  if (cost !== null)
    return {
      severity: 'warning',
      title: costTitle(cost),
      body: costWords(cost),
      action: 'compare',
      connectionId: null,
      currency: cost.currency,
    };
  const pace = paces.find((one) => paceAlarm(one) !== null);
  if (pace === undefined) return null;
  return {
    severity: 'warning',
    title: paceAlarm(pace) === 'over' ? 'Spending ahead of budget' : 'Spending behind budget',
    body: paceWords(pace),
    action: 'open',
    connectionId: null,
  };
}

const whole = (count: number): string => String(Math.round(count));

/** 'Cost per conversion 32% worse in EUR'; the currency is left out where the client has only one. */
export function costTitle({ worse, currency, oneOfSeveral }: CostChange): string {
  return `Cost per conversion ${percent(worse)} worse${oneOfSeveral ? ` in ${currency}` : ''}`;
}

/** '212 → 150 conversions against the period before.' */
export function costWords({ conversions }: CostChange): string {
  return `${whole(conversions.before)} → ${whole(conversions.now)} conversions against the period before, days still settling left out.`;
}
