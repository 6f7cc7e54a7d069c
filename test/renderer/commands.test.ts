import { describe, expect, it } from 'vitest';
import {
  acceleratorOf,
  COMMAND_IDS,
  commandOf,
  commandOfPress,
  isSingleKey,
  keysOf,
  shortcutOf,
} from '../../src/contract/commands.ts';
import { menuTemplate } from '../../src/main/hosts/electron-menu.ts';
import { fileScreen } from '../../src/renderer/shell/commands.ts';
import { sheetOf } from '../../src/renderer/shell/help.tsx';
import { SCREENS } from '../../src/renderer/shell/sidebar.tsx';
import { t } from '../../src/renderer/ui/text.ts';

const press = (key: string, held: Partial<Record<'ctrl' | 'meta' | 'alt' | 'shift', boolean>> = {}, mac = false) =>
  commandOfPress(
    {
      key,
      ctrlKey: held.ctrl ?? false,
      metaKey: held.meta ?? false,
      altKey: held.alt ?? false,
      shiftKey: held.shift ?? false,
    },
    mac,
  )?.id ?? null;

describe('the table of commands', () => {
  it('gives every key to one command only, on every system', () => {
    for (const mac of [false, true]) {
      const keys = COMMAND_IDS.flatMap((id) => keysOf(id, mac));
      expect(keys).toEqual([...new Set(keys)]);
    }
  });
  it('has every key of the keyboard map', () => {
    const shown = new Set(COMMAND_IDS.flatMap((id) => keysOf(id, false)));
    for (const keys of [
      'Ctrl+K',
      'Ctrl+O',
      'Ctrl+R',
      'Ctrl+Shift+R',
      'Ctrl+F',
      '/',
      'Ctrl+Shift+S',
      'Ctrl+E',
      'Ctrl+Shift+E',
      'Ctrl+Shift+L',
      'D',
      'C',
      'T',
      '[',
      ']',
      'Ctrl+Z',
      'Ctrl+Shift+Z',
      'Ctrl+B',
      'Ctrl+I',
      'Ctrl+,',
      'Alt+ArrowLeft',
      'Alt+ArrowRight',
      '?',
    ])
      expect([keys, shown.has(keys)]).toEqual([keys, true]);
  });
  it('no key is Ctrl with Alt, which is AltGr and types letters', () => {
    for (const id of COMMAND_IDS)
      for (const mac of [false, true])
        for (const keys of keysOf(id, mac)) expect(keys.includes('Ctrl') && keys.includes('Alt')).toBe(false);
    expect(press('k', { ctrl: true, alt: true })).toBeNull();
    // Polish 'Ł' is AltGr L.
    expect(press('ł', { ctrl: true, alt: true })).toBeNull();
  });
  it('reads key presses as the keyboard sends them', () => {
    expect(press('k', { ctrl: true })).toBe('palette');
    expect(press('K', { ctrl: true })).toBe('palette');
    expect(press('S', { ctrl: true, shift: true })).toBe('csv');
    expect(press('s', { ctrl: true })).toBeNull();
    expect(press('?', { shift: true })).toBe('shortcuts');
    expect(press('/')).toBe('filter');
    expect(press('d')).toBe('range');
    expect(press('D', { shift: true })).toBeNull();
    expect(press('ArrowLeft', { alt: true })).toBe('back');
    expect(press(',', { ctrl: true })).toBe('go-settings');
    expect(press('z', { ctrl: true })).toBe('undo');
    expect(press('Z', { ctrl: true, shift: true })).toBe('redo');
  });
  it('on macOS Command takes the place of Ctrl, and back is Cmd [', () => {
    expect(press('k', { meta: true }, true)).toBe('palette');
    expect(press('k', { ctrl: true }, true)).toBeNull();
    expect(press('[', { meta: true }, true)).toBe('back');
    expect(shortcutOf('palette', true)).toBe('Cmd K');
    expect(shortcutOf('back', false)).toBe('Alt ←');
  });
  it('a new client and a file can be brought in from everywhere', () => {
    expect(commandOf('new-client').path).toBe('/connections');
    expect([fileScreen(null), fileScreen('7')]).toEqual(['/data-health?csv=any', '/data-health?csv=7']);
    for (const id of ['new-client', 'import-file'] as const) {
      expect(commandOf(id).menu?.[0].text).toMatch(/…$/);
    }
    const nothing = () => undefined;
    const [file] = menuTemplate('linux', false, { command: nothing, zoom: nothing, showLog: nothing, about: nothing });
    const ids = Array.isArray(file?.submenu) ? file.submenu.map((one) => one.id) : [];
    expect(ids).toEqual(expect.arrayContaining(['new-client', 'import-file']));
  });
  it('single letters never become accelerators of a menu', () => {
    for (const id of COMMAND_IDS) {
      const accelerator = acceleratorOf(id, false);
      if (keysOf(id, false).every(isSingleKey)) expect(accelerator).toBeNull();
    }
    expect(acceleratorOf('filter', false)).toBe('CmdOrCtrl+F');
    expect(acceleratorOf('back', false)).toBe('Alt+Left');
  });
  it('the sheet shows every key of the table', () => {
    const lines = sheetOf(false).flatMap((section) => section.lines.map((one) => one.what));
    const withKeys = COMMAND_IDS.filter((id) => keysOf(id, false).length > 0).map((id) =>
      id === 'shortcuts' ? 'This list' : t(commandOf(id).label),
    );
    expect(lines).toEqual(expect.arrayContaining(withKeys));
  });
  it('the sidebar and the table know the same screens by the same keys', () => {
    const table = COMMAND_IDS.filter((id) => id.startsWith('go-')).map((id) => {
      const { path, label } = commandOf(id);
      return [path, t(label), keysOf(id, false)[0]];
    });
    expect(SCREENS.map((one) => [one.to, t(one.label), `Ctrl+${one.key}`])).toEqual(table);
  });
});
