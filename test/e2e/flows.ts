import { expect } from '@playwright/test';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import type { App } from './pages/app.ts';
import { connectionsPage } from './pages/connections.ts';

/** From an empty profile to the picker with Meta's accounts, by a pasted system-user token: the quickest way for specs about later things. */
export async function connectMeta(app: App, sandbox: Sandbox): Promise<void> {
  const { page } = app;
  await page.getByRole('button', { name: 'Connect an account' }).click();
  await page.getByRole('button', { name: 'Connect Meta Ads' }).click();
  await connectionsPage(page).paste(sandbox.credentials.meta.systemUserToken);
  await expect(connectionsPage(page).picker).toBeVisible();
}

/** Everything active on Meta, imported to the end; ends on Clients. */
export async function importMeta(app: App, sandbox: Sandbox): Promise<void> {
  await connectMeta(app, sandbox);
  const connections = connectionsPage(app.page);
  await connections.chooseAllActive();
  await connections.importChosen();
  await expect(app.heading(/^Clients/)).toBeVisible();
  await expectQuiet(app);
}

/** Nothing is being imported any more. */
export async function expectQuiet(app: App): Promise<void> {
  await expect(app.page.getByRole('button', { name: 'Import all', exact: true })).toBeEnabled({ timeout: 60_000 });
}

/** Opens a client from the list, as a person who reads its name. */
export async function openClient(app: App, name: string): Promise<void> {
  await app.goTo('Clients');
  await app.page.getByRole('grid').getByRole('link', { name, exact: true }).click();
  await expect(app.heading(name)).toBeVisible();
}
