import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Browser } from '@playwright/test';
import { ENGINE_HEAP_MB } from '../../src/main/hosts/engine-link.ts';
import { hostProcess } from '../e2e/host-process.ts';
import { scrollFor, spread, watchKeys, type Spread } from './_browser.ts';

const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const FIRST = '2026-11-20T05:00:00Z';
const NEXT = '2026-11-21T05:00:00Z';
const CLIENTS = 100;

/** A hundred clients are brought up to date while somebody scrolls their list and walks it with the arrows. */
export async function importWhileScrolling(
  browser: Browser,
  folder: string,
  viewport: { width: number; height: number },
): Promise<{ seconds: number; inputDelay: Spread; keyToPaint: Spread; frame: Spread }> {
  const home = join(folder, 'agency');
  const server = spawn(process.execPath, [here('./_agency-server.ts'), String(CLIENTS), '20', FIRST], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  try {
    const lines = createInterface({ input: server.stdout })[Symbol.asyncIterator]();
    const { urls, credentials } = JSON.parse((await lines.next()).value as string) as {
      urls: Record<string, string>;
      credentials: unknown;
    };
    const texts = [ENGINE_HEAP_MB, urls, credentials].map((one) => JSON.stringify(one));
    await promisify(execFile)(process.execPath, [here('./_agency-host.mjs'), home, FIRST, ...texts, 'first'], {
      timeout: 1_200_000,
      maxBuffer: 10_000_000,
    });
    server.stdin.write(`${JSON.stringify({ now: NEXT })}\n`);
    const host = hostProcess(
      {
        TIDEMARK_META_GRAPH_URL: urls['metaGraph'] ?? '',
        TIDEMARK_GOOGLE_ADS_URL: urls['googleAds'] ?? '',
        TIDEMARK_GOOGLE_TOKEN_URL: urls['googleToken'] ?? '',
        TIDEMARK_PASSPHRASE: 'bench passphrase',
        TIDEMARK_NOW: NEXT,
      },
      home,
    );
    try {
      const page = await (await browser.newContext({ viewport, reducedMotion: 'reduce' })).newPage();
      await page.goto(await host.start());
      await page.getByRole('rowheader').first().waitFor();
      await page.evaluate(
        `(() => { let at = document.querySelector('[role=grid]'); while (at && at.scrollHeight <= at.clientHeight + 1) at = at.parentElement; (at ?? document.body).setAttribute('data-bench', ''); })()`,
      );
      const began = performance.now();
      // The day's run may have begun by itself, as its time has passed.
      const idle = page.locator('button[data-key="import"]:not([aria-disabled="true"])', { hasText: 'Import all' });
      if ((await idle.count()) > 0) await idle.click();
      await page.locator('button[data-key="import"]', { hasText: 'Importing' }).waitFor();
      await page.getByRole('rowheader').first().click();
      const stop = await watchKeys(page);
      const frames: number[] = [];
      while ((await idle.count()) === 0) {
        const scrolling = scrollFor(page, '[data-bench]', 2_000);
        for (let key = 0; key < 10; key += 1) {
          await page.keyboard.press('ArrowDown');
          await page.waitForTimeout(150);
        }
        frames.push(...(await scrolling));
      }
      const { delay, painted } = await stop();
      const seconds = Math.round((performance.now() - began) / 1000);
      await page.context().close();
      return { seconds, inputDelay: delay, keyToPaint: painted, frame: spread(frames) };
    } finally {
      await host.stop();
    }
  } finally {
    server.kill('SIGKILL');
    await once(server, 'exit');
  }
}
