import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { HOSTILE_NAMES, hostileAgency, oneAccount } from './agencies.ts';
import { audit } from './audit.ts';
import { expect, test } from './fixtures.ts';
import { expectQuiet, importMeta } from './flows.ts';
import { clientPage } from './pages/client.ts';
import { connectionsPage } from './pages/connections.ts';

test('a workspace that cannot be used: one clear page, never an empty app', async ({ app, host }) => {
  const { page } = app;
  const file = join(host.home, 'workspace.db');
  writeFileSync(file, 'This is not a database. '.repeat(4000));
  await app.open();
  await expect(app.heading('Tidemark cannot open this workspace')).toBeVisible();
  await expect(page.getByRole('alert')).toContainText(/damaged|not a .*database|cannot be read/i);
  await expect(page.getByText('Nothing was changed or deleted.')).toBeVisible();
  await expect(page.getByText(host.home).first()).toBeVisible();
  await expect(page.getByRole('navigation')).toHaveCount(0);
  await audit(page, 'a workspace that cannot be used');
});

test.describe('hostile names', () => {
  test.use({ world: { agency: hostileAgency } });

  test('are text on every screen and run nowhere', async ({ app, sandbox }) => {
    const { page } = app;
    const client = clientPage(page);
    const connections = connectionsPage(page);
    await app.open();
    await page.getByRole('button', { name: 'Connect an account' }).click();
    await page.getByRole('button', { name: 'Connect Meta Ads' }).click();
    await connections.paste(sandbox.credentials.meta.systemUserToken);
    await expect(connections.picker.getByText(HOSTILE_NAMES[3] ?? '', { exact: true })).toBeVisible();
    await connections.chooseAllActive();
    await connections.picker.getByLabel(/^Client for/).fill(HOSTILE_NAMES[1] ?? '');
    await connections.importChosen();
    await expectQuiet(app);
    await page
      .getByRole('grid')
      .getByRole('link', { name: HOSTILE_NAMES[1] ?? '', exact: true })
      .click();
    await expect(app.heading(HOSTILE_NAMES[1] ?? '')).toBeVisible();
    await expect(page.getByRole('list').filter({ hasText: '__executed' }).first()).toBeVisible();
    await app.tab('Campaigns');
    await page.setViewportSize({ width: 1280, height: 1600 });
    await expect
      .poll(async () => new Set((await client.rows()).map((row) => row['Campaign'])))
      .toEqual(new Set(HOSTILE_NAMES));
    await audit(page, 'hostile campaigns');
    for (const label of ['Ad set / group', 'Ad', 'Campaign'])
      await page.getByRole('group', { name: 'Level' }).getByRole('button', { name: label, exact: true }).click();
    await page.getByLabel('Filter campaigns').fill('HYPERLINK');
    await expect.poll(async () => (await client.rows()).length).toBe(1);
    const { rows } = await client.csv();
    expect(rows.map((row) => row['Name'])).toEqual([`'${HOSTILE_NAMES[23] ?? ''}`]);
    await page.getByLabel('Filter campaigns').fill('');
    for (const screen of ['Imports', 'Connections', 'Settings', 'Clients'] as const) await app.goTo(screen);
    await app.goTo('Imports');
    await page
      .getByRole('button', { name: /^Log of/ })
      .first()
      .click();
    await expect(page.getByRole('dialog', { name: /^Import of/ })).toContainText('__executed');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Search or run a command' }).fill('img');
    await expect(page.getByRole('option')).toContainText(HOSTILE_NAMES[1] ?? '');
  });
});

test.describe('the keyboard alone', () => {
  test.use({ world: { agency: oneAccount } });

  test('search, client, campaigns, sort, drill, import', async ({ app, sandbox }) => {
    const { page } = app;
    const client = clientPage(page);
    await app.open();
    await importMeta(app, sandbox);
    await page.keyboard.press('Control+k');
    await page.keyboard.type('balt');
    await expect(page.getByRole('option', { name: 'Hotel Bałtyk' })).toBeVisible();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect(app.heading('Hotel Bałtyk')).toBeFocused();

    // Back to the tabs above the heading, as Shift Tab would from it.
    await tabTo(app.page, page.getByRole('link', { name: 'Campaigns', exact: true }), 'Shift+Tab');
    await page.keyboard.press('Enter');
    await expect(app.heading('Campaigns')).toBeFocused();
    const grid = page.getByRole('treegrid');
    await tabTo(page, grid.locator('[tabindex="0"]').first(), 'Tab');
    await expect(grid.getByRole('columnheader').first()).toBeFocused();
    for (let i = 0; i < 4; i += 1) await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await expect(grid.locator('[aria-sort=descending], [aria-sort=ascending]')).toHaveCount(1);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('button', { name: 'Ad set / group', exact: true })).toHaveAttribute(
      'aria-pressed',
      'true',
    );
    await page.keyboard.press('Alt+ArrowLeft');
    await expect(page.getByRole('button', { name: 'Campaign', exact: true })).toHaveAttribute('aria-pressed', 'true');
    await page.keyboard.press('Alt+ArrowLeft');
    await expect(app.heading('Hotel Bałtyk')).toBeVisible();

    await tabTo(page, client.importButton, 'Tab');
    await page.keyboard.press('Enter');
    await expect(client.strip).toContainText(/Already up to date|Import complete!|%/);
    await client.waitForEnd();
    await expect(client.importButton).toBeFocused();

    await page.keyboard.press('?');
    await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
    await audit(page, 'keyboard shortcuts');
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeHidden();
    await page.keyboard.press('d');
    await expect(page.getByRole('dialog', { name: 'Period' })).toBeVisible();
    await audit(page, 'choosing a period');
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog', { name: 'Period' })).toBeHidden();
    await page.keyboard.press('Control+1');
    await expect(app.heading(/^Clients/)).toBeFocused();
  });
});

/** Presses `key` until the element has the focus; a way that is longer than forty stops is no way. */
async function tabTo(page: Page, target: Locator, key: 'Tab' | 'Shift+Tab'): Promise<void> {
  for (let i = 0; i < 40; i += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press(key);
  }
  await expect(target).toBeFocused();
}
