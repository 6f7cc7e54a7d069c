import { useMemo, useState } from 'react';
import { type MetricDefinition, labelOf, shortOf } from '../../contract/metrics.ts';
import { useFormats } from './formats-context.tsx';
import { m } from './messages-chart.ts';
import { RichText } from './rich-text.tsx';
import { Table, type Column } from './table.tsx';
import type { Sorting } from './table-model.ts';
import type { OverlayRow } from './overlay-model.ts';
import { t, type Message } from './text.ts';

const STATES: Partial<Record<string, Message>> = {
  missing: m.overlayDayMissing,
  partial: m.overlayDayPartial,
  settling: m.overlayDaySettling,
};

/** The days behind the picture. */
export const OverlayTable = ({
  rows,
  metric,
  currency,
  label,
}: {
  rows: readonly OverlayRow[];
  metric: MetricDefinition;
  currency: string;
  label: string;
}) => {
  const f = useFormats();
  const [sorting, setSorting] = useState<Sorting>([]);
  const columns = useMemo((): Column<OverlayRow>[] => {
    const side = (
      id: string,
      name: string,
      of: (row: OverlayRow) => { day: string | null; state: string | null; value: number | null },
    ): Column<OverlayRow>[] => [
      {
        id: `day${id}`,
        header: t(m.overlayDayOf, { period: name }),
        width: 110,
        grow: true,
        value: (row) => of(row).day,
        cell: (row) => {
          const { day, state } = of(row);
          if (day === null) return null;
          const words = STATES[state ?? ''];
          const shown = f.day(day, 'weekday');
          return (
            <span className="truncate">
              {words === undefined ? (
                shown
              ) : (
                <RichText
                  message={words}
                  values={{ day: shown, state: (text) => <span className="text-text-3">{text}</span> }}
                />
              )}
            </span>
          );
        },
      },
      {
        id,
        header: t(m.overlayMetricOf, { metric: shortOf(metric), period: name }),
        title: t(m.overlayMetricLong, { metric: labelOf(metric), period: name }),
        width: 100,
        align: 'end',
        value: (row) => of(row).value,
        cell: (row) => (of(row).day === null ? null : f.metric(metric, of(row).value, currency)),
      },
    ];
    return [
      ...side('a', 'A', (row) => ({ day: row.dayA, state: row.stateA, value: row.allA })),
      ...side('b', 'B', (row) => ({ day: row.dayB, state: row.stateB, value: row.allB })),
    ];
  }, [f, metric, currency]);
  return (
    <Table
      label={label}
      rows={rows}
      rowId={(row) => String(row.index)}
      columns={columns}
      sorting={sorting}
      onSortingChange={setSorting}
      compact
      maxHeight={216}
    />
  );
};
