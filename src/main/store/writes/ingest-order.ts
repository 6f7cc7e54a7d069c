import type { AttributionWindow, Day, Level } from '../../../contract/vocabulary.ts';
import { addDays, dayToInt } from '../../domain/days.ts';
import { millionths, WINDOW_COLUMNS } from '../codes.ts';
import type { InsightInput, SetAsideInput } from '../records.ts';

/** A campaign, ad group, ad or the account itself, as one answer names it. */
export type EntityRef = {
  readonly id: string;
  /** 0 until resolved. */
  key: number;
  /** The row of its newest day: its names are the newest. */
  latest: InsightInput;
  /** Which day's bucket it was last put into, and at which place: finds a second row for the same key. */
  dayIndex: number;
  place: number;
  /** Its open rollup delta; see ingest-insights.ts. */
  month: unknown;
};

export type Item = { entity: EntityRef; record: InsightInput };
export type DayBucket = { readonly day: Day; readonly dayInt: number; items: Item[]; weight: number };

export type OrderedSlice = {
  readonly days: readonly DayBucket[];
  readonly entities: ReadonlyMap<string, EntityRef>;
  readonly setAside: SetAsideInput[];
  /** Rows that repeat another row of the same answer word for word: stored once, counted as unchanged. */
  readonly repeated: number;
};

/**
 * Sorts the rows of one answer into days, one row per entity and day. What cannot be stored as told is set aside with its reason.
 * The result does not depend on the order of the rows.
 */
export function orderSlice(level: Level, from: Day, to: Day, records: readonly InsightInput[]): OrderedSlice {
  const days: DayBucket[] = [];
  const indexOfDay = new Map<string, number>();
  for (let day = from; day <= to; day = addDays(day, 1)) {
    indexOfDay.set(day, days.length);
    days.push({ day, dayInt: dayToInt(day), items: [], weight: 0 });
  }
  const entities = new Map<string, EntityRef>();
  const setAside: SetAsideInput[] = [];
  let repeated = 0;
  for (const record of records) {
    const dayIndex = indexOfDay.get(record.day);
    const fault = dayIndex === undefined ? 'The day is not one of the days asked for' : faultOf(level, record);
    if (fault !== null || dayIndex === undefined) {
      setAside.push({ reason: fault ?? '', raw: record });
      continue;
    }
    let entity = entities.get(record.entityId);
    if (entity === undefined) {
      entity = { id: record.entityId, key: 0, latest: record, dayIndex: -1, place: 0, month: null };
      entities.set(record.entityId, entity);
    } else if (record.day > entity.latest.day) entity.latest = record;
    const bucket = days[dayIndex] as DayBucket;
    bucket.items.push({ entity, record });
    bucket.weight += 1 + record.actions.length;
  }
  for (const [index, bucket] of days.entries()) repeated += onePerEntity(index, bucket, setAside);
  return { days, entities, setAside, repeated };
}

/** Leaves one row per entity in a day's bucket; returns how many rows were word-for-word repetitions. */
function onePerEntity(index: number, bucket: DayBucket, setAside: SetAsideInput[]): number {
  const { items } = bucket;
  let repeated = 0;
  let kept = 0;
  for (const item of items) {
    const { entity, record } = item;
    if (entity.dayIndex !== index) {
      entity.dayIndex = index;
      entity.place = kept;
      items[kept] = item;
      kept += 1;
      continue;
    }
    const other = items[entity.place] as Item;
    const order = compareRecords(record, other.record);
    if (order === 0) {
      repeated += 1;
      continue;
    }
    const [fuller, dropped] = order > 0 ? [record, other.record] : [other.record, record];
    setAside.push({ reason: 'A second, different row for the same day; the fuller one was kept', raw: dropped });
    other.record = fuller;
    if (entity.latest.day === fuller.day) entity.latest = fuller;
  }
  items.length = kept;
  return repeated;
}

/** Why a row cannot be stored as told, or null. */
export function faultOf(level: Level, record: InsightInput): string | null {
  if (record.level !== level) return 'The row belongs to another level than the one asked for';
  if (typeof record.entityId !== 'string' || record.entityId === '') return 'The row names no entity';
  if (
    !isCount(record.spendMicros) ||
    !isCount(record.impressions) ||
    !isCount(record.clicks) ||
    !isCount(record.linkClicks) ||
    !isCount(record.reach) ||
    !isCount(record.conversionValueMicros)
  )
    return 'A metric is not a whole number';
  if (!isConversions(record.conversions)) return 'Conversions are not a number that can be counted';
  for (const action of record.actions) {
    if (!isConversions(action.count)) return 'A conversion count is not a number that can be counted';
    if (!isCount(action.valueMicros)) return 'A conversion value is not a whole number of micros';
    if (action.actionType === '' || WINDOW_COLUMNS[action.window as AttributionWindow] === undefined)
      return 'A conversion has no type or an unknown attribution window';
  }
  return null;
}

const isCount = (value: number | null): boolean => value === null || Number.isSafeInteger(value);
/** Kept and added up in millionths. */
const isConversions = (value: number | null): boolean => value === null || Number.isSafeInteger(millionths(value));

const NUMBERS = [
  'impressions',
  'spendMicros',
  'clicks',
  'conversions',
  'linkClicks',
  'reach',
  'conversionValueMicros',
] as const;

/** 0 for rows that say the same; else which of two contradicting rows is fuller, the same whichever came first. */
export function compareRecords(a: InsightInput, b: InsightInput): number {
  for (const name of NUMBERS) {
    const difference = (a[name] ?? -1) - (b[name] ?? -1);
    if (difference !== 0) return difference;
  }
  const [left, right] = [canonical(a), canonical(b)];
  return left === right ? 0 : left > right ? 1 : -1;
}

const canonical = (record: InsightInput): string =>
  JSON.stringify([
    canonicalJson(record.extra),
    record.entityName,
    record.campaignName,
    record.adGroupName,
    record.actions
      .map((action) => JSON.stringify([action.actionType, action.window, action.count, action.valueMicros]))
      .sort(),
  ]);

/** JSON with sorted keys, so that a platform's order of keys is no change; null stays null. */
export function canonicalJson(value: Record<string, unknown> | null): string | null {
  if (value === null) return null;
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([left], [right]) => (left < right ? -1 : 1)))
      : inner,
  );
}
