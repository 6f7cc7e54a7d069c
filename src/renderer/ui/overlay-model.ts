import { type MetricDefinition, labelOf } from '../../contract/metrics.ts';
import type { Range } from '../../contract/primitives.ts';
import { withState } from './day-states.ts';
import type { Formats } from './format.ts';
import { m } from './messages-chart.ts';
import { t } from './text.ts';

/** The how-many-th day of both periods, from 0. A value that is not known is null. */
export type OverlayPoint = { index: number; a: OverlaySide | null; b: OverlaySide | null };
export type OverlaySide = { day: string; state: 'missing' | 'partial' | 'settling' | 'settled'; value: number | null };

export type OverlayRow = {
  index: number;
  dayA: string | null;
  dayB: string | null;
  stateA: string | null;
  stateB: string | null;
  /** The whole values, for words and the table. */
  allA: number | null;
  allB: number | null;
  /** Finished days, and today's part of the line, which shares one point with them. */
  a: number | null;
  provisionalA: number | null;
  b: number | null;
  provisionalB: number | null;
};

const split = (values: readonly { value: number | null; partial: boolean }[], at: number) => {
  const here = values[at];
  const next = values[at + 1];
  return {
    final: here === undefined || here.partial ? null : here.value,
    provisional: here !== undefined && (here.partial || next?.partial === true) ? here.value : null,
  };
};

/** Days of both periods on one axis: the how-many-th day. A missing day is a gap, never a zero. */
export const overlayRows = (points: readonly OverlayPoint[]): OverlayRow[] => {
  const valuesOf = (side: 'a' | 'b') =>
    points.map((day) => ({
      value: day[side] === null || day[side].state === 'missing' ? null : day[side].value,
      partial: day[side]?.state === 'partial',
    }));
  const [as, bs] = [valuesOf('a'), valuesOf('b')];
  return points.map((day, at): OverlayRow => {
    const [a, b] = [split(as, at), split(bs, at)];
    return {
      index: day.index + 1,
      dayA: day.a?.day ?? null,
      dayB: day.b?.day ?? null,
      stateA: day.a?.state ?? null,
      stateB: day.b?.state ?? null,
      allA: as[at]?.value ?? null,
      allB: bs[at]?.value ?? null,
      a: a.final,
      provisionalA: a.provisional,
      b: b.final,
      provisionalB: b.provisional,
    };
  });
};

/** A period beside another one: with its year where the years are not the same. */
export const rangeBeside = (range: Range, other: Range, f: Pick<Formats, 'day' | 'range'>): string =>
  range.from.slice(0, 4) === other.from.slice(0, 4) && range.to.slice(0, 4) === other.to.slice(0, 4)
    ? f.range(range.from, range.to)
    : `${f.day(range.from, 'long')} – ${f.day(range.to, 'long')}`;

/** The periods ↑ and ↓ walk through; `both` says the whole point. */
export const SIDES = ['both', 'a', 'b'] as const;
export type Side = (typeof SIDES)[number];

/** One point line by line: 'Tue 2 Sep: $41.20', 'Tue 5 Aug: $39.10'; of one period: 'A, Tue 2 Sep: $41.20'. */
export const pointParts = (
  row: OverlayRow,
  metric: MetricDefinition,
  currency: string,
  f: Formats,
  side: Side = 'both',
): string[] => {
  const part = (day: string | null, amount: number | null, state: string | null): string[] =>
    day === null
      ? []
      : [withState(t(m.saidDay, { day: f.day(day, 'weekday'), values: f.metric(metric, amount, currency) }), state)];
  const [a, b] = [part(row.dayA, row.allA, row.stateA), part(row.dayB, row.allB, row.stateB)];
  if (side === 'both') return [...a, ...b];
  const [said] = side === 'a' ? a : b;
  const period = side.toUpperCase();
  return [said === undefined ? t(m.overlayNoDay, { period }) : t(m.overlayOne, { period, said })];
};

/** One point for the ear: 'Tue 2 Sep: $41.20; Tue 5 Aug: $39.10'. */
export const sayPoint = (...point: Parameters<typeof pointParts>): string => {
  const [a = '', b] = pointParts(...point);
  return b === undefined ? a : t(m.overlayBoth, { a, b });
};

/** The picture in a sentence. */
export const describeOverlay = (
  rows: readonly OverlayRow[],
  metric: MetricDefinition,
  currency: string,
  f: Formats,
): string => {
  const known = rows.flatMap((row) =>
    row.allA === null || row.dayA === null ? [] : [{ day: row.dayA, at: row.allA }],
  );
  const first = known[0];
  if (first === undefined) {
    const read = rows.some((row) => row.stateA !== null && row.stateA !== 'missing');
    return t(read ? m.overlayNotReported : m.overlayNothing, { metric: labelOf(metric) });
  }
  const peak = known.reduce((best, one) => (one.at > best.at ? one : best), first);
  const low = known.reduce((best, one) => (one.at < best.at ? one : best), first);
  return t(m.overlayExtremes, {
    metric: labelOf(metric),
    peak: f.metric(metric, peak.at, currency),
    peakDay: f.day(peak.day),
    low: f.metric(metric, low.at, currency),
    lowDay: f.day(low.day),
  });
};
