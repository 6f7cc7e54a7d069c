import { BREAKDOWNS, segmentText, type Dataset } from '../../../contract/datasets.ts';
import type { Day } from '../../../contract/vocabulary.ts';
import { addDays, dayToInt, isDay } from '../../domain/days.ts';
import type { DatasetInput, SetAsideInput } from '../records.ts';
import { compareRecords, faultOf } from './ingest-order.ts';

export type CellEntity = { readonly id: string; key: number; latest: DatasetInput; readonly ordinal: number };
export type CellSegment = { readonly text: string; key: number; readonly ordinal: number };
export type Cell = { readonly entity: CellEntity; readonly segment: CellSegment; record: DatasetInput };
/** The cells of one day, or of one period (`to` after `day`). */
export type CellBucket = {
  readonly from: Day;
  readonly to: Day;
  readonly fromInt: number;
  readonly toInt: number;
  items: Cell[];
  weight: number;
};

export type OrderedCells = {
  readonly buckets: readonly CellBucket[];
  readonly entities: readonly CellEntity[];
  readonly segments: readonly CellSegment[];
  readonly setAside: SetAsideInput[];
  /** Rows that repeat another one word for word: stored once, counted as unchanged. */
  readonly repeated: number;
};

/** Rows of months and ranges belong to a whole period; the others to one day. */
export function isPeriodic(dataset: Dataset): boolean {
  return dataset.grain === 'month' || dataset.grain === 'range';
}

/**
 * Sorts the rows of one answer into days or periods, one row per entity and cell. What cannot be stored as told is set aside with
 * its reason. The result does not depend on the order of the rows.
 */
export function orderCells(dataset: Dataset, from: Day, to: Day, records: readonly DatasetInput[]): OrderedCells {
  const periodic = isPeriodic(dataset);
  const buckets = (periodic ? periodsOf(dataset, from, to) : daysOf(from, to)).map(bucket);
  const bucketOf = new Map(buckets.map((one) => [one.from, one]));
  const keys: readonly string[] = BREAKDOWNS[dataset.breakdown].keys;
  const entities = new Map<string, CellEntity>();
  const segments = new Map<string, CellSegment>();
  const setAside: SetAsideInput[] = [];
  const places = new Map<CellBucket, Map<number, number>>();
  let repeated = 0;
  for (const record of records) {
    const place = bucketOf.get(record.day);
    const fault =
      place === undefined || record.to !== place.to
        ? 'The days of the row are not the days asked for'
        : (faultOf(dataset.level, record) ?? cellFault(dataset, keys, record));
    if (fault !== null || place === undefined) {
      setAside.push({ reason: fault ?? '', raw: record });
      continue;
    }
    const entity = entityOf(entities, record);
    const segment = segmentOf(segments, keys, record);
    let known = places.get(place);
    if (known === undefined) places.set(place, (known = new Map()));
    const id = entity.ordinal * MOST_SEGMENTS + segment.ordinal;
    const at = known.get(id);
    if (at === undefined) {
      known.set(id, place.items.length);
      place.items.push({ entity, segment, record });
      place.weight += 1 + record.actions.length;
      continue;
    }
    const other = place.items[at] as Cell;
    const order = compareCells(record, other.record);
    if (order === 0) repeated += 1;
    else {
      const [fuller, dropped] = order > 0 ? [record, other.record] : [other.record, record];
      setAside.push({ reason: 'A second, different row for the same cell; the fuller one was kept', raw: dropped });
      other.record = fuller;
    }
  }
  return { buckets, entities: [...entities.values()], segments: [...segments.values()], setAside, repeated };
}

/** Ordinals of segments are below this; with entities below 2^20 the pair is an exact number. */
const MOST_SEGMENTS = 2 ** 32;

function bucket([from, to]: readonly [Day, Day]): CellBucket {
  return { from, to, fromInt: dayToInt(from), toInt: dayToInt(to), items: [], weight: 0 };
}

function daysOf(from: Day, to: Day): [Day, Day][] {
  const days: [Day, Day][] = [];
  for (let day = from; day <= to; day = addDays(day, 1)) days.push([day, day]);
  return days;
}

/** A range is one period; a stretch of a month dataset is its calendar months, the first and the last as far as asked for. */
function periodsOf(dataset: Dataset, from: Day, to: Day): [Day, Day][] {
  if (dataset.grain === 'range') return from <= to ? [[from, to]] : [];
  const periods: [Day, Day][] = [];
  for (let start = from; start <= to;) {
    const next = addDays(`${start.slice(0, 8)}01`, 31);
    const end = addDays(`${next.slice(0, 8)}01`, -1);
    periods.push([start, end < to ? end : to]);
    start = addDays(end, 1);
  }
  return periods;
}

/** Of several rows of one entity the newest day's names count; on one day the greater, so that the order of rows does not. */
function entityOf(entities: Map<string, CellEntity>, record: DatasetInput): CellEntity {
  let entity = entities.get(record.entityId);
  if (entity === undefined) {
    entity = { id: record.entityId, key: 0, latest: record, ordinal: entities.size };
    entities.set(record.entityId, entity);
  } else if (
    record.day > entity.latest.day ||
    (record.day === entity.latest.day && (record.entityName ?? '') > (entity.latest.entityName ?? ''))
  )
    entity.latest = record;
  return entity;
}

function segmentOf(segments: Map<string, CellSegment>, keys: readonly string[], record: DatasetInput): CellSegment {
  let quick = '';
  for (const key of keys) quick += `${record.segment[key] ?? ''}\u0000`;
  let segment = segments.get(quick);
  if (segment === undefined) {
    segment = { text: segmentText(record.segment), key: 0, ordinal: segments.size };
    segments.set(quick, segment);
  }
  return segment;
}

const HOUR = /^(?:[01]\d|2[0-3])$/;

/** A row without its cell must not land in another one (an absent hour is not hour 0). */
function cellFault(dataset: Dataset, keys: readonly string[], record: DatasetInput): string | null {
  let told = 0;
  for (const key of keys) {
    const value = record.segment[key];
    if (value !== undefined && value !== '') told += 1;
    else if (key !== 'fold') return `The row does not say its ${key.replace('_', ' ')}`;
  }
  if (Object.keys(record.segment).length !== told) return 'The row is split by more than was asked for';
  if (dataset.grain === 'hour' && !HOUR.test(record.segment['hour'] ?? '')) return 'The hour is not 00 to 23';
  for (const count of [record.uniqueClicks, record.uniqueLinkClicks])
    if (count !== null && !Number.isSafeInteger(count)) return 'A metric is not a whole number';
  if (record.frequency !== null && !Number.isFinite(record.frequency)) return 'The frequency is not a number';
  return isDay(record.to) ? null : 'The last day is not a calendar day';
}

function compareCells(a: DatasetInput, b: DatasetInput): number {
  return (
    (a.uniqueClicks ?? -1) - (b.uniqueClicks ?? -1) ||
    (a.uniqueLinkClicks ?? -1) - (b.uniqueLinkClicks ?? -1) ||
    (a.frequency ?? -1) - (b.frequency ?? -1) ||
    compareRecords(a, b)
  );
}
