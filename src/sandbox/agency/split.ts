import { mix, splitExactly, unit } from '../hash.ts';
import type { Ad } from './entities.ts';
import { emptySums, type Sums } from './ledger.ts';

/** One part of a split row: its label per dimension, and its weight. */
export type Cell = { labels: Record<string, string>; weight: number };

/** Splits an ad-day between the cells; parts add up to it exactly, except reach. Spend keeps six decimals by country, as Meta's do. */
export function splitSums(sums: Sums, ad: Ad, cells: readonly Cell[], fine: boolean, dropResults: boolean): Sums[] {
  const weights = cells.map((cell, i) => cell.weight * (0.7 + 0.6 * unit(mix(ad.key, 400 + i))));
  const minor = fine ? 1 : ad.account.minorMicros;
  // Google's conversions come in hundredths and their values in micros; Meta's in whole numbers and smallest coins.
  const [countUnit, valueUnit] = ad.account.platform === 'meta' ? [1_000_000, ad.account.minorMicros] : [10_000, 1];
  const out = cells.map(() => emptySums(sums.results.length));
  const spread = (total: number, put: (into: Sums, part: number) => void): void => {
    if (total > 0) splitExactly(total, weights).forEach((part, i) => put(out[i] ?? emptySums(0), part));
  };
  spread(sums.spend / minor, (o, part) => (o.spend = part * minor));
  spread(sums.impressions, (o, part) => (o.impressions = part));
  spread(sums.clicks, (o, part) => (o.clicks = part));
  spread(sums.linkClicks, (o, part) => (o.linkClicks = part));
  spread(sums.landingViews, (o, part) => (o.landingViews = part));
  spread(sums.engagements, (o, part) => (o.engagements = part));
  spread(sums.videoViews, (o, part) => (o.videoViews = part));
  spread(sums.reachSum, (o, part) => {
    o.reachSum = part;
    o.reachLargest = part;
    o.reachCount = part > 0 ? 1 : 0;
  });
  if (!dropResults) {
    // A day has few results: where they fall differs from day to day, and what they brought falls with them.
    const offset = unit(mix(mix(ad.key, 391), sums.impressions));
    sums.results.forEach((result, k) => {
      const counts = splitExactly(result.countMicros / countUnit, weights, offset);
      const where = counts.some((count) => count > 0) ? counts : weights;
      const each = (total: number, put: (o: Sums['results'][number], part: number) => void): void => {
        if (total <= 0) return;
        splitExactly(total, where).forEach((part, i) => {
          const target = out[i]?.results[k];
          if (target !== undefined) put(target, part);
        });
      };
      each(result.countMicros / countUnit, (r, part) => (r.countMicros = part * countUnit));
      each(result.valueMicros / valueUnit, (r, part) => (r.valueMicros = part * valueUnit));
      each(result.click1, (r, part) => (r.click1 = part));
      each(result.click7, (r, part) => (r.click7 = part));
      each(result.click28, (r, part) => (r.click28 = part));
      each(result.view1, (r, part) => (r.view1 = part));
      each(result.engaged1, (r, part) => (r.engaged1 = part));
      result.values.forEach((value, i) => each(value / valueUnit, (r, part) => (r.values[i as 0] = part * valueUnit)));
    });
  }
  return out;
}
