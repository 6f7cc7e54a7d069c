import type { Browser, Page } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { widened } from '../../src/words/pseudo.ts';
import { builtRenderer, launchChromium } from './built.ts';
import { serveFixture } from './serve-fixture.ts';

/** Words a third longer, in the smallest window, with the longest Polish and German names: nothing may spill or be cut without a sign. */
let folder: string;
let browser: Browser;
let page: Page;
let served: Awaited<ReturnType<typeof serveFixture>>;

beforeAll(async () => {
  folder = await builtRenderer();
  browser = await launchChromium();
  served = await serveFixture(folder);
  page = await browser.newPage({ viewport: { width: 960, height: 640 }, reducedMotion: 'reduce' });
}, 300_000);
afterAll(async () => {
  await browser?.close();
  await served?.close();
});

/** Texts that lie outside their control, are cut off without an ellipsis, or make the page scroll sideways. */
const spilled = (): Promise<string[]> =>
  page.evaluate(() => {
    const found: string[] = [];
    const main = document.querySelector('main');
    if (document.documentElement.scrollWidth > innerWidth) found.push('the page scrolls sideways');
    if (main && main.scrollWidth > main.clientWidth + 1) found.push('the screen scrolls sideways');
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const parent = node.parentElement;
      if (
        !parent?.checkVisibility() ||
        parent.closest('.sr-only, svg, dialog:not([open])') ||
        node.textContent?.trim() === ''
      )
        continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      const box = range.getBoundingClientRect();
      if (box.width === 0) continue;
      const control = parent.closest('button, a, label, kbd, [role=columnheader], h1, h2, dt, dd, li');
      for (let at: Element | null = parent; at; at = at.parentElement) {
        const style = getComputedStyle(at);
        const own = at.getBoundingClientRect();
        const out = box.right > own.right + 1 || box.left < own.left - 1;
        if (style.textOverflow === 'ellipsis' && style.overflowX !== 'visible') break;
        if (style.overflowX === 'auto' || style.overflowX === 'scroll') break;
        if (out && (at === control || style.overflowX === 'hidden' || at === document.body)) {
          found.push(`${node.textContent} in ${at.tagName.toLowerCase()}.${at.getAttribute('class')?.slice(0, 60)}`);
          break;
        }
      }
    }
    return found;
  });

const open = async (path: string): Promise<void> => {
  served.setScene('full');
  await page.goto(`${served.url}?pseudo#${path}`);
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  await page.waitForTimeout(500);
};

describe('words a third longer', () => {
  it('grow by 35 percent inside their words, and numbers stay', () => {
    const text = 'Import all clients of this workspace again';
    expect(widened(text).length / text.length).toBeGreaterThan(1.28);
    expect(widened('1,234.50')).toBe('1,234.50');
    expect(widened('Settings').split(' ')).toHaveLength(1);
  });
  it.each([
    '/clients',
    '/client/client-4',
    '/client/client-5',
    '/client/client-5/campaigns',
    '/client/client-5/compare',
    '/imports',
    '/connections',
    '/alerts',
    '/schedules',
    '/data-health',
    '/settings',
    '/welcome',
  ])('nothing spills at 960 pixels: %s', async (path) => {
    await open(path);
    expect(await page.getByRole('heading', { level: 1 }).first().textContent()).not.toBe('');
    expect(await spilled()).toEqual([]);
  });
  it('nor in the palette and the sheet of keys', async () => {
    await open('/client/client-5');
    await page.keyboard.press('Control+k');
    await page.waitForTimeout(200);
    expect(await spilled()).toEqual([]);
    await page.keyboard.press('Escape');
    await page.keyboard.press('?');
    await page.waitForTimeout(300);
    expect(await spilled()).toEqual([]);
  });
  it('a word that does not fit is found', async () => {
    await open('/settings');
    await page.evaluate(() => {
      const button = document.querySelector('main button');
      if (button instanceof HTMLElement) button.style.width = '20px';
    });
    expect(await spilled()).not.toEqual([]);
  });
});
