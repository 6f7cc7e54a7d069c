/**
 * Google's ad is unique only together with its ad group (`adGroupAds/{adGroupId}~{adId}`): one ad id may stand in several ad
 * groups. Our key is the plain ad id, as people and other tools write it, so such an ad is told once: its figures are the
 * sum (all five metrics are additive), its place is the ad group with the lowest id.
 */
import type { InsightRecord, StructureEntity } from '../platform.ts';
import type { StreamAnswer } from './answer.ts';
import { adPlace, videoViews } from './normalize.ts';

const RESOURCE_NAME = /"resourceName"\s*:\s*"customers\/\d+\/adGroupAds\/(\d+)~(\d+)"/g;

/**
 * The ads of an `ad_group_ad` answer that stand in more than one ad group. Costs one entry per ad, not per row. The places
 * are read from the resource names Google puts into every row unasked, which is much cheaper than parsing the rows once
 * more; when not every row carries one, the rows are parsed. A look-alike inside a name can only mark an ad as shared that
 * is not, which changes nothing.
 */
export function findSharedAds(answer: StreamAnswer): ReadonlySet<string> {
  const home = new Map<string, string>();
  const shared = new Set<string>();
  const see = (adId: string, adGroupId: string): void => {
    const known = home.get(adId);
    if (known === undefined) home.set(adId, adGroupId);
    else if (known !== adGroupId) shared.add(adId);
  };
  let named = 0;
  for (const [, adGroupId = '', adId = ''] of answer.text.matchAll(RESOURCE_NAME)) {
    see(adId, adGroupId);
    named += 1;
  }
  if (named >= answer.rowCount) return shared;
  for (const rows of answer.batches()) {
    for (const row of rows) {
      const place = adPlace(row);
      if (place) see(place.adId, place.adGroupId);
    }
  }
  return shared;
}

/** Ids are decimal text without leading zeros and may exceed 2^53. */
function lower(a: string | null, b: string | null): boolean {
  if (a === null || b === null) return b === null && a !== null;
  return a.length === b.length ? a < b : a.length < b.length;
}

/** Missing stays missing: null + null = null, null + 3 = 3. */
function plus(a: number | null, b: number | null): number | null {
  return a === null ? b : b === null ? a : a + b;
}

/** The figures of two rows that are parts of one, added up. */
export function addFigures(a: InsightRecord, b: InsightRecord) {
  const conversions = plus(a.conversions, b.conversions);
  const conversionValueMicros = plus(a.conversionValueMicros, b.conversionValueMicros);
  const actions: InsightRecord['actions'] =
    a.actions.length + b.actions.length === 0
      ? []
      : [{ actionType: 'conversions', window: 'default', count: conversions, valueMicros: conversionValueMicros }];
  const views = [...a.actions, ...b.actions].filter(({ actionType }) => actionType === 'video_view');
  if (views.length > 0) actions.push(videoViews(views.reduce((sum, { count }) => sum + (count ?? 0), 0)));
  return {
    spendMicros: plus(a.spendMicros, b.spendMicros),
    impressions: plus(a.impressions, b.impressions),
    clicks: plus(a.clicks, b.clicks),
    conversions,
    conversionValueMicros,
    actions,
  };
}

/** Two rows of one ad on one day from two ad groups → one. */
export function mergeInsights(a: InsightRecord, b: InsightRecord): InsightRecord {
  const home = lower(b.adGroupId, a.adGroupId) ? b : a;
  return {
    ...home,
    ...addFigures(a, b),
    extra: { adGroupIds: adGroupIds(a.extra, a.adGroupId, b.extra, b.adGroupId) },
  };
}

/** Two appearances of one ad → one: it runs when it runs anywhere. */
export function mergeAds(a: StructureEntity, b: StructureEntity): StructureEntity {
  const home = lower(b.parentId, a.parentId) ? b : a;
  const rank = ['active', 'issues', 'paused'];
  const place = (entity: StructureEntity): number => (rank.includes(entity.status) ? rank.indexOf(entity.status) : 9);
  const { status, platformStatus } = place(b) < place(a) ? b : a;
  return {
    ...home,
    status,
    platformStatus,
    extra: { ...home.extra, adGroupIds: adGroupIds(a.extra, a.parentId, b.extra, b.parentId) },
  };
}

function adGroupIds(...parts: (Record<string, unknown> | string | null)[]): string[] {
  const ids = parts.flatMap((item) => {
    if (typeof item === 'string') return [item];
    return Array.isArray(item?.adGroupIds) ? (item.adGroupIds as string[]) : [];
  });
  return [...new Set(ids)].sort((a, b) => (a === b ? 0 : lower(a, b) ? -1 : 1));
}
