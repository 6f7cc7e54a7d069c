import { LAST_30 } from './agencies.ts';
import { audit } from './audit.ts';
import { countText, dailyOf, decimal, moneyText, rowsOf, totalsOf } from './figures.ts';
import { expect, test } from './fixtures.ts';
import { expectQuiet, openClient } from './flows.ts';
import { clientPage } from './pages/client.ts';
import { connectionsPage } from './pages/connections.ts';
import { expectMonotonic, expectSaid, recordProgress } from './progress.ts';

const CLIENT = 'Hotel Bałtyk';
const GOOGLE = ['google'] as const;

test('Google: sign in with PKCE on loopback, choose accounts under a manager, import, dashboard, CSV', async ({
  app,
  sandbox,
}) => {
  const { page } = app;
  const connections = connectionsPage(page);
  const client = clientPage(page);
  await app.open();

  await test.step('sign in', async () => {
    await page.getByRole('button', { name: 'Connect an account' }).click();
    await page.getByRole('button', { name: 'Connect Google Ads' }).click();
    const { clientId, clientSecret } = sandbox.credentials.google;
    await connections.dialog.getByLabel(/client ID/i).fill(clientId);
    await connections.dialog.getByLabel(/client secret/i).fill(clientSecret);
    await audit(page, 'connecting Google');
    await connections.dialog.getByRole('button', { name: 'Continue in browser' }).click();
    await connections.answerInBrowser('#approve');
    await expect(connections.picker).toBeVisible();
    const asked = sandbox.control.requests().find(({ path }) => path.startsWith('/o/oauth2/v2/auth'))?.path ?? '';
    expect(asked).toContain('code_challenge_method=S256');
    expect(asked).toMatch(/redirect_uri=http%3A%2F%2F127\.0\.0\.1%3A\d+/);
  });

  await test.step('the manager holds accounts and cannot be chosen', async () => {
    await expect(connections.account('Northlight (MCC)')).toContainText('Manager');
    await expect(connections.account('Northlight (MCC)').getByRole('checkbox')).toHaveCount(0);
    await connections.chooseAllActive();
    await connections.picker.getByLabel('Client for Bałtyk – Search').fill(CLIENT);
    await audit(page, 'account picker with a manager');
  });

  await test.step('import', async () => {
    // Slow until the page has been seen to show the first step, however busy the machine.
    sandbox.control.setLatency(3_000);
    await connections.importChosen();
    await openClient(app, CLIENT);
    const read = await recordProgress(page);
    await expect(client.stripText).toContainText(/Syncing Google Ads\.\.\. \d+%/);
    sandbox.control.setLatency(150);
    await expectSaid(read, /Import complete! [\d,]+ records imported/);
    await expectSaid(read, /\d+ campaigns synced from Google Ads/);
    expectMonotonic(await read());
    sandbox.control.setLatency(0);
  });

  await test.step('the overview, the campaigns and both CSVs equal what the platform knows', async () => {
    const truth = totalsOf(sandbox, CLIENT, LAST_30, GOOGLE);
    const spend = moneyText(truth.spendMicros, truth.currency);
    await expect.poll(() => client.tile('Spend').getAttribute('aria-label')).toContain(`Spend, ${spend}, `);
    await expect(client.tile('Clicks')).toHaveAccessibleName(new RegExp(`^Clicks, ${countText(truth.clicks)}, `));
    const performance = await client.csv();
    const days = dailyOf(sandbox, CLIENT, LAST_30, GOOGLE);
    expect(performance.rows.map((row) => row['Spend'])).toEqual(
      performance.rows.map((row) => decimal(days.get(row['Date'] ?? '')?.spendMicros ?? 0n)),
    );
    await app.tab('Campaigns');
    const campaigns = rowsOf(sandbox, CLIENT, LAST_30, 'campaign', 'range', GOOGLE);
    await expect
      .poll(async () => (await client.rows()).filter((row) => row['Spend'] !== '—').map((row) => row['Spend']))
      .toEqual(campaigns.map((row) => moneyText(row.spendMicros, row.currency)));
    const { rows } = await client.csv();
    const exported = new Map(rows.map((row) => [row['ID'], row]));
    for (const row of campaigns)
      expect(exported.get(row.entityId)).toMatchObject({
        Platform: 'Google Ads',
        Spend: decimal(row.spendMicros),
        Impressions: String(row.impressions),
        Clicks: String(row.clicks),
      });
    await app.goTo('Clients');
    await expectQuiet(app);
  });
});

test('Meta with a pasted system-user token; a token that cannot work says why', async ({ app, sandbox }) => {
  const { page } = app;
  const connections = connectionsPage(page);
  await app.open();
  await page.getByRole('button', { name: 'Connect an account' }).click();
  await page.getByRole('button', { name: 'Connect Meta Ads' }).click();
  await connections.dialog.getByRole('tab', { name: 'Paste a token' }).click();
  const field = connections.dialog.getByRole('textbox', { name: /token/i });
  const connect = connections.dialog.getByRole('button', { name: 'Connect', exact: true });
  await connect.click();
  await expect(connections.dialog.getByText(/^Paste the/)).toBeVisible();
  await field.fill('EAATnonsense');
  await connect.click();
  await expect(connections.dialog.getByRole('alert').or(connections.dialog.locator('[aria-live] span'))).toBeVisible();
  await audit(page, 'a token that is refused');
  await field.fill(sandbox.credentials.meta.tokenWithoutAdsRead);
  await connect.click();
  await expect(connections.dialog).toContainText('ads_read');
  await field.fill(sandbox.credentials.meta.systemUserToken);
  await connect.click();
  await expect(connections.picker).toBeVisible();
  await expect(connections.account('Harbour & Finch')).toBeVisible();
});
