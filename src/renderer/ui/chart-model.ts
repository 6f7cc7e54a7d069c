import { type MetricDefinition, labelOf } from '../../contract/metrics.ts';
import { COUNT_DECIMALS, plainNumber } from '../../contract/plain-number.ts';
import type { Figures } from '../../contract/primitives.ts';
import type { Legend } from './chart-image.ts';
import { csvMoney, toCsv, type CsvCell } from './csv.ts';
import type { DayAbout } from './day-states.ts';
import { computeDelta } from './deltas.ts';
import type { Formats } from './format.ts';
import { m } from './messages-chart.ts';
import { t } from './text.ts';

/** A day as the engine gives it: money of the line in micros, the bar's count, and the same of the earlier period. */
export type ChartPoint = {
  day: string;
  state: 'missing' | 'partial' | 'settling' | 'settled';
  line: number | null;
  bar: number | null;
  previousDay: string | null;
  previousLine: number | null;
  previousBar: number | null;
  restated: boolean;
  noLongerOffered?: boolean;
  notReported?: boolean;
  /** When it was read, how often corrected, until when it may change. */
  about?: DayAbout | null;
};
export type ChartRow = ChartPoint & {
  /** The value whatever its state, for words and tables. */
  lineAll: number | null;
  /** Today's part of the line; shares one point with the finished part so that they meet. */
  provisional: number | null;
};

/** Splits the line into its finished and its partial part. A missing day stays a gap in both. */
export const chartRows = (points: readonly ChartPoint[]): ChartRow[] =>
  points.map((point, index) => {
    const nextIsPartial = points[index + 1]?.state === 'partial';
    const partial = point.state === 'partial';
    return {
      ...point,
      lineAll: point.line,
      line: partial ? null : point.line,
      provisional: partial || nextIsPartial ? point.line : null,
    };
  });

/** 'Spend rose 12.0% to $1,234': what the period's total did against the earlier one; from the engine's sums. */
export const headlineOf = (
  metric: MetricDefinition,
  current: Figures,
  previous: Figures | null,
  currency: string,
  f: Formats,
): string => {
  const value = metric.derive(current);
  if (value === null) return '';
  const total = f.metric(metric, value, currency);
  const { direction, text, reason } = computeDelta(metric, current, previous, f);
  if (reason !== null || direction === 'none') return t(m.total, { metric: labelOf(metric), total });
  return t(direction === 'up' ? m.rose : m.fell, {
    metric: labelOf(metric),
    change: text.replace(/^[+\-\u2212]/, ''),
    total,
  });
};

const STRONG_DAYS = 7;
type Band = { from: string; to: string; strong: boolean };

/** Days whose bars may still rise, the last seven of them marked more strongly: those rise most. Empty when none may. */
export const settlingBands = (rows: readonly ChartRow[]): Band[] => {
  const days = rows.filter((row) => row.state === 'settling').map((row) => row.day);
  const of = (part: readonly string[], strong: boolean): Band[] => {
    const [from, to] = [part[0], part.at(-1)];
    return from === undefined || to === undefined ? [] : [{ from, to, strong }];
  };
  return [...of(days.slice(0, -STRONG_DAYS), false), ...of(days.slice(-STRONG_DAYS), true)];
};

/** Whether a day's bar is drawn pale with a dashed edge: it may still rise, or the day is not over. */
export const isOpenBar = (row: Pick<ChartRow, 'state'>, barSettles: boolean): boolean =>
  row.state !== 'settled' && (barSettles || row.state !== 'settling');

/** What the legend of the chart's picture names: each look that is drawn, and none that is not. */
export const pictureLegend = (
  rows: readonly ChartRow[],
  { names, compared, barSettles }: { names: { line: string; bar: string }; compared: boolean; barSettles: boolean },
): Legend[] => {
  const bars = rows.filter((row) => row.bar !== null && row.state !== 'missing');
  const open = bars.filter((row) => isOpenBar(row, barSettles));
  const settling = barSettles && open.some((row) => row.state === 'settling');
  const whole = bars.length === 0 || open.length < bars.length;
  return [
    { name: names.line, colour: 'var(--series-1)', look: 'line' },
    { name: names.bar, colour: 'var(--series-2)', look: whole ? 'bar' : 'open' },
    ...(compared ? [{ name: t(m.earlierPeriod), colour: 'var(--text-3)', look: 'dashed' } as const] : []),
    ...(settling ? [{ name: t(m.legendSettling), colour: 'var(--series-2)', look: 'open' } as const] : []),
    ...(rows.some((row) => row.state === 'partial')
      ? [{ name: t(m.legendToday), colour: 'var(--series-1)', look: 'dashed' } as const]
      : []),
  ];
};

/** The chart's days as CSV: raw numbers, empty where nothing is known. `currency` null = the line is a count. */
export const chartCsv = (
  rows: readonly ChartRow[],
  { names, currency, compared }: { names: { line: string; bar: string }; currency: string | null; compared: boolean },
): string => {
  const line = (value: number | null): CsvCell =>
    value === null ? null : currency === null ? plainNumber(value, COUNT_DECIMALS) : csvMoney(value);
  const count = (value: number | null): CsvCell => (value === null ? null : plainNumber(value, COUNT_DECIMALS));
  return toCsv(
    [
      t(m.day),
      names.line,
      ...(currency === null ? [] : [t(m.currency)]),
      names.bar,
      t(m.state),
      ...(compared ? [t(m.earlierDay), t(m.before, { metric: names.line }), t(m.before, { metric: names.bar })] : []),
    ],
    rows.map((row) => [
      row.day,
      line(row.lineAll),
      ...(currency === null ? [] : [currency]),
      count(row.bar),
      row.state,
      ...(compared ? [row.previousDay, line(row.previousLine), count(row.previousBar)] : []),
    ]),
  );
};

/** The chart in words, for people who do not see it: 'Spend rose 12% to $1,234; peak $61 on 14 Sep; low $22 on 3 Sep.' */
export const describeChart = (
  rows: readonly ChartRow[],
  names: { line: string; bar: string },
  lineText: (value: number) => string,
  f: Formats,
  headline = '',
): string => {
  const missing = rows.filter((row) => row.state === 'missing').length;
  const known = rows.filter((row): row is ChartRow & { line: number } => row.line !== null);
  const [first] = known;
  if (!first) {
    const today = rows.findLast((row) => row.lineAll !== null);
    if (today === undefined || today.lineAll === null)
      return t(missing === rows.length ? m.nothing : m.nothingReported, { metric: names.line });
    return [
      t(m.onlyToday, { metric: names.line, total: lineText(today.lineAll) }),
      t(m.bars, { metric: names.bar }),
      ...(missing > 0 ? [t(m.daysMissing, { count: missing })] : []),
    ].join(' ');
  }
  const peak = known.reduce((best, row) => (row.line > best.line ? row : best), first);
  const low = known.reduce((best, row) => (row.line < best.line ? row : best), first);
  const restated = rows.filter((row) => row.restated).length;
  const extremes = {
    peak: lineText(peak.line),
    peakDay: f.day(peak.day),
    low: lineText(low.line),
    lowDay: f.day(low.day),
  };
  return [
    headline === ''
      ? t(m.extremes, { metric: names.line, ...extremes })
      : t(m.headlineExtremes, { headline, ...extremes }),
    t(m.bars, { metric: names.bar }),
    ...(missing > 0 ? [t(m.daysMissing, { count: missing })] : []),
    ...(restated > 0 ? [t(m.daysCorrected, { count: restated })] : []),
  ].join(' ');
};

/** Five round ticks from zero that hold `top`; no step is smaller than `unit` (a whole conversion, a whole currency unit). */
export const niceTicks = (top: number, unit: number): number[] => {
  const rough = Math.max(top / 4, unit) / unit;
  const power = 10 ** Math.floor(Math.log10(rough));
  const factor = [1, 2, 2.5, 5, 10].find((one) => one * power >= rough && Number.isInteger(one * power)) ?? 10;
  const step = factor * power * unit;
  return [0, 1, 2, 3, 4].map((index) => index * step);
};
