import { labelOf, type MetricKey, METRICS } from '../../../contract/metrics.ts';
import { PLATFORM_LABELS, type PlatformId } from '../../../contract/vocabulary.ts';
import { csvValue, type CsvCell } from '../../ui/csv.ts';
import { fitted, type Drawing, type Shape } from '../../ui/drawn.ts';
import { t } from '../../ui/text.ts';
import { m } from './messages.ts';
import type { Basis, Heatmap } from './model.ts';

/** The heatmap outside of the screen: a table of raw numbers, and a picture. Pure. */
export type HourlyPart = { platform: PlatformId; currency: string; map: Heatmap };

export const hourWords = (hour: number): string => String(hour).padStart(2, '0');
const HOURS = Array.from({ length: 24 }, (_, hour) => hour);

/** Weekdays by hours, as on screen; an hour nobody read, or nothing was reported for, is empty. */
export const hourlyCsv = (
  parts: readonly HourlyPart[],
  metric: MetricKey,
  basis: Basis,
  weekdays: readonly string[],
): { header: string[]; rows: CsvCell[][] } => {
  // An average of a sum is a ratio like any other.
  const told = basis === 'average' ? { ...METRICS[metric], additivity: 'ratio' as const } : METRICS[metric];
  const raw = (value: number | null): CsvCell => csvValue(told, value);
  return {
    header: [
      t(m.metric),
      t(m.csvShownAs),
      t(m.csvPlatform),
      t(m.csvCurrency),
      t(m.csvWeekday),
      t(m.csvDays),
      ...HOURS.map(hourWords),
      t(m.csvAllHours),
    ],
    rows: parts.flatMap(({ platform, currency, map }) =>
      map.rows.map((row): CsvCell[] => [
        labelOf(METRICS[metric]),
        t(basis === 'average' ? m.csvAverage : m.csvTotal),
        PLATFORM_LABELS[platform].name,
        currency,
        weekdays[row.weekday - 1] ?? null,
        String(row.days),
        ...HOURS.map((hour) => raw(row.cells.find((cell) => cell.hour === hour)?.value ?? null)),
        raw(row.total),
      ]),
    ),
  };
};

const NAMES = 88;
const CELL = 38;
const HEIGHT = 26;

/** The picture: cells in the ramp's colours with their values; dashed where nothing was read, a dash where nothing was told. */
export const heatDrawing = (
  map: Heatmap,
  weekdays: readonly string[],
  short: (value: number) => string,
  total: (value: number | null) => string,
): Drawing => {
  const shapes: Shape[] = HOURS.map((hour): Shape => ({
    kind: 'text',
    x: NAMES + hour * CELL + CELL / 2,
    y: 12,
    text: hourWords(hour),
    fill: 'var(--text-2)',
    anchor: 'middle',
  }));
  for (const [line, row] of map.rows.entries()) {
    const y = 20 + line * (HEIGHT + 2);
    shapes.push({
      kind: 'text',
      x: 0,
      y: y + 17,
      text: fitted(weekdays[row.weekday - 1] ?? '', NAMES),
      fill: 'var(--text)',
    });
    for (const { hour, step, value, why } of row.cells) {
      const x = NAMES + hour * CELL;
      shapes.push({
        kind: 'rect',
        x,
        y,
        width: CELL - 2,
        height: HEIGHT,
        ...(step > 0 ? { fill: `var(--heat-${step})` } : { stroke: 'var(--control)' }),
      });
      const text = value === null ? (why === 'nothing' ? '—' : '') : short(value);
      const fill = step > 0 ? `var(--heat-text-${step})` : 'var(--text-3)';
      if (text !== '') shapes.push({ kind: 'text', x: x + CELL / 2 - 1, y: y + 17, text, fill, anchor: 'middle' });
    }
    shapes.push({
      kind: 'text',
      x: NAMES + 24 * CELL + 76,
      y: y + 17,
      text: total(row.total),
      fill: 'var(--text)',
      anchor: 'end',
      bold: true,
    });
  }
  return { width: NAMES + 24 * CELL + 80, height: 20 + map.rows.length * (HEIGHT + 2), shapes };
};
