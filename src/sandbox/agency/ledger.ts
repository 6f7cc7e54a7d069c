import type { Day } from '../calendar.ts';
import { mix, unit } from '../hash.ts';
import { convert, emptyResult, type Result } from './conversions.ts';
import { campaignWeight, combinedReach, deliver, knownShare, momentOf, type AdDay, type Moment } from './delivery.ts';
import type { Account, Ad, Agency, Campaign } from './entities.ts';
import { restate, restatementsOf } from './revisions.ts';

/** Additive sums of any set of ad-days; reach is kept as what {@link reachOf} needs. `results` follows `account.conversionKinds`. */
export type Sums = {
  spend: number;
  impressions: number;
  clicks: number;
  linkClicks: number;
  landingViews: number;
  engagements: number;
  videoViews: number;
  /** Meta: plays begun, and watched to the end or for 15 seconds. */
  videoPlays: number;
  thruPlays: number;
  reachSum: number;
  reachLargest: number;
  reachCount: number;
  results: Result[];
};

export function emptySums(kinds: number): Sums {
  return {
    spend: 0,
    impressions: 0,
    clicks: 0,
    linkClicks: 0,
    landingViews: 0,
    engagements: 0,
    videoViews: 0,
    videoPlays: 0,
    thruPlays: 0,
    reachSum: 0,
    reachLargest: 0,
    reachCount: 0,
    results: Array.from({ length: kinds }, emptyResult),
  };
}

export function addSums(into: Sums, from: Sums): void {
  into.spend += from.spend;
  into.impressions += from.impressions;
  into.clicks += from.clicks;
  into.linkClicks += from.linkClicks;
  into.landingViews += from.landingViews;
  into.engagements += from.engagements;
  into.videoViews += from.videoViews;
  into.videoPlays += from.videoPlays;
  into.thruPlays += from.thruPlays;
  into.reachSum += from.reachSum;
  into.reachCount += from.reachCount;
  if (from.reachLargest > into.reachLargest) into.reachLargest = from.reachLargest;
  for (let k = 0; k < into.results.length; k++) {
    const a = into.results[k];
    const b = from.results[k];
    if (a !== undefined && b !== undefined) addResult(a, b);
  }
}

export function addResult(into: Result, from: Result): void {
  into.countMicros += from.countMicros;
  into.valueMicros += from.valueMicros;
  into.click1 += from.click1;
  into.click7 += from.click7;
  into.click28 += from.click28;
  into.view1 += from.view1;
  into.engaged1 += from.engaged1;
  for (let i = 0; i < 5; i++) into.values[i as 0] += from.values[i as 0];
}

export const reachOf = (sums: Sums): number => combinedReach(sums.reachSum, sums.reachLargest, sums.reachCount);

export const hasAnything = (sums: Sums): boolean =>
  sums.impressions > 0 ||
  sums.spend > 0 ||
  sums.clicks > 0 ||
  sums.results.some((r) => r.countMicros > 0 || r.click28 > 0 || r.engaged1 > 0);

/**
 * Walks every ad-day of an account with delivery or results in [from, to] as known at `now`, days ascending. `sums` is one
 * object reused between calls: copy what you keep. Conversions are the dear part and computed only when asked for.
 */
export function eachAdDay(
  agency: Agency,
  account: Account,
  from: Day,
  to: Day,
  now: number,
  options: { conversions: boolean; keepCampaign?: (campaign: Campaign) => boolean },
  visit: (ad: Ad, day: Day, sums: Sums) => void,
): void {
  const moment: Moment = momentOf(account, now);
  const delivered: AdDay = { spend: 0, impressions: 0, clicks: 0, reach: 0 };
  const kinds = account.conversionKinds;
  const sums = emptySums(kinds.length);
  const first = Math.max(from, Math.min(account.firstDay, ...account.campaigns.map((c) => c.from)));
  const last = Math.min(to, moment.today);
  const campaigns =
    options.keepCampaign === undefined ? account.campaigns : account.campaigns.filter(options.keepCampaign);
  for (let day = first; day <= last; day++) {
    const share = knownShare(moment, day);
    const restatements = restatementsOf(agency.revisions, account, day, now);
    for (const campaign of campaigns) {
      const weight = campaignWeight(agency, campaign, day);
      if (weight === 0) continue;
      for (const group of campaign.adGroups) {
        for (const ad of group.ads) {
          let any = deliver(ad, day, weight, share, delivered);
          if (any) restate(restatements, ad, delivered);
          fill(sums, ad, day, delivered);
          if (options.conversions) {
            for (let k = 0; k < kinds.length; k++) {
              const kind = kinds[k];
              const result = sums.results[k];
              if (kind !== undefined && result !== undefined && convert(agency, ad, day, weight, kind, moment, result))
                any = true;
            }
          }
          if (any) visit(ad, day, sums);
        }
      }
    }
  }
}

/** Views per impression at most, by Google's channels that show video. */
const SHOWS_VIDEO: Readonly<Record<string, number>> = { VIDEO: 0.45, DEMAND_GEN: 0.12 };

function fill(sums: Sums, ad: Ad, day: Day, delivered: AdDay): void {
  const h = mix(mix(ad.key, day), 9);
  sums.spend = delivered.spend;
  sums.impressions = delivered.impressions;
  sums.clicks = delivered.clicks;
  sums.linkClicks = Math.floor(delivered.clicks * (0.7 + 0.2 * unit(h)));
  sums.landingViews = Math.floor(sums.linkClicks * 0.78);
  sums.engagements = delivered.clicks + Math.floor(delivered.impressions * 0.004);
  const shows = ad.account.platform === 'meta' ? 0.08 : (SHOWS_VIDEO[ad.campaign.channel] ?? 0);
  sums.videoViews = Math.floor(delivered.impressions * shows * unit(mix(ad.key, 5)));
  sums.videoPlays = Math.floor(sums.videoViews * (2.5 + unit(mix(h, 6))));
  sums.thruPlays = Math.floor(sums.videoViews * (0.2 + 0.3 * unit(mix(h, 7))));
  sums.reachSum = delivered.reach;
  sums.reachLargest = delivered.reach;
  sums.reachCount = delivered.reach > 0 ? 1 : 0;
}
