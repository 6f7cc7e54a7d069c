import { join } from 'node:path';

import { expect, type Page } from '@playwright/test';
import { folder } from './folder.ts';
import type { Screen } from './screens.ts';

export const THEMES = ['light', 'dark'] as const;

/** What is on screen, in both themes, as `<name>-<state>-<theme>.png`. */
export async function shoot(page: Page, name: string, state: string): Promise<void> {
  // Away from everything that answers to a pointer.
  await page.mouse.move(1279, 799);
  for (const colorScheme of THEMES) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.screenshot({ path: join(folder, `${name}-${state}-${colorScheme}.png`) });
  }
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
}

/** Goes there as a link would, without loading the page anew. */
export async function visit(page: Page, path: string): Promise<void> {
  await page.evaluate((to) => {
    location.hash = `#${to}`;
  }, path);
}

/** Until nothing on screen is a placeholder and two looks in a row are the same. */
export async function settle(page: Page): Promise<void> {
  await expect(page.locator('h1').first()).toBeVisible();
  await expect(page.locator('.skeleton')).toHaveCount(0);
  let before = '';
  await expect
    .poll(async () => {
      const now = await page.locator('body').innerText();
      const same = now === before;
      before = now;
      return same;
    })
    .toBe(true);
}

/**
 * One state of many screens. A screen that cannot be pictured fails the test when all others are done.
 * `filled` waits for what only a screen with data has.
 */
export async function shootAll(
  page: Page,
  screens: readonly Screen[],
  state: string,
  { filled = false, before }: { filled?: boolean; before?: () => Promise<void> } = {},
): Promise<void> {
  for (const { name, path, ready } of screens) {
    try {
      await visit(page, path);
      if (filled && ready !== undefined) await expect(page.locator(ready).first()).toBeVisible();
      await settle(page);
      await before?.();
      await shoot(page, name, state);
    } catch (error) {
      expect.soft(String(error), `${name}-${state}`).toBe('');
    }
  }
}
