/** Tests that take too long for `npm test`: the last part of `npm run test:deep`. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/deep/**/*.test.ts'],
    setupFiles: ['test/setup.ts'],
    passWithNoTests: true,
    testTimeout: 3_600_000,
  },
});
