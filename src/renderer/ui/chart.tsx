import { useMemo, useState, type ReactNode } from 'react';
import { Bar, CartesianGrid, Cell, ComposedChart, Line, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { Segmented } from './select.tsx';
import { useFormats } from './formats-context.tsx';
import { Card } from './card.tsx';
import { Table, type Column } from './table.tsx';
import { chartRows, describeChart, niceTicks, type ChartPoint, type ChartRow } from './chart-model.ts';
import type { Sorting } from './table-model.ts';

export type { ChartPoint } from './chart-model.ts';

type Names = { line: string; bar: string };

/**
 * A line (money) with bars (counts) per day, the earlier period dashed, unfinished days drawn apart: a dashed line for today, hatched
 * bars while conversions may still rise, gaps where nothing was read. The same data stands behind [Table].
 */
export const Chart = ({
  title,
  points,
  names,
  currency,
  notice,
  asOf,
}: {
  title: string;
  points: readonly ChartPoint[];
  names: Names;
  currency: string;
  notice?: ReactNode;
  asOf?: string | null;
}) => {
  const f = useFormats();
  const [mode, setMode] = useState<'chart' | 'table'>('chart');
  const [spoken, setSpoken] = useState('');
  const rows = useMemo(() => chartRows(points), [points]);
  const description = useMemo(() => describeChart(rows, names, currency, f), [rows, names, currency, f]);
  // Bars stay in the lower part, so that the line above them can be followed.
  const barTicks = useMemo(() => niceTicks(Math.max(0, ...rows.map((row) => row.bar ?? 0)) * 1.5, 1), [rows]);
  const lineTicks = useMemo(
    () => niceTicks(Math.max(0, ...rows.map((row) => Math.max(row.lineAll ?? 0, row.previousLine ?? 0))), 1e6),
    [rows],
  );
  const compared = rows.some((row) => row.previousLine !== null);
  const settling = rows.some((row) => row.state === 'settling');
  const partial = rows.some((row) => row.state === 'partial');

  const say = (row: ChartRow): string =>
    `${f.day(row.day, 'weekday')}: ${names.line} ${f.money(row.lineAll, currency)}, ${names.bar} ${f.count(row.bar, 1)}${stateWords[row.state]}`;

  return (
    <Card
      title={title}
      actions={
        <span data-key="t">
          <Segmented
            label={`${title}: show as`}
            value={mode}
            onChange={setMode}
            options={[
              { value: 'chart', label: 'Chart' },
              { value: 'table', label: 'Table' },
            ]}
          />
        </span>
      }
    >
      {notice}
      {mode === 'table' ? (
        <ChartTable rows={rows} names={names} currency={currency} label={title} compared={compared} />
      ) : (
        <figure>
          <div className="h-[240px] w-full">
            <ResponsiveContainer width="100%" height="100%" initialDimension={{ width: 640, height: 240 }}>
              <ComposedChart
                data={rows}
                title={title}
                desc={description}
                margin={{ top: 8, right: 0, bottom: 0, left: 0 }}
                onMouseMove={(state) => speakAt(state, rows, say, setSpoken)}
                onMouseLeave={() => setSpoken('')}
              >
                <CartesianGrid yAxisId="line" vertical={false} stroke="var(--line)" />
                <XAxis
                  dataKey="day"
                  tickFormatter={(day: string) => f.day(day)}
                  minTickGap={40}
                  tickLine={false}
                  axisLine={{ stroke: 'var(--control)' }}
                  tick={axisText}
                />
                <YAxis
                  yAxisId="line"
                  width={60}
                  ticks={lineTicks}
                  interval={0}
                  domain={[0, lineTicks.at(-1) ?? 0]}
                  tickFormatter={(micros: number) => f.axisMoney(micros, currency)}
                  tickLine={false}
                  axisLine={false}
                  tick={axisText}
                />
                <YAxis
                  yAxisId="bar"
                  orientation="right"
                  width={40}
                  ticks={barTicks}
                  interval={0}
                  domain={[0, barTicks.at(-1) ?? 0]}
                  tickFormatter={(value: number) => f.axisCount(value)}
                  tickLine={false}
                  axisLine={false}
                  tick={axisText}
                />
                <Tooltip
                  cursor={{ stroke: 'var(--control)', strokeWidth: 1 }}
                  isAnimationActive={false}
                  content={({ active, payload }) => {
                    const row = payload?.[0]?.payload as ChartRow | undefined;
                    return active && row ? <Tip row={row} names={names} currency={currency} /> : null;
                  }}
                />
                <Bar
                  yAxisId="bar"
                  dataKey="bar"
                  name={names.bar}
                  isAnimationActive={false}
                  maxBarSize={14}
                  radius={[2, 2, 0, 0]}
                >
                  {rows.map((row) => (
                    <Cell
                      key={row.day}
                      fill="var(--series-2)"
                      fillOpacity={row.state === 'settled' ? 0.75 : 0.22}
                      stroke="var(--series-2)"
                      strokeWidth={row.state === 'settled' ? 0 : 1}
                      strokeDasharray={row.state === 'settled' ? undefined : '2 2'}
                    />
                  ))}
                </Bar>
                {compared && (
                  <Line
                    yAxisId="line"
                    dataKey="previousLine"
                    name="Earlier period"
                    stroke="var(--text-3)"
                    strokeWidth={1.25}
                    strokeDasharray="4 4"
                    dot={false}
                    activeDot={false}
                    isAnimationActive={false}
                    connectNulls={false}
                    legendType="none"
                  />
                )}
                <Line
                  yAxisId="line"
                  dataKey="line"
                  name={names.line}
                  stroke="var(--series-1)"
                  strokeWidth={2}
                  dot={false}
                  isAnimationActive={false}
                  connectNulls={false}
                />
                <Line
                  yAxisId="line"
                  dataKey="provisional"
                  stroke="var(--series-1)"
                  strokeWidth={2}
                  strokeDasharray="3 3"
                  dot={false}
                  activeDot={false}
                  isAnimationActive={false}
                  connectNulls={false}
                  legendType="none"
                  tooltipType="none"
                />
              </ComposedChart>
            </ResponsiveContainer>
          </div>
          <figcaption className="mt-2 flex flex-wrap items-center gap-x-4 gap-y-1 text-caption text-text-2">
            <Mark swatch={<span className="h-0.5 w-4 bg-[var(--series-1)]" />}>{names.line}</Mark>
            <Mark swatch={<span className="size-2.5 bg-[var(--series-2)]" />}>{names.bar}</Mark>
            {compared && (
              <Mark swatch={<span className="w-4 border-t border-dashed border-text-3" />}>Earlier period</Mark>
            )}
            {settling && (
              <Mark swatch={<span className="size-2.5 border border-dashed border-[var(--series-2)]" />}>
                Settling, may still rise
              </Mark>
            )}
            {partial && (
              <Mark swatch={<span className="w-4 border-t-2 border-dashed border-[var(--series-1)]" />}>
                Today, partial
              </Mark>
            )}
            {asOf && <span className="ms-auto text-text-3">Data as of {f.instant(asOf)}</span>}
            <span className="sr-only">{description}</span>
          </figcaption>
          <div aria-live="polite" className="sr-only">
            {spoken}
          </div>
        </figure>
      )}
    </Card>
  );
};

const axisText = { fill: 'var(--text-3)', fontSize: 11 };
const stateWords: Record<ChartRow['state'], string> = {
  missing: ', not imported',
  partial: ', today so far',
  settling: ', may still rise',
  settled: '',
};

const speakAt = (
  state: { activeTooltipIndex?: number | string | null | undefined },
  rows: readonly ChartRow[],
  say: (row: ChartRow) => string,
  speak: (text: string) => void,
): void => {
  const row = rows[Number(state.activeTooltipIndex)];
  if (row) speak(say(row));
};

const Mark = ({ swatch, children }: { swatch: ReactNode; children: ReactNode }) => (
  <span className="inline-flex items-center gap-1.5">
    <span aria-hidden className="inline-flex w-4 items-center justify-center">
      {swatch}
    </span>
    {children}
  </span>
);

const Tip = ({ row, names, currency }: { row: ChartRow; names: Names; currency: string }) => {
  const f = useFormats();
  return (
    <div aria-hidden className="rounded-card border border-line bg-surface px-3 py-2 text-text shadow-popover">
      <div className="font-semibold">
        {f.day(row.day, 'weekday')}
        <span className="font-normal text-text-3">{stateWords[row.state]}</span>
      </div>
      <TipLine name={names.line} value={f.money(row.lineAll, currency)} />
      <TipLine name={names.bar} value={f.count(row.bar, 1)} />
      {row.previousDay && (
        <div className="mt-1 text-text-3">
          {f.day(row.previousDay, 'weekday')}: {f.money(row.previousLine, currency)} · {f.count(row.previousBar, 1)}
        </div>
      )}
      {row.restated && <div className="mt-1 text-text-3">Corrected by the platform since it was first read</div>}
    </div>
  );
};

const TipLine = ({ name, value }: { name: string; value: string }) => (
  <div className="flex justify-between gap-6">
    <span className="text-text-2">{name}</span>
    <span>{value}</span>
  </div>
);

const ChartTable = ({
  rows,
  names,
  currency,
  label,
  compared,
}: {
  rows: ChartRow[];
  names: Names;
  currency: string;
  label: string;
  compared: boolean;
}) => {
  const f = useFormats();
  const [sorting, setSorting] = useState<Sorting>([]);
  const columns = useMemo<Column<ChartRow>[]>(
    () => [
      {
        id: 'day',
        header: 'Day',
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
        cell: (row) => f.money(row.lineAll, currency),
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
              header: `${names.line} before`,
              width: 120,
              align: 'end' as const,
              value: (row: ChartRow) => row.previousLine,
              cell: (row: ChartRow) => f.money(row.previousLine, currency),
            },
          ]
        : []),
      {
        id: 'state',
        header: 'State',
        width: 130,
        value: (row) => row.state,
        cell: (row) => (row.state === 'settled' ? 'Final' : stateWords[row.state].slice(2)),
      },
    ],
    [f, names, currency, compared],
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
