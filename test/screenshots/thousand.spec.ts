import { expect } from '@playwright/test';
import { clientIdOf, clientScreens, WORKSPACE_SCREENS } from './screens.ts';
import { settle, shoot, shootAll, visit } from './shoot.ts';
import { test } from './stage.ts';

test.use({ home: 'thousand' });

test('thousand: 1,000 clients', async ({ app }) => {
  const { page } = app;
  await app.open();
  await expect(app.heading(/^Clients/)).toBeVisible();
  await expect(page.getByRole('grid').getByRole('rowheader').first()).toBeVisible();
  await settle(page);
  await shootAll(page, WORKSPACE_SCREENS, 'thousand');
  await visit(page, '/clients?sort=name');
  await settle(page);
  await page.getByRole('grid').getByRole('rowheader').first().focus();
  await page.keyboard.press('Control+a');
  await settle(page);
  await shoot(page, 'clients-selected', 'thousand');
  await page.getByRole('button', { name: 'Clear selection' }).click();
  await visit(page, '/clients?filter=rechtsschutz');
  await expect(
    page
      .getByRole('grid')
      .getByRole('link', { name: /^Rechtsschutz/ })
      .first(),
  ).toBeVisible();
  const id = await clientIdOf(page, /^Rechtsschutz/);
  await settle(page);
  await shoot(page, 'clients-filtered', 'thousand');
  await shootAll(page, clientScreens(id), 'thousand');
  await page.keyboard.press('Control+k');
  await page.keyboard.type('oberösterreich');
  await settle(page);
  await shoot(page, 'palette', 'thousand');
  await page.keyboard.press('Escape');
  await visit(page, '/clients?filter=nobody+has+this+name&status=stale');
  await settle(page);
  await shoot(page, 'clients-filtered-away', 'thousand');
});

test('nodata: a client that was never imported', async ({ app }) => {
  const { page } = app;
  await app.open();
  await visit(page, '/clients?status=never');
  await expect(page.getByRole('grid').getByRole('rowheader').first()).toBeVisible();
  await settle(page);
  const id = /\/client\/(\d+)/.exec(
    (await page.getByRole('grid').getByRole('link').first().getAttribute('href')) ?? '',
  )?.[1];
  await shootAll(page, clientScreens(id ?? ''), 'nodata');
});
