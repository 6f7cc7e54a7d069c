import type { Dataset } from '../../../contract/datasets.ts';
import type { Day } from '../../../contract/vocabulary.ts';
import { addDays, addMonths, epochDay, fromEpochDay } from '../../domain/days.ts';
import type { Span } from './day-spans.ts';
import type { Owed } from './plan-days.ts';
import type { PlanContext, Read } from './plan-context.ts';

const monthStart = (day: Day): Day => `${day.slice(0, 7)}-01`;
const nextMonth = (start: Day): Day => addMonths(start, 1);

type Month = { from: number; to: number; last: number };

/** Calendar months from that of `from` to that of `to`, the one that runs cut at today. */
export function monthsBetween(from: number, to: number, today: number): Month[] {
  const months: Month[] = [];
  for (let start = monthStart(fromEpochDay(from)); epochDay(start) <= to; start = nextMonth(start)) {
    const last = epochDay(addDays(nextMonth(start), -1));
    months.push({ from: epochDay(start), to: Math.min(last, today), last });
  }
  return months;
}

/**
 * Months of a month dataset to read: reach and unique counts of a month are one question and never a sum. The running and the last
 * month are read again while they move; each month once more when it has settled; months left out in between are made up for.
 * `span` = only months wholly within these days (a chosen range, a backfill); null = routine.
 */
export function owedMonths(
  dataset: Dataset,
  reads: readonly Read[],
  span: (Span & { again: boolean }) | null,
  context: PlanContext,
): Owed[] {
  const { today } = context;
  const lastMonth = epochDay(addMonths(monthStart(fromEpochDay(today)), -1));
  const firstRead = reads.reduce((first, read) => Math.min(first, read.from), lastMonth);
  const oldest = context.oldest(dataset.retentionMonths);
  const soon = context.oldestSoon(dataset.retentionMonths);
  const wanted = monthsBetween(span?.from ?? firstRead, span?.to ?? today, today).filter(
    ({ from, to }) => from >= oldest && (!span || (from >= span.from && to <= span.to)),
  );
  return wanted
    .filter((month) => span?.again === true || isOwed(month, dataset, reads, lastMonth, context))
    .map(({ from, to }) => ({ from, to, reason: from < soon ? ('expires' as const) : ('period' as const) }));
}

function isOwed(
  month: Month,
  dataset: Dataset,
  reads: readonly Read[],
  lastMonth: number,
  { today, lookbackDays, input }: PlanContext,
): boolean {
  const runs = month.last >= today;
  // A month that is over counts as read only in whole; what was read of it while it ran is a part.
  const read = reads
    .filter(({ from, to }) => from === month.from && (runs || to === month.last))
    .reduce((newest, { readDay }) => Math.max(newest, readDay), Number.NEGATIVE_INFINITY);
  if (read === Number.NEGATIVE_INFINITY) return true;
  const settles = month.last + lookbackDays + 1;
  if (read >= today) return false;
  if (input.force && month.from >= lastMonth) return true;
  if (read >= settles) return false;
  if (today >= settles) return true;
  return month.from >= lastMonth && today - read >= dataset.everyDays;
}
