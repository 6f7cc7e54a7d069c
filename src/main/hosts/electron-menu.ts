import type { MenuItemConstructorOptions } from 'electron';
import { acceleratorOf, commandOf, type CommandId } from '../../contract/commands.ts';
import type { DesktopCommand } from './electron-commands.ts';
import { type Message, t } from '../../words/text.ts';
import { menuMac, menuOther, menuRoles } from './messages-menu.ts';

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
  const named = (key: keyof typeof menuMac): string => t(mac ? menuMac[key] : menuOther[key]);
  const role = (role: NonNullable<MenuItemConstructorOptions['role']>, label: Message): MenuItemConstructorOptions => ({
    role,
    label: t(label),
  });
  const item = (
    label: string,
    accelerator: string | null,
    act: () => void,
    id: string,
  ): MenuItemConstructorOptions => ({
    id,
    label,
    ...(accelerator === null ? {} : { accelerator }),
    click: () => act(),
  });
  /** A command of the table, with its own words and key. */
  const ask = (id: CommandId): MenuItemConstructorOptions => {
    const { menu, path, label } = commandOf(id);
    const command: DesktopCommand = path === undefined ? { type: 'run', id } : { type: 'open', path };
    return item(t(menu?.[mac ? 0 : 1] ?? label), acceleratorOf(id, mac), () => actions.command(command), id);
  };
  const line: MenuItemConstructorOptions = { type: 'separator' };

  const settings = ask('go-settings');
  const about = item(named('about'), null, actions.about, 'about');

  const file: MenuItemConstructorOptions = {
    label: named('file'),
    submenu: [
      ask('new-client'),
      ask('connect'),
      ask('import-file'),
      line,
      ask('report'),
      ask('csv'),
      ask('export'),
      ...(mac
        ? [line, role('close', menuRoles.closeWindow)]
        : [line, settings, line, { ...role('quit', menuOther.quit), accelerator: 'CmdOrCtrl+Q' }]),
    ],
  };
  const edit: MenuItemConstructorOptions = {
    label: named('edit'),
    submenu: [
      // Not the roles: what was done on a screen is undone here as well, not only typing.
      ask('undo'),
      ask('redo'),
      line,
      role('cut', menuRoles.cut),
      role('copy', menuRoles.copy),
      role('paste', menuRoles.paste),
      role('selectAll', menuRoles.selectAll),
      line,
      ask('filter'),
      ask('copy-image'),
      ask('copy-link'),
    ],
  };
  const choice = <T extends string>(
    id: keyof typeof menuMac,
    choices: readonly (T & keyof typeof menuMac)[],
    act: (value: T) => void,
  ): MenuItemConstructorOptions => ({
    id,
    label: named(id),
    submenu: choices.map((value) => item(named(value), null, () => act(value), `${id}-${value}`)),
  });
  const view: MenuItemConstructorOptions = {
    label: named('view'),
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
      choice('density', ['comfortable', 'compact'], (density) => actions.command({ type: 'set', density })),
      choice('theme', ['system', 'light', 'dark'], (theme) => actions.command({ type: 'set', theme })),
      ask('sidebar'),
      ask('inspector'),
      line,
      item(named('zoomIn'), 'CmdOrCtrl+Plus', () => actions.zoom('in'), 'zoom-in'),
      // The plus key without Shift, where it lies there.
      {
        ...item(t(menuMac.zoomIn), 'CmdOrCtrl+=', () => actions.zoom('in'), 'zoom-in-2'),
        visible: false,
        acceleratorWorksWhenHidden: true,
      },
      item(named('zoomOut'), 'CmdOrCtrl+-', () => actions.zoom('out'), 'zoom-out'),
      item(named('zoomReset'), 'CmdOrCtrl+0', () => actions.zoom('reset'), 'zoom-reset'),
      line,
      role('togglefullscreen', menuRoles.fullScreen),
      ...(devTools ? [line, { role: 'toggleDevTools' } satisfies MenuItemConstructorOptions] : []),
    ],
  };
  const client: MenuItemConstructorOptions = {
    label: named('client'),
    submenu: [
      ask('import'),
      ask('import-all'),
      line,
      ask('history'),
      item(
        named('schedule'),
        null,
        () => actions.command({ type: 'open', path: commandOf('go-schedules').path ?? '' }),
        'schedule',
      ),
    ],
  };
  const help: MenuItemConstructorOptions = {
    role: 'help',
    label: named('help'),
    submenu: [
      ask('shortcuts'),
      ask('glossary'),
      line,
      item(named('log'), null, actions.showLog, 'log'),
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
      role('services', menuRoles.services),
      line,
      role('hide', menuRoles.hide),
      role('hideOthers', menuRoles.hideOthers),
      role('unhide', menuRoles.showAll),
      line,
      role('quit', menuRoles.quit),
    ],
  };
  const window: MenuItemConstructorOptions = mac
    ? { role: 'windowMenu' }
    : { label: t(menuOther.window), submenu: [role('minimize', menuRoles.minimize), role('close', menuOther.close)] };
  return [...(mac ? [app] : []), file, edit, view, client, window, help];
}
