import { expect, type Locator, type Page } from '@playwright/test';
import type { HostProcess } from '../host-process.ts';

export type ScreenName =
  | 'Clients'
  | 'Imports'
  | 'Data health'
  | 'Alerts'
  | 'Reports'
  | 'Connections'
  | 'Schedules'
  | 'Settings';

/** The frame around every screen, and the ways into it. */
export function createApp(page: Page, host: HostProcess) {
  const main = page.getByRole('main');
  return {
    page,
    main,
    heading: (name: string | RegExp): Locator => page.getByRole('heading', { level: 1, name }),
    statusBar: page.getByRole('contentinfo'),
    /** Starts the host and opens its address. */
    async open(): Promise<void> {
      await page.goto(await host.start());
    },
    async goTo(screen: ScreenName): Promise<void> {
      await page.getByRole('navigation', { name: 'Screens', exact: true }).getByRole('link', { name: screen }).click();
      await expect(page.getByRole('heading', { level: 1, name: new RegExp(`^${screen}`) })).toBeVisible();
    },
    async tab(name: 'Overview' | 'Campaigns'): Promise<void> {
      await page.getByRole('navigation', { name: 'Client screens' }).getByRole('link', { name }).click();
    },
  };
}

export type App = ReturnType<typeof createApp>;
