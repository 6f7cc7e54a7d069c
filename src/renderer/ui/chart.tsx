import { useCallback, useMemo, useRef, useState, type ReactNode } from 'react';
import { Card } from './card.tsx';
import type { PictureWords } from './chart-image.ts';
import { nextSeries, onChartKey, type Series } from './chart-keys.ts';
import { chartCsv, chartRows, describeChart, pictureLegend, type ChartPoint, type ChartRow } from './chart-model.ts';
import { notesByDay, type ChartNote } from './chart-notes.tsx';
import { ChartTable, lineTextOf, type LineUnit, type Names } from './chart-parts.tsx';
import { Plot } from './chart-plot.tsx';
import { ChartTools } from './chart-tools.tsx';
import { csvName } from './csv.ts';
import { DayMarkKeys } from './day-marks.tsx';
import { withState } from './day-states.ts';
import { useFormats } from './formats-context.tsx';
import { m } from './messages-chart.ts';
import { t } from './text.ts';

export type { ChartPoint } from './chart-model.ts';
export type { ChartNote } from './chart-notes.tsx';

const NO_NOTES: readonly ChartNote[] = [];

/**
 * A line (money) with bars (counts) per day, the earlier period dashed, unfinished days drawn apart: a dashed line for today, hatched
 * bars over a band while conversions may still rise, gaps where nothing was read. The same data stands behind [Table].
 */
export const Chart = ({
  title,
  subject = '',
  headline = '',
  points,
  names: given,
  currency,
  notice,
  asOf,
  lineUnit = 'money',
  barSettles = true,
  notes = NO_NOTES,
  onNote,
  height = 240,
}: {
  title: string;
  /** Whose figures: in pictures and names of files. */
  subject?: string;
  /** 'Spend rose 12% to $1,234': how the description begins; from the engine's totals. */
  headline?: string;
  points: readonly ChartPoint[];
  names: Names;
  currency: string;
  notice?: ReactNode;
  asOf?: string | null;
  /** What the line counts. */
  lineUnit?: LineUnit;
  /** Bars are conversions, which may still rise; clicks are final with their day. */
  barSettles?: boolean;
  /** Flags over their days. */
  notes?: readonly ChartNote[];
  /** `A` on a focused point: the day somebody wants to write about. */
  onNote?: (day: string) => void;
  /** Of the plot, in pixels. */
  height?: number;
}) => {
  const f = useFormats();
  const frame = useRef<HTMLDivElement>(null);
  const [mode, setMode] = useState<'chart' | 'table'>('chart');
  const [shown, setShown] = useState<string | null>(null);
  const [series, setSeries] = useState<Series>('all');
  const names = useMemo((): Names => ({ line: given.line, bar: given.bar }), [given.line, given.bar]);
  const rows = useMemo(() => chartRows(points), [points]);
  const lineText = useMemo(() => lineTextOf(lineUnit, currency, f), [lineUnit, currency, f]);
  const compared = rows.some((row) => row.previousLine !== null);
  const description = useMemo(
    () => describeChart(rows, names, lineText, f, headline),
    [rows, names, lineText, f, headline],
  );
  const days = useMemo(() => rows.map((row) => row.day), [rows]);
  const flags = useMemo(() => notesByDay(notes, days), [notes, days]);
  const settling = barSettles && rows.some((row) => row.state === 'settling');
  const partial = rows.some((row) => row.state === 'partial');
  const first = days[0] ?? '';
  const last = days.at(-1) ?? first;
  const period = first === '' ? '' : f.range(first, last);
  const words = useMemo(
    (): PictureWords => ({
      title,
      subtitle: [period, subject].filter(Boolean).join(' · '),
      footer: asOf ? t(m.dataAsOf, { instant: f.instant(asOf) }) : '',
      legend: pictureLegend(rows, { names, compared, barSettles }),
    }),
    [title, period, subject, asOf, f, rows, names, compared, barSettles],
  );
  const csv = useCallback(
    () => chartCsv(rows, { names, currency: lineUnit === 'money' ? currency : null, compared }),
    [rows, names, currency, lineUnit, compared],
  );
  const current = rows.find((row) => row.day === shown);
  const say = (row: ChartRow): string => {
    const lineValue = lineText(row.lineAll);
    const barValue = f.count(row.bar, 1);
    const values = {
      all: t(m.saidBoth, { line: names.line, lineValue, bar: names.bar, barValue }),
      line: t(m.saidOne, { metric: names.line, value: lineValue }),
      bar: t(m.saidOne, { metric: names.bar, value: barValue }),
      earlier: t(m.saidEarlier, { value: lineText(row.previousLine) }),
    }[series];
    const said = withState(t(m.saidDay, { day: f.day(row.day, 'weekday'), values }), row.state);
    return (flags.get(row.day) ?? []).reduce((all, note) => t(m.saidNote, { said: all, note }), said);
  };

  return (
    <Card
      title={
        <>
          {title}
          {asOf && (
            <span className="ms-3 text-caption font-normal text-text-3">
              {t(m.dataAsOf, { instant: f.instant(asOf) })}
            </span>
          )}
        </>
      }
      actions={
        <ChartTools
          title={title}
          name={csvName(subject, 'chart', { from: first, to: last }).replace(/\.csv$/, '')}
          mode={mode}
          onMode={setMode}
          frame={frame}
          words={words}
          csv={csv}
        />
      }
    >
      {notice}
      {mode === 'table' ? (
        <ChartTable
          rows={rows}
          names={names}
          lineText={lineText}
          currency={lineUnit === 'money' ? currency : null}
          label={title}
          compared={compared}
        />
      ) : (
        <figure
          ref={frame}
          onKeyDown={(event) => {
            onChartKey(event, {
              points: rows.length,
              shown: shown !== null,
              series: (step) => setSeries(nextSeries(series, step, compared)),
              onNote: onNote ? () => onNote(shown ?? last) : null,
            });
          }}
        >
          {/* What is drawn against a scale is named at its head; at the foot stands what is unlike a finished day. */}
          <div className="-mb-1 flex gap-4 text-caption text-text-2">
            <Mark swatch={<span className="h-0.5 w-4 bg-[var(--series-1)]" />}>{names.line}</Mark>
            {compared && (
              <Mark swatch={<span className="w-4 border-t border-dashed border-text-3" />}>{t(m.earlierPeriod)}</Mark>
            )}
            <span className="flex-1" />
            <Mark swatch={<span className="size-2.5 bg-[var(--series-2)]" />}>{names.bar}</Mark>
          </div>
          <Plot
            title={title}
            description={description}
            rows={rows}
            names={names}
            currency={currency}
            lineUnit={lineUnit}
            lineText={lineText}
            flags={flags}
            compared={compared}
            height={height}
            series={series}
            barSettles={barSettles}
            onShown={setShown}
          />
          <figcaption className="flex flex-wrap items-center gap-x-4 gap-y-1 text-caption text-text-2">
            {settling && (
              <Mark swatch={<span className="size-2.5 border border-dashed border-[var(--series-2)] bg-sunken" />}>
                {t(m.legendSettling)}
              </Mark>
            )}
            {partial && (
              <Mark swatch={<span className="w-4 border-t-2 border-dashed border-[var(--series-1)]" />}>
                {t(m.legendToday)}
              </Mark>
            )}
            <DayMarkKeys rows={rows} />
            <span className="sr-only">{description}</span>
          </figcaption>
          <div aria-live="polite" className="sr-only">
            {current ? say(current) : ''}
          </div>
        </figure>
      )}
    </Card>
  );
};

const Mark = ({ swatch, children }: { swatch: ReactNode; children: ReactNode }) => (
  <span className="inline-flex items-center gap-1.5">
    <span aria-hidden className="inline-flex w-4 items-center justify-center">
      {swatch}
    </span>
    {children}
  </span>
);
