import { LAST_30, oneAccount, roomyAgency } from './agencies.ts';
import { audit } from './audit.ts';
import { moneyText, rowsOf, totalsOf } from './figures.ts';
import { expect, test } from './fixtures.ts';
import { importMeta, openClient } from './flows.ts';
import { clientPage } from './pages/client.ts';
import { connectionsPage } from './pages/connections.ts';
import { expectSaid, recordProgress } from './progress.ts';

const CLIENT = 'Hotel Bałtyk';

test.describe('without a network', () => {
  test.use({ world: { agency: oneAccount } });

  test('everything saved can be read; an import says so and works once it is back', async ({ app, sandbox }) => {
    const { page } = app;
    const client = clientPage(page);
    await app.open();
    await importMeta(app, sandbox);
    const truth = totalsOf(sandbox, CLIENT, LAST_30);
    const spend = `Spend, ${moneyText(truth.spendMicros, truth.currency)}, `;
    await sandbox.control.setOffline(true);

    // A new page, so that nothing comes from memory.
    await page.reload();
    await openClient(app, CLIENT);
    await expect.poll(() => client.tile('Spend').getAttribute('aria-label')).toContain(spend);
    await expect(page.locator('.recharts-surface').first()).toBeVisible();
    await app.tab('Campaigns');
    const campaigns = rowsOf(sandbox, CLIENT, LAST_30, 'campaign');
    await expect
      .poll(async () => (await client.rows()).filter((row) => row['Spend'] !== '—').map((row) => row['Spend']))
      .toEqual(campaigns.map((row) => moneyText(row.spendMicros, row.currency)));
    expect((await client.csv()).rows.length).toBeGreaterThanOrEqual(campaigns.length);
    for (const screen of ['Imports', 'Connections', 'Settings', 'Clients'] as const) {
      await app.goTo(screen);
      await expect(page.getByText('Could not load')).toHaveCount(0);
    }

    await openClient(app, CLIENT);
    await client.importButton.click();
    await expect(client.stripText).toContainText(/Import failed\. .*(reach|offline|connection|network)/i, {
      timeout: 60_000,
    });
    expect(await client.tile('Spend').getAttribute('aria-label')).toContain(spend);

    await page.context().setOffline(true);
    await expect(app.statusBar).toContainText('Offline — showing saved data');
    await expect(client.importButton).toHaveAttribute('aria-disabled', 'true');
    await audit(page, 'offline');
    await page.context().setOffline(false);
    await expect(app.statusBar).toContainText('Online');

    await sandbox.control.setOffline(false);
    const read = await recordProgress(page);
    await client.stripText.getByRole('button', { name: 'Retry' }).click();
    await expectSaid(read, /Already up to date|Import complete!/);
    expect(await client.tile('Spend').getAttribute('aria-label')).toContain(spend);
  });
});

test.describe('a host that is killed', () => {
  test.use({ world: { agency: roomyAgency } });

  test('in mid-import: the next start ends it by itself, nothing lost, nothing twice', async ({
    app,
    sandbox,
    host,
    watching,
  }) => {
    const { page } = app;
    const connections = connectionsPage(page);
    const client = clientPage(page);
    watching.expectNoise(/WebSocket|ERR_CONNECTION|Failed to (load|fetch)|401/);
    await app.open();
    await page.getByRole('button', { name: 'Connect an account' }).click();
    await page.getByRole('button', { name: 'Connect Meta Ads' }).click();
    await connections.paste(sandbox.credentials.meta.systemUserToken);
    await connections.chooseAllActive();
    // The import gets no further than this, however long the page takes to look at it.
    sandbox.control.injectFault({ kind: 'hang', times: Infinity, skip: 6, match: { pathIncludes: '/insights' } });
    await connections.importChosen();
    await openClient(app, CLIENT);
    await expect(client.stripText).toContainText(/(Syncing Meta Ads|Storing data)\.\.\. [1-9]\d?%/);
    await host.kill();
    await expect(app.statusBar).toContainText('Reconnecting to the engine');
    await audit(page, 'the host is gone');

    sandbox.control.clearFaults();
    const link = await host.start();
    // The old page knows only the old port and the old cookie; the new address is a new page.
    await page.goto(link);
    await openClient(app, CLIENT);
    const truth = totalsOf(sandbox, CLIENT, LAST_30, ['meta']);
    await expect
      .poll(() => client.tile('Spend').getAttribute('aria-label'), { timeout: 60_000 })
      .toContain(`Spend, ${moneyText(truth.spendMicros, truth.currency)}, `);
    await client.waitForEnd();
    await app.tab('Campaigns');
    for (const [label, level] of [
      ['Campaign', 'campaign'],
      ['Ad set / group', 'ad_group'],
      ['Ad', 'ad'],
    ] as const) {
      await page.getByRole('group', { name: 'Level' }).getByRole('button', { name: label, exact: true }).click();
      const rows = rowsOf(sandbox, CLIENT, LAST_30, level, 'range', ['meta']);
      await expect
        .poll(async () => (await client.rows()).filter((row) => row['Spend'] !== '—').map((row) => row['Spend']))
        .toEqual(rows.map((row) => moneyText(row.spendMicros, row.currency)));
    }
    await app.goTo('Imports');
    // One import of the person's, however often the host was killed; what is read behind it are imports of their own.
    const mine = page.getByRole('row').filter({ hasText: CLIENT }).filter({ hasNotText: 'older days' });
    await expect(mine).toHaveCount(1);
    await expect(mine).toContainText(/[\d,]+ records/);
  });

  test('a page of an earlier start says how to get a new one', async ({ app, host, watching }) => {
    const { page } = app;
    watching.expectNoise(/WebSocket|ERR_CONNECTION|Failed to (load|fetch)|401|403/);
    await app.open();
    await expect(app.heading('See your clients')).toBeVisible();
    const port = new URL(page.url()).port;
    await host.kill();
    await host.start({}, ['--port', port]);
    await expect(app.heading('This page is not signed in')).toBeVisible({ timeout: 30_000 });
    await expect(page.getByText(/[Rr]un the command again/)).toBeVisible();
    await audit(page, 'a page that is not signed in');
  });
});
