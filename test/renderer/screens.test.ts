import { readFile } from 'node:fs/promises';
import type { Browser, BrowserContext, Page } from '@playwright/test';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Scene } from './fixture-data.ts';
import { graveFindings } from './axe.ts';
import { builtRenderer, launchChromium } from './built.ts';
import { serveFixture } from './serve-fixture.ts';

/** The screens in a real browser under the real Content-Security-Policy; the engine is the in-memory fixture. */
let folder: string;
let browser: Browser;
let served: Awaited<ReturnType<typeof serveFixture>>;
let context: BrowserContext;
let page: Page;
let noise: string[];

beforeAll(async () => {
  folder = await builtRenderer();
  browser = await launchChromium();
}, 300_000);
afterAll(async () => {
  await browser?.close();
});
beforeEach(async () => {
  served = await serveFixture(folder);
  context = await browser.newContext({ viewport: { width: 1280, height: 800 }, colorScheme: 'light' });
  page = await context.newPage();
  noise = [];
  page.on('console', (message) => {
    if (message.type() === 'error') noise.push(message.text());
  });
  page.on('pageerror', (error) => noise.push(error.message));
});
afterEach(async () => {
  await context.close();
  await served.close();
});

const open = async (path: string, scene: Scene = 'full'): Promise<void> => {
  served.setScene(scene);
  await page.goto(`${served.url}#${path}`);
  await page.getByRole('heading', { level: 1 }).waitFor();
};
const hash = (): string => new URL(page.url()).hash;

describe('the way in', () => {
  it('spends the token and leaves none in the address', async () => {
    await page.goto(`${served.url}#token=secret`);
    await page.getByRole('heading', { name: /^Clients/ }).waitFor();
    expect(page.url()).not.toContain('secret');
    expect(hash()).toMatch(/^#\/clients/);
  });
  it('a page the host refuses says what to do', async () => {
    served.setRefusing(true);
    await page.goto(`${served.url}#token=spent`);
    await page.getByText('This link was used already. Run the command again to get a new one.').waitFor();
  });
  it('finds its way back when the connection drops, and streams go on', async () => {
    await open('/clients');
    await page.getByText('Online').waitFor();
    served.setScene('importing');
    served.dropSockets();
    await page.getByText(/Importing Epoca/).waitFor();
    await page.getByText('Online').waitFor();
  });
  it('an engine that stays away is said in full, over what was there to read', async () => {
    await open('/clients');
    await page.getByRole('row', { name: /Epoca/ }).waitFor();
    await context.setOffline(true);
    served.dropSockets();
    await page
      .getByRole('alert')
      .getByText('Tidemark was closed or restarted. Start it again, or open the new address it prints.')
      .waitFor();
    expect(await page.getByRole('row', { name: /Epoca/ }).isVisible()).toBe(true);
    await context.setOffline(false);
    await page.getByText('Tidemark was closed or restarted.').waitFor({ state: 'detached' });
  });
  it('an unusable workspace is a sentence, never an empty app', async () => {
    await open('/clients', 'unusable');
    await page.getByText('Install the newer version.').waitFor();
    expect(await page.getByRole('navigation').count()).toBe(0);
  });
});

describe('clients', () => {
  it('filters, keeps the filter in the address, and offers the way out of an empty result', async () => {
    await open('/clients');
    await page.keyboard.press('/');
    await page.keyboard.type('lodz');
    await page.getByText('1 client found').waitFor();
    await expect.poll(hash).toContain('filter=lodz');
    await page.getByLabel('Filter clients').fill('zzz');
    await page.getByText('No clients match 1 filter.').waitFor();
    await page.getByRole('button', { name: 'Clear filter' }).first().click();
    await page.getByRole('row', { name: /Epoca/ }).waitFor();
  });
  it('sorts by keyboard and by pointer, and says so', async () => {
    await open('/clients');
    const header = page.getByRole('columnheader', { name: /^Client/ });
    await header.click();
    expect(await header.getAttribute('aria-sort')).toBe('descending');
    await header.press('Enter');
    await expect.poll(() => header.getAttribute('aria-sort')).toBe('ascending');
    await expect.poll(hash).toContain('sort=name.asc');
    await page.getByRole('row').nth(1).getByRole('link', { name: 'Belmonte Hotel' }).waitFor();
    // A name that is too long for one line takes two, and is whole in its tooltip.
    const long = page.getByRole('rowheader').getByRole('link', { name: 'Puerto Sol Apartments' });
    expect(await long.evaluate((link) => [link.scrollHeight, link.scrollWidth])).toEqual(
      await long.evaluate((link) => [link.clientHeight, link.clientWidth]),
    );
    expect(await long.getAttribute('title')).toContain('Puerto Sol Apartments');
    // What asks for attention is about one currency, and so is its way out.
    const all = page.getByRole('button', { name: 'Show all' });
    if (await all.isVisible()) await all.click();
    const why = await page
      .getByRole('link', { name: /^See why/ })
      .first()
      .getAttribute('href');
    expect(why).toMatch(/\/compare\?.*metric=conversions.*currency=[A-Z]{3}/);
  });
  it('walks the grid with the arrows and opens a client with Enter', async () => {
    await open('/clients');
    await page.getByRole('columnheader', { name: /^Client/ }).click();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('rowheader');
    const name = await page.evaluate(() => document.activeElement?.textContent);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: name ?? 'none' }).waitFor();
    await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('H1');
  });
  it('a thousand clients: few rows in the page, all in the count, End reaches the last', async () => {
    await open('/clients', 'many');
    const grid = page.getByRole('grid', { name: 'Clients' });
    expect(Number(await grid.getAttribute('aria-rowcount'))).toBeGreaterThan(1000);
    expect(await grid.getByRole('row').count()).toBeLessThan(60);
    expect(await grid.getByRole('row').first().getAttribute('aria-rowindex')).toBe('1');
    await page.getByRole('columnheader', { name: /^Client/ }).click();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Control+End');
    await grid.locator('[aria-rowindex="1001"]').waitFor();
  });
  it('selects with Space and imports the selection', async () => {
    await open('/clients');
    await page.getByRole('columnheader', { name: /^Client/ }).click();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press(' ');
    await page.getByText('1 selected').waitFor();
    await page.getByRole('button', { name: 'Import selected', exact: true }).waitFor();
  });
  it('names are data: nothing in them runs', async () => {
    page.on('dialog', () => noise.push('a dialog opened'));
    await open('/clients', 'hostile');
    await page.getByLabel('Filter clients').fill('<script>');
    await page.getByRole('link', { name: '<script>alert(1)</script>' }).waitFor();
    await page.getByRole('rowheader').getByRole('link').first().click();
    await page.getByRole('heading', { level: 1, name: /<script>alert/ }).waitFor();
    expect(noise).toEqual([]);
  });
  it('an error keeps its sentence and Retry brings the screen back', async () => {
    await open('/clients', 'error');
    await page.getByRole('alert').getByText('Could not load data').waitFor();
    served.setScene('full');
    await page.getByRole('button', { name: 'Retry' }).click();
    await page.getByRole('row', { name: /Epoca/ }).waitFor();
  });
  it('without clients there is one thing to do', async () => {
    await open('/clients', 'empty');
    await page.getByRole('link', { name: 'Connect an account' }).waitFor();
    await page.getByRole('button', { name: 'Explore demo data' }).waitFor();
  });
});

describe('overview', () => {
  it('tiles say everything at once, the period follows the picker and the address', async () => {
    await open('/client/client-2');
    await page.getByRole('group', { name: /^Spend, \$[\d,.]+, up [\d.]+ percent, Sep 2/ }).waitFor();
    await page.getByRole('group', { name: /^Cost per conversion, .*(better|worse)/ }).waitFor();
    await page.keyboard.press('d');
    await page.getByRole('button', { name: 'Last 7 days' }).click();
    await expect.poll(hash).toContain('range=7d');
    await page.getByRole('group', { name: /^Spend, .*Sep 25/ }).waitFor();
    await page.getByRole('link', { name: 'Campaigns', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: 'Campaigns' }).waitFor();
    expect(hash()).toContain('range=7d');
  });
  it('a reversed range says so and keeps what was typed', async () => {
    await open('/client/client-2');
    await page.keyboard.press('d');
    await page.getByLabel('From').fill('2026-09-20');
    await page.getByLabel('To', { exact: true }).fill('2026-09-10');
    await page.getByRole('button', { name: 'Apply' }).click();
    await page.getByText('The range ends before it begins: swap the two days.').waitFor();
    expect(await page.getByLabel('From').inputValue()).toBe('2026-09-20');
  });
  it('the chart has words and a table', async () => {
    await open('/client/client-2');
    await page
      .locator('svg[role="application"] > title', { hasText: 'Spend and conversions, daily' })
      .waitFor({ state: 'attached' });
    // What is drawn is named at the head of its scale; the foot explains only what is unlike a finished day.
    const foot = page.locator('figcaption > span:not(.sr-only)');
    expect(await foot.allInnerTexts()).toEqual(['Settling, may still rise', 'Today, partial', 'Corrected']);
    await page.locator('figure').getByText('Earlier period', { exact: true }).waitFor();
    await page.keyboard.press('t');
    const table = page.getByRole('grid', { name: /Spend and conversions, daily/ });
    expect(await table.getAttribute('aria-rowcount')).toBe('32');
    await table.getByRole('columnheader', { name: 'Day' }).click();
    await table.getByText('today so far').waitFor();
  });
  it('currencies stay apart', async () => {
    await open('/client/client-11');
    await page.getByRole('heading', { name: 'In EUR' }).waitFor();
    await page.getByRole('heading', { name: 'In GBP' }).waitFor();
  });
  it('partial data is said where it matters, with its fix', async () => {
    await open('/client/client-0');
    await page.getByText(/2 of 30 days are not imported/).waitFor();
    expect(await page.getByRole('link', { name: 'Sign in again' }).getAttribute('href')).toContain('signIn=c1');
  });
  it('saves the CSV', async () => {
    await open('/client/client-2');
    const download = page.waitForEvent('download');
    await page.keyboard.press('Control+Shift+S');
    expect((await download).suggestedFilename()).toBe('performance-2026-10-02.csv');
    await page.getByText('CSV saved').waitFor();
  });
  it('going from one client to another never shows the first one’s numbers', async () => {
    await open('/client/client-2');
    await page.keyboard.press('Control+k');
    await page.keyboard.type('sakura');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: /Sakura/ }).waitFor();
    await page.getByRole('group', { name: /^Spend, ¥/ }).waitFor();
  });
  it('a client’s screen whose figures cannot be read keeps its one heading', async () => {
    await open('/client/client-2/breakdowns');
    await page.getByRole('button', { name: 'Retry' }).waitFor();
    expect(await page.getByRole('heading', { name: 'Breakdowns' }).count()).toBe(1);
  });
  it('no such client is a sentence with the way on; asking again would not help', async () => {
    await open('/client/nobody');
    await page.getByText('There is no client with this address.').waitFor();
    expect(await page.getByRole('button', { name: 'Retry' }).count()).toBe(0);
    await page.getByRole('link', { name: 'Go to Clients' }).click();
    await page.getByRole('row', { name: /Epoca/ }).waitFor();
  });
});

describe('the keyboard', () => {
  const VIEW = 'platform=meta&range=7d&asKnownOn=2026-09-30';
  const viewKept = async (path: string): Promise<void> => {
    await expect.poll(() => hash().split('?')[0]).toBe(`#${path}`);
    expect(Object.fromEntries(new URLSearchParams(hash().split('?')[1]))).toMatchObject(
      Object.fromEntries(new URLSearchParams(VIEW)),
    );
  };
  it('Escape in a field of names with nothing open empties nothing', async () => {
    await open('/client/client-2');
    const field = page.getByRole('combobox', { name: 'Client' });
    const name = await field.inputValue();
    expect(name).not.toBe('');
    await field.press('Escape');
    expect(await field.inputValue()).toBe(name);
  });
  it('the switcher opens the same tab of another client, with the same period', async () => {
    await open(`/client/client-2/campaigns?${VIEW}`);
    const field = page.getByRole('combobox', { name: 'Client' });
    await field.fill('sakura');
    await page.getByRole('option', { name: 'Sakura Dental Clinic' }).click();
    await expect.poll(hash).toContain('#/client/client-7/campaigns?');
    await viewKept('/client/client-7/campaigns');
  });
  it('takes period, channel and moment along: keys, palette, switcher', async () => {
    await open(`/clients?${VIEW}&filter=e`);
    await page.keyboard.press('Control+4');
    await viewKept('/alerts');
    expect(hash()).not.toContain('filter');
    await page.keyboard.press('Control+k');
    await page.keyboard.type('go to schedules');
    await page.keyboard.press('Enter');
    await viewKept('/schedules');
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.keyboard.press('Control+o');
    await page.keyboard.type('epoca');
    await page.keyboard.press('Enter');
    await expect.poll(hash).toContain('#/client/');
    await viewKept(hash().slice(1).split('?')[0] ?? '');
  });
});

describe('what was undone by its key', () => {
  it('no longer offers Undo', async () => {
    await open('/clients');
    await page.keyboard.press('Control+k');
    await page.keyboard.type('density compact');
    await page.keyboard.press('Enter');
    const offer = page.getByRole('button', { name: 'Undo', exact: true });
    // Under the pointer it would never go by itself.
    await offer.hover();
    await page.keyboard.press('Control+z');
    await page.getByText('Undone: Density: Compact').waitFor();
    await offer.waitFor({ state: 'detached' });
  });
});

describe('dialogs', () => {
  const focused = (): Promise<string | null> =>
    page.evaluate(() => {
      const on = document.activeElement;
      return (
        on?.getAttribute('aria-label') ??
        (on as HTMLInputElement | null)?.labels?.[0]?.textContent ??
        on?.textContent ??
        null
      );
    });
  it('begin at their first field, where Enter sends them', async () => {
    await open('/clients?sort=name.asc');
    await page.getByRole('button', { name: 'Save view' }).first().click();
    await page.getByRole('dialog', { name: 'Save this view' }).waitFor();
    await expect.poll(focused).toBe('Name');
    await page.keyboard.type('Mondays');
    await page.keyboard.press('Enter');
    // The fixture keeps no views: that it was asked shows in its refusal.
    await expect.poll(() => page.getByLabel('Name').getAttribute('aria-invalid')).toBe('true');
  });
  it('the note gives the focus back to the chart or the button it came from, to the heading when that is gone', async () => {
    await open('/client/client-0');
    const add = page.getByRole('button', { name: 'Add note' });
    const button = await add.elementHandle();
    for (const opener of ['chart', 'button', 'gone']) {
      if (opener === 'chart') {
        await page.locator('.recharts-surface').first().focus();
        await page.keyboard.press('a');
      } else await add.press('Enter');
      await expect.poll(focused).toBe('What happened');
      await page.keyboard.type('x');
      if (opener === 'gone') await button?.evaluate((one) => (one as Element).remove());
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      const back = opener === 'chart' ? '.recharts-surface' : opener === 'gone' ? 'h1' : 'button';
      await expect.poll(() => page.evaluate((query) => document.activeElement?.matches(query), back)).toBe(true);
    }
  });
});

describe('campaigns', () => {
  it('drills from campaign to ads and back, filters kept in history', async () => {
    await open('/client/client-3/campaigns');
    await page.getByRole('link', { name: 'Brand Awareness' }).first().click();
    await page.getByRole('heading', { level: 1, name: /Campaigns.*Brand Awareness/ }).waitFor();
    await page.getByRole('link', { name: 'Lookalike 1%' }).click();
    await page.getByRole('heading', { level: 1, name: /Campaigns.*Brand Awareness.*Lookalike/ }).waitFor();
    await page.getByText('Carousel, new creative').waitFor();
    await page.goBack();
    await page.goBack();
    await page.getByRole('heading', { level: 1, name: 'Campaigns', exact: true }).waitFor();
  });
  it('totals follow the filter and say from how many', async () => {
    await open('/client/client-3/campaigns');
    await page.keyboard.press('/');
    await page.keyboard.type('brand');
    await page.getByText('(filtered from 24)').waitFor();
  });
  it('the CSV holds the rows of the screen in their order', async () => {
    await open('/client/client-3/campaigns?sort=name.asc&filter=brand');
    const rows = page.getByRole('rowheader');
    await rows.first().waitFor();
    const shown = (await rows.allTextContents()).slice(0, -1);
    const waiting = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Export CSV' }).click();
    const text = await readFile(await (await waiting).path(), 'utf8');
    const [header = '', ...lines] = text.trim().split('\r\n');
    const column = header.replace('\uFEFF', '').split(',').indexOf('Name');
    const names = lines.map((line) => line.split(',')[column]?.replaceAll('"', ''));
    expect(names).toEqual(shown);
  });
});

describe('accessibility', () => {
  const places: [string, Scene][] = [
    ['/clients', 'full'],
    ['/clients', 'empty'],
    ['/clients', 'error'],
    ['/clients', 'importing'],
    ['/client/client-0', 'full'],
    ['/client/client-11', 'full'],
    ['/client/client-13', 'full'],
    ['/client/client-3/campaigns', 'full'],
    ['/clients', 'unusable'],
    ['/clients', 'memory'],
  ];
  const serious = async (rules?: string[]): Promise<string[]> => {
    // Colours on their way from one theme to the other are nobody's colours.
    await page.evaluate(() =>
      Promise.all(
        document
          .getAnimations()
          .filter((one) => one.effect?.getTiming().iterations !== Infinity)
          .map((one) => one.finished.catch(() => undefined)),
      ),
    );
    return graveFindings(page, rules === undefined ? {} : { rules });
  };
  it.each(places)('light and dark: %s, %s', async (path, scene) => {
    await open(path, scene);
    expect(await serious()).toEqual([]);
    await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
    // Nothing but colours changes with the theme.
    expect(await serious(['color-contrast'])).toEqual([]);
  });
  it('would be heard: an unreadable colour and a picture without words', async () => {
    await open('/clients', 'empty');
    await page.evaluate(() => {
      const text = document.createElement('p');
      text.textContent = 'Hardly there';
      text.className = 'too-pale';
      const sheet = new CSSStyleSheet();
      sheet.replaceSync('.too-pale { color: #eee; background: #fff }');
      document.adoptedStyleSheets.push(sheet);
      document.querySelector('main')?.append(text, document.createElement('img'));
    });
    const found = await serious();
    expect(found.map((one) => one.split(':')[0]).toSorted()).toEqual(['color-contrast', 'image-alt']);
    expect(await serious(['color-contrast'])).toHaveLength(1);
  });
  it('open pickers and the shortcut sheet', async () => {
    await open('/client/client-2');
    for (const [keys, visible] of [
      ['?', 'Keyboard shortcuts'],
      ['d', 'Last 90 days'],
    ] as const) {
      await page.keyboard.press(keys);
      await page.getByText(visible).waitFor();
      expect(await serious()).toEqual([]);
      await page.keyboard.press('Escape');
      await page.getByText(visible).waitFor({ state: 'detached' });
    }
  });
});
