import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo, useState } from 'react';
import type { ClientSchedule, ScheduleList, ScheduleRule } from '../../../contract/schedules.ts';
import { useSettings } from '../../bridge.ts';
import {
  Button,
  Card,
  EmptyState,
  FilterField,
  fold,
  sortingFromText,
  sortingToText,
  Table,
  useFilterText,
  useFormats,
  useNow,
} from '../../ui/index.ts';
import { t } from '../../ui/text.ts';
import { scheduleColumns } from './columns.tsx';
import { DefaultCard } from './default-card.tsx';
import { EditDialog } from './edit-dialog.tsx';
import type { ScheduleActions } from './hooks.ts';
import { m } from './messages.ts';
import { inPlaces } from './model.ts';
import { wakeText } from './words.ts';

type Search = { sort?: string; filter?: string };
/** What the dialog is about: the default, or some clients. */
type Editing = { of: 'default' } | { of: 'clients'; clients: ClientSchedule[] };

/** The default on top, then a row per client; several can be changed at once. */
export const SchedulesTable = ({ list, actions }: { list: ScheduleList; actions: ScheduleActions }) => {
  const f = useFormats();
  const now = useNow();
  const settings = useSettings();
  const navigate = useNavigate();
  const search = useSearch({ strict: false }) as Search;
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [editing, setEditing] = useState<Editing | null>(null);
  const { set, follow } = actions;

  const setSearch = useCallback(
    (change: Search) =>
      void navigate({ to: '.', search: ((old: Search) => ({ ...old, ...change })) as never, replace: true }),
    [navigate],
  );
  const tell = useCallback((text: string | undefined) => setSearch({ filter: text } as Search), [setSearch]);
  const [filter, setFilter] = useFilterText(search.filter, tell);

  // What rows are sorted by stays as it was when the person last sorted: a switch must not move the rows under the mouse.
  const [held, setHeld] = useState({ sort: search.sort, clients: list.clients });
  if (held.sort !== search.sort) setHeld({ sort: search.sort, clients: list.clients });

  const shown = useMemo(() => {
    const text = fold(filter.trim());
    const placed = inPlaces(list.clients, held.clients);
    return text === '' ? placed : placed.filter((client) => fold(client.client).includes(text));
  }, [list.clients, held.clients, filter]);
  const columns = useMemo(() => {
    const before = new Map(held.clients.map((client) => [client.clientId, client]));
    return scheduleColumns({
      selected,
      toggle: (id) =>
        setSelected((old) => {
          const next = new Set(old);
          if (!next.delete(id)) next.add(id);
          return next;
        }),
      onSwitch: (row, on) =>
        void set(
          [row.clientId],
          { enabled: on },
          t(on ? m.clientSwitchedOn : m.clientSwitchedOff, { client: row.client }),
        ),
      onEdit: (row) => setEditing({ of: 'clients', clients: [row] }),
      onFollow: (row) => void follow([row.clientId], t(m.clientFollows, { client: row.client })),
      now,
      f,
    }).map((column) => {
      const { value } = column;
      return value === undefined
        ? column
        : { ...column, value: (row: ClientSchedule) => value(before.get(row.clientId) ?? row) };
    });
  }, [selected, set, follow, now, f, held.clients]);
  const chosen = list.clients.filter((client) => selected.has(client.clientId));
  const ids = chosen.map((client) => client.clientId);
  const count = chosen.length;

  return (
    <>
      <DefaultCard
        list={list}
        wake={wakeText(settings)}
        onSwitch={(on) => void set([null], { enabled: on }, t(on ? m.defaultSwitchedOn : m.defaultSwitchedOff))}
        onEdit={() => setEditing({ of: 'default' })}
      />
      <div className="flex min-h-8 flex-wrap items-center gap-2">
        <FilterField label={t(m.filterLabel)} value={filter} onChange={setFilter} />
        <span aria-live="polite" className="text-text-2">
          {filter && t(m.found, { count: shown.length })}
        </span>
        {count > 0 && (
          <div className="ms-auto flex flex-wrap items-center gap-2">
            <span className="text-text-2">{t(m.selected, { count })}</span>
            <Button onClick={() => setEditing({ of: 'clients', clients: chosen })}>{t(m.editSelected)}</Button>
            <Button onClick={() => void set(ids, { enabled: true }, t(m.clientsSwitchedOn, { count }))}>
              {t(m.switchOn)}
            </Button>
            <Button onClick={() => void set(ids, { enabled: false }, t(m.clientsSwitchedOff, { count }))}>
              {t(m.switchOff)}
            </Button>
            <Button variant="quiet" onClick={() => void follow(ids, t(m.clientsFollow, { count }))}>
              {t(m.follow)}
            </Button>
            <Button variant="quiet" onClick={() => setSelected(new Set())}>
              {t(m.clearSelection)}
            </Button>
          </div>
        )}
      </div>
      <Card
        flush
        className="flex min-h-[240px] flex-1 flex-col overflow-hidden [&>div]:flex [&>div]:min-h-0 [&>div]:flex-1 [&>div]:flex-col"
      >
        <Table
          label={t(m.label)}
          rows={shown}
          rowId={(row) => row.clientId}
          columns={columns}
          nameColumn="client"
          sorting={sortingFromText(
            search.sort,
            columns.map((one) => one.id),
          )}
          onSortingChange={(next) => setSearch({ sort: sortingToText(next) } as Search)}
          selected={selected}
          onSelectedChange={setSelected}
          onOpen={(row) => setEditing({ of: 'clients', clients: [row] })}
          className="flex-1"
          empty={
            <EmptyState sentence={t(m.noMatch)}>
              <Button onClick={() => setFilter('')}>{t(m.clearFilter)}</Button>
            </EmptyState>
          }
        />
      </Card>
      {editing && (
        <Editor
          key={editing.of === 'default' ? 'default' : editing.clients.map((client) => client.clientId).join()}
          editing={editing}
          list={list}
          actions={actions}
          onClose={() => setEditing(null)}
        />
      )}
    </>
  );
};

const Editor = ({
  editing,
  list,
  actions,
  onClose,
}: {
  editing: Editing;
  list: ScheduleList;
  actions: ScheduleActions;
  onClose: () => void;
}) => {
  if (editing.of === 'default')
    return (
      <EditDialog
        title={t(m.defaultTitle)}
        description={t(m.defaultDescription)}
        rules={[list.default]}
        onClose={onClose}
        onSave={(change: Partial<ScheduleRule>) => void actions.set([null], change, t(m.defaultSaved))}
      />
    );
  const { clients } = editing;
  const ids = clients.map((each) => each.clientId);
  const [one] = clients;
  const client = clients.length === 1 && one !== undefined ? one.client : null;
  const count = clients.length;
  return (
    <EditDialog
      title={client === null ? t(m.schedulesOf, { count }) : t(m.scheduleOf, { client })}
      description={t(clients.some((each) => each.inherited) ? m.becomesOwn : m.isOwn)}
      rules={clients.map((each) => each.rule)}
      onClose={onClose}
      onSave={(change) =>
        void actions.set(ids, change, client === null ? t(m.clientsSaved, { count }) : t(m.clientSaved, { client }))
      }
      onFollow={
        clients.some((each) => !each.inherited)
          ? () =>
              void actions.follow(ids, client === null ? t(m.clientsFollow, { count }) : t(m.clientFollows, { client }))
          : null
      }
    />
  );
};
