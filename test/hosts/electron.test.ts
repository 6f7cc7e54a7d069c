import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { MenuItemConstructorOptions } from 'electron';
import { COMMAND_IDS, commandOf } from '../../src/contract/commands.ts';
import { type DesktopCommand, desktopCommand, homeFlag, linkCommand } from '../../src/main/hosts/electron-commands.ts';
import { menuTemplate } from '../../src/main/hosts/electron-menu.ts';
import type { DesktopCommand as PreloadCommand } from '../../src/preload/electron.ts';
import { ensureBuilt } from '../electron-double/built.ts';
import {
  cleanUp,
  type DesktopApp,
  type Double,
  type DoubleConfig,
  launchDesktop,
  temporaryFolder,
} from '../electron-double/launch.ts';

import { started, TALKING_ENGINE, treeWithEngine } from './electron-kit.ts';

beforeAll(() => ensureBuilt());
afterEach(cleanUp);
afterAll(cleanUp);

/** The page listens and writes down the commands it gets, in `double.kept.commands`. */
const listen = (app: DesktopApp) =>
  app.run((double) => {
    double.kept.commands = [];
    double.page().exposed.tidemark.onCommand((command: unknown) => double.kept.commands.push(command));
    double.page().exposed.tidemark.requestPort();
  });

describe('the bridge to the engine', () => {
  it('carries real calls and a stream between the page and the real engine', async () => {
    const app = await started();
    const result = await app.run(async (double) => {
      const { client } = await double.page().client();
      const state = await client.workspace.state({});
      const stream = await client.workspace.changes({});
      const first = (await stream.next()).value;
      const settings = await client.settings.set({ density: 'compact', locale: 'pl' });
      const failure = await client.imports
        .cancel({ runIds: 'nonsense' })
        .catch((error: Double) => error.code ?? String(error));
      await stream.return();
      return { state, first, settings, failure };
    });
    expect(result.state).toMatchObject({ status: 'ready', kind: 'main', home: app.home, clients: 0 });
    expect(result.first).toMatchObject({ status: 'ready', home: app.home });
    expect(result.settings).toMatchObject({ density: 'compact', locale: 'pl' });
    expect(result.failure).toBe('BAD_INPUT');
    expect(readdirSync(app.home)).toContain('workspace.db');
  });

  it('gives a reloaded page a new port and closes the old one', async () => {
    const app = await started();
    const result = await app.run(async (double) => {
      const before = await double.page().client();
      await before.client.workspace.state({});
      const window = double.record.windows[0];
      await window.webContents.load('app://tidemark/');
      await before.closed;
      const after = await double.page().client();
      return (await after.client.workspace.state({})).status;
    });
    expect(result).toBe('ready');
  });

  it('closes the port of a page that sends what is no message, and leaves the engine running', async () => {
    const app = await started();
    const result = await app.run(async (double) => {
      const page = double.page();
      const port: Double = await new Promise((resolve) => {
        page.window.addEventListener('message', (event: Double) => resolve(event.ports[0]));
        page.exposed.tidemark.requestPort();
      });
      const closed = new Promise((resolve) => port.addEventListener('close', resolve));
      port.postMessage('{"i":"1","p":{"u":"//evil"}}');
      await closed;
      const { client } = await page.client();
      return (await client.workspace.state({})).status;
    });
    expect(result).toBe('ready');
  });

  it('does not spin when a page asks again and again', async () => {
    const app = await started();
    const ports = await app.run(async (double) => {
      const given = () => double.record.calls.filter((call: Double) => call.name === 'webContents.postMessage').length;
      const before = given();
      for (let time = 0; time < 200; time += 1) double.page().exposed.tidemark.requestPort();
      await double.until(() => given() - before >= 2);
      return given() - before;
    });
    expect(ports).toBe(2);
  });
});

describe('starting and stopping', () => {
  it('says what is wrong with the environment and ends as wrong usage', async () => {
    const app = launchDesktop({ env: { TIDEMARK_META_GRAPH_URL: 'https://evil.example' } });
    const { code, record } = await app.exited;
    expect(code).toBe(2);
    expect(record?.dialogs[0]).toMatchObject({ kind: 'error', title: 'Tidemark cannot start' });
    expect(record?.dialogs[0].content).toContain('TIDEMARK_META_GRAPH_URL points to "evil.example"');
    expect(record?.calls.map((call) => call.name)).not.toContain('webContents.loadURL');
  });

  it('takes the workspace from --home, also beside flags that are not ours', async () => {
    const folder = temporaryFolder();
    const home = join(folder, 'elsewhere');
    const app = await started({ folder, args: ['--enable-logging', '--home', home] });
    const state = await app.run(async (double) => (await double.page().client()).client.workspace.state({}));
    expect(state.home).toBe(home);
    expect(homeFlag(['.', '--home=/a b'])).toBe('/a b');
    expect(homeFlag(['.', '--home'])).toBe('');
    expect(homeFlag(['.'])).toBeUndefined();
    expect(homeFlag(['.', 'tidemark://clients', '--home', '/elsewhere'])).toBeUndefined();
  });

  it('says that --home is empty', async () => {
    const { code, record } = await launchDesktop({ args: ['--home'] }).exited;
    expect(code).toBe(2);
    expect(record?.dialogs[0].content).toContain('--home is empty');
  });

  it('has one instance per workspace: the second brings the first to the front, with its link', async () => {
    const folder = temporaryFolder();
    const app = await started({ folder });
    await listen(app);
    await app.run((double) => double.record.windows[0].minimize());
    const others = Array.from({ length: 5 }, (_, index) =>
      launchDesktop({ folder, args: index === 0 ? ['tidemark://client/abc-1/campaigns?range=30d'] : [] }),
    );
    for (const other of others) {
      const { code, record } = await other.exited;
      expect(code).toBe(0);
      expect(record?.calls.map((call) => call.name)).not.toContain('session.setSpellCheckerEnabled');
    }
    const seen = await app.run(async (double) => {
      await double.until(() => double.kept.commands.length === 1 && !double.record.windows[0].isMinimized());
      return { commands: double.kept.commands, windows: double.record.windows.length };
    });
    expect(seen).toEqual({ commands: [{ type: 'open', path: '/client/abc-1/campaigns?range=30d' }], windows: 1 });
    // Another workspace is another instance.
    const second = await started({ folder, args: ['--home', join(folder, 'second')] });
    expect((await second.quit()).code).toBe(0);
  }, 300_000);

  it('closes the engine before it ends, and starts again on the same files', async () => {
    const folder = temporaryFolder();
    const app = await started({ folder });
    await app.run(async (double) => (await double.page().client()).client.settings.set({ locale: 'pl' }));
    const { code, record } = await app.quit();
    expect(code).toBe(0);
    expect(record?.calls.at(-1)).toMatchObject({ name: 'app.exit', args: [0] });
    // A clean close leaves no write-ahead log behind.
    expect(readdirSync(app.home).filter((name) => name.endsWith('-wal'))).toEqual([]);
    const again = await started({ folder });
    const settings = await again.run(async (double) => (await double.page().client()).client.settings.get({}));
    expect(settings.locale).toBe('pl');
  });

  it('ends on SIGTERM and when the computer is switched off', async () => {
    const first = await started();
    await first.run((double) => void double.powerMonitor.emit('shutdown'));
    expect((await first.exited).code).toBe(0);
    const second = await started();
    await second.run(() => void process.emit('SIGTERM'));
    expect((await second.exited).code).toBe(0);
  });

  it('writes no line to stdout, and to a file when installed', async () => {
    const app = await started({ config: { packaged: true } });
    const page = await app.run((double) => double.record.windows[0].options.webPreferences.devTools);
    const logs = await app.run((double) => double.app.getPath('logs'));
    const log = join(logs, 'tidemark.log');
    // Opening the secrets on this machine without a keychain is worth a line.
    await app.run(async (double) => (await double.page().client()).client.workspace.state({}));
    await vi.waitUntil(() => existsSync(log) && readFileSync(log, 'utf8').includes('No keychain can be used'), 90_000);
    await app.quit();
    expect(page).toBe(false);
    expect([app.stdout(), app.stderr()]).toEqual(['', '']);
    expect(JSON.parse(readFileSync(log, 'utf8').split('\n')[0] ?? '')).toMatchObject({ level: 40 });
  });

  it('shows a damaged workspace on the screen instead of an empty one', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'workspace'), { recursive: true });
    writeFileSync(join(folder, 'workspace', 'workspace.db'), 'this is not a database, by far'.repeat(200));
    const app = await started({ folder });
    const state = await app.run(async (double) => {
      const { client } = await double.page().client();
      return double.until(async () => {
        const now = await client.workspace.state({});
        return now.status === 'unusable' ? now : null;
      });
    });
    expect(state.problem.sentence).toMatch(/\S/);
  });
});

describe('the window', () => {
  it('remembers its place, size and zoom', async () => {
    const folder = temporaryFolder();
    const app = await started({ folder });
    await app.run((double) => {
      const [window] = double.record.windows;
      window.bounds = { x: 300, y: 120, width: 1400, height: 900 };
      window.emit('move');
      double.menuItem('zoom-in').click();
      double.menuItem('zoom-in').click();
      window.state.maximized = true;
    });
    await app.quit();
    const again = await started({ folder });
    const { options, state, zoom } = await again.run((double) => {
      const [window] = double.record.windows;
      return { options: window.options, state: window.state, zoom: window.webContents.zoomFactor };
    });
    expect(options).toMatchObject({ x: 300, y: 120, width: 1400, height: 900 });
    expect(state.maximized).toBe(true);
    expect(zoom).toBe(1.25);
  });

  it('comes back to the middle when its display is gone', async () => {
    const folder = temporaryFolder();
    const app = await started({
      folder,
      config: {
        displays: [
          { x: 0, y: 0, width: 1920, height: 1040 },
          { x: 1920, y: 0, width: 1920, height: 1040 },
        ],
      },
    });
    await app.run((double) => void (double.record.windows[0].bounds = { x: 2200, y: 100, width: 1300, height: 820 }));
    await app.quit();
    const again = await started({ folder, config: { displays: [{ x: 0, y: 0, width: 1366, height: 728 }] } });
    expect(await again.run((double) => double.record.windows[0].options)).toMatchObject({
      x: 33,
      y: 0,
      width: 1300,
      height: 728,
    });
  });

  it('opens in spite of a damaged or foreign window file', async () => {
    const folder = temporaryFolder();
    const first = await started({ folder });
    const profile = await first.run((double) => double.app.getPath('userData'));
    await first.quit();
    for (const text of ['{ half', '{"bounds":{"x":"left"},"zoom":900,"theme":5,"onClose":"explode"}', '[]']) {
      writeFileSync(join(profile, 'window.json'), text);
      const app = await started({ folder });
      expect(await app.run((double) => double.record.windows[0].options)).toMatchObject({ width: 1280, height: 800 });
      await app.quit();
    }
  }, 300_000);

  it('follows the theme the page was given, from its first frame on', async () => {
    const folder = temporaryFolder();
    const app = await started({ folder });
    const theme = await app.run(async (double) => {
      double.page().setTheme('dark');
      return double.until(() => double.nativeTheme.themeSource === 'dark' && double.nativeTheme.themeSource);
    });
    expect(theme).toBe('dark');
    await app.quit();
    const again = await started({ folder });
    expect(await again.run((double) => double.record.windows[0].options.backgroundColor)).toBe('#0F1217');
  });

  it('stays in the tray when it is closed, and says so once', async () => {
    const app = await started({ config: { platform: 'win32' } });
    const seen = await app.run(async (double) => {
      const [window] = double.record.windows;
      const close = async () => {
        window.close();
        await double.until(() => !window.isVisible());
      };
      await close();
      double.record.trays[0].emit('click');
      const visible = window.isVisible();
      await close();
      return {
        visible,
        told: double.record.notifications.map((one: Double) => one.options.title),
        windows: double.BrowserWindow.getAllWindows().length,
      };
    });
    expect(seen).toEqual({ visible: true, told: ['Tidemark is still running'], windows: 1 });
  });

  it('asks where there is no tray, and keeps the answer', async () => {
    const folder = temporaryFolder();
    const config: DoubleConfig = { tray: false };
    const app = await started({ folder, config });
    const asked = await app.run(async (double) => {
      const [window] = double.record.windows;
      window.close();
      await double.until(() => double.record.dialogs.length === 1);
      const cancelled = !window.isMinimized() && !window.isDestroyed();
      double.record.answers.push({ kind: 'message', answer: { response: 0, checkboxChecked: true } });
      window.close();
      await double.until(() => window.isMinimized());
      window.restore();
      window.close();
      await double.until(() => window.isMinimized());
      return { cancelled, dialogs: double.record.dialogs };
    });
    expect(asked.cancelled).toBe(true);
    expect(asked.dialogs).toHaveLength(2);
    expect(asked.dialogs[0]).toMatchObject({
      message: 'Keep Tidemark running?',
      buttons: ['Minimise', 'Quit', 'Cancel'],
    });
    expect(app.stderr()).toContain('There is no tray icon.');
    await app.quit();

    const other = await started({ config });
    await other.run((double) => {
      double.record.answers.push({ kind: 'message', answer: { response: 1, checkboxChecked: false } });
      double.record.windows[0].close();
    });
    expect((await other.exited).code).toBe(0);
  });

  it('asks on Linux where nothing shows tray icons', async () => {
    // The double takes the icon, as Linux does; there is no bus on which somebody would show it.
    const app = await started({ config: { platform: 'linux' } });
    const dialogs = await app.run(async (double) => {
      double.record.windows[0].close();
      await double.until(() => double.record.dialogs.length === 1);
      return double.record.dialogs;
    });
    expect(dialogs[0].message).toBe('Keep Tidemark running?');
  });

  it('says that it stays in the tray by a dialog where there are no notifications', async () => {
    const app = await started({ config: { platform: 'win32', notifications: false } });
    const dialogs = await app.run(async (double) => {
      double.record.windows[0].close();
      await double.until(() => double.record.dialogs.length === 1);
      return double.record.dialogs;
    });
    expect(dialogs[0].message).toBe('Tidemark is still running');
  });

  it('ends a page that hangs when the person wants it loaded again, and waits when not', async () => {
    const app = await started();
    const seen = await app.run(async (double) => {
      const [window] = double.record.windows;
      const page = double.page();
      window.emit('unresponsive');
      await double.until(() => double.record.dialogs.length === 1);
      const waited = double.page() === page;
      double.record.answers.push({ kind: 'message', answer: { response: 0 } });
      window.emit('unresponsive');
      await double.until(() => double.page() !== page);
      const { client } = await double.page().client();
      return { waited, dialogs: double.record.dialogs, status: (await client.workspace.state({})).status };
    });
    expect(seen).toMatchObject({ waited: true, status: 'ready' });
    expect(seen.dialogs).toHaveLength(2);
    expect(seen.dialogs[0]).toMatchObject({ message: 'The window does not answer', buttons: ['Load again', 'Wait'] });
  });

  it('outlives an error nobody caught, and writes it down', async () => {
    const app = await started();
    const status = await app.run(async (double) => {
      process.emit('uncaughtException', new Error('a planted fault'));
      const { client } = await double.page().client();
      return (await client.workspace.state({})).status;
    });
    expect(status).toBe('ready');
    expect(app.stderr()).toContain('a planted fault');
  });

  it('offers to load a crashed page again, and does so by itself in the tray', async () => {
    const app = await started({ config: { platform: 'darwin' } });
    const seen = await app.run(async (double) => {
      const [window] = double.record.windows;
      const loads = () => double.record.calls.filter((call: Double) => call.name === 'webContents.loadURL').length;
      const before = loads();
      double.record.answers.push({ kind: 'message', answer: { response: 0 } });
      window.webContents.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 5 });
      await double.until(() => loads() === before + 1);
      window.hide();
      const crashed = double.page();
      window.webContents.emit('render-process-gone', {}, { reason: 'oom', exitCode: 6 });
      await double.until(() => loads() === before + 2 && double.page() !== crashed);
      const { client } = await double.page().client();
      return { dialogs: double.record.dialogs, status: (await client.workspace.state({})).status };
    });
    expect(seen.dialogs).toHaveLength(1);
    expect(seen.dialogs[0]).toMatchObject({ message: 'The window stopped working', buttons: ['Load again', 'Quit'] });
    expect(seen.status).toBe('ready');
  });
});

describe('tray and menu', () => {
  it('shows what the engine does, and asks the page from its menu', async () => {
    const app = await started({ config: { platform: 'win32' } });
    await listen(app);
    const seen = await app.run(async (double) => {
      const [tray] = double.record.trays;
      const labels = () =>
        tray.menus
          .at(-1)
          .items.map((item: Double) => (item.visible === false ? null : (item.label ?? item.type)))
          .filter(Boolean);
      const first = labels();
      const click = (id: string) =>
        tray.menus
          .at(-1)
          .items.find((item: Double) => item.id === id)
          .click();
      click('settings');
      await double.until(() => double.kept.commands.length === 1);
      double.record.windows[0].hide();
      click('open');
      return {
        first,
        commands: double.kept.commands,
        visible: double.record.windows[0].isVisible(),
        images: tray.images,
      };
    });
    expect(seen.first.slice(1)).toEqual([
      'separator',
      'Open Tidemark',
      'Import all now',
      'Pause imports',
      'separator',
      'No run scheduled',
      'Settings…',
      'Quit',
    ]);
    expect(seen.commands).toEqual([{ type: 'open', path: '/settings' }]);
    expect(seen.visible).toBe(true);
    expect(seen.images.every((path: string) => path.endsWith('idle.ico'))).toBe(true);
  });

  it('tells the engine about network and sleep, and shows that it is offline', async () => {
    const app = await started({ config: { platform: 'darwin', online: false } });
    const seen = await app.run(async (double) => {
      const [tray] = double.record.trays;
      await double.until(() => tray.images.at(-1).endsWith('offlineTemplate.png'));
      const tip = tray.toolTips.at(-1);
      double.config.online = true;
      double.powerMonitor.emit('resume');
      await double.until(() => tray.images.at(-1).endsWith('idleTemplate.png'));
      return tip;
    });
    expect(seen).toBe('Tidemark · Offline · imports start when you reconnect');
  });

  it('keeps a command for a page that is not there yet', async () => {
    const app = await started({ args: ['tidemark://imports'] });
    await listen(app);
    const commands = await app.run((double) =>
      double.until(() => double.kept.commands.length > 0 && double.kept.commands),
    );
    expect(commands).toEqual([{ type: 'open', path: '/imports' }]);
  });

  it.each(['darwin', 'win32', 'linux'] as const)('has the words and keys of %s', async (platform) => {
    const app = await started({ config: { platform } });
    const menu = await app.run((double) => {
      const words = (items: Double[]): unknown[] =>
        items.map((item) =>
          item.submenu
            ? [item.label, words(item.submenu)]
            : [item.label ?? item.role ?? item.type, item.accelerator ?? ''].join(' ').trim(),
        );
      return words(double.record.applicationMenu.items);
    });
    const text = JSON.stringify(menu);
    expect(text).not.toMatch(/reload/i);
    // Ctrl Alt is AltGr and types letters.
    expect(text).not.toMatch(/(Ctrl|CmdOrCtrl)\+Alt|Alt\+(Ctrl|CmdOrCtrl)/);
    if (platform === 'darwin') {
      expect(menu.map((one) => (Array.isArray(one) ? one[0] : one))).toEqual([
        'Tidemark',
        'File',
        'Edit',
        'View',
        'Client',
        'windowMenu',
        'Help',
      ]);
      expect(text).toContain('Import Latest Data CmdOrCtrl+R');
      expect(text).toContain('Settings… CmdOrCtrl+,');
    } else {
      expect(menu.map((one) => (Array.isArray(one) ? one[0] : one))).toEqual([
        '&File',
        '&Edit',
        '&View',
        '&Client',
        '&Window',
        '&Help',
      ]);
      expect(text).toContain('&Import latest data CmdOrCtrl+R');
      expect(text).toContain('&Quit CmdOrCtrl+Q');
    }
  });

  it('gives every key to one item, and every mnemonic to one item of its menu', () => {
    const actions = {
      command: () => undefined,
      zoom: () => undefined,
      showLog: () => undefined,
      about: () => undefined,
    };
    for (const platform of ['darwin', 'win32', 'linux'] as const) {
      const keys: string[] = [];
      for (const menu of menuTemplate(platform, false, actions)) {
        const items = Array.isArray(menu.submenu) ? menu.submenu : [];
        keys.push(...items.flatMap((item) => (item.accelerator ? [String(item.accelerator)] : [])));
        const mnemonics = items.flatMap((item) => /&(\w)/.exec(item.label ?? '')?.[1]?.toLowerCase() ?? []);
        expect([platform, menu.label, mnemonics]).toEqual([platform, menu.label, [...new Set(mnemonics)]]);
        for (const item of items) expect(String(item.role)).not.toMatch(/reload/i);
        for (const item of items.flatMap((one) => (Array.isArray(one.submenu) ? [one.submenu] : []))) {
          const below = item.flatMap((one) => /&(\w)/.exec(one.label ?? '')?.[1]?.toLowerCase() ?? []);
          expect([platform, below]).toEqual([platform, [...new Set(below)]]);
        }
      }
      expect(keys).toEqual([...new Set(keys)]);
    }
  });

  it('sends only commands the page knows', () => {
    const commands: DesktopCommand[] = [];
    const actions = {
      command: (one: DesktopCommand) => void commands.push(one),
      zoom: () => undefined,
      showLog: () => undefined,
      about: () => undefined,
    };
    const click = (items: MenuItemConstructorOptions[]): void => {
      for (const item of items) {
        (item.click as (() => void) | undefined)?.();
        if (Array.isArray(item.submenu)) click(item.submenu);
      }
    };
    click(menuTemplate('linux', false, actions));
    expect(commands.length).toBeGreaterThan(30);
    expect(commands).toContainEqual({ type: 'set', theme: 'dark' });
    // Every command with words for a menu stands in one.
    const asked = commands.flatMap((one) => (one.type === 'run' ? [one.id] : []));
    const paths = commands.flatMap((one) => (one.type === 'open' ? [one.path] : []));
    for (const id of COMMAND_IDS) {
      const { menu, path } = commandOf(id);
      if (menu !== undefined) expect(path === undefined ? asked : paths).toContain(path ?? id);
    }
    for (const command of commands) {
      // What is sent and what the preload hands on is one shape.
      const known: PreloadCommand = desktopCommand.parse(command);
      expect(known).toEqual(command);
    }
    for (const link of [
      'tidemark://',
      'tidemark://evil',
      'tidemark://client/../../etc',
      'tidemark://client/a/b/c',
      'tidemark://client/<script>',
      'https://clients',
      'tidemark:clients',
      'tidemark://client/a\n/campaigns',
    ])
      expect([link, linkCommand(link)]).toEqual([link, null]);
    // A view that cannot be read leaves the screen; screens whose address opens dialogs come bare.
    expect(linkCommand('tidemark://clients?filter=<script>')).toEqual({ type: 'open', path: '/clients' });
    expect(linkCommand('tidemark://connections?connect=meta')).toEqual({ type: 'open', path: '/connections' });
    expect(linkCommand('tidemark://connections?signIn=c1')).toEqual({ type: 'open', path: '/connections' });
    expect(linkCommand('tidemark://clients?range=7d&platform=meta#x')).toEqual({
      type: 'open',
      path: '/clients?range=7d&platform=meta',
    });
    expect(linkCommand('tidemark://clients/')).toEqual({ type: 'open', path: '/clients' });
  });
});

describe('saving a file', () => {
  it('asks where, writes it whole, and offers the same folder the next time', async () => {
    const app = await started();
    const target = join(app.folder, 'reports');
    mkdirSync(target);
    const text = '\uFEFFday,spend\r\n2026-02-06,"12,50"\r\n';
    const seen = await app.run(
      async (double, { target, text }) => {
        const { saveFile } = double.page().exposed.tidemark;
        const cancelled = await saveFile('performance-2026-02-06.csv', text);
        double.record.answers.push({ kind: 'save', answer: `${target}/mine.csv` });
        const saved = await saveFile('performance-2026-02-06.csv', text);
        await saveFile('campaigns.csv', text);
        return { cancelled, saved, proposed: double.record.dialogs.map((one: Double) => one.defaultPath) };
      },
      { target, text },
    );
    expect(seen.cancelled).toEqual({ saved: false });
    expect(seen.saved).toEqual({ saved: true });
    expect(seen.proposed[0]).toMatch(/Downloads\/performance-2026-02-06\.csv$/);
    expect(seen.proposed[2]).toBe(join(target, 'campaigns.csv'));
    expect(readdirSync(target)).toEqual(['mine.csv']);
    expect(readFileSync(join(target, 'mine.csv'), 'utf8')).toBe(text);
  });

  it('saves a PNG and nothing else as bytes, and puts one on the clipboard', async () => {
    const app = await started();
    const target = join(app.folder, 'pictures');
    mkdirSync(target);
    const seen = await app.run(async (double, target) => {
      const page = double.page().exposed.tidemark;
      const png = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, ...Array(40).fill(7)]);
      double.record.answers.push({ kind: 'save', answer: `${target}/chart.png` });
      const saved = await page.saveImage('chart.png', png);
      const asked = double.record.dialogs.length;
      const refused = [
        await page.saveImage('chart.png', Uint8Array.from([1, 2, 3])),
        await page.saveImage('chart.exe', png),
        await page.saveFile('chart.png', 'text'),
      ];
      const copied = [await page.copyImage(png), await page.copyImage(png.slice(0, 8)), await page.copyImage('text')];
      return {
        saved,
        refused,
        copied,
        asked: double.record.dialogs.length - asked,
        clipboard: double.record.calls.flatMap((call: Double) => (call.name === 'clipboard.write' ? [call.args] : [])),
      };
    }, target);
    expect(seen.saved).toEqual({ saved: true });
    expect(readFileSync(join(target, 'chart.png'))).toHaveLength(48);
    expect(seen.refused).toEqual([{ saved: false }, { saved: false }, { saved: false }]);
    expect(seen.asked).toBe(0);
    expect(seen.copied).toEqual([{ copied: true }, { copied: false }, { copied: false }]);
    expect(seen.clipboard).toEqual([['image/png', 48]]);
    rmSync(target, { recursive: true });
  });

  it('says why a file could not be saved, leaves the old one as it was, and offers another place', async () => {
    const app = await started();
    const target = join(app.folder, 'reports');
    mkdirSync(join(target, 'taken.csv'), { recursive: true });
    const seen = await app.run(async (double, target) => {
      double.record.answers.push(
        { kind: 'save', answer: `${target}/missing/a.csv` },
        { kind: 'message', answer: { response: 0 } },
        { kind: 'save', answer: `${target}/taken.csv` },
        { kind: 'message', answer: { response: 0 } },
        { kind: 'save', answer: `${target}/good.csv` },
      );
      const result = await double.page().exposed.tidemark.saveFile('a.csv', 'x');
      return { result, said: double.record.dialogs.filter((one: Double) => one.kind === 'message') };
    }, target);
    expect(seen.result).toEqual({ saved: true });
    expect(seen.said).toMatchObject([
      {
        message: 'a.csv was not saved',
        detail: 'That folder is not there any more. Choose another one.',
        buttons: ['Save elsewhere…', 'Cancel'],
      },
      { message: 'taken.csv was not saved', detail: 'There is a folder by that name. Choose another name.' },
    ]);
    expect(readdirSync(target).sort()).toEqual(['good.csv', 'taken.csv']);
    rmSync(target, { recursive: true });
  });
});

describe('what the engine asks of the desktop', () => {
  it('shows activity in tray and taskbar, opens checked pages, and notifies only behind other windows', async () => {
    const app = await started({ root: treeWithEngine(TALKING_ENGINE), config: { platform: 'win32' } });
    await listen(app);
    const seen = await app.run(async (double) => {
      const [tray] = double.record.trays;
      const [window] = double.record.windows;
      const ends = (name: string) => double.until(() => tray.images.at(-1).endsWith(name));
      double.powerMonitor.emit('resume');
      await ends('working.ico');
      const working = { tip: tray.toolTips.at(-1), progress: window.state.progress };
      window.state.focused = false;
      double.powerMonitor.emit('unlock-screen');
      await ends('attention.ico');
      await double.until(() => double.record.notifications.length === 1);
      const attention = {
        label: tray.menus.at(-1).items.find((item: Double) => item.id === 'attention').label,
        items: tray.menus
          .at(-1)
          .items.find((item: Double) => item.id === 'attention')
          .submenu.map((item: Double) => item.label),
        next: tray.menus.at(-1).items.find((item: Double) => item.id === 'next').label,
        progress: window.state.progress,
      };
      window.hide();
      double.record.notifications[0].emit('click');
      await double.until(() => double.kept.commands.length === 1);
      return {
        working,
        attention,
        external: double.record.external,
        shown: double.record.notifications[0].shown,
        command: double.kept.commands[0],
        visible: window.isVisible(),
      };
    });
    expect(seen).toEqual({
      working: { tip: 'Tidemark · Importing 3 of 142 · 42 %', progress: 0.42 },
      attention: {
        label: 'Needs attention (3)',
        items: ['Northwind: Imports keep failing', 'A screen of tomorrow', 'Show all'],
        next: 'Next run 02:00',
        progress: -1,
      },
      external: ['https://example.com/sign-in'],
      shown: true,
      command: { type: 'open', path: '/client/7' },
      visible: true,
    });
    await app.quit();
    expect(app.stderr()).toContain('asked to stop');
    expect(app.stderr()).toContain('answer 1 true null');
    expect(app.stderr()).toContain('answer 2 false Only https pages are opened in the browser.');
  });

  it('tells the engine when there is no browser, and notifies nobody who is looking', async () => {
    const app = await started({ root: treeWithEngine(TALKING_ENGINE), config: { platform: 'win32', noBrowser: true } });
    await app.run(async (double) => {
      double.record.windows[0].state.focused = true;
      double.powerMonitor.emit('resume');
      double.powerMonitor.emit('resume');
      await double.until(() => double.record.trays[0].images.at(-1).endsWith('attention.ico'));
    });
    await vi.waitUntil(() => app.stderr().includes('answer 3 true null'), 90_000);
    expect(app.stderr()).toContain('answer 1 false The system could not open the browser.');
    expect(await app.run((double) => double.record.notifications.length)).toBe(0);
  });

  it('gives the page a new port when the engine was started again after a crash', async () => {
    const engine = `
      import { parentPort } from 'node:worker_threads';
      import { existsSync, writeFileSync } from 'node:fs';
      import { workerData } from 'node:worker_threads';
      const marker = workerData.home + '.crashed';
      parentPort.on('message', (message) => {
        if (message.type === 'stop') parentPort.postMessage({ type: 'stopped' });
        if (message.type === 'connect') {
          if (!existsSync(marker)) { writeFileSync(marker, ''); throw new Error('planned crash'); }
          message.port.on('message', (data) => message.port.postMessage(data));
        }
      });
      parentPort.postMessage({ type: 'ready' });
    `;
    const app = await started({ root: treeWithEngine(engine) });
    const echoed = await app.run(async (double) => {
      const page = double.page();
      const ports: { port: Double; closed: Promise<null> }[] = [];
      page.window.addEventListener('message', (event: Double) => {
        const [port] = event.ports;
        ports.push({ port, closed: new Promise((resolve) => port.addEventListener('close', () => resolve(null))) });
      });
      for (;;) {
        const before = ports.length;
        page.exposed.tidemark.requestPort();
        const { port, closed } = await double.until(() => ports.length > before && ports.at(-1));
        const answered = new Promise((resolve) =>
          port.addEventListener('message', (event: Double) => resolve(event.data)),
        );
        port.postMessage('{"i":"1","p":{"u":"/x","b":"\u0105\u{1F600}"}}');
        const answer = await Promise.race([answered, closed]);
        if (answer !== null) return answer;
      }
    });
    expect(echoed).toBe('{"i":"1","p":{"u":"/x","b":"ą\u{1F600}"}}');
    expect(app.stderr()).toContain('The engine stopped unexpectedly; starting it again.');
  });

  it('tells the person when the engine cannot run at all, and ends with 1', async () => {
    const app = launchDesktop({ root: treeWithEngine("throw new Error('The workspace folder is made of cheese.')") });
    const { code, record } = await app.exited;
    expect(code).toBe(1);
    expect(record?.dialogs).toMatchObject([
      { kind: 'error', title: 'Tidemark has to close', content: expect.stringContaining('made of cheese') },
    ]);
  });

  it('says that the interface is missing instead of opening nothing', async () => {
    const root = treeWithEngine(TALKING_ENGINE);
    rmSync(join(root, 'out', 'renderer'));
    const { code, record } = await launchDesktop({ root }).exited;
    expect(code).toBe(1);
    expect(record?.dialogs[0]).toMatchObject({ kind: 'error', title: 'Tidemark cannot start' });
    expect(record?.dialogs[0].content).toContain('The interface is missing');
  });
});
