import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from '@playwright/test';
import { clientIdOf, clientScreens, WORKSPACE_SCREENS } from './screens.ts';
import { settle, shoot, shootAll, visit } from './shoot.ts';
import { test } from './stage.ts';

const CLIENT = 'Hotel Złota Kotwica';
const readme = fileURLToPath(new URL('../../resources/screenshots', import.meta.url));

test.use({ home: 'demo' });

test('full: the demo workspace', async ({ app }) => {
  const { page } = app;
  await app.open();
  await expect(app.heading(/^Clients/)).toBeVisible();
  const id = await clientIdOf(page, CLIENT);
  await shootAll(page, [...WORKSPACE_SCREENS, ...clientScreens(id)], 'full', { filled: true });
  await visit(page, `/client/${id}`);
  await expect(page.locator('.recharts-surface').first()).toBeVisible();
  await settle(page);
  mkdirSync(readme, { recursive: true });
  await page.screenshot({ path: join(readme, 'overview.png') });
  for (const [name, file] of [
    ['Mebloteka', 'overview-two-currencies'],
    ['京都きもの工房', 'overview-expired'],
  ] as const) {
    await visit(page, '/clients');
    const other = await clientIdOf(page, name);
    await shootAll(page, [{ name: file, path: `/client/${other}` }], 'full');
  }
});

test('full: what opens above a screen', async ({ app }) => {
  const { page } = app;
  await app.open();
  await expect(app.heading(/^Clients/)).toBeVisible();
  const id = await clientIdOf(page, CLIENT);
  await settle(page);
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('option').first()).toBeVisible();
  await shoot(page, 'palette', 'full');
  await page.keyboard.type('hot');
  await settle(page);
  await shoot(page, 'palette-search', 'full');
  await page.keyboard.press('Escape');
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog')).toBeVisible();
  await shoot(page, 'shortcuts', 'full');
  await page.keyboard.press('Escape');
  for (const [name, path] of [
    ['goals-dialog', `/client/${id}?dialog=goals`],
    ['details-dialog', `/client/${id}?dialog=details`],
    ['connect-dialog', '/connections?connect=meta'],
    ['older-days-dialog', '/data-health?fetch=all'],
    ['compare-csv-dialog', `/data-health?csv=${id}`],
  ] as const) {
    await visit(page, path);
    await expect(page.getByRole('dialog').first()).toBeVisible();
    await settle(page);
    await shoot(page, name, 'full');
    await page.keyboard.press('Escape');
  }
  await visit(page, '/imports');
  await page.getByRole('row').filter({ hasText: 'Failed' }).getByRole('button', { name: 'Log' }).first().click();
  await expect(page.getByRole('dialog', { name: /^Import of/ })).toBeVisible();
  await settle(page);
  await shoot(page, 'run-inspector', 'full');
  await page.keyboard.press('Escape');
  await visit(page, '/connections');
  await page.getByRole('button', { name: 'Choose accounts' }).last().click();
  await expect(page.getByRole('dialog').getByRole('row').nth(3)).toBeVisible();
  await shoot(page, 'account-picker', 'full');
});
