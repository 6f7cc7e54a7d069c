import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { openClient } from './flows.ts';
import { connectionsPage } from './pages/connections.ts';

/** Pictures of the demo for people: `SCREENSHOTS=1 npx playwright test screenshots` writes them to screenshots/, light and dark. */
const folder = fileURLToPath(new URL('../../screenshots', import.meta.url));
const readme = fileURLToPath(new URL('../../resources/screenshots', import.meta.url));

async function shoot(page: Page, name: string): Promise<void> {
  // Away from everything that answers to a pointer.
  await page.mouse.move(1279, 799);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.screenshot({ path: join(folder, `${name}-${colorScheme}.png`) });
  }
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
}

test('screenshots', async ({ app }) => {
  test.skip(process.env['SCREENSHOTS'] !== '1', 'only when asked for');
  test.setTimeout(300_000);
  const { page } = app;
  mkdirSync(folder, { recursive: true });
  mkdirSync(readme, { recursive: true });
  await app.open();
  await expect(app.heading('See your clients')).toBeVisible();
  await shoot(page, '1-onboarding');
  await page.getByRole('button', { name: 'Explore demo data' }).click();
  await expect(app.heading(/^Clients/)).toBeVisible({ timeout: 45_000 });
  await shoot(page, '2-clients-filling');
  await app.goTo('Imports');
  await shoot(page, '3-imports-under-way');
  await app.goTo('Clients');
  await expect(page.getByRole('button', { name: 'Import all', exact: true })).toBeEnabled({ timeout: 200_000 });
  await shoot(page, '4-clients');
  for (const [name, file] of [
    ['Hotel Złota Kotwica', '5-overview'],
    ['Mebloteka', '6-overview-two-currencies'],
    ['京都きもの工房', '7-overview-expired'],
  ] as const) {
    await openClient(app, name);
    await expect(page.locator('.recharts-surface').first()).toBeVisible();
    // The clock stands still here, so news never gets old by itself.
    const news = page.getByRole('region', { name: 'Import' }).getByRole('button', { name: 'Dismiss' });
    if (await news.isVisible()) await news.click();
    await shoot(page, file);
    if (file === '5-overview') await page.screenshot({ path: join(readme, 'overview.png') });
  }
  await openClient(app, 'Harbour & Finch');
  await app.tab('Campaigns');
  await expect(page.getByRole('treegrid').getByRole('rowheader').first()).toBeVisible();
  await shoot(page, '8-campaigns');
  for (const screen of ['Imports', 'Connections', 'Settings'] as const) {
    await app.goTo(screen);
    await shoot(page, `9-${screen.toLowerCase()}`);
  }
  await app.goTo('Connections');
  await page.getByRole('button', { name: 'Choose accounts' }).last().click();
  await expect(connectionsPage(page).picker.getByRole('row').nth(3)).toBeVisible();
  await shoot(page, '10-account-picker');
});
