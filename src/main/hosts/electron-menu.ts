import type { MenuItemConstructorOptions } from 'electron';
import type { DesktopCommand } from './electron-commands.ts';

export type MenuActions = {
  command(command: DesktopCommand): void;
  zoom(step: 'in' | 'out' | 'reset'): void;
  showLog(): void;
  about(): void;
};

/**
 * The application's menu: roles where the system has them, Title Case on macOS, sentence case with mnemonics elsewhere. There is no Reload
 * role, because Ctrl R imports. Keys the page handles itself stand here too: it keeps an event it has used from reaching the menu.
 */
export function menuTemplate(
  platform: NodeJS.Platform,
  devTools: boolean,
  actions: MenuActions,
): MenuItemConstructorOptions[] {
  const mac = platform === 'darwin';
  const item = (
    label: [mac: string, other: string],
    accelerator: string | null,
    act: () => void,
    id: string,
  ): MenuItemConstructorOptions => ({
    id,
    label: mac ? label[0] : label[1],
    ...(accelerator === null ? {} : { accelerator }),
    click: () => act(),
  });
  const ask = (label: [string, string], accelerator: string | null, command: DesktopCommand, id: string) =>
    item(label, accelerator, () => actions.command(command), id);
  const line: MenuItemConstructorOptions = { type: 'separator' };
  const open = (path: string): DesktopCommand => ({ type: 'open', path });

  const settings = ask(['Settings…', '&Settings…'], 'CmdOrCtrl+,', open('/settings'), 'settings');
  const about = item(['About Tidemark', '&About Tidemark'], null, actions.about, 'about');

  const file: MenuItemConstructorOptions = {
    label: mac ? 'File' : '&File',
    submenu: [
      ask(['Connect Account…', '&Connect account…'], null, open('/connections'), 'connect'),
      ask(['Export CSV…', '&Export CSV…'], 'CmdOrCtrl+Shift+S', { type: 'export' }, 'export'),
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
      { role: 'undo' },
      { role: 'redo' },
      line,
      { role: 'cut' },
      { role: 'copy' },
      { role: 'paste' },
      { role: 'selectAll' },
      line,
      ask(['Find in Table', '&Find in table'], 'CmdOrCtrl+F', { type: 'find' }, 'find'),
    ],
  };
  const view: MenuItemConstructorOptions = {
    label: mac ? 'View' : '&View',
    submenu: [
      ask(['Clients', '&Clients'], 'CmdOrCtrl+1', open('/clients'), 'clients'),
      ask(['Imports', '&Imports'], 'CmdOrCtrl+2', open('/imports'), 'imports'),
      ask(['Connections', 'C&onnections'], 'CmdOrCtrl+6', open('/connections'), 'connections'),
      line,
      ask(['Search…', '&Search…'], 'CmdOrCtrl+K', { type: 'search' }, 'search'),
      ask(['Back', '&Back'], mac ? 'Cmd+[' : 'Alt+Left', { type: 'back' }, 'back'),
      ask(['Forward', '&Forward'], mac ? 'Cmd+]' : 'Alt+Right', { type: 'forward' }, 'forward'),
      ask(['Show or Hide Sidebar', 'Show or &hide sidebar'], 'CmdOrCtrl+B', { type: 'sidebar' }, 'sidebar'),
      line,
      item(['Zoom In', 'Zoom i&n'], 'CmdOrCtrl+Plus', () => actions.zoom('in'), 'zoom-in'),
      // The plus key without Shift, where it lies there.
      {
        ...item(['Zoom In', 'Zoom in'], 'CmdOrCtrl+=', () => actions.zoom('in'), 'zoom-in-2'),
        visible: false,
        acceleratorWorksWhenHidden: true,
      },
      item(['Zoom Out', 'Zoom o&ut'], 'CmdOrCtrl+-', () => actions.zoom('out'), 'zoom-out'),
      item(['Actual Size', '&Actual size'], 'CmdOrCtrl+0', () => actions.zoom('reset'), 'zoom-reset'),
      line,
      { role: 'togglefullscreen' },
      ...(devTools ? [line, { role: 'toggleDevTools' } satisfies MenuItemConstructorOptions] : []),
    ],
  };
  const client: MenuItemConstructorOptions = {
    label: mac ? 'Client' : '&Client',
    submenu: [
      ask(['Import Latest Data', '&Import latest data'], 'CmdOrCtrl+R', { type: 'import', scope: 'current' }, 'import'),
      ask(
        ['Import All Clients', 'Import &all clients'],
        'CmdOrCtrl+Shift+R',
        { type: 'import', scope: 'all' },
        'import-all',
      ),
      line,
      ask(['Import History', 'Import &history'], null, open('/imports'), 'history'),
    ],
  };
  const help: MenuItemConstructorOptions = {
    role: 'help',
    label: mac ? 'Help' : '&Help',
    submenu: [
      ask(['Keyboard Shortcuts', '&Keyboard shortcuts'], null, { type: 'shortcuts' }, 'shortcuts'),
      item(['Show Log', 'Show &log'], null, actions.showLog, 'log'),
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
