import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Longest first, or one worker is left alone with a long file at the end. By what they took; all others come after, as Vitest orders them. */
const LONGEST = [
  'renderer/screens',
  'cli/failures',
  'renderer-flows/importing',
  'renderer-flows/connecting',
  'cli/second-acceptance',
  'cli/bad-input',
  'cli/sandbox-acceptance',
  'cli/kills',
  'engine/background',
  'hosts/electron',
  'engine/workspaces',
  'hosts/browser-host',
  'engine/month-close',
  'engine/client-safe',
  'features/schedules/scheduler',
  'store/archives',
  'cli/checks',
  'features/imports/failures',
  'features/secrets/keychain',
  'store/migrations',
  'cli/known',
  'engine/demo-desk',
].map((name) => `/test/${name}.test.ts`);

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const at = LONGEST.findIndex((name) => moduleId.endsWith(name));
      return at === -1 ? LONGEST.length : at;
    };
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b));
  }
}

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
    exclude: [
      'test/e2e/**',
      'test/torture/**',
      'test/bench/**',
      'node_modules/**',
      // Every state of every operations screen in both themes, and every screen a third wider: minutes, with test:torture.
      'test/renderer-flows/operations.test.ts',
      'test/renderer/pseudo.test.ts',
    ],
    // Limits are for what hangs; a machine may be ten times slower than the one they were set on.
    testTimeout: 120_000,
    hookTimeout: 180_000,
    // Vitest gives a poll one second.
    expect: { poll: { timeout: 60_000 } },
    // Two cores are busy with two; the third fills the seconds in which tests of the command line wait for a platform's retry.
    maxWorkers: 3,
    pool: 'forks',
    sequence: { sequencer: LongestFirst },
    // For the commands, hosts and children that tests start: code is compiled once for all of them.
    env: { NODE_COMPILE_CACHE: fileURLToPath(new URL('test-results/compile-cache', import.meta.url)) },
    retry: process.env['CI'] ? 1 : 0,
  },
});
