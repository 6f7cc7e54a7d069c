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
  plural,
  sortingFromText,
  sortingToText,
  Table,
  useFilterText,
  useFormats,
  useNow,
} from '../../ui/index.ts';
import { scheduleColumns } from './columns.tsx';
import { DefaultCard } from './default-card.tsx';
import { EditDialog } from './edit-dialog.tsx';
import type { ScheduleActions } from './hooks.ts';
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

  const shown = useMemo(() => {
    const text = fold(filter.trim());
    return text === '' ? list.clients : list.clients.filter((client) => fold(client.client).includes(text));
  }, [list.clients, filter]);
  const columns = useMemo(
    () =>
      scheduleColumns({
        selected,
        toggle: (id) =>
          setSelected((old) => {
            const next = new Set(old);
            if (!next.delete(id)) next.add(id);
            return next;
          }),
        onSwitch: (row, on) =>
          void set([row.clientId], { enabled: on }, `${row.client}: schedule ${on ? 'on' : 'off'}`),
        onEdit: (row) => setEditing({ of: 'clients', clients: [row] }),
        onFollow: (row) => void follow([row.clientId], `${row.client} follows the default`),
        now,
        f,
      }),
    [selected, set, follow, now, f],
  );
  const chosen = list.clients.filter((client) => selected.has(client.clientId));
  const ids = chosen.map((client) => client.clientId);
  const several = plural(f.locale, chosen.length, { one: '# client', other: '# clients' });

  return (
    <>
      <DefaultCard
        list={list}
        wake={wakeText(settings)}
        onSwitch={(on) => void set([null], { enabled: on }, `Default schedule ${on ? 'on' : 'off'}`)}
        onEdit={() => setEditing({ of: 'default' })}
      />
      <div className="flex min-h-8 flex-wrap items-center gap-2">
        <FilterField label="Filter clients" value={filter} onChange={setFilter} />
        <span aria-live="polite" className="text-text-2">
          {filter && `${plural(f.locale, shown.length, { one: '# client', other: '# clients' })} found`}
        </span>
        {chosen.length > 0 && (
          <div className="ms-auto flex flex-wrap items-center gap-2">
            <span className="text-text-2">{f.count(chosen.length)} selected</span>
            <Button onClick={() => setEditing({ of: 'clients', clients: chosen })}>Edit selected</Button>
            <Button onClick={() => void set(ids, { enabled: true }, `Schedule on for ${several}`)}>Switch on</Button>
            <Button onClick={() => void set(ids, { enabled: false }, `Schedule off for ${several}`)}>Switch off</Button>
            <Button variant="quiet" onClick={() => void follow(ids, `${several} follow the default`)}>
              Follow the default
            </Button>
            <Button variant="quiet" onClick={() => setSelected(new Set())}>
              Clear selection
            </Button>
          </div>
        )}
      </div>
      <Card
        flush
        className="flex min-h-[240px] flex-1 flex-col overflow-hidden [&>div]:flex [&>div]:min-h-0 [&>div]:flex-1 [&>div]:flex-col"
      >
        <Table
          label="Schedules"
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
            <EmptyState sentence="No clients match the filter.">
              <Button onClick={() => setFilter('')}>Clear filter</Button>
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
          several={several}
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
  several,
  onClose,
}: {
  editing: Editing;
  list: ScheduleList;
  actions: ScheduleActions;
  several: string;
  onClose: () => void;
}) => {
  if (editing.of === 'default')
    return (
      <EditDialog
        title="Default schedule"
        description="For every client without a rule of its own."
        rules={[list.default]}
        onClose={onClose}
        onSave={(change: Partial<ScheduleRule>) => void actions.set([null], change, 'Default schedule saved')}
      />
    );
  const { clients } = editing;
  const ids = clients.map((client) => client.clientId);
  const [one] = clients;
  const single = clients.length === 1 && one !== undefined;
  const name = single ? one.client : several;
  return (
    <EditDialog
      title={single ? `Schedule of ${name}` : `Schedules of ${name}`}
      description={
        clients.some((client) => client.inherited)
          ? 'What you save becomes a rule of its own; the default no longer applies.'
          : 'Own rule. The default does not apply.'
      }
      rules={clients.map((client) => client.rule)}
      onClose={onClose}
      onSave={(change) =>
        void actions.set(ids, change, single ? `Schedule of ${name} saved` : `${name}: schedules saved`)
      }
      onFollow={
        clients.some((client) => !client.inherited)
          ? () => void actions.follow(ids, `${name} ${single ? 'follows' : 'follow'} the default`)
          : null
      }
    />
  );
};
