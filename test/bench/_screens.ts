import type { Browser, Page } from '@playwright/test';

export const VIEWPORT = { width: 1280, height: 800 };

const ROW = `document.querySelector('[role=grid] [role=rowheader], [role=treegrid] [role=rowheader]')`;
const SETTLED = `!document.querySelector('.skeleton')`;
const heading = (start: string): string =>
  `document.querySelector('h1')?.textContent.startsWith('${start}') && ${SETTLED}`;
/** Code of the page that opens a route of the desk. */
export const go = (path: string): string => `location.hash = '#${path}'`;

/** A screen, its address, and code that is true once it stands there whole. */
export type Screen = { name: string; path: string; there: string };
/** What a person walks through; client 9 stands for any client. */
export const SCREENS: Screen[] = [
  { name: 'clients', path: '/clients', there: `${heading('Clients')} && ${ROW}` },
  { name: 'overview', path: '/client/9', there: `document.querySelector('.recharts-surface') && ${SETTLED}` },
  {
    name: 'campaigns',
    path: '/client/9/campaigns',
    there: `document.querySelector('[role=treegrid] [role=rowheader]') && ${SETTLED}`,
  },
  {
    name: 'compare',
    path: '/client/9/compare',
    there: `${heading('Compare')} && document.querySelector('.recharts-surface')`,
  },
  { name: 'imports', path: '/imports', there: heading('Imports') },
  { name: 'data-health', path: '/data-health', there: heading('Data health') },
  { name: 'alerts', path: '/alerts', there: heading('Alerts') },
  { name: 'connections', path: '/connections', there: heading('Connections') },
  { name: 'schedules', path: '/schedules', there: `${heading('Schedules')} && ${ROW}` },
  { name: 'settings', path: '/settings', there: heading('Settings') },
];

/** The desk of a host, opened at its clients. */
export async function openClients(browser: Browser, url: string): Promise<Page> {
  const page = await (await browser.newContext({ viewport: VIEWPORT, reducedMotion: 'reduce' })).newPage();
  await page.goto(url);
  await page.getByRole('rowheader').first().waitFor();
  return page;
}
