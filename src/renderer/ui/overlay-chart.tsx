import { useCallback, useMemo, useRef, useState, type ReactNode } from 'react';
import { CartesianGrid, ComposedChart, Line, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { type MetricDefinition, labelOf } from '../../contract/metrics.ts';
import type { Range } from '../../contract/primitives.ts';
import { Card } from './card.tsx';
import { inTurn, onChartKey } from './chart-keys.ts';
import type { PictureWords } from './chart-image.ts';
import { niceTicks } from './chart-model.ts';
import { ChartTools } from './chart-tools.tsx';
import { csvName, csvValue, toCsv } from './csv.ts';
import { useFormats } from './formats-context.tsx';
import { m } from './messages-chart.ts';
import { Shown } from './shown.tsx';
import {
  describeOverlay,
  overlayRows,
  pointParts,
  rangeBeside,
  sayPoint,
  SIDES,
  type OverlayPoint,
  type OverlayRow,
  type Side,
} from './overlay-model.ts';
import { OverlayTable } from './overlay-table.tsx';
import { t } from './text.ts';

export type { OverlayPoint } from './overlay-model.ts';

/** Both periods over each other, day by day: A solid, B dashed. What is not over yet is dotted, what was not read is a gap. */
export const OverlayChart = ({
  a,
  b,
  points,
  metric,
  currency,
  subject,
  asOf,
  height = 190,
}: {
  a: Range;
  b: Range;
  points: readonly OverlayPoint[];
  metric: MetricDefinition;
  currency: string;
  /** Whose figures: in pictures and names of files. */
  subject: string;
  asOf?: string | null;
  /** Of the plot, in pixels. */
  height?: number;
}) => {
  const f = useFormats();
  const frame = useRef<HTMLElement>(null);
  const [mode, setMode] = useState<'chart' | 'table'>('chart');
  const [shown, setShown] = useState<number | null>(null);
  const [side, setSide] = useState<Side>('both');
  const title = t(m.overlay, { metric: labelOf(metric) });
  const rows = useMemo(() => overlayRows(points), [points]);
  const description = useMemo(() => describeOverlay(rows, metric, currency, f), [rows, metric, currency, f]);
  const ticks = useMemo(
    () =>
      niceTicks(
        Math.max(0, ...rows.map((row) => Math.max(row.allA ?? 0, row.allB ?? 0))),
        metric.unit === 'currency' ? 1e6 : 1,
      ),
    [rows, metric],
  );
  const spoken = rows.find((row) => row.index === shown);
  const words = useMemo(
    (): PictureWords => ({
      title,
      subtitle: [t(m.overlayPeriods, { a: rangeBeside(a, b, f), b: rangeBeside(b, a, f) }), subject].join(' · '),
      footer: asOf ? t(m.dataAsOf, { instant: f.instant(asOf) }) : '',
      legend: [
        { name: 'A', colour: 'var(--series-1)', look: 'line' },
        { name: 'B', colour: 'var(--text-3)', look: 'dashed' },
        ...(rows.some((row) => row.stateA === 'partial' || row.stateB === 'partial')
          ? [{ name: t(m.legendToday), colour: 'var(--series-1)', look: 'dashed' } as const]
          : []),
      ],
    }),
    [title, f, a, b, subject, asOf, rows],
  );
  const csv = useCallback(() => {
    const raw = (value: number | null) => csvValue(metric, value);
    return toCsv(
      [
        t(m.day),
        ...['A', 'B'].flatMap((period) => [
          t(m.overlayDateOf, { period }),
          t(m.overlayMetricOf, { metric: labelOf(metric), period }),
        ]),
        t(m.currency),
      ],
      rows.map((row) => [String(row.index), row.dayA, raw(row.allA), row.dayB, raw(row.allB), currency]),
    );
  }, [rows, metric, currency]);
  const line = (dataKey: keyof OverlayRow, look: { stroke: string; dash?: string; width: number; named: boolean }) => (
    <Line
      dataKey={dataKey}
      stroke={look.stroke}
      strokeWidth={look.width}
      {...(look.dash === undefined ? {} : { strokeDasharray: look.dash })}
      dot={false}
      {...(look.named ? {} : { activeDot: false as const, tooltipType: 'none' as const })}
      isAnimationActive={false}
      connectNulls={false}
      legendType="none"
    />
  );
  return (
    <Card
      title={title}
      actions={
        <ChartTools
          title={title}
          name={csvName(subject, `compare-${metric.key.replace(/\W+/g, '-')}`, a).replace(/\.csv$/, '')}
          mode={mode}
          onMode={setMode}
          frame={frame}
          words={words}
          csv={csv}
        />
      }
    >
      {mode === 'table' ? (
        <OverlayTable rows={rows} metric={metric} currency={currency} label={title} />
      ) : (
        <figure
          ref={frame}
          onKeyDown={(event) => {
            onChartKey(event, {
              points: rows.length,
              shown: shown !== null,
              series: (step) => setSide(inTurn(SIDES, side, step)),
              onNote: null,
            });
          }}
        >
          <div className="w-full" style={{ height }}>
            <ResponsiveContainer width="100%" height="100%" initialDimension={{ width: 600, height }}>
              <ComposedChart
                data={rows}
                title={title}
                desc={description}
                margin={{ top: 8, right: 8, bottom: 0, left: 0 }}
              >
                <CartesianGrid vertical={false} stroke="var(--line)" />
                <XAxis
                  dataKey="index"
                  tickFormatter={(index: number) => dayOf(rows, index, f.day)}
                  minTickGap={40}
                  tickLine={false}
                  axisLine={{ stroke: 'var(--control)' }}
                  tick={axisText}
                />
                <YAxis
                  width={60}
                  ticks={ticks}
                  interval={0}
                  domain={[0, ticks.at(-1) ?? 0]}
                  tickFormatter={(value: number) =>
                    metric.unit === 'currency' ? f.axisMoney(value, currency) : f.axisCount(value)
                  }
                  tickLine={false}
                  axisLine={false}
                  tick={axisText}
                />
                <Tooltip
                  cursor={{ stroke: 'var(--control)', strokeWidth: 1 }}
                  isAnimationActive={false}
                  content={({ active, payload }) => {
                    const row = payload?.[0]?.payload as OverlayRow | undefined;
                    return active && row ? (
                      <Shown at={row.index} onShown={setShown}>
                        <div
                          aria-hidden
                          className="max-w-[320px] rounded-card border border-line bg-surface px-3 py-2 text-text shadow-popover"
                        >
                          {pointParts(row, metric, currency, f, side).map((part, index) => (
                            <div key={part} className={index === 0 ? 'font-semibold' : 'text-text-2'}>
                              {part}
                            </div>
                          ))}
                        </div>
                      </Shown>
                    ) : null;
                  }}
                />
                {line('b', { stroke: 'var(--text-3)', dash: '5 4', width: 1.5, named: true })}
                {line('provisionalB', { stroke: 'var(--text-3)', dash: '1 3', width: 1.5, named: false })}
                {line('a', { stroke: 'var(--series-1)', width: 2, named: true })}
                {line('provisionalA', { stroke: 'var(--series-1)', dash: '3 3', width: 2, named: false })}
              </ComposedChart>
            </ResponsiveContainer>
          </div>
          <figcaption className="mt-2 flex flex-wrap items-center gap-x-4 gap-y-1 text-caption text-text-2">
            <Mark swatch="border-t-2 border-[var(--series-1)]">{t(m.overlayA, { range: rangeBeside(a, b, f) })}</Mark>
            <Mark swatch="border-t-2 border-dashed border-text-3">
              {t(m.overlayB, { range: rangeBeside(b, a, f) })}
            </Mark>
            {rows.some((row) => row.stateA === 'partial' || row.stateB === 'partial') && (
              <Mark swatch="border-t-2 border-dotted border-[var(--series-1)]">{t(m.legendToday)}</Mark>
            )}
            {metric.settling && rows.some((row) => row.stateA === 'settling') && <span>{t(m.legendLastDays)}</span>}
            <span className="sr-only">{description}</span>
          </figcaption>
          <div aria-live="polite" className="sr-only">
            {spoken ? sayPoint(spoken, metric, currency, f, side) : ''}
          </div>
        </figure>
      )}
    </Card>
  );
};

const axisText = { fill: 'var(--text-3)', fontSize: 11 };

const dayOf = (rows: readonly OverlayRow[], index: number, format: (day: string) => string): string => {
  const day = rows[index - 1]?.dayA ?? rows[index - 1]?.dayB ?? null;
  return day === null ? '' : format(day);
};

const Mark = ({ swatch, children }: { swatch: string; children: ReactNode }) => (
  <span className="inline-flex items-center gap-1.5">
    <span aria-hidden className={`w-4 ${swatch}`} />
    <span>{children}</span>
  </span>
);
