import { LAST_30, oneAccount, roomyAgency } from './agencies.ts';
import { audit } from './audit.ts';
import { moneyText, totalsOf } from './figures.ts';
import { expect, test } from './fixtures.ts';
import { importMeta, openClient } from './flows.ts';
import { clientPage } from './pages/client.ts';
import { connectionsPage } from './pages/connections.ts';
import { expectSaid, recordProgress } from './progress.ts';

const CLIENT = 'Hotel Bałtyk';

test.describe('one client', () => {
  test.use({ world: { agency: oneAccount } });

  test('an expired sign-in: said, mended by signing in again, nothing lost', async ({ app, sandbox }) => {
    const { page } = app;
    const connections = connectionsPage(page);
    const client = clientPage(page);
    await app.open();
    await page.getByRole('button', { name: 'Connect an account' }).click();
    await page.getByRole('button', { name: 'Connect Meta Ads' }).click();
    const { appId, appSecret } = sandbox.credentials.meta;
    await connections.fill({ 'App ID': appId, 'App secret': appSecret });
    await connections.dialog.getByRole('button', { name: 'Continue in browser' }).click();
    await connections.answerInBrowser('#approve');
    await connections.chooseAllActive();
    await connections.importChosen();
    await openClient(app, CLIENT);
    const truth = totalsOf(sandbox, CLIENT, LAST_30);
    const spend = `Spend, ${moneyText(truth.spendMicros, truth.currency)}, `;
    await expect.poll(() => client.tile('Spend').getAttribute('aria-label')).toContain(spend);
    await client.waitForEnd();

    sandbox.control.removeMetaApp('main');
    await client.importButton.click();
    await expect(client.stripText).toContainText(/Import failed\. .*[Ss]ign in/);
    await audit(page, 'an import that failed');
    expect(await client.tile('Spend').getAttribute('aria-label')).toContain(spend);
    await app.goTo('Clients');
    await expect(page.getByRole('region', { name: /Needs attention/ })).toContainText(CLIENT);
    await audit(page, 'clients with a problem');
    await openClient(app, CLIENT);
    await client.stripText.getByRole('button', { name: 'Sign in again' }).click();
    await expect(connections.dialog).toContainText('Sign in to Meta Ads again');
    await audit(page, 'signing in again');
    // Empty fields: the app this sign-in was made with.
    await connections.dialog.getByRole('button', { name: 'Continue in browser' }).click();
    await connections.answerInBrowser('#approve');
    await expect(page.getByText('Signed in again')).toBeVisible();
    await expect(connections.card(/Meta Ads/)).toContainText('Connected');
    const read = await recordProgress(page);
    await page.getByRole('button', { name: 'Import now' }).click();
    await openClient(app, CLIENT);
    await expectSaid(read, /Already up to date|Import complete!/);
    await client.waitForEnd();
    expect(await client.tile('Spend').getAttribute('aria-label')).toContain(spend);
  });

  test('a level that cannot be read: what is missing is said, a retry gets only that', async ({ app, sandbox }) => {
    const { page } = app;
    const client = clientPage(page);
    await app.open();
    // Four times: as often as one request is tried before the rest goes on without it.
    sandbox.control.injectFault({ match: { pathIncludes: '/insights' }, kind: 'transient-2', skip: 2, times: 4 });
    await importMeta(app, sandbox);
    await openClient(app, CLIENT);
    await expect(client.stripText).toContainText('Meta partly in');
    await audit(page, 'a partial import');
    await client.stripText.getByRole('button', { name: 'View log' }).click();
    await expect(page.getByRole('dialog', { name: /^Import of/ })).toContainText('Partly done');
    await page.keyboard.press('Escape');
    const levelOf = ({ path }: { path: string }): string => /[?&]level=(\w+)/.exec(path)?.[1] ?? '';
    const failed = sandbox.control.requests().filter(({ fault }) => fault !== undefined);
    expect(failed).toHaveLength(4);
    const before = sandbox.control.requests().length;
    const read = await recordProgress(page);
    await client.stripText.getByRole('button', { name: 'Retry' }).click();
    // What is read behind a first import may have had it by then.
    await expectSaid(read, /Import complete! [\d,]+ records imported|Already up to date/);
    const asked = sandbox.control
      .requests()
      .slice(before)
      .filter(({ path }) => path.includes('/insights'));
    const missing = new Set(failed.map(levelOf));
    expect(asked.map(levelOf).filter((level) => !missing.has(level))).toEqual([]);
    const truth = totalsOf(sandbox, CLIENT, LAST_30);
    await expect
      .poll(() => client.tile('Spend').getAttribute('aria-label'))
      .toContain(`Spend, ${moneyText(truth.spendMicros, truth.currency)}, `);
  });

  test('a platform that asks to slow down: a countdown, and a way out', async ({ app, sandbox }) => {
    const { page } = app;
    const client = clientPage(page);
    await app.open();
    sandbox.control.setLatency(100);
    await importMetaUntilFault(app, sandbox);
    await openClient(app, CLIENT);
    await expect(client.stripText).toContainText(
      /Meta Ads asked us to wait — resumes in 0\d:\d\d \(its limit, not yours\)/,
    );
    const first = await client.stripText.textContent();
    await expect.poll(() => client.stripText.textContent()).not.toBe(first);
    await audit(page, 'waiting for the platform');
    await client.stripText.getByRole('button', { name: 'Cancel' }).click();
    await expect(client.stripText).toContainText('Import cancelled');
    await expect(client.importButton).toBeEnabled();
  });
});

test.describe('a long import', () => {
  test.use({ world: { agency: roomyAgency } });

  test('can be cancelled: what was read stays, the next one reads the rest', async ({ app, sandbox }) => {
    const { page } = app;
    const connections = connectionsPage(page);
    const client = clientPage(page);
    await app.open();
    await page.getByRole('button', { name: 'Connect an account' }).click();
    await page.getByRole('button', { name: 'Connect Meta Ads' }).click();
    await connections.paste(sandbox.credentials.meta.systemUserToken);
    await connections.chooseAllActive();
    sandbox.control.setLatency(400);
    await connections.importChosen();
    await app.goTo('Imports');
    await expect(page.getByRole('region', { name: 'Now' })).toContainText(CLIENT);
    await audit(page, 'imports under way');
    await openClient(app, CLIENT);
    await expect(client.stripText).toContainText(/\d+%/);
    await client.stripText.getByRole('button', { name: 'Cancel' }).click();
    await expect(client.strip).toContainText('Import cancelled. What was already read is kept.');
    sandbox.control.setLatency(0);
    await client.waitForEnd();
    await client.importButton.click();
    const truth = totalsOf(sandbox, CLIENT, LAST_30, ['meta']);
    await expect
      .poll(() => client.tile('Spend').getAttribute('aria-label'))
      .toContain(`Spend, ${moneyText(truth.spendMicros, truth.currency)}, `);
    await app.goTo('Imports');
    await expect(page.getByRole('row').filter({ hasText: 'Cancelled' })).toContainText(CLIENT);
  });
});

async function importMetaUntilFault(
  app: Parameters<typeof importMeta>[0],
  sandbox: Parameters<typeof importMeta>[1],
): Promise<void> {
  const { page } = app;
  const connections = connectionsPage(page);
  await page.getByRole('button', { name: 'Connect an account' }).click();
  await page.getByRole('button', { name: 'Connect Meta Ads' }).click();
  await connections.paste(sandbox.credentials.meta.systemUserToken);
  await connections.chooseAllActive();
  sandbox.control.injectFault({ match: { pathIncludes: '/insights' }, kind: 'throttle-80000', skip: 1, amount: 2 });
  await connections.importChosen();
}
