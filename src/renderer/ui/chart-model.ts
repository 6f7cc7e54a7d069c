import type { DayAbout } from './day-states.ts';
import type { Formats } from './format.ts';

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

/** The chart in one sentence, for people who do not see it. */
export const describeChart = (
  rows: readonly ChartRow[],
  names: { line: string; bar: string },
  lineText: (value: number) => string,
  f: Formats,
): string => {
  const known = rows.filter((row): row is ChartRow & { line: number } => row.line !== null);
  const [first] = known;
  if (!first) return `${names.line}: nothing imported for this period.`;
  const peak = known.reduce((best, row) => (row.line > best.line ? row : best), first);
  const low = known.reduce((best, row) => (row.line < best.line ? row : best), first);
  const missing = rows.filter((row) => row.state === 'missing').length;
  const gap = missing > 0 ? ` ${missing} days are not imported.` : '';
  const restated = rows.filter((row) => row.restated).length;
  const corrected = restated > 0 ? ` ${restated} days were corrected after they were over.` : '';
  return `${names.line} per day: peak ${lineText(peak.line)} on ${f.day(peak.day)}, low ${lineText(low.line)} on ${f.day(low.day)}. ${names.bar} as bars.${gap}${corrected}`;
};

/** Five round ticks from zero that hold `top`; no step is smaller than `unit` (a whole conversion, a whole currency unit). */
export const niceTicks = (top: number, unit: number): number[] => {
  const rough = Math.max(top / 4, unit) / unit;
  const power = 10 ** Math.floor(Math.log10(rough));
  const factor = [1, 2, 2.5, 5, 10].find((one) => one * power >= rough && Number.isInteger(one * power)) ?? 10;
  const step = factor * power * unit;
  return [0, 1, 2, 3, 4].map((index) => index * step);
};
