import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { app, Menu, nativeTheme, powerMonitor, session, shell, dialog } from 'electron';
import { z } from 'zod';
import type { EngineOptions } from '../kernel/engine-protocol.ts';
import { createBridge } from './electron-bridge.ts';
import { askAboutBrokenPage, closeWindow } from './electron-closing.ts';
import {
  commandOf,
  type DesktopCommand,
  hiddenFlag,
  LINK_SCHEME,
  linkCommand,
  screenCommand,
} from './electron-commands.ts';
import { watchConditions } from './electron-conditions.ts';
import { guardPages, guardSession } from './electron-guards.ts';
import { createIpc } from './electron-ipc.ts';
import { followLanguage } from './electron-language.ts';
import { openLog } from './electron-log.ts';
import { setLaunchAtLogin, startedAtLogin } from './electron-login.ts';
import { type MenuActions, menuTemplate } from './electron-menu.ts';
import { createNotifier } from './electron-notify.ts';
import { createPrinter, printedFile } from './electron-print.ts';
import { servePages } from './electron-protocol.ts';
import { copyImage, pngBytes, savedFile, saveFile, type SaveDeps } from './electron-save.ts';
import { openState } from './electron-state.ts';
import { type AppTray, createTray, type TrayStatus } from './electron-tray.ts';
import { createMainWindow } from './electron-window.ts';
import { NO_ACTIVITY, startEngine } from './engine-link.ts';
import { t } from '../../words/text.ts';
import { dialogs as m } from './messages-desktop.ts';

/** The checkout or the packed application: in the build this file lies in out/main. */
const root = join(import.meta.dirname, '..', '..');

/**
 * Runs the desktop application until it is quit: engine, window, tray, menu and everything between them. Call before Electron is ready,
 * as the only instance. `args` are the process's arguments.
 */
export function startDesktop(options: EngineOptions, args: readonly string[]): void {
  const { platform } = process;
  const log = openLog(app.getPath('logs'), app.isPackaged);
  const say = (level: 'info' | 'warn' | 'error', message: string, fields?: unknown): void =>
    log.write({ level, message, fields });
  const state = openState(app.getPath('userData'), (error) =>
    say('warn', "The window's place cannot be remembered.", { error: String(error) }),
  );

  let quitting = false;
  let exitCode = 0;
  let tray: AppTray | null = null;
  // Until the engine tells what the settings are now, they are what they were.
  const status: TrayStatus = { ...NO_ACTIVITY, trayHidden: state.get().trayHidden, online: true };
  const follow = followLanguage(state, () => {
    if (!app.isReady()) return;
    showMenu();
    tray?.update(status);
  });
  const notifier = createNotifier((path) => {
    if (path === null) window.show();
    else window.command(screenCommand(path));
  });

  const link = startEngine(options, {
    openExternal: (url) =>
      shell.openExternal(url).catch(() => {
        throw new Error(t(m.noBrowser));
      }),
    notify: notifier.notify,
    withdraw: notifier.withdraw,
    launchAtLogin: (on) =>
      setLaunchAtLogin(on, {
        platform,
        env: process.env,
        // An AppImage is mounted anew at every start; the file it came from stays.
        program: process.env.APPIMAGE ?? process.execPath,
        args: [...(app.isPackaged ? [] : [root]), '--home', options.home],
      }),
    log: log.write,
    activity: (activity) => {
      Object.assign(status, activity);
      const { trayHidden, language } = activity;
      follow(language);
      if (trayHidden !== null && state.get().trayHidden !== trayHidden) state.set({ trayHidden });
      tray?.update(status);
      window.progress(activity.percent);
    },
  });
  const bridge = createBridge(link);
  const preload = join(root, 'out', 'preload', 'electron.cjs');
  const printer = createPrinter({ preload, bridge: createBridge(link) });

  const window = createMainWindow({
    state,
    preload,
    // macOS and Windows take it from the program itself.
    icon: platform === 'linux' ? join(root, 'resources', 'icon.png') : null,
    devTools: !app.isPackaged,
    quitting: () => quitting,
    closed: (one) =>
      void closeWindow(one, {
        platform,
        state,
        hasTray: () => tray?.available() ?? false,
        tell: notifier.tell,
        quit: () => app.quit(),
      }),
    sessionEnds: () => app.quit(),
    pageGone: () => bridge.drop(),
    broken: (one, what, reload) => void askAboutBrokenPage(one, what, reload, () => app.quit()),
    log: (message, fields) => say('error', message, fields),
  });

  guardPages(app, {
    endpointOverrides: options.endpointOverrides,
    openLink: (url) =>
      void shell.openExternal(url).catch(() => say('warn', 'The system could not open a link in the browser.')),
    refused: (what) => say('warn', `A ${what} of the page was refused.`),
  });

  const menuActions: MenuActions = {
    command: window.command,
    zoom: window.zoom,
    about: () => app.showAboutPanel(),
    showLog: () => {
      if (log.file !== null) shell.showItemInFolder(log.file);
      else void dialog.showMessageBox({ message: t(m.logInTerminal) });
    },
  };
  const showMenu = (): void =>
    Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(platform, !app.isPackaged, menuActions)));

  const hidden = hiddenFlag(args);
  const first = commandOf(args);
  const pending: DesktopCommand[] = first === null ? [] : [first];
  const ask = (command: DesktopCommand): void => {
    if (app.isReady()) window.command(command);
    else pending.push(command);
  };
  app.on('second-instance', (_event, theirArgs) => {
    const command = commandOf(theirArgs);
    if (command !== null) ask(command);
    else if (app.isReady()) window.show();
  });
  // macOS hands links over this way, possibly before the application is ready.
  app.on('open-url', (event, url) => {
    event.preventDefault();
    const command = linkCommand(url);
    if (command !== null) ask(command);
  });
  app.on('activate', () => {
    if (app.isReady()) window.show();
  });
  // The application lives on in the tray or the dock; without this listener Electron would quit.
  app.on('window-all-closed', () => undefined);

  app.on('before-quit', (event) => {
    // The engine must close its files first; app.exit then ends everything.
    event.preventDefault();
    if (quitting) return;
    quitting = true;
    void (async () => {
      bridge.drop();
      notifier.clear();
      tray?.destroy();
      window.window()?.close();
      const how = await link.stop();
      if (how.kind === 'unclean')
        say('warn', 'The engine did not close in time and was cut off; what was committed is safe.');
      app.exit(exitCode);
    })();
  });
  void link.ended.then(async (how) => {
    if (how.kind !== 'failed') return;
    say('error', how.sentence, { cause: how.cause?.stack });
    exitCode = 1;
    await app.whenReady();
    dialog.showErrorBox(t(m.hasToClose), how.sentence);
    app.quit();
  });
  process.on('uncaughtException', (error) => {
    say('error', 'An error was not caught.', { error: error.stack ?? error.message });
    // The data is the engine's, in a thread of its own. A window that stays is better than one that vanishes over a menu entry.
    if (window.window() !== null || hidden) return;
    exitCode = 1;
    dialog.showErrorBox(t(m.hasToClose), t(m.windowNotOpened, { reason: error.message }));
    app.quit();
  });
  process.on('unhandledRejection', (reason) =>
    say('error', 'A rejection was not handled.', { error: reason instanceof Error ? reason.stack : String(reason) }),
  );
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => app.quit());

  void app
    .whenReady()
    .then(() => {
      const own = session.defaultSession;
      guardSession(own);
      servePages(own, join(root, 'out', 'renderer'));
      nativeTheme.themeSource = state.get().theme;

      const ipc = createIpc(window.isOurs, (channel) => say('warn', `A message on ${channel} was refused.`));
      // The page that is being printed may ask for its figures and say that they are drawn; nothing else.
      const anyPage = createIpc(
        (page) => window.isOurs(page) || printer.isOurs(page),
        (channel) => say('warn', `A message on ${channel} was refused.`),
      );
      anyPage.on('tidemark:request-port', z.undefined(), (_none, page) => {
        if (printer.isOurs(page)) return printer.give(page);
        bridge.give(page);
        window.pageReady();
      });
      anyPage.on('tidemark:sheets-ready', z.boolean(), (drawn, page) => {
        if (printer.isOurs(page)) printer.told(drawn);
      });
      ipc.on('tidemark:theme', z.enum(['system', 'light', 'dark']), (theme) => {
        if (state.get().theme !== theme) state.set({ theme });
        nativeTheme.themeSource = theme;
      });
      const places: SaveDeps = {
        folder: () => {
          const folder = state.get().saveFolder;
          return folder !== null && existsSync(folder) ? folder : app.getPath('downloads');
        },
        remember: (folder) => state.set({ saveFolder: folder }),
      };
      ipc.handle('tidemark:save-file', savedFile, async (file) => {
        const one = window.window();
        if (one === null) return { saved: false };
        return saveFile(one, file, places);
      });
      ipc.handle('tidemark:save-pdf', printedFile, async ({ name, path }) => {
        const bytes = await printer.print(path);
        const one = window.window();
        return one === null ? { saved: false } : saveFile(one, { name, bytes }, places);
      });
      ipc.handle('tidemark:copy-image', pngBytes, copyImage);

      app.setAboutPanelOptions({ applicationName: 'Tidemark', applicationVersion: options.version });
      showMenu();
      // Elsewhere the installed application's own description says so.
      if (platform === 'win32' && app.isPackaged) app.setAsDefaultProtocolClient(LINK_SCHEME);

      const quiet = (hidden || startedAtLogin(platform)) && pending.length === 0;
      if (!quiet) window.show();
      tray = createTray({
        platform,
        images: join(root, 'resources', 'tray'),
        hidden: state.get().trayHidden,
        show: window.show,
        command: window.command,
        engine: link.command,
        quit: () => app.quit(),
        failed: (error) => say('warn', 'There is no tray icon.', { error: String(error) }),
      });

      // Without a tray nobody could find an application that has no window.
      if (quiet)
        void tray.settled.then(() => {
          if (tray?.available() !== true && !quitting) window.show();
        });

      const conditions = watchConditions({
        platform,
        changed: (now, before) => {
          link.conditions(now);
          if (now.online !== (before?.online ?? true)) link.event(now.online ? 'online' : 'offline');
          status.online = now.online;
          tray?.update(status);
        },
      });
      const woke = (): void => {
        conditions.look();
        link.event('wake');
      };
      powerMonitor.on('resume', woke);
      powerMonitor.on('unlock-screen', woke);
      // The computer is being switched off.
      powerMonitor.on('shutdown', () => app.quit());
      tray.update(status);

      for (const command of pending.splice(0)) window.command(command);
    })
    .catch((error: unknown) => {
      say('error', 'The application could not start.', { error: error instanceof Error ? error.stack : String(error) });
      exitCode = 1;
      dialog.showErrorBox(t(m.cannotStart), error instanceof Error ? error.message : String(error));
      app.quit();
    });
}
