import type { HoursView } from '../../../contract/breakdowns.ts';
import { labelOf, type MetricKey, METRICS } from '../../../contract/metrics.ts';
import type { Range, Sums } from '../../../contract/primitives.ts';
import { PLATFORM_LABELS } from '../../../contract/vocabulary.ts';
import { addSums, lengthOf } from '../../ui/index.ts';
import { t } from '../../ui/text.ts';
import { m } from './messages.ts';

/** What the heatmap shows, from what the engine answered. Pure. */
export type Part = HoursView['parts'][number];
type Cell = Part['cells'][number];

/** What can be looked at by hour; `linkClicks` and value ratios rest on too little there. */
export const HOURLY_METRICS: readonly MetricKey[] = [
  'spend',
  'impressions',
  'clicks',
  'ctr',
  'cpc',
  'cpm',
  'conversions',
  'cpa',
  'conversionValue',
];
export type Basis = 'total' | 'average';
export const STEPS = 8;

export type HeatCell = {
  weekday: number;
  hour: number;
  /** null = no figures: see `why`. Currency values in micros. */
  value: number | null;
  /** 1 (least) to 8; 0 without a value. */
  step: number;
  why: 'not_read' | 'nothing' | null;
  /** Days of this weekday behind it, per ad account. */
  days: number;
  repeated: number;
};
export type HeatRow = { weekday: number; cells: HeatCell[]; total: number | null; days: number };
export type Heatmap = { rows: HeatRow[]; hours: (number | null)[]; all: number | null; top: number };

/** Ad accounts behind a part: its days are counted once for each of them. */
export const accountsOf = (part: Pick<Part, 'coverage'>, range: Range): number =>
  Math.max(1, Math.round(part.coverage.asked / lengthOf(range)));

/** A sum over some days, or its average over one; a ratio is the same either way. */
const basisOf = (metric: MetricKey, sums: Sums, days: number, accounts: number, basis: Basis): number | null => {
  const value = METRICS[metric].derive(sums);
  if (value === null || basis === 'total' || METRICS[metric].additivity === 'ratio') return value;
  return days === 0 ? null : (value * accounts) / days;
};

/** Days behind several hours of one weekday: the same ones for each hour. */
const daysBehind = (cells: readonly Cell[]): number => Math.max(0, ...cells.map((cell) => cell.days));

/** 7 × 24 values of one metric with their steps, and what they come to per weekday and per hour. */
export const heatmapOf = (part: Part, metric: MetricKey, basis: Basis, accounts: number): Heatmap => {
  const { cells } = part;
  const values = cells.map((cell) => basisOf(metric, cell.sums, cell.days, accounts, basis));
  const top = Math.max(0, ...values.map((value) => value ?? 0));
  const weekdays = [...Map.groupBy(cells, (cell) => cell.weekday)].toSorted(([a], [b]) => a - b);
  const hours = [...Map.groupBy(cells, (cell) => cell.hour)].toSorted(([a], [b]) => a - b);
  const sumOf = (list: readonly Cell[]): Sums => addSums(list.map((cell) => cell.sums));
  const allDays = weekdays.reduce((sum, [, list]) => sum + daysBehind(list), 0);
  return {
    rows: weekdays.map(([weekday, list]) => ({
      weekday,
      days: daysBehind(list),
      total: basisOf(metric, sumOf(list), daysBehind(list), accounts, basis),
      cells: list
        .toSorted((a, b) => a.hour - b.hour)
        .map((cell): HeatCell => {
          const value = basisOf(metric, cell.sums, cell.days, accounts, basis);
          return {
            weekday,
            hour: cell.hour,
            value,
            step: stepOf(value, top),
            why: cell.days === 0 ? 'not_read' : value === null ? 'nothing' : null,
            days: cell.days,
            repeated: cell.repeated,
          };
        }),
    })),
    hours: hours.map(([, list]) => basisOf(metric, sumOf(list), allDays, accounts, basis)),
    all: basisOf(metric, sumOf(cells), allDays, accounts, basis),
    top,
  };
};

/** Eight equal steps from zero to the highest value. */
export const stepOf = (value: number | null, top: number): number =>
  value === null ? 0 : top <= 0 ? 1 : Math.max(1, Math.min(STEPS, Math.ceil((value / top) * STEPS)));

const NEEDS: Partial<Record<MetricKey, 'conversions' | 'conversionValueMicros'>> = {
  conversions: 'conversions',
  cpa: 'conversions',
  conversionValue: 'conversionValueMicros',
};

/** Why a platform's hours have no such metric: it reports delivery but never this. null = it may have it. */
export const notByHour = (part: Part, metric: MetricKey): string | null => {
  const need = NEEDS[metric];
  if (need === undefined) return null;
  const total = addSums(part.cells.map((cell) => cell.sums));
  if (total.impressions === null || total[need] !== null) return null;
  const said = { platform: PLATFORM_LABELS[part.platform].name, metric: labelOf(METRICS[metric]).toLowerCase() };
  return part.caveat === null ? t(m.notByHour, said) : t(m.notByHourCaveat, { ...said, caveat: part.caveat });
};

/** Why nobody's hours have the metric; null when some may. */
export const metricReason = (parts: readonly Part[], metric: MetricKey): string | null => {
  const reasons = parts.map((part) => notByHour(part, metric));
  return reasons.length > 0 && reasons.every((reason) => reason !== null) ? (reasons[0] ?? null) : null;
};

/** What is behind the averages of old months, and what had to be left out; null when every day is kept hour by hour. */
export const foldedWords = (part: Pick<Part, 'foldedDays' | 'foldedDaysLeftOut'>, past: boolean): string | null => {
  const parts = [
    part.foldedDays > 0 ? t(m.folded, { days: part.foldedDays }) : '',
    part.foldedDaysLeftOut > 0 ? t(past ? m.foldedPast : m.foldedPart, { days: part.foldedDaysLeftOut }) : '',
  ].filter((text) => text !== '');
  return parts.length === 0 ? null : parts.join(' ');
};

/** '27 of 30 days read'. */
export const readWords = ({ coverage }: Pick<Part, 'coverage'>, accounts: number): string => {
  const { asked } = coverage;
  if (coverage.read === asked)
    return accounts === 1 ? t(m.readAll, { asked }) : t(m.readAllOfAccounts, { asked, accounts });
  const read = String(coverage.read);
  return accounts === 1 ? t(m.readSome, { read, asked }) : t(m.readSomeOfAccounts, { read, asked, accounts });
};

export type Place = { row: number; column: number };
/** Where a key leads in a grid of 7 × 24 with a total at the end of each row; null for keys that are not the grid's. */
export const moveTo = (key: string, control: boolean, { row, column }: Place): Place | null => {
  const last = { row: 6, column: 24 };
  const moves: Record<string, Place> = {
    ArrowUp: { row: Math.max(0, row - 1), column },
    ArrowDown: { row: Math.min(last.row, row + 1), column },
    ArrowLeft: { row, column: Math.max(0, column - 1) },
    ArrowRight: { row, column: Math.min(last.column, column + 1) },
    Home: { row: control ? 0 : row, column: 0 },
    End: { row: control ? last.row : row, column: last.column },
  };
  return moves[key] ?? null;
};
