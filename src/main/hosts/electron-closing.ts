import { type BrowserWindow, dialog } from 'electron';
import type { RememberedState } from './electron-state.ts';
import { t } from '../../words/text.ts';
import { dialogs as m } from './messages-desktop.ts';

export type ClosingDeps = {
  platform: NodeJS.Platform;
  state: RememberedState;
  hasTray(): boolean;
  /** False where the system has no notifications. */
  tell(title: string, body: string): boolean;
  quit(): void;
};

/**
 * What closing the window means: the application stays in the tray (said once), or in the dock on macOS. Where there is neither, the person
 * is asked, because a hidden window could not be found again.
 */
export async function closeWindow(window: BrowserWindow, deps: ClosingDeps): Promise<void> {
  const { platform, state } = deps;
  if (platform === 'darwin' || deps.hasTray()) {
    hide(window);
    if (platform === 'darwin' || state.get().toldAboutTray) return;
    state.set({ toldAboutTray: true });
    const message = t(m.stillRunning);
    const detail = t(m.stillRunningDetail);
    if (!deps.tell(message, detail)) await dialog.showMessageBox({ type: 'info', message, detail, buttons: [t(m.ok)] });
    return;
  }
  let choice = state.get().onClose;
  if (choice === 'ask') {
    const answer = await dialog.showMessageBox(window, {
      type: 'question',
      message: t(m.keepRunning),
      detail: t(m.keepRunningDetail),
      buttons: [t(m.minimise), t(m.quit), t(m.cancel)],
      defaultId: 0,
      cancelId: 2,
      checkboxLabel: t(m.always),
    });
    if (answer.response === 2) return;
    choice = answer.response === 1 ? 'quit' : 'minimise';
    if (answer.checkboxChecked) state.set({ onClose: choice });
  }
  if (choice === 'quit') deps.quit();
  else if (!window.isDestroyed()) window.minimize();
}

function hide(window: BrowserWindow): void {
  if (!window.isFullScreen()) {
    window.hide();
    return;
  }
  // Hiding a full-screen window on macOS leaves an empty black space behind.
  window.once('leave-full-screen', () => window.hide());
  window.setFullScreen(false);
}

const BROKEN = {
  crashed: { message: m.crashed, keep: null },
  'not loaded': { message: m.notLoaded, keep: null },
  stuck: { message: m.stuck, keep: m.wait },
} as const;

let asking = false;

/** Offers to load a broken page again. The engine is not touched: imports go on meanwhile. One question at a time. */
export async function askAboutBrokenPage(
  window: BrowserWindow,
  what: keyof typeof BROKEN,
  reload: () => void,
  quit: () => void,
): Promise<void> {
  if (asking || window.isDestroyed()) return;
  asking = true;
  try {
    const { message, keep } = BROKEN[what];
    const { response } = await dialog.showMessageBox(window, {
      type: 'warning',
      message: t(message),
      detail: t(m.brokenDetail),
      buttons: [t(m.loadAgain), t(keep ?? m.quit)],
      defaultId: 0,
      cancelId: keep === null ? 0 : 1,
    });
    if (response === 0) reload();
    else if (keep === null) quit();
  } finally {
    asking = false;
  }
}
