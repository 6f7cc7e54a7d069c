import type { Day } from '../../../contract/vocabulary.ts';
import { oldestDay } from './plan-context.ts';
import { t } from '../../../words/text.ts';
import { m } from './messages-plan.ts';

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
      sentence: t(m.reversed, chosen),
    };
  }
  if (chosen.from > today) {
    return {
      ok: false,
      code: 'IN_THE_FUTURE',
      sentence: t(m.future, { from: chosen.from, today }),
    };
  }
  const oldest = oldestDay(today, retentionMonths);
  if (chosen.to < oldest) {
    return {
      ok: false,
      code: 'PAST_RETENTION',
      sentence: t(m.tooOld, { months: retentionMonths, oldest }),
    };
  }
  const from = chosen.from < oldest ? oldest : chosen.from;
  const to = chosen.to > today ? today : chosen.to;
  const late = from !== chosen.from;
  const early = to !== chosen.to;
  const begins = { from, months: retentionMonths };
  return {
    ok: true,
    from,
    to,
    asked: { from: chosen.from, to },
    sentence:
      late && early
        ? t(m.cutBoth, { ...begins, to })
        : late
          ? t(m.cutBefore, begins)
          : early
            ? t(m.cutAfter, { to })
            : null,
  };
}
