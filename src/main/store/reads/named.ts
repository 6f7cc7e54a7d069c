import { parseConversionAction, type BusinessMetricInfo } from '../../../contract/client-profile.ts';
import { segmentText } from '../../../contract/datasets.ts';
import type { Range } from '../../../contract/primitives.ts';
import { PLATFORM_LABELS, type AttributionWindow, type Level, type PlatformId } from '../../../contract/vocabulary.ts';
import { dayToInt } from '../../domain/days.ts';
import { LEVEL_CODES, millionthsSql, WINDOW_COLUMNS } from '../codes.ts';
import { all, first, prepared, type Db } from '../db.ts';
import { ALL_OF_ACTION, CONVERSION_ACTIONS } from './action-types.ts';
import { factsSql } from './as-known.ts';
import type { BusinessMetric } from './client-profile.ts';
import { coveredDaysOf, OF_DATASET } from './datasets.ts';
import type { ClientAccount } from './health.ts';
import { daysUnasked } from './figure-asked.ts';
import { OF_LEVEL, VIDEO_NAMES, type Tally } from './sums.ts';

/**
 * A client's own names for conversions: which figures of the platforms stand behind each, counted once (the mapping says which).
 * Counts are millionths. NaN stands for "not known": it stays NaN in every sum it goes into, so that a total never lacks something
 * silently, and it never leaves the store (sums.ts).
 */
export type Named = Map<string, number>;

type Sources = {
  /** By action type key: the names it counts for. */
  types: Map<number, string[]>;
  /** By segment key: the names a conversion action counts for, in each of its two ways. */
  actions: Map<number, { part: string[]; whole: string[] }>;
  /** All names with anything of this platform behind them, and those with a conversion action among it. */
  names: ReadonlySet<string>;
  ofActions: ReadonlySet<string>;
  /** By action type the names it counts for, also of types nothing was ever told of. */
  figures: ReadonlyMap<string, readonly string[]>;
};

function push<Key>(into: Map<Key, string[]>, key: Key, name: string): void {
  const known = into.get(key);
  if (known === undefined) into.set(key, [name]);
  else known.push(name);
}

const KEYS = {
  action_type: 'SELECT id FROM action_type WHERE platform = ? AND name = ?',
  segment: 'SELECT id FROM segment WHERE platform = ? AND value = ?',
} as const;
const foundKeys = new WeakMap<Db, Map<string, number>>();

/** The key of an action type or cell, once found kept: keys never change, and a thousand clients ask for the same ones. */
function keyOf(db: Db, table: keyof typeof KEYS, platform: PlatformId, text: string): number | undefined {
  let keys = foundKeys.get(db);
  if (keys === undefined) foundKeys.set(db, (keys = new Map()));
  const name = `${table} ${platform} ${text}`;
  const key = keys.get(name) ?? first<{ id: number }>(db, KEYS[table], platform, text)?.id;
  if (key !== undefined) keys.set(name, key);
  return key;
}

/** What of an ad account's platform stands behind the names; null when nothing does. */
function sourcesOf(
  db: Db,
  account: Pick<ClientAccount, 'platform'>,
  metrics: readonly BusinessMetric[],
): Sources | null {
  const types = new Map<number, string[]>();
  const actions: Sources['actions'] = new Map();
  const names = new Set<string>();
  const ofActions = new Set<string>();
  const figures = new Map<string, string[]>();
  for (const { name, sources } of metrics)
    for (const { platform, actionType, counted } of sources) {
      if (platform !== account.platform || !counted) continue;
      names.add(name);
      const action = parseConversionAction(actionType);
      if (action === null) {
        const type = keyOf(db, 'action_type', platform, actionType);
        if (type !== undefined) push(types, type, name);
        push(figures, actionType, name);
        continue;
      }
      ofActions.add(name);
      const segment = keyOf(db, 'segment', platform, segmentText({ conversion_action: action.id }));
      if (segment === undefined) continue;
      const known = actions.get(segment) ?? { part: [], whole: [] };
      actions.set(segment, known);
      known[action.all ? 'whole' : 'part'].push(name);
    }
  return names.size === 0 ? null : { types, actions, names, ofActions, figures };
}

/** By entity key, by day (yyyymmdd), or by both at once (`cellKey`). */
export type NamedBy = 'entity' | 'day' | 'cell';
const DAY_PLACES = 100_000_000;
export const cellKey = (entityKey: number, day: number): number => entityKey * DAY_PLACES + day;
const AT: Record<NamedBy, string> = { entity: 'entity_key', day: 'day', cell: `entity_key * ${DAY_PLACES} + day` };
const dayAt = (at: number, by: NamedBy): number | null =>
  by === 'entity' ? null : by === 'day' ? at : at % DAY_PLACES;

export type NamedReading = {
  by: NamedBy;
  /** Only what was told, without zeros. */
  counts: Map<number, Named>;
  names: ReadonlySet<string>;
  /** Names nothing can be said of there: on a day (yyyymmdd) their conversion actions were not read, or (null) at all. */
  unknown(day: number | null): ReadonlySet<string>;
  /** Days the account's figures were read for without its conversion actions, and of how many; `told` false: nothing tells them at this level. */
  gaps: { days: number; of: number; told: boolean } | null;
};

const NOTHING: ReadonlySet<string> = new Set();

/**
 * The names' counts of an ad account at a level, by entity or by day; null when none of its platform's figures has a name. `read` =
 * the days (yyyymmdd) of the level that were read: conversion actions not read for all of them leave their names unknown.
 */
export function namedCounts(
  db: Db,
  account: ClientAccount,
  metrics: readonly BusinessMetric[],
  args: { level: Level; range: Range; by: NamedBy; read: readonly number[]; window?: AttributionWindow },
): NamedReading | null {
  const sources = metrics.length === 0 ? null : sourcesOf(db, account, metrics);
  if (sources === null) return null;
  const counts = new Map<number, Named>();
  const add = (at: number, names: readonly string[], count: number | null): void => {
    if (count === null) return;
    const named = counts.get(at) ?? new Map<string, number>();
    counts.set(at, named);
    for (const name of names) named.set(name, (named.get(name) ?? 0) + count);
  };
  const bound = {
    account: account.key,
    level: LEVEL_CODES[args.level],
    from: dayToInt(args.range.from),
    to: dayToInt(args.range.to),
    known: account.knownAt,
  };
  if (sources.types.size > 0)
    for (const [at, type, count] of prepared(db, typesSql(account, args))
      .raw()
      .all({ ...bound, keys: JSON.stringify([...sources.types.keys()]) }) as [number, number, number][])
      add(at, sources.types.get(type) ?? [], count);
  const answer = { by: args.by, counts, names: sources.names };
  const unasked = [...daysUnasked(db, account, args, sources.figures)];
  const unaskedOn = (day: number | null): ReadonlySet<string> =>
    unasked.length === 0
      ? NOTHING
      : new Set(unasked.flatMap(([name, days]) => (day === null || days.has(day) ? [name] : [])));
  if (sources.ofActions.size === 0) return { ...answer, unknown: unaskedOn, gaps: null };

  // Told for campaigns only, and only in the action's own window.
  const tellable = (args.level === 'account' || args.level === 'campaign') && (args.window ?? 'default') === 'default';
  const dataset = first<{ id: number }>(
    db,
    'SELECT id FROM dataset WHERE platform = ? AND name = ?',
    account.platform,
    CONVERSION_ACTIONS,
  );
  const covered = new Set(
    tellable && dataset !== undefined ? coveredDaysOf(db, account, dataset.id, args.range).map((one) => one.day) : [],
  );
  if (dataset !== undefined) for (const day of outOfReach(db, account, dataset.id, args.range)) covered.delete(day);
  const gaps = args.read.filter((day) => !covered.has(day)).length;
  if (covered.size > 0 && sources.actions.size > 0) {
    // At account level there is one entity: the ad account's own.
    const own = args.level === 'account' && args.by !== 'day' ? accountEntity(db, account) : null;
    for (const [at, segment, part, whole] of prepared(db, actionsSql(account, args.by))
      .raw()
      .all({ ...bound, dataset: dataset?.id, keys: JSON.stringify([...sources.actions.keys()]) }) as [
      number,
      number,
      number | null,
      number | null,
    ][]) {
      const names = sources.actions.get(segment);
      const day = dayAt(at, args.by);
      if (names === undefined || (day !== null && !covered.has(day))) continue;
      const key = own === null ? at : day === null ? own : cellKey(own, day);
      add(key, names.part, part);
      add(key, names.whole, whole);
    }
  }
  return {
    ...answer,
    unknown: (day) =>
      (day === null ? gaps > 0 : !covered.has(day))
        ? new Set([...sources.ofActions, ...unaskedOn(day)])
        : unaskedOn(day),
    gaps: gaps === 0 ? null : { days: gaps, of: args.read.length, told: tellable },
  };
}

/** Days whose cells are in an archive file only, while no archive is attached: they are read, but not within reach. */
function outOfReach(db: Db, account: ClientAccount, dataset: number, range: Range): number[] {
  if (first(db, `SELECT 1 FROM temp.sqlite_schema WHERE name = 'insight_segment'`) !== undefined) return [];
  return all<{ day: number }>(
    db,
    `SELECT day FROM dataset_coverage WHERE ad_account_key = ? AND dataset_key = ? AND day BETWEEN ? AND ?
       AND archived_at IS NOT NULL`,
    account.key,
    dataset,
    dayToInt(range.from),
    dayToInt(range.to),
  ).map((row) => row.day);
}

function typesSql(account: ClientAccount, args: { level: Level; by: NamedBy; window?: AttributionWindow }): string {
  const [column] = WINDOW_COLUMNS[args.window ?? 'default'];
  const where = `${OF_LEVEL} AND action_type_key IN (SELECT value FROM json_each(@keys))`;
  const columns = `day, entity_key, action_type_key, ${column} AS count`;
  const from = `FROM ${factsSql('conversion_day', columns, where, account.knownAt)} WHERE count IS NOT NULL`;
  // An ad account has one row per day and type: grouping them would cost more than reading them.
  return args.level === 'account' && args.by !== 'entity'
    ? `SELECT ${AT[args.by]} AS at, action_type_key, ${millionthsSql('count')} ${from}`
    : `SELECT ${AT[args.by]} AS at, action_type_key, sum(${millionthsSql('count')}) ${from} GROUP BY at, action_type_key`;
}

function actionsSql(account: ClientAccount, by: NamedBy): string {
  const where = `${OF_DATASET} AND segment_key IN (SELECT value FROM json_each(@keys))`;
  return `SELECT ${AT[by]} AS at, segment_key, sum(${millionthsSql('conversions')}), sum(${millionthsSql(ALL_OF_ACTION)})
    FROM ${factsSql('insight_segment', 'day, entity_key, segment_key, conversions, actions', where, account.knownAt)}
    GROUP BY at, segment_key`;
}

function accountEntity(db: Db, account: ClientAccount): number {
  return (
    all<{ id: number }>(db, 'SELECT id FROM entity WHERE ad_account_key = ? AND level = 0', account.key)[0]?.id ?? -1
  );
}

/**
 * The names of one entity, day or cell; undefined when it was told nothing of conversions, not even that there were none. Else a name
 * nothing was told for is 0, because platforms leave zeros out.
 */
export function namesAt(reading: NamedReading | null, at: number, conversions: number | null): Named | undefined {
  const told = reading?.counts.get(at);
  if (reading === null || (told === undefined && conversions === null)) return undefined;
  const unknown = reading.unknown(dayAt(at, reading.by));
  return new Map([...reading.names].map((name) => [name, unknown.has(name) ? Number.NaN : (told?.get(name) ?? 0)]));
}

/** Puts names on tallies, and what was spent for them: all of it, because the whole platform counts for its names. */
export function nameTallies(tallies: ReadonlyMap<number, Tally>, reading: NamedReading | null): void {
  if (reading === null) return;
  for (const [at, tally] of tallies) {
    const named = namesAt(reading, at, tally.conversionsMillionths);
    if (named !== undefined) tally.named = named;
    tally.namedSpend = new Map();
    for (const name of reading.names) if (!VIDEO_NAMES.has(name)) tally.namedSpend.set(name, tally.spendMicros);
  }
}

/** The names of a view with what keeps their counts from being whole. */
export function namesInfo(
  metrics: readonly BusinessMetric[],
  readings: readonly { account: ClientAccount; reading: NamedReading | null }[],
): BusinessMetricInfo[] {
  return metrics.map(({ name, kind }) => {
    const reasons = readings.flatMap(({ account, reading }) => {
      if (reading === null || reading.gaps === null || !reading.unknown(null).has(name)) return [];
      const { days, of, told } = reading.gaps;
      const label = PLATFORM_LABELS[account.platform].name;
      if (!told) return `${label} tells conversion actions for campaigns only.`;
      return `${label}: conversion actions of ${account.name} are missing for ${days} of ${of} days.`;
    });
    return { name, kind, missing: reasons.length === 0 ? null : [...new Set(reasons)].join(' ') };
  });
}
