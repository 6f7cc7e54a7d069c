import { useMemo, useState } from 'react';
import type { Series } from './chart-keys.ts';
import type { ChartRow } from './chart-model.ts';
import { cx } from './cx.ts';
import type { Formats } from './format.ts';
import { DayStates } from './day-marks.tsx';
import { dayWords, looksOf } from './day-states.ts';
import { useFormats } from './formats-context.tsx';
import { m } from './messages-chart.ts';
import { Table, type Column } from './table.tsx';
import type { Sorting } from './table-model.ts';
import { t } from './text.ts';

/** What the line and the bars of a chart stand for. */
export type Names = { line: string; bar: string };

/** Whether the line is an amount or a number of something. */
export type LineUnit = 'money' | 'count';
type LineText = (value: number | null) => string;
export const lineTextOf = (unit: LineUnit, currency: string, f: Formats): LineText =>
  unit === 'money' ? (value) => f.money(value, currency) : (value) => f.count(value);

/** The tooltip. Hidden from screen readers: a polite live region beside the chart says the same. */
export const Tip = ({
  row,
  names,
  lineText,
  notes = [],
  series = 'all',
}: {
  row: ChartRow;
  names: Names;
  lineText: LineText;
  notes?: readonly string[];
  /** The series the keyboard is on. */
  series?: Series;
}) => {
  const f = useFormats();
  return (
    <div aria-hidden className="rounded-card border border-line bg-surface px-3 py-2 text-text shadow-popover">
      <div className="font-semibold">{f.day(row.day, 'weekday')}</div>
      <TipLine name={names.line} value={lineText(row.lineAll)} on={series === 'line'} />
      <TipLine name={names.bar} value={f.count(row.bar, 1)} on={series === 'bar'} />
      {row.previousDay && (
        <div className={cx('mt-1', series === 'earlier' ? 'font-semibold' : 'text-text-3')}>
          {f.day(row.previousDay, 'weekday')}: {lineText(row.previousLine)} · {f.count(row.previousBar, 1)}
        </div>
      )}
      {dayWords(row, f).map((words) => (
        <div key={words} className="max-w-[280px] text-text-3 first-of-type:mt-1">
          {words}
        </div>
      ))}
      {notes.map((text) => (
        <div key={text} className="mt-1 max-w-[280px] text-text-2">
          ⚑ {text}
        </div>
      ))}
    </div>
  );
};

const TipLine = ({ name, value, on }: { name: string; value: string; on: boolean }) => (
  <div className={cx('flex justify-between gap-6', on && 'font-semibold')}>
    <span className="text-text-2">{name}</span>
    <span>{value}</span>
  </div>
);

/** The chart's data as a sortable table. */
export const ChartTable = ({
  rows,
  names,
  lineText,
  currency,
  label,
  compared,
}: {
  rows: ChartRow[];
  names: Names;
  lineText: LineText;
  /** Of the line; null = it is a count. */
  currency: string | null;
  label: string;
  compared: boolean;
}) => {
  const f = useFormats();
  const [sorting, setSorting] = useState<Sorting>([]);
  const amount = useMemo(() => (currency === null ? {} : { currency: () => currency }), [currency]);
  const columns = useMemo<Column<ChartRow>[]>(
    () => [
      {
        id: 'day',
        header: t(m.day),
        width: 140,
        grow: true,
        value: (row) => row.day,
        cell: (row) => f.day(row.day, 'weekday'),
      },
      {
        id: 'line',
        header: names.line,
        width: 110,
        align: 'end',
        value: (row) => row.lineAll,
        cell: (row) => lineText(row.lineAll),
        ...amount,
      },
      {
        id: 'bar',
        header: names.bar,
        width: 110,
        align: 'end',
        value: (row) => row.bar,
        cell: (row) => f.count(row.bar, 1),
      },
      ...(compared
        ? [
            {
              id: 'earlier',
              header: t(m.before, { metric: names.line }),
              width: 120,
              align: 'end' as const,
              value: (row: ChartRow) => row.previousLine,
              cell: (row: ChartRow) => lineText(row.previousLine),
              ...amount,
            },
          ]
        : []),
      {
        id: 'state',
        header: t(m.state),
        width: 150,
        value: (row) => looksOf(row).join(' '),
        cell: (row) => <DayStates day={row} />,
      },
    ],
    [f, names, lineText, amount, compared],
  );
  return (
    <Table
      label={label}
      rows={rows}
      rowId={(row) => row.day}
      columns={columns}
      sorting={sorting}
      onSortingChange={setSorting}
      compact
      maxHeight={264}
    />
  );
};
