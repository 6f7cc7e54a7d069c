import type { Page } from '@playwright/test';
import { test } from './demo.ts';
import { expect } from './fixtures.ts';
import { readPdf } from './pdf-text.ts';
import { clientLinks } from './reading.ts';
import { listen, Secrets } from './secrets.ts';
import { told } from './told.ts';

const CLIENT = 'Harbour & Finch';
const DAYS = { from: '2026-10-21', to: '2026-11-19' };

/** The PDF of an address, read as a whole: pages, metadata, outline, tags. */
async function pdfOf(
  page: Page,
  path: string,
  { costs = false, holds = '' } = {},
): Promise<{ text: string; rest: string; pages: number }> {
  await page.evaluate((to) => void (location.hash = to), path);
  // Sheets of the old policy, or of the screen before, stay until those of the new one are there.
  const sheets = page.locator('.report-sheet');
  await expect(page).toHaveURL((url) => url.hash.split('?')[0] === `#${path.split('?')[0]}`);
  await expect(sheets.filter({ hasText: holds }).first()).toBeAttached();
  await expect(sheets.filter({ hasText: 'Top campaigns' }).first()).toBeAttached();
  if (costs) await expect(sheets.getByText('Includes costs').first()).toBeAttached();
  else await expect(sheets.getByText('Includes costs')).toHaveCount(0);
  return readPdf(await page.pdf({ preferCSSPageSize: true, printBackground: true, tagged: true, outline: true }));
}

test('a report holds costs only where the policy shows them: the whole PDF is searched for every one of them', async ({
  app,
  demo,
}) => {
  const { page } = app;
  const wire = listen(page);
  const secrets = new Secrets();
  await app.open();
  await expect(page.getByRole('grid')).toBeVisible();
  const path = (await clientLinks(page)).find((one) => one.name === CLIENT)?.path ?? '';
  for (const [level, by] of [
    ['account', 'day'],
    ['campaign', 'range'],
  ] as const)
    secrets.addTold(await told(demo, CLIENT, DAYS.from, DAYS.to, level, by));
  const sheet = path.replace('/client/', '/print/');
  const builder = `${path}/reports`;

  const first = [await pdfOf(page, builder), await pdfOf(page, sheet)];
  await page.evaluate((to) => void (location.hash = to), builder);
  await page.getByRole('button', { name: 'Shown', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Show costs' }).click();
  await expect(page.getByText('Costs shown in files from here on')).toBeVisible();
  // What is read out of a PDF would show a cost: this one is full of them.
  const open = await pdfOf(page, sheet, { costs: true });
  expect(open.text).toContain('Includes costs');
  expect(secrets.in(open.text).length).toBeGreaterThan(10);

  await page.evaluate((to) => void (location.hash = to), builder);
  await page.getByRole('textbox', { name: 'Next steps' }).fill('Two new pictures in December.');
  await page.getByRole('button', { name: 'Hidden', exact: true }).click();
  await expect(page.getByText('Costs hidden in files from here on')).toBeVisible();
  await expect(page.locator('.report-measure')).toContainText('Two new pictures in December.');
  const holds = 'Two new pictures in December.';
  const last = [await pdfOf(page, sheet, { holds }), await pdfOf(page, builder, { holds })];
  secrets.addWorth(wire.frames());
  for (const { text, rest, pages } of [...first, ...last]) {
    expect(text).toContain('Top campaigns');
    expect(text).toContain('Demo data');
    expect(pages).toBe(2);
    expect.soft(secrets.in(text), 'pages').toEqual([]);
    expect.soft(secrets.in(rest.replaceAll(/D:\d+/g, '')), 'metadata, outline and tags').toEqual([]);
  }
  for (const { text } of last) expect(text).toContain('Two new pictures in December.');
  expect(last[0]?.rest).toContain('harbour-finch-report-2026-10-21_2026-11-19');
});
