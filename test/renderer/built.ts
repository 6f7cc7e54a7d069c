import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser } from '@playwright/test';
// @ts-expect-error A script without types.
import { build } from '../../scripts/build.mjs';

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);

/** The folder of the built renderer, the one the hosts serve; made anew when its sources changed. */
export async function builtRenderer(): Promise<string> {
  await (build as (options: { quiet: boolean }) => Promise<boolean>)({ quiet: true });
  return fileURLToPath(new URL('../../out/renderer', import.meta.url));
}

export const launchChromium = (): Promise<Browser> =>
  chromium.launch({
    ...(CHROMIUM === undefined ? {} : { executablePath: CHROMIUM }),
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--disable-background-networking'],
  });
