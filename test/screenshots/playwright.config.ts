import { fileURLToPath } from 'node:url';
import { defineConfig } from '@playwright/test';
import shared from '../../playwright.config.ts';

/** The pictures: same browser and window as the browser tests, nothing else of theirs. */
export default defineConfig({
  ...shared,
  testDir: fileURLToPath(new URL('.', import.meta.url)),
  outputDir: fileURLToPath(new URL('../../test-results/screenshots', import.meta.url)),
  retries: 0,
  timeout: 10 * 60_000,
  globalSetup: fileURLToPath(new URL('./prepare.ts', import.meta.url)),
});
