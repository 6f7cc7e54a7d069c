import { RPCLink as PortLink } from '@orpc/client/message-port';
import { RPCLink as SocketLink } from '@orpc/client/websocket';
import type { ClientLink } from '@orpc/client';
import { JSON_SERIALIZERS } from '../contract/wire.ts';
import type { CommandId } from '../contract/commands.ts';

/** What menu, tray and links of the desktop app ask the page to do (main/hosts/electron-commands.ts checks it). */
export type DesktopCommand =
  | { type: 'open'; path: string }
  | { type: 'import'; scope: 'all' | 'current' }
  | { type: 'run'; id: CommandId }
  | { type: 'set'; theme?: 'system' | 'light' | 'dark' | undefined; density?: 'comfortable' | 'compact' | undefined };

/** What the preload gives a page inside Electron; absent in the browser host. */
export type DesktopVerbs = {
  requestPort(): void;
  saveFile(name: string, text: string): Promise<{ saved: boolean }>;
  /** A PNG. */
  saveImage(name: string, bytes: Uint8Array): Promise<{ saved: boolean }>;
  /** A PNG for the system's clipboard. */
  copyImage(bytes: Uint8Array): Promise<{ copied: boolean }>;
  /** A PDF of one of our print routes. */
  savePdf(name: string, path: string): Promise<{ saved: boolean }>;
  /** Of a print route's own page: its sheets are drawn, or cannot be. */
  sheetsReady(ready: boolean): void;
  /** Returns what ends the listening. */
  onCommand(listener: (command: DesktopCommand) => void): () => void;
  platform: string;
};
declare global {
  interface Window {
    tidemark?: DesktopVerbs;
  }
}

export type Link = ClientLink<Record<never, never>>;
/** One opened carrier; `closed` settles when it is gone. */
export type Carrier = { link: Link; closed: Promise<void> };
/** Opens a carrier, or says that the host will not have this page ('refused') or is not there ('unreachable'). */
export type OpenCarrier = () => Promise<Carrier | 'refused' | 'unreachable'>;

const portMessage = 'tidemark:port';

/** Electron: the preload hands over one MessagePort per request. */
export const electronCarrier =
  (desktop: DesktopVerbs): OpenCarrier =>
  () =>
    new Promise((resolve) => {
      const onMessage = (event: MessageEvent): void => {
        const port = event.ports[0];
        // Only our own window can hand over the port: another frame's message is not for us.
        if (event.source !== window || event.data !== portMessage || !port) return;
        window.removeEventListener('message', onMessage);
        const closed = new Promise<void>((gone) => port.addEventListener('close', () => gone()));
        const link = new PortLink({ port, customJsonSerializers: JSON_SERIALIZERS });
        port.start();
        resolve({ link, closed });
      };
      window.addEventListener('message', onMessage);
      desktop.requestPort();
    });

/**
 * Takes a one-time token out of the address before the router can read it, and before it can be bookmarked.
 * Null when the page came without one.
 */
export const takeToken = (): string | null => {
  const token = new URLSearchParams(location.hash.replace(/^#/, '')).get('token');
  if (token === null) return null;
  history.replaceState(null, '', `${location.pathname}${location.search}#/`);
  return token;
};

/** Browser host: the token buys a cookie once; the cookie opens the socket. */
export const browserCarrier = (token: string | null): OpenCarrier => {
  let unspent = token;
  let refusals = 0;
  return async () => {
    if (unspent !== null) {
      const answer = await exchange(unspent);
      if (answer === 'unreachable') return answer;
      unspent = null;
      // A reload may carry a spent token beside a cookie that is still good: the socket decides.
    }
    const opened = await openSocket();
    if (opened !== null) {
      refusals = 0;
      return opened;
    }
    if (!(await hostAnswers())) return 'unreachable';
    // A host that serves pages but not the socket may only be starting its engine: believe it the second time.
    refusals += 1;
    return refusals >= 2 ? 'refused' : 'unreachable';
  };
};

const exchange = async (token: string): Promise<'done' | 'unreachable'> => {
  try {
    await fetch('/session', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-tidemark': '1' },
      body: JSON.stringify({ token }),
    });
    return 'done';
  } catch {
    return 'unreachable';
  }
};

const hostAnswers = async (): Promise<boolean> => {
  try {
    await fetch('/', { method: 'HEAD', cache: 'no-store' });
    return true;
  } catch {
    return false;
  }
};

const openSocket = (): Promise<Carrier | null> =>
  new Promise((resolve) => {
    const address = new URL('/engine', location.href);
    address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
    const socket = new WebSocket(address);
    const closed = new Promise<void>((gone) => socket.addEventListener('close', () => gone()));
    const link = new SocketLink({ websocket: socket, customJsonSerializers: JSON_SERIALIZERS });
    socket.addEventListener('open', () => resolve({ link, closed }));
    void closed.then(() => resolve(null));
  });
