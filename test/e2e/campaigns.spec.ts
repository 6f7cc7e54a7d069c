import { oneAccount } from './agencies.ts';
import { audit } from './audit.ts';
import { decimal, moneyText, rowsOf, totalsOf } from './figures.ts';
import { expect, test } from './fixtures.ts';
import { importMeta, openClient } from './flows.ts';
import { clientPage, GRID } from './pages/client.ts';

const CLIENT = 'Hotel Bałtyk';
const A = { from: '2026-11-06', to: '2026-11-19' };
const B = { from: '2026-10-23', to: '2026-11-05' };

test.use({ world: { agency: oneAccount } });

test('campaigns opened, inspected, filtered, drilled into and compared without a pointer', async ({ app, sandbox }) => {
  const { page } = app;
  const client = clientPage(page);
  const tree = page.getByRole('treegrid', { name: 'campaigns' });
  const cell = (row: number) => page.locator(`[role=treegrid] [data-row="${row}"][data-column="1"]`);
  const level = (name: string) => page.getByRole('group', { name: 'Level' }).getByRole('button', { name, exact: true });
  await app.open();
  await importMeta(app, sandbox);
  await openClient(app, CLIENT);
  const campaigns = rowsOf(sandbox, CLIENT, A, 'campaign');
  const groups = rowsOf(sandbox, CLIENT, A, 'ad_group');

  await test.step('→ opens a row in place, ← closes it; each level is in its own order', async () => {
    await page.evaluate(({ from, to }) => {
      location.hash = `${location.hash.split('?')[0]}/campaigns?range=${from}_${to}`;
    }, A);
    await expect(tree.getByRole('rowheader').first()).toBeVisible();
    await cell(0).focus();
    await page.keyboard.press('ArrowRight');
    const first = tree.getByRole('row', { level: 1 }).first();
    await expect(first).toHaveAttribute('aria-expanded', 'true');
    await expect(tree.getByRole('row', { level: 2 }).first()).toBeVisible();
    const shown = await client.rows();
    const { name, rows } = await client.csv();
    expect(name).toBe(`hotel-baltyk-campaigns-${A.from}_${A.to}.csv`);
    expect(rows.map((row) => row['Name'])).toEqual(shown.map((row) => row['Campaign']));
    expect(rows[0]).toMatchObject({ ID: campaigns[0]?.entityId, Spend: decimal(campaigns[0]?.spendMicros ?? 0n) });
    const below = rows.filter((row) => row['Level'] === 'Ad set / group');
    expect(below.length).toBeGreaterThan(0);
    for (const row of below) {
      const known = groups.find(({ entityId }) => entityId === row['ID']);
      expect(row).toMatchObject({ 'Belongs to': shown[0]?.['Campaign'], Currency: 'PLN' });
      expect(row['Spend']).toBe(known === undefined ? '' : decimal(known.spendMicros));
    }
    const spends = below.map((row) => Number(row['Spend']));
    expect(spends).toEqual(spends.toSorted((one, other) => other - one));
    expect(spends.reduce((sum, spend) => sum + spend, 0)).toBeCloseTo(Number(rows[0]?.['Spend']), 4);
    await cell(0).focus();
    await page.keyboard.press('ArrowLeft');
    await expect(first).toHaveAttribute('aria-expanded', 'false');
    await page.keyboard.press('ArrowRight');
  });

  await test.step('the inspector follows the row', async () => {
    await page.keyboard.press('Control+i');
    const inspector = page.getByRole('complementary', { name: 'Inspector' });
    await cell(1).focus();
    await expect(inspector.getByText('Ad set / group')).toBeVisible();
    await expect(inspector.getByRole('heading', { name: 'Corrected by the platform' })).toBeVisible();
    await expect(inspector.getByText(/days? (final|may still rise)/).first()).toBeVisible();
    await inspector.getByLabel('What happened').fill('New photos');
    await inspector.getByLabel('What happened').press('Enter');
    await expect(inspector.getByRole('region', { name: 'Notes on these days' })).toContainText('New photos');
    await audit(page, 'campaigns with the inspector');
    // Beside it no result of the table has to be scrolled for, and its width is set with the keyboard as well.
    const grid = page.getByRole('treegrid').or(page.getByRole('grid')).first();
    await expect.poll(() => grid.evaluate((one) => one.scrollWidth - one.clientWidth)).toBe(0);
    const edge = inspector.getByRole('separator', { name: 'Width of the inspector' });
    await edge.press('ArrowLeft');
    await expect(edge).toHaveAttribute('aria-valuenow', '352');
    await expect(edge).toBeFocused();
    await inspector.getByLabel('What happened').press('Escape');
    await expect(inspector).toBeHidden();
    await expect(page.getByRole('button', { name: 'Inspector' })).toBeFocused();
  });

  await test.step('a filter is a chip and part of the address', async () => {
    const floor = Math.floor(Number(decimal(campaigns[1]?.spendMicros ?? 0n))) - 1;
    await page.getByRole('button', { name: 'Add filter' }).press('Enter');
    await page.getByLabel('Amount').fill(String(floor));
    await audit(page, 'adding a filter');
    await page.getByLabel('Amount').press('Enter');
    await expect(page.getByText(/^\d campaigns? found$/)).toBeVisible();
    const left = campaigns.filter((row) => Number(decimal(row.spendMicros)) > floor).length;
    await expect(tree.getByRole('row').last()).toContainText('filtered from');
    await expect.poll(async () => tree.getByRole('row', { level: 1 }).count()).toBe(left);
    expect(page.url()).toContain(`where=spend.over.${floor}`);
    await page.getByRole('button', { name: 'Add filter' }).press('Enter');
    await page.getByLabel('Amount').fill('99999999');
    await page.getByLabel('Amount').press('Enter');
    await expect(page.getByText('No campaigns match 2 filters.')).toBeVisible();
    await audit(page, 'no campaign passes the filters');
    await page.getByRole('button', { name: 'Clear filters' }).press('Enter');
    await expect(tree.getByRole('rowheader').first()).toBeVisible();
  });

  await test.step('Enter goes one level down; the way back leads to the row again', async () => {
    await cell(0).focus();
    await page.keyboard.press('Enter');
    await expect(level('Ad set / group')).toHaveAttribute('aria-pressed', 'true');
    await page.getByRole('heading', { level: 1 }).getByRole('link', { name: 'Campaigns' }).press('Enter');
    await expect(level('Campaign')).toHaveAttribute('aria-pressed', 'true');
    await expect(cell(0)).toBeFocused();
    await level('Ad').press('Enter');
    await expect(page.locator(GRID)).toContainText('ads');
  });

  await test.step('both periods side by side, equal to what happened', async () => {
    await page
      .getByRole('navigation', { name: 'Client screens' })
      .getByRole('link', { name: 'Compare' })
      .press('Enter');
    await expect(app.heading('Compare')).toBeFocused();
    const figures = page.getByRole('table');
    const [now, before] = [A, B].map((days) => moneyText(totalsOf(sandbox, CLIENT, days).spendMicros, 'PLN'));
    await expect(figures.getByRole('row', { name: /^Spend/ })).toContainText(`${now}${before}`);
    const moved = page.getByRole('grid', { name: 'What moved spend' });
    await expect(moved.getByRole('rowheader').first()).toBeVisible();
    await expect(page.locator('.recharts-surface').first()).toBeVisible();
    await audit(page, 'two periods compared');
    const { name, rows } = await client.csv();
    expect(name).toBe(`hotel-baltyk-compare-${A.from}_${A.to}.csv`);
    const changes = rows.filter((row) => row['Part'] === 'What moved it').map((row) => Number(row['Change A - B']));
    const whole = rows.find((row) => row['Part'] === 'Figures' && row['Metric'] === 'Spend');
    expect(changes.reduce((sum, change) => sum + change, 0)).toBeCloseTo(Number(whole?.['Change A - B']), 4);
    await page.evaluate(() => {
      location.hash = location.hash.replace(/range=[^&]+/, 'range=2024-03-01_2024-03-31');
    });
    await expect(page.getByText('No changes are told.')).toBeVisible();
    await audit(page, 'periods that were not imported');
  });
});
