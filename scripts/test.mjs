// npm test: everything a change must pass, cheapest first, stopping at the first failure.
// Words after `--` go to vitest as file filters; the browser tests are left out then.
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { bootstrap } from './bootstrap.mjs';
import { childEnvironment, root, runNode, toolScript } from './toolchain.mjs';

const started = Date.now();
const filters = process.argv.slice(2);
const reports = join(root, 'test-results');
const vitestReport = join(reports, 'vitest.json');
const playwrightReport = join(reports, 'playwright.json');
const count = { passed: 0, failed: 0 };

const read = (path) => {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
};

function finish(code) {
  process.stdout.write(
    `\nTook ${((Date.now() - started) / 1000).toFixed(0)} s.\n${count.passed} passed, ${count.failed} failed\n`,
  );
  process.exit(code);
}

async function step(heading, work, countTests) {
  process.stdout.write(`\n== ${heading}\n`);
  const at = Date.now();
  const code = await work();
  const before = count.failed;
  countTests?.();
  process.stdout.write(`== ${heading}: ${code === 0 ? 'ok' : 'FAILED'}, ${((Date.now() - at) / 1000).toFixed(1)} s\n`);
  if (code === 0) return;
  // A step without tests, or one that fell over before it could count, is one failure.
  if (count.failed === before) count.failed += 1;
  finish(1);
}

await bootstrap();
rmSync(reports, { recursive: true, force: true });
mkdirSync(reports, { recursive: true });

if (filters.length === 0) {
  await step('lockfile', () => runNode(['scripts/check-lockfile.mjs']));
  // From scratch: declarations of an older checkout beside new ones were once believed, and reported what was not so.
  await step('types', () => runNode([toolScript('typescript', 'tsc'), '-b', '--force']));
  await step('lint and boundaries', () => runNode([toolScript('oxlint'), '--type-aware', '--deny-warnings']));
  await step('format', () => runNode([toolScript('oxfmt'), '--check']));
}
await step('build', () => runNode(['scripts/build.mjs']));
await step(
  'unit, store, platform and host tests',
  () =>
    runNode([
      toolScript('vitest'),
      'run',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${vitestReport}`,
      ...filters,
    ]),
  () => {
    const report = read(vitestReport);
    count.passed += report?.numPassedTests ?? 0;
    count.failed += report?.numFailedTests ?? 0;
  },
);
if (filters.length === 0) {
  await step('packed application', () => runNode(['scripts/pack-check.mjs']));
  await step(
    'browser tests',
    () =>
      runNode([toolScript('@playwright/test', 'playwright'), 'test', '--reporter=list,json'], {
        env: childEnvironment({ PLAYWRIGHT_JSON_OUTPUT_NAME: playwrightReport }),
      }),
    () => {
      const stats = read(playwrightReport)?.stats;
      count.passed += (stats?.expected ?? 0) + (stats?.flaky ?? 0);
      count.failed += stats?.unexpected ?? 0;
    },
  );
}
finish(0);
