// A recording stand-in for the parts of Electron's main process that Tidemark uses, with one page per window that runs the real preload.
// It refuses what Electron refuses (late calls, foreign ports, unknown roles, missing files), so that a wrong call fails here too.
import { EventEmitter } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import vm from 'node:vm';
import { createPage } from './page.mjs';
import { MessageChannelMain, MessagePortMain } from './ports.mjs';

const config = {
  packaged: false,
  appData: join(tmpdir(), 'tidemark-double'),
  dark: false,
  online: true,
  onBattery: false,
  openedAtLogin: false,
  tray: true,
  notifications: true,
  displays: [{ x: 0, y: 0, width: 1920, height: 1040 }],
  ...JSON.parse(process.env.TIDEMARK_DOUBLE ?? '{}'),
};

/** What was done, in order; and the answers the person gives to dialogs. */
export const record = {
  calls: [],
  windows: [],
  trays: [],
  notifications: [],
  external: [],
  dialogs: [],
  answers: [],
  applicationMenu: null,
  refusedAnswers: 0,
};
const note = (name, ...args) => record.calls.push({ name, ready: app.isReady(), args });

let ready = false;
const whenReady = Promise.withResolvers();
const paths = new Map([
  ['appData', config.appData],
  ['userData', join(config.appData, 'Tidemark')],
  ['downloads', join(config.appData, 'Downloads')],
  ['temp', tmpdir()],
]);

const early = (name) => {
  if (ready) throw new Error(`${name} must be called before the app is ready`);
};

export const app = Object.assign(new EventEmitter(), {
  isPackaged: config.packaged,
  isReady: () => ready,
  whenReady: () => whenReady.promise,
  getVersion: () => '0.0.0-double',
  getName: () => 'Tidemark',
  getPath(name) {
    if (name === 'logs') return join(paths.get('userData'), 'logs');
    if (!paths.has(name)) throw new Error(`Failed to get '${name}' path`);
    return paths.get(name);
  },
  setPath(name, path) {
    note('app.setPath', name, path);
    if (!existsSync(path)) throw new Error(`Failed to set path: ${path} does not exist`);
    paths.set(name, path);
  },
  enableSandbox() {
    early('app.enableSandbox');
    note('app.enableSandbox');
  },
  setLoginItemSettings: (settings) => note('app.setLoginItemSettings', settings),
  getLoginItemSettings: () => ({ openAtLogin: false, wasOpenedAtLogin: config.openedAtLogin }),
  setAppUserModelId: (id) => note('app.setAppUserModelId', id),
  setAsDefaultProtocolClient: (scheme) => note('app.setAsDefaultProtocolClient', scheme),
  setAboutPanelOptions: (options) => note('app.setAboutPanelOptions', options),
  showAboutPanel: () => note('app.showAboutPanel'),
  requestSingleInstanceLock() {
    note('app.requestSingleInstanceLock');
    return takeLock(paths.get('userData'));
  },
  quit() {
    note('app.quit');
    const event = preventable();
    app.emit('before-quit', event);
    if (event.defaultPrevented) return;
    app.exit(0);
  },
  exit(code = 0) {
    note('app.exit', code);
    process.send?.({ exiting: code, record: plain(record) });
    releaseLock();
    process.exit(code);
  },
});

/** The lock in the profile's folder: the first one holds it, the others leave their arguments for it. */
let lock = null;
let looking = null;
function takeLock(folder) {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, 'SingletonLock');
  for (;;) {
    try {
      writeFileSync(path, String(process.pid), { flag: 'wx' });
      break;
    } catch {
      const holder = Number(readFileSync(path, 'utf8') || process.pid);
      if (alive(holder)) {
        writeFileSync(join(folder, `second-${process.pid}.json`), JSON.stringify(process.argv));
        return false;
      }
      rmSync(path, { force: true });
    }
  }
  lock = path;
  looking = setInterval(() => {
    for (const name of readdirSync(folder).filter((one) => one.startsWith('second-'))) {
      const theirs = JSON.parse(readFileSync(join(folder, name), 'utf8') || 'null');
      if (theirs === null) continue;
      rmSync(join(folder, name));
      app.emit('second-instance', preventable(), theirs, process.cwd(), {});
    }
  }, 20);
  return true;
}
function releaseLock() {
  clearInterval(looking);
  if (lock !== null) rmSync(lock, { force: true });
}
function alive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

export function preventable(extra = {}) {
  return {
    ...extra,
    defaultPrevented: false,
    preventDefault() {
      this.defaultPrevented = true;
    },
  };
}

export const ipcMain = Object.assign(new EventEmitter(), {
  handlers: new Map(),
  handle(channel, handler) {
    if (this.handlers.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`);
    this.handlers.set(channel, handler);
  },
  removeHandler(channel) {
    this.handlers.delete(channel);
  },
});

class WebContents extends EventEmitter {
  #url = '';
  #destroyed = false;
  #window;
  constructor(window) {
    super();
    this.#window = window;
    this.mainFrame = { url: '', parent: null };
    this.page = null;
    this.zoomFactor = 1;
    this.openHandler = null;
  }
  getURL() {
    return this.#url;
  }
  isDestroyed() {
    return this.#destroyed;
  }
  forcefullyCrashRenderer() {
    this.page?.end();
    setImmediate(() => this.emit('render-process-gone', {}, { reason: 'killed', exitCode: 9 }));
  }
  setZoomFactor(factor) {
    this.zoomFactor = factor;
  }
  setWindowOpenHandler(handler) {
    this.openHandler = handler;
  }
  async load(url) {
    note('webContents.loadURL', url);
    this.emit('did-start-navigation', { isMainFrame: true, isSameDocument: false, url });
    this.page?.end();
    const scheme = new URL(url).protocol.slice(0, -1);
    const handler = session.defaultSession.schemes.get(scheme);
    const answer = handler === undefined ? null : await handler(new Request(url.replace(/^app:/, 'app:')));
    if (answer === null || answer.status !== 200) {
      this.emit('did-fail-load', {}, -6, 'ERR_FILE_NOT_FOUND', url, true);
      throw new Error(`ERR_FILE_NOT_FOUND loading '${url}'`);
    }
    this.#url = url;
    this.mainFrame = { url, parent: null };
    this.page = createPage({ contents: this, ipcMain, preload: this.#window.options.webPreferences.preload });
    this.emit('did-finish-load');
    this.#window.emit('ready-to-show');
  }
  send(channel, ...args) {
    note('webContents.send', channel, ...args);
    this.page?.receive(channel, structuredClone(args), []);
  }
  postMessage(channel, message, transfer = []) {
    for (const port of transfer) {
      if (!(port instanceof MessagePortMain)) throw new TypeError('Port at index 0 is not a valid port');
    }
    note('webContents.postMessage', channel, message, transfer.length);
    this.page?.receive(
      channel,
      [structuredClone(message)],
      transfer.map((port) => port.take()),
    );
  }
  async printToPDF(options) {
    if (this.#destroyed) throw new TypeError('Object has been destroyed');
    note('webContents.printToPDF', this.#url, options);
    return Buffer.from(`%PDF-1.7 of ${this.#url}`);
  }
  destroy() {
    this.#destroyed = true;
    this.page?.end();
    this.emit('destroyed');
  }
}

export class BrowserWindow extends EventEmitter {
  #destroyed = false;
  constructor(options = {}) {
    super();
    if (!ready) throw new Error('Cannot create BrowserWindow before app is ready');
    this.options = options;
    this.id = record.windows.length + 1;
    this.state = {
      visible: options.show !== false,
      minimized: false,
      maximized: false,
      fullScreen: false,
      focused: false,
      progress: -1,
    };
    this.bounds = { x: options.x ?? 0, y: options.y ?? 0, width: options.width ?? 800, height: options.height ?? 600 };
    record.windows.push(this);
    this.webContents = new WebContents(this);
    app.emit('web-contents-created', preventable(), this.webContents);
    app.emit('browser-window-created', preventable(), this);
  }
  static getAllWindows() {
    return record.windows.filter((one) => !one.isDestroyed());
  }
  static getFocusedWindow() {
    return BrowserWindow.getAllWindows().find((one) => one.state.focused) ?? null;
  }
  loadURL(url) {
    return this.webContents.load(url);
  }
  isDestroyed() {
    return this.#destroyed;
  }
  #alive() {
    if (this.#destroyed) throw new TypeError('Object has been destroyed');
  }
  show() {
    this.#alive();
    Object.assign(this.state, { visible: true, focused: true });
    this.emit('show');
  }
  hide() {
    this.#alive();
    Object.assign(this.state, { visible: false, focused: false });
    this.emit('hide');
  }
  focus() {
    this.#alive();
    this.state.focused = true;
  }
  minimize() {
    this.#alive();
    Object.assign(this.state, { minimized: true, focused: false });
  }
  restore() {
    this.#alive();
    this.state.minimized = false;
  }
  maximize() {
    this.#alive();
    Object.assign(this.state, { maximized: true, visible: true });
    this.emit('maximize');
  }
  setFullScreen(on) {
    this.#alive();
    this.state.fullScreen = on;
    setImmediate(() => this.emit(on ? 'enter-full-screen' : 'leave-full-screen'));
  }
  isVisible() {
    return this.state.visible;
  }
  isMinimized() {
    return this.state.minimized;
  }
  isMaximized() {
    return this.state.maximized;
  }
  isFullScreen() {
    return this.state.fullScreen;
  }
  getNormalBounds() {
    return { ...this.bounds };
  }
  setProgressBar(value) {
    this.#alive();
    this.state.progress = value;
  }
  close() {
    this.#alive();
    const event = preventable();
    this.emit('close', event);
    if (event.defaultPrevented) return;
    this.#destroyed = true;
    this.webContents.destroy();
    this.emit('closed');
    if (BrowserWindow.getAllWindows().length === 0) {
      if (app.listenerCount('window-all-closed') === 0) app.quit();
      else app.emit('window-all-closed');
    }
  }
}

const ROLES = new Set(
  'undo redo cut copy paste selectAll delete minimize close help about services hide hideOthers unhide quit togglefullscreen toggleDevTools windowMenu front zoom editMenu'.split(
    ' ',
  ),
);
export class Menu {
  constructor(items) {
    this.items = items;
  }
  static buildFromTemplate(template) {
    if (!Array.isArray(template)) throw new TypeError('Invalid template for Menu: Menu template must be an array');
    for (const item of template) {
      if (item.role === undefined && item.label === undefined && item.type === undefined)
        throw new TypeError('Invalid template for MenuItem: must have at least one of label, role or type');
      if (item.role !== undefined && !ROLES.has(item.role)) throw new Error(`Unknown menu role ${item.role}`);
      if (item.submenu !== undefined) Menu.buildFromTemplate(item.submenu);
    }
    return new Menu(template);
  }
  static setApplicationMenu(menu) {
    record.applicationMenu = menu;
  }
  popup(options) {
    note(
      'menu.popup',
      this.items.map((item) => item.role ?? item.label ?? item.type),
      Object.keys(options),
    );
  }
}

export class Tray extends EventEmitter {
  constructor(image) {
    super();
    if (!config.tray) throw new Error('The notification area is not there');
    this.images = [image.path];
    this.menus = [];
    this.toolTips = [];
    this.gone = false;
    record.trays.push(this);
  }
  setImage(image) {
    this.images.push(image.path);
  }
  setToolTip(text) {
    this.toolTips.push(text);
  }
  setContextMenu(menu) {
    this.menus.push(menu);
  }
  destroy() {
    this.gone = true;
  }
}

export const nativeImage = {
  createFromPath(path) {
    if (!existsSync(path)) throw new Error(`There is no picture at ${path}`);
    return { path, template: false, setTemplateImage() {}, isEmpty: () => false };
  },
  // What cannot be decoded is an empty picture; a signature alone is not one.
  createFromBuffer: (buffer) => ({ isEmpty: () => buffer.length < 24, toPNG: () => buffer }),
};

export class ClipboardItem {
  constructor(items) {
    this.items = items;
  }
}
export const clipboard = {
  async write(items) {
    for (const { items: kinds } of items)
      for (const [type, blob] of Object.entries(kinds)) note('clipboard.write', type, blob.size);
  },
};

export class Notification extends EventEmitter {
  static isSupported() {
    return config.notifications;
  }
  constructor(options) {
    super();
    this.options = options;
    this.shown = false;
    this.closed = false;
    record.notifications.push(this);
  }
  show() {
    this.shown = true;
  }
  close() {
    this.closed = true;
    this.emit('close');
  }
}

const nextAnswer = (kind, options) => {
  record.dialogs.push({ kind, ...options });
  const at = record.answers.findIndex((one) => one.kind === kind);
  if (at === -1) return null;
  return record.answers.splice(at, 1)[0].answer;
};
export const dialog = {
  showErrorBox: (title, content) => void nextAnswer('error', { title, content }),
  async showMessageBox(...args) {
    const options = args.at(-1);
    const answer = nextAnswer('message', {
      message: options.message,
      detail: options.detail,
      buttons: options.buttons,
    });
    return { response: options.cancelId ?? 0, checkboxChecked: false, ...answer };
  },
  async showSaveDialog(...args) {
    const options = args.at(-1);
    const answer = nextAnswer('save', { defaultPath: options.defaultPath, filters: options.filters });
    return answer === null ? { canceled: true, filePath: '' } : { canceled: false, filePath: answer };
  },
};

export const shell = {
  async openExternal(url) {
    if (config.noBrowser) throw new Error('No application found');
    record.external.push(url);
  },
  showItemInFolder: (path) => note('shell.showItemInFolder', path),
};

export const protocol = {
  registerSchemesAsPrivileged(schemes) {
    early('protocol.registerSchemesAsPrivileged');
    note('protocol.registerSchemesAsPrivileged', schemes);
  },
};

const defaultSession = Object.assign(new EventEmitter(), {
  handlers: {},
  schemes: new Map(),
  protocol: { handle: (scheme, handler) => void defaultSession.schemes.set(scheme, handler) },
  webRequest: { onBeforeRequest: (handler) => void (defaultSession.handlers.beforeRequest = handler) },
  setPermissionRequestHandler: (handler) => void (defaultSession.handlers.request = handler),
  setPermissionCheckHandler: (handler) => void (defaultSession.handlers.check = handler),
  setDevicePermissionHandler: (handler) => void (defaultSession.handlers.device = handler),
  setSpellCheckerEnabled: (on) => note('session.setSpellCheckerEnabled', on),
});
export const session = {
  get defaultSession() {
    if (!ready) throw new Error('Session can only be received when app is ready');
    return defaultSession;
  },
};

export const nativeTheme = {
  themeSource: 'system',
  get shouldUseDarkColors() {
    return this.themeSource === 'system' ? config.dark : this.themeSource === 'dark';
  },
};
export const net = { isOnline: () => config.online };
export const powerMonitor = Object.assign(new EventEmitter(), { isOnBatteryPower: () => config.onBattery });
const displays = () => config.displays.map((workArea, id) => ({ id, workArea, bounds: workArea }));
export const screen = { getPrimaryDisplay: () => displays()[0], getAllDisplays: displays };
export { MessageChannelMain };

const electron = {
  app,
  BrowserWindow,
  clipboard,
  ClipboardItem,
  dialog,
  ipcMain,
  Menu,
  MessageChannelMain,
  nativeImage,
  nativeTheme,
  net,
  Notification,
  powerMonitor,
  protocol,
  screen,
  session,
  shell,
  Tray,
};
export default electron;

/** What a test's function gets, besides the record. */
const driver = {
  ...electron,
  record,
  config,
  preventable,
  page: () => BrowserWindow.getAllWindows()[0]?.webContents.page ?? null,
  /** Waits for a state; the parent gives up on its own. */
  async until(holds) {
    for (;;) {
      const value = await holds();
      if (value) return value;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  },
  menuItem(id, items = record.applicationMenu.items) {
    for (const item of items) {
      if (item.id === id) return item;
      const below = Array.isArray(item.submenu) ? driver.menuItem(id, item.submenu) : null;
      if (below) return below;
    }
    return null;
  },
  kept: {},
};

function plain(value) {
  return JSON.parse(
    JSON.stringify({
      calls: value.calls,
      dialogs: value.dialogs,
      external: value.external,
      notifications: value.notifications.map((one) => one.options),
      windows: value.windows.length,
    }),
  );
}

if (process.send) {
  process.on('message', async ({ id, code, arg }) => {
    try {
      const value = await vm.runInThisContext(`(${code})`)(driver, arg);
      process.send({ id, value: value === undefined ? null : value });
    } catch (error) {
      process.send({ id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    }
  });
  process.on('disconnect', () => {
    releaseLock();
    process.exit(99);
  });
}
// Electron's own loop keeps the process alive.
setInterval(() => undefined, 60_000);

setImmediate(() => {
  ready = true;
  app.emit('ready', {}, {});
  whenReady.resolve();
});
