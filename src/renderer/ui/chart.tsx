import { useMemo, useRef, useState, type ReactNode } from 'react';
import { Bar, CartesianGrid, Cell, ComposedChart, Line, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { Segmented } from './select.tsx';
import { useFormats } from './formats-context.tsx';
import { Card } from './card.tsx';
import { ChartTable, lineTextOf, stateWords, Tip, type LineUnit, type Names } from './chart-parts.tsx';
import { NOTE_BAND, noteLines, notesByDay, type ChartNote } from './chart-notes.tsx';
import { dayMarks, DayMarkKeys } from './day-marks.tsx';
import { chartRows, describeChart, niceTicks, type ChartPoint, type ChartRow } from './chart-model.ts';

export type { ChartPoint } from './chart-model.ts';
export type { ChartNote } from './chart-notes.tsx';

const NO_NOTES: readonly ChartNote[] = [];

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
  lineUnit = 'money',
  notes = NO_NOTES,
  onNote,
  height = 240,
}: {
  title: string;
  points: readonly ChartPoint[];
  names: Names;
  currency: string;
  notice?: ReactNode;
  asOf?: string | null;
  /** What the line counts. */
  lineUnit?: LineUnit;
  /** Flags over their days. */
  notes?: readonly ChartNote[];
  /** `A` on a focused point: the day somebody wants to write about. */
  onNote?: (day: string) => void;
  /** Of the plot, in pixels. */
  height?: number;
}) => {
  const f = useFormats();
  const focused = useRef<string | null>(null);
  const [mode, setMode] = useState<'chart' | 'table'>('chart');
  const [spoken, setSpoken] = useState('');
  const rows = useMemo(() => chartRows(points), [points]);
  const lineText = useMemo(() => lineTextOf(lineUnit, currency, f), [lineUnit, currency, f]);
  const description = useMemo(() => describeChart(rows, names, lineText, f), [rows, names, lineText, f]);
  // Bars stay in the lower part, so that the line above them can be followed.
  const barTicks = useMemo(() => niceTicks(Math.max(0, ...rows.map((row) => row.bar ?? 0)) * 1.5, 1), [rows]);
  const lineTicks = useMemo(
    () =>
      niceTicks(
        Math.max(0, ...rows.map((row) => Math.max(row.lineAll ?? 0, row.previousLine ?? 0))),
        lineUnit === 'money' ? 1e6 : 1,
      ),
    [rows, lineUnit],
  );
  const days = useMemo(() => rows.map((row) => row.day), [rows]);
  const flags = useMemo(() => notesByDay(notes, days), [notes, days]);
  const compared = rows.some((row) => row.previousLine !== null);
  const settling = rows.some((row) => row.state === 'settling');
  const partial = rows.some((row) => row.state === 'partial');

  const say = (row: ChartRow): string =>
    `${f.day(row.day, 'weekday')}: ${names.line} ${lineText(row.lineAll)}, ${names.bar} ${f.count(row.bar, 1)}${stateWords[row.state]}${(flags.get(row.day) ?? []).map((text) => `. Note: ${text}`).join('')}`;

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
        <ChartTable rows={rows} names={names} lineText={lineText} label={title} compared={compared} />
      ) : (
        <figure
          onKeyDown={(event) => {
            if (
              onNote === undefined ||
              event.key.toLowerCase() !== 'a' ||
              event.ctrlKey ||
              event.metaKey ||
              event.altKey
            )
              return;
            const day = focused.current ?? days.at(-1);
            if (day === undefined || !(event.target instanceof SVGElement)) return;
            event.preventDefault();
            onNote(day);
          }}
        >
          <div className="w-full" style={{ height }}>
            <ResponsiveContainer width="100%" height="100%" initialDimension={{ width: 640, height }}>
              <ComposedChart
                data={rows}
                title={title}
                desc={description}
                margin={{ top: flags.size > 0 ? NOTE_BAND : 8, right: 0, bottom: 0, left: 0 }}
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
                  tickFormatter={(value: number) =>
                    lineUnit === 'money' ? f.axisMoney(value, currency) : f.axisCount(value)
                  }
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
                    focused.current = active && row ? row.day : null;
                    return active && row ? (
                      <Tip row={row} names={names} lineText={lineText} notes={flags.get(row.day) ?? []} />
                    ) : null;
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
                {dayMarks(rows)}
                {noteLines(flags, days)}
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
            <DayMarkKeys rows={rows} />
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
