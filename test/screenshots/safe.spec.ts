import { expect } from '@playwright/test';
import { clientScreens, WORKSPACE_SCREENS } from './screens.ts';
import { settle, shoot, shootAll, visit } from './shoot.ts';
import { test } from './stage.ts';

test.use({ home: 'demo' });

test('safe: a client looks on', async ({ app }) => {
  const { page } = app;
  await app.open();
  await expect(app.heading(/^Clients/)).toBeVisible();
  await visit(page, '/client/1');
  await settle(page);
  await page.keyboard.press('Control+Shift+l');
  await expect(app.statusBar.getByRole('button', { name: 'Client-safe' })).toBeVisible();
  await shootAll(page, [...clientScreens('1'), ...WORKSPACE_SCREENS], 'safe');
  await visit(page, '/client/1');
  await page.keyboard.press('Control+k');
  await settle(page);
  await shoot(page, 'palette', 'safe');
});
