import type { Dataset } from '../../../contract/datasets.ts';
import type { Level } from '../../../contract/vocabulary.ts';
import { LEVELS } from '../../../contract/vocabulary.ts';
import { fromEpochDay } from '../../domain/days.ts';
import { clip, countDays, joined } from './day-spans.ts';
import type { Owed } from './plan-days.ts';
import type { PlanContext, Read } from './plan-context.ts';
import { REASONS, type PlanItem, type PlanReason } from './plan-input.ts';

/** So many rows come in one answer without trouble: an ad account with few of them is asked for more days at once. */
const ROWS_PER_REQUEST = 2_000;
const LONGEST_SLICE_DAYS = 93;
/** Days that must be known before the size of an answer can be foreseen, and how far back they may lie. */
const ENOUGH_DAYS = 7;
const RECENT_DAYS = 60;

/** Days per request: what the platform's table says, more when the answers of this ad account have been small. */
export function sliceDays(standard: number, reads: readonly Read[], { today }: PlanContext): number {
  const recent = reads.filter(({ to }) => to >= today - RECENT_DAYS);
  const days = countDays(recent);
  if (days < ENOUGH_DAYS) return standard;
  const rowsPerDay = recent.reduce((sum, { rows }) => sum + rows, 0) / days;
  const fits = rowsPerDay === 0 ? LONGEST_SLICE_DAYS : Math.floor(ROWS_PER_REQUEST / rowsPerDay);
  return Math.max(standard, Math.min(fits, LONGEST_SLICE_DAYS));
}

/** Owed days as requests: neighbours together whatever they are owed for, cut to size, oldest first. Never a day that is not owed. */
export function itemsOf(
  owed: readonly Owed[],
  what: { level: Level; dataset: Dataset | null; retentionMonths: number },
  daysPerRequest: number,
  context: PlanContext,
): PlanItem[] {
  return joined(owed).flatMap(({ from, to }) => {
    const items: PlanItem[] = [];
    for (let start = from; start <= to; start += daysPerRequest)
      items.push(itemOf(owed, start, Math.min(to, start + daysPerRequest - 1), what, context));
    return items;
  });
}

/** One request for exactly these days: a month is one question whatever its length. */
export function itemOf(
  owed: readonly Owed[],
  from: number,
  to: number,
  what: { level: Level; dataset: Dataset | null; retentionMonths: number },
  context: PlanContext,
): PlanItem {
  const days: Partial<Record<PlanReason, number>> = {};
  for (const span of owed) {
    const count = countDays(clip(span, from, to));
    if (count > 0) days[span.reason] = (days[span.reason] ?? 0) + count;
  }
  const reason = days.expires
    ? 'expires'
    : REASONS.reduce((most, other) => ((days[other] ?? 0) > (days[most] ?? 0) ? other : most), REASONS[0]);
  return {
    level: what.level,
    dataset: what.dataset?.id ?? null,
    from: fromEpochDay(from),
    to: fromEpochDay(to),
    reason,
    days,
    calls: 1,
    expiresOn: context.expiresOn(from, what.retentionMonths),
  };
}

const compare = (left: number | string, right: number | string): number => (left < right ? -1 : left > right ? 1 : 0);

/**
 * The order of reading: the daily figures first, level by level from the top, because every screen stands on them; then the datasets
 * by priority. Within each, what the platform will soon forget, then the oldest days.
 */
export function inOrder(items: readonly PlanItem[], priority: (dataset: string) => number): PlanItem[] {
  const key = (item: PlanItem): (number | string)[] => [
    item.dataset === null ? 0 : 1,
    item.reason === 'expires' ? 0 : 1,
    item.reason === 'expires' ? item.expiresOn : '',
    item.dataset === null ? LEVELS.indexOf(item.level) : priority(item.dataset),
    item.dataset ?? '',
    item.from,
  ];
  return items
    .map((item) => ({ item, key: key(item) }))
    .toSorted((left, right) => {
      for (const [index, part] of left.key.entries()) {
        const order = compare(part, right.key[index] ?? '');
        if (order !== 0) return order;
      }
      return 0;
    })
    .map(({ item }) => item);
}
