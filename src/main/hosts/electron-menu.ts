import type { MenuItemConstructorOptions } from 'electron';
import { acceleratorOf, commandOf, type CommandId } from '../../contract/commands.ts';
import type { DesktopCommand } from './electron-commands.ts';
import { t } from '../../words/text.ts';

export type MenuActions = {
  command(command: DesktopCommand): void;
  zoom(step: 'in' | 'out' | 'reset'): void;
  showLog(): void;
  about(): void;
};

/**
 * The application's menu: roles where the system has them, Title Case on macOS, sentence case with mnemonics elsewhere. There is no Reload
 * role, because Ctrl R imports. Words and keys come from the table of commands, which the page reads too. Keys the page handles itself stand here too: it keeps an event it has used from reaching the menu.
 */
export function menuTemplate(
  platform: NodeJS.Platform,
  devTools: boolean,
  actions: MenuActions,
): MenuItemConstructorOptions[] {
  const mac = platform === 'darwin';
  const item = (
    label: readonly [mac: string, other: string],
    accelerator: string | null,
    act: () => void,
    id: string,
  ): MenuItemConstructorOptions => ({
    id,
    label: mac ? label[0] : label[1],
    ...(accelerator === null ? {} : { accelerator }),
    click: () => act(),
  });
  /** A command of the table, with its own words and key. */
  const ask = (id: CommandId): MenuItemConstructorOptions => {
    const { menu, path, label } = commandOf(id);
    const command: DesktopCommand = path === undefined ? { type: 'run', id } : { type: 'open', path };
    const [onMac, other] = menu ?? [label, label];
    return item([t(onMac), t(other)], acceleratorOf(id, mac), () => actions.command(command), id);
  };
  const line: MenuItemConstructorOptions = { type: 'separator' };

  const settings = ask('go-settings');
  const about = item(['About Tidemark', '&About Tidemark'], null, actions.about, 'about');

  const file: MenuItemConstructorOptions = {
    label: mac ? 'File' : '&File',
    submenu: [
      ask('new-client'),
      ask('connect'),
      ask('import-file'),
      line,
      ask('report'),
      ask('csv'),
      ask('export'),
      ...(mac
        ? [line, { role: 'close' } satisfies MenuItemConstructorOptions]
        : [
            line,
            settings,
            line,
            { role: 'quit', label: '&Quit', accelerator: 'CmdOrCtrl+Q' } satisfies MenuItemConstructorOptions,
          ]),
    ],
  };
  const edit: MenuItemConstructorOptions = {
    label: mac ? 'Edit' : '&Edit',
    submenu: [
      // Not the roles: what was done on a screen is undone here as well, not only typing.
      ask('undo'),
      ask('redo'),
      line,
      { role: 'cut' },
      { role: 'copy' },
      { role: 'paste' },
      { role: 'selectAll' },
      line,
      ask('filter'),
      ask('copy-image'),
      ask('copy-link'),
    ],
  };
  const choice = <T extends string>(
    label: [string, string],
    id: string,
    choices: readonly (readonly [T, string, string])[],
    act: (value: T) => void,
  ): MenuItemConstructorOptions => ({
    id,
    label: mac ? label[0] : label[1],
    submenu: choices.map(([value, onMac, other]) => item([onMac, other], null, () => act(value), `${id}-${value}`)),
  });
  const view: MenuItemConstructorOptions = {
    label: mac ? 'View' : '&View',
    submenu: [
      ask('go-clients'),
      ask('go-imports'),
      ask('go-data-health'),
      ask('go-alerts'),
      ask('go-reports'),
      ask('go-connections'),
      ask('go-schedules'),
      line,
      ask('palette'),
      ask('switch-client'),
      ask('back'),
      ask('forward'),
      line,
      ask('client-safe'),
      choice(
        ['Density', 'Densit&y'],
        'density',
        [
          ['comfortable', 'Comfortable', '&Comfortable'],
          ['compact', 'Compact', 'Com&pact'],
        ],
        (density) => actions.command({ type: 'set', density }),
      ),
      choice(
        ['Theme', '&Theme'],
        'theme',
        [
          ['system', 'System', '&System'],
          ['light', 'Light', '&Light'],
          ['dark', 'Dark', '&Dark'],
        ],
        (theme) => actions.command({ type: 'set', theme }),
      ),
      ask('sidebar'),
      ask('inspector'),
      line,
      item(['Zoom In', '&Zoom in'], 'CmdOrCtrl+Plus', () => actions.zoom('in'), 'zoom-in'),
      // The plus key without Shift, where it lies there.
      {
        ...item(['Zoom In', 'Zoom in'], 'CmdOrCtrl+=', () => actions.zoom('in'), 'zoom-in-2'),
        visible: false,
        acceleratorWorksWhenHidden: true,
      },
      item(['Zoom Out', 'Zoom o&ut'], 'CmdOrCtrl+-', () => actions.zoom('out'), 'zoom-out'),
      item(['Actual Size', 'Actua&l size'], 'CmdOrCtrl+0', () => actions.zoom('reset'), 'zoom-reset'),
      line,
      { role: 'togglefullscreen' },
      ...(devTools ? [line, { role: 'toggleDevTools' } satisfies MenuItemConstructorOptions] : []),
    ],
  };
  const client: MenuItemConstructorOptions = {
    label: mac ? 'Client' : '&Client',
    submenu: [
      ask('import'),
      ask('import-all'),
      line,
      ask('history'),
      item(
        ['Schedule…', '&Schedule…'],
        null,
        () => actions.command({ type: 'open', path: commandOf('go-schedules').path ?? '' }),
        'schedule',
      ),
    ],
  };
  const help: MenuItemConstructorOptions = {
    role: 'help',
    label: mac ? 'Help' : '&Help',
    submenu: [
      ask('shortcuts'),
      ask('glossary'),
      line,
      item(['Show Log', 'Show &log'], null, actions.showLog, 'log'),
      ask('copy-diagnostics'),
      ...(mac ? [] : [line, about]),
    ],
  };
  const app: MenuItemConstructorOptions = {
    label: 'Tidemark',
    submenu: [
      about,
      line,
      settings,
      line,
      { role: 'services' },
      line,
      { role: 'hide' },
      { role: 'hideOthers' },
      { role: 'unhide' },
      line,
      { role: 'quit' },
    ],
  };
  const window: MenuItemConstructorOptions = mac
    ? { role: 'windowMenu' }
    : { label: '&Window', submenu: [{ role: 'minimize' }, { role: 'close', label: '&Close' }] };
  return [...(mac ? [app] : []), file, edit, view, client, window, help];
}
