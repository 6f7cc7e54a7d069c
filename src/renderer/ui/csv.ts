import type { Unlike } from '../../contract/dashboards.ts';
import { isBelowLeast, type MetricDefinition } from '../../contract/metrics.ts';
import { plainMetric, plainNumber } from '../../contract/plain-number.ts';
import type { Figures } from '../../contract/primitives.ts';
import { microsToMajor } from './format.ts';
import { m } from './messages-figures.ts';
import { t } from './text.ts';

export { csvName } from '../../contract/file-name.ts';

/**
 * CSV of what a screen shows: RFC 4180 with CRLF, UTF-8 with BOM, raw numbers with a point, empty = missing. Text cells go through
 * `csvText`; numbers never do.
 */
export type CsvCell = string | null;

// A formula hidden behind spaces, control characters, a BOM or a full-width sign is still run by some spreadsheets.
const RUNS_AS_FORMULA =
  /^[\s\u0000-\u001f\u007f\u200b-\u200f\u2028-\u202e\u2060\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20]/;
const STARTS_WITH_CONTROL = /^[\t\r\n\u0000]/;

/** Text of people and platforms, made safe for a spreadsheet: what would run as a formula gets a leading apostrophe. */
export const csvText = (text: string): string => {
  const clean = text.toWellFormed().replaceAll('\u0000', '\ufffd');
  return RUNS_AS_FORMULA.test(clean) || STARTS_WITH_CONTROL.test(text) ? `'${clean}` : clean;
};

/** Why the changes of a line of a file say nothing about better or worse. */
export const notJudged = (unlike: NonNullable<Unlike>): string =>
  t(unlike === 'unfinished' ? m.notJudgedUnfinished : m.notJudgedUnread);

/** Micros as exact major units without trailing zeros: '1234.5'. */
export const csvMoney = (micros: number): string => {
  const text = microsToMajor(micros);
  return text.includes('.') ? text.replace(/0+$/, '').replace(/\.$/, '') : text;
};

/** A value of a metric, or a change of one, as a raw number; currency values in micros. */
export const csvValue = (metric: MetricDefinition, value: number | null): CsvCell =>
  value === null ? null : plainMetric(metric, value, csvMoney);

/** A share or a change, 0.25, as percent: '25'. */
export const csvPercent = (share: number | null): CsvCell => (share === null ? null : plainNumber(share * 100));

/** A metric as a raw number: sums exact, ratios with a fixed precision, percentages as percent. */
export const csvMetric = (metric: MetricDefinition, figures: Figures): CsvCell => {
  const value = metric.derive(figures);
  if (value === null) return null;
  if (isBelowLeast(metric, value)) return `<${metric.least}`;
  return csvValue(metric, value);
};

const quoted = (cell: CsvCell): string =>
  cell === null ? '' : /[",;\t\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;

export const toCsv = (header: readonly string[], rows: readonly (readonly CsvCell[])[]): string =>
  `\uFEFF${[header, ...rows].map((row) => `${row.map(quoted).join(',')}\r\n`).join('')}`;
