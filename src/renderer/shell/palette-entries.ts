import { COMMAND_IDS, commandOf, shortcutOf, type CommandId } from '../../contract/commands.ts';
import type { Settings } from '../../contract/workspace.ts';
import type { ScreenAction } from '../ui/index.ts';
import { t, type Message } from '../ui/text.ts';
import { CLIENT_SCREENS, mayBeSeen } from './client-screens.ts';
import type { Runners } from './commands.ts';
import { m } from './messages-commands.ts';
import type { Entry, PaletteGroup } from './palette-model.ts';

type Names = readonly { id: string; name: string }[];

/** The palette itself is what is open. */
const LEFT_OUT: readonly CommandId[] = ['palette'];

const groupOf = (id: CommandId): PaletteGroup =>
  commandOf(id).path !== undefined && id.startsWith('go-') ? 'go' : 'actions';

const settingEntries = (settings: Settings, change: Change): Entry[] => {
  const of = <K extends 'theme' | 'density' | 'changeColours' | 'motion' | 'singleKeys'>(
    name: K,
    title: Message,
    choices: readonly (readonly [value: Settings[K], label: Message])[],
    words = '',
  ): Entry[] =>
    choices.map(([value, choice]) => {
      const label = t(m.setting, { setting: t(title), choice: t(choice) });
      return {
        id: `setting:${name}:${String(value)}`,
        group: 'settings',
        label,
        words,
        disabledReason: settings[name] === value ? t(m.settingIsSo) : null,
        run: () => change({ [name]: value }, { label, before: { [name]: settings[name] } }),
      };
    });
  return [
    ...of('theme', m.theme, [
      ['light', m.light],
      ['dark', m.dark],
      ['system', m.system],
    ]),
    ...of('density', m.density, [
      ['comfortable', m.comfortable],
      ['compact', m.compact],
    ]),
    ...of(
      'changeColours',
      m.changeColours,
      [
        ['green_red', m.greenRed],
        ['blue_orange', m.blueOrange],
      ],
      t(m.changeColoursAlso),
    ),
    ...of('motion', m.motion, [
      ['system', m.system],
      ['reduced', m.reduced],
    ]),
    ...of('singleKeys', m.singleKeys, [
      [true, m.on],
      [false, m.off],
    ]),
  ];
};

type Change = (change: Partial<Settings>, undo?: { label: string; before: Partial<Settings> }) => void;

/** The client that was open last, by what is remembered as used. */
const lastClient = (names: Names, { recents }: Settings): string | null =>
  (recents ?? [])
    .flatMap((id) => (id.startsWith('client:') ? id.slice('client:'.length) : []))
    .find((id) => names.some((one) => one.id === id)) ?? null;

/** What a client's overview offers itself; elsewhere it is named with the way to it, so that nobody looks for it in vain. */
const OF_AN_OVERVIEW = [
  { id: 'note', label: m.addNote, dialog: null },
  { id: 'client-goals', label: m.goals, dialog: 'goals' },
  { id: 'client-details', label: m.details, dialog: 'details' },
] as const;

/** Everything the palette can offer on the screen that is open now. In client-safe mode no other client is named. */
export const paletteEntries = ({
  runners,
  names,
  clientId,
  clientSafe,
  settings,
  actions,
  mac,
  change,
  open,
}: {
  runners: Runners;
  names: Names;
  /** The client that is open, null on a screen of none. */
  clientId: string | null;
  clientSafe: boolean;
  settings: Settings;
  actions: readonly ScreenAction[];
  mac: boolean;
  change: Change;
  open(path: string): void;
}): Entry[] => {
  // Outside a client its screens are those of the last one; in client-safe mode another client is not even named.
  const current = names.find((one) => one.id === (clientId ?? (clientSafe ? null : lastClient(names, settings))));
  const clients = clientSafe ? names.filter((one) => one.id === clientId) : names;
  return [
    ...clients.map(({ id, name }): Entry => ({
      id: `client:${id}`,
      group: 'clients',
      label: name,
      run: () => open(`/client/${encodeURIComponent(id)}`),
    })),
    ...(current
      ? CLIENT_SCREENS.filter(({ to }) => !clientSafe || mayBeSeen(to)).map(({ to, label }): Entry => ({
          id: `tab:${to}`,
          group: 'go',
          label: clientId === null ? t(label) : t(m.screenOfClient, { screen: t(label) }),
          detail: current.name,
          run: () => open(to.replace('$clientId', encodeURIComponent(current.id))),
        }))
      : clientSafe
        ? []
        : CLIENT_SCREENS.map(({ to, label }): Entry => ({
            id: `tab:${to}`,
            group: 'go',
            label: t(label),
            detail: t(m.clientToChoose),
            disabledReason: names.length === 0 ? t(m.noClientYet) : null,
            run: () => runners['switch-client'].run(),
          }))),
    ...actions.map((action): Entry => ({ group: 'actions', ...action, id: `screen:${action.id}` })),
    ...OF_AN_OVERVIEW.filter(({ id }) => !clientSafe && !actions.some((action) => action.id === id)).map(
      ({ id, label, dialog }): Entry => ({
        id: `screen:${id}`,
        group: 'actions',
        label: t(label),
        disabledReason: clientId === null ? t(m.openClientFirst) : dialog === null ? t(m.openOverviewFirst) : null,
        run: () => open(`/client/${encodeURIComponent(clientId ?? '')}?dialog=${dialog ?? ''}`),
      }),
    ),
    ...COMMAND_IDS.filter((id) => !LEFT_OUT.includes(id)).map((id): Entry => {
      const command = commandOf(id);
      const group = groupOf(id);
      return {
        id: `command:${id}`,
        group,
        label: group === 'go' ? t(m.goToScreen, { screen: t(command.label) }) : t(command.label),
        keys: shortcutOf(id, mac),
        words: command.words === undefined ? '' : t(command.words),
        disabledReason:
          clientSafe && command.path !== undefined && !mayBeSeen(command.path)
            ? t(m.notInClientSafe)
            : runners[id].why(),
        run: runners[id].run,
      };
    }),
    ...settingEntries(settings, change),
  ];
};
