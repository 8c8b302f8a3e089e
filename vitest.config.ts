import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/editor/**', 'test/projects/checkouts/**', 'node_modules/**'],
    testTimeout: 20_000,
    // Tests share nothing that a run changes, and loading the product anew for each file takes longer than the tests do.
    isolate: false,
  },
});
