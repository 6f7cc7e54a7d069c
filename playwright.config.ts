import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from '@playwright/test';

/** Chromium to drive: named by the person, else the system's, else the one Playwright keeps for itself. */
const systemChromium = [
  process.env.TIDEMARK_CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
].find((path) => path !== undefined && path !== '' && existsSync(path));

export default defineConfig({
  testDir: 'test/e2e',
  // Whole, because the configuration of the pictures lies elsewhere and takes this one over.
  globalTeardown: fileURLToPath(new URL('./test/e2e/forget-demo.ts', import.meta.url)),
  outputDir: 'test-results/e2e',
  forbidOnly: process.env.CI !== undefined,
  // Each test has a workspace, a stand-in for the platforms, a host and a browser of its own; much of their time is waiting.
  workers: 2,
  // A shared machine that stalls for seconds must not decide; a test that passed only the second time is reported as flaky.
  retries: process.env['CI'] ? 1 : 0,
  fullyParallel: false,
  // Limits are for what hangs; a machine may be several times slower than the one they were set on.
  timeout: 300_000,
  expect: { timeout: 45_000 },
  reporter: 'list',
  use: {
    browserName: 'chromium',
    actionTimeout: 45_000,
    viewport: { width: 1280, height: 800 },
    locale: 'en-GB',
    timezoneId: 'Europe/Warsaw',
    trace: 'retain-on-failure',
    acceptDownloads: true,
    launchOptions: {
      ...(systemChromium === undefined ? {} : { executablePath: systemChromium }),
      // Quiet start: the browser itself must not look for a network that is not there.
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});
