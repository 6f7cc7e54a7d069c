import { VIDEO_ACTION_TYPES } from '../../../contract/metrics.ts';
import { PLATFORM_IDS } from '../../../contract/vocabulary.ts';
import type { BusinessMetric } from './client-profile.ts';
import type { Named } from './named.ts';
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

const untoldOf = (asked: readonly BusinessMetric[], told: ReadonlySet<string> | undefined): string[] =>
  asked.flatMap(({ name }) => (VIDEO_NAMES.has(name) && told?.has(name) !== true ? [name] : []));

/** Marks what a platform never tells of video as unknown, so that no total of several platforms is too low without saying so. */
export function withoutViews(
  tallies: ReadonlyMap<number, Tally>,
  asked: readonly BusinessMetric[],
  told: ReadonlySet<string> | undefined,
): void {
  const untold = untoldOf(asked, told);
  if (untold.length === 0) return;
  for (const tally of tallies.values()) {
    tally.named ??= new Map();
    for (const name of untold) tally.named.set(name, Number.NaN);
  }
}

/** The same for the names of one row. */
export function markUntold(named: Named | undefined, told: ReadonlySet<string> | undefined): Named | undefined {
  for (const name of named === undefined ? [] : untoldOf(VIDEO, told)) named?.set(name, Number.NaN);
  return named;
}
