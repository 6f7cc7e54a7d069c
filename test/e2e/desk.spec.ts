import { oneAccount } from './agencies.ts';
import { audit } from './audit.ts';
import { expect, test } from './fixtures.ts';
import { importMeta, openClient } from './flows.ts';

const CLIENT = 'Hotel Bałtyk';

test.describe('what people add to the figures', () => {
  test.use({ world: { agency: oneAccount } });

  test('Clients: select by key, tag, owner, filter, keep the view, take it back', async ({ app, sandbox }) => {
    const { page } = app;
    await app.open();
    await importMeta(app, sandbox);
    await expect(page.getByRole('region', { name: 'First steps' })).toContainText('Set a monthly budget');
    const grid = page.getByRole('grid');
    await grid.getByRole('rowheader', { name: CLIENT }).focus();
    await page.keyboard.press('Space');
    const bulk = page.getByRole('group', { name: 'Selected clients' });
    await expect(bulk).toContainText('1 selected');

    await bulk.getByRole('button', { name: 'Tag…' }).click();
    const tags = page.getByRole('dialog', { name: 'Tags of 1 client' });
    await tags.getByLabel('Add', { exact: true }).fill('hotel, vip');
    await page.keyboard.press('Enter');
    await expect(tags.getByRole('list', { name: 'Add chosen' })).toContainText('vip');
    await audit(page, 'tags of selected clients');
    await tags.getByRole('button', { name: 'Change tags' }).click();
    await expect(grid.getByRole('row').filter({ hasText: CLIENT })).toContainText('hotel');

    await bulk.getByRole('button', { name: 'Owner…' }).click();
    await page.getByRole('dialog', { name: 'Owner of 1 client' }).getByLabel('Owner').fill('Anna Kowalska');
    await page.keyboard.press('Enter');
    await expect(grid.getByRole('row').filter({ hasText: CLIENT })).toContainText('Anna Kowalska');
    // Taken back by key, newest first.
    await page.getByRole('heading', { level: 1 }).click();
    await page.keyboard.press('Control+z');
    await expect(grid.getByRole('row').filter({ hasText: CLIENT })).not.toContainText('Anna Kowalska');

    await bulk.getByRole('button', { name: 'Clear selection' }).click();
    await page.getByRole('combobox', { name: 'Tag' }).click();
    await page.getByRole('option', { name: 'vip' }).click();
    await page.getByRole('button', { name: 'Save view' }).click();
    await page.getByRole('dialog').getByLabel('Name').fill('VIP');
    await page.keyboard.press('Enter');
    const views = page.getByRole('group', { name: 'Saved views' });
    await expect(views.getByRole('button', { name: 'VIP', exact: true })).toHaveAttribute('aria-pressed', 'true');
    await views.getByRole('button', { name: 'All clients' }).click();
    await expect(page).not.toHaveURL(/tag=/);
    await views.getByRole('button', { name: 'VIP', exact: true }).click();
    await expect(page).toHaveURL(/tag=vip/);
    await page.getByLabel('Filter clients').fill('zzz');
    await expect(page.getByText('No clients match 2 filters.')).toBeVisible();
    // A link to another filter, or the way back to one, while the screen is open.
    await page.evaluate(() => {
      location.hash = '#/clients?filter=hotel';
    });
    await expect(page.getByLabel('Filter clients')).toHaveValue('hotel');
    await expect(grid.getByRole('rowheader', { name: CLIENT })).toBeVisible();
    await expect(page).toHaveURL(/filter=hotel/);
  });

  test('Overview: one screen; goals, names of conversions and notes, all of which can be taken back', async ({
    app,
    sandbox,
  }) => {
    const { page } = app;
    await app.open();
    await importMeta(app, sandbox);
    await openClient(app, CLIENT);
    await expect(page.locator('.recharts-surface').first()).toBeVisible();
    const news = page.getByRole('region', { name: 'Import' }).getByRole('button', { name: 'Dismiss' });
    if (await news.isVisible()) await news.click();

    await page.getByRole('button', { name: 'More about this client' }).click();
    await page.getByRole('menuitem', { name: 'Goals and conversions…' }).click();
    const dialog = page.getByRole('dialog', { name: `${CLIENT}: goals and conversions` });
    await dialog.getByLabel('Monthly budget, PLN').fill('a lot');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await expect(dialog.getByText('Write an amount above zero')).toBeVisible();
    await dialog.getByLabel('Monthly budget, PLN').fill('15 000');
    await dialog.getByLabel('Target CPA, PLN').fill('200,50');
    await dialog.getByRole('button', { name: 'Propose from what was counted' }).click();
    await audit(page, 'goals and conversions');
    await dialog.getByRole('button', { name: 'Save' }).click();
    const budget = page.getByRole('region', { name: 'Budget and targets' });
    await expect(budget).toContainText(/of zł\s15,000/);
    await expect(page.getByRole('table', { name: 'Conversions by name' }).getByRole('rowheader').first()).toBeVisible();

    // A on a point of the chart: the day is the point's own.
    await page.locator('.recharts-surface').first().focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('a');
    await page.getByRole('dialog', { name: 'Add a note' }).getByLabel('What happened').fill('New creative');
    await page.keyboard.press('Enter');
    const notes = page.getByRole('region', { name: /^Notes/ });
    await expect(notes).toContainText('New creative');
    await audit(page, 'overview with goals and notes');
    await expect
      .poll(() => page.getByRole('main').evaluate((main) => main.scrollHeight - main.clientHeight))
      .toBeLessThanOrEqual(0);
    await notes.getByRole('button', { name: /^Remove the note/ }).click();
    await expect(notes).not.toContainText('New creative');
    await page.getByRole('heading', { level: 1 }).click();
    await page.keyboard.press('Control+z');
    await expect(notes).toContainText('New creative');

    // The dialog is a link.
    await page.evaluate(() => {
      location.hash = location.hash.replace(/\?.*$/, '').concat('?dialog=details');
    });
    const details = page.getByRole('dialog', { name: `${CLIENT}: name, owner and tags` });
    await details.getByLabel('Name').fill('Hotel Morze');
    await details.getByRole('button', { name: 'Save' }).click();
    await expect(app.heading('Hotel Morze')).toBeVisible();
  });
});
