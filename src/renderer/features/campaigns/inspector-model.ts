import type { Change } from '../../../contract/history.ts';
import type { EntityDaysView } from '../../../contract/entity-days.ts';
import type { ChartPoint } from '../../ui/chart-model.ts';
import type { Formats } from '../../ui/format.ts';
import { t, type Message } from '../../ui/text.ts';
import { m } from './messages.ts';

/** What the inspector says, from what the engine answered. Pure. */

/** The row's days for the chart: spend over conversions, or what a client may see. */
export const chartOf = (view: EntityDaysView, clientSafe: boolean) => {
  const line = (sums: { spendMicros?: number | null | undefined; impressions: number | null }): number | null =>
    clientSafe ? sums.impressions : (sums.spendMicros ?? null);
  const bar = (sums: { conversions: number | null; clicks: number | null }): number | null =>
    clientSafe ? sums.clicks : sums.conversions;
  return {
    title: t(clientSafe ? m.chartClientSafe : m.chartFull),
    names: clientSafe ? { line: t(m.impressions), bar: t(m.clicks) } : { line: t(m.spend), bar: t(m.conversions) },
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

const STATES = [
  ['settled', m.daysSettled],
  ['settling', m.daysSettling],
  ['partial', m.daysPartial],
  ['missing', m.daysMissing],
] as const;

/** '24 days final · 6 days may still rise · 2 days corrected' */
export const stateCounts = (daily: EntityDaysView['daily']): string => {
  const counts = [
    ...STATES.map(([state, words]) => [daily.filter((day) => day.state === state).length, words] as const),
    [daily.filter((day) => day.restated).length, m.daysCorrected] as const,
    [daily.filter((day) => day.noLongerOffered).length, m.daysGone] as const,
    [daily.filter((day) => day.notReported).length, m.daysSilent] as const,
  ];
  return counts.flatMap(([count, words]) => (count === 0 ? [] : [t(words, { count })])).join(' · ');
};

const METRIC_WORDS: Record<Change['metrics'][number]['metric'], { label: Message; money: boolean }> = {
  spendMicros: { label: m.spend, money: true },
  impressions: { label: m.impressions, money: false },
  clicks: { label: m.clicks, money: false },
  linkClicks: { label: m.linkClicks, money: false },
  reach: { label: m.reach, money: false },
  conversions: { label: m.conversions, money: false },
  conversionValueMicros: { label: m.conversionValue, money: true },
};

/** 'Conversions 3 → 5' of each value that was told differently. */
export const changeLines = (change: Change, f: Pick<Formats, 'money' | 'count'>): string[] =>
  change.metrics.map(({ metric, old, new: now }) => {
    const { label, money } = METRIC_WORDS[metric];
    const text = (value: number | null): string => (money ? f.money(value, change.currency) : f.count(value, 1));
    return t(m.correction, { metric: t(label), old: text(old), new: text(now) });
  });
