import { readFile } from 'node:fs/promises';
import type { Page, Request } from '@playwright/test';
import { audit } from './audit.ts';
import { each, test } from './demo.ts';
import { expect } from './fixtures.ts';
import { clientLinks } from './reading.ts';
import { addresses, everything, listen, pngParts, Secrets } from './secrets.ts';
import { told } from './told.ts';

const DAYS = { from: '2026-10-21', to: '2026-11-19' };
/** One with two currencies, one on both platforms, one whose sign-in ran out, one whose currency has no cents. */
const NAMES = ['Mebloteka', 'Harbour & Finch', 'Hotel Złota Kotwica', '京都きもの工房'];
/** Addresses as the agency's mode leaves them behind: columns, orders and dialogs that show costs. */
const LEFT_BEHIND: Record<string, readonly string[]> = {
  '/client/$clientId': ['?dialog=goals', '?dialog=details'],
  '/client/$clientId/campaigns': [
    '?preset=custom&cols=spend,cpc,cpa,roas,budget,adAccount,id,told&sort=spend.desc&where=spend.gt.1',
    '?preset=conversions&level=ad_group',
    '?preset=quality&level=ad&panel=open',
  ],
  '/client/$clientId/compare': ['?metric=spend'],
  '/client/$clientId/breakdowns': ['?by=device', '?by=placement', '?by=weekday'],
  '/client/$clientId/hourly': ['?metric=spend', '?metric=cpa&basis=average'],
};
const PNG_PARTS = /^(IHDR|IDAT|IEND|sRGB|gAMA|pHYs|sBIT)$/;

test('client-safe: no cost, id, note or other client in any screen, file, copy, picture or answer', async ({
  app,
  demo,
  context,
}) => {
  test.setTimeout(300_000);
  const { page } = app;
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const wire = listen(page);
  const fetching = new Set<Request>();
  page.on('request', (request) => void (request.resourceType() === 'script' && fetching.add(request)));
  for (const end of ['requestfinished', 'requestfailed'] as const)
    page.on(end as 'requestfinished', (request) => void fetching.delete(request));
  /** Nothing comes from the engine any more, and the screen stands. */
  const settled = async (): Promise<void> => {
    await page.waitForFunction(
      () =>
        (document.querySelector('main h1') !== null || location.hash.startsWith('#/print/')) &&
        (document.body.textContent ?? '').trim() !== '' &&
        document.querySelector('.skeleton, .refresh-bar') === null,
    );
    // A screen whose code is still fetched has not begun to ask; the last one stands meanwhile, with its own file to save.
    for (let known = -1; known !== wire.frames().length || fetching.size > 0; await page.waitForTimeout(120))
      known = wire.frames().length;
  };
  const visit = async (path: string): Promise<void> => {
    await page.evaluate((to) => void (location.hash = to), path);
    await settled();
  };

  await app.open();
  await expect(page.getByRole('grid')).toBeVisible();
  await page.setViewportSize({ width: 1280, height: 2400 });
  const links = await clientLinks(page);
  const chosen = NAMES.map((name) => links.find((one) => one.name === name) ?? { name, path: `no ${name}` });
  const others = (name: string): string[] => links.map((one) => one.name).filter((one) => one !== name);
  const accounts = (await demo.command<{ accounts: { adAccountId: string }[] }>(['accounts', 'list'])).accounts;

  // What must not be found, from the command line and from what the agency's own screens are told.
  const secrets = new Map(NAMES.map((name) => [name, new Secrets()]));
  const of = (name: string): Secrets => secrets.get(name) ?? new Secrets();
  await each(
    NAMES.flatMap((name) => [
      { name, level: 'account', by: 'day' } as const,
      { name, level: 'campaign', by: 'range' } as const,
    ]),
    async ({ name, level, by }) => of(name).addTold(await told(demo, name, DAYS.from, DAYS.to, level, by)),
  );
  for (const { name, path } of chosen) {
    wire.since();
    for (const screen of ['', '/campaigns', '/compare']) await visit(`${path}${screen}`);
    of(name).addFrames(wire.frames());
    of(name).addWords([...others(name), ...accounts.map((one) => one.adAccountId)]);
    expect(of(name).size, name).toBeGreaterThan(20);
    expect(of(name).in(await everything(page)).length, `${name}: what the agency sees is full of it`).toBeGreaterThan(
      3,
    );
  }

  await page.keyboard.press('Control+Shift+L');
  await expect(app.statusBar.getByRole('button', { name: 'Client-safe' })).toBeVisible();
  await settled();
  wire.since();
  const all = NAMES.map(of);
  const screens = addresses();
  expect(screens).toEqual(expect.arrayContaining(['/alerts', '/client/$clientId', '/client/$clientId/hourly']));
  for (const screen of screens.filter((one) => !one.includes('$clientId'))) {
    await visit(screen);
    const text = await everything(page);
    // No client is looked at: nobody at all may be named here.
    for (const each of all) expect.soft(each.in(text), screen).toEqual([]);
    for (const { name } of links) expect.soft(text.includes(name), `${screen} names ${name}`).toBe(false);
  }
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  for (const [index, { name, path }] of chosen.entries()) {
    // Half of them in another locale's formats.
    if (index === 2) await polish(page, visit);
    // Sheets alone, without the frame of the app, are read as the PDF they become (reports.spec.ts).
    for (const screen of screens.filter((one) => one.includes('$clientId') && !one.startsWith('/print/')))
      for (const more of ['', ...(LEFT_BEHIND[screen] ?? [])]) {
        const at = `${name} ${screen}${more}`;
        await visit(screen.replace('$clientId', path.split('/').at(-1) ?? '') + more);
        of(name).addWorth(wire.frames());
        of(name).addHours(wire.frames(), 30);
        // The words this test put into the address are its own.
        const text = (await everything(page)).replaceAll(/#\S*[?&](cols|sort|where|metric)=\S*/g, '');
        const found = [{ file: 'the screen', content: text }, ...(await filesOf(page))];
        if (screen === '/client/$clientId' && more === '') found.push(...(await pictureOf(page)));
        for (const { file, content } of found) {
          expect.soft(of(name).in(file, { free: [name] }), `${at}: name of the file`).toEqual([]);
          expect.soft(of(name).in(content, { free: [name] }), `${at}: ${file}`).toEqual([]);
        }
      }
    expect.soft(of(name).inFrames(wire.frames()), `${name}: what the engine told`).toEqual([]);
    for (const other of others(name))
      expect
        .soft(
          wire.frames().filter((frame) => frame.includes(`"${other}"`)),
          `${other} told of`,
        )
        .toEqual([]);
    wire.since();
  }

  // What it looks like to stay in it: the palette names nobody, and a reload shows nothing even for a moment.
  await audit(page, 'client-safe hourly');
  await page.keyboard.press('Control+k');
  await expect(page.getByText('Client-safe mode names no other client.')).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+1');
  await expect(app.heading('Client-safe mode')).toBeVisible();
  await audit(page, 'client-safe: no such screen');
  await visit(chosen[0]?.path ?? '');
  wire.since();
  await page.reload();
  await settled();
  const [first = ''] = NAMES;
  expect(of(first).in(await everything(page), { free: [first] })).toEqual([]);
  expect(of(first).inFrames(wire.frames())).toEqual([]);
  await visit('/alerts');
  await page.getByRole('button', { name: 'Leave client-safe', exact: true }).click();
  await expect(app.heading(/^Alerts/)).toBeVisible();
});

/** Polish formats, chosen as a person does. */
async function polish(page: Page, visit: (path: string) => Promise<void>): Promise<void> {
  await visit('/settings');
  await page.getByRole('combobox', { name: /formats/i }).click();
  await page
    .getByRole('option', { name: /polski|polish/i })
    .first()
    .click();
}

/** The first chart as SVG, and as PNG: saved and copied. Of a PNG only the kinds of its parts can say anything. */
async function pictureOf(page: Page): Promise<{ file: string; content: string }[]> {
  const files: { file: string; content: string }[] = [];
  const save = async (as: string): Promise<{ file: string; bytes: Buffer }> => {
    await page
      .getByRole('button', { name: /: save as$/ })
      .first()
      .click();
    const waiting = page.waitForEvent('download');
    await page.getByRole('menuitem', { name: as }).click();
    const download = await waiting;
    return { file: download.suggestedFilename(), bytes: await readFile(await download.path()) };
  };
  for (const as of ['Save CSV', 'Save SVG']) {
    const { file, bytes } = await save(as);
    // The lines of a drawing are numbers as well: only its words are read.
    const content = bytes.toString('utf8');
    files.push({ file, content: as === 'Save SVG' ? content.replaceAll(/<[^>]*>/g, '\n') : content });
  }
  const { file, bytes } = await save('Save PNG');
  files.push({ file, content: '' });
  await page.locator('[data-key="copy-image"]').first().click();
  await expect(page.getByText('Image copied')).toBeVisible();
  const copied = await page.evaluate(async () => {
    const [item] = await navigator.clipboard.read();
    const blob = await item?.getType('image/png');
    return blob ? [...new Uint8Array(await blob.arrayBuffer())] : [];
  });
  for (const picture of [bytes, Buffer.from(copied)]) {
    expect(pngParts(picture)).toContain('IDAT');
    expect.soft(pngParts(picture).filter((part) => !PNG_PARTS.test(part))).toEqual([]);
  }
  return files;
}

/** The file the screen offers, and its table as Ctrl C copies it. */
async function filesOf(page: Page): Promise<{ file: string; content: string }[]> {
  const files: { file: string; content: string }[] = [];
  const button = page.locator('main [data-key="csv"]:not([disabled]):not([aria-disabled="true"])');
  if ((await page.getByRole('dialog').count()) === 0 && (await button.count()) > 0) {
    const waiting = page.waitForEvent('download');
    await page.keyboard.press('Control+Shift+S');
    const download = await waiting;
    files.push({ file: download.suggestedFilename(), content: await readFile(await download.path(), 'utf8') });
  }
  const cell = page.locator('main :is([role=grid], [role=treegrid]) [role=rowgroup] [role=rowheader]').first();
  if ((await page.getByRole('dialog').count()) === 0 && (await cell.count()) > 0) {
    await page.evaluate(() => navigator.clipboard.writeText(''));
    await cell.focus();
    await page.keyboard.press('Control+c');
    files.push({ file: 'clipboard', content: await page.evaluate(() => navigator.clipboard.readText()) });
  }
  return files;
}
