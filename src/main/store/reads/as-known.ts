import type { AsKnownOn } from '../../../contract/primitives.ts';
import { endOfDay } from '../../domain/day-bounds.ts';
import { isDay } from '../../domain/days.ts';

/**
 * Any figure as it was known at an instant T. Of the revisions of a row the newest with seen_at <= T counts; a row first seen later
 * does not exist. Newest values live in the table itself, older ones in its `_revision` ledger; the two are put together here once,
 * so that every reader asks the same way. With T = null (now) the source is the table itself, and rollups may be used.
 */
export type KnownAt = number | null;

/** What tells an ad account's row of facts apart, per table with a ledger. */
const KEYS = {
  insight_day: ['ad_account_key', 'level', 'day', 'entity_key'],
  conversion_day: ['ad_account_key', 'level', 'day', 'entity_key', 'action_type_key'],
  insight_segment: ['ad_account_key', 'dataset_key', 'day', 'entity_key', 'segment_key'],
  insight_period: ['ad_account_key', 'dataset_key', 'from_day', 'to_day', 'entity_key'],
} as const;

/**
 * The instant of a question for one ad account, in epoch ms; null = now. A day means its end in the account's zone, so accounts of
 * several zones are asked at several instants. An instant that has not come yet is now: nothing can have been seen after it.
 */
export function knownAtOf(asKnownOn: AsKnownOn | null | undefined, timeZone: string, now: number): KnownAt {
  if (asKnownOn === null || asKnownOn === undefined) return null;
  const at = isDay(asKnownOn) ? endOfDay(asKnownOn, timeZone) : Date.parse(asKnownOn);
  return at >= now ? null : at;
}

/**
 * A table of facts as known at T, for FROM. `columns` and `where` name its columns without a prefix; `where` must begin with a
 * prefix of the primary key, because each part is searched by it. T is bound as @known.
 */
export function factsSql(table: keyof typeof KEYS, columns: string, where: string, knownAt: KnownAt): string {
  if (knownAt === null) return `(SELECT ${columns} FROM ${table} WHERE ${where})`;
  const same = (other: string): string => KEYS[table].map((key) => `${other}.${key} = past.${key}`).join(' AND ');
  // The last two conditions follow from the one before while clocks only move on; a clock set back must not count a row twice.
  return `(SELECT ${columns} FROM ${table} WHERE ${where} AND seen_at <= @known
    UNION ALL SELECT ${columns} FROM ${table}_revision AS past WHERE ${where} AND seen_at <= @known AND superseded_at > @known
    AND NOT EXISTS (SELECT 1 FROM ${table}_revision AS later
      WHERE ${same('later')} AND later.revision > past.revision AND later.seen_at <= @known)
    AND NOT EXISTS (SELECT 1 FROM ${table} AS newest WHERE ${same('newest')} AND newest.seen_at <= @known))`;
}
