import { expect, type Page } from '@playwright/test';
import { clientScreens, WORKSPACE_SCREENS, type Screen } from './screens.ts';
import { settle, shootAll } from './shoot.ts';
import { test } from './stage.ts';

const KEY = new Set(['clients', 'overview', 'campaigns', 'compare', 'breakdowns', 'hourly', 'data-health', 'alerts']);
const screens: Screen[] = [...WORKSPACE_SCREENS, ...clientScreens('1')].filter(({ name }) => KEY.has(name));

test.use({ home: 'demo' });

/** As another eye sees the page; Chromium's simulation of what is lacking. */
async function see(page: Page, type: 'achromatopsia' | 'deuteranopia'): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setEmulatedVisionDeficiency', { type });
}

for (const [state, type] of [
  ['greyscale', 'achromatopsia'],
  ['deuteranopia', 'deuteranopia'],
] as const)
  test(`${state}: key screens`, async ({ app }) => {
    await app.open();
    await expect(app.heading(/^Clients/)).toBeVisible();
    await settle(app.page);
    await see(app.page, type);
    await shootAll(app.page, screens, state, { filled: true });
  });

test('focus: where the keyboard is', async ({ app }) => {
  const { page } = app;
  await app.open();
  await expect(app.heading(/^Clients/)).toBeVisible();
  await settle(page);
  const focused = (): Promise<string> =>
    page.evaluate(
      () => document.activeElement?.closest('main') && (document.activeElement.getAttribute('role') ?? 'x'),
    ) as Promise<string>;
  await shootAll(page, screens, 'focus', {
    filled: true,
    before: async () => {
      // To what answers to arrows, where there is such a thing; else as far as it goes.
      for (let press = 0; press < 40; press += 1) {
        await page.keyboard.press('Tab');
        if (/^(row|rowheader|gridcell|application|radio)$/.test((await focused()) ?? '')) break;
      }
    },
  });
});

test('small: the smallest window', async ({ app }) => {
  const { page } = app;
  await page.setViewportSize({ width: 960, height: 640 });
  await app.open();
  await expect(app.heading(/^Clients/)).toBeVisible();
  await settle(page);
  await shootAll(page, [...WORKSPACE_SCREENS, ...clientScreens('1')], 'small', { filled: true });
});
