import { readFile } from 'node:fs/promises';
import type { Download, Page } from '@playwright/test';
import { oneAccount } from './agencies.ts';
import { audit } from './audit.ts';
import { expect, test } from './fixtures.ts';
import { importMeta } from './flows.ts';
import { clientPage } from './pages/client.ts';
import { readPdf } from './pdf-text.ts';
import { Secrets } from './secrets.ts';

const CLIENT = 'Hotel Bałtyk';

test.use({ world: { agency: oneAccount } });

/** What a key that saves a file makes. */
async function savedBy(
  page: Page,
  act: () => Promise<unknown>,
): Promise<{ name: string; text: string; bytes: Buffer }> {
  const waiting: Promise<Download> = page.waitForEvent('download');
  await act();
  const download = await waiting;
  const bytes = await readFile(await download.path());
  return { name: download.suggestedFilename(), text: bytes.toString('utf8'), bytes };
}

/** Opens the palette, types, and takes the first line that is named so. */
async function command(page: Page, query: string, name: string | RegExp): Promise<void> {
  await page.keyboard.press('Control+k');
  // No waiting: what is typed right after the key must not be lost.
  await page.keyboard.type(query);
  await expect(page.getByRole('option', { name }).first()).toBeVisible();
  for (let i = 0; i < 20; i += 1) {
    if (await page.getByRole('option', { selected: true }).getByText(name).count()) break;
    await page.keyboard.press('ArrowDown');
  }
  await page.keyboard.press('Enter');
}

/** What the page was called each time it was printed; a browser's own dialog would stop the test. */
const printed = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const seen = ((window as { printedAs?: string[] }).printedAs ??= []);
    window.print = () => void seen.push(document.title);
    return seen;
  });

const copiedPicture = (page: Page): Promise<number[]> =>
  page.evaluate(async () => {
    const [item] = await navigator.clipboard.read();
    const blob = await item?.getType('image/png');
    return blob ? [...new Uint8Array(await blob.arrayBuffer())] : [];
  });

test('the keyboard path: palette, client, period, sort, drill, picture, client-safe file, import', async ({
  app,
  sandbox,
  context,
}) => {
  const { page } = app;
  const client = clientPage(page);
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await app.open();
  await importMeta(app, sandbox);

  await page.keyboard.press('Control+k');
  await expect(page.getByRole('option', { name: /Import latest data — Select clients, or open one/ })).toBeVisible();
  await audit(page, 'the palette');
  await page.keyboard.type('balt');
  await expect(page.getByText('1 result', { exact: true })).toBeAttached();
  await page.keyboard.press('Enter');
  await expect(app.heading(CLIENT)).toBeFocused();

  await page.keyboard.press('[');
  await expect(page).toHaveURL(/range=2026-09-21_2026-10-20/);
  await page.keyboard.press(']');
  await expect(page).toHaveURL(/range=30d/);
  await page.keyboard.press('d');
  await expect(page.getByRole('dialog', { name: 'Period' })).toBeVisible();
  await page.keyboard.press('Escape');

  // The picture is twice the chart's size and says nothing that is not drawn.
  await page.locator('.recharts-surface').first().waitFor();
  await command(page, 'copy image', /^Copy image: Spend and conversions/);
  await expect(page.getByText('Image copied')).toBeVisible();
  const picture = Buffer.from(await copiedPicture(page));
  const width = await page
    .locator('.recharts-surface')
    .first()
    .evaluate((svg) => svg.getBoundingClientRect().width);
  expect(picture.readUInt32BE(16)).toBe((Math.round(width) + 32) * 2);
  expect(picture.toString('latin1')).not.toMatch(/tEXt|iTXt|zTXt|eXIf/);

  await command(page, 'campaigns', /^Campaigns of this client/);
  await expect(app.heading('Campaigns')).toBeFocused();
  await expect(page).toHaveURL(/campaigns\?.*range=30d/);
  const grid = page.getByRole('treegrid').or(page.getByRole('grid')).first();
  await grid.getByRole('columnheader', { name: /^Spend/ }).focus();
  await page.keyboard.press('Enter');
  await expect(grid.locator('[role=columnheader][aria-sort=ascending], [aria-sort=descending]')).toHaveCount(1);
  const heading = grid.getByRole('columnheader', { name: /^Spend/ });
  const before = await heading.evaluate((cell) => cell.getBoundingClientRect().width);
  await page.keyboard.press('Shift+ArrowRight');
  await expect.poll(() => heading.evaluate((cell) => cell.getBoundingClientRect().width)).toBe(before + 16);

  // Into the tree by → on the name, out again by ←.
  await grid.getByRole('rowheader').first().focus();
  const first = grid.getByRole('row').nth(1);
  await expect(first).toHaveAttribute('aria-level', '1');
  await page.keyboard.press('ArrowRight');
  await expect(first).toHaveAttribute('aria-expanded', 'true');
  await expect(grid.locator('[role=row][aria-level="2"]').first()).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowLeft');
  // A list that is drawn anew between two keys may swallow one.
  await expect(async () => {
    await page.keyboard.press('ArrowLeft');
    await expect(first).toHaveAttribute('aria-expanded', 'false', { timeout: 1_000 });
  }).toPass();
  await page.keyboard.press('Control+c');
  await expect
    .poll(() => page.evaluate(() => navigator.clipboard.readText()))
    .toMatch(/^[^\n]*\tCurrency\t[^\n]*\n[^\n]*\tPLN\t/);

  await page.keyboard.press('Control+Shift+L');
  await expect(app.statusBar.getByRole('button', { name: 'Client-safe' })).toBeVisible();
  const file = await savedBy(page, () => page.keyboard.press('Control+Shift+S'));
  expect(file.text.split('\r\n')[0]).not.toMatch(/spend|cost|cp[acml]\b|roas|budget/i);
  // The report of this client and period, as a PDF without costs.
  await printed(page);
  await page.keyboard.press('Control+Shift+E');
  await expect(app.heading('Report')).toBeFocused();
  await expect(page.getByRole('region', { name: 'Preview' }).getByRole('article').first()).toBeVisible();
  await audit(page, 'the report builder');
  // In the smallest window, and at 200 % of it, where the sheet may be wider than its place: its left edge is there to see.
  const size = page.viewportSize() ?? { width: 1280, height: 800 };
  const preview = page.getByRole('region', { name: 'Preview' });
  const edges = () =>
    preview.evaluate((box) => {
      box.scrollLeft = -10_000;
      const [place, sheet] = [box.getBoundingClientRect(), box.querySelector('article')?.getBoundingClientRect()];
      return { left: (sheet?.left ?? -1) >= place.left, whole: (sheet?.right ?? Infinity) <= place.right + 1 };
    });
  await page.setViewportSize({ width: 960, height: 640 });
  await expect.poll(edges).toEqual({ left: true, whole: true });
  await page.setViewportSize({ width: 480, height: 320 });
  await expect.poll(edges).toMatchObject({ left: true });
  await page.setViewportSize(size);
  await page.keyboard.press('Control+e');
  await expect(page.getByText('Print dialog opened')).toBeVisible();
  expect(await printed(page)).toEqual(['hotel-baltyk-report-2026-10-21_2026-11-19']);
  const pdf = readPdf(await page.pdf({ preferCSSPageSize: true, tagged: true, outline: true }));
  expect(pdf.text).toContain('Key figures');
  expect(pdf.text).toMatch(/Data as of/);
  expect(new Secrets().in(pdf.text + pdf.rest)).toEqual([]);
  await page.keyboard.press('Alt+ArrowLeft');
  await expect(app.heading('Campaigns')).toBeVisible();
  await page.keyboard.press('Control+Shift+L');
  await expect(app.statusBar.getByRole('button', { name: 'Client-safe' })).toBeHidden();

  await page.keyboard.press('Alt+ArrowLeft');
  await expect(app.heading(CLIENT)).toBeVisible();
  await page.keyboard.press('Control+r');
  await expect(client.strip).toContainText(/Already up to date|Import complete!|%/);
  await client.waitForEnd();

  // Undo reaches what the palette did to the settings.
  await command(page, 'density compact', /^Density: Compact/);
  await expect(page.getByText('Density: Compact')).toBeVisible();
  await page.keyboard.press('Control+z');
  await expect(page.getByText('Undone: Density: Compact')).toBeVisible();

  // Single letters can be switched off; what holds Ctrl goes on.
  await command(page, 'single off', /^Single-letter shortcuts: Off/);
  await expect(page.getByText('Single-letter shortcuts: Off')).toBeVisible();
  await page.keyboard.press('d');
  await page.keyboard.press('?');
  await page.keyboard.press('Control+1');
  await expect(app.heading(/^Clients/)).toBeFocused();
  await expect(page).toHaveURL(/clients\?.*range=30d/);
  await expect(page.getByRole('dialog', { name: /^(Period|Keyboard shortcuts)$/ })).toHaveCount(0);
});
