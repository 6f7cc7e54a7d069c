import type { EntityRow } from '../../../contract/dashboards.ts';
import { csvText, notJudged, toCsv, type CsvCell } from '../../ui/csv.ts';
import { t } from '../../ui/text.ts';
import { m } from './messages.ts';
import type { EntityColumn } from './metric-columns.tsx';
import { isChange } from './presets.ts';
import { levelWords, type EntityLevel } from './words.ts';

/**
 * The table as it is on screen: its rows (opened ones too) in their order, its columns in theirs; then what tells rows apart outside of
 * the screen. `clientSafe` leaves ids out.
 */
export const campaignsCsv = (
  rows: readonly EntityRow[],
  columns: readonly EntityColumn[],
  clientSafe: boolean,
): { csv: string; rows: number } => {
  const has = (id: string): boolean => columns.some((column) => column.id === id);
  const extra: { header: string; cell: (row: EntityRow) => CsvCell }[] = [
    { header: t(m.columnLevel), cell: (row) => levelWords(row.level as EntityLevel, 'label') },
    ...(has('parent')
      ? []
      : [
          {
            header: t(m.columnParent),
            cell: (row: EntityRow) => (row.parentName === null ? null : csvText(row.parentName)),
          },
        ]),
    ...(clientSafe || has('id') ? [] : [{ header: t(m.columnId), cell: (row: EntityRow) => csvText(row.entityId) }]),
    { header: t(m.columnCurrency), cell: (row) => csvText(row.currency) },
    ...(columns.some(({ id }) => isChange(id)) && rows.some(({ unlike }) => unlike != null)
      ? [{ header: t(m.columnJudged), cell: (row: EntityRow) => (row.unlike == null ? null : notJudged(row.unlike)) }]
      : []),
  ];
  return {
    csv: toCsv(
      [...columns.map((column) => column.csvHeader), ...extra.map(({ header }) => header)],
      rows.map((row) => [...columns.map((column) => column.csv(row)), ...extra.map(({ cell }) => cell(row))]),
    ),
    rows: rows.length,
  };
};
