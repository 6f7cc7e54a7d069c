import { memo } from 'react';
import {
  Bar,
  CartesianGrid,
  Cell,
  ComposedChart,
  Line,
  ReferenceArea,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import type { Series } from './chart-keys.ts';
import { NOTE_BAND, noteLines } from './chart-notes.tsx';
import { isOpenBar, niceTicks, settlingBands, type ChartRow } from './chart-model.ts';
import { Tip, type LineUnit, type Names } from './chart-parts.tsx';
import { dayMarks } from './day-marks.tsx';
import { useFormats } from './formats-context.tsx';
import { m } from './messages-chart.ts';
import { Shown } from './shown.tsx';
import { t } from './text.ts';

const axisText = { fill: 'var(--text-3)', fontSize: 11 };

/**
 * The drawing itself: line, bars, the earlier period, what is unfinished, flags. Everything else of a chart is around it. Drawn anew only
 * for other values: each drawing makes every mark again, and a screen is drawn many times a second while an import goes on.
 */
export const Plot = memo(function Plot({
  title,
  description,
  rows,
  names,
  currency,
  lineUnit,
  lineText,
  flags,
  compared,
  height,
  series,
  barSettles,
  onShown,
}: {
  title: string;
  description: string;
  rows: readonly ChartRow[];
  names: Names;
  currency: string;
  lineUnit: LineUnit;
  lineText: (value: number | null) => string;
  flags: Map<string, string[]>;
  compared: boolean;
  height: number;
  series: Series;
  barSettles: boolean;
  /** A stable function. */
  onShown: (day: string | null) => void;
}) {
  const f = useFormats();
  // Bars stay in the lower part, so that the line above them can be followed.
  const barTicks = niceTicks(Math.max(0, ...rows.map((row) => row.bar ?? 0)) * 1.5, 1);
  const lineTicks = niceTicks(
    Math.max(0, ...rows.map((row) => Math.max(row.lineAll ?? 0, row.previousLine ?? 0))),
    lineUnit === 'money' ? 1e6 : 1,
  );
  const bands = barSettles ? settlingBands(rows) : [];
  // Bars that never settle are final but for today's.
  const open = (row: ChartRow): boolean => isOpenBar(row, barSettles);
  const days = rows.map((row) => row.day);
  const line = {
    yAxisId: 'line',
    stroke: 'var(--series-1)',
    strokeWidth: 2,
    dot: false,
    isAnimationActive: false,
    connectNulls: false,
  } as const;
  return (
    <div className="w-full" style={{ height }}>
      <ResponsiveContainer width="100%" height="100%" initialDimension={{ width: 640, height }}>
        <ComposedChart
          data={rows as ChartRow[]}
          title={title}
          desc={description}
          margin={{ top: flags.size > 0 ? NOTE_BAND : 8, right: 0, bottom: 0, left: 0 }}
        >
          <CartesianGrid yAxisId="line" vertical={false} stroke="var(--line)" />
          {bands.map(({ from, to, strong }) => (
            <ReferenceArea
              key={from}
              yAxisId="line"
              x1={from}
              x2={to}
              fill="var(--text-3)"
              fillOpacity={strong ? 0.12 : 0.04}
              stroke="none"
              ifOverflow="visible"
            />
          ))}
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
              return active && row ? (
                <Shown at={row.day} onShown={onShown}>
                  <Tip row={row} names={names} lineText={lineText} notes={flags.get(row.day) ?? []} series={series} />
                </Shown>
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
                fillOpacity={open(row) ? 0.22 : 0.75}
                stroke="var(--series-2)"
                strokeWidth={open(row) ? 1 : 0}
                strokeDasharray={open(row) ? '2 2' : undefined}
              />
            ))}
          </Bar>
          {compared && (
            <Line
              {...line}
              dataKey="previousLine"
              name={t(m.earlierPeriod)}
              stroke="var(--text-3)"
              strokeWidth={1.25}
              strokeDasharray="4 4"
              activeDot={false}
              legendType="none"
            />
          )}
          <Line {...line} dataKey="line" name={names.line} />
          <Line
            {...line}
            dataKey="provisional"
            strokeDasharray="3 3"
            activeDot={false}
            legendType="none"
            tooltipType="none"
          />
          {dayMarks(rows)}
          {noteLines(flags, days)}
        </ComposedChart>
      </ResponsiveContainer>
    </div>
  );
});
