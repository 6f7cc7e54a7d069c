import { expect, test } from '../e2e/fixtures.ts';
import { expectQuiet, openClient } from '../e2e/flows.ts';
import { clientPage } from '../e2e/pages/client.ts';
import { connectionsPage } from '../e2e/pages/connections.ts';
import { busyAgency } from './agencies.ts';
import { clientIdOf, clientScreens, WORKSPACE_SCREENS } from './screens.ts';
import { settle, shoot, shootAll, visit } from './shoot.ts';

const CLIENT = 'Hotel Bałtyk';

test.use({ world: { agency: busyAgency } });

test('importing: a first import under way', async ({ app, sandbox }) => {
  const { page } = app;
  const connections = connectionsPage(page);
  await app.open();
  await page.getByRole('button', { name: 'Connect an account' }).click();
  await page.getByRole('button', { name: 'Connect Meta Ads' }).click();
  await settle(page);
  await shoot(page, 'connect-dialog', 'importing');
  await connections.paste(sandbox.credentials.meta.systemUserToken);
  await connections.chooseAllActive();
  await shoot(page, 'account-picker', 'importing');
  sandbox.control.setLatency(150);
  await connections.importChosen();
  await app.goTo('Imports');
  // Some are in, one is far enough to say what it does; there everything stands still.
  await expect(page.getByRole('region', { name: 'Now' })).toContainText(/[4-9]\d%/, { timeout: 60_000 });
  await expect(page.getByRole('row').filter({ hasText: 'records' }).first()).toBeVisible({ timeout: 60_000 });
  await expect(page.getByRole('region', { name: 'Now' })).toContainText(/[4-9]\d%/, { timeout: 60_000 });
  sandbox.control.setLatency(25_000);
  await visit(page, '/clients');
  const id = await clientIdOf(page, CLIENT);
  await shootAll(page, [...WORKSPACE_SCREENS, ...clientScreens(id)], 'importing');
  sandbox.control.setLatency(0);
});

test('offline: nothing but what is saved', async ({ app, sandbox }) => {
  const { page } = app;
  const connections = connectionsPage(page);
  const client = clientPage(page);
  await app.open();
  await page.getByRole('button', { name: 'Connect an account' }).click();
  await page.getByRole('button', { name: 'Connect Meta Ads' }).click();
  await connections.paste(sandbox.credentials.meta.systemUserToken);
  await connections.chooseAllActive();
  await connections.importChosen();
  await expect(app.heading(/^Clients/)).toBeVisible();
  await expectQuiet(app);
  const id = await clientIdOf(page, CLIENT);
  await sandbox.control.setOffline(true);
  await openClient(app, CLIENT);
  await client.importButton.click();
  await expect(client.stripText).toContainText('Import failed', { timeout: 60_000 });
  // As on a computer whose network is gone: the host on the same computer still answers, which the browser's own switch would cut off too.
  await page.evaluate(() => {
    Object.defineProperty(navigator, 'onLine', { configurable: true, get: () => false });
    window.dispatchEvent(new Event('offline'));
  });
  await expect(app.statusBar).toContainText('Offline — showing saved data');
  await shootAll(page, [...clientScreens(id), ...WORKSPACE_SCREENS], 'offline');
});
