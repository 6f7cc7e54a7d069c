import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { expect } from 'vitest';
import { graveFindings } from '../renderer/axe.ts';
import { builtRenderer, launchChromium } from '../renderer/built.ts';
import { createFlowEngine, type FlowEngine, type FlowState } from './flow-engine.ts';
import { serveRouter } from './serve.ts';

const SHOTS = fileURLToPath(new URL('../../screenshots/flows', import.meta.url));

export type Scene = FlowEngine & {
  page: Page;
  errors: string[];
  close(): Promise<void>;
};

/** Builds the renderer once and opens pages on it, each with an engine of its own. */
export const openStage = async () => {
  const folder = await builtRenderer();
  const browser = await launchChromium();
  return {
    /** A fresh page at `route` on a fresh engine, prepared by `change` before anything is asked. */
    scene: async (
      route: string,
      change: (state: FlowState) => void = () => undefined,
      { clock = false }: { clock?: boolean } = {},
    ): Promise<Scene> => {
      const engine = createFlowEngine();
      engine.state.settings.theme = 'system';
      change(engine.state);
      const served = await serveRouter(folder, engine.router);
      const context = await browser.newContext({
        viewport: { width: 1280, height: 800 },
        locale: 'en-GB',
        timezoneId: 'Europe/Warsaw',
        reducedMotion: 'reduce',
        colorScheme: 'light',
      });
      const page = await context.newPage();
      page.setDefaultTimeout(60_000);
      const errors: string[] = [];
      page.on('pageerror', (error) => errors.push(error.message));
      page.on('console', (message) => {
        // React's remark about the router's lazy routes; nothing of ours calls use().
        if (message.type() === 'error' && !message.text().includes('did not call use()')) errors.push(message.text());
      });
      if (clock) await page.clock.install();
      await page.goto(`${served.url}#${route}`);
      return {
        ...engine,
        page,
        errors,
        close: async () => {
          await context.close();
          await served.close();
        },
      };
    },
    close: () => browser.close(),
  };
};

/**
 * Expects no script error, and in the torture run no serious or critical axe finding in both themes: there every state of the flows is
 * looked at, here those that test/renderer/screens.test.ts and the browser tests audit. `within` narrows axe to the part under test where
 * the rest of the screen has its own tests. With SCREENSHOTS=1 it also takes the screen's picture.
 */
export const look = async (
  { page, errors }: Scene,
  name: string,
  { within }: { within?: string } = {},
): Promise<void> => {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    if (process.env['SCREENSHOTS'] === '1') {
      await mkdir(SHOTS, { recursive: true });
      await page.screenshot({ path: join(SHOTS, `${name}-${colorScheme}.png`) });
    }
    if (process.env['EVERY_STATE'] !== '1') continue;
    const grave = await graveFindings(page, {
      ...(within === undefined ? {} : { within }),
      // Nothing but colours changes with the theme.
      ...(colorScheme === 'dark' ? { rules: ['color-contrast'] } : {}),
    });
    expect(grave, `${name}, ${colorScheme}`).toEqual([]);
  }
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  expect(errors, `${name}: script errors`).toEqual([]);
};
