import { expect, type Download, type Locator, type Page } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';

/** A table; one whose rows open is a tree. */
export const GRID = '[role=grid],[role=treegrid]';

/** The screens of one client. */
export function clientPage(page: Page) {
  const strip = page.locator('[data-import-strip]');
  return {
    strip,
    stripText: page.getByRole('region', { name: 'Import' }),
    // By its key: other buttons of the page also read from the platform and say so meanwhile.
    importButton: page.locator('button[data-key="import"]'),
    tile: (metric: string): Locator => page.getByRole('group', { name: new RegExp(`^${metric}, `) }).first(),
    chart: page.getByRole('img', { name: /Spend and conversions/ }),
    grid: page.locator(GRID),
    /** The rows of the table as text by column title, in the order of the screen. */
    async rows(): Promise<Record<string, string>[]> {
      return page.locator(GRID).evaluate((grid) => {
        const text = (cell: Element): string => {
          const copy = cell.cloneNode(true) as Element;
          for (const hidden of copy.querySelectorAll('.sr-only')) hidden.remove();
          return (copy.textContent ?? '').trim();
        };
        const heads = [...grid.querySelectorAll('[role=columnheader]')].map(text);
        const body = [...grid.querySelectorAll('[role=rowgroup]')][1];
        return [...(body?.querySelectorAll('[role=row]') ?? [])]
          .toSorted((a, b) => Number(a.getAttribute('aria-rowindex')) - Number(b.getAttribute('aria-rowindex')))
          .map((row) =>
            Object.fromEntries(
              [...row.querySelectorAll('[role=gridcell],[role=rowheader]')].map((cell, i) => [
                heads[i] ?? '',
                text(cell),
              ]),
            ),
          );
      });
    },
    async csv(): Promise<{ name: string; rows: Record<string, string>[] }> {
      const started = page.waitForEvent('download');
      await page.getByRole('button', { name: 'Export CSV' }).click();
      return readCsv(await started);
    },
    async waitForEnd(): Promise<void> {
      await expect(page.getByRole('button', { name: 'Import Latest Data', exact: true })).toBeEnabled();
    },
  };
}

async function readCsv(download: Download): Promise<{ name: string; rows: Record<string, string>[] }> {
  const text = await readFile(await download.path(), 'utf8');
  return { name: download.suggestedFilename(), rows: parse(text, { bom: true, columns: true }) };
}
