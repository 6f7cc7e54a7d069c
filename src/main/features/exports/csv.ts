import { stringify } from 'csv-stringify/sync';
import type { CsvFile, EntitiesView, Overview } from '../../../contract/dashboards.ts';
import { METRICS, type MetricKey } from '../../../contract/metrics.ts';
import type { Sums } from '../../../contract/primitives.ts';
import { PLATFORM_LABELS } from '../../../contract/vocabulary.ts';
import { safeCsvText } from '../../domain/csv.ts';
import { decimalFromMicros } from '../../domain/money.ts';

/**
 * CSV of what a screen shows: same rows, same order, raw numbers with a point, ISO days, a currency column, empty for missing
 * (ux.md §6). UTF-8 with BOM and CRLF, so that spreadsheets read the letters right (RFC 4180 otherwise).
 */
type Cell = string | null;

const COLUMNS: readonly MetricKey[] = [
  'spend',
  'impressions',
  'clicks',
  'linkClicks',
  'ctr',
  'cpc',
  'cpm',
  'conversions',
  'conversionRate',
  'cpa',
  'conversionValue',
  'roas',
];

/** A metric as a raw number: additive ones exact, ratios with the precision a double holds, percentages as percent. */
function metricCell(key: MetricKey, sums: Sums): Cell {
  const metric = METRICS[key];
  const value = metric.derive(sums);
  if (value === null) return null;
  if (metric.unit === 'currency' && metric.additivity === 'sum') return decimalFromMicros(value);
  if (metric.unit === 'currency') return String(Math.round(value) / 1_000_000);
  return String(value);
}

const metricCells = (sums: Sums): Cell[] => COLUMNS.map((key) => metricCell(key, sums));
const metricHeaders = COLUMNS.map((key) => METRICS[key].label);

function toCsv(header: readonly string[], rows: readonly Cell[][]): string {
  return stringify([header, ...rows.map((row) => row.map((cell) => cell ?? ''))] as string[][], {
    bom: true,
    record_delimiter: '\r\n',
    // csv-stringify quotes a line break only when it is the whole delimiter; a lone one ends a row for every reader too.
    quoted_match: /[;\t\r\n]/,
  });
}

/** The daily table of the Overview: a row per day and currency, oldest first. Days never read have empty figures and say so. */
export function performanceCsv(overview: Overview, today: string): CsvFile {
  const rows = overview.blocks.flatMap((block) =>
    block.daily.map((point): Cell[] => [point.day, block.currency, ...metricCells(point), point.state]),
  );
  return {
    fileName: `performance-${today}.csv`,
    csv: toCsv(['Date', 'Currency', ...metricHeaders, 'State'], rows),
    rows: rows.length,
  };
}

/** The campaigns table in the order of the screen's default, largest spend first. */
export function entitiesCsv(view: EntitiesView, level: string, today: string): CsvFile {
  const header = [
    'Platform',
    'Ad account',
    'Belongs to',
    'Level',
    'ID',
    'Name',
    'Status',
    'Objective',
    'Currency',
    ...metricHeaders,
    'Settling',
  ];
  const rows = view.rows.map((row): Cell[] => [
    PLATFORM_LABELS[row.platform].name,
    safeCsvText(row.adAccountId),
    row.parentName === null ? null : safeCsvText(row.parentName),
    row.level,
    safeCsvText(row.entityId),
    safeCsvText(row.name),
    row.status,
    row.objective === null ? null : safeCsvText(row.objective),
    safeCsvText(row.currency),
    ...metricCells(row.current),
    row.settling ? 'yes' : 'no',
  ]);
  return { fileName: `${level.replace('_', '-')}s-${today}.csv`, csv: toCsv(header, rows), rows: rows.length };
}
