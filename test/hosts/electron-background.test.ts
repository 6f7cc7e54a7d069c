import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { hiddenFlag, screenCommand } from '../../src/main/hosts/electron-commands.ts';
import { batteryPercent } from '../../src/main/hosts/machine-power.ts';
import { ensureBuilt } from '../electron-double/built.ts';
import { cleanUp, type Double, launchDesktop, temporaryFolder } from '../electron-double/launch.ts';
import { started, TALKING_ENGINE, treeWithEngine } from './electron-kit.ts';

/** The application in the tray: what it does without a window. */
beforeAll(() => ensureBuilt());
afterEach(cleanUp);
afterAll(cleanUp);

describe('started when the person signs in to the computer', () => {
  it('shows no window while there is a tray, works, and opens one when asked', async () => {
    const app = launchDesktop({ args: ['--hidden'], config: { platform: 'win32' } });
    await app.run((double) => double.until(() => double.record.trays.length > 0));
    const seen = await app.run(async (double) => {
      const [tray] = double.record.trays;
      // The engine runs: it has told the tray what there is to tell.
      await double.until(() => tray.toolTips.at(-1) === 'Tidemark · No clients yet');
      const windows = double.record.windows.length;
      const item = (id: string, items = tray.menus.at(-1).items): Double =>
        items.find((one: Double) => one.id === id) ??
        items.flatMap((one: Double) => one.submenu ?? []).find((one: Double) => one.id === id);
      item('pause-hour').click();
      await double.until(() => /Paused until/.test(tray.toolTips.at(-1)));
      const paused = {
        icon: tray.images.at(-1),
        resumable: item('resume').enabled,
        windows: double.record.windows.length,
      };
      item('resume').click();
      await double.until(() => /No clients yet/.test(tray.toolTips.at(-1)));
      item('open').click();
      await double.until(() => double.page());
      return { windows, paused, after: double.record.windows.length, resumable: item('resume').enabled };
    });
    expect(seen).toMatchObject({ windows: 0, after: 1, resumable: false, paused: { resumable: true, windows: 0 } });
    expect(seen.paused.icon).toMatch(/offline\.ico$/);
  });

  it('shows a window where nothing shows tray icons', async () => {
    for (const config of [{ platform: 'linux' }, { platform: 'win32', tray: false }] as const) {
      const app = launchDesktop({ args: ['--hidden'], config });
      expect(await app.run((double) => double.until(() => double.page() !== null))).toBe(true);
      await app.quit();
    }
  });

  it('is known on macOS by what the system says, and a person who starts it gets a window', async () => {
    const app = launchDesktop({ config: { platform: 'darwin', openedAtLogin: true } });
    await app.run((double) => double.until(() => double.record.trays.length > 0 && double.record.applicationMenu));
    expect(await app.run((double) => double.record.windows.length)).toBe(0);
    await app.run((double) => void double.app.emit('activate'));
    expect(await app.run((double) => double.until(() => double.record.windows.length))).toBe(1);
    expect(hiddenFlag(['.', '--hidden'])).toBe(true);
    expect(hiddenFlag(['.', 'tidemark://clients', '--hidden'])).toBe(false);
  });
});

describe('the entry at sign-in', () => {
  /** Sets it through the page, and answers with what the system was asked so far. */
  const set = async (double: Double, on: boolean) => {
    const { client } = await double.page().client();
    await client.settings.set({ launchAtLogin: on });
    return double.record.calls
      .filter((call: Double) => call.name === 'app.setLoginItemSettings')
      .map((call: Double) => call.args[0]);
  };

  it.each(['win32', 'darwin'] as const)('is the system’s own on %s, and goes when switched off', async (platform) => {
    const app = await started({ config: { platform } });
    expect(
      await app.run((double) => double.record.calls.some((call: Double) => call.name === 'app.setLoginItemSettings')),
    ).toBe(false);
    await app.run(set, true);
    await vi.waitUntil(async () => (await app.run(set, true)).length > 0, 90_000);
    const [on] = await app.run(set, true);
    expect(on.openAtLogin).toBe(true);
    if (platform === 'win32') expect(on.args).toEqual([expect.any(String), '--home', app.home, '--hidden']);
    await app.run(set, false);
    await vi.waitUntil(async () => (await app.run(set, false)).at(-1).openAtLogin === false, 90_000);
  });

  it('is a file of the desktop’s on Linux, which starts what runs now, hidden, on this workspace', async () => {
    const folder = temporaryFolder();
    const config = join(folder, 'config with "quotes" & 100 %');
    const app = await started({ folder, config: { platform: 'linux' }, env: { XDG_CONFIG_HOME: config } });
    const file = join(config, 'autostart', 'tidemark.desktop');
    await app.run(set, true);
    await vi.waitUntil(() => existsSync(file), 90_000);
    const text = readFileSync(file, 'utf8');
    expect(text).toMatch(/^\[Desktop Entry\]\nType=Application\n/);
    const exec = /^Exec=(.*)$/m.exec(text)?.[1] ?? '';
    expect(exec.startsWith(`"${process.execPath}"`)).toBe(true);
    expect(exec.endsWith(`"--home" "${app.home}" "--hidden"`)).toBe(true);
    await app.run(set, false);
    await vi.waitUntil(() => !existsSync(file), 90_000);
  });
});

describe('what the machine tells', () => {
  it('reaches the engine at the start and when it changes, once each', async () => {
    const app = await started({ root: treeWithEngine(TALKING_ENGINE), config: { platform: 'win32', onBattery: true } });
    const said = (text: string): number => app.stderr().split(text).length - 1;
    await vi.waitUntil(
      () => said('conditions {"online":true,"onBattery":true,"batteryPercent":null,"metered":false}') === 1,
      90_000,
    );
    await app.run((double) => {
      double.config.onBattery = false;
      double.powerMonitor.emit('on-ac');
    });
    await vi.waitUntil(() => said('"onBattery":false') === 1, 90_000);
    await app.run((double) => void double.powerMonitor.emit('on-ac'));
    expect(said('conditions')).toBe(2);
  });
});

describe('the tray', () => {
  it('asks the engine, without a window, and leads to each thing that needs a person', async () => {
    const app = await started({ root: treeWithEngine(TALKING_ENGINE), config: { platform: 'linux' } });
    const menus = await app.run(async (double) => {
      const [tray] = double.record.trays;
      const items = () => tray.menus.at(-1).items;
      const all = () => items().flatMap((item: Double) => [item, ...(item.submenu ?? [])]);
      const before = tray.menus.length;
      double.record.windows[0].hide();
      for (const id of ['import-all', 'pause-hour', 'pause-tomorrow'])
        all()
          .find((item: Double) => item.id === id)
          .click();
      const hidden = !double.record.windows[0].isVisible();
      double.powerMonitor.emit('resume');
      double.powerMonitor.emit('resume');
      await double.until(() => tray.images.at(-1).endsWith('attention.png'));
      double.kept.commands = [];
      double.page().exposed.tidemark.onCommand((command: unknown) => double.kept.commands.push(command));
      double.page().exposed.tidemark.requestPort();
      for (const item of items().find((one: Double) => one.id === 'attention').submenu) item.click();
      await double.until(() => double.kept.commands.length === 3);
      return { hidden, commands: double.kept.commands, set: tray.menus.length - before };
    });
    expect(menus.hidden).toBe(true);
    expect(menus.commands).toEqual([
      { type: 'open', path: '/client/7' },
      { type: 'open', path: '/imports' },
      { type: 'open', path: '/alerts' },
    ]);
    // Set anew for each of the two changes, and for nothing else.
    expect(menus.set).toBe(2);
    for (const command of ['import_all', 'pause_hour', 'pause_until_tomorrow'])
      expect(app.stderr()).toContain(`command ${command}`);
    expect(screenCommand('/settings')).toEqual({ type: 'open', path: '/settings' });
    for (const path of ['/imports?client=7', '/alerts?alert=a1-b2', '/connections?signIn=c1'])
      expect(screenCommand(path)).toEqual({ type: 'open', path });
    expect(screenCommand('/connections?signIn=<script>')).toEqual({ type: 'open', path: '/imports' });
  });

  it('goes when the person hides it, closing then asks, and it stays away at the next start', async () => {
    const folder = temporaryFolder();
    const first = await started({ folder, config: { platform: 'win32' } });
    const seen = await first.run(async (double) => {
      const { client } = await double.page().client();
      await client.settings.set({ hideTray: true });
      await double.until(() => double.record.trays[0].gone);
      double.record.windows[0].close();
      await double.until(() => double.record.dialogs.length === 1);
      return { dialog: double.record.dialogs[0].message, told: double.record.notifications.length };
    });
    expect(seen).toEqual({ dialog: 'Keep Tidemark running?', told: 0 });
    await first.quit();

    const again = launchDesktop({ folder, args: ['--hidden'], config: { platform: 'win32' } });
    const later = await again.run(async (double) => {
      // Nobody could find it without a window.
      await double.until(() => double.page() && double.record.applicationMenu);
      const none = double.record.trays.length;
      const { client } = await double.page().client();
      await client.settings.set({ hideTray: false });
      await double.until(() => double.record.trays.length === 1);
      return none;
    });
    expect(later).toBe(0);
  });

  it('has a picture of its own for every state, told apart without colour', () => {
    const folder = join(import.meta.dirname, '..', '..', 'resources', 'tray');
    for (const suffix of ['.png', '@2x.png', 'Template.png', 'Template@2x.png', '.ico']) {
      const pictures = ['idle', 'working', 'attention', 'offline'].map((state) =>
        readFileSync(join(folder, `${state}${suffix}`)).toString('base64'),
      );
      expect(new Set(pictures).size).toBe(4);
    }
  });
});

describe('notifications', () => {
  it('take the place of the one before, open what they are about, and go when it is resolved', async () => {
    const app = await started({ root: treeWithEngine(TALKING_ENGINE), config: { platform: 'win32' } });
    const seen = await app.run(async (double) => {
      double.record.windows[0].state.focused = false;
      const shown = () => double.record.notifications.map((one: Double) => [one.options.title, one.closed]);
      for (let wake = 0; wake < 3; wake += 1) double.powerMonitor.emit('resume');
      await double.until(() => double.record.notifications.length === 2);
      const replaced = shown();
      double.powerMonitor.emit('resume');
      await double.until(() => double.record.notifications[1].closed);
      return { replaced, after: shown() };
    });
    expect(seen.replaced).toEqual([
      ['2 clients failed', true],
      ['3 clients failed', false],
    ]);
    expect(seen.after.map(([, closed]: [string, boolean]) => closed)).toEqual([true, true]);
  });
});

describe('a battery and a metered network on Linux', () => {
  it('are read from the system, and asked of the network’s manager', async () => {
    const folder = temporaryFolder();
    const bin = join(folder, 'bin');
    mkdirSync(bin);
    // Stands in for the program that asks NetworkManager; the tray's own question gets no answer from it.
    writeFileSync(
      join(bin, 'gdbus'),
      '#!/bin/sh\ncase "$*" in *Metered*) echo "(<uint32 1>,)" ;; *) exit 1 ;; esac\n',
      { mode: 0o755 },
    );
    const app = await started({
      root: treeWithEngine(TALKING_ENGINE),
      config: { platform: 'linux' },
      env: { PATH: `${bin}:${process.env['PATH'] ?? ''}` },
    });
    await vi.waitUntil(() => app.stderr().includes('"metered":true'), 90_000);
    expect(app.stderr()).toContain('"metered":false');
  });

  it('are not told where the system does not', async () => {
    const supplies = temporaryFolder();
    expect(batteryPercent(join(supplies, 'nowhere'))).toBeNull();
    expect(batteryPercent(supplies)).toBeNull();
    const battery = (name: string, capacity: string): void => {
      mkdirSync(join(supplies, name));
      writeFileSync(join(supplies, name, 'capacity'), capacity);
    };
    battery('AC', '1\n');
    battery('BAT0', 'full\n');
    expect(batteryPercent(supplies)).toBeNull();
    battery('BAT1', '12\n');
    battery('BAT2', '55\n');
    expect(batteryPercent(supplies)).toBe(55);
  });
});
