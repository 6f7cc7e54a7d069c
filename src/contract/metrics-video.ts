import { metricMessages as m } from './messages-metrics.ts';
import { ratio, type MetricDefinition, type MetricKey } from './metric-definition.ts';
import type { Sums } from './primitives.ts';
import { PLATFORM_IDS, type PlatformId } from './vocabulary.ts';

const thruPlayMinimum = { of: m.ofThruPlays, base: (s: Sums) => s.thruPlays ?? null, count: 30 };

/** Entries of the registry (metrics.ts): what Meta alone tells of video. */
export const VIDEO_METRICS = {
  videoPlays: {
    key: 'videoPlays',
    label: m.videoPlays,
    short: m.videoPlaysShort,
    derive: (s) => s.videoPlays ?? null,
    better: 'up',
    unit: 'count',
    decimals: 0,
    additivity: 'sum',
    revealsCost: false,
    settling: false,
    minimum: null,
  },
  thruPlays: {
    key: 'thruPlays',
    label: m.thruPlays,
    short: m.thruPlaysShort,
    derive: (s) => s.thruPlays ?? null,
    better: 'up',
    unit: 'count',
    decimals: 0,
    additivity: 'sum',
    revealsCost: false,
    settling: false,
    minimum: null,
  },
  costPerThruPlay: {
    key: 'costPerThruPlay',
    label: m.costPerThruPlay,
    short: m.costPerThruPlayShort,
    derive: (s) => ratio(s.spendMicros, s.thruPlays),
    better: 'down',
    unit: 'currency',
    decimals: 3,
    additivity: 'ratio',
    revealsCost: true,
    settling: false,
    minimum: thruPlayMinimum,
  },
} satisfies Partial<Record<MetricKey, MetricDefinition>>;

/** Fields of sums that some platforms never tell: null there says that a row or total is not whole, and so is every sum with it. */
export const VIDEO_FIELDS = ['videoViews', 'videoPlays', 'thruPlays'] as const satisfies (keyof Sums)[];
export type VideoField = (typeof VIDEO_FIELDS)[number];

/** The field of sums behind each metric of video: what it counts, or is computed with. A metric that is none of these has none. */
export const VIDEO_FIELD_OF: Readonly<Partial<Record<MetricDefinition['key'], VideoField>>> = {
  videoViews: 'videoViews',
  videoViewRate: 'videoViews',
  costPerVideoView: 'videoViews',
  videoPlays: 'videoPlays',
  thruPlays: 'thruPlays',
  costPerThruPlay: 'thruPlays',
};

const everywhere = (actionType: string): Partial<Record<PlatformId, string>> =>
  Object.fromEntries(PLATFORM_IDS.map((platform) => [platform, actionType]));

/**
 * The action type behind each, by platform: Meta's plays of three seconds or more and Google's TrueView views are both its views. Plays
 * and ThruPlays are Meta's alone.
 */
export const VIDEO_ACTION_TYPES: Readonly<Record<VideoField, Partial<Record<PlatformId, string>>>> = {
  videoViews: everywhere('video_view'),
  videoPlays: { meta: 'video_play_actions' },
  thruPlays: { meta: 'video_thruplay_watched_actions' },
};
