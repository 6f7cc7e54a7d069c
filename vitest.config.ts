import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

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
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Two cores are busy with two; the third fills the seconds in which tests of the command line wait for a platform's retry.
    maxWorkers: 3,
    pool: 'forks',
    // For the commands, hosts and children that tests start: code is compiled once for all of them.
    env: { NODE_COMPILE_CACHE: fileURLToPath(new URL('test-results/compile-cache', import.meta.url)) },
    retry: process.env['CI'] ? 1 : 0,
  },
});
