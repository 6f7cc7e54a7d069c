/**
 * All a page of the desktop application gets from outside: `window.tidemark`. Runs in the sandbox, in a world of its own; the page gets
 * neither ipcRenderer nor an event of it. What each verb may do is checked again on the other side (main/hosts/electron-ipc.ts).
 */
import type { CommandId } from '../contract/commands.ts';
import { contextBridge, ipcRenderer } from 'electron';

/** As main/hosts/electron-commands.ts checks it before it is sent. */
export type DesktopCommand =
  | { type: 'open'; path: string }
  | { type: 'import'; scope: 'all' | 'current' }
  | { type: 'run'; id: CommandId }
  | { type: 'set'; theme?: 'system' | 'light' | 'dark' | undefined; density?: 'comfortable' | 'compact' | undefined };

export type DesktopApi = {
  platform: string;
  /** A window message 'tidemark:port' with the port follows. Ask again when the port has closed. */
  requestPort(): void;
  /** `saved` is false when the person changed their mind; a failure was told by then. */
  saveFile(name: string, text: string): Promise<{ saved: boolean }>;
  /** The same for a PNG. */
  saveImage(name: string, bytes: Uint8Array): Promise<{ saved: boolean }>;
  /** Puts a PNG on the system's clipboard; false when it is none. */
  copyImage(bytes: Uint8Array): Promise<{ copied: boolean }>;
  /** A PDF of one of our print routes. Throws when it could not be made; `saved` is false when the person changed their mind. */
  savePdf(name: string, path: string): Promise<{ saved: boolean }>;
  /** Of a page that is being printed: its sheets are drawn, or cannot be. */
  sheetsReady(ready: boolean): void;
  /** What menu, tray and links ask for. Returns what ends the listening. Commands that came before the first listener are kept for it. */
  onCommand(listener: (command: DesktopCommand) => void): () => void;
};

const MOST_KEPT = 10;
const listeners = new Set<(command: DesktopCommand) => void>();
const kept: DesktopCommand[] = [];

ipcRenderer.on('tidemark:port', (event) => {
  // A port cannot go over the bridge; a message of the window carries it to the page's world.
  window.postMessage('tidemark:port', '*', event.ports);
});

ipcRenderer.on('tidemark:command', (_event, command: DesktopCommand) => {
  if (listeners.size === 0 && kept.length < MOST_KEPT) kept.push(command);
  for (const listener of listeners) listener(command);
});

/** Whether an answer from outside says yes; anything unexpected is a no. */
const said = (answer: unknown, what: string): boolean =>
  typeof answer === 'object' && answer !== null && (answer as Record<string, unknown>)[what] === true;

const api: DesktopApi = {
  platform: process.platform,
  requestPort: () => ipcRenderer.send('tidemark:request-port'),
  saveFile: async (name, text) => ({
    saved: said(await ipcRenderer.invoke('tidemark:save-file', { name, text }), 'saved'),
  }),
  saveImage: async (name, bytes) => ({
    saved: said(await ipcRenderer.invoke('tidemark:save-file', { name, bytes }), 'saved'),
  }),
  copyImage: async (bytes) => ({ copied: said(await ipcRenderer.invoke('tidemark:copy-image', bytes), 'copied') }),
  savePdf: async (name, path) => {
    const answer: unknown = await ipcRenderer.invoke('tidemark:save-pdf', { name, path });
    // Null stands for everything that failed or was refused.
    if (answer === null) throw new Error('The PDF could not be made.');
    return { saved: said(answer, 'saved') };
  },
  sheetsReady: (ready) => ipcRenderer.send('tidemark:sheets-ready', ready),
  onCommand: (listener) => {
    const one = (command: DesktopCommand): void => listener(command);
    listeners.add(one);
    for (const command of kept.splice(0)) one(command);
    return () => void listeners.delete(one);
  },
};
contextBridge.exposeInMainWorld('tidemark', api);

// The page knows the chosen theme; native menus, dialogs and the next window's first frame follow it.
const tellTheme = (): void => {
  const theme = document.documentElement.dataset['theme'];
  ipcRenderer.send('tidemark:theme', theme === 'light' || theme === 'dark' ? theme : 'system');
};
window.addEventListener('DOMContentLoaded', () => {
  tellTheme();
  new MutationObserver(tellTheme).observe(document.documentElement, { attributeFilter: ['data-theme'] });
});
