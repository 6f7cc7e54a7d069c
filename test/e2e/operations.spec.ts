import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LAST_30, oneAccount } from './agencies.ts';
import { audit } from './audit.ts';
import { expect, test } from './fixtures.ts';
import { importMeta } from './flows.ts';
import { clientPage } from './pages/client.ts';

test.describe('looking after the data', () => {
  test.use({ world: { agency: oneAccount } });

  test('by keyboard: months, older days, schedules and alerts of a client that was imported', async ({
    app,
    sandbox,
  }) => {
    const { page } = app;
    await app.open();
    await importMeta(app, sandbox);

    await page.keyboard.press('Control+3');
    await expect(app.heading('Data health')).toBeFocused();
    const months = page.getByRole('grid', { name: 'Months by client' });
    // Whether everything is in is answered without scrolling.
    await expect(months.getByRole('row', { name: /Hotel Bałtyk/ })).toBeInViewport({ ratio: 1 });
    // The last 30 days first; three whole months follow a new client by themselves.
    await expect(months).toContainText('August 2026: complete, down to ads', { timeout: 60_000 });
    await expect(months).toContainText('July 2026: not asked for');
    await expect(page.getByRole('heading', { name: 'Sums' })).toBeVisible();
    await expect(page.getByText('Everything that has settled adds up')).toHaveCount(1);
    await expect(page.getByRole('grid', { name: 'Figures that do not add up' })).toHaveCount(0);
    await audit(page, 'data health');

    await months.getByRole('columnheader').first().focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Fetch older days' });
    await expect(dialog.getByRole('status')).toContainText(/Dry run: \d+ requests/);
    await expect(dialog.getByRole('row', { name: /Hotel Bałtyk/ })).toBeVisible();
    await dialog.getByRole('combobox', { name: 'How far back' }).focus();
    for (const key of ['Enter', 'ArrowDown', 'Enter']) await page.keyboard.press(key);
    await expect(dialog.getByRole('combobox', { name: 'How far back' })).toContainText('6 months');
    await expect(dialog.getByRole('status')).toContainText(/Dry run: [1-9]\d* requests/);
    await audit(page, 'older days');
    await dialog.getByRole('button', { name: 'Start' }).focus();
    await page.keyboard.press('Enter');
    await expect(dialog).toBeHidden();
    await expect(months).toContainText('June 2026: complete, down to ads', { timeout: 60_000 });

    await page.keyboard.press('Control+7');
    await expect(app.heading('Schedules')).toBeFocused();
    const row = page.getByRole('grid', { name: 'Schedules' }).getByRole('row', { name: /Hotel Bałtyk/ });
    await expect(row).toContainText('Daily at 3:00');
    await expect(row).toContainText('Tomorrow, 3:00');
    await page.getByRole('grid', { name: 'Schedules' }).getByRole('columnheader').first().focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: 'Schedule of Hotel Bałtyk' }).getByLabel('Time').fill('02:00');
    await page.keyboard.press('Enter');
    await expect(row).toContainText('Daily at 2:00');
    await expect(row).toContainText('Tomorrow, 2:00');
    await expect(row).toContainText('Own');
    await page.keyboard.press('Control+z');
    await expect(row).toContainText('Daily at 3:00');
    await expect(row).toContainText('Default');

    await page.keyboard.press('Control+4');
    await expect(app.heading('Alerts')).toBeFocused();
    await expect(page.getByText('Nothing needs you.')).toBeVisible();
  });

  test('an export of the platform is compared with what was imported, line by line', async ({ app, sandbox, host }) => {
    const { page } = app;
    await app.open();
    await importMeta(app, sandbox);
    await page.getByRole('grid').getByRole('link', { name: 'Hotel Bałtyk', exact: true }).click();
    await expect(app.heading('Hotel Bałtyk')).toBeVisible();
    await app.tab('Campaigns');
    await expect.poll(async () => (await clientPage(page).rows()).length).toBe(4);
    const [campaign] = await clientPage(page).rows();
    const file = join(host.home, 'export.csv');
    // One figure as a person would mistype it.
    writeFileSync(
      file,
      `Reporting starts,Reporting ends,Campaign name,Impressions\n${LAST_30.from},${LAST_30.to},${campaign?.['Campaign'] ?? ''},1\n`,
    );
    await page.keyboard.press('Control+3');
    await page.getByRole('button', { name: 'Compare an export' }).click();
    const dialog = page.getByRole('dialog', { name: 'Compare with an export' });
    await dialog.getByLabel('CSV file').setInputFiles(file);
    await dialog.getByRole('combobox', { name: 'Client' }).fill('balt');
    await page.getByRole('option', { name: 'Hotel Bałtyk' }).click();
    await dialog.getByRole('button', { name: 'Compare', exact: true }).click();
    const result = page.getByRole('dialog', { name: 'export.csv against what is stored' });
    await expect(result.getByRole('status')).toContainText('Differs');
    await expect(result.getByRole('row', { name: /Impressions/ }).first()).toBeVisible();
  });
});
