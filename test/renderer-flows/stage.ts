import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import AxeBuilder from '@axe-core/playwright';
import { chromium, type Browser, type Page } from '@playwright/test';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { build } from 'vite';
import { expect } from 'vitest';
import { createFlowEngine, type FlowEngine, type FlowState } from './flow-engine.ts';
import { serveRouter } from './serve.ts';

const SHOTS = fileURLToPath(new URL('../../screenshots/flows', import.meta.url));
const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);

export type Scene = FlowEngine & {
  page: Page;
  errors: string[];
  close(): Promise<void>;
};

/** Builds the renderer once and opens pages on it, each with an engine of its own. */
export const openStage = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tidemark-renderer-'));
  await mkdir(SHOTS, { recursive: true });
  await build({
    configFile: false,
    root: fileURLToPath(new URL('../../src/renderer', import.meta.url)),
    plugins: [react(), tailwindcss()],
    logLevel: 'error',
    build: { outDir: folder, emptyOutDir: true },
  });
  const browser: Browser = await chromium.launch({
    ...(CHROMIUM === undefined ? {} : { executablePath: CHROMIUM }),
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });
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
      page.setDefaultTimeout(20_000);
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
    close: async () => {
      await browser.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
};

/**
 * Takes the screen's picture in both themes and expects no serious or critical axe finding and no script error in either.
 * `within` narrows axe to the part under test where the rest of the screen has its own tests.
 */
export const look = async (
  { page, errors }: Scene,
  name: string,
  { within }: { within?: string } = {},
): Promise<void> => {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.screenshot({ path: join(SHOTS, `${name}-${colorScheme}.png`) });
    const axe = new AxeBuilder({ page });
    const { violations } = await (within === undefined ? axe : axe.include(within)).analyze();
    const grave = violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(
        ({ id, nodes }) => `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`).join(' | ')}`,
      );
    expect(grave, `${name}, ${colorScheme}`).toEqual([]);
  }
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  expect(errors, `${name}: script errors`).toEqual([]);
};
