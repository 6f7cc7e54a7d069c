import { DAY_MS, HOUR, MINUTE, dayStart, dayText, weekday, zoneDay, type Day } from '../calendar.ts';
import { mix, unit } from '../hash.ts';
import type { Account, Ad, Agency, Campaign } from './entities.ts';
import type { Vertical } from './spec.ts';

/** Statistics are refreshed every quarter of an hour: between two refreshes equal questions get equal answers. */
const REFRESH = 15 * MINUTE;
/** Share of a day's delivery known when it ends; the rest trickles in during the next three hours. */
const KNOWN_AT_MIDNIGHT = 0.985;
const SETTLES_AFTER = 3 * HOUR;

/** An account's clock at one instant: which day it is there, and how much of a day is known. */
export type Moment = { at: number; today: Day; account: Account };

export function momentOf(account: Account, now: number): Moment {
  const at = Math.floor(now / REFRESH) * REFRESH;
  return { at, today: zoneDay(account.timezone, at), account };
}

/** Delivery of one ad on one account-local day. `spend` in micros of the account currency. */
export type AdDay = { spend: number; impressions: number; clicks: number; reach: number };

/** Sunday first. */
const WEEK: Record<Vertical, readonly number[]> = {
  hotel: [1.15, 0.95, 0.9, 0.92, 1, 1.05, 1.1],
  restaurant: [1.1, 0.7, 0.75, 0.85, 1, 1.35, 1.4],
  shop: [1.25, 1, 0.95, 0.95, 0.95, 0.9, 1.05],
  clinic: [0.5, 1.25, 1.2, 1.15, 1.1, 1, 0.55],
  school: [0.8, 1.2, 1.15, 1.1, 1, 0.85, 0.7],
  gym: [1.1, 1.3, 1.1, 1, 0.95, 0.8, 0.8],
  leads: [0.7, 1.15, 1.2, 1.15, 1.1, 0.95, 0.65],
};

/** January first. */
const YEAR: Record<Vertical, readonly number[]> = {
  hotel: [0.7, 0.75, 0.85, 1, 1.2, 1.4, 1.5, 1.4, 1.05, 0.85, 0.7, 0.95],
  restaurant: [0.85, 0.95, 0.95, 1, 1.1, 1.1, 1.05, 1, 0.95, 0.95, 1, 1.3],
  shop: [0.85, 0.8, 0.9, 0.95, 0.95, 0.9, 0.85, 0.9, 1, 1.05, 1.6, 1.5],
  clinic: [1.15, 1.05, 1.05, 1, 1, 0.9, 0.8, 0.8, 1.05, 1.1, 1.05, 0.8],
  school: [1.3, 1.05, 0.9, 0.85, 0.8, 0.7, 0.8, 1.3, 1.5, 1.1, 0.9, 0.6],
  gym: [1.7, 1.3, 1.1, 1, 0.95, 0.85, 0.75, 0.8, 1.15, 1, 0.9, 0.8],
  leads: [0.9, 1, 1.15, 1.2, 1.15, 1.1, 1, 0.95, 1, 0.95, 0.85, 0.65],
};

const monthOf = (day: Day): number => Number(dayText(day).slice(5, 7));

/** Seasons glide from one month's middle to the next instead of jumping on the first. */
function season(vertical: Vertical, day: Day): number {
  const text = dayText(day);
  const months = YEAR[vertical];
  const position = Number(text.slice(5, 7)) - 1 + (Number(text.slice(8, 10)) - 15) / 30.5;
  const low = Math.floor(position);
  const a = months[(low + 12) % 12] ?? 1;
  const b = months[(low + 13) % 12] ?? 1;
  return a + (b - a) * (position - low);
}

/** The campaign's strength on a day: 1 = its typical day, 0 = does not deliver. */
export function campaignWeight(agency: Agency, campaign: Campaign, day: Day): number {
  if (day < campaign.from || day > campaign.to || day >= campaign.offFrom) return 0;
  if (campaign.months !== null && !campaign.months.includes(monthOf(day))) return 0;
  const { vertical } = campaign.account;
  const noise = 0.82 + 0.36 * unit(mix(campaign.key, day));
  return (WEEK[vertical][weekday(day)] ?? 1) * season(vertical, day) * trend(agency, campaign, day) * noise;
}

function trend(agency: Agency, campaign: Campaign, day: Day): number {
  const progress = Math.min(1.5, Math.max(0, (day - (agency.anchor - 400)) / 400));
  if (campaign.character === 'grow') return 0.5 + 0.9 * progress;
  if (campaign.character === 'decline') return 1.5 - 0.75 * progress;
  if (hasCrashed(agency, campaign, day)) return 0.12;
  return 0.9 + 0.2 * progress;
}

/** A `crash` campaign loses its delivery, and its results even more, nine days before the anchor. */
export function hasCrashed(agency: Agency, campaign: Campaign, day: Day): boolean {
  return campaign.character === 'crash' && day >= agency.anchor - 9;
}

/** Cumulated share of a day's delivery after a share of its hours: little at night, most in the evening. */
export function dayCurve(elapsed: number): number {
  const x = Math.min(1, Math.max(0, elapsed));
  return 0.35 * x + 0.65 * x * x * (3 - 2 * x);
}

/**
 * What share of a day's final delivery is known at a moment: grows through the account's day, settles three hours after
 * its midnight, and for about 1 % of days drops once by 2–5 % when invalid clicks are credited back (day 4–24).
 */
export function knownShare(moment: Moment, day: Day): number {
  const { account, today } = moment;
  if (day > today) return 0;
  const age = today - day;
  if (age >= 2) {
    const h = mix(mix(account.key, 0x5f), day);
    if (unit(h) >= 0.01) return 1;
    const creditedAfter = 4 + Math.floor(unit(mix(h, 1)) * 21);
    return age >= creditedAfter ? 0.98 - 0.03 * unit(mix(h, 2)) : 1;
  }
  const start = dayStart(account.timezone, day);
  const end = dayStart(account.timezone, day + 1);
  if (moment.at < end) return KNOWN_AT_MIDNIGHT * dayCurve((moment.at - start) / (end - start));
  return Math.min(1, KNOWN_AT_MIDNIGHT + ((1 - KNOWN_AT_MIDNIGHT) * (moment.at - end)) / SETTLES_AFTER);
}

/** Clicks of an ad on a day once everything is known; the base of its conversions, which a later credit does not take back. */
export function finalClicks(ad: Ad, day: Day, weight: number): number {
  const impressions = finalImpressions(ad, day, weight);
  const h = mix(mix(ad.key, day), 3);
  return Math.min(impressions, Math.floor(impressions * ad.campaign.ctr * (0.75 + 0.5 * unit(h)) + unit(mix(h, 1))));
}

function spendMinor(ad: Ad, day: Day, weight: number): number {
  const h = mix(mix(ad.key, day), 1);
  return Math.floor(ad.campaign.dailyMinor * ad.share * weight * (0.65 + 0.7 * unit(h)));
}

function finalImpressions(ad: Ad, day: Day, weight: number): number {
  const h = mix(mix(ad.key, day), 2);
  return Math.floor((spendMinor(ad, day, weight) / (ad.campaign.cpmMinor * (0.85 + 0.3 * unit(h)))) * 1000);
}

/**
 * Fills `out` with an ad's delivery of a day as known at `share` (see {@link knownShare}); false when there was none.
 * @param weight of the campaign that day, see {@link campaignWeight}
 */
export function deliver(ad: Ad, day: Day, weight: number, share: number, out: AdDay): boolean {
  out.spend = 0;
  out.impressions = 0;
  out.clicks = 0;
  out.reach = 0;
  if (weight === 0 || share === 0 || day < ad.from || day > ad.to) return false;
  const impressions = Math.floor(finalImpressions(ad, day, weight) * share);
  if (impressions === 0) return false;
  out.impressions = impressions;
  out.spend = Math.floor(spendMinor(ad, day, weight) * share) * ad.account.minorMicros;
  out.clicks = Math.min(impressions, Math.floor(finalClicks(ad, day, weight) * share));
  out.reach = Math.max(1, Math.floor(impressions * (0.62 + 0.3 * unit(mix(mix(ad.key, day), 4)))));
  return true;
}

/**
 * People reached by several ad-days together. Not additive: the same person is reached again. Lies between the largest
 * single reach and the sum, and equals the value itself when there is only one.
 */
export function combinedReach(sum: number, largest: number, count: number): number {
  return count <= 1 ? sum : Math.max(largest, Math.floor(sum * Math.pow(count, -0.22)));
}

/** Instant a click of the day happened, `position` in [0, 1) of the day's hours. */
export function instantOf(account: Account, day: Day, position: number): number {
  return dayStart(account.timezone, day) + position * DAY_MS * 0.95;
}
