import type { Change, ChangesView } from '../../../contract/history.ts';
import type { Formats } from '../../ui/index.ts';
import { t, type Message } from '../../ui/text.ts';
import { m } from './messages.ts';

/** What the platforms told differently, in words. Pure. */
type Metric = Change['metrics'][number]['metric'];
const LABELS: Record<Metric, Message> = {
  spendMicros: m.spend,
  impressions: m.impressions,
  clicks: m.clicks,
  linkClicks: m.linkClicks,
  reach: m.reach,
  conversions: m.conversions,
  conversionValueMicros: m.conversionValue,
};
const MONEY: ReadonlySet<Metric> = new Set<Metric>(['spendMicros', 'conversionValueMicros']);
/** What people ask about first. */
const ORDER: readonly Metric[] = [
  'conversions',
  'conversionValueMicros',
  'spendMicros',
  'clicks',
  'impressions',
  'linkClicks',
  'reach',
];

const signedMoney = (
  micros: number,
  currency: string,
  f: Formats,
  mark: 'code' | 'narrowSymbol' = 'narrowSymbol',
): string => f.signedMoney(micros, currency, mark);
const signedCount = (value: number, f: Formats): string => f.signed(value, Number.isInteger(value) ? 0 : 1, '');

/** 'Conversions +12 · Spend −€1.20' per currency; currencies whose sums did not move are left out. */
export const differenceWords = (differences: ChangesView['differences'], f: Formats): string[] => {
  const mark = differences.length > 1 ? 'code' : 'narrowSymbol';
  return differences.flatMap((one) => {
    const parts = [
      one.conversions === 0 ? '' : t(m.conversionsDifference, { difference: signedCount(one.conversions, f) }),
      one.conversionValueMicros === 0
        ? ''
        : t(m.conversionValueDifference, { difference: signedMoney(one.conversionValueMicros, one.currency, f, mark) }),
      (one.spendMicros ?? 0) === 0
        ? ''
        : t(m.spendDifference, { difference: signedMoney(one.spendMicros ?? 0, one.currency, f, mark) }),
    ].filter((part) => part !== '');
    return parts.length === 0 ? [] : [parts.join(' · ')];
  });
};

export type ChangeLine = { label: string; old: string; new: string; difference: string | null };

/** One row's changed values, most asked for first. */
export const linesOf = (change: Change, f: Formats): ChangeLine[] =>
  change.metrics
    .toSorted((a, b) => ORDER.indexOf(a.metric) - ORDER.indexOf(b.metric))
    .map((one) => {
      const money = MONEY.has(one.metric);
      const text = (value: number | null): string =>
        value === null ? t(m.nothingTold) : money ? f.money(value, change.currency) : f.count(value, 1);
      const difference = one.old === null || one.new === null ? null : one.new - one.old;
      return {
        label: t(LABELS[one.metric]),
        old: text(one.old),
        new: text(one.new),
        difference:
          difference === null
            ? null
            : money
              ? signedMoney(difference, change.currency, f)
              : signedCount(Math.round(difference * 1e6) / 1e6, f),
      };
    });

export type DayOfChanges = { day: string; changes: Change[] };

/** Newest day first; within a day the entities in the order of their names. */
export const byDay = (changes: readonly Change[]): DayOfChanges[] =>
  [...Map.groupBy(changes, (change) => change.day)]
    .toSorted(([a], [b]) => (a < b ? 1 : -1))
    .map(([day, list]) => ({ day, changes: list.toSorted((a, b) => a.entityName.localeCompare(b.entityName)) }));

/** How many days say something else now; the same day of two ad accounts is one. */
export const daysChanged = (changes: readonly Change[]): number => new Set(changes.map((change) => change.day)).size;
