import { defineConfig } from 'vitest/config';

/**
 * Speed by suffix: `.spec` is pure, `.int.spec` uses a real Postgres, chain, IPFS or Redis,
 * `.e2e.spec` drives a browser or the whole stack.
 */
const exclude = ['**/node_modules/**', '**/dist/**'];

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['**/src/**/*.spec.ts', '**/src/**/*.spec.tsx'],
          exclude: [...exclude, '**/*.int.spec.ts', '**/*.e2e.spec.ts'],
        },
      },
      {
        test: {
          name: 'integration',
          include: ['**/src/**/*.int.spec.ts'],
          exclude,
          globalSetup: ['deploy/local/src/testing/global-setup.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          maxWorkers: 2,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['**/src/**/*.e2e.spec.ts'],
          exclude,
          testTimeout: 300_000,
          hookTimeout: 300_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
