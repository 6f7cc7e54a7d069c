// npm run screenshots [-- STATE ...]: every screen in every state, light and dark, into screenshots/ with a contact sheet (index.html).
// Words choose among the states (full, empty, error, ...). Minutes, and no part of npm test.
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { bootstrap } from './bootstrap.mjs';
import { build } from './build.mjs';
import { root, runNode, toolScript } from './toolchain.mjs';

const started = Date.now();
const states = process.argv.slice(2);
await bootstrap();
await build();
const folder = join(root, 'screenshots');
// A whole run starts clean; pictures of a screen that is gone must not stay.
if (states.length === 0) rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const code = await runNode([
  toolScript('@playwright/test', 'playwright'),
  'test',
  '--config',
  'test/screenshots/playwright.config.ts',
  ...(states.length === 0 ? [] : ['--grep', `(^|\\s)(${states.join('|')}):`]),
]);
await runNode(['test/screenshots/write-sheet.ts']);
process.stdout.write(`Took ${((Date.now() - started) / 1000).toFixed(0)} s.\n`);
process.exitCode = code;
