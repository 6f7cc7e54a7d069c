import type { AttributionWindow } from '../../src/contract/vocabulary.ts';
import { addDays, eachDay } from '../../src/main/domain/days.ts';
import type { ActionInput, InsightInput } from '../../src/main/store/records.ts';

/** A small generator of numbers that are the same in every run. */
export function numbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** What one request to Meta answers: the platform's own figure and four windows beside it. */
export const WINDOWS_TOLD: readonly AttributionWindow[] = ['default', '1d_click', '7d_click', '28d_click', '1d_view'];

/**
 * Ad rows of one account: `ads` ads in campaigns of ten, for `days` days from `from` on, in the order a platform returns them;
 * `actions` action types a row, each in all windows told, every second one with values.
 */
export function adRows(args: {
  account: number;
  ads: number;
  from: string;
  days: number;
  actions: number;
}): InsightInput[] {
  const next = numbers(args.account * 7_919 + 1);
  const rows: InsightInput[] = [];
  for (const day of eachDay(args.from, addDays(args.from, args.days - 1)))
    for (let ad = 0; ad < args.ads; ad += 1) {
      const campaign = `c${args.account}-${Math.floor(ad / 10)}`;
      const impressions = Math.floor(next() * 20_000);
      const clicks = Math.floor(impressions * 0.02);
      rows.push({
        level: 'ad',
        entityId: `2384${args.account}00${ad}`,
        entityName: `Ad ${ad}`,
        campaignId: campaign,
        campaignName: `Campaign ${campaign}`,
        adGroupId: `${campaign}-g`,
        adGroupName: 'Group',
        day,
        spendMicros: Math.floor(next() * 200_000_000),
        impressions,
        clicks,
        linkClicks: Math.floor(clicks * 0.8),
        reach: Math.floor(impressions * 0.7),
        conversions: Math.floor(next() * 8) / 2,
        conversionValueMicros: Math.floor(next() * 500_000_000),
        actions: Array.from({ length: args.actions }, (_, index) => actionIn(index, next)).flat(),
        extra: null,
      });
    }
  return rows;
}

function actionIn(index: number, next: () => number): ActionInput[] {
  const name = `offsite_conversion.kind_${index}`;
  return WINDOWS_TOLD.map((window) => ({
    actionType: name,
    window,
    count: Math.floor(next() * 30),
    valueMicros: index % 2 === 0 ? Math.floor(next() * 90_000_000) : null,
  }));
}

/** The same rows with five in a hundred told differently. */
export function restated(rows: readonly InsightInput[], seed: number): InsightInput[] {
  const next = numbers(seed);
  return rows.map((row) =>
    next() < 0.05
      ? {
          ...row,
          spendMicros: (row.spendMicros ?? 0) + 10_000,
          clicks: (row.clicks ?? 0) + 1,
          actions: row.actions.map((action) => ({ ...action, count: (action.count ?? 0) + 1 })),
        }
      : row,
  );
}
