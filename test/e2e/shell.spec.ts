import { readFile } from 'node:fs/promises';
import type { Download, Page } from '@playwright/test';
import { parse } from 'csv-parse/sync';
import { oneAccount } from './agencies.ts';
import { audit } from './audit.ts';
import { expect, test } from './fixtures.ts';
import { importMeta, openClient } from './flows.ts';
import { clientPage } from './pages/client.ts';

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
  await expect(page.getByRole('dialog', { name: /^(Period|Keyboard shortcuts)$/ })).toHaveCount(0);
});

const SCREENS = ['', '/campaigns', '/compare', '/breakdowns', '/hourly'] as const;
/** Words of costs; conversion values are results, not costs. */
const COST_WORDS = /\b(spend|spent|budget|pac(e|ing)|cp[acml]|roas|cost per|return on ad spend|credits)\b/i;

const costWord = (text: string): string | undefined => {
  const at = text.search(COST_WORDS);
  return at < 0 ? undefined : text.slice(Math.max(0, at - 40), at + 40);
};

/** Everything of a screen a person or a screen reader gets: text, tooltips, names. */
const allText = (page: Page): Promise<string> =>
  page
    .getByRole('main')
    .evaluate((main) =>
      [
        main.textContent ?? '',
        ...[...main.querySelectorAll('*')].flatMap((one) =>
          ['title', 'aria-label', 'aria-valuetext', 'alt', 'placeholder', 'value'].map(
            (name) => one.getAttribute(name) ?? '',
          ),
        ),
      ].join('\n'),
    );

test('client-safe: no cost on any screen, in any file, on the clipboard or in a picture', async ({
  app,
  sandbox,
  context,
}) => {
  const { page } = app;
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await app.open();
  await importMeta(app, sandbox);
  await openClient(app, CLIENT);
  const path = new URL(page.url()).hash.replace(/^#/, '').split('?')[0] ?? '';

  const visit = async (screen: string): Promise<string> => {
    await page.evaluate((to) => void (location.hash = to), `${path}${screen}`);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expect(page.locator('.skeleton')).toHaveCount(0);
    await page.waitForFunction(() => document.querySelector('main')?.textContent?.trim() !== '');
    // Numbers come a moment after the frame.
    await page.waitForTimeout(400);
    return allText(page);
  };
  // What must not be found: every cost of the normal view, as screens and as files write it. What a conversion is worth is no cost.
  const costs = new Set<string>();
  const worth = new Set<string>();
  const both = (amount: number): string[] => [
    amount.toFixed(2),
    amount.toLocaleString('en', { minimumFractionDigits: 2 }),
  ];
  for (const screen of ['', '/campaigns']) {
    await visit(screen);
    const { text } = await savedBy(page, () => page.keyboard.press('Control+Shift+S'));
    for (const row of parse<Record<string, string>>(text, { bom: true, columns: true }))
      for (const [name, cell] of Object.entries(row)) {
        const kind = COST_WORDS.test(name) ? costs : /value/i.test(name) ? worth : null;
        const amount = Number(cell);
        // Short numbers are everywhere.
        if (kind !== null && amount >= 20)
          for (const written of both(Math.round(amount * 100) / 100)) kind.add(written);
      }
  }
  await visit('');
  for (const tile of await page.getByRole('group', { name: /^(Spend|Cost per conversion), / }).all())
    for (const [amount] of ((await tile.getAttribute('aria-label')) ?? '').matchAll(/[\d,]+\.\d\d/g)) costs.add(amount);
  const found = (text: string): string[] => [...costs].filter((amount) => !worth.has(amount) && text.includes(amount));
  expect(costs.size).toBeGreaterThan(20);
  expect(found(await allText(page)).length).toBeGreaterThan(2);

  await page.keyboard.press('Control+Shift+L');
  await expect(app.statusBar.getByRole('button', { name: 'Client-safe' })).toBeVisible();
  for (const screen of SCREENS) {
    const text = await visit(screen);
    expect.soft(costWord(text), `words of ${screen || 'the overview'}`).toBeUndefined();
    expect.soft(found(text), `amounts of ${screen || 'the overview'}`).toEqual([]);
  }

  await visit('');
  await audit(page, 'client-safe overview');
  const files = [
    await savedBy(page, () => page.keyboard.press('Control+Shift+S')),
    await savedBy(page, () => command(page, 'save csv impressions', /^Save CSV: Impressions/)),
    await savedBy(page, () => command(page, 'save svg', /^Save SVG: /)),
  ];
  const png = await savedBy(page, () => command(page, 'save png', /^Save PNG: /));
  await visit('/campaigns');
  files.push(await savedBy(page, () => page.keyboard.press('Control+Shift+S')));
  await command(page, 'copy spreadsheet', /^Copy for a spreadsheet: /);
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  for (const { name, text } of [...files, { name: 'clipboard', text: copied }]) {
    expect.soft(costWord(text), `words of ${name}`).toBeUndefined();
    expect.soft(costWord(name), 'name of a file').toBeUndefined();
    // The lines of a drawing are numbers as well.
    const told = name.endsWith('.svg') ? [...text.matchAll(/>([^<]+)</g)].map(([, words]) => words).join(' ') : text;
    expect.soft(found(told), `amounts of ${name}`).toEqual([]);
    expect.soft(text, name).not.toMatch(/act_\d+|\b\d{10,}\b.*ad account/i);
  }
  expect(png.bytes.toString('latin1')).not.toMatch(/tEXt|iTXt|zTXt|eXIf/);

  // Nobody else is named, and what is about several clients does not open.
  await page.keyboard.press('Control+k');
  await expect(page.getByText('Client-safe mode names no other client.')).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+1');
  await expect(app.heading('Client-safe mode')).toBeVisible();
  await audit(page, 'client-safe: no such screen');
  // A reload during a call keeps it on: no cost is painted even for a moment.
  await page.evaluate((to) => void (location.hash = to), path);
  await page.reload();
  await expect(app.statusBar.getByRole('button', { name: 'Client-safe' })).toBeVisible();
  expect(costWord(await allText(page))).toBeUndefined();
});
