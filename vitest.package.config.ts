import { defineConfig } from 'vitest/config';

// What npm would publish: packed, installed in an empty folder and used there. Needs `npm run build`.
export default defineConfig({
  test: {
    include: ['test/package/**/*.test.ts'],
    globalSetup: ['test/package/install.ts'],
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
});
