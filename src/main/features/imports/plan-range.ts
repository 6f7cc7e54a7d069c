import type { Day } from '../../../contract/vocabulary.ts';
import { oldestDay } from './plan-context.ts';

/** A range a person asked for, cut to what the platform still keeps and to today; `sentence` says so. */
export type CutRange =
  | { ok: true; from: Day; to: Day; asked: { from: Day; to: Day }; sentence: string | null }
  | { ok: false; code: 'PAST_RETENTION' | 'IN_THE_FUTURE' | 'REVERSED'; sentence: string };

/** Cuts a chosen range (promise S19): a limit is told once and is no error unless nothing is left. */
export function cutChosen(chosen: { from: Day; to: Day }, today: Day, retentionMonths: number): CutRange {
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
  const oldest = oldestDay(today, retentionMonths);
  if (chosen.to < oldest) {
    return {
      ok: false,
      code: 'PAST_RETENTION',
      sentence: `The platform keeps daily figures for ${retentionMonths} months, so nothing before ${oldest} can be read any more. Choose a range from ${oldest} on.`,
    };
  }
  const from = chosen.from < oldest ? oldest : chosen.from;
  const to = chosen.to > today ? today : chosen.to;
  const cuts: string[] = [];
  if (from !== chosen.from)
    cuts.push(`begins on ${from}, because the platform keeps daily figures for ${retentionMonths} months`);
  if (to !== chosen.to) cuts.push(`ends today, ${to}`);
  return {
    ok: true,
    from,
    to,
    asked: { from: chosen.from, to },
    sentence: cuts.length === 0 ? null : `The range ${cuts.join(' and ')}.`,
  };
}
