import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/editor/**', 'test/projects/checkouts/**', 'node_modules/**'],
    testTimeout: 20_000,
  },
});
