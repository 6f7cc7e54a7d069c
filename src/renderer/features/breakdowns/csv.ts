import { labelOf, type MetricKey, METRICS } from '../../../contract/metrics.ts';
import { csvMetric, csvPercent, csvText, type CsvCell } from '../../ui/csv.ts';
import { t } from '../../ui/text.ts';
import { m } from './messages.ts';
import type { CellRow } from './model.ts';

/** One card of the screen: its cells as they stand there. */
export type CsvPart = { breakdown: string; platform: string; currency: string; rows: readonly CellRow[] };
export type CsvTable = { header: string[]; rows: CsvCell[][] };

const KEYS: readonly MetricKey[] = ['spend', 'conversions', 'impressions', 'clicks', 'ctr', 'cpa'];

/** All cards as one table; what is or reveals a cost is no column of a client's file. Missing is empty, never 0. */
export const breakdownsCsv = (parts: readonly CsvPart[], clientSafe: boolean): CsvTable => {
  const metrics = KEYS.map((key) => METRICS[key]).filter((metric) => !clientSafe || !metric.revealsCost);
  const days = parts.some((part) => part.rows.some((row) => row.days !== null));
  return {
    header: [
      t(m.csvBreakdown),
      t(m.csvPlatform),
      t(m.csvCurrency),
      t(m.csvCell),
      ...(days ? [t(m.days)] : []),
      ...metrics.map((metric) => labelOf(metric)),
      ...(clientSafe ? [] : [t(m.csvShareOfSpend)]),
      t(m.csvShareOfConversions),
    ],
    rows: parts.flatMap(({ breakdown, platform, currency, rows }) =>
      rows.map((row): CsvCell[] => [
        breakdown,
        platform,
        currency,
        csvText(row.label),
        ...(days ? [row.days === null ? null : String(row.days)] : []),
        ...metrics.map((metric) => csvMetric(metric, row.sums)),
        ...(clientSafe ? [] : [csvPercent(row.spendShare)]),
        csvPercent(row.conversionShare),
      ]),
    ),
  };
};
