import { useMemo } from 'react';
import { m } from './messages-figures.ts';
import { t } from './text.ts';

const WIDTH = 64;
const HEIGHT = 20;

/** Path of a row of values; null breaks the line. Exported for its test. */
export const sparklinePath = (values: readonly (number | null)[], width = WIDTH, height = HEIGHT): string => {
  const known = values.filter((value) => value !== null);
  if (known.length === 0) return '';
  const top = Math.max(...known, 0);
  // Not from zero: a row's trend is about its shape. At least 15% of the height of the top stays in view, so that noise around a
  // steady value does not look like drama.
  const low = Math.min(...known);
  const base = Math.max(0, Math.min(low - 0.6 * (top - low), 0.85 * top));
  const step = values.length > 1 ? width / (values.length - 1) : 0;
  const y = (value: number): string =>
    (top === 0 ? height - 1 : height - 1 - ((value - base) / (top - base)) * (height - 2)).toFixed(1);
  let path = '';
  let pen = false;
  values.forEach((value, index) => {
    if (value === null) {
      pen = false;
      return;
    }
    const x = (index * step).toFixed(1);
    const alone = !pen && (values[index + 1] ?? null) === null;
    path += `${pen ? 'L' : 'M'}${x} ${y(value)}${alone ? 'h0.01' : ''}`;
    pen = true;
  });
  return path;
};

/** Why there is no path: no finished day in it, days that were read and told nothing, or days nobody read. */
export const noTrendWords = (values: readonly unknown[], read: boolean): string =>
  t(values.length === 0 ? m.noTrendYet : read ? m.noTrendReported : m.noTrend);

/** A row's trend: an inline path, drawn once per data change. `label` is its text alternative; empty = decorative. */
export const Sparkline = ({
  values,
  label,
  width = WIDTH,
  height = HEIGHT,
  read = false,
}: {
  values: readonly (number | null)[];
  label: string;
  width?: number;
  height?: number;
  /** The period was read: without a path nothing was reported. */
  read?: boolean;
}) => {
  const path = useMemo(() => sparklinePath(values, width, height), [values, width, height]);
  if (path === '')
    return (
      <span className="text-text-3">
        <span aria-hidden>—</span>
        <span className="sr-only">{noTrendWords(values, read)}</span>
      </span>
    );
  return (
    <svg
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      role={label ? 'img' : undefined}
      aria-label={label || undefined}
      aria-hidden={label ? undefined : true}
      className="overflow-visible"
    >
      <path
        d={path}
        fill="none"
        stroke="var(--series-1)"
        strokeWidth={1.5}
        strokeLinecap="round"
        strokeLinejoin="round"
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  );
};
