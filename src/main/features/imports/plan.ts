import type { Day } from '../../../contract/vocabulary.ts';
import { addDays, addMonths, daysInRange } from '../../domain/days.ts';

/**
 * Which days an import reads. Pure: everything it knows comes in, so it can be shown before it is done and tested without a network.
 * The rules: requirements 18 and 19 (first 30 days; later the gap), promises S3 (look-back) and S19 (retention is clamped and told).
 */
export type PlanInput = {
  /** Today in the ad account's zone. */
  today: Day;
  /** Days read before at every level, in any order. */
  coveredDays: readonly Day[];
  /** A range a person chose; null = plan it. */
  chosen: { from: Day; to: Day } | null;
  lookbackDays: number;
  retentionMonths: number;
  /** Days of a first import, today not counted. */
  firstImportDays: number;
};

export type RangePlan =
  | { ok: true; from: Day; to: Day; why: string; clamped: string | null; kind: 'first' | 'routine' | 'chosen' }
  | { ok: false; code: 'PAST_RETENTION' | 'IN_THE_FUTURE' | 'REVERSED'; sentence: string };

const days = (count: number): string => (count === 1 ? '1 day' : `${count} days`);

/** Plans the range of one ad account's import. */
export function planRange(input: PlanInput): RangePlan {
  return input.chosen ? planChosen(input, input.chosen) : planRoutine(input);
}

/** The oldest day a platform still answers for: the day after the same date, `months` ago. */
export function oldestDay(today: Day, retentionMonths: number): Day {
  return addDays(addMonths(today, -retentionMonths), 1);
}

function planChosen(input: PlanInput, chosen: { from: Day; to: Day }): RangePlan {
  const { today } = input;
  if (chosen.from > chosen.to) {
    return {
      ok: false,
      code: 'REVERSED',
      sentence: `The range ends (${chosen.to}) before it begins (${chosen.from}). Swap the two days.`,
    };
  }
  if (chosen.from > today) {
    return {
      ok: false,
      code: 'IN_THE_FUTURE',
      sentence: `The range begins on ${chosen.from}, and it is ${today} in this ad account's time zone. Choose days up to today.`,
    };
  }
  const oldest = oldestDay(today, input.retentionMonths);
  if (chosen.to < oldest) {
    return {
      ok: false,
      code: 'PAST_RETENTION',
      sentence: `The platform keeps daily figures for ${input.retentionMonths} months, so nothing before ${oldest} can be read any more. Choose a range from ${oldest} on.`,
    };
  }
  const from = chosen.from < oldest ? oldest : chosen.from;
  const to = chosen.to > today ? today : chosen.to;
  const cuts: string[] = [];
  if (from !== chosen.from)
    cuts.push(`begins on ${from}, because the platform keeps daily figures for ${input.retentionMonths} months`);
  if (to !== chosen.to) cuts.push(`ends today, ${to}`);
  return {
    ok: true,
    from,
    to,
    why: 'the range you chose',
    clamped: cuts.length === 0 ? null : `The range ${cuts.join(' and ')}.`,
    kind: 'chosen',
  };
}

function planRoutine(input: PlanInput): RangePlan {
  const { today, lookbackDays } = input;
  const oldest = oldestDay(today, input.retentionMonths);
  const known = input.coveredDays.filter((day) => day <= today).toSorted();
  const latest = known.at(-1);
  if (latest === undefined) {
    return {
      ok: true,
      from: addDays(today, -input.firstImportDays),
      to: today,
      why: `first import: the last ${days(input.firstImportDays)} and today so far`,
      clamped: null,
      kind: 'first',
    };
  }
  const earliest = known[0] ?? latest;
  const lookbackStart = addDays(today, -lookbackDays);
  // Nothing before the first day ever read is owed; a person asks for older days by choosing a range.
  const reread = lookbackStart < earliest ? earliest : lookbackStart;
  const gapStart = addDays(latest, 1);
  const gap = latest < today ? daysInRange(gapStart, today) - 1 : 0;
  const wanted = gapStart < reread ? gapStart : reread;
  const from = wanted < oldest ? oldest : wanted;
  const clamped =
    from === wanted
      ? null
      : `The days from ${wanted} to ${addDays(oldest, -1)} were never read and the platform no longer keeps them.`;
  const again = `${days(daysInRange(reread, today) - 1)} again that the platform may still change`;
  return {
    ok: true,
    from,
    to: today,
    why: gap > 0 ? `${days(gap)} not read yet, today so far, and ${again}` : `today so far, and ${again}`,
    clamped,
    kind: 'routine',
  };
}
