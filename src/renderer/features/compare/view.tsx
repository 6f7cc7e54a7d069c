import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { FileDown } from 'lucide-react';
import { useCallback, useMemo } from 'react';
import type { CompareView as Compared } from '../../../contract/comparison.ts';
import { api, saveFile, sentenceOf, useSavedViews, useClientName } from '../../bridge.ts';
import {
  Button,
  EmptyState,
  Loaded,
  notify,
  ScreenHeader,
  Select,
  Skeleton,
  sortingFromText,
  sortingToText,
  useFormats,
  useTitle,
  useView,
} from '../../ui/index.ts';
import { csvName, toCsv } from '../../ui/csv.ts';
import type { ImportSlots } from '../../ui/slots.ts';
import { sortRows } from '../../ui/table-model.ts';
import { t } from '../../ui/text.ts';
import { ViewTabs } from '../../ui/view-tabs.tsx';
import { BlockView } from './block.tsx';
import { contributionColumns } from './contributions.tsx';
import { m } from './messages.ts';
import {
  additiveMetrics,
  chosenFirst,
  chosenMetric,
  compareCsv,
  kpiMetrics,
  metricOfView,
  periodB,
  type Against,
} from './model.ts';
import { Periods } from './periods.tsx';
import { COMPARE_VIEW } from './saved-views.ts';
import { labelOf } from '../../../contract/metrics.ts';

type Search = {
  b?: string | undefined;
  weekday?: 'as-is' | undefined;
  metric?: string | undefined;
  currency?: string | undefined;
  sort?: string | undefined;
  compare?: string | undefined;
  platform?: string | undefined;
  view?: string | undefined;
};

/** Two periods of a client against each other: every figure, day over day, and which campaigns moved it. */
export const CompareView = ({ clientId, slots }: { clientId: string; slots: ImportSlots }) => {
  useTitle(t(m.title));
  const f = useFormats();
  const view = useView();
  const navigate = useNavigate();
  const search = useSearch({ strict: false }) as Search;
  const setSearch = useCallback(
    (change: Search, replace = true) =>
      void navigate({ to: '.', search: ((old: Search) => ({ ...old, ...change })) as never, replace }),
    [navigate],
  );
  const clientSafe = view.input.clientSafe;
  const { against, b } = periodB(search.b, view.comparison, view.rangeWord, view.range);
  const matchWeekday = search.weekday !== 'as-is';
  const input = {
    clientId,
    a: view.range,
    b,
    matchWeekday,
    metric: chosenMetric(search.metric, clientSafe),
    platforms: view.input.platforms,
    asKnownOn: view.asKnownOn,
    clientSafe,
  };
  const query = useQuery({
    ...api.dashboards.compare.queryOptions({ input }),
    placeholderData: (previous: Compared | undefined, asked) => {
      const before = (asked?.queryKey[1] as { input?: typeof input } | undefined)?.input;
      return before?.clientId === clientId && before.clientSafe === clientSafe ? keepPreviousData(previous) : undefined;
    },
  });
  const keeper = useSavedViews('compare');
  const client = useClientName(clientId, clientSafe) ?? '';
  const onAgainst = (next: Against, range: { from: string; to: string }): void => {
    if (next === 'custom') return setSearch({ b: `${range.from}_${range.to}` }, false);
    // The global comparison and B of this screen are one thing, unless B has days of its own.
    void navigate({
      to: '.',
      search: ((old: object) => ({ ...old, b: undefined, compare: next === 'year' ? 'year' : undefined })) as never,
    });
  };
  const sorting = useMemo(
    () => sortingFromText(search.sort, ['name', 'via', 'a', 'b', 'delta', 'share']),
    [search.sort],
  );
  const data = useMemo(() => query.data && chosenFirst(query.data, search.currency), [query.data, search.currency]);
  const metrics = useMemo(() => additiveMetrics(data?.business ?? [], clientSafe), [data, clientSafe]);
  const exporting = useMutation({
    mutationFn: async (compared: Compared) => {
      const metric = metricOfView(compared);
      const file = compareCsv(
        compared,
        (block) => kpiMetrics(compared.business, clientSafe, block),
        (rows) => (metric === null ? rows : sortRows(rows, contributionColumns(metric, '', clientId, f), sorting)),
      );
      const name = csvName(client, 'compare', compared.a);
      return { name, rows: file.rows.length, saved: await saveFile(name, toCsv(file.header, file.rows)) };
    },
    onSuccess: ({ name, rows, saved }) => {
      if (saved) notify({ title: t(m.csvSaved), body: t(m.csvSavedBody, { name, rows }) });
    },
    onError: (error) => notify({ title: t(m.csvFailed), body: sentenceOf(error), tone: 'failed' }),
  });
  return (
    <>
      <div className="flex flex-col gap-3 [&>[data-import-strip=ready]]:-mt-3">
        <ScreenHeader
          title={t(m.title)}
          detail={data?.asOf ? t(m.asOf, { instant: f.instant(data.asOf) }) : null}
          actions={
            <>
              <Select
                label={t(m.figureToExplain)}
                value={input.metric}
                onChange={(metric) => setSearch({ metric })}
                options={metrics.map((metric) => ({
                  value: metric.key as string,
                  label: t(m.whatMoved, { metric: labelOf(metric).toLowerCase() }),
                }))}
                className="min-w-[200px]"
              />
              <Button
                icon={FileDown}
                data-key="csv"
                title={t(m.csvHint)}
                disabled={exporting.isPending || data === undefined || data.blocks.length === 0}
                onClick={() => data && exporting.mutate(data)}
              >
                {t(m.exportCsv)}
              </Button>
            </>
          }
        />
        <slots.ImportStrip clientId={clientId} />
      </div>
      {/* Names of views are anybody's words: they could name costs or other clients. */}
      {!clientSafe && (
        <ViewTabs
          keeper={keeper}
          shape={COMPARE_VIEW}
          keeps={t(m.viewKeeps)}
          all={t(m.standardView)}
          state={{ ...search, compare: search.compare === 'year' ? 'year' : undefined }}
          active={search.view ?? null}
          onChoose={(id, state) => setSearch({ ...state, view: id ?? undefined } as Search, false)}
        />
      )}
      <Periods
        a={view.range}
        b={data && matchWeekday && !query.isPlaceholderData ? data.b : b}
        asked={b}
        against={against}
        matchWeekday={matchWeekday}
        onAgainst={onAgainst}
        onMatchWeekday={(on) => setSearch({ weekday: on ? undefined : 'as-is' })}
      />
      <Loaded
        data={data}
        error={query.error ? sentenceOf(query.error) : null}
        onRetry={() => void query.refetch()}
        asOf={data?.asOf ?? null}
        skeleton={<Skeleton className="h-[420px]" />}
      >
        {(compared) =>
          compared.blocks.length === 0 ? (
            <EmptyState sentence={t(m.nothing)} detail={t(m.nothingDetail)}>
              <slots.ImportButton clientIds={[clientId]} />
            </EmptyState>
          ) : (
            compared.blocks.map((block) => (
              <BlockView
                key={block.currency}
                view={compared}
                block={block}
                ImportButton={slots.ImportButton}
                client={client}
                clientId={clientId}
                clientSafe={clientSafe}
                mixed={compared.blocks.length > 1}
                sorting={sorting}
                onSortingChange={(next) => setSearch({ sort: sortingToText(next) })}
              />
            ))
          )
        }
      </Loaded>
    </>
  );
};
