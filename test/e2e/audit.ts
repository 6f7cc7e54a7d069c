import { expect, type Page } from '@playwright/test';
import { graveFindings } from '../renderer/axe.ts';

/** No serious and no critical axe finding in what is on screen now, light and dark (ux.md §8). Leaves the page light. */
export async function audit(page: Page, state: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    // Nothing but colours changes with the theme.
    const grave = await graveFindings(page, colorScheme === 'dark' ? { rules: ['color-contrast'] } : {});
    expect.soft(grave, `${state}, ${colorScheme}`).toEqual([]);
  }
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
}
