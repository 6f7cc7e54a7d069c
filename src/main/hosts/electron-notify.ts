import { BrowserWindow, Notification } from 'electron';

const MOST_AT_A_TIME = 5;

export type Notifier = {
  notify(title: string, body: string): void;
  /** Shows it in any case; false where the system has no notifications. */
  tell(title: string, body: string): boolean;
  clear(): void;
};

/**
 * Shows the engine's notifications, which hold no figures and no names of clients' people. Only while no window is in front: whoever looks
 * at the application sees it there. A click opens it.
 */
export function createNotifier(clicked: () => void): Notifier {
  // Held here, because a notification without a reference is collected and its click is lost.
  const open: Notification[] = [];
  const forget = (one: Notification): void => {
    const at = open.indexOf(one);
    if (at !== -1) open.splice(at, 1);
  };
  const tell = (title: string, body: string): boolean => {
    if (!Notification.isSupported()) return false;
    const one = new Notification({ title, body });
    one.on('click', () => {
      forget(one);
      clicked();
    });
    one.on('close', () => forget(one));
    one.on('failed', () => forget(one));
    open.push(one);
    if (open.length > MOST_AT_A_TIME) open.shift()?.close();
    one.show();
    return true;
  };
  return {
    tell,
    notify(title, body) {
      if (BrowserWindow.getFocusedWindow() === null) tell(title, body);
    },
    clear() {
      for (const one of open.splice(0)) one.close();
    },
  };
}
