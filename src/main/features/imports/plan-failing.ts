import type { Dataset } from '../../../contract/datasets.ts';
import type { Level } from '../../../contract/vocabulary.ts';
import { dayInZone, epochDay } from '../../domain/days.ts';
import type { FailingDays } from '../../store/reads/failing.ts';
import type { Span } from './day-spans.ts';
import type { PlanContext } from './plan-context.ts';

const DAY_MS = 86_400_000;
/** However long something has failed, it is tried again once a week. */
const LONGEST_REST_MS = 7 * DAY_MS;
/** A little less than the time the failure has lasted, so that a nightly import is not a night late for its minutes. */
const REST_SHARE = 0.9;
/** Of days that failed alike, so many are tried until one comes. */
const TRIED_AT_ONCE = 2;

/** Days of a level or dataset a routine import leaves out, and the epoch day on which they are tried again (null when none are). */
export type Resting = { spans: Span[]; until: number | null };

/**
 * A report (or dataset) the platform fails to make is tried again after the time it has been failing for: with the next import, then
 * after twice as long each time, a week at most. Days of which another report has come since are measured each by itself, else the
 * whole level or dataset rests together and only its newest days are tried. Whoever asks for days, by Retry or by force, gets them asked.
 */
export function restingDays(what: { level: Level; dataset: Dataset | null }, context: PlanContext): Resting {
  const { input } = context;
  const failing = input.failing.filter(
    ({ level, dataset }) => dataset === (what.dataset?.id ?? null) && (dataset !== null || level === what.level),
  );
  if (input.force || input.request.kind !== 'routine' || failing.length === 0) return { spans: [], until: null };
  const last = Math.max(...failing.map((one) => one.last));
  const came = Math.max(...failing.map(({ cameAt }) => cameAt ?? -Infinity));
  const comes = came >= last;
  // Days that never come may have failed for months; that the others fail with them began after the last report that came.
  const first = Math.max(came, Math.min(...failing.map((one) => one.first)));
  const dueAt = (one: FailingDays): number => {
    const due = comes ? restEnd(one.first, one.last) : restEnd(first, last);
    // Noted by a clock that ran ahead: not rested for until then.
    return due > input.now + DAY_MS + LONGEST_REST_MS ? input.now : due;
  };
  const resting = failing.filter((one) => dueAt(one) > input.now);
  const tried = failing.filter((one) => dueAt(one) <= input.now).toSorted((a, b) => (a.to < b.to ? 1 : -1));
  const waiting = comes ? resting : [...resting, ...tried.slice(TRIED_AT_ONCE)];
  const until = resting.map((one) => epochDay(dayInZone(dueAt(one), input.timeZone)));
  return {
    spans: waiting.map(({ from, to }) => ({ from: epochDay(from), to: epochDay(to) })),
    until: waiting.length === 0 ? null : Math.min(...until, ...(until.length === 0 ? [context.today + 1] : [])),
  };
}

const restEnd = (first: number, last: number): number => last + Math.min(REST_SHARE * (last - first), LONGEST_REST_MS);
