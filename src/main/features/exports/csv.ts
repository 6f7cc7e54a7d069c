import { stringify } from 'csv-stringify/sync';
import type { CsvFile, EntitiesView, Overview } from '../../../contract/dashboards.ts';
import { businessMetric } from '../../../contract/business-metrics.ts';
import type { BusinessMetricInfo } from '../../../contract/client-profile.ts';
import { csvName } from '../../../contract/file-name.ts';
import { isClientSafe, labelOf, type MetricDefinition, type MetricKey, METRICS } from '../../../contract/metrics.ts';
import { plainMetric } from '../../../contract/plain-number.ts';
import type { ReportModel } from '../../../contract/reports.ts';
import type { Range, Sums } from '../../../contract/primitives.ts';
import { PLATFORM_LABELS } from '../../../contract/vocabulary.ts';
import { safeCsvText } from '../../domain/csv.ts';
import { decimalFromMicros } from '../../domain/money.ts';
import { t } from '../../../words/text.ts';
import { m } from './messages.ts';

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

/** A metric as a raw number: sums exact, ratios with a fixed precision, percentages as percent. */
function metricCell(metric: MetricDefinition, sums: Sums): Cell {
  const value = metric.derive(sums);
  return value === null ? null : plainMetric(metric, value, decimalFromMicros);
}

/** `clientSafe`: the figures come without costs, so the file has no column for them. */
export type CsvOptions = { today: string; clientSafe?: boolean };

/** The registry's columns, then those of the client's own names for conversions. */
function columnsOf(
  business: readonly BusinessMetricInfo[],
  { clientSafe = false }: Pick<CsvOptions, 'clientSafe'>,
): MetricDefinition[] {
  const named = business.flatMap((one) => {
    const { count, costPer } = businessMetric(one);
    return [count, costPer];
  });
  return [...COLUMNS.map((key) => METRICS[key]), ...named].filter((metric) => !clientSafe || isClientSafe(metric));
}

const cellsOf = (columns: readonly MetricDefinition[], sums: Sums): Cell[] =>
  columns.map((metric) => metricCell(metric, sums));
const headersOf = (columns: readonly MetricDefinition[]): string[] =>
  columns.map((metric) => safeCsvText(labelOf(metric)));

function toCsv(header: readonly string[], rows: readonly Cell[][]): string {
  return stringify([header, ...rows.map((row) => row.map((cell) => cell ?? ''))] as string[][], {
    bom: true,
    record_delimiter: '\r\n',
    // csv-stringify quotes a line break only when it is the whole delimiter; a lone one ends a row for every reader too.
    quoted_match: /[;\t\r\n]/,
  });
}

/** The daily table of the Overview: a row per day and currency, oldest first. Days never read have empty figures and say so. */
export function performanceCsv(overview: Overview, options: { range: Range; clientSafe?: boolean }): CsvFile {
  const columns = columnsOf(overview.business, options);
  const rows = overview.blocks.flatMap((block) =>
    block.daily.map((point): Cell[] => [point.day, block.currency, ...cellsOf(columns, point), point.state]),
  );
  return {
    fileName: csvName(overview.client.name, 'performance', options.range),
    csv: toCsv([t(m.date), t(m.currency), ...headersOf(columns), t(m.state)], rows),
    rows: rows.length,
  };
}

/** The campaigns table in the order of the screen's default, largest spend first; for clients without ids and budgets. */
export function entitiesCsv(view: EntitiesView, level: string, options: CsvOptions): CsvFile {
  const columns = columnsOf(view.business, options);
  const internal = (...cells: Cell[]): Cell[] => (options.clientSafe === true ? [] : cells);
  const header = [
    t(m.platform),
    ...internal(t(m.adAccount)),
    t(m.belongsTo),
    t(m.level),
    ...internal(t(m.id)),
    t(m.name),
    t(m.status),
    t(m.objective),
    t(m.currency),
    ...headersOf(columns),
    t(m.settling),
  ];
  const rows = view.rows.map((row): Cell[] => [
    PLATFORM_LABELS[row.platform].name,
    ...internal(safeCsvText(row.adAccountId)),
    row.parentName === null ? null : safeCsvText(row.parentName),
    row.level,
    ...internal(safeCsvText(row.entityId)),
    safeCsvText(row.name),
    row.status,
    row.objective === null ? null : safeCsvText(row.objective),
    safeCsvText(row.currency),
    ...cellsOf(columns, row.current),
    row.settling ? t(m.yes) : t(m.no),
  ]);
  return {
    fileName: `${level.replace('_', '-')}s-${options.today}.csv`,
    csv: toCsv(header as string[], rows),
    rows: rows.length,
  };
}

const THIS_PERIOD = {
  whole: m.thisPeriod,
  unfinished: m.thisPeriodSoFar,
  unread: m.thisPeriodInPart,
} as const;

/** A report's figures in one table: totals, channels, campaigns and days tell themselves apart by the first column. Texts stay in the PDF. */
export function reportCsv(report: ReportModel): CsvFile {
  const columns = columnsOf(report.business, report);
  const row = (part: string, name: string, day: string | null, currency: string, sums: Sums | null): Cell[][] =>
    sums === null ? [] : [[part, safeCsvText(name), day, currency, ...cellsOf(columns, sums)]];
  const rows = report.blocks.flatMap((block) => [
    ...row(
      t(m.total),
      t(THIS_PERIOD[block.totals?.unlike ?? 'whole']),
      null,
      block.currency,
      block.totals?.current ?? null,
    ),
    ...row(t(m.total), t(m.comparedWith), null, block.currency, block.totals?.previous ?? null),
    ...block.channels.flatMap((one) =>
      row(t(m.channel), PLATFORM_LABELS[one.platform].name, null, block.currency, one.current),
    ),
    ...block.campaigns.flatMap((one) => row(t(m.campaign), one.name, null, block.currency, one.current)),
    ...block.daily.flatMap((one) => row(t(m.day), one.state, one.day, block.currency, one)),
  ]);
  return {
    fileName: `${report.fileName}.csv`,
    csv: toCsv([t(m.part), t(m.name), t(m.date), t(m.currency), ...headersOf(columns)], rows),
    rows: rows.length,
  };
}
