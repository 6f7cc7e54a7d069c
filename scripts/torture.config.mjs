import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  test: {
    include: ['test/torture/**/*.test.ts', 'test/renderer-flows/**/*.test.ts', 'test/renderer/pseudo.test.ts'],
    env: { EVERY_STATE: '1' },
    testTimeout: 30 * 60_000,
    hookTimeout: 5 * 60_000,
    expect: { poll: { timeout: 60_000 } },
    // One at a time: each measures or kills processes that share two cores.
    maxWorkers: 1,
    fileParallelism: false,
    pool: 'forks',
  },
});
