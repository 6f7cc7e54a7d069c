import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Browser, BrowserContext, Page } from '@playwright/test';
import { placeOf } from '../../src/renderer/shell/links.ts';
import { tabOfPath } from '../../src/renderer/shell/client-screens.ts';
import { heededBy } from '../../src/renderer/shell/top-bar-model.ts';
import { viewOfLink } from '../../src/renderer/ui/view-state.ts';
import { builtRenderer, launchChromium } from './built.ts';
import { serveFixture } from './serve-fixture.ts';

/** Addresses as people send them to each other: cut off, mistyped, of another time. */
describe('where a link leads', () => {
  const location = (pathname: string) => ({
    href: `${pathname}?range=7d`,
    pathname,
    search: '?range=7d',
    hash: '',
    state: { __TSR_index: 0 },
  });
  it.each(['/clients', '/client/7/campaigns', '/client/%C5%81%C3%B3d%C5%BA', '/client/100%25'])(
    '%s as it is',
    (path) => {
      expect(placeOf(location(path))).toEqual(location(path));
    },
  );
  it.each(['/clients/%E0%A4%A', '/client/%', '/%zz', '/client/%C5'])('%s to the screen that says so', (path) => {
    expect(placeOf(location(path))).toEqual({ ...location('/unreadable'), href: '/unreadable', search: '' });
  });
});

describe('the view a link asks for', () => {
  it('is taken as it is where it makes sense', () => {
    const view = { range: '7d', compare: 'year', platform: 'meta', asKnownOn: '2026-09-30' };
    expect(viewOfLink(view)).toEqual(view);
    expect(viewOfLink({})).toEqual({});
  });
  it('names what makes no sense, until something else is asked for in its place', () => {
    expect(viewOfLink({ range: '2026-13-99_x', platform: 'bing', compare: 'year' })).toMatchObject({
      compare: 'year',
      unread: 'range.platform',
    });
    expect(viewOfLink({ unread: 'range.platform' })).toMatchObject({ unread: 'range.platform' });
    expect(viewOfLink({ unread: 'range.platform', range: '7d' })).toMatchObject({ range: '7d', unread: 'platform' });
    expect(viewOfLink({ unread: 'anything else' })).not.toHaveProperty('unread');
  });
});

describe('the top bar', () => {
  it.each([
    '/imports',
    '/data-health',
    '/alerts',
    '/reports',
    '/connections',
    '/schedules',
    '/settings',
    '/unreadable',
  ])('offers nothing on %s', (path) => expect(heededBy(path)).toEqual({ figures: false, comparison: false }));
  it('offers what a screen of figures looks at', () => {
    for (const path of ['/clients', '/clients/', '/client/7', '/client/7/campaigns', '/client/7/reports'])
      expect(heededBy(path)).toEqual({ figures: true, comparison: true });
    for (const path of ['/client/7/hourly', '/client/7/breakdowns', '/client/7/breakdowns/'])
      expect(heededBy(path)).toEqual({ figures: true, comparison: false });
    expect(heededBy('/client/7/imports')).toEqual({ figures: false, comparison: false });
  });
});

it('the switcher of clients stays on the tab that is open', () => {
  expect(
    ['/client/7', '/client/7/', '/client/7/campaigns', '/client/7/reports/', '/client/7/gone'].map(tabOfPath),
  ).toEqual([
    '/client/$clientId',
    '/client/$clientId',
    '/client/$clientId/campaigns',
    '/client/$clientId/reports',
    '/client/$clientId',
  ]);
});

describe('in the window', () => {
  let browser: Browser;
  let served: Awaited<ReturnType<typeof serveFixture>>;
  let context: BrowserContext;
  let page: Page;
  beforeAll(async () => {
    served = await serveFixture(await builtRenderer());
    browser = await launchChromium();
    context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    page = await context.newPage();
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await served?.close();
  });
  const open = async (path: string): Promise<void> => {
    await page.goto('about:blank');
    await page.goto(`${served.url}#${path}`);
    await page.getByRole('heading', { level: 1 }).waitFor();
  };
  const heading = (): Promise<string> => page.getByRole('heading', { level: 1 }).innerText();

  it('a broken percent sign in the path is told, with the address and the way on', async () => {
    await open('/client/%E0%A4%A/campaigns');
    expect(await heading()).toBe('This link cannot be read');
    await page.getByText('/client/%E0%A4%A/campaigns').waitFor();
    await page.getByRole('link', { name: 'Go to Clients' }).click();
    await page.getByRole('row', { name: /Epoca/ }).waitFor();
    await page.goBack();
    await page.getByRole('heading', { level: 1, name: 'This link cannot be read' }).waitFor();
  });
  it('one behind the question mark changes nothing, and no screen by that name has its heading', async () => {
    await open('/clients?name=%&filter=%E0%A4%A&sort=%.desc');
    expect(await heading()).toMatch(/^Clients/);
    await open('/nonsense');
    expect(await heading()).toBe('Not found');
    await open('/client/client-1/nonsense');
    expect(await heading()).toBe('Not found');
  });
  it('a period that makes no sense is told beside the usual one, until the person has seen it', async () => {
    await open('/clients?range=2026-13-99_x');
    const told = page.getByText('A part of this link cannot be read: the period.');
    await told.waitFor();
    await page.getByRole('row', { name: /Epoca/ }).waitFor();
    await page.getByRole('button', { name: 'All right' }).click();
    await told.waitFor({ state: 'detached' });
    expect(page.url()).not.toContain('unread');
  });
  it('screens without a period do not offer one, say why, and keep it for the others', async () => {
    await open('/clients?range=7d&platform=meta');
    await page.keyboard.press('Control+4');
    await page.getByRole('heading', { level: 1, name: 'Alerts' }).waitFor();
    await page.getByText('No period on this screen').waitFor();
    expect(await page.getByRole('button', { name: /^Period/ }).count()).toBe(0);
    await page.keyboard.press('[');
    expect(page.url()).toContain('range=7d');
    await page.keyboard.press('Control+1');
    await page.getByRole('button', { name: /^Period/ }).waitFor();
    expect(page.url()).toMatch(/clients\?.*range=7d/);
    expect(await page.getByRole('button', { name: 'Meta', exact: true }).getAttribute('aria-pressed')).toBe('true');
  });
  it('a screen that throws takes neither the window nor its neighbours with it', async () => {
    const body = 'export const HourlyView = () => { throw new Error("made to fail"); };';
    // The code of that screen alone, told by what it exports.
    const assets = join(await builtRenderer(), 'assets');
    const file = readdirSync(assets).find(
      (name) => /^view-.*\.js$/.test(name) && /\bas HourlyView\b/.test(readFileSync(join(assets, name), 'utf8')),
    );
    expect(file).toBeDefined();
    await page.route(`**/assets/${file}`, (route) => route.fulfill({ contentType: 'text/javascript', body }));
    await open('/clients');
    await page.evaluate(() => {
      location.hash = '#/client/client-1/hourly';
    });
    await page.getByText('This screen could not be drawn').waitFor();
    await page.getByRole('navigation', { name: 'Client screens' }).waitFor();
    await page.getByRole('button', { name: /^Period/ }).waitFor();
    await page.getByRole('link', { name: 'Overview' }).click();
    await page
      .getByRole('group', { name: /^Spend, / })
      .first()
      .waitFor();
    await page.unroute(`**/assets/${file}`);
  });
});
