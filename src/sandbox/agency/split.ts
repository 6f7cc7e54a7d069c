import type { Day } from '../calendar.ts';
import { mix, splitExactly, unit } from '../hash.ts';
import type { Ad } from './entities.ts';
import { emptySums, type Sums } from './ledger.ts';

/** One part of a split row: its label per dimension, and its weight. */
export type Cell = { labels: Record<string, string>; weight: number };

/**
 * Splits an ad-day between the cells; parts add up to it exactly, except reach. Spend keeps six decimals by country, as Meta's do. Clicks
 * are where impressions are and results where clicks are, so that no cell has a rate nobody believes.
 */
export function splitSums(
  sums: Sums,
  { ad, day }: { ad: Ad; day: Day },
  cells: readonly Cell[],
  { fine, dropResults }: { fine: boolean; dropResults: boolean },
): Sums[] {
  const weights = cells.map((cell, i) => cell.weight * (0.7 + 0.6 * unit(mix(ad.key, 400 + i))));
  const minor = fine ? 1 : ad.account.minorMicros;
  // Google's conversions come in hundredths and their values in micros; Meta's in whole numbers and smallest coins.
  const [countUnit, valueUnit] = ad.account.platform === 'meta' ? [1_000_000, ad.account.minorMicros] : [10_000, 1];
  const out = cells.map(() => emptySums(sums.results.length));
  // A day has few of most things: where they fall differs from day to day.
  const drawn = mix(mix(ad.key, 391), day);
  let draws = 0;
  const parts = (total: number, where: readonly number[]): number[] => {
    draws += 1;
    return total > 0 ? splitExactly(total, where, unit(mix(drawn, draws))) : where.map(() => 0);
  };
  const within = (inner: readonly number[], outer: readonly number[]): readonly number[] =>
    inner.some((part) => part > 0) ? inner : outer;
  const impressions = parts(sums.impressions, weights);
  const shown = within(impressions, weights);
  const clicks = parts(sums.clicks, shown);
  const linkClicks = parts(sums.linkClicks, within(clicks, shown));
  const landingViews = parts(sums.landingViews, within(linkClicks, shown));
  const engagements = parts(sums.engagements, shown);
  const videoViews = parts(sums.videoViews, shown);
  // With draws of their own, so that figures added later leave the others where they were.
  const also = (total: number, salt: number): number[] =>
    total > 0 ? splitExactly(total, shown, unit(mix(drawn, salt))) : shown.map(() => 0);
  const videoPlays = also(sums.videoPlays, 901);
  const thruPlays = also(sums.thruPlays, 902);
  const reach = parts(sums.reachSum, shown);
  const spend = parts(sums.spend / minor, shown === weights ? weights : weights.map((w, i) => (shown[i] ? w : 0)));
  const at = (list: readonly number[], i: number): number => list[i] ?? 0;
  out.forEach((into, i) => {
    into.spend = at(spend, i) * minor;
    into.impressions = at(impressions, i);
    into.clicks = at(clicks, i);
    into.linkClicks = at(linkClicks, i);
    into.landingViews = at(landingViews, i);
    into.engagements = at(engagements, i);
    into.videoViews = at(videoViews, i);
    into.videoPlays = at(videoPlays, i);
    into.thruPlays = at(thruPlays, i);
    into.reachSum = at(reach, i);
    into.reachLargest = at(reach, i);
    into.reachCount = at(reach, i) > 0 ? 1 : 0;
  });
  if (dropResults) return out;
  sums.results.forEach((result, k) => {
    const counts = parts(result.countMicros / countUnit, within(clicks, shown));
    const where = within(counts, within(clicks, shown));
    // What a result brought falls with it.
    const each = (total: number, put: (o: Sums['results'][number], part: number) => void): void => {
      if (total <= 0) return;
      splitExactly(total, where).forEach((part, i) => {
        const target = out[i]?.results[k];
        if (target !== undefined) put(target, part);
      });
    };
    counts.forEach((count, i) => {
      const target = out[i]?.results[k];
      if (target !== undefined) target.countMicros = count * countUnit;
    });
    each(result.valueMicros / valueUnit, (r, part) => (r.valueMicros = part * valueUnit));
    each(result.click1, (r, part) => (r.click1 = part));
    each(result.click7, (r, part) => (r.click7 = part));
    each(result.click28, (r, part) => (r.click28 = part));
    each(result.view1, (r, part) => (r.view1 = part));
    each(result.engaged1, (r, part) => (r.engaged1 = part));
    result.values.forEach((value, i) => each(value / valueUnit, (r, part) => (r.values[i as 0] = part * valueUnit)));
  });
  return out;
}
