import { LAST_30, FIRST_IMPORT } from './agencies.ts';
import { audit } from './audit.ts';
import { countText, dailyOf, decimal, moneyText, rowsOf, totalsOf } from './figures.ts';
import { expect, test } from './fixtures.ts';
import { expectQuiet, openClient } from './flows.ts';
import { clientPage } from './pages/client.ts';
import { connectionsPage } from './pages/connections.ts';
import { expectMonotonic, expectSaid, recordProgress } from './progress.ts';

const CLIENT = 'Harbour & Finch';
const META = ['meta'] as const;

test('Meta: sign in, choose accounts, import with progress, dashboard, campaigns, CSV', async ({ app, sandbox }) => {
  const { page } = app;
  const connections = connectionsPage(page);
  const client = clientPage(page);
  await app.open();

  await test.step('the form says what is missing', async () => {
    await page.getByRole('button', { name: 'Connect an account' }).click();
    await page.getByRole('button', { name: 'Connect Meta Ads' }).click();
    await connections.dialog.getByRole('button', { name: 'Continue in browser' }).click();
    await expect(connections.dialog.getByText(/^Enter the .*app ID/i)).toBeVisible();
    await audit(page, 'connecting Meta');
  });

  await test.step('a sign-in that is cancelled in the browser', async () => {
    const { appId, appSecret } = sandbox.credentials.meta;
    await connections.fill({ 'App ID': appId, 'App secret': appSecret });
    await connections.dialog.getByRole('button', { name: 'Continue in browser' }).click();
    await audit(page, 'waiting for the browser');
    await connections.answerInBrowser('#cancel');
    await expect(connections.dialog.getByRole('alert')).toContainText(/cancelled/i);
    await audit(page, 'a cancelled sign-in');
  });

  await test.step('a sign-in that is approved', async () => {
    await connections.dialog.getByRole('button', { name: 'Try again' }).click();
    await connections.dialog.getByRole('button', { name: 'Continue in browser' }).click();
    await connections.answerInBrowser('#approve');
    await expect(connections.picker).toBeVisible();
  });

  await test.step('the account picker', async () => {
    await expect(connections.account('Old Mill')).toContainText('Disabled');
    await expect(connections.account('Hotel Bałtyk')).toContainText('PLN');
    await expect(connections.account('Hotel Bałtyk')).toContainText('Europe/Warsaw');
    await connections.picker.getByLabel(/^Search accounts/).fill('baltyk');
    await expect(connections.account(CLIENT)).toBeHidden();
    await connections.picker.getByLabel(/^Search accounts/).fill('');
    await connections.chooseAllActive();
    await expect(connections.picker.getByText('2 of 3 chosen')).toBeVisible();
    await connections.picker.getByLabel('Client for Hotel Bałtyk').fill('Bałtyk Resort');
    await audit(page, 'account picker');
  });

  await test.step('the import shows its steps and never goes back', async () => {
    // Slow until the page has been seen to show the first step, however busy the machine.
    sandbox.control.setLatency(3_000);
    await connections.importChosen();
    await openClient(app, CLIENT);
    const read = await recordProgress(page);
    await expect(client.stripText).toContainText(/Syncing Meta Ads\.\.\. \d+%/);
    await expect(app.statusBar).toContainText(/Importing/);
    await expect(client.importButton).toBeDisabled();
    // Held where it is, so that the state stays what it is while it is looked at.
    sandbox.control.setLatency(5_000);
    await audit(page, 'overview while importing');
    sandbox.control.setLatency(100);
    await expectSaid(read, /Import complete! [\d,]+ records imported/);
    await expectSaid(read, /\d+ campaigns synced from Meta Ads/);
    const progress = await read();
    expectMonotonic(progress);
    for (const step of [/^Syncing Meta Ads\.\.\. \d+%$/, /^Storing data\.\.\. \d+%$/])
      expect(progress.texts.filter((text) => step.test(text))).not.toEqual([]);
    const said = progress.texts.find((text) => text.startsWith('Import complete!'));
    const records = (['campaign', 'ad_group', 'ad'] as const)
      .map((level) => rowsOf(sandbox, CLIENT, FIRST_IMPORT, level, 'day', META).length)
      .reduce((a, b) => a + b, dailyOf(sandbox, CLIENT, FIRST_IMPORT, META).size);
    expect(said).toBe(`Import complete! ${countText(records)} records imported`);
    sandbox.control.setLatency(0);
    await expect(client.importButton).toHaveText('Import Latest Data');
    await expect(page.getByText('Last imported: just now')).toBeVisible();
    await expect(client.stripText).toBeHidden();
  });

  await test.step('the clients', async () => {
    await app.goTo('Clients');
    await expectQuiet(app);
    await expect(page.getByRole('grid').getByRole('rowheader', { name: 'Bałtyk Resort' })).toBeVisible();
    const truth = totalsOf(sandbox, CLIENT, LAST_30, META);
    const row = (await client.rows()).find(({ Client }) => Client?.includes(CLIENT));
    expect(row?.['Spend']).toBe(moneyText(truth.spendMicros, truth.currency, 'code'));
    await audit(page, 'clients');
  });

  await test.step('the overview equals what the platform knows', async () => {
    await openClient(app, CLIENT);
    const truth = totalsOf(sandbox, CLIENT, LAST_30, META);
    await expect(client.tile('Spend')).toHaveAccessibleName(
      new RegExp(`^Spend, ${escaped(moneyText(truth.spendMicros, truth.currency))}, `),
    );
    await expect(client.tile('Impressions')).toHaveAccessibleName(
      new RegExp(`^Impressions, ${countText(truth.impressions)}, `),
    );
    await expect(client.tile('Clicks')).toHaveAccessibleName(new RegExp(`^Clicks, ${countText(truth.clicks)}, `));
    await expect(page.locator('.recharts-surface').first()).toBeVisible();
    await audit(page, 'overview');
  });

  await test.step('the CSV of the performance equals it day by day', async () => {
    const { name, rows } = await client.csv();
    expect(name).toBe('harbour-finch-performance-2026-10-21_2026-11-19.csv');
    const truth = dailyOf(sandbox, CLIENT, LAST_30, META);
    expect(rows).toHaveLength(30);
    for (const row of rows) {
      const day = truth.get(row['Date'] ?? '');
      expect(row, row['Date']).toMatchObject({
        Currency: 'GBP',
        Spend: decimal(day?.spendMicros ?? 0n),
        Impressions: String(day?.impressions ?? 0),
        Clicks: String(day?.clicks ?? 0),
      });
    }
    await expect(page.getByText('CSV saved')).toBeVisible();
  });

  await test.step('the campaigns: figures, sorting, levels, CSV', async () => {
    await app.tab('Campaigns');
    for (const [label, level] of [
      ['Campaign', 'campaign'],
      ['Ad set / group', 'ad_group'],
      ['Ad', 'ad'],
    ] as const) {
      await page.getByRole('group', { name: 'Level' }).getByRole('button', { name: label, exact: true }).click();
      const truth = rowsOf(sandbox, CLIENT, LAST_30, level, 'range', META);
      const figures = truth.map((row) => [
        row.entityName,
        moneyText(row.spendMicros, row.currency),
        countText(row.impressions),
        countText(row.clicks),
      ]);
      await expect
        .poll(async () =>
          (await client.rows())
            .filter((row) => row['Spend'] !== '—')
            .map((row) => [row[label], row['Spend'], row['Impr.'], row['Clicks']]),
        )
        .toEqual(figures);
    }
    await audit(page, 'ads table');
    await page.getByRole('group', { name: 'Level' }).getByRole('button', { name: 'Campaign', exact: true }).click();
    const truth = rowsOf(sandbox, CLIENT, LAST_30, 'campaign', 'range', META);
    await page.getByRole('columnheader', { name: 'Clicks', exact: true }).click();
    const byClicks = truth.toSorted((a, b) => b.clicks - a.clicks).map(({ clicks }) => countText(clicks));
    await expect.poll(async () => (await client.rows()).map((row) => row['Clicks'])).toEqual(byClicks);
    await page.getByRole('columnheader', { name: 'Clicks', exact: true }).click();
    await expect.poll(async () => (await client.rows()).map((row) => row['Clicks'])).toEqual(byClicks.toReversed());
    const shown = await client.rows();
    const { name, rows } = await client.csv();
    expect(name).toMatch(/-campaigns-2026-10-21_2026-11-19\.csv$/);
    expect(rows.map((row) => row['Name'])).toEqual(shown.map((row) => row['Campaign']));
    for (const row of rows) {
      const known = truth.find(({ entityId }) => entityId === row['ID']);
      expect(row).toMatchObject({
        Spend: decimal(known?.spendMicros ?? 0n),
        Impressions: String(known?.impressions),
        Clicks: String(known?.clicks),
        Currency: 'GBP',
      });
    }
  });

  await test.step('the history', async () => {
    await app.goTo('Imports');
    const mine = page.getByRole('row').filter({ hasText: CLIENT }).filter({ hasNotText: 'older days' });
    await expect(mine).toContainText(/[\d,]+ records/);
    await audit(page, 'imports');
    await mine.getByRole('button', { name: `Log of the import of ${CLIENT}` }).click();
    await expect(page.getByRole('dialog', { name: /^Import of/ })).toContainText('first import');
    await audit(page, 'import log');
    await page.keyboard.press('Escape');
    await app.goTo('Connections');
    await expect(connections.card(/Meta Ads/)).toContainText('2 of 3 assigned');
    await audit(page, 'connections');
  });
});

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
