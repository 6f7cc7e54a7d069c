import { BrowserWindow, Notification } from 'electron';
import type { HostNotice } from '../kernel/engine-protocol.ts';

const MOST_AT_A_TIME = 5;

export type Notifier = {
  /** Shows the engine's notice unless a window is in front; one of the same id before it is taken away. */
  notify(notice: HostNotice): void;
  withdraw(id: string): void;
  /** Shows it in any case; false where the system has no notifications. */
  tell(title: string, body: string): boolean;
  clear(): void;
};

/**
 * Shows the engine's notifications, which hold no figures and no names of clients' people. Only while no window is in front: whoever looks
 * at the application sees it there. A click opens the screen it is about, by its path; null = the window as it is.
 */
export function createNotifier(clicked: (path: string | null) => void): Notifier {
  // Held here, because a notification without a reference is collected and its click is lost.
  const open = new Map<string, Notification>();
  let unnamed = 0;

  const forget = (id: string, one: Notification): void => {
    if (open.get(id) === one) open.delete(id);
  };
  const withdraw = (id: string): void => {
    const one = open.get(id);
    open.delete(id);
    one?.close();
  };
  const show = (id: string, title: string, body: string, path: string | null): boolean => {
    if (!Notification.isSupported()) return false;
    withdraw(id);
    const one = new Notification({ title, body });
    one.on('click', () => {
      forget(id, one);
      clicked(path);
    });
    one.on('close', () => forget(id, one));
    one.on('failed', () => forget(id, one));
    open.set(id, one);
    const [oldest] = open.keys();
    if (open.size > MOST_AT_A_TIME && oldest !== undefined) withdraw(oldest);
    one.show();
    return true;
  };
  return {
    withdraw,
    tell: (title, body) => show(`own:${(unnamed += 1)}`, title, body, null),
    notify({ id, title, body, path }) {
      if (BrowserWindow.getFocusedWindow() === null) show(id, title, body, path);
    },
    clear() {
      for (const id of open.keys()) withdraw(id);
    },
  };
}
