import { expect, type Page } from '@playwright/test';

/** Figures as they stand on a screen, for the eye: what only a screen reader is told is left out. Spaces are all alike. */
export type Overview = Record<string, { tiles: Record<string, string[]>; channels: string[][]; top: string[][] }>;

/** Goes to an address and waits until its screen stands, with nothing on its way any more. */
export async function open(page: Page, path: string, heading: string): Promise<void> {
  await page.evaluate((to) => void (location.hash = to), path);
  await page.waitForFunction((wanted) => {
    const title = document.querySelector('main h1')?.textContent ?? '';
    return title.startsWith(wanted) && document.querySelector('main .skeleton, .refresh-bar') === null;
  }, heading);
}

export const clientLinks = (page: Page): Promise<{ name: string; path: string }[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLAnchorElement>('[role=grid] [role=rowheader] a')].map((link) => ({
      name: link.textContent ?? '',
      path: new URL(link.href).hash.replace(/^#|\?.*$/g, ''),
    })),
  );

/** What the functions below run inside the page. */
async function helped<T>(page: Page, read: string): Promise<T> {
  return page.evaluate(`(() => {
    const plain = (text) => text.replaceAll(/\\s+/g, ' ').trim();
    const seen = (element) => {
      if (!element || element.matches('.sr-only')) return '';
      const copy = element.cloneNode(true);
      for (const hidden of copy.querySelectorAll('.sr-only')) hidden.remove();
      return plain(copy.textContent ?? '');
    };
    const rowsIn = (group) => [...(group?.querySelectorAll('[role=row]') ?? [])];
    const cellsOf = (row) => [...row.querySelectorAll('[role=gridcell],[role=rowheader]')];
    ${read}
  })()`);
}

export const overview = (page: Page): Promise<Overview> =>
  helped(
    page,
    `return Object.fromEntries([...document.querySelectorAll('main section')]
      .filter((one) => /^(In [A-Z]{3}|Performance)$/.test(one.getAttribute('aria-label') ?? ''))
      .map((block) => {
        const card = (title) => [...block.querySelectorAll('section, article, div')]
          .find((one) => one.querySelector(':scope > * h2, :scope > * h3, :scope > h2, :scope > h3')?.textContent?.startsWith(title));
        return [(/^In (.*)/.exec(block.getAttribute('aria-label')) ?? ['', ''])[1], {
          tiles: Object.fromEntries([...block.querySelectorAll('[role=group][aria-label]')].flatMap((tile) => {
            const [name, value, more] = tile.children;
            const delta = more?.querySelector('[aria-hidden]:not(svg)');
            const title = seen(name);
            return /^(Spend|Impressions|Clicks|CTR|Conversions|CPA)$/.test(title)
              ? [[title, [seen(value), plain(value.getAttribute('title')), seen(delta)]]] : [];
          })),
          channels: [...(card('Performance by Channel')?.querySelectorAll('li') ?? [])]
            .filter((one) => one.querySelector('a') === null)
            .map((one) => [...one.firstElementChild.children].slice(0, -1).map(seen)),
          top: [...(card('Top Campaigns')?.querySelectorAll('ol > li') ?? [])]
            .map((one) => [...one.children].slice(1).map(seen)),
        }];
      }));`,
  );

const FIGURES = ['Spend', 'Impr.', 'Clicks', 'CTR', 'CPC', 'Conv.', 'CVR', 'CPA', 'Conv. value', 'ROAS'];

/** The campaigns: 'name | figure | …' each, and their totals without a name. */
export async function table(page: Page, atLeast: number): Promise<{ rows: string[]; totals: string[] }> {
  const read = (): Promise<{ rows: string[]; totals: string[] }> =>
    helped(
      page,
      `const grid = document.querySelector('main [role=treegrid], main [role=grid]');
      const heads = [...(grid?.querySelectorAll('[role=columnheader]') ?? [])].map(seen);
      const places = ${JSON.stringify(FIGURES)}.map((one) => heads.indexOf(one));
      const line = (row, at) => at.map((place) => seen(cellsOf(row)[place])).join(' | ');
      const groups = [...(grid?.querySelectorAll('[role=rowgroup]') ?? [])];
      return {
        rows: rowsIn(groups[1]).filter((row) => cellsOf(row).length > 2).map((row) => line(row, [heads.indexOf('Campaign'), ...places])),
        totals: rowsIn(groups[2]).map((row) => line(row, places)),
      };`,
    );
  await expect.poll(async () => (await read()).rows.length).toBeGreaterThanOrEqual(atLeast);
  return read();
}

/** The clients by name with their figures and changes; the totals by currency, and the line over all as 'all'. */
export async function grid(page: Page): Promise<{ rows: Map<string, string[]>; totals: Map<string, string[]> }> {
  const { rows, totals } = await helped<{ rows: [string, string[]][]; totals: [string, string[]][] }>(
    page,
    `const grid = document.querySelector('main [role=grid]');
    const heads = [...grid.querySelectorAll('[role=columnheader]')].map(seen);
    const from = heads.indexOf('Spend');
    const groups = [...grid.querySelectorAll('[role=rowgroup]')];
    const lines = (cell) => cell?.firstElementChild?.children.length > 1
      ? plain([...cell.firstElementChild.children].map(seen).join(' / ')) : seen(cell);
    return {
      rows: rowsIn(groups[1]).map((row) => [seen(cellsOf(row)[heads.indexOf('Client')]), cellsOf(row).slice(from, from + 7).map(
        lines)]),
      totals: rowsIn(groups[2]).map((row) => {
        const cells = cellsOf(row).map(seen);
        const currency = /^in ([A-Z]{3})$/.exec(cells[heads.indexOf('Client')] ?? '');
        return [currency ? currency[1] : 'all', currency ? cells.slice(from, from + 7) : [cells.join(' ')]];
      }),
    };`,
  );
  return { rows: new Map(rows), totals: new Map(totals) };
}
