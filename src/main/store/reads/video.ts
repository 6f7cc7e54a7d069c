import { PLATFORM_IDS } from '../../../contract/vocabulary.ts';
import { first, type Db } from '../db.ts';
import type { BusinessMetric } from './client-profile.ts';
import { VIDEO_VIEWS, type Tally } from './sums.ts';

/** The action type that is a video's play of three seconds or more, where a platform tells one among its actions. */
const ACTION_TYPE = 'video_view';

/**
 * A client's names with one more, the platforms' own count of video views, which is read and added like them. Nothing is added while no
 * platform ever told any: then they are not known, which is not zero.
 */
export function withVideo(db: Db, metrics: readonly BusinessMetric[]): readonly BusinessMetric[] {
  const sources = PLATFORM_IDS.filter(
    (platform) =>
      first(db, 'SELECT 1 FROM action_type WHERE platform = ? AND name = ?', platform, ACTION_TYPE) !== undefined,
  ).map((platform) => ({ platform, actionType: ACTION_TYPE, counted: true }));
  return sources.length === 0 ? metrics : [...metrics, { name: VIDEO_VIEWS, kind: 'other', sources }];
}

/** Marks the views of a platform that tells none as unknown, so that no total of several platforms is too low without saying so. */
export function withoutViews(
  tallies: ReadonlyMap<number, Tally>,
  asked: readonly BusinessMetric[],
  told: ReadonlySet<string> | undefined,
): void {
  if (told?.has(VIDEO_VIEWS) === true || !asked.some(({ name }) => name === VIDEO_VIEWS)) return;
  for (const tally of tallies.values()) (tally.named ??= new Map()).set(VIDEO_VIEWS, Number.NaN);
}
