import { useEffect } from 'react';
import { sortRows, useClientSafe, useFormats, type Sorting } from '../../ui/index.ts';
import { columnsOf } from './cells-table.tsx';
import { breakdownsCsv, type CsvPart, type CsvTable } from './csv.ts';

/** Tells the header what there is to save while these cards stand. */
export const useTable = (
  parts: readonly CsvPart[],
  { sorting }: { sorting: Sorting },
  onTable: (table: CsvTable | null) => void,
): void => {
  const f = useFormats();
  const clientSafe = useClientSafe();
  const ordered = JSON.stringify(
    parts.map((part) => ({
      ...part,
      rows: sortRows(part.rows, columnsOf('', part.currency, true, null, f), sorting),
    })),
  );
  useEffect(() => {
    const table = breakdownsCsv(JSON.parse(ordered) as CsvPart[], clientSafe);
    onTable(table.rows.length === 0 ? null : table);
    return () => onTable(null);
  }, [ordered, clientSafe, onTable]);
};
