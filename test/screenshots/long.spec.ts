import { expect, test } from '../e2e/fixtures.ts';
import { expectQuiet } from '../e2e/flows.ts';
import { connectionsPage } from '../e2e/pages/connections.ts';
import { longAgency } from './agencies.ts';
import { LONG_NAMES } from './names.ts';
import { clientIdOf, clientScreens, WORKSPACE_SCREENS } from './screens.ts';
import { settle, shoot, shootAll, visit } from './shoot.ts';

test.use({ world: { agency: longAgency } });

test('long: long Polish and German names, Polish formats', async ({ app, sandbox }) => {
  const { page } = app;
  const connections = connectionsPage(page);
  await app.open();
  await page.getByRole('button', { name: 'Connect an account' }).click();
  await page.getByRole('button', { name: 'Connect Meta Ads' }).click();
  await connections.paste(sandbox.credentials.meta.systemUserToken);
  await connections.chooseAllActive();
  await settle(page);
  await shoot(page, 'account-picker', 'long');
  await connections.importChosen();
  await expect(app.heading(/^Clients/)).toBeVisible();
  await expectQuiet(app);
  await app.goTo('Settings');
  await page.getByRole('combobox', { name: 'Formats' }).click();
  await page.getByRole('option', { name: /polski|Polish/i }).click();
  await visit(page, '/clients');
  const id = await clientIdOf(page, LONG_NAMES[0]);
  await shootAll(page, [...WORKSPACE_SCREENS, ...clientScreens(id)], 'long');
  await visit(page, `/client/${id}?dialog=goals`);
  await settle(page);
  await shoot(page, 'goals-dialog', 'long');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+k');
  await settle(page);
  await shoot(page, 'palette', 'long');
});
