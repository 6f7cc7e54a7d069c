import { test as base, type Page } from '@playwright/test';
import { hostProcess, type HostProcess } from '../e2e/host-process.ts';
import { createApp, type App } from '../e2e/pages/app.ts';
import { copyHome, type HomeName } from './homes.ts';
import { FIXED_CLOCK } from './prepare.ts';

type Stage = { home: HomeName | null; host: HostProcess; app: App; page: Page };

/** A host of its own on a copy of a workspace made before; on an empty folder without one. */
export const test = base.extend<Stage>({
  home: [null, { option: true }],
  host: async ({ home }, use) => {
    const host = hostProcess(FIXED_CLOCK);
    if (home !== null) copyHome(home, host.home);
    await use(host);
    await host.remove();
  },
  app: async ({ host, page }, use) => use(createApp(page, host)),
});
