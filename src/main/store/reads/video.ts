import { VIDEO_ACTION_TYPES, VIDEO_FIELDS } from '../../../contract/metrics.ts';
import { PLATFORM_IDS } from '../../../contract/vocabulary.ts';
import { prepared, type Db } from '../db.ts';
import type { BusinessMetric } from './client-profile.ts';
import type { ClientAccount } from './health.ts';
import type { Named, NamedReading } from './named.ts';
import { VIDEO_NAMES, type Tally } from './sums.ts';

const VIDEO: readonly BusinessMetric[] = [...VIDEO_NAMES].map(([name, field]) => ({
  name,
  kind: 'other',
  sources: PLATFORM_IDS.flatMap((platform) => {
    const actionType = VIDEO_ACTION_TYPES[field][platform];
    return actionType === undefined ? [] : [{ platform, actionType, counted: true }];
  }),
}));

/** A client's names with the platforms' own counts of video, which are read and added like them. A platform leaves zeros out of a row. */
export const withVideo = (metrics: readonly BusinessMetric[]): readonly BusinessMetric[] => [...metrics, ...VIDEO];

const asksVideo = (metrics: readonly BusinessMetric[]): boolean => metrics.some(({ name }) => VIDEO_NAMES.has(name));

/** Whether the ad account ever told of video. Where it did, a campaign without any told none; where it never did, there is none to count. */
function tellsVideo(db: Db, account: ClientAccount, reading: NamedReading | null): boolean {
  for (const named of reading?.counts.values() ?? [])
    for (const name of named.keys()) if (VIDEO_NAMES.has(name)) return true;
  const types = VIDEO_FIELDS.flatMap((field) => VIDEO_ACTION_TYPES[field][account.platform] ?? []);
  const sql = `SELECT 1 FROM conversion_day WHERE ad_account_key = ? AND level = 0 AND count_default > 0
    AND action_type_key IN (SELECT id FROM action_type WHERE platform = ? AND name IN (SELECT value FROM json_each(?))) LIMIT 1`;
  return prepared(db, sql).get(account.key, account.platform, JSON.stringify(types)) !== undefined;
}

/** Puts right what the names of a row say of video; undefined when nothing is left of them. */
type VideoMarks = (named: Named | undefined) => Named | undefined;

/**
 * Of an ad account with video, what its platform never tells is unknown, so that no total of several platforms is too low without
 * saying so. Of one without any, as far as all its days were asked about, nothing is said at all: not zero, and no hole in a total.
 */
export function videoMarks(
  db: Db,
  account: ClientAccount,
  metrics: readonly BusinessMetric[],
  reading: NamedReading | null,
): VideoMarks {
  if (!asksVideo(metrics)) return (named) => named;
  const shown = tellsVideo(db, account, reading);
  const untold = [...VIDEO_NAMES.keys()].filter((name) => reading?.names.has(name) !== true);
  return (given) => {
    const named = given ?? new Map<string, number>();
    if (shown || [...VIDEO_NAMES.keys()].some((name) => Number.isNaN(named.get(name))))
      for (const name of untold) named.set(name, Number.NaN);
    else for (const name of VIDEO_NAMES.keys()) named.delete(name);
    return named.size === 0 ? undefined : named;
  };
}

/** The same for all tallies of an ad account. */
export function markVideo(tallies: ReadonlyMap<number, Tally>, marks: VideoMarks): void {
  for (const tally of tallies.values()) {
    const named = marks(tally.named);
    if (named === undefined) delete tally.named;
    else tally.named = named;
  }
}
