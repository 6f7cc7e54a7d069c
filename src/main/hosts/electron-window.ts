import { BrowserWindow, Menu, nativeTheme, screen, type WebContents, type WebPreferences } from 'electron';
import { type DesktopCommand, desktopCommand } from './electron-commands.ts';
import { START_PAGE } from './electron-policy.ts';
import { placeWindow, type RememberedState } from './electron-state.ts';

export type WindowDeps = {
  state: RememberedState;
  preload: string;
  icon: string | null;
  /** Developer tools exist only in a checkout. */
  devTools: boolean;
  /** True from the moment the application is on its way out: then closing closes. */
  quitting(): boolean;
  /** The person closed the window. */
  closed(window: BrowserWindow): void;
  /** Windows is being shut down or the person signs out; there is little time. */
  sessionEnds(): void;
  /** The page is loading anew, crashed or gone: its port is void. */
  pageGone(): void;
  /** The page crashed or could not be loaded; `reload` tries again. */
  broken(window: BrowserWindow, what: 'crashed' | 'not loaded' | 'stuck', reload: () => void): void;
  log(message: string, fields?: Record<string, unknown>): void;
};

export type MainWindow = {
  /** Brings the window to the front; makes it when there is none. */
  show(): void;
  /** Shows the window and asks its page for something; waits for a page that is still loading. */
  command(command: DesktopCommand): void;
  /** The page listens. */
  pageReady(): void;
  isOurs(page: WebContents): boolean;
  window(): BrowserWindow | null;
  /** Percent 0–100 on the taskbar or dock; null = nothing runs. */
  progress(percent: number | null): void;
  zoom(step: 'in' | 'out' | 'reset'): void;
};

/** The page's own background (its `bg` token), so that the first frame is not white. */
export const BACKGROUND = { light: '#F6F7F9', dark: '#0F1217' };
const SHOW_AT_THE_LATEST_MS = 3_000;
const SETTLED_MS = 500;
const MOST_WAITING_COMMANDS = 10;
const ZOOM_STEPS = [0.8, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2];

/** Every window's web preferences. Spelled out though most are Electron's defaults: a default can change, a promise cannot. */
export function webPreferences(preload: string, devTools: boolean): WebPreferences {
  return {
    preload,
    devTools,
    contextIsolation: true,
    sandbox: true,
    webSecurity: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webviewTag: false,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    navigateOnDragDrop: false,
    // Its dictionaries would be downloaded from a server that is not one of ours.
    spellcheck: false,
    autoplayPolicy: 'user-gesture-required',
  };
}

/** The application's one window. Closing it keeps the page, so that an import started from the tray still has one. */
export function createMainWindow(deps: WindowDeps): MainWindow {
  let current: BrowserWindow | null = null;
  let listening = false;
  const waiting: DesktopCommand[] = [];

  const create = (): BrowserWindow => {
    const saved = deps.state.get();
    const areas = [screen.getPrimaryDisplay(), ...screen.getAllDisplays()].map((display) => display.workArea);
    const window = new BrowserWindow({
      ...placeWindow(saved.bounds, areas),
      minWidth: 960,
      minHeight: 640,
      show: false,
      title: 'Tidemark',
      backgroundColor: nativeTheme.shouldUseDarkColors ? BACKGROUND.dark : BACKGROUND.light,
      ...(deps.icon === null ? {} : { icon: deps.icon }),
      webPreferences: webPreferences(deps.preload, deps.devTools),
    });
    current = window;
    listening = false;
    rememberPlace(window, deps.state);
    follow(window);
    if (saved.maximized) window.maximize();
    if (saved.fullScreen) window.setFullScreen(true);
    // A page that never paints must not leave an application without a window.
    const latest = setTimeout(() => reveal(window), SHOW_AT_THE_LATEST_MS);
    window.once('ready-to-show', () => {
      clearTimeout(latest);
      reveal(window);
    });
    window.once('closed', () => {
      clearTimeout(latest);
      if (current === window) current = null;
      listening = false;
      deps.pageGone();
    });
    load(window);
    return window;
  };

  const load = (window: BrowserWindow): void => {
    // A failure is reported by 'did-fail-load'.
    window.loadURL(START_PAGE).catch(() => undefined);
  };

  const follow = (window: BrowserWindow): void => {
    const { webContents } = window;
    let killed = false;
    const reload = (): void => {
      if (!window.isDestroyed()) load(window);
    };
    window.on('close', (event) => {
      if (deps.quitting()) return;
      event.preventDefault();
      deps.closed(window);
    });
    window.on('session-end', () => deps.sessionEnds());
    webContents.on('did-start-navigation', (details) => {
      if (!details.isMainFrame || details.isSameDocument) return;
      listening = false;
      deps.pageGone();
    });
    webContents.on('did-finish-load', () => webContents.setZoomFactor(deps.state.get().zoom));
    webContents.on('did-fail-load', (_event, code, _description, _url, isMainFrame) => {
      // -3: a newer navigation took over.
      if (!isMainFrame || code === -3 || deps.quitting()) return;
      deps.log('The page could not be loaded.', { code });
      deps.broken(window, 'not loaded', reload);
    });
    webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
      listening = false;
      deps.pageGone();
      if (reason === 'clean-exit' || deps.quitting()) return;
      if (killed) {
        killed = false;
        reload();
        return;
      }
      deps.log('The page crashed.', { reason, exitCode });
      // Nobody looks at a window in the tray: it only has to be there when asked for.
      if (window.isVisible()) deps.broken(window, 'crashed', reload);
      else reload();
    });
    webContents.on('preload-error', (_event, _path, error) =>
      deps.log('The preload failed.', { error: error.stack ?? error.message }),
    );
    webContents.on('zoom-changed', (_event, direction) => zoom(direction));
    webContents.on('context-menu', (_event, { isEditable, selectionText }) => {
      if (!isEditable && selectionText.trim() === '') return;
      Menu.buildFromTemplate(
        isEditable
          ? [{ role: 'cut' }, { role: 'copy' }, { role: 'paste' }, { type: 'separator' }, { role: 'selectAll' }]
          : [{ role: 'copy' }],
      ).popup({ window });
    });
    window.on('unresponsive', () => {
      if (deps.quitting()) return;
      deps.broken(window, 'stuck', () => {
        // A page that hangs would not make room for a new one.
        killed = true;
        webContents.forcefullyCrashRenderer();
      });
    });
  };

  const send = (command: DesktopCommand): void => current?.webContents.send('tidemark:command', command);

  const show = (): void => {
    if (current === null || current.isDestroyed()) {
      create();
      return;
    }
    if (current.isMinimized()) current.restore();
    current.show();
    current.focus();
  };

  const zoom = (step: 'in' | 'out' | 'reset'): void => {
    const now = deps.state.get().zoom;
    const next =
      step === 'reset'
        ? 1
        : step === 'in'
          ? (ZOOM_STEPS.find((one) => one > now + 0.001) ?? now)
          : (ZOOM_STEPS.findLast((one) => one < now - 0.001) ?? now);
    deps.state.set({ zoom: next });
    current?.webContents.setZoomFactor(next);
  };

  return {
    show,
    zoom,
    command(wanted) {
      const command = desktopCommand.parse(wanted);
      show();
      if (listening) send(command);
      else if (waiting.length < MOST_WAITING_COMMANDS) waiting.push(command);
    },
    pageReady() {
      listening = true;
      for (const command of waiting.splice(0)) send(command);
    },
    isOurs: (page) => current !== null && !current.isDestroyed() && page === current.webContents,
    window: () => current,
    progress(percent) {
      if (current !== null && !current.isDestroyed()) current.setProgressBar(percent === null ? -1 : percent / 100);
    },
  };
}

function reveal(window: BrowserWindow): void {
  if (!window.isDestroyed() && !window.isVisible()) window.show();
}

function rememberPlace(window: BrowserWindow, state: RememberedState): void {
  let timer: NodeJS.Timeout | null = null;
  const keep = (): void => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    if (window.isDestroyed() || window.isMinimized()) return;
    // The size to go back to, not that of the maximised window.
    state.set({
      bounds: window.getNormalBounds(),
      maximized: window.isMaximized(),
      fullScreen: window.isFullScreen(),
    });
  };
  const soon = (): void => {
    if (timer !== null) clearTimeout(timer);
    timer = setTimeout(keep, SETTLED_MS);
  };
  window.on('resize', soon);
  window.on('move', soon);
  window.on('maximize', soon);
  window.on('unmaximize', soon);
  window.on('enter-full-screen', soon);
  window.on('leave-full-screen', soon);
  window.on('close', keep);
  window.once('closed', () => {
    if (timer !== null) clearTimeout(timer);
  });
}
