import { labelOf, METRICS } from '../../../contract/metrics.ts';
import type { ClientRow } from '../../../contract/dashboards.ts';
import type { Range } from '../../../contract/primitives.ts';
import { PLATFORM_LABELS } from '../../../contract/vocabulary.ts';
import { allowedMetrics } from '../../ui/client-safe.ts';
import { csvMetric, csvPercent, csvText, notJudged, toCsv, type CsvCell } from '../../ui/csv.ts';
import { t } from '../../ui/text.ts';
import { grid } from './messages-grid.ts';
import { dataState, STATUSES } from './model.ts';

/** The metrics of the grid, in its order. */
export const GRID_METRICS = ['spend', 'conversions', 'cpa', 'roas'] as const;

const change = (row: ClientRow['totals'][number], key: (typeof GRID_METRICS)[number]): CsvCell => {
  if (row.previous === null) return null;
  const [now, before] = [METRICS[key].derive(row.current), METRICS[key].derive(row.previous)];
  return now === null || before === null || before === 0 ? null : csvPercent((now - before) / Math.abs(before));
};

/**
 * The grid as a file: the clients given, in their order, a line per currency a client spends in (nothing is ever added over
 * currencies), a line without figures for a client that has none.
 */
export const clientsCsv = (
  rows: readonly ClientRow[],
  range: Range,
  clientSafe: boolean,
): { fileName: string; csv: string; rows: number } => {
  const metrics = allowedMetrics(GRID_METRICS, clientSafe);
  const unlike = rows.some((row) => row.totals.some((total) => total.unlike != null));
  const header = [
    t(grid.client),
    t(grid.city),
    t(grid.platforms),
    t(grid.currency),
    ...metrics.flatMap((key) => [labelOf(METRICS[key]), t(grid.csvChange, { metric: labelOf(METRICS[key]) })]),
    ...(clientSafe ? [] : [t(grid.csvPace), t(grid.owner), t(grid.tags)]),
    t(grid.data),
    t(grid.csvLastImported),
    ...(unlike ? [t(grid.csvNotJudged)] : []),
  ];
  const lines = rows.flatMap((row): CsvCell[][] => {
    const before = [
      csvText(row.name),
      row.city === null ? null : csvText(row.city),
      row.platforms.map((one) => PLATFORM_LABELS[one.platform].name).join(', '),
    ];
    const data = [t(STATUSES[dataState(row)]), row.freshness.lastImportedAt];
    const kept = (currency: string | null): CsvCell[] => {
      if (clientSafe) return [];
      const pace = row.paces?.find((one) => one.currency === currency)?.pace ?? null;
      return [
        pace === null ? null : String(Math.round(pace * 1000) / 10),
        row.owner == null ? null : csvText(row.owner),
        row.tags === undefined || row.tags.length === 0 ? null : csvText(row.tags.join(', ')),
      ];
    };
    if (row.totals.length === 0)
      return [
        [...before, null, ...metrics.flatMap(() => [null, null]), ...kept(null), ...data, ...(unlike ? [null] : [])],
      ];
    return row.totals.map((total) => [
      ...before,
      csvText(total.currency),
      ...metrics.flatMap((key) => [csvMetric(METRICS[key], total.current), change(total, key)]),
      ...kept(total.currency),
      ...data,
      ...(unlike ? [total.unlike == null ? null : notJudged(total.unlike)] : []),
    ]);
  });
  return { fileName: `clients-${range.from}_${range.to}.csv`, csv: toCsv(header, lines), rows: lines.length };
};
