import { defineConfig } from 'vitest/config';

// Whole trainings to a threshold: minutes, not seconds, so they are not part of `npm test`.
export default defineConfig({
  test: {
    include: ['test/learning/**/*.test.ts'],
    testTimeout: 900_000,
    fileParallelism: true,
    maxWorkers: 2,
  },
});
