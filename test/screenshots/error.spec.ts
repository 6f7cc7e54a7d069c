import { expect } from '@playwright/test';
import { clientScreens, WORKSPACE_SCREENS } from './screens.ts';
import { refuseScreens } from './refuse.ts';
import { settle, shoot, shootAll, visit } from './shoot.ts';
import { test } from './stage.ts';

test.use({ home: 'demo' });

test('error: the engine answers with faults', async ({ app }) => {
  const { page } = app;
  await refuseScreens(page);
  await app.open();
  await expect(page.getByText('Could not load data').first()).toBeVisible();
  await shootAll(page, [...WORKSPACE_SCREENS, ...clientScreens('1')], 'error');
  await page.keyboard.press('Control+k');
  await settle(page);
  await shoot(page, 'palette', 'error');
});

test('error: the engine is gone', async ({ app, host }) => {
  const { page } = app;
  await app.open();
  await visit(page, '/client/1');
  await expect(page.locator('.recharts-surface').first()).toBeVisible();
  await host.kill();
  await expect(app.statusBar).toContainText('Reconnecting to the engine');
  await settle(page);
  await shoot(page, 'overview-no-engine', 'error');
});
