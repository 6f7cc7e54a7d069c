import { FileDown } from 'lucide-react';
import { Button } from './button.tsx';
import { toCsv, type CsvCell } from './csv.ts';
import { useExport } from './export-context.ts';
import { plural } from './format.ts';
import { useFormats } from './formats-context.tsx';
import { notify } from './toast.tsx';

/** Saves what the screen shows (Ctrl Shift S). `table` null = nothing is there to save. */
export const CsvButton = ({
  name,
  table,
}: {
  name: string;
  table: { header: readonly string[]; rows: readonly (readonly CsvCell[])[] } | null;
}) => {
  const f = useFormats();
  const port = useExport();
  const save = async ({ header, rows }: NonNullable<typeof table>): Promise<void> => {
    try {
      if (!(await port.saveText(name, toCsv(header, rows)))) return;
      notify({
        title: 'CSV saved',
        body: `${name} · ${plural(f.locale, rows.length, { one: '# row', other: '# rows' })}`,
      });
    } catch {
      notify({ title: 'The CSV could not be saved', body: 'Try again, or choose another folder.', tone: 'failed' });
    }
  };
  return (
    <Button
      icon={FileDown}
      data-key="csv"
      title={table === null ? 'Nothing is shown that could be saved' : 'CSV of this view (Ctrl Shift S)'}
      disabled={table === null}
      onClick={() => table && void save(table)}
    >
      Export CSV
    </Button>
  );
};
