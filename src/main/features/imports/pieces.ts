import { LEVELS } from '../../../contract/vocabulary.ts';
import type { Dataset } from '../../../contract/datasets.ts';
import { halveSlice } from '../../domain/slices.ts';
import type { EntityFilter } from '../../platforms/platform.ts';
import type { NewSlice, SliceRecord } from './ports.ts';

/** Ids of stored campaigns, ad groups or ads, all of the ad account or those below one entity; deleted ones included. */
export type EntityIds = (level: EntityFilter['level'], below: EntityFilter | null) => string[];

/** A filter travels in the address of a request; longer lists are refused by servers before any platform sees them. */
const MOST_IDS = 150;
const SPLIT_LEVELS: readonly EntityFilter['level'][] = ['campaign', 'ad_group', 'ad'];

/**
 * What takes the place of a request that was too big; never the same request again (promise S17). First half the days, then for a
 * single day half the campaigns, ad groups, ads of what the slice asks for, at last an asynchronous report. Null when nothing is
 * left to try. A period (reach of a month) is not the sum of its parts, so its range is never cut.
 */
export function smallerRequests(
  slice: SliceRecord,
  dataset: Dataset | null,
  entityIds: EntityIds,
  asynchronousReports: boolean,
): NewSlice[] | null {
  const { level, from, to, asynchronous, entities } = slice;
  const same = { level, from, to, asynchronous, dataset: slice.dataset, entities };
  const period = dataset !== null && (dataset.grain === 'month' || dataset.grain === 'range');
  const halves = period ? null : halveSlice(slice);
  if (halves) return halves.map((half) => ({ ...same, from: half.from, to: half.to }));
  const filters = smallerFilters(slice, entityIds);
  if (filters) return filters.map((filter) => ({ ...same, entities: filter }));
  return asynchronousReports && !asynchronous ? [{ ...same, asynchronous: true }] : null;
}

/** The entities of a slice in pieces; null when its level has none below the account or only one is left. */
function smallerFilters({ level, entities }: SliceRecord, entityIds: EntityIds): EntityFilter[] | null {
  // A row of the account level is a sum over all campaigns: it cannot be had in parts.
  const deepest = LEVELS.indexOf(level);
  if (entities !== null && entities.ids.length > 1) return inPieces(entities.level, entities.ids);
  const from = entities === null ? 0 : SPLIT_LEVELS.indexOf(entities.level) + 1;
  for (const finer of SPLIT_LEVELS.slice(from)) {
    if (LEVELS.indexOf(finer) > deepest) return null;
    const ids = entityIds(finer, entities);
    if (ids.length > 1) return inPieces(finer, ids);
  }
  return null;
}

function inPieces(level: EntityFilter['level'], ids: readonly string[]): EntityFilter[] {
  const pieces = Math.max(2, Math.ceil(ids.length / MOST_IDS));
  const size = Math.ceil(ids.length / pieces);
  return Array.from({ length: Math.ceil(ids.length / size) }, (_, index) => ({
    level,
    ids: ids.slice(index * size, (index + 1) * size),
  }));
}

/**
 * A day read in pieces counts as read only with its last piece: true when every other piece of the same days is in. `slices` are
 * those of the run, split ones left out.
 */
export function isLastPiece(slice: SliceRecord, slices: readonly SliceRecord[]): boolean {
  return slices.every(
    (other) =>
      other.id === slice.id ||
      other.entities === null ||
      other.status === 'done' ||
      other.level !== slice.level ||
      other.dataset !== slice.dataset ||
      other.from > slice.to ||
      other.to < slice.from,
  );
}
