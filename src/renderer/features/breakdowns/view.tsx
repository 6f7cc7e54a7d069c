import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo, useState } from 'react';
import type { Overview } from '../../../contract/dashboards.ts';
import { BREAKDOWNS } from '../../../contract/datasets.ts';
import { PLATFORM_LABELS } from '../../../contract/vocabulary.ts';
import { api, sentenceOf, useClientName } from '../../bridge.ts';
import {
  useClientSafe,
  bestOfLevels,
  Button,
  Card,
  EmptyState,
  lengthOf,
  Loaded,
  ScreenHeader,
  Segmented,
  Skeleton,
  sortingFromText,
  sortingToText,
  useFormats,
  useTitle,
  useView,
  type Sorting,
} from '../../ui/index.ts';
import { CsvButton } from '../../ui/csv-button.tsx';
import { csvName } from '../../ui/csv.ts';
import type { ImportSlots } from '../../ui/slots.ts';
import { languageTag, listOf, t } from '../../ui/text.ts';
import { CardPicture } from './card-picture.tsx';
import { SORTABLE } from './cells-table.tsx';
import type { CsvTable } from './csv.ts';
import { m } from './messages.ts';
import { cellsOf, partsToShow, silentPlatforms, TAB_IDS, TABS, unread, type Found, type TabId } from './model.ts';
import { BarsAndTable, PartCard } from './part.tsx';
import { useTable } from './use-table.ts';
import { readWords, weekdayCells } from './weekdays.ts';

type Search = { by?: TabId; sort?: string };
const tabs = (): { value: TabId; label: string }[] => TAB_IDS.map((value) => ({ value, label: t(TABS[value].label) }));

/** Who saw the ads, where, on what: each cell's share of spend against its share of conversions. */
export const BreakdownsView = ({ clientId, slots }: { clientId: string; slots: ImportSlots }) => {
  useTitle(t(m.title));
  const search = useSearch({ strict: false }) as Search;
  const navigate = useNavigate();
  const tab = search.by ?? 'people';
  const view = useView();
  const [table, setTable] = useState<CsvTable | null>(null);
  const client = useClientName(clientId, useClientSafe()) ?? '';
  const setSearch = useCallback(
    (change: Search, replace: boolean) =>
      void navigate({ to: '.', search: ((old: Search) => ({ ...old, ...change })) as never, replace }),
    [navigate],
  );
  const sorting = useMemo(() => sortingFromText(search.sort, SORTABLE), [search.sort]);
  const order = {
    sorting,
    onSortingChange: (next: Sorting) => setSearch({ sort: sortingToText(next) } as Search, true),
  };
  return (
    <>
      <div className="flex flex-col gap-3 [&>[data-import-strip=ready]]:-mt-3">
        <ScreenHeader
          title={t(m.title)}
          actions={<CsvButton name={csvName(client, `breakdowns-${tab}`, view.range)} table={table} />}
        />
        <slots.ImportStrip clientId={clientId} />
      </div>
      <div className="max-w-full shrink-0 overflow-x-auto p-0.5">
        <Segmented
          label={t(m.by)}
          value={tab}
          onChange={(by) => setSearch({ by, sort: undefined } as Search, false)}
          options={tabs()}
        />
      </div>
      {tab === 'weekday' ? (
        <Weekdays key={clientId} clientId={clientId} order={order} slots={slots} client={client} onTable={setTable} />
      ) : (
        <Parts
          key={`${clientId} ${tab}`}
          clientId={clientId}
          tab={tab}
          order={order}
          slots={slots}
          client={client}
          onTable={setTable}
        />
      )}
    </>
  );
};

type Order = { sorting: Sorting; onSortingChange: (sorting: Sorting) => void };
type Common = {
  clientId: string;
  /** Its name, for files. */
  client: string;
  order: Order;
  slots: ImportSlots;
  /** What the cards show, as a file has it; null = nothing. */
  onTable: (table: CsvTable | null) => void;
};

const LEVELS = ['account', 'campaign'] as const;
const skeleton = <Skeleton className="h-[320px]" />;

const Parts = ({ clientId, client, tab, order, slots, onTable }: Common & { tab: Exclude<TabId, 'weekday'> }) => {
  const view = useView();
  const { breakdowns } = TABS[tab];
  const { compare: _, ...asked } = view.input;
  const queries = useQueries({
    queries: breakdowns.flatMap((breakdown) =>
      LEVELS.map((level) => ({
        ...api.dashboards.breakdown.queryOptions({ input: { ...asked, clientId, level, breakdown } }),
        placeholderData: keepPreviousData,
      })),
    ),
  });
  const failed = queries.find((query) => query.error !== null)?.error ?? null;
  const found = queries.every((query) => query.data !== undefined)
    ? breakdowns.flatMap((breakdown, index) => {
        const [account, campaign] = LEVELS.map((_level, at) => queries[index * LEVELS.length + at]?.data?.parts ?? []);
        return bestOfLevels(account ?? [], campaign ?? []).map((part): Found => ({ breakdown, part }));
      })
    : undefined;
  return (
    <Loaded
      data={found}
      error={failed ? sentenceOf(failed) : null}
      onRetry={() => queries.forEach((query) => void query.refetch())}
      skeleton={skeleton}
    >
      {(parts) => (
        <Shown
          found={parts}
          clientId={clientId}
          client={client}
          what={t(TABS[tab].what)}
          order={order}
          slots={slots}
          onTable={onTable}
        />
      )}
    </Loaded>
  );
};

const Shown = ({
  found,
  clientId,
  client,
  what,
  order,
  slots,
  onTable,
}: Common & { found: readonly Found[]; what: string }) => {
  const view = useView();
  const shown = partsToShow(found);
  useTable(
    shown
      .filter(({ part }) => part.coverage.read > 0)
      .map((one) => ({
        breakdown: t(BREAKDOWNS[one.breakdown].label),
        platform: PLATFORM_LABELS[one.part.platform].name,
        currency: one.part.currency,
        rows: cellsOf(one, languageTag()).rows,
      })),
    order,
    onTable,
  );
  const silent = silentPlatforms(found).map((platform) => PLATFORM_LABELS[platform].name);
  const missing = unread(shown);
  if (found.length === 0)
    return (
      <EmptyState sentence={t(view.platform ? m.noAccountOfChannel : m.noAccount)} detail={t(m.noAccountDetail)}>
        {view.platform && <Button onClick={() => view.set({ platform: undefined })}>{t(m.allChannels)}</Button>}
      </EmptyState>
    );
  return (
    <>
      {shown.length > 1 && shown.every(({ part }) => part.coverage.read === 0 && part.withheld === undefined) ? (
        <Card>
          <EmptyState sentence={t(view.asKnownOn === null ? m.noneOf : m.noneOfThen, { what })} detail={t(m.readLater)}>
            <slots.ReadDatasets clientId={clientId} {...missing} primary label={t(m.readBreakdowns)} />
          </EmptyState>
        </Card>
      ) : (
        shown.map((one) => (
          <PartCard
            key={`${one.breakdown} ${one.part.platform} ${one.part.currency}`}
            found={one}
            clientId={clientId}
            client={client}
            order={order}
            slots={slots}
          />
        ))
      )}
      {silent.length > 0 && (
        <p className="text-text-2">{t(m.silentPlatforms, { count: silent.length, platforms: listOf(silent), what })}</p>
      )}
    </>
  );
};

const Weekdays = ({ clientId, ...rest }: Common) => {
  const view = useView();
  const query = useQuery({
    ...api.dashboards.overview.queryOptions({ input: { ...view.input, clientId } }),
    placeholderData: (previous: Overview | undefined) =>
      previous?.client.id === clientId ? keepPreviousData(previous) : undefined,
  });
  return (
    <Loaded
      data={query.data}
      error={query.error ? sentenceOf(query.error) : null}
      onRetry={() => void query.refetch()}
      asOf={query.data?.asOf ?? null}
      skeleton={skeleton}
    >
      {(data) => <WeekdayCards data={data} clientId={clientId} {...rest} />}
    </Loaded>
  );
};

const WeekdayCards = ({ data, clientId, client, order, slots, onTable }: Common & { data: Overview }) => {
  const f = useFormats();
  const view = useView();
  useTable(
    data.blocks.map((block) => ({
      breakdown: t(m.weekday),
      platform: view.platform === null ? '' : PLATFORM_LABELS[view.platform].name,
      currency: block.currency,
      rows: weekdayCells(block, view.range, f.locale).rows.filter((row) => row.days !== 0),
    })),
    order,
    onTable,
  );
  const asked = lengthOf(view.range);
  if (data.blocks.length === 0) return <EmptyState sentence={t(m.noAccountOfChannel)} detail={t(m.otherChannel)} />;
  return data.blocks.map((block) => {
    const { read, partial, ...cells } = weekdayCells(block, view.range, f.locale);
    const title = t(m.weekdayTitle, { currency: block.currency });
    return (
      <Card
        key={block.currency}
        title={title}
        actions={
          read > 0 && <CardPicture title={title} client={client} cells={cells} asOf={data.asOf} screen="weekdays" />
        }
      >
        <p className="mb-3 text-text-2">
          {readWords(read, asked, partial === null ? null : f.day(partial))}
          {data.asOf && <span className="text-text-3"> · {t(m.dataAsOf, { instant: f.instant(data.asOf) })}</span>}
        </p>
        {read === 0 ? (
          <EmptyState sentence={t(m.none)}>
            <slots.ReadDatasets
              clientId={clientId}
              platforms={[...new Set(data.adAccounts.map((one) => one.platform))]}
              datasets={[]}
              primary
              label={t(m.readDays)}
            />
          </EmptyState>
        ) : (
          <BarsAndTable
            cells={cells}
            currency={block.currency}
            label={title}
            first={t(m.weekday)}
            reason={null}
            order={order}
          />
        )}
      </Card>
    );
  });
};
