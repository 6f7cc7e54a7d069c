import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useEffect, useMemo, useState } from 'react';
import type { ClientsView as ClientsData } from '../../../contract/dashboards.ts';
import { api, client, live, sentenceOf, useLive, useSettings } from '../../bridge.ts';
import {
  Button,
  Card,
  EmptyState,
  FilterField,
  Loaded,
  notify,
  plural,
  ScreenHeader,
  Skeleton,
  sortingFromText,
  sortingToText,
  Table,
  useFormats,
  useTitle,
  useView,
} from '../../ui/index.ts';
import type { ImportSlots } from '../../ui/slots.ts';
import { NeedsAttention } from './attention.tsx';
import { clientColumns } from './columns.tsx';
import { defaultOrder, freshnessSummary, matching, shownTotals } from './model.ts';
import { totalRows } from './totals.tsx';

type Search = { sort?: string; filter?: string };

/** The portfolio: who needs a person, then every client with its period, change and freshness. */
export const ClientsView = ({ slots }: { slots: ImportSlots }) => {
  useTitle('Clients');
  const view = useView();
  const query = useQuery({
    ...api.clients.list.queryOptions({ input: view.input }),
    placeholderData: keepPreviousData,
  });
  return (
    <Loaded
      data={query.data}
      error={query.error ? sentenceOf(query.error) : null}
      onRetry={() => void query.refetch()}
      asOf={query.data?.asOf ?? null}
      title="Clients"
      skeleton={
        <>
          <Skeleton className="h-40" />
          <Skeleton className="min-h-0 flex-1" />
        </>
      }
    >
      {(data) => (data.rows.length === 0 ? <NoClients /> : <Portfolio data={data} slots={slots} />)}
    </Loaded>
  );
};

const NoClients = () => {
  const navigate = useNavigate();
  const demo = useMutation({
    mutationFn: () => client.workspace.enterDemo({}),
    onSuccess: () => navigate({ to: '/' }),
    onError: (error) => notify({ title: 'The demo could not be opened', body: sentenceOf(error), tone: 'failed' }),
  });
  return (
    <>
      <ScreenHeader title="Clients" />
      <EmptyState
        sentence="See your clients' ads in one place, even offline."
        detail="Connect an ad platform and choose which ad accounts belong to which client."
      >
        <Link
          to="/connections"
          className="inline-flex h-8 items-center rounded-control bg-accent px-3 font-semibold text-on-accent hover:brightness-95"
        >
          Connect an account
        </Link>
        <Button variant="quiet" disabled={demo.isPending} onClick={() => demo.mutate()}>
          Explore demo data
        </Button>
      </EmptyState>
    </>
  );
};

const Portfolio = ({ data, slots }: { data: ClientsData; slots: ImportSlots }) => {
  const f = useFormats();
  const navigate = useNavigate();
  const settings = useSettings();
  const search = useSearch({ strict: false }) as Search;
  const [filter, setFilter] = useState(search.filter ?? '');
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [perCurrency, setPerCurrency] = useState(false);
  const importing = useLive(live.imports);
  const busy = (importing?.counts.running ?? 0) > 0;

  const setSearch = useCallback(
    (change: Search) =>
      void navigate({ to: '.', search: ((old: Search) => ({ ...old, ...change })) as never, replace: true }),
    [navigate],
  );
  useEffect(() => {
    if ((search.filter ?? '') === filter) return;
    const timer = setTimeout(() => setSearch({ filter: filter || undefined } as Search), 300);
    return () => clearTimeout(timer);
  }, [filter, search.filter, setSearch]);

  const toggle = useCallback(
    (id: string) =>
      setSelected((old) => {
        const next = new Set(old);
        if (!next.delete(id)) next.add(id);
        return next;
      }),
    [],
  );
  const ordered = useMemo(() => defaultOrder(data.rows), [data.rows]);
  const shown = useMemo(() => matching(ordered, filter), [ordered, filter]);
  const read = data.asOf !== null;
  const columns = useMemo(() => clientColumns(selected, toggle, read), [selected, toggle, read]);
  const sorting = useMemo(
    () =>
      sortingFromText(
        search.sort,
        columns.map((one) => one.id),
      ),
    [search.sort, columns],
  );
  const totals = useMemo(
    () =>
      totalRows({
        totals: shownTotals(data, shown),
        shown: shown.length,
        all: data.rows.length,
        open: perCurrency,
        onToggle: () => setPerCurrency(!perCurrency),
        f,
      }),
    [data, shown, perCurrency, f],
  );
  const chosen = [...selected].filter((id) => data.rows.some((row) => row.id === id));

  return (
    <>
      <ScreenHeader
        title={
          <>
            Clients <span className="font-normal text-text-3">{f.count(data.rows.length)}</span>
          </>
        }
        detail={
          <>
            {data.asOf && <>Data as of {f.instant(data.asOf)} · </>}
            {freshnessSummary(data.rows)}
          </>
        }
        actions={<slots.ImportButton clientIds="all" label="Import all" variant="primary" />}
      />
      <NeedsAttention rows={data.rows} slots={slots} />
      <div className="flex flex-wrap items-center gap-2">
        <FilterField label="Filter clients" value={filter} onChange={setFilter} />
        <span aria-live="polite" className="text-text-2">
          {filter && `${plural(f.locale, shown.length, { one: '# client', other: '# clients' })} found`}
        </span>
        {chosen.length > 0 && (
          <div className="ms-auto flex items-center gap-2">
            <span className="text-text-2">{f.count(chosen.length)} selected</span>
            <slots.ImportButton clientIds={chosen} label="Import selected" variant="secondary" />
            <Button variant="quiet" onClick={() => setSelected(new Set())}>
              Clear selection
            </Button>
          </div>
        )}
      </div>
      <Card
        flush
        className="flex min-h-[280px] flex-1 flex-col overflow-hidden [&>div]:flex [&>div]:min-h-0 [&>div]:flex-1 [&>div]:flex-col"
      >
        <Table
          label={busy ? 'Clients, importing' : 'Clients'}
          rows={shown}
          rowId={(row) => row.id}
          columns={columns}
          nameColumn="name"
          sorting={sorting}
          onSortingChange={(next) => setSearch({ sort: sortingToText(next) } as Search)}
          totals={totals}
          selected={selected}
          onSelectedChange={setSelected}
          compact={settings.density === 'compact' || data.rows.length > 50}
          onOpen={(row) => void navigate({ to: '/client/$clientId', params: { clientId: row.id } })}
          className="flex-1"
          empty={
            <EmptyState sentence="No clients match the filter.">
              <Button onClick={() => setFilter('')}>Clear filter</Button>
            </EmptyState>
          }
        />
      </Card>
      <p className="shrink-0 text-caption text-text-3">
        Each ad account&apos;s own time zone decides its days. Amounts stay in the account&apos;s currency and are never
        converted.
      </p>
    </>
  );
};
