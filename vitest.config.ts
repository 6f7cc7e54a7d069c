import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
    exclude: ['test/e2e/**', 'test/torture/**', 'test/bench/**', 'node_modules/**'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Several files open worker threads, SQLite files and loopback servers; two cores do not gain from more.
    maxWorkers: 2,
    pool: 'forks',
    retry: process.env['CI'] ? 1 : 0,
  },
});
