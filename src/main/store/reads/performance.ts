import type { Range } from '../../../contract/primitives.ts';
import type { Pace } from '../../../contract/goals.ts';
import { addDays, dayInZone, daysInRange } from '../../domain/days.ts';
import { costWorse, paceAlarm, paceWords, percent, RIPE_DAYS } from '../../domain/suggestions.ts';
import { fromMillionths } from '../codes.ts';
import { byCurrency, type ViewArgs } from './account-periods.ts';
import { settleDaysOf } from './day-states.ts';
import type { Attention } from './health.ts';
import { ripeDays, type RipePair, type Ripening } from './ripe.ts';
import { addTally, emptyTally, type Tally } from './sums.ts';

/**
 * Sums of the days of a period that hardly move any more, and of the days in the same places of the period before; null when these are
 * too few, or one of them is missing.
 */
function ripeSums(
  periods: readonly Ripening[],
  view: Pick<ViewArgs, 'range' | 'compare' | 'now'>,
): (RipePair & { days: number }) | null {
  const counted = periods.filter((period) => period.known);
  const days = ripeDays(
    counted.map(({ account }) => account),
    view,
  );
  if (days < RIPE_DAYS) return null;
  const sums = { days, current: emptyTally(), previous: emptyTally() };
  for (const period of counted) {
    const one = period.ripe(days);
    if (one === null) return null;
    addTally(sums.current, one.current);
    addTally(sums.previous, one.previous);
  }
  return sums;
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
  /** The days both sides are sums of, and how many of the period are left out because their conversions still come in. */
  over: { a: Range; b: Range };
  leftOut: number;
  /** Conversions of the compared days still come in too: some ad account counts them for longer than the days left out. */
  settling: boolean;
};

/** The first days of both periods. */
export function ripeRanges(
  { range, compare }: { range: Range; compare: Range },
  days: number,
): Pick<CostChange, 'over' | 'leftOut'> {
  const first = ({ from }: Range): Range => ({ from, to: addDays(from, days - 1) });
  return { over: { a: first(range), b: first(compare) }, leftOut: daysInRange(range.from, range.to) - days };
}

type View = Pick<ViewArgs, 'range' | 'compare' | 'now' | 'settle'>;

/** Whether conversions of a day may still come in for some of these ad accounts, at the moment they are looked at. */
export function stillComing(
  periods: readonly Pick<Ripening, 'account' | 'known'>[],
  day: string,
  { now, settle }: Pick<View, 'now' | 'settle'>,
): boolean {
  return periods.some(({ account, known }) => {
    const today = dayInZone(account.knownAt ?? now, account.timezone);
    return known && addDays(day, settleDaysOf(account, settle)) >= today;
  });
}

/** The currency in which a conversion became so much dearer that somebody should look; the largest spend first. */
export function costChange(periods: readonly Ripening[], view: View): CostChange | null {
  const groups = [...byCurrency(periods)];
  for (const [currency, group] of groups) {
    const ripe = ripeSums(group, view);
    if (ripe === null || view.compare === null) continue;
    const [now, before] = [asSpent(ripe.current), asSpent(ripe.previous)];
    const worse = costWorse(now, before);
    if (worse === null) continue;
    const ranges = ripeRanges({ range: view.range, compare: view.compare }, ripe.days);
    return {
      currency,
      oneOfSeveral: groups.length > 1,
      worse,
      conversions: { now: now.conversions ?? 0, before: before.conversions ?? 0 },
      ...ranges,
      settling: stillComing(group, ranges.over.a.to, view),
    };
  }
  return null;
}

/** What the figures of a client call for, when nothing is wrong with importing them. */
export function performanceAttention(
  periods: readonly Ripening[],
  paces: readonly Pace[],
  view: View,
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
      over: cost.over,
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

/**
 * '212 → 150 conversions over 23 days; the last 7 are left out, their conversions still come in.' The days are said because the columns
 * beside it count all of them. Where the compared days have not settled either: '…; may still improve: conversions of these days still
 * come in. The last 7 are left out.'
 */
export function costWords({ conversions, over, leftOut, settling }: Omit<CostChange, 'worse'>): string {
  const days = daysInRange(over.a.from, over.a.to);
  const moved = `${whole(conversions.before)} → ${whole(conversions.now)} conversions over ${days} days`;
  if (settling) {
    const young =
      leftOut === 0 ? '' : leftOut === 1 ? ' The last one is left out.' : ` The last ${leftOut} are left out.`;
    return `${moved}; may still improve: conversions of these days still come in.${young}`;
  }
  if (leftOut === 0) return `${moved} against the period before.`;
  const last = leftOut === 1 ? 'the last one is left out, its' : `the last ${leftOut} are left out, their`;
  return `${moved}; ${last} conversions still come in.`;
}
