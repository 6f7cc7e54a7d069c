import { useQuery } from '@tanstack/react-query';
import { useCallback, useMemo, useRef, useState } from 'react';
import type { EntitiesView, EntityRow } from '../../../contract/dashboards.ts';
import { api, useSavedViews, useSettings } from '../../bridge.ts';
import {
  Card,
  Notice,
  sortingFromText,
  sortingToText,
  Table,
  useFilterText,
  useFormats,
  type Column,
} from '../../ui/index.ts';
import { cx } from '../../ui/cx.ts';
import { isCompact } from '../../ui/density.tsx';
import type { ImportSlots } from '../../ui/slots.ts';
import { sortRows, widthsFromText, widthsToText } from '../../ui/table-model.ts';
import { ViewTabs } from '../../ui/view-tabs.tsx';
import { useTableRoom, useWidth } from '../../ui/room.ts';
import { listOf, t } from '../../ui/text.ts';
import { briefStatus, entityColumns, totalRows } from './columns.tsx';
import type { ColumnLook } from './metric-columns.tsx';
import { EmptyTable, NoLeads } from './empty.tsx';
import { compressed, decimalsIn, figuresOf, fitted } from './fit.ts';
import { filterRows, filtersFromText, filtersToText } from './filters.ts';
import { Heading } from './heading.tsx';
import { liesOver } from './inspector-width.ts';
import { useInspectorWidth } from './use-inspector-width.ts';
import { Inspector } from './inspector.tsx';
import { usePanel } from './use-panel.ts';
import { needsRankings, rankingsIn, shownTotals } from './model.ts';
import { measureText } from '../../ui/measure.ts';
import { m } from './messages.ts';
import { NameCell } from './name-cell.tsx';
import { availableColumns, chosenColumns, columnsFromText, leadNames } from './presets.ts';
import { CAMPAIGNS_VIEW, searchOfView } from './saved-views.ts';
import { Toolbar } from './toolbar.tsx';
import { rowKey, type TreeLine } from './tree.ts';
import { drillInto, useCampaignSearch } from './use-search.ts';
import { useRowOfAddress } from './use-row.ts';
import { useTree, type EntitiesInput } from './use-tree.ts';
import { levelWords } from './words.ts';

/** The table of one level and place, with its inspector. */
export const Entities = ({ data, input, slots }: { data: EntitiesView; input: EntitiesInput; slots: ImportSlots }) => {
  const f = useFormats();
  const settings = useSettings();
  const { search, set } = useCampaignSearch();
  const panel = usePanel();
  const keeper = useSavedViews('campaigns');
  const { clientId, level, clientSafe = false } = input;
  const { business } = data;

  const tell = useCallback((filter: string | undefined) => void set({ filter }), [set]);
  const [text, setText] = useFilterText(search.filter, tell);

  const context = useMemo(
    () => ({
      level,
      business: business ?? [],
      clientSafe,
      compared: input.compare !== null,
      inside: input.parentId !== null,
    }),
    [level, business, clientSafe, input.compare, input.parentId],
  );
  const preset = search.preset ?? 'performance';
  const chosen = useMemo(
    () => chosenColumns(preset, columnsFromText(search.cols), context),
    [preset, search.cols, context],
  );
  const rankings = useQuery({
    ...api.dashboards.periods.queryOptions({
      input: {
        clientId,
        range: input.range,
        platforms: input.platforms,
        level: 'ad',
        asKnownOn: input.asKnownOn ?? null,
      },
    }),
    enabled: needsRankings(chosen),
  });

  const open = useCallback(
    async (row: EntityRow) => {
      const next = drillInto(row);
      if (next === null) return;
      // The entry that is left keeps its row, for the way back.
      await set({ row: rowKey(row) });
      await set(next, false);
    },
    [set],
  );
  const look = useMemo(
    (): ColumnLook => ({
      level,
      mixed: data.totals.length > 1,
      read: data.asOf !== null,
      f,
      rankings: rankingsIn(rankings.data),
      decimals: () => undefined,
      name: (row) => <NameCell clientId={clientId} row={row} onOpen={() => void open(row)} />,
    }),
    [level, data.totals.length, data.asOf, f, rankings.data, clientId, open],
  );
  // What rows are ordered by does not hang on how their values read.
  const plain = useMemo(() => entityColumns(chosen, look), [chosen, look]);
  const sorting = useMemo(
    () =>
      sortingFromText(
        search.sort ?? (clientSafe ? 'impressions.desc' : 'spend.desc'),
        chosen.map((one) => one.id),
      ),
    [search.sort, clientSafe, chosen],
  );
  const filters = useMemo(() => filtersFromText(search.where, context.business), [search.where, context]);
  const shown = useMemo(
    () => filterRows(data.rows, text, filters, context.business),
    [data.rows, text, filters, context],
  );
  const order = useCallback((rows: readonly EntityRow[]) => sortRows(rows, plain, sorting), [plain, sorting]);
  const { lines, children, toggle } = useTree({
    roots: shown,
    input,
    opened: search.open,
    onOpenedChange: useCallback((opened: string | undefined) => void set({ open: opened }), [set]),
    order,
  });
  // Of all rows, not of those a filter leaves: columns stay where they are while a person types.
  const all = useMemo(() => [...data.rows, ...children], [data.rows, children]);
  const reading = useMemo(
    (): ColumnLook => ({ ...look, decimals: decimalsIn(figuresOf(all, data.totals)) }),
    [all, data.totals, look],
  );
  const columns = useMemo(
    () => fitted(entityColumns(chosen, reading), { rows: all, totals: data.totals, sorting }, measureText),
    [chosen, reading, all, data.totals, sorting],
  );
  const totals = useMemo(
    () => totalRows(shownTotals(data, shown), chosen, reading, shown.length, data.rows.length),
    [data, shown, chosen, reading],
  );
  const frame = useRef<HTMLDivElement>(null);
  const widths = useMemo(() => widthsFromText(search.widths), [search.widths]);
  const room = useTableRoom(frame);
  const fit = useMemo(
    () =>
      compressed(columns, {
        room,
        given: widths,
        kept: preset === 'custom',
        brief: briefStatus,
        measure: measureText,
      }),
    [columns, room, widths, preset],
  );
  const lineColumns = useMemo(() => fit.columns.map(ofLine), [fit.columns]);
  const tree = useMemo(
    () => ({
      depth: (line: TreeLine) => line.depth,
      expanded: (line: TreeLine) => (line.kind === 'row' ? line.open : null),
      onToggle: toggle,
      note: (line: TreeLine) => (line.kind === 'note' ? line.text : null),
    }),
    [toggle],
  );
  const compact = isCompact(search.dense, settings.density, lines.length);
  const at = useRowOfAddress({ frame, lines, compact, nameColumn: 1 });
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const unread = data.asOf === null ? f.fullRange(input.range.from, input.range.to) : null;
  const importDays = (variant: 'primary' | 'secondary') => (
    <slots.ImportButton clientIds={[clientId]} range={input.range} label={t(m.importTheseDays)} variant={variant} />
  );
  const inspector = useInspectorWidth((state) => state.width);
  const whole = useRef<HTMLDivElement>(null);
  const over = liesOver(useWidth(whole), inspector);
  const rows = lines.flatMap((line) => (line.kind === 'row' ? [line.row] : []));

  return (
    <>
      <Heading
        input={input}
        search={search}
        roots={data.rows}
        rows={rows}
        columns={columns}
        asOf={data.asOf}
        panel={panel}
        slots={slots}
      />
      {/* Names of views are anybody's words: they could name costs or other clients. */}
      {!clientSafe && (
        <ViewTabs
          keeper={keeper}
          shape={CAMPAIGNS_VIEW}
          keeps={t(m.viewKeeps)}
          all={t(m.all)}
          state={{ ...search, filter: text || undefined }}
          active={search.view ?? null}
          onChoose={(id, state) => {
            setText(state.filter ?? '');
            void set(searchOfView(id, state), false);
          }}
        />
      )}
      <Toolbar
        compact={compact}
        level={level}
        search={search}
        set={set}
        text={text}
        onText={setText}
        filters={filters}
        context={context}
        found={shown.length}
        all={availableColumns(context)}
        chosen={chosen}
        preset={preset}
      />
      {unread !== null && data.rows.length > 0 && input.asKnownOn == null && (
        <Notice tone="info" title={t(m.unreadDays, { days: unread })} action={importDays('secondary')}>
          {t(m.unreadDaysDetail)}
        </Notice>
      )}
      {preset === 'leads' && leadNames(context.business).length === 0 && <NoLeads clientId={clientId} />}
      <div ref={whole} className="relative flex min-h-[280px] flex-1 gap-4">
        <div ref={frame} onFocus={at.onFocus} className="flex min-w-0 flex-1">
          <Card
            flush
            className="flex min-w-0 flex-1 flex-col overflow-hidden [&>div]:flex [&>div]:min-h-0 [&>div]:flex-1 [&>div]:flex-col"
          >
            <Table
              label={levelWords(level, 'many')}
              rows={lines}
              rowId={(line) => line.key}
              columns={lineColumns}
              nameColumn="name"
              sorting={sorting}
              onSortingChange={(next) => void set({ sort: sortingToText(next) })}
              totals={totals}
              {...(level === 'ad' ? {} : { tree })}
              onOpen={(line) => line.kind === 'row' && void open(line.row)}
              selected={selected}
              onSelectedChange={setSelected}
              widths={widths}
              onWidthsChange={(next) => void set({ widths: widthsToText(next) })}
              compact={compact}
              className={cx('flex-1', fit.tight && 'tight')}
              empty={
                <EmptyTable
                  level={level}
                  filters={filters.length + (text.trim() === '' ? 0 : 1)}
                  unread={unread}
                  onClear={() => {
                    setText('');
                    void set({ filter: undefined, where: filtersToText([]) });
                  }}
                >
                  {unread === null ? <slots.ImportButton clientIds={[clientId]} /> : importDays('primary')}
                </EmptyTable>
              }
            />
          </Card>
        </div>
        {panel.open && (
          <Inspector
            input={input}
            row={at.row}
            onClose={panel.close}
            mixed={look.mixed}
            width={inspector}
            over={over}
          />
        )}
      </div>
      {fit.hidden.length > 0 && (
        <p className="shrink-0 text-caption text-text-3">
          {t(panel.open && !over ? m.columnsHiddenBeside : m.columnsHidden, {
            columns: listOf(columns.filter(({ id }) => fit.hidden.includes(id)).map(({ header }) => header)),
          })}
        </p>
      )}
    </>
  );
};

/** A column of rows as one of lines; lines of one sentence have no cells. */
const ofLine = (column: Column<EntityRow>): Column<TreeLine> => {
  const { value, currency, cell, ...rest } = column;
  return {
    ...rest,
    ...(value ? { value: (line: TreeLine) => (line.kind === 'row' ? value(line.row) : null) } : {}),
    ...(currency ? { currency: (line: TreeLine) => (line.kind === 'row' ? currency(line.row) : null) } : {}),
    cell: (line) => (line.kind === 'row' ? cell(line.row) : null),
  };
};
