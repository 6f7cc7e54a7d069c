import { COMMAND_IDS, commandOf, shortcutOf, type CommandId } from '../../contract/commands.ts';
import type { Settings } from '../../contract/workspace.ts';
import type { ScreenAction } from '../ui/index.ts';
import { CLIENT_SCREENS, mayBeSeen } from './client-screens.ts';
import type { Runners } from './commands.ts';
import type { Entry, PaletteGroup } from './palette-model.ts';

type Names = readonly { id: string; name: string }[];

/** The palette itself is what is open. */
const LEFT_OUT: readonly CommandId[] = ['palette'];

const groupOf = (id: CommandId): PaletteGroup =>
  commandOf(id).path !== undefined && id.startsWith('go-') ? 'Go to' : 'Actions';

const settingEntries = (settings: Settings, change: Change): Entry[] => {
  const of = <K extends keyof Settings>(
    name: K,
    title: string,
    choices: readonly (readonly [value: Settings[K], label: string])[],
    words = '',
  ): Entry[] =>
    choices.map(([value, label]) => ({
      id: `setting:${name}:${label}`,
      group: 'Settings',
      label: `${title}: ${label}`,
      words,
      disabledReason: settings[name] === value ? 'This is how it is' : null,
      run: () => change({ [name]: value }, { label: `${title}: ${label}`, before: { [name]: settings[name] } }),
    }));
  return [
    ...of('theme', 'Theme', [
      ['light', 'Light'],
      ['dark', 'Dark'],
      ['system', 'System'],
    ]),
    ...of('density', 'Density', [
      ['comfortable', 'Comfortable'],
      ['compact', 'Compact'],
    ]),
    ...of(
      'changeColours',
      'Change colours',
      [
        ['green_red', 'Green / red'],
        ['blue_orange', 'Blue / orange'],
      ],
      'color blind',
    ),
    ...of('motion', 'Motion', [
      ['system', 'System'],
      ['reduced', 'Reduced'],
    ]),
    ...of('singleKeys', 'Single-letter shortcuts', [
      [true, 'On'],
      [false, 'Off'],
    ]),
  ];
};

type Change = (change: Partial<Settings>, undo?: { label: string; before: Partial<Settings> }) => void;

/** The client that was open last, by what is remembered as used. */
const lastClient = (names: Names, { recents }: Settings): string | null =>
  (recents ?? [])
    .flatMap((id) => (id.startsWith('client:') ? id.slice('client:'.length) : []))
    .find((id) => names.some((one) => one.id === id)) ?? null;

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
      group: 'Clients',
      label: name,
      run: () => open(`/client/${encodeURIComponent(id)}`),
    })),
    ...(current
      ? CLIENT_SCREENS.filter(({ to }) => !clientSafe || mayBeSeen(to)).map(({ to, label }): Entry => ({
          id: `tab:${to}`,
          group: 'Go to',
          label: clientId === null ? label : `${label} of this client`,
          detail: current.name,
          run: () => open(to.replace('$clientId', encodeURIComponent(current.id))),
        }))
      : clientSafe
        ? []
        : CLIENT_SCREENS.map(({ to, label }): Entry => ({
            id: `tab:${to}`,
            group: 'Go to',
            label,
            detail: 'of a client still to be chosen',
            disabledReason: names.length === 0 ? 'There is no client yet' : null,
            run: () => runners['switch-client'].run(),
          }))),
    ...actions.map((action): Entry => ({ group: 'Actions', ...action, id: `screen:${action.id}` })),
    ...COMMAND_IDS.filter((id) => !LEFT_OUT.includes(id)).map((id): Entry => {
      const command = commandOf(id);
      const group = groupOf(id);
      return {
        id: `command:${id}`,
        group,
        label: group === 'Go to' ? `Go to ${command.label}` : command.label,
        keys: shortcutOf(id, mac),
        words: command.words ?? '',
        disabledReason:
          clientSafe && command.path !== undefined && !mayBeSeen(command.path)
            ? 'Not in client-safe mode'
            : runners[id].why(),
        run: runners[id].run,
      };
    }),
    ...settingEntries(settings, change),
  ];
};
