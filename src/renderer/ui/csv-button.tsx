import { FileDown } from 'lucide-react';
import { Button } from './button.tsx';
import { toCsv, type CsvCell } from './csv.ts';
import { useExport } from './export-context.ts';
import { m } from './messages.ts';
import { t } from './text.ts';
import { notify } from './toast.tsx';

/** Saves what the screen shows (Ctrl Shift S). `table` null = nothing is there to save. */
export const CsvButton = ({
  name,
  table,
}: {
  name: string;
  table: { header: readonly string[]; rows: readonly (readonly CsvCell[])[] } | null;
}) => {
  const port = useExport();
  const save = async ({ header, rows }: NonNullable<typeof table>): Promise<void> => {
    try {
      if (!(await port.saveText(name, toCsv(header, rows)))) return;
      notify({ title: t(m.csvSaved), body: t(m.csvSavedAs, { file: name, count: rows.length }) });
    } catch {
      notify({ title: t(m.csvFailed), body: t(m.csvFailedWhat), tone: 'failed' });
    }
  };
  return (
    <Button
      icon={FileDown}
      data-key="csv"
      title={t(table === null ? m.csvNothing : m.csvHint)}
      disabled={table === null}
      onClick={() => table && void save(table)}
    >
      {t(m.csv)}
    </Button>
  );
};
