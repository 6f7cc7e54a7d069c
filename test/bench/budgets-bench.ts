import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from '@playwright/test';
import { hostProcess } from '../e2e/host-process.ts';
import { FIXED_CLOCK } from '../screenshots/prepare.ts';
import { fillThousand } from '../screenshots/thousand.ts';
import { openBrowser, scrollFor, spread, timeKey, timeUntil, watchKeys, type Spread } from './_browser.ts';
import { addTenThousandCampaigns } from './_large-client.ts';
import { importWhileScrolling } from './_import-while-scrolling.ts';
import { go, openClients, SCREENS, VIEWPORT } from './_screens.ts';

/**
 * The budgets of the desk (ux.md §8) with 1,000 clients × 24 months, in Chromium on the browser host: times as a person meets them, in
 * milliseconds, the same browser painting an empty page as the baseline. `TIDEMARK_BENCH_DAYS` (default 730) is how many days of figures
 * each client has: 65 fill in seconds. The page's memory after an hour is hour-bench's.
 */
const DAYS = Number(process.env['TIDEMARK_BENCH_DAYS'] ?? 730);
const STARTS = 7;
const ROUNDS = 9;
const LARGE_CLIENT = 4;

export async function run(): Promise<Record<string, unknown>> {
  const folder = mkdtempSync(join(tmpdir(), 'tidemark-budgets-'));
  const home = join(folder, 'thousand');
  const browser = await openBrowser();
  try {
    fillThousand(home, DAYS);
    addTenThousandCampaigns(home, LARGE_CLIENT);
    const coldStart = await coldStarts(browser, home);
    const host = hostProcess(FIXED_CLOCK, home);
    try {
      const page = await openClients(browser, await host.start());
      const screens = await switches(page);
      const result = {
        clients: 1000,
        days: DAYS,
        coldStart,
        ...screens,
        palette: await palette(page),
        filterKeystroke: await filter(page),
        tenThousandRows: await tenThousandRows(page),
      };
      await page.context().close();
      return { ...result, importOfHundredClients: await importWhileScrolling(browser, folder, VIEWPORT) };
    } finally {
      await host.stop();
    }
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** From starting the process to the first painted clients; the baseline is the browser opening an empty page. */
async function coldStarts(browser: Browser, home: string): Promise<Record<string, unknown>> {
  const [addressed, painted, empty]: [number[], number[], number[]] = [[], [], []];
  for (let index = 0; index <= STARTS; index += 1) {
    const context = await browser.newContext({ viewport: VIEWPORT });
    const page = await context.newPage();
    const bare = performance.now();
    await page.goto('data:text/html,<h1>empty</h1>');
    await page.getByRole('heading').waitFor();
    const emptyMs = performance.now() - bare;
    const host = hostProcess(FIXED_CLOCK, home);
    const began = performance.now();
    const url = await host.start();
    const addressMs = performance.now() - began;
    await page.goto(url);
    await page.getByRole('rowheader').first().waitFor();
    const paintedMs = performance.now() - began;
    await context.close();
    await host.stop();
    // The first one fills the system's caches.
    if (index === 0) continue;
    addressed.push(addressMs);
    painted.push(paintedMs);
    empty.push(emptyMs);
  }
  const result = { toAddress: spread(addressed), toClientsPainted: spread(painted), emptyPage: spread(empty) };
  return {
    ...result,
    ratioToEmptyPage: Math.round((result.toClientsPainted.median / result.emptyPage.median) * 10) / 10,
  };
}

async function switches(
  page: Page,
): Promise<{ firstVisit: Record<string, number>; screenSwitch: Spread; byScreen: Record<string, Spread> }> {
  const firstVisit: Record<string, number> = {};
  const times = new Map<string, number[]>(SCREENS.map(({ name }) => [name, []]));
  await page.evaluate(go('/settings'));
  await page.waitForTimeout(500);
  for (let round = 0; round <= ROUNDS; round += 1)
    for (const { name, path, there } of SCREENS) {
      const took = await timeUntil(page, go(path), there);
      if (round === 0) firstVisit[name] = Math.round(took);
      else times.get(name)?.push(took);
      await page.waitForTimeout(50);
    }
  return {
    firstVisit,
    screenSwitch: spread([...times.values()].flat()),
    byScreen: Object.fromEntries([...times].map(([name, sample]) => [name, spread(sample)])),
  };
}

async function palette(page: Page): Promise<{ open: Spread; results: Spread }> {
  const [opened, found]: [number[], number[]] = [[], []];
  for (let index = 0; index < 21; index += 1) {
    opened.push(await timeKey(page, 'Control+k', `document.querySelector('dialog[open] [role=option]')`));
    await page.keyboard.type('rechts');
    const names = `document.querySelector('dialog[open] [role=option]')?.textContent.includes('Rechtss')`;
    found.push(await timeKey(page, 's', names));
    await page.keyboard.press('Escape');
    await page.locator('dialog[open]').waitFor({ state: 'detached' });
    await page.waitForTimeout(200);
  }
  return { open: spread(opened), results: spread(found) };
}

/** Keys typed into the clients' filter: until the letter is on screen, and, of a first letter, until the table shows fewer rows. */
async function filter(page: Page): Promise<{ keystroke: Spread; table: Spread }> {
  await page.evaluate(go('/clients'));
  await page.getByRole('rowheader').first().waitFor();
  const field = page.getByLabel('Filter clients');
  const stop = await watchKeys(page);
  const tables: number[] = [];
  for (const word of ['rechtsschutz', 'hotel', 'przychodnia', 'gasthof', 'sklep']) {
    await field.fill('');
    await page.waitForTimeout(600);
    const rows = `document.querySelector('[role=grid]')?.getAttribute('aria-rowcount')`;
    const all = await page.evaluate<string>(rows);
    await field.focus();
    tables.push(await timeKey(page, word.slice(0, 1), `${rows} !== '${all}'`));
    await page.keyboard.type(word.slice(1), { delay: 60 });
  }
  await field.fill('');
  const { painted } = await stop();
  return { keystroke: painted, table: spread(tables) };
}

async function tenThousandRows(page: Page): Promise<Record<string, unknown>> {
  await page.goto(page.url().replace(/#.*/, `#/client/${LARGE_CLIENT}/campaigns`));
  const row = page.getByRole('treegrid').getByRole('rowheader').first();
  await row.waitFor();
  await page.waitForTimeout(500);
  const rows = Number(await page.getByRole('treegrid').getAttribute('aria-rowcount'));
  const box = `(() => { let at = document.querySelector('[role=treegrid]'); while (at && at.scrollHeight <= at.clientHeight + 1) at = at.parentElement; at.setAttribute('data-bench', ''); })()`;
  await page.evaluate(box);
  const frames = await scrollFor(page, '[data-bench]', 10_000);
  const sorts: number[] = [];
  for (let index = 0; index < 9; index += 1) {
    const header = page.getByRole('columnheader', { name: index % 2 === 0 ? /^Clicks/ : /^Impr/ });
    const before = await header.getAttribute('aria-sort');
    await header.evaluate((cell) => cell.setAttribute('data-bench-sort', ''));
    sorts.push(
      await timeUntil(
        page,
        `document.querySelector('[data-bench-sort]').click()`,
        `document.querySelector('[data-bench-sort]').getAttribute('aria-sort') !== ${JSON.stringify(before)}`,
      ),
    );
    await header.evaluate((cell) => cell.removeAttribute('data-bench-sort'));
    await page.waitForTimeout(200);
  }
  return {
    rows,
    framesPerSecond: Math.round((frames.length / frames.reduce((sum, one) => sum + one, 0)) * 1000),
    frame: spread(frames),
    framesOver50ms: frames.filter((one) => one > 50).length,
    sort: spread(sorts),
  };
}
