import type { Change } from '../../../contract/history.ts';
import type { EntityDaysView } from '../../../contract/entity-days.ts';
import type { ChartPoint } from '../../ui/chart-model.ts';
import { plural, type Formats } from '../../ui/format.ts';

/** What the inspector says, from what the engine answered. Pure. */

/** The row's days for the chart: spend over conversions, or what a client may see. */
export const chartOf = (view: EntityDaysView, clientSafe: boolean) => {
  const line = (sums: { spendMicros?: number | null | undefined; impressions: number | null }): number | null =>
    clientSafe ? sums.impressions : (sums.spendMicros ?? null);
  const bar = (sums: { conversions: number | null; clicks: number | null }): number | null =>
    clientSafe ? sums.clicks : sums.conversions;
  return {
    title: clientSafe ? 'Impressions and clicks, daily' : 'Spend and conversions, daily',
    names: clientSafe ? { line: 'Impressions', bar: 'Clicks' } : { line: 'Spend', bar: 'Conversions' },
    lineUnit: clientSafe ? ('count' as const) : ('money' as const),
    points: view.daily.map((point): ChartPoint => ({
      day: point.day,
      state: point.state,
      line: line(point),
      bar: bar(point),
      previousDay: point.previousDay,
      previousLine: point.previous === null ? null : line(point.previous),
      previousBar: point.previous === null ? null : bar(point.previous),
      restated: point.restated,
      noLongerOffered: point.noLongerOffered,
      notReported: point.notReported,
    })),
  };
};

const WORDS = [
  ['missing', '# day not imported', '# days not imported'],
  ['partial', '# day not over when read', '# days not over when read'],
  ['settling', '# day may still rise', '# days may still rise'],
  ['settled', '# day final', '# days final'],
] as const;

/** '24 days final · 6 days may still rise · 2 days corrected' */
export const stateCounts = (daily: EntityDaysView['daily'], locale: string | undefined): string => {
  const parts = WORDS.toReversed().flatMap(([state, one, other]) => {
    const count = daily.filter((day) => day.state === state).length;
    return count === 0 ? [] : [plural(locale, count, { one, other })];
  });
  const restated = daily.filter((day) => day.restated).length;
  const absent = daily.filter((day) => day.noLongerOffered).length;
  const silent = daily.filter((day) => day.notReported).length;
  const extra = [
    restated === 0 ? '' : plural(locale, restated, { one: '# day corrected', other: '# days corrected' }),
    absent === 0 ? '' : plural(locale, absent, { one: '# day no longer offered', other: '# days no longer offered' }),
    silent === 0 ? '' : plural(locale, silent, { one: '# day without delivery', other: '# days without delivery' }),
  ].filter(Boolean);
  return [...parts, ...extra].join(' · ');
};

const METRIC_WORDS: Record<Change['metrics'][number]['metric'], { label: string; money: boolean }> = {
  spendMicros: { label: 'Spend', money: true },
  impressions: { label: 'Impressions', money: false },
  clicks: { label: 'Clicks', money: false },
  linkClicks: { label: 'Link clicks', money: false },
  reach: { label: 'Reach', money: false },
  conversions: { label: 'Conversions', money: false },
  conversionValueMicros: { label: 'Conversion value', money: true },
};

/** 'Conversions 3 → 5' of each value that was told differently. */
export const changeLines = (change: Change, f: Pick<Formats, 'money' | 'count'>): string[] =>
  change.metrics.map(({ metric, old, new: now }) => {
    const { label, money } = METRIC_WORDS[metric];
    const text = (value: number | null): string => (money ? f.money(value, change.currency) : f.count(value, 1));
    return `${label} ${text(old)} → ${text(now)}`;
  });
