import { existsSync } from 'node:fs';
import { chromium, type Browser, type Page } from '@playwright/test';

const CHROMIUM =
  process.env['TIDEMARK_CHROMIUM'] ?? ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find(existsSync);

/** Debian's Chromium or the one named by TIDEMARK_CHROMIUM, without a window and without a network of its own. */
export const openBrowser = (): Promise<Browser> =>
  chromium.launch({
    ...(CHROMIUM === undefined ? {} : { executablePath: CHROMIUM }),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--enable-precise-memory-info',
    ],
  });

export type Spread = { median: number; p95: number; max: number; count: number };

/** The middle, the 95th percentile and the worst of a sample, rounded to a tenth. */
export function spread(sample: readonly number[]): Spread {
  const sorted = sample.toSorted((a, b) => a - b);
  const at = (share: number): number =>
    Math.round((sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN) * 10) / 10;
  return { median: at(0.5), p95: at(0.95), max: at(1), count: sample.length };
}

/**
 * Milliseconds from before `act` until a frame shows what `there` finds: both are code of the page, handed over as text because the
 * page's own policy allows no other.
 */
export const timeUntil = (page: Page, act: string, there: string): Promise<number> =>
  page.evaluate(`new Promise((resolve, reject) => {
    const began = performance.now();
    const look = () => {
      if (${there}) requestAnimationFrame(() => resolve(performance.now() - began));
      else if (performance.now() - began > 20000) reject(new Error(${JSON.stringify(`never seen: ${there}`)}));
      else requestAnimationFrame(look);
    };
    ${act};
    look();
  })`);

/** Milliseconds from a key going down, by the browser's own time stamp, until a frame shows what `there` finds. */
export async function timeKey(page: Page, key: string, there: string): Promise<number> {
  await page.evaluate(`
    window.keySeen = new Promise((resolve, reject) => {
      const down = (event) => {
        if (['Control', 'Shift', 'Alt'].includes(event.key)) return;
        window.removeEventListener('keydown', down, { capture: true });
        const look = () => {
          if (${there}) requestAnimationFrame(() => resolve(performance.now() - event.timeStamp));
          else if (performance.now() - event.timeStamp > 20000) reject(new Error(${JSON.stringify(`never seen: ${there}`)}));
          else requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
      };
      window.addEventListener('keydown', down, { capture: true });
    });
    undefined;
  `);
  await page.keyboard.press(key);
  return page.evaluate<number>('window.keySeen');
}

/** From now on every key's way through the page: until its handler began, and until the frame after it. */
export async function watchKeys(page: Page): Promise<() => Promise<{ delay: Spread; painted: Spread }>> {
  await page.evaluate(`
    window.keyTimes = { delay: [], painted: [] };
    window.addEventListener('keydown', (event) => {
      window.keyTimes.delay.push(performance.now() - event.timeStamp);
      requestAnimationFrame(() => {
        const channel = new MessageChannel();
        channel.port1.onmessage = () => window.keyTimes.painted.push(performance.now() - event.timeStamp);
        channel.port2.postMessage(null);
      });
    }, { capture: true });
  `);
  return async () => {
    const { delay, painted } = await page.evaluate<{ delay: number[]; painted: number[] }>('window.keyTimes');
    return { delay: spread(delay), painted: spread(painted) };
  };
}

/** Scrolls an element for so long, a hundred pixels a frame and back again at the end; the lengths of the frames. */
export const scrollFor = (page: Page, selector: string, ms: number): Promise<number[]> =>
  page.evaluate(`new Promise((resolve) => {
    const box = document.querySelector(${JSON.stringify(selector)});
    const frames = [];
    let step = 100;
    const began = performance.now();
    let last = began;
    const frame = (now) => {
      frames.push(now - last);
      last = now;
      if (box.scrollTop + box.clientHeight >= box.scrollHeight - 1) step = -100;
      if (box.scrollTop <= 0) step = 100;
      box.scrollTop += step;
      if (now - began < ${ms}) requestAnimationFrame(frame);
      else resolve(frames.slice(1));
    };
    requestAnimationFrame(frame);
  })`);

/** Bytes of the page's heap after the garbage went. */
export async function heapOf(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.enable');
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  return usedSize;
}
