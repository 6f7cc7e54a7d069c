import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { Menu, type MenuItemConstructorOptions, nativeImage, Tray } from 'electron';
import type { Activity, EngineCommand } from '../kernel/engine-protocol.ts';
import { type DesktopCommand, screenCommand } from './electron-commands.ts';
import { NO_ACTIVITY } from './engine-link.ts';
import { languageTag, t } from '../../words/text.ts';
import { tray as m } from './messages-desktop.ts';

export type TrayStatus = Activity & { online: boolean };
export type TrayIcon = 'idle' | 'working' | 'attention' | 'offline';

export type TrayDeps = {
  platform: NodeJS.Platform;
  /** Folder of the tray's images. */
  images: string;
  /** The person wants none; `update` may say otherwise later. */
  hidden: boolean;
  show(): void;
  /** For the page. */
  command(command: DesktopCommand): void;
  /** For the engine, which works without a page. */
  engine(command: EngineCommand): void;
  quit(): void;
  failed(error: unknown): void;
};

export type AppTray = {
  /** Whether a person can get the window back from it. */
  available(): boolean;
  /** Settles when `available` is certain. */
  settled: Promise<void>;
  update(status: TrayStatus): void;
  destroy(): void;
};

/** What is worth a glance comes first: a person is needed, then no network, then work. Paused looks as offline does: nothing comes in. */
export function trayIcon(status: TrayStatus): TrayIcon {
  if (status.attention > 0) return 'attention';
  if (!status.online) return 'offline';
  if (status.percent !== null) return 'working';
  return status.state === 'paused' ? 'offline' : 'idle';
}

/** One line: what is going on. */
export function statusLine({ percent, text, online }: TrayStatus): string {
  if (percent !== null) return t(m.working, { status: text, percent: String(percent) });
  if (!online) return t(m.offline);
  return text === '' ? t(m.starting) : text;
}

/** The picture's file: black with transparency for macOS, which colours it itself; several sizes in one file for Windows. */
export function trayImage(platform: NodeJS.Platform, icon: TrayIcon): string {
  if (platform === 'darwin') return `${icon}Template.png`;
  return platform === 'win32' ? `${icon}.ico` : `${icon}.png`;
}

/**
 * The icon in the notification area. It may be missing for many reasons, none of which may stop the application: then `available` is false
 * and closing the window asks instead of hiding it.
 */
export function createTray(deps: TrayDeps): AppTray {
  let tray: Tray | null = null;
  let hosted = deps.platform !== 'linux';
  let shown = '';
  let hidden = deps.hidden;

  const image = (icon: TrayIcon) => {
    const picture = nativeImage.createFromPath(join(deps.images, trayImage(deps.platform, icon)));
    if (deps.platform === 'darwin') picture.setTemplateImage(true);
    return picture;
  };

  const start: TrayStatus = { ...NO_ACTIVITY, online: true };
  const update = (status: TrayStatus): void => {
    if (status.trayHidden !== null && status.trayHidden !== hidden) {
      hidden = status.trayHidden;
      if (hidden) remove();
      else open();
    }
    if (tray === null) return;
    const icon = trayIcon(status);
    const line = statusLine(status);
    const next = JSON.stringify([
      icon,
      line,
      status.attention,
      status.items,
      status.next,
      status.pausedByPerson,
      languageTag(),
    ]);
    // Building a menu closes the one that is open, so nothing is set that shows the same.
    if (next === shown) return;
    shown = next;
    try {
      tray.setImage(image(icon));
      tray.setToolTip(t(m.tip, { status: line }));
      // On Linux a change of an item shows only in a menu that is set anew.
      tray.setContextMenu(
        Menu.buildFromTemplate([
          { id: 'status', label: line, enabled: false },
          { type: 'separator' },
          { id: 'open', label: t(m.open), click: () => deps.show() },
          { id: 'import-all', label: t(m.importAll), click: () => deps.engine('import_all') },
          {
            id: 'pause',
            label: t(m.pause),
            submenu: [
              { id: 'pause-hour', label: t(m.pauseHour), click: () => deps.engine('pause_hour') },
              {
                id: 'pause-tomorrow',
                label: t(m.pauseTomorrow),
                click: () => deps.engine('pause_until_tomorrow'),
              },
              { id: 'resume', label: t(m.resume), enabled: status.pausedByPerson, click: () => deps.engine('resume') },
            ],
          },
          {
            id: 'attention',
            label: t(m.attention, { count: String(status.attention) }),
            visible: status.attention > 0,
            submenu: attentionItems(status),
          },
          { type: 'separator' },
          { id: 'next', label: status.next ?? t(m.noRun), enabled: false },
          { id: 'settings', label: t(m.settings), click: () => deps.command({ type: 'open', path: '/settings' }) },
          { id: 'quit', label: t(m.quit), click: () => deps.quit() },
        ]),
      );
    } catch (error) {
      deps.failed(error);
    }
  };

  /** The first few by name, each leading to its screen, and the rest behind one more entry. */
  function attentionItems({ items, attention }: TrayStatus): MenuItemConstructorOptions[] {
    const entries = items.map(({ text, path }) => ({ label: text, click: () => deps.command(screenCommand(path)) }));
    if (attention <= items.length) return entries;
    return [...entries, { label: t(m.showAll), click: () => deps.command(screenCommand('/alerts')) }];
  }

  let settled: Promise<void> = Promise.resolve();

  function remove(): void {
    tray?.destroy();
    tray = null;
  }

  function open(): void {
    shown = '';
    try {
      tray = new Tray(image('idle'));
      // On Linux a click arrives on some desktops only; on macOS it opens the menu.
      if (deps.platform !== 'darwin') tray.on('click', () => deps.show());
    } catch (error) {
      tray = null;
      deps.failed(error);
    }
    if (deps.platform === 'linux' && tray !== null) settled = hasTrayHost().then((has) => void (hosted = has));
  }

  if (!hidden) open();
  update({ ...start, trayHidden: hidden });

  return {
    available: () => tray !== null && hosted,
    settled,
    update,
    destroy: remove,
  };
}

const ASK_MS = 3_000;

/**
 * On Linux an icon is accepted even where nothing shows it (a plain GNOME). Whoever shows icons owns this name on the session's bus. No
 * answer counts as no: asking once too often is better than a window nobody can get back.
 */
function hasTrayHost(): Promise<boolean> {
  const question = ['org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus', 'NameHasOwner'] as const;
  const name = 'org.kde.StatusNotifierWatcher';
  const [to, path, face, method] = question;
  const ask = (program: string, args: string[]): Promise<boolean> =>
    new Promise((resolve) => {
      execFile(program, args, { timeout: ASK_MS }, (error, answer) =>
        resolve(error === null && /\btrue\b/.test(answer)),
      );
    });
  return ask('gdbus', [
    'call',
    '--session',
    '--timeout',
    '2',
    '--dest',
    to,
    '--object-path',
    path,
    '--method',
    `${face}.${method}`,
    name,
  ]).then(
    (has) =>
      has ||
      ask('dbus-send', [
        '--session',
        '--print-reply',
        '--reply-timeout=2000',
        `--dest=${to}`,
        path,
        `${face}.${method}`,
        `string:${name}`,
      ]),
  );
}
