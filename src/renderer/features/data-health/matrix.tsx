import { Download, X } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { DataHealthRow, DataHealthView, MonthState } from '../../../contract/data-health.ts';
import {
  ClientLink,
  Button,
  Card,
  DASH,
  EmptyState,
  FilterField,
  fold,
  IconButton,
  PlatformBadge,
  Segmented,
  Table,
  useFormats,
  type Column,
  type Formats,
  type Sorting,
} from '../../ui/index.ts';
import { RichText } from '../../ui/rich-text.tsx';
import { t } from '../../ui/text.ts';
import { FailureShape } from './failed-card.tsx';
import { MonthMark } from './mark.tsx';
import { m } from './messages.ts';
import { cellRank, failureOf, isAskedFor, missingDays, worstFirst, type MonthSummary } from './model.ts';
import { cellText, MONTH_WORDS } from './words.ts';

const MONTHS = [6, 13, 37] as const;
const LEGEND: readonly MonthState[] = ['rich', 'totals', 'partial', 'missing', 'before'];

/** Which month of which client is here, and how completely. Enter or the button fetches what is missing of a client. */
export const Matrix = ({
  view,
  open,
  onOpen,
  months,
  onMonths,
  filter,
  onFilter,
  onFetch,
}: {
  view: DataHealthView;
  /** Only the clients this month waits for; null = all. */
  open: MonthSummary | null;
  /** All again. */
  onOpen: () => void;
  months: number;
  onMonths: (months: number) => void;
  filter: string;
  onFilter: (filter: string) => void;
  onFetch: (clientId: string) => void;
}) => {
  const f = useFormats();
  const [sorting, setSorting] = useState<Sorting>([]);
  // The month is chosen in a card above: what it leaves is shown, not only changed.
  const place = useRef<HTMLDivElement>(null);
  const month = open?.month ?? null;
  useEffect(() => {
    if (month !== null) place.current?.scrollIntoView({ block: 'nearest' });
  }, [month]);
  const rows = useMemo(() => {
    const text = fold(filter.trim());
    const waiting = open === null ? null : new Set(open.open.map((one) => one.clientId));
    const shown = view.rows.filter(
      (row) => (waiting?.has(row.clientId) ?? true) && (text === '' || fold(row.client).includes(text)),
    );
    return worstFirst(shown, view.failed);
  }, [view.rows, view.failed, filter, open]);
  const columns = useMemo(() => matrixColumns(view, onFetch, f), [view, onFetch, f]);
  return (
    <div ref={place}>
      <Card
        title={t(m.months)}
        flush
        actions={
          <span className="flex flex-wrap items-center gap-2">
            {open !== null && (
              <Button small icon={X} onClick={onOpen}>
                <RichText
                  message={m.matrixOnly}
                  values={{
                    month: f.month(open.month),
                    hidden: (words) => <span className="sr-only">{words}</span>,
                  }}
                />
              </Button>
            )}
            <FilterField label={t(m.matrixFilter)} value={filter} onChange={onFilter} />
            <Segmented
              label={t(m.matrixMonths)}
              value={String(months)}
              onChange={(value) => onMonths(Number(value))}
              options={MONTHS.map((count) => ({ value: String(count), label: t(m.matrixMonthCount, { count }) }))}
            />
          </span>
        }
      >
        {/* Above the rows: what the marks mean is wanted before the last of a thousand clients. */}
        <ul aria-label={t(m.marks)} className="flex flex-wrap gap-x-4 gap-y-1 px-4 pb-2 text-caption">
          {LEGEND.map((state) => (
            <li key={state} className="inline-flex items-center gap-1.5 text-text-2">
              <MonthMark state={state} />
              {t(MONTH_WORDS[state])}
            </li>
          ))}
          <li className="inline-flex items-center gap-1.5 text-text-2">
            <MonthMark state="missing" expires />
            {t(m.markExpires)}
          </li>
        </ul>
        <Table<DataHealthRow>
          label={t(m.matrixLabel)}
          rows={rows}
          rowId={(row) => `${row.clientId} ${row.platform}`}
          columns={columns}
          nameColumn="client"
          sorting={sorting}
          onSortingChange={setSorting}
          compact
          maxHeight={420}
          onOpen={(row) => onFetch(row.clientId)}
          empty={
            <EmptyState sentence={t(filter === '' ? m.matrixEmpty : m.matrixNoMatch)}>
              {filter !== '' && <Button onClick={() => onFilter('')}>{t(m.matrixClearFilter)}</Button>}
            </EmptyState>
          }
        />
      </Card>
    </div>
  );
};

const matrixColumns = (
  { months, failed }: Pick<DataHealthView, 'months' | 'failed'>,
  onFetch: (clientId: string) => void,
  f: Formats,
): Column<DataHealthRow>[] => [
  {
    id: 'client',
    header: t(m.client),
    width: 200,
    grow: true,
    value: (row) => row.client,
    cell: (row) => {
      const failure = failureOf(row, failed);
      return (
        <>
          <ClientLink inGrid id={row.clientId} name={row.client} />
          {failure && <FailureShape failed={failure} />}
        </>
      );
    },
  },
  {
    id: 'platform',
    header: t(m.via),
    title: t(m.viaDetail),
    width: 64,
    value: (row) => row.platform,
    cell: (row) => (
      <>
        <PlatformBadge platform={row.platform} />
        {row.adAccounts > 1 && (
          <span className="text-caption text-text-3" title={t(m.adAccounts, { count: row.adAccounts })}>
            ×{row.adAccounts}
          </span>
        )}
      </>
    ),
  },
  // Before the months: what is missing and the way to it are in sight however many of them there are.
  {
    id: 'missing',
    header: t(m.missing),
    title: t(m.missingDetail),
    width: 84,
    align: 'end',
    value: (row) => (isAskedFor(row) ? missingDays(row) : null),
    cell: (row) => {
      if (!isAskedFor(row)) return <span className="text-text-3">{DASH}</span>;
      const days = missingDays(row);
      return days === 0 ? <span className="text-text-3">0</span> : <span>{t(m.days, { count: days })}</span>;
    },
  },
  {
    id: 'fetch',
    header: '',
    title: t(m.actions),
    width: 40,
    cell: (row) => (
      <IconButton
        tabIndex={-1}
        icon={Download}
        label={t(m.fetchOlderOf, { client: row.client })}
        className="size-7!"
        onClick={() => onFetch(row.clientId)}
      />
    ),
  },
  ...months.map((month, index): Column<DataHealthRow> => ({
    id: month,
    header: months.length > 13 ? month.slice(2) : f.month(month, 'short'),
    title: f.month(month),
    width: 74,
    value: (row) => cellRank(row.cells[index]),
    cell: (row) => {
      const cell = row.cells[index];
      if (!cell) return null;
      const words = cellText(cell, month, f);
      return (
        <span className="inline-flex items-center gap-1" title={words}>
          <MonthMark state={cell.state} expires={cell.expiresOn !== null} />
          {cell.state === 'partial' && (
            <span aria-hidden className="text-caption text-text-2">
              {cell.days}/{cell.wanted}
            </span>
          )}
          <span className="sr-only">{words}</span>
        </span>
      );
    },
  })),
];
