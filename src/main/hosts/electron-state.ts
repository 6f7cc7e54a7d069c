import Store from 'electron-store';
import { ipcMain, type Rectangle } from 'electron';
import { z } from 'zod';

const bounds = z.object({ x: z.int(), y: z.int(), width: z.int().min(1), height: z.int().min(1) });

/** What the window remembers between starts. A part that cannot be read falls back by itself: none is worth a failed start. */
const schema = z.object({
  bounds: bounds.nullable().catch(null),
  maximized: z.boolean().catch(false),
  fullScreen: z.boolean().catch(false),
  zoom: z.number().min(0.5).max(3).catch(1),
  theme: z.enum(['system', 'light', 'dark']).catch('system'),
  /** Where the last file was saved. */
  saveFolder: z.string().nullable().catch(null),
  toldAboutTray: z.boolean().catch(false),
  /** As the settings of the workspace said last: they are read later than the tray is made. */
  trayHidden: z.boolean().catch(false),
  /** The same for the language of menus and dialogs; null = not told yet. */
  language: z.string().nullable().catch(null),
  /** What closing does where there is no tray; asked until the person says "always". */
  onClose: z.enum(['ask', 'minimise', 'quit']).catch('ask'),
});
export type Remembered = z.infer<typeof schema>;

export type RememberedState = {
  get(): Remembered;
  set(change: Partial<Remembered>): void;
};

/** Opens window.json in the application's own folder. A damaged file counts as none; one that cannot be written is kept in memory. */
export function openState(folder: string, failed: (error: unknown) => void): RememberedState {
  let store: Store<Record<string, unknown>> | null = null;
  try {
    store = new Store<Record<string, unknown>>({ name: 'window', cwd: folder, clearInvalidConfig: true });
  } catch (error) {
    failed(error);
  }
  // electron-store opens a channel for pages that want a store of their own; ours do not.
  ipcMain.removeAllListeners('electron-store-get-data');
  let current = schema.parse({ ...store?.store });
  return {
    get: () => current,
    set(change) {
      current = { ...current, ...change };
      try {
        store?.set(change);
      } catch (error) {
        failed(error);
        store = null;
      }
    },
  };
}

const MINIMUM = { width: 960, height: 640 };
const DESIGNED = { width: 1280, height: 800 };
/** This much of the window must lie on a display, or the person could not take hold of it. */
const GRIP = { width: 160, height: 80 };

/**
 * Where the window opens: where it was, if enough of it still lies on one of the work areas; else the designed size in the middle of the
 * first one, no larger than that. Sizes in device-independent pixels.
 */
export function placeWindow(saved: Rectangle | null, areas: readonly Rectangle[]): Rectangle {
  const wanted = saved ?? { ...DESIGNED, x: Number.NaN, y: Number.NaN };
  const width = Math.max(MINIMUM.width, wanted.width);
  const height = Math.max(MINIMUM.height, wanted.height);
  const reachable =
    saved !== null &&
    areas.some((area) => {
      const across = Math.min(saved.x + width, area.x + area.width) - Math.max(saved.x, area.x);
      const top = saved.y >= area.y - GRIP.height / 2 && saved.y <= area.y + area.height - GRIP.height;
      return across >= GRIP.width && top;
    });
  if (saved !== null && reachable) return { x: saved.x, y: saved.y, width, height };
  const area = areas[0] ?? { x: 0, y: 0, ...DESIGNED };
  const fitted = {
    width: Math.min(width, Math.max(MINIMUM.width, area.width)),
    height: Math.min(height, Math.max(MINIMUM.height, area.height)),
  };
  return {
    x: area.x + Math.max(0, Math.round((area.width - fitted.width) / 2)),
    y: area.y + Math.max(0, Math.round((area.height - fitted.height) / 2)),
    ...fitted,
  };
}
