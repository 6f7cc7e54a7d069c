import { LAST_30, NOW, oneAccount } from './agencies.ts';
import { audit } from './audit.ts';
import { countText, moneyText, totalsOf } from './figures.ts';
import { expect, test } from './fixtures.ts';
import { expectQuiet, importMeta, openClient } from './flows.ts';

/** The platform's clock: specs here let it go on. */
let now = Date.parse(NOW);
const DAY_MS = 86_400_000;

test.use({ world: { agency: oneAccount, now: () => now } });
test.beforeEach(() => {
  now = Date.parse(NOW);
});

test('breakdowns, hours and reach: read on demand, equal to what happened, without a pointer', async ({
  app,
  sandbox,
}) => {
  const { page } = app;
  const total = totalsOf(sandbox, 'Hotel Bałtyk', LAST_30);
  await app.open();
  await importMeta(app, sandbox);
  await openClient(app, 'Hotel Bałtyk');

  const reach = page.getByRole('group', { name: /^Reach, / });
  await expect(reach).toContainText('Meta Ads was not asked for exactly these days');
  await reach.getByRole('button', { name: 'Ask the platform' }).click();
  await expect(reach).toContainText(/[\d,]+ people · frequency \d/, { timeout: 60_000 });

  const tabs = page.getByRole('navigation', { name: 'Client screens' });
  await tabs.getByRole('link', { name: 'Breakdowns' }).press('Enter');
  await expect(app.heading('Breakdowns')).toBeFocused();
  const read = page.getByRole('button', { name: 'Read breakdowns for these days' });
  const people = page.getByRole('grid', { name: 'Age and gender · Meta Ads · PLN' });
  await expect(read.or(people)).toBeVisible();
  if (await read.isVisible()) {
    await audit(page, 'breakdowns that were not read');
    await read.press('Enter');
  }
  await expect(people).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText('All 30 days read')).toBeVisible();
  const all = people.getByRole('row').last();
  await expect(all).toContainText(moneyText(total.spendMicros, 'PLN'));
  await expect(all).toContainText(countText(total.impressions));
  await audit(page, 'breakdowns');

  await page.getByRole('button', { name: 'Country · Region' }).press('Enter');
  await expect(
    page
      .getByRole('paragraph')
      .filter({ hasText: 'Meta Ads does not report conversions and conversion value by region' }),
  ).toBeVisible();
  await page.getByRole('button', { name: 'Conversion action' }).press('Enter');
  await expect(page.getByText('Meta Ads does not report figures by conversion action.')).toBeVisible();
  await page.getByRole('button', { name: 'Day of week' }).press('Enter');
  await expect(page.getByRole('grid', { name: 'Day of week · PLN' })).toContainText('Monday');

  await tabs.getByRole('link', { name: 'Hourly' }).press('Enter');
  const hours = page.getByRole('grid', { name: /^Spend by hour · Meta Ads/ });
  const readHours = page.getByRole('button', { name: 'Read hours for these days' });
  await expect(readHours.or(hours)).toBeVisible();
  if (await readHours.isVisible()) await readHours.press('Enter');
  await expect(hours).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText('Europe/Warsaw')).toBeVisible();
  await hours.getByRole('gridcell').first().focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('End');
  await expect(page.locator(':focus')).toHaveAttribute('title', /^Tuesday, all hours: zł/);
  await page.keyboard.press('ArrowLeft');
  await expect(page.locator(':focus')).toHaveAccessibleName(/^Tuesday 23:00–23:59, Spend zł.*days/);
  await expect(
    page
      .getByRole('group', { name: 'Metric' })
      .getByRole('button', { name: /^Conv\.[\s.]+Meta Ads does not report conversions by hour/ }),
  ).toHaveAttribute('aria-disabled', 'true');
  await audit(page, 'hours');
});

test('as known on a past day, and what was corrected since the person last looked', async ({ app, host, sandbox }) => {
  const { page } = app;
  const before = totalsOf(sandbox, 'Hotel Bałtyk', LAST_30);
  await app.open();
  await importMeta(app, sandbox);
  await openClient(app, 'Hotel Bałtyk');
  const spend = page.getByRole('group', { name: /^Spend, / });
  await expect(spend).toContainText(/\d/);
  await expect(page.getByRole('region', { name: 'Corrected figures' })).toHaveCount(0);

  // Three nights later the platform tells some of these days differently.
  await page.goto('about:blank');
  await host.stop();
  now += 3 * DAY_MS;
  await page.goto(await host.start({ TIDEMARK_NOW: new Date(now).toISOString() }));
  await page.getByRole('button', { name: 'Import all', exact: true }).click();
  await expectQuiet(app);
  await page.goto(`${page.url().split('#')[0] ?? ''}#/client/1?range=${LAST_30.from}_${LAST_30.to}`);
  const corrected = page.getByRole('region', { name: 'Corrected figures' });
  await expect(corrected).toContainText(/\d+ days? corrected since you last looked/);
  await corrected.getByRole('button', { name: 'Show what changed' }).press('Enter');
  await expect(corrected.getByRole('listitem').first()).toContainText(/ → .*seen/);
  await expect(page.locator('figcaption').getByText('Corrected', { exact: true })).toBeVisible();
  await audit(page, 'what was corrected');
  await corrected.getByRole('button', { name: 'Put these corrections away' }).press('Enter');
  await expect(corrected).toHaveCount(0);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(corrected).toBeVisible();

  await page.getByRole('button', { name: 'As known: now, or on…' }).press('Enter');
  await audit(page, 'choosing a past moment');
  await page.getByLabel('Day', { exact: true }).fill(NOW.slice(0, 10));
  await page.getByRole('button', { name: 'Show', exact: true }).press('Enter');
  await expect(page.getByRole('status').filter({ hasText: 'figures as they stood then' })).toBeVisible();
  await expect(spend).toHaveAccessibleName(new RegExp(`^Spend, ${escaped(moneyText(before.spendMicros, 'PLN'))}`));
  await app.tab('Campaigns');
  await expect(page.getByText('figures as they stood then')).toBeVisible();
  expect(page.url()).toContain('asKnownOn');
  await page.getByRole('button', { name: 'Back to now' }).press('Enter');
  await expect(page.getByText('figures as they stood then')).toHaveCount(0);
});

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
