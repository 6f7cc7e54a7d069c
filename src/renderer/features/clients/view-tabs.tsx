import { useMutation, useQuery } from '@tanstack/react-query';
import { ChevronDown, Pencil, Pin, PinOff, Plus, Save, Trash2 } from 'lucide-react';
import { useId, useState } from 'react';
import type { SavedView } from '../../../contract/saved-views.ts';
import { api, client, sentenceOf } from '../../bridge.ts';
import { Button, cx, Dialog, IconButton, Menu, notify, TextField } from '../../ui/index.ts';
import { didReversibly, doReversibly } from '../../ui/undo.ts';
import { readState, sameState, writeState, type ViewState } from './saved-views.ts';

const failed = (title: string) => (error: unknown) => notify({ title, body: sentenceOf(error), tone: 'failed' });

/** The saved views of the screen as tabs: one click shows a list as somebody left it. */
export const ViewTabs = ({
  state,
  active,
  onChoose,
}: {
  state: ViewState;
  /** Id of the view the list was opened from; null = all clients. */
  active: string | null;
  onChoose: (id: string | null, state: ViewState) => void;
}) => {
  const views = useQuery(api.views.list.queryOptions({ input: { screen: 'clients' } }));
  const [naming, setNaming] = useState<SavedView | 'new' | null>(null);
  const list = views.data ?? [];
  const current = list.find((one) => one.id === active) ?? null;
  const tabs = list.filter((one) => one.pinned || one.id === active);
  const others = list.filter((one) => !tabs.includes(one));
  const changed = current !== null && !sameState(state, readState(current.state));
  const put = (view: SavedView, change: { state?: Record<string, string>; pinned?: boolean }, label: string): void => {
    const before = { state: view.state, pinned: view.pinned };
    void doReversibly({
      label,
      redo: () => client.views.save({ id: view.id, ...change }),
      undo: () => client.views.save({ id: view.id, ...before }),
    }).catch(failed('The view was not changed'));
  };
  const remove = (view: SavedView): void => {
    onChoose(null, {});
    void doReversibly({
      label: `View "${view.name}" removed`,
      redo: () => client.views.remove({ id: view.id }),
      undo: () => client.views.restore({ id: view.id }),
    }).catch(failed('The view was not removed'));
  };
  return (
    <div role="group" aria-label="Saved views" className="flex min-w-0 flex-wrap items-center gap-1">
      <Tab on={current === null} onClick={() => onChoose(null, {})}>
        All clients
      </Tab>
      {tabs.map((view) => (
        <Tab key={view.id} on={view.id === active} onClick={() => onChoose(view.id, readState(view.state))}>
          <bdi>{view.name}</bdi>
          {view.id === active && changed && <span className="text-text-3"> · changed</span>}
        </Tab>
      ))}
      {others.length > 0 && (
        <Menu
          align="start"
          trigger={
            <Button small variant="quiet">
              More views
              <ChevronDown aria-hidden size={14} strokeWidth={1.75} />
            </Button>
          }
          items={others.map((view) => ({
            label: view.name,
            onSelect: () => onChoose(view.id, readState(view.state)),
          }))}
        />
      )}
      {current !== null && (
        <Menu
          align="start"
          trigger={<IconButton icon={ChevronDown} label={`View ${current.name}`} className="size-7!" />}
          items={[
            {
              label: 'Keep these filters in it',
              icon: Save,
              disabledReason: changed ? null : 'Nothing was changed',
              onSelect: () => put(current, { state: writeState(state) }, `View "${current.name}" changed`),
            },
            { label: 'Rename…', icon: Pencil, onSelect: () => setNaming(current) },
            {
              label: current.pinned ? 'Take off the tabs' : 'Show as a tab',
              icon: current.pinned ? PinOff : Pin,
              onSelect: () =>
                put(
                  current,
                  { pinned: !current.pinned },
                  current.pinned ? `View "${current.name}" is in More views` : `View "${current.name}" is a tab`,
                ),
            },
            { label: 'Remove', icon: Trash2, onSelect: () => remove(current) },
          ]}
        />
      )}
      <Button small variant="quiet" icon={Plus} onClick={() => setNaming('new')}>
        Save view
      </Button>
      {naming !== null && (
        <NameDialog
          view={naming === 'new' ? null : naming}
          state={state}
          onClose={() => setNaming(null)}
          onMade={(id) => onChoose(id, state)}
        />
      )}
    </div>
  );
};

const Tab = ({ on, onClick, children }: { on: boolean; onClick: () => void; children: React.ReactNode }) => (
  <button
    type="button"
    aria-pressed={on}
    onClick={onClick}
    className={cx(
      'h-8 max-w-[180px] truncate border-b-2 px-2 font-semibold',
      on ? 'border-accent text-accent' : 'border-transparent text-text-2 hover:text-text',
    )}
  >
    {children}
  </button>
);

const NameDialog = ({
  view,
  state,
  onClose,
  onMade,
}: {
  /** Null = a new one of `state`. */
  view: SavedView | null;
  state: ViewState;
  onClose: () => void;
  onMade: (id: string) => void;
}) => {
  const form = useId();
  const [name, setName] = useState(view?.name ?? '');
  const save = useMutation({
    mutationFn: async (): Promise<string | null> => {
      if (view !== null) {
        await doReversibly({
          label: `View is now called "${name}"`,
          redo: () => client.views.save({ id: view.id, name }),
          undo: () => client.views.save({ id: view.id, name: view.name }),
        });
        return null;
      }
      const made = await client.views.save({ screen: 'clients', name, state: writeState(state), pinned: true });
      didReversibly({
        label: `View "${made.view.name}" saved`,
        undo: () => client.views.remove({ id: made.view.id }),
        redo: () => client.views.restore({ id: made.view.id }),
      });
      return made.view.id;
    },
    onSuccess: (id) => {
      onClose();
      if (id !== null) onMade(id);
    },
  });
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={view === null ? 'Save this view' : 'Rename the view'}
      description={view === null ? 'Filters, order and channel, as they are now.' : undefined}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" form={form} disabled={save.isPending}>
            Save
          </Button>
        </>
      }
    >
      <form
        id={form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <TextField
          label="Name"
          value={name}
          maxLength={60}
          onChange={(event) => setName(event.target.value)}
          error={save.isError ? sentenceOf(save.error) : null}
        />
      </form>
    </Dialog>
  );
};
