import { type BrowserWindow, dialog } from 'electron';
import type { RememberedState } from './electron-state.ts';

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
    const message = 'Tidemark is still running';
    const detail = 'Imports go on. Open it or quit it from its icon in the notification area.';
    if (!deps.tell(message, detail)) await dialog.showMessageBox({ type: 'info', message, detail, buttons: ['OK'] });
    return;
  }
  let choice = state.get().onClose;
  if (choice === 'ask') {
    const answer = await dialog.showMessageBox(window, {
      type: 'question',
      message: 'Keep Tidemark running?',
      detail: 'Minimised it goes on importing. Quitting stops imports; they go on at the next start.',
      buttons: ['Minimise', 'Quit', 'Cancel'],
      defaultId: 0,
      cancelId: 2,
      checkboxLabel: 'Always do this',
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
  crashed: { message: 'The window stopped working', keep: null },
  'not loaded': { message: 'The window could not be drawn', keep: null },
  stuck: { message: 'The window does not answer', keep: 'Wait' },
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
      message,
      detail: 'Your data is unchanged, and imports go on. Loading the window again brings it back.',
      buttons: ['Load again', keep ?? 'Quit'],
      defaultId: 0,
      cancelId: keep === null ? 0 : 1,
    });
    if (response === 0) reload();
    else if (keep === null) quit();
  } finally {
    asking = false;
  }
}
