import {
  Check,
  CircleDashed,
  CircleMinus,
  Clock,
  History,
  PencilLine,
  TriangleAlert,
  type LucideIcon,
} from 'lucide-react';
import { Line } from 'recharts';
import type { ChartRow } from './chart-model.ts';
import { dayWords, lookWords, looksOf, type DayLook } from './day-states.ts';
import { useFormats } from './formats-context.tsx';
import { m } from './messages-figures.ts';
import { t } from './text.ts';

/** Each look has a shape of its own, in the table, in the legend and at the foot of the chart. */
const ICONS: Record<DayLook, LucideIcon> = {
  missing: CircleDashed,
  partial: Clock,
  settling: History,
  settled: Check,
  restated: PencilLine,
  no_longer_offered: TriangleAlert,
  not_reported: CircleMinus,
};

/** A day's looks in a table: shapes and words, everything else in the tooltip. */
export const DayStates = ({ day }: { day: ChartRow }) => {
  const f = useFormats();
  return (
    <span className="inline-flex min-w-0 items-center gap-1.5" title={dayWords(day, f).join('. ')}>
      {looksOf(day).map((look, index) => {
        const Icon = ICONS[look];
        const partial = look === 'partial' && !(day.about && day.about.read < day.about.accounts);
        return (
          <span key={look} className={index === 0 ? 'inline-flex items-center gap-1' : 'inline-flex items-center'}>
            <Icon aria-hidden size={14} strokeWidth={1.75} className="shrink-0 text-text-3" />
            <span className={index === 0 ? 'truncate' : 'sr-only'}>{partial ? t(m.dayToday) : lookWords(look)}</span>
          </span>
        );
      })}
    </span>
  );
};

/** What is marked at the foot of the chart: looks that a line and bars cannot show. The rarest first: a day has one mark. */
const MARKED: readonly DayLook[] = ['missing', 'not_reported', 'no_longer_offered', 'restated'];
const markOf = (row: ChartRow): DayLook | null => {
  const looks = looksOf(row);
  return MARKED.find((look) => looks.includes(look)) ?? null;
};

const SHAPES: Partial<Record<DayLook, string>> = {
  missing: 'M-3-3 3 3M3-3-3 3',
  not_reported: 'M-3 0a3 3 0 1 0 6 0a3 3 0 1 0-6 0',
  no_longer_offered: 'M0-3.5 3.5 3H-3.5Z',
  restated: 'M0-4 4 0 0 4-4 0Z',
};
const shape = (look: DayLook, key?: string) => (
  <path
    key={key}
    d={SHAPES[look] ?? ''}
    fill={look === 'restated' ? 'var(--text-2)' : 'var(--surface)'}
    stroke="var(--text-2)"
    strokeWidth={1.25}
  />
);

/** The marks at the foot of the plot, for the inside of a chart whose rows have `foot` = 0. */
export const dayMarks = (rows: readonly ChartRow[]) =>
  rows.every((row) => markOf(row) === null) ? null : (
    <Line
      yAxisId="line"
      dataKey={() => 0}
      stroke="none"
      activeDot={false}
      isAnimationActive={false}
      legendType="none"
      tooltipType="none"
      dot={({ cx, cy, payload }: { cx?: number; cy?: number; payload?: ChartRow }) => {
        const look = payload === undefined ? null : markOf(payload);
        return look === null || cx === undefined || cy === undefined ? (
          <g key={payload?.day} />
        ) : (
          <g key={payload?.day} aria-hidden transform={`translate(${cx} ${cy})`}>
            {shape(look)}
          </g>
        );
      }}
    />
  );

/** The legend of the marks that are there. */
export const DayMarkKeys = ({ rows }: { rows: readonly ChartRow[] }) =>
  MARKED.filter((look) => rows.some((row) => markOf(row) === look)).map((look) => (
    <span key={look} className="inline-flex items-center gap-1.5">
      <svg aria-hidden width={10} height={10} viewBox="-5 -5 10 10">
        {shape(look)}
      </svg>
      {lookWords(look)}
    </span>
  ));
