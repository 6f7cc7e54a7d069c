import { useMutation } from '@tanstack/react-query';
import { ChevronDown, Pencil, Pin, PinOff, Plus, Save, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { SavedView, SavedViewScreen, SaveViewInput } from '../../contract/saved-views.ts';
import { Button, IconButton } from './button.tsx';
import { cx } from './cx.ts';
import { FormDialog } from './form-dialog.tsx';
import { TextField } from './field.tsx';
import { Menu } from './menu.tsx';
import { m } from './messages-view.ts';
import { m as common } from './messages.ts';
import { readViewState, sameViewState, writeViewState, type ViewShape, type ViewState } from './saved-view.ts';
import { t, type Message } from './text.ts';
import { notify } from './toast.tsx';
import { didReversibly, doReversibly } from './undo.ts';

/** Where the views of a screen are kept. A component of the design system knows no engine; the bridge makes one of these. */
export type ViewKeeper = {
  screen: SavedViewScreen;
  list: readonly SavedView[];
  save(input: SaveViewInput): Promise<{ view: SavedView }>;
  remove(id: string): Promise<unknown>;
  restore(id: string): Promise<unknown>;
  sentenceOf(error: unknown): string;
};

type Common<State extends ViewState> = {
  keeper: ViewKeeper;
  shape: ViewShape<State>;
  /** The screen as it is now. */
  state: State;
  /** What a view keeps here, in words: 'Filters, order and channel'. */
  keeps: string;
};

/** The saved views of a screen as tabs: one click shows it as somebody left it. */
export const ViewTabs = <State extends ViewState>({
  keeper,
  shape,
  state,
  keeps,
  all,
  active,
  onChoose,
}: Common<State> & {
  /** The first tab, the screen without a view: 'All clients'. */
  all: string;
  /** Id of the view the screen was opened from; null = none. */
  active: string | null;
  /** Without a view everything a view would keep is undefined. */
  onChoose: (id: string | null, state: State) => void;
}) => {
  const { list } = keeper;
  const [naming, setNaming] = useState<SavedView | 'new' | null>(null);
  const failed = (title: Message) => (error: unknown) =>
    notify({ title: t(title), body: keeper.sentenceOf(error), tone: 'failed' });
  const choose = (view: SavedView | null): void => onChoose(view?.id ?? null, readViewState(view?.state ?? {}, shape));
  const current = list.find((one) => one.id === active) ?? null;
  const tabs = list.filter((one) => one.pinned || one.id === active);
  const others = list.filter((one) => !tabs.includes(one));
  const changed = current !== null && !sameViewState(state, readViewState(current.state, shape), shape);
  const put = (view: SavedView, change: { state?: Record<string, string>; pinned?: boolean }, label: string): void => {
    const before = { state: view.state, pinned: view.pinned };
    void doReversibly({
      label,
      redo: () => keeper.save({ id: view.id, ...change }),
      undo: () => keeper.save({ id: view.id, ...before }),
    }).catch(failed(m.viewNotChanged));
  };
  const remove = (view: SavedView): void => {
    choose(null);
    void doReversibly({
      label: t(m.viewRemoved, { name: view.name }),
      redo: () => keeper.remove(view.id),
      undo: () => keeper.restore(view.id),
    }).catch(failed(m.viewNotRemoved));
  };
  return (
    <div role="group" aria-label={t(m.savedViews)} className="flex min-w-0 flex-wrap items-center gap-1">
      <Tab on={current === null} onClick={() => choose(null)}>
        {all}
      </Tab>
      {tabs.map((view) => (
        <Tab key={view.id} on={view.id === active} onClick={() => choose(view)}>
          <bdi>{view.name}</bdi>
          {view.id === active && changed && <span className="text-text-3">{` · ${t(m.viewIsChanged)}`}</span>}
        </Tab>
      ))}
      {others.length > 0 && (
        <Menu
          align="start"
          trigger={
            <Button small variant="quiet">
              {t(m.moreViews)}
              <ChevronDown aria-hidden size={14} strokeWidth={1.75} />
            </Button>
          }
          items={others.map((view) => ({
            label: view.name,
            onSelect: () => choose(view),
          }))}
        />
      )}
      {current !== null && (
        <Menu
          align="start"
          trigger={<IconButton icon={ChevronDown} label={t(m.viewMenu, { name: current.name })} className="size-7!" />}
          items={[
            {
              label: t(m.viewKeep),
              icon: Save,
              disabledReason: changed ? null : t(m.viewUnchanged),
              onSelect: () =>
                put(current, { state: writeViewState(state, shape) }, t(m.viewChanged, { name: current.name })),
            },
            { label: t(m.viewRename), icon: Pencil, onSelect: () => setNaming(current) },
            {
              label: t(current.pinned ? m.viewUnpin : m.viewPin),
              icon: current.pinned ? PinOff : Pin,
              onSelect: () =>
                put(
                  current,
                  { pinned: !current.pinned },
                  t(current.pinned ? m.viewUnpinned : m.viewPinned, { name: current.name }),
                ),
            },
            { label: t(m.viewRemove), icon: Trash2, onSelect: () => remove(current) },
          ]}
        />
      )}
      <Button small variant="quiet" icon={Plus} onClick={() => setNaming('new')}>
        {t(m.saveView)}
      </Button>
      {naming !== null && (
        <NameDialog
          view={naming === 'new' ? null : naming}
          keeper={keeper}
          shape={shape}
          state={state}
          keeps={keeps}
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

const NameDialog = <State extends ViewState>({
  keeper,
  shape,
  state,
  keeps,
  view,
  onClose,
  onMade,
}: Common<State> & {
  /** Null = a new one of `state`. */
  view: SavedView | null;
  onClose: () => void;
  onMade: (id: string) => void;
}) => {
  const [name, setName] = useState(view?.name ?? '');
  const save = useMutation({
    mutationFn: async (): Promise<string | null> => {
      if (view !== null) {
        await doReversibly({
          label: t(m.viewRenamed, { name }),
          redo: () => keeper.save({ id: view.id, name }),
          undo: () => keeper.save({ id: view.id, name: view.name }),
        });
        return null;
      }
      const made = await keeper.save({
        screen: keeper.screen,
        name,
        state: writeViewState(state, shape),
        pinned: true,
      });
      didReversibly({
        label: t(m.viewSaved, { name: made.view.name }),
        undo: () => keeper.remove(made.view.id),
        redo: () => keeper.restore(made.view.id),
      });
      return made.view.id;
    },
    onSuccess: (id) => {
      onClose();
      if (id !== null) onMade(id);
    },
  });
  return (
    <FormDialog
      title={t(view === null ? m.viewSaveTitle : m.viewRenameTitle)}
      description={view === null ? t(m.viewKeeps, { keeps }) : undefined}
      onClose={onClose}
      submit={t(common.save)}
      disabled={save.isPending}
      onSubmit={() => {
        save.mutate();
      }}
    >
      <TextField
        label={t(common.name)}
        value={name}
        maxLength={60}
        onChange={(event) => setName(event.target.value)}
        error={save.isError ? keeper.sentenceOf(save.error) : null}
      />
    </FormDialog>
  );
};
