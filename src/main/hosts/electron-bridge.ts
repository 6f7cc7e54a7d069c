import { MessageChannelMain, type WebContents } from 'electron';
import { isFrame } from './frame.ts';
import type { EngineLink } from './engine-link.ts';

/** A page that asks again at once, because its port closed at once, would keep two processes busy. */
const NOT_SOONER_MS = 100;

export type Bridge = {
  /** Gives a page a new port to the engine; the one before is closed. */
  give(page: WebContents): void;
  /** Closes the page's port: the page is gone or is loading anew. */
  drop(): void;
};

/**
 * Ties the page's port to the engine's. Electron's ports and Node's cannot be passed to one another, so messages are handed on one by one,
 * as they are. Only the frame of what the page sends is looked at: one that the engine's adapter cannot read would end the engine. Closing
 * either side closes the other; the page then asks for a new port, and gets one when the engine runs again.
 */
export function createBridge(link: Pick<EngineLink, 'connect' | 'ended'>): Bridge {
  // Held here, because an Electron port without a reference is collected and falls silent.
  let close: (() => void) | null = null;
  let timer: NodeJS.Timeout | null = null;
  let tooSoon = false;
  let over = false;
  void link.ended.then(() => (over = true));

  const drop = (): void => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    close?.();
  };

  const open = (page: WebContents): void => {
    const engine = link.connect();
    const { port1, port2 } = new MessageChannelMain();
    let closed = false;
    const closeThis = (): void => {
      if (closed) return;
      closed = true;
      if (close === closeThis) close = null;
      engine.close();
      port2.close();
    };
    close = closeThis;
    port2.on('message', ({ data }) => {
      if (typeof data === 'string' && isFrame(data)) engine.postMessage(data);
      else closeThis();
    });
    engine.on('message', (data: unknown) => {
      if (!closed) port2.postMessage(data);
    });
    port2.on('close', closeThis);
    engine.on('close', closeThis);
    port2.start();
    page.postMessage('tidemark:port', null, [port1]);
  };

  return {
    give(page) {
      drop();
      if (over) return;
      if (!tooSoon) {
        tooSoon = true;
        setTimeout(() => (tooSoon = false), NOT_SOONER_MS).unref();
        open(page);
        return;
      }
      timer = setTimeout(() => {
        timer = null;
        if (!page.isDestroyed() && !over) open(page);
      }, NOT_SOONER_MS);
    },
    drop,
  };
}
