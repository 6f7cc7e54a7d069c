import { useRef, useState, type KeyboardEvent } from 'react';
import { labelOf, type MetricDefinition, type MetricKey, METRICS } from '../../../contract/metrics.ts';
import { cx, DASH, useFormats, type Formats } from '../../ui/index.ts';
import { listOf, t } from '../../ui/text.ts';
import { m } from './messages.ts';
import { moveTo, STEPS, type Basis, type HeatCell, type Heatmap } from './model.ts';

const clock = (hour: number): string => String(hour).padStart(2, '0');

/** A value in 36 pixels: without its unit, which the caption names, and with as many decimals as all others of the table. */
export const short = (metric: MetricDefinition, micros: number, top: number, f: Formats): string => {
  const scale = metric.unit === 'currency' ? 1e6 : 1;
  const [value, most] = [micros / scale, top / scale];
  if (value === 0) return '0';
  // A locale's own short form ('1,4 tys.') is wider than the cell, and so are separators.
  if (most >= 10_000) return `${f.fixed(value / 1000, most >= 100_000 ? 0 : 1)}k`;
  if (most >= 1000) return String(Math.round(value));
  return f.fixed(value, most >= 100 || (metric.unit === 'count' && Number.isInteger(most)) ? 0 : most >= 10 ? 1 : 2);
};

const WHY = {
  not_read: m.cellNotRead,
  nothing: m.cellNothing,
} as const;

/**
 * Weekdays × hours as a real table. One tab stop, arrows walk it, and what the focused or hovered cell says in full stands below:
 * no value needs a pointer or good eyes for colour.
 */
export const HeatmapTable = ({
  map,
  metric: key,
  basis,
  currency,
  weekdays,
  label,
}: {
  map: Heatmap;
  metric: MetricKey;
  basis: Basis;
  currency: string;
  /** Monday first. */
  weekdays: readonly string[];
  label: string;
}) => {
  const f = useFormats();
  const metric = METRICS[key];
  const table = useRef<HTMLTableElement>(null);
  const [active, setActive] = useState({ row: 0, column: 0 });
  const [told, setTold] = useState<string | null>(null);
  const exact = (value: number | null): string =>
    value === null ? DASH : f.metric(metric, metric.unit === 'count' ? Math.round(value * 10) / 10 : value, currency);
  const aDay = basis === 'average' && metric.additivity === 'sum';
  const per = (value: string): string => (aDay ? t(m.valueADay, { value }) : value);
  const sentence = (cell: HeatCell): string =>
    listOf(
      [
        t(m.cellWhen, {
          weekday: weekdays[cell.weekday - 1] ?? '',
          from: `${clock(cell.hour)}:00`,
          to: `${clock(cell.hour)}:59`,
        }),
        cell.why === null
          ? t(m.cellValue, { metric: labelOf(metric), value: per(exact(cell.value)) })
          : t(WHY[cell.why]),
        t(m.cellDays, { days: cell.days }),
        ...(cell.repeated > 0 ? [t(m.cellTwice)] : []),
      ],
      'unit',
    );
  const onKeyDown = (event: KeyboardEvent): void => {
    const next = moveTo(event.key, event.ctrlKey || event.metaKey, active);
    if (next === null) return;
    event.preventDefault();
    setActive(next);
    table.current?.querySelector<HTMLElement>(`[data-at="${next.row}:${next.column}"]`)?.focus();
  };
  const stop = (row: number, column: number, text: string) => ({
    'data-at': `${row}:${column}`,
    tabIndex: active.row === row && active.column === column ? 0 : -1,
    title: text,
    onFocus: () => {
      setActive({ row, column });
      setTold(text);
    },
    onMouseEnter: () => setTold(text),
  });
  return (
    <div>
      <div className="overflow-x-auto p-0.5">
        <table
          ref={table}
          role="grid"
          aria-label={label}
          onKeyDown={onKeyDown}
          className="w-full min-w-[880px] table-fixed border-separate border-spacing-0.5 text-caption"
        >
          <thead>
            <tr>
              <th scope="col" className="w-[92px] px-1 text-start font-semibold text-text-2">
                {t(m.day)}
              </th>
              {map.hours.map((_, hour) => (
                <th key={clock(hour)} scope="col" className="font-semibold text-text-2">
                  {clock(hour)}
                </th>
              ))}
              <th scope="col" className="w-[76px] px-1 text-end font-semibold text-text-2">
                {t(metric.additivity === 'ratio' ? m.day : basis === 'average' ? m.perDay : m.total)}
              </th>
            </tr>
          </thead>
          <tbody>
            {map.rows.map((row, at) => (
              <tr key={row.weekday}>
                <th scope="row" className="truncate px-1 text-start font-semibold text-text-2">
                  {weekdays[row.weekday - 1]}
                  <span className="font-normal text-text-3" title={t(m.daysBehind)}>
                    {' '}
                    ×{row.days}
                  </span>
                </th>
                {row.cells.map((cell) => (
                  <td
                    key={cell.hour}
                    {...stop(at, cell.hour, sentence(cell))}
                    className={cx(
                      'relative h-7 overflow-hidden rounded-[2px] text-center',
                      cell.why === 'not_read' && 'hatched text-text-3',
                      cell.why === 'nothing' && 'border border-dashed border-line text-text-3',
                    )}
                    style={
                      cell.step > 0
                        ? { background: `var(--heat-${cell.step})`, color: `var(--heat-text-${cell.step})` }
                        : undefined
                    }
                  >
                    <span aria-hidden>
                      {cell.value === null ? cell.why === 'nothing' && DASH : short(metric, cell.value, map.top, f)}
                      {cell.value !== null && cell.repeated > 0 && <sup>2×</sup>}
                    </span>
                    <span className="sr-only">{sentence(cell)}</span>
                  </td>
                ))}
                <td
                  {...stop(
                    at,
                    24,
                    t(m.weekdayAllHours, {
                      weekday: weekdays[row.weekday - 1] ?? '',
                      value: per(exact(row.total)),
                      days: row.days,
                    }),
                  )}
                  className="px-1 text-end font-semibold whitespace-nowrap"
                >
                  {exact(row.total)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div className="mt-2 flex min-h-6 flex-wrap items-center gap-x-4 gap-y-1 text-caption text-text-2">
        <span aria-hidden className="text-body text-text">
          {told ?? t(m.allHours, { value: per(exact(map.all)) })}
        </span>
        <span className="ms-auto inline-flex items-center gap-1.5">
          <span>0</span>
          <span aria-hidden className="inline-flex">
            {Array.from({ length: STEPS }, (_, index) => (
              <span key={index} className="h-3 w-5" style={{ background: `var(--heat-${index + 1})` }} />
            ))}
          </span>
          <span>
            {per(
              [
                short(metric, map.top, map.top, f),
                ...(metric.unit === 'currency' ? [currency] : metric.unit === 'percent' ? ['%'] : []),
              ].join(' '),
            )}
          </span>
        </span>
      </div>
    </div>
  );
};
