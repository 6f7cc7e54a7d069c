import { test as base, type Page } from '@playwright/test';
import { hostProcess } from '../e2e/host-process.ts';
import { createApp, type App } from '../e2e/pages/app.ts';
import { copyHome, type HomeName } from './homes.ts';
import { FIXED_CLOCK } from './prepare.ts';

type Stage = { home: HomeName | null; app: App; page: Page };

/** A host of its own on a copy of a workspace made before; on an empty folder without one. */
export const test = base.extend<Stage>({
  home: [null, { option: true }],
  app: async ({ home, page }, use) => {
    const host = hostProcess(FIXED_CLOCK);
    if (home !== null) copyHome(home, host.home);
    await use(createApp(page, host));
    await host.remove();
  },
});
