import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { ChevronRight, FileDown } from 'lucide-react';
import { useCallback, useEffect, useMemo, useState } from 'react';
import type { EntitiesView, EntityRow } from '../../../contract/dashboards.ts';
import { PLATFORM_LABELS } from '../../../contract/vocabulary.ts';
import { api, client, saveFile, sentenceOf, useSettings } from '../../bridge.ts';
import {
  Button,
  Card,
  EmptyState,
  FilterField,
  Loaded,
  notify,
  plural,
  ScreenHeader,
  Segmented,
  Skeleton,
  sortingFromText,
  sortingToText,
  Table,
  useFormats,
  useTitle,
  useView,
} from '../../ui/index.ts';
import type { ImportSlots } from '../../ui/slots.ts';
import { sortRows } from '../../ui/table-model.ts';
import { drillInto, entityColumns, totalRows } from './columns.tsx';
import { csvKey, csvOfView } from './csv-of-view.ts';
import { BELOW, LEVEL_WORDS, matching, rowKey, shownTotals, type EntityLevel } from './model.ts';

type Search = { level?: EntityLevel; parent?: string; under?: string; sort?: string; filter?: string };
const levels = (Object.keys(LEVEL_WORDS) as EntityLevel[]).map((value) => ({ value, label: LEVEL_WORDS[value].label }));

/** Largest spend first, until a header says otherwise. */
const DEFAULT_SORT = 'spend.desc';

/** A client's campaigns, their ad groups, their ads: the same table one level at a time. Read only. */
export const CampaignsView = ({ clientId, slots }: { clientId: string; slots: ImportSlots }) => {
  useTitle('Campaigns');
  const view = useView();
  const search = useSearch({ strict: false }) as Search;
  const level = search.level ?? 'campaign';
  const parent = level === 'campaign' ? null : (search.parent ?? null);
  const input = { ...view.input, clientId, level, parentId: parent };
  const place = `${clientId}|${level}|${parent}`;
  const query = useQuery({
    ...api.dashboards.entities.queryOptions({ input }),
    placeholderData: (previous: EntitiesView | undefined, asked) => {
      const before = (asked?.queryKey[1] as { input?: typeof input } | undefined)?.input;
      // Another period keeps the old rows; another level's rows would be wrong ones.
      return before && `${before.clientId}|${before.level}|${before.parentId}` === place
        ? keepPreviousData(previous)
        : undefined;
    },
  });
  return (
    <Loaded
      data={query.data}
      error={query.error ? sentenceOf(query.error) : null}
      onRetry={() => void query.refetch()}
      asOf={query.data?.asOf ?? null}
      title="Campaigns"
      skeleton={
        <>
          <Skeleton className="min-h-0 flex-1" />
        </>
      }
    >
      {(data) => <Entities key={place} data={data} input={input} search={search} slots={slots} />}
    </Loaded>
  );
};

type Input = Parameters<typeof client.dashboards.entities>[0];

const Entities = ({
  data,
  input,
  search,
  slots,
}: {
  data: EntitiesView;
  input: Input;
  search: Search;
  slots: ImportSlots;
}) => {
  const f = useFormats();
  const navigate = useNavigate();
  const settings = useSettings();
  const { clientId, level } = input;
  const [filter, setFilter] = useState(search.filter ?? '');
  const setSearch = useCallback(
    (change: Partial<Record<keyof Search, string | undefined>>, replace = true) =>
      void navigate({ to: '.', search: ((old: Search) => ({ ...old, ...change })) as never, replace }),
    [navigate],
  );
  useEffect(() => {
    if ((search.filter ?? '') === filter) return;
    const timer = setTimeout(() => setSearch({ filter: filter || undefined }), 300);
    return () => clearTimeout(timer);
  }, [filter, search.filter, setSearch]);

  const mixed = data.totals.length > 1;
  const compared = input.compare !== null;
  const read = data.asOf !== null;
  const columns = useMemo(
    () => entityColumns(level, clientId, mixed, compared, read, f),
    [level, clientId, mixed, compared, read, f],
  );
  const sorting = useMemo(
    () =>
      sortingFromText(
        search.sort ?? DEFAULT_SORT,
        columns.map((one) => one.id),
      ),
    [search.sort, columns],
  );
  const shown = useMemo(() => matching(data.rows, filter), [data.rows, filter]);
  const totals = useMemo(
    () => totalRows(shownTotals(data, shown), level, shown.length, data.rows.length, mixed, read, f),
    [data, shown, level, mixed, read, f],
  );
  const open = (row: EntityRow): void => {
    const below = BELOW[level];
    if (below) setSearch({ ...drillInto(row, below), sort: undefined, filter: undefined }, false);
  };
  const exporting = useMutation({
    mutationFn: async () => {
      const file = await client.exports.entities(input);
      const keys = sortRows(shown, columns, sorting).map((row) =>
        csvKey(PLATFORM_LABELS[row.platform].name, row.adAccountId, row.entityId),
      );
      const asShown = csvOfView(file.csv, keys);
      return {
        name: file.fileName,
        rows: asShown?.rows ?? file.rows,
        whole: asShown === null,
        saved: await saveFile(file.fileName, asShown?.csv ?? file.csv),
      };
    },
    onSuccess: ({ name, rows, whole, saved }) => {
      if (!saved) return;
      const count = plural(f.locale, rows, { one: '# row', other: '# rows' });
      notify({
        title: 'CSV saved',
        body: whole ? `${name} · ${count}, all rows of this level unsorted` : `${name} · ${count}`,
      });
    },
    onError: (error) => notify({ title: 'The CSV could not be saved', body: sentenceOf(error), tone: 'failed' }),
  });

  return (
    <>
      <div className="flex flex-col gap-3 [&>[data-import-strip=ready]]:-mt-3">
        <ScreenHeader
          title={<Trail clientId={clientId} input={input} search={search} rows={data.rows} />}
          detail={data.asOf ? `Data as of ${f.instant(data.asOf)}` : null}
          actions={
            <Button
              icon={FileDown}
              data-key="csv"
              title="CSV of this view (Ctrl Shift S)"
              disabled={exporting.isPending}
              onClick={() => exporting.mutate()}
            >
              Export CSV
            </Button>
          }
        />
        <slots.ImportStrip clientId={clientId} />
      </div>
      <div className="flex flex-wrap items-center gap-2">
        <Segmented
          label="Level"
          value={level}
          onChange={(next) => setSearch({ level: next, parent: undefined, under: undefined, sort: undefined }, false)}
          options={levels}
        />
        <FilterField
          label={`Filter ${LEVEL_WORDS[level].many.replace('# ', '')}`}
          value={filter}
          onChange={setFilter}
        />
        <span aria-live="polite" className="text-text-2">
          {filter &&
            `${plural(f.locale, shown.length, { one: LEVEL_WORDS[level].one, other: LEVEL_WORDS[level].many })} found`}
        </span>
      </div>
      <Card
        flush
        className="flex min-h-[280px] flex-1 flex-col overflow-hidden [&>div]:flex [&>div]:min-h-0 [&>div]:flex-1 [&>div]:flex-col"
      >
        <Table
          label={LEVEL_WORDS[level].many.replace('# ', '')}
          rows={shown}
          rowId={rowKey}
          columns={columns}
          nameColumn="name"
          sorting={sorting}
          onSortingChange={(next) => setSearch({ sort: sortingToText(next) })}
          totals={totals}
          onOpen={open}
          compact={settings.density === 'compact' || data.rows.length > 50}
          className="flex-1"
          empty={
            filter ? (
              <EmptyState sentence={`No ${LEVEL_WORDS[level].many.replace('# ', '')} match the filter.`}>
                <Button onClick={() => setFilter('')}>Clear filter</Button>
              </EmptyState>
            ) : (
              <EmptyState
                sentence={`No ${LEVEL_WORDS[level].many.replace('# ', '')} in this period.`}
                detail="Nothing was imported for these days, or nothing existed then."
              />
            )
          }
        />
      </Card>
    </>
  );
};

/** Campaigns ▸ Brand Awareness ▸ Lookalike 1%: where the table is, and the way back up. */
const Trail = ({
  clientId,
  input,
  search,
  rows,
}: {
  clientId: string;
  input: Input;
  search: Search;
  rows: readonly EntityRow[];
}) => {
  const under = input.level === 'ad' ? search.under : undefined;
  const above = useQuery({
    ...api.dashboards.entities.queryOptions({ input: { ...input, level: 'ad_group', parentId: under ?? null } }),
    enabled: under !== undefined,
  });
  if (input.parentId === null) return <>Campaigns</>;
  const parentName = rows[0]?.parentName ?? 'Unnamed';
  return (
    <span className="inline-flex min-w-0 max-w-full items-center gap-1.5">
      <Link to="/client/$clientId/campaigns" params={{ clientId }} search={{}} className="text-accent hover:underline">
        Campaigns
      </Link>
      {under !== undefined && (
        <>
          <ChevronRight aria-hidden size={16} strokeWidth={1.75} className="shrink-0 text-text-3" />
          <Link
            to="/client/$clientId/campaigns"
            params={{ clientId }}
            search={{ level: 'ad_group', parent: under }}
            className="truncate text-accent hover:underline"
          >
            <bdi>{above.data?.rows[0]?.parentName ?? 'Campaign'}</bdi>
          </Link>
        </>
      )}
      <ChevronRight aria-hidden size={16} strokeWidth={1.75} className="shrink-0 text-text-3" />
      <bdi className="truncate" title={parentName}>
        {parentName}
      </bdi>
    </span>
  );
};
