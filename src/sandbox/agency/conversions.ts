import { DAY_MS, type Day } from '../calendar.ts';
import { mix, unit } from '../hash.ts';
import { finalClicks, hasCrashed, instantOf, type Moment } from './delivery.ts';
import type { Account, Ad, Agency, ConversionKind } from './entities.ts';

/** One in so many conversions is uploaded late in an account that uploads late. */
const LATE_UPLOADS = 25;

/** Longest time in days from a click to its report: after that a day's conversions no longer change. */
export const longestLagDays = (account: Account): number =>
  Math.max(account.conversionWindowDays, account.lateUploadDays);

/**
 * Results of one kind of one ad on one day, as known at a moment. Counts and values are integers: `…Micros` are millionths
 * (Google splits one conversion between clicks, so counts have fractions there).
 */
export type Result = {
  /** Under the ad set's own attribution setting (Meta: 7-day click or 1-day view), or Google's credited count. */
  countMicros: number;
  valueMicros: number;
  click1: number;
  click7: number;
  click28: number;
  view1: number;
  engaged1: number;
  /** Values per window, same order. */
  values: [click1: number, click7: number, click28: number, view1: number, engaged1: number];
};

export const emptyResult = (): Result => ({
  countMicros: 0,
  valueMicros: 0,
  click1: 0,
  click7: 0,
  click28: 0,
  view1: 0,
  engaged1: 0,
  values: [0, 0, 0, 0, 0],
});

/** Google's data-driven attribution gives a click part of a conversion. */
const CREDITS = [1_000_000, 1_000_000, 1_000_000, 1_000_000, 500_000, 250_000, 330_000, 670_000, 420_000] as const;

/**
 * Fills `out` with the results that clicks of `day` have brought up to `moment`. A conversion belongs to the day of its
 * click and appears when it happens, so a day keeps growing for weeks and never shrinks. False when there is none.
 */
export function convert(
  agency: Agency,
  ad: Ad,
  day: Day,
  weight: number,
  kind: ConversionKind,
  moment: Moment,
  out: Result,
): boolean {
  out.countMicros = out.valueMicros = out.click1 = out.click7 = out.click28 = out.view1 = out.engaged1 = 0;
  out.values.fill(0);
  if (weight === 0 || day < ad.from || day > ad.to || day > moment.today) return false;
  const clicks = finalClicks(ad, day, weight);
  if (clicks === 0) return false;
  const base = mix(mix(ad.key, kind.salt), day);
  const health = hasCrashed(agency, ad.campaign, day) ? 0.1 : 0.6 + 0.8 * unit(mix(ad.campaign.key, kind.salt));
  const total = Math.floor(clicks * kind.rate * health + unit(base));
  const meta = ad.account.platform === 'meta';
  const settled = moment.today - day > longestLagDays(ad.account) + 1;
  for (let i = 0; i < total; i++) {
    const h = mix(base, i + 1);
    const kindOfTouch = meta ? unit(mix(h, 1)) : 0.5;
    const byView = kindOfTouch < 0.12;
    const engaged = kindOfTouch >= 0.97;
    const lag = byView || engaged ? unit(mix(h, 2)) : lagDays(unit(mix(h, 2)), unit(mix(h, 3)), ad.account);
    if (
      !settled &&
      instantOf(ad.account, day, unit(mix(h, 4))) + (lag + reportDelay(h, lag, ad.account)) * DAY_MS > moment.at
    )
      continue;
    const credit = meta ? 1_000_000 : (CREDITS[Math.floor(unit(mix(h, 6)) * CREDITS.length)] ?? 1_000_000);
    const minor = Math.round(((kind.value * 1_000_000) / ad.account.minorMicros) * (0.4 + 1.4 * unit(mix(h, 7))));
    const value = Math.round((minor * ad.account.minorMicros * (credit / 10_000)) / 100);
    add(out, byView, engaged, lag, credit, value, meta);
  }
  return out.countMicros > 0 || out.click28 > 0 || out.engaged1 > 0;
}

function add(
  out: Result,
  byView: boolean,
  engaged: boolean,
  lag: number,
  credit: number,
  value: number,
  meta: boolean,
): void {
  if (byView) {
    out.view1++;
    out.values[3] += value;
  } else if (engaged) {
    out.engaged1++;
    out.values[4] += value;
  } else {
    out.click28++;
    out.values[2] += value;
    if (lag <= 7) {
      out.click7++;
      out.values[1] += value;
    }
    if (lag <= 1) {
      out.click1++;
      out.values[0] += value;
    }
  }
  // Meta's default setting leaves out clicks older than a week and engaged views; Google credits every click in its window.
  if (!meta || byView || (!engaged && lag <= 7)) {
    out.countMicros += credit;
    out.valueMicros += value;
  }
}

function lagDays(which: number, position: number, account: Account): number {
  const window = account.conversionWindowDays;
  const lag = ordinaryLag(which, position, account.platform === 'meta', window);
  return window < 30 && account.platform === 'google' ? (lag * (window - 1)) / 29 : lag;
}

function ordinaryLag(which: number, position: number, meta: boolean, window: number): number {
  if (which < 0.58) return position * position;
  if (which < 0.84) return 1 + 6 * position;
  if (which < 0.95 || meta) return 7 + 20 * position;
  return 27 + Math.max(1, window - 29) * position;
}

/**
 * A few conversions are uploaded days after they happened (call centres, offline sales), inside the window as a rule; in an account
 * that uploads late, some long after it.
 */
function reportDelay(h: number, lag: number, account: Account): number {
  if (account.lateUploadDays > 0 && Math.floor(unit(mix(h, 10)) * LATE_UPLOADS) === 0)
    return Math.max(0, account.lateUploadDays - 1 - lag) * unit(mix(h, 9));
  return unit(mix(h, 8)) < 0.05 ? unit(mix(h, 9)) * (account.conversionWindowDays - 1 - lag) : 0;
}
