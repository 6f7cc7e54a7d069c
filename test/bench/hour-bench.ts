import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from '@playwright/test';
import { hostProcess } from '../e2e/host-process.ts';
import { FIXED_CLOCK } from '../screenshots/prepare.ts';
import { fillThousand } from '../screenshots/thousand.ts';
import { heapOf, openBrowser, scrollFor, timeUntil } from './_browser.ts';
import { addTenThousandCampaigns } from './_large-client.ts';
import { go, openClients, SCREENS } from './_screens.ts';

/**
 * What the page holds after an hour of work (ux.md §8: under 400 MB) with 1,000 clients × 24 months and one of 10,010 campaigns: screens,
 * always other clients, filters, the palette and scrolling, at a person's pace. `TIDEMARK_BENCH_SOAK_MINUTES` (default 2) is how long, 60 the hour;
 * `TIDEMARK_BENCH_SOAK_PAUSE_MS` (default 0) how long a person looks at a screen; `TIDEMARK_BENCH_DAYS` (default 730) the days of figures.
 * Memory in MB: the page's heap after garbage went, and what the system counts for its process; the baseline is the first round.
 */
const DAYS = Number(process.env['TIDEMARK_BENCH_DAYS'] ?? 730);
const MINUTES = Number(process.env['TIDEMARK_BENCH_SOAK_MINUTES'] ?? 2);
const PAUSE_MS = Number(process.env['TIDEMARK_BENCH_SOAK_PAUSE_MS'] ?? 0);
const LARGE_CLIENT = 4;
const CLIENTS = 1000;
const SOMETHING_WHOLE = `document.querySelector('main h1') && !document.querySelector('.skeleton')`;

type Memory = { minute: number; changes: number; heapMb: number; processMb: number };

export async function run(): Promise<Record<string, unknown>> {
  const folder = mkdtempSync(join(tmpdir(), 'tidemark-hour-'));
  const home = join(folder, 'thousand');
  const browser = await openBrowser();
  try {
    fillThousand(home, DAYS);
    addTenThousandCampaigns(home, LARGE_CLIENT);
    const host = hostProcess(FIXED_CLOCK, home);
    try {
      const page = await openClients(browser, await host.start());
      const memory = await work(browser, page);
      const [first, last] = [memory[0], memory.at(-1)];
      return {
        clients: CLIENTS,
        days: DAYS,
        minutes: MINUTES,
        pauseMs: PAUSE_MS,
        memory,
        peakProcessMb: Math.max(...memory.map((one) => one.processMb)),
        ratioToFirstRound: Math.round(((last?.heapMb ?? 0) / (first?.heapMb ?? 1)) * 100) / 100,
      };
    } finally {
      await host.stop();
    }
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Rounds of screens until the time is over; memory is read after the first round and a dozen times on the way. */
async function work(browser: Browser, page: Page): Promise<Memory[]> {
  const began = performance.now();
  const every = (MINUTES * 60_000) / 12;
  const memory: Memory[] = [];
  let changes = 0;
  for (let round = 0; performance.now() - began < MINUTES * 60_000; round += 1) {
    const client = (round * 37) % CLIENTS || LARGE_CLIENT;
    for (const { path } of SCREENS) {
      // Not each of these clients has a chart to wait for.
      await timeUntil(page, go(path.replace('/client/9', `/client/${client}`)), SOMETHING_WHOLE);
      changes += 1;
      if (path.endsWith('/campaigns') || path === '/clients') await lookAround(page);
      await page.waitForTimeout(PAUSE_MS);
    }
    await usePalette(page);
    const now = performance.now() - began;
    if (memory.length * every <= now)
      memory.push({ minute: minutes(now), changes, ...(await memoryOf(browser, page)) });
  }
  memory.push({ minute: minutes(performance.now() - began), changes, ...(await memoryOf(browser, page)) });
  return memory;
}

const minutes = (ms: number): number => Math.round(ms / 6000) / 10;

/** Types into the screen's filter, empties it and scrolls its table down and up. */
async function lookAround(page: Page): Promise<void> {
  const filter = page.getByLabel(/^Filter (clients|campaigns)/).first();
  if ((await filter.count()) > 0) {
    await filter.fill('an');
    await page.waitForTimeout(200);
    await filter.fill('');
  }
  await page.evaluate(
    `(() => { let at = document.querySelector('[role=grid], [role=treegrid]'); while (at && at.scrollHeight <= at.clientHeight + 1) at = at.parentElement; at?.setAttribute('data-bench', ''); })()`,
  );
  if ((await page.locator('[data-bench]').count()) === 0) return;
  await scrollFor(page, '[data-bench]', 1000);
  await page.evaluate(`document.querySelectorAll('[data-bench]').forEach((box) => box.removeAttribute('data-bench'))`);
}

async function usePalette(page: Page): Promise<void> {
  await page.keyboard.press('Control+k');
  await page.keyboard.type('rechts');
  await page.keyboard.press('Escape');
  await page.locator('dialog[open]').waitFor({ state: 'detached' });
}

const MB = 1024 * 1024;

async function memoryOf(browser: Browser, page: Page): Promise<{ heapMb: number; processMb: number }> {
  const heap = await heapOf(page);
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  // A browser keeps a spare process for the next page: the page's own is the largest.
  const sizes = processInfo.filter((one) => one.type === 'renderer').map((one) => residentMb(one.id));
  return { heapMb: Math.round(heap / MB), processMb: Math.max(...sizes) };
}

/** What the system counts for a process (VmRSS of proc(5)), in MB. */
function residentMb(pid: number): number {
  const kilobytes = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Math.round(Number(kilobytes ?? Number.NaN) / 1024);
}
