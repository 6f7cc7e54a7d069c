import { expect } from '@playwright/test';
import { WORKSPACE_SCREENS } from './screens.ts';
import { settle, shoot, shootAll, visit } from './shoot.ts';
import { test } from './stage.ts';

test('empty: a fresh workspace', async ({ app }) => {
  const { page } = app;
  await app.open();
  await expect(app.heading('See your clients')).toBeVisible();
  await settle(page);
  await shoot(page, 'onboarding', 'empty');
  await page.getByRole('button', { name: 'Connect an account' }).click();
  await settle(page);
  await shoot(page, 'onboarding-connect', 'empty');
  await shootAll(page, WORKSPACE_SCREENS, 'empty');
  await visit(page, '/client/no-such-client');
  await settle(page);
  await shoot(page, 'not-found', 'empty');
  await visit(page, '/welcome');
  await page.getByRole('button', { name: 'Explore demo data' }).click();
  await expect(page.getByRole('progressbar').first()).toBeVisible();
  await shoot(page, 'onboarding-demo', 'importing');
});
