import { BrowserWindow, type WebContents } from 'electron';
import { z } from 'zod';
import { type Bridge } from './electron-bridge.ts';
import { START_PAGE } from './electron-policy.ts';
import { fileName } from './electron-save.ts';
import { webPreferences } from './electron-window.ts';
import { t } from '../../words/text.ts';
import { dialogs as m } from './messages-desktop.ts';

/** A print route of ours and nothing else: '/print/7?range=30d&compare=year'. */
const printRoute = z
  .string()
  .max(500)
  .regex(/^\/print\/\d{1,15}(\?[\w=&.:%+-]*)?$/);

export const printedFile = z.strictObject({
  name: fileName.refine((name) => name.endsWith('.pdf')),
  path: printRoute,
});

/** Long enough for a slow disk; a page that is not drawn by then never will be. */
const DRAWN_WITHIN_MS = 30_000;

export type Printer = {
  /** The PDF of a print route. Throws when the page cannot be drawn; one at a time, in the order they were asked for. */
  print(path: string): Promise<Uint8Array>;
  /** The page that is being printed now. */
  isOurs(page: WebContents): boolean;
  give(page: WebContents): void;
  /** The page says whether its sheets are drawn. */
  told(drawn: boolean): void;
};

/**
 * Prints reports in a window nobody sees: the same page, preload, sandbox and guards as the real one, with a port of its own to the engine. It
 * lives for one report.
 */
export function createPrinter(deps: { preload: string; bridge: Bridge; within?: number }): Printer {
  let window: BrowserWindow | null = null;
  let settle: ((drawn: boolean) => void) | null = null;
  let last: Promise<unknown> = Promise.resolve();

  async function once(path: string): Promise<Uint8Array> {
    const one = new BrowserWindow({
      show: false,
      width: 900,
      height: 1200,
      // A window that is not seen would otherwise be slowed down.
      webPreferences: { ...webPreferences(deps.preload, false), backgroundThrottling: false },
    });
    window = one;
    const drawn = Promise.withResolvers<boolean>();
    settle = drawn.resolve;
    const timer = setTimeout(() => drawn.resolve(false), deps.within ?? DRAWN_WITHIN_MS);
    one.webContents.on('render-process-gone', () => drawn.resolve(false));
    one.webContents.on('did-fail-load', () => drawn.resolve(false));
    one.once('closed', () => drawn.resolve(false));
    try {
      one.loadURL(`${START_PAGE}#${path}`).catch(() => undefined);
      if (!(await drawn.promise)) throw new Error(t(m.reportNotDrawn));
      return await one.webContents.printToPDF({
        printBackground: true,
        preferCSSPageSize: true,
        generateTaggedPDF: true,
        generateDocumentOutline: true,
      });
    } finally {
      clearTimeout(timer);
      settle = null;
      window = null;
      deps.bridge.drop();
      if (!one.isDestroyed()) one.close();
    }
  }

  return {
    print(path) {
      const next = last.then(() => once(path));
      last = next.catch(() => undefined);
      return next;
    },
    isOurs: (page) => window !== null && !window.isDestroyed() && page === window.webContents,
    give: (page) => deps.bridge.give(page),
    told: (drawn) => settle?.(drawn),
  };
}
