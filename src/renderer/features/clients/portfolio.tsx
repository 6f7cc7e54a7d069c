import { useMutation } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { FileDown } from 'lucide-react';
import { useCallback, useMemo, useRef, useState } from 'react';
import type { ClientRow, ClientsView as ClientsData } from '../../../contract/dashboards.ts';
import { live, saveFile, sentenceOf, useLivePart, useSavedViews, useSettings } from '../../bridge.ts';
import {
  Button,
  Card,
  cx,
  EmptyState,
  Notice,
  notify,
  ScreenHeader,
  sortingFromText,
  sortingToText,
  Table,
  useFilterText,
  useFormats,
  useView,
} from '../../ui/index.ts';
import { useClientSafe } from '../../ui/client-safe.ts';
import type { ImportSlots } from '../../ui/slots.ts';
import { DensityToggle, isCompact, type Density } from '../../ui/density.tsx';
import { useTableRoom } from '../../ui/room.ts';
import { sortRows } from '../../ui/table-model.ts';
import { listOf, t } from '../../ui/text.ts';
import { ViewTabs } from '../../ui/view-tabs.tsx';
import { NeedsAttention } from './attention.tsx';
import { BulkBar } from './bulk.tsx';
import { clientColumns } from './columns.tsx';
import { clientsCsv, type GRID_METRICS } from './csv.ts';
import { ClientFilters } from './filters.tsx';
import { FirstSteps } from './first-steps.tsx';
import { fitted, widestTexts } from './fit.ts';
import { grid } from './messages-grid.ts';
import { m } from './messages.ts';
import {
  asOfWords,
  currencyRanks,
  defaultOrder,
  filterCount,
  freshnessSummary,
  matching,
  neverRead,
  shownTotals,
  type Filters,
} from './model.ts';
import { CLIENTS_VIEW, type ClientsViewState } from './saved-views.ts';
import { totalRows } from './totals.tsx';

type Search = Filters & { sort?: string | undefined; view?: string | undefined; dense?: Density | undefined };
const NO_FILTERS: Filters = { filter: undefined, status: undefined, owner: undefined, tag: undefined };

/** Every client with its period, change, money against plan and freshness; those that need a person first. */
export const Portfolio = ({ data, slots }: { data: ClientsData; slots: ImportSlots }) => {
  const f = useFormats();
  const navigate = useNavigate();
  const settings = useSettings();
  const clientSafe = useClientSafe();
  const keeper = useSavedViews('clients');
  const view = useView();
  const search = useSearch({ strict: false }) as Search;
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [perCurrency, setPerCurrency] = useState(false);
  const busy = useLivePart(live.imports, (progress) => (progress?.counts.running ?? 0) > 0);
  // By its names: every step of an import is a snapshot of its own, and the columns must not be made anew for each.
  const onTheWay = useLivePart(
    live.imports,
    (progress) => progress?.imports.flatMap((one) => (one.finishedAt === null ? one.clientId : [])).join() ?? '',
  );
  const importing = useMemo(() => new Set(onTheWay.split(',')), [onTheWay]);

  const setSearch = useCallback(
    (change: object) =>
      void navigate({ to: '.', search: ((old: Search) => ({ ...old, ...change })) as never, replace: true }),
    [navigate],
  );
  const tell = useCallback((filter: string | undefined) => setSearch({ filter }), [setSearch]);
  const [text, setText] = useFilterText(search.filter, tell);

  const toggle = useCallback(
    (id: string) =>
      setSelected((old) => {
        const next = new Set(old);
        if (!next.delete(id)) next.add(id);
        return next;
      }),
    [],
  );
  const { status, owner, tag } = search;
  const ordered = useMemo(() => defaultOrder(data.rows), [data.rows]);
  const shown = useMemo(
    () => matching(ordered, { filter: text, status, owner, tag }),
    [ordered, text, status, owner, tag],
  );
  const mixed = useMemo(() => currencyRanks(data.rows).size > 1, [data.rows]);
  const show = useMemo(
    () => ({
      owner: data.rows.some((row) => (row.owner ?? null) !== null),
      tags: data.rows.some((row) => (row.tags?.length ?? 0) > 0),
      pace: data.rows.some((row) => (row.paces?.length ?? 0) > 0),
    }),
    [data.rows],
  );
  const read = data.asOf !== null;
  const unread = useMemo(() => neverRead(shown), [shown]);
  const fractional = useMemo(
    () => data.rows.some((row) => row.totals.some(({ current }) => !Number.isInteger(current.conversions ?? 0))),
    [data.rows],
  );
  const compact = isCompact(search.dense, settings.density, data.rows.length);
  const frame = useRef<HTMLDivElement>(null);
  const room = useTableRoom(frame);
  const widest = useMemo(() => {
    // Totals in several currencies have their amounts under the columns only while they are opened.
    const under = data.totals.length === 1 || perCurrency ? data.totals : [];
    const of = (metric: (typeof GRID_METRICS)[number]): string[] => widestTexts(metric, data.rows, under, f);
    return { spend: of('spend'), conversions: of('conversions'), cpa: of('cpa'), roas: of('roas') };
  }, [data, perCurrency, f]);
  const { columns, form, hidden } = useMemo(() => {
    const look = { selected, toggle, read, mixed, fractional, show, clientSafe, compact, importing };
    return fitted((form) => clientColumns({ ...look, form, widest }), room);
  }, [selected, toggle, read, mixed, fractional, show, clientSafe, compact, importing, widest, room]);
  const sorting = useMemo(
    () => sortingFromText(search.sort, [...columns.map((one) => one.id), ...hidden]),
    [search.sort, columns, hidden],
  );
  const totals = useMemo(
    () =>
      totalRows({
        totals: shownTotals(data, shown),
        shown: shown.length,
        all: data.rows.length,
        fractional,
        read,
        open: perCurrency,
        onToggle: () => setPerCurrency(!perCurrency),
        f,
      }),
    [data, shown, fractional, read, perCurrency, f],
  );
  const chosen = useMemo(
    () => (selected.size === 0 ? [] : ordered.filter((row) => selected.has(row.id))),
    [ordered, selected],
  );
  const exporting = useMutation({
    mutationFn: async (rows: readonly ClientRow[]) => {
      const file = clientsCsv(sortRows(rows, columns, sorting), view.range, clientSafe);
      return { file, saved: await saveFile(file.fileName, file.csv) };
    },
    onSuccess: ({ file, saved }) => {
      if (saved) notify({ title: t(m.csvSaved), body: t(m.csvSavedRows, { file: file.fileName, rows: file.rows }) });
    },
    onError: (error) => notify({ title: t(m.csvFailed), body: sentenceOf(error), tone: 'failed' }),
  });
  const choose = (id: string | null, state: ClientsViewState): void => {
    setText(state.filter ?? '');
    setSearch({ ...state, view: id ?? undefined });
  };
  const clear = (): void => {
    setText('');
    setSearch(NO_FILTERS);
  };
  const filters = filterCount({ filter: text, status, owner, tag });

  return (
    <>
      <ScreenHeader
        title={
          <>
            {t(m.title)} <span className="font-normal text-text-3">{f.count(data.rows.length)}</span>
          </>
        }
        detail={[asOfWords(data, view.asKnownOn, f.instant), freshnessSummary(data.rows)].filter(Boolean).join(' · ')}
        actions={
          <>
            <Button
              icon={FileDown}
              data-key="csv"
              title={t(m.exportCsvTip)}
              disabled={exporting.isPending}
              onClick={() => exporting.mutate(shown)}
            >
              {t(m.exportCsv)}
            </Button>
            <slots.ImportButton clientIds="all" label={t(m.importAll)} variant="primary" />
          </>
        }
      />
      {!clientSafe && <FirstSteps rows={data.rows} />}
      <NeedsAttention ordered={ordered} slots={slots} />
      {unread.length > 0 && view.asKnownOn === null && !clientSafe && (
        <Notice
          tone="info"
          action={
            <slots.ImportButton
              clientIds={unread}
              range={view.range}
              label={t(m.importTheseDays)}
              variant="secondary"
            />
          }
        >
          {t(m.neverRead, { clients: unread.length, days: f.fullRange(view.range.from, view.range.to) })}
        </Notice>
      )}
      {chosen.length > 0 ? (
        <BulkBar
          rows={chosen}
          slots={slots}
          onExport={() => exporting.mutate(chosen)}
          onClear={() => setSelected(new Set())}
        />
      ) : (
        <div className="flex flex-wrap items-center justify-between gap-2">
          <ViewTabs
            keeper={keeper}
            shape={CLIENTS_VIEW}
            keeps={t(m.viewKeeps)}
            all={t(m.allClients)}
            state={{
              filter: text || undefined,
              sort: search.sort,
              owner,
              tag,
              status,
              platform: view.platform ?? undefined,
              dense: search.dense,
            }}
            active={search.view ?? null}
            onChoose={choose}
          />
          <div className="flex flex-wrap items-center gap-2">
            <ClientFilters
              filters={{ status, owner, tag }}
              text={text}
              onText={setText}
              onChange={(change) => setSearch(change)}
            />
            <DensityToggle compact={compact} onChange={(dense) => setSearch({ dense })} />
          </div>
        </div>
      )}
      <div ref={frame} className="contents">
        <Card
          flush
          className="flex min-h-[280px] flex-1 flex-col overflow-hidden [&>div]:flex [&>div]:min-h-0 [&>div]:flex-1 [&>div]:flex-col"
        >
          <Table
            label={t(busy ? m.gridImporting : m.title)}
            rows={shown}
            rowId={(row) => row.id}
            columns={columns}
            nameColumn="name"
            sorting={sorting}
            onSortingChange={(next) => setSearch({ sort: sortingToText(next) })}
            totals={totals}
            selected={selected}
            onSelectedChange={setSelected}
            compact={compact}
            onOpen={(row) => void navigate({ to: '/client/$clientId', params: { clientId: row.id } })}
            className={cx('flex-1', form.tight && 'tight')}
            empty={
              <EmptyState sentence={t(m.noneMatch, { filters })}>
                <Button onClick={clear}>{t(m.clearFilters)}</Button>
              </EmptyState>
            }
          />
        </Card>
      </div>
      <p className="shrink-0 text-caption text-text-3">
        <span aria-live="polite">{filters > 0 && `${t(m.found, { clients: shown.length })} `}</span>
        {t(m.dayAndMoneyNote)}
        {hidden.length > 0 && ` ${t(m.columnsHidden, { columns: listOf(hidden.map((id) => t(grid[id]))) })}`}
      </p>
    </>
  );
};
