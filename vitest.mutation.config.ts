/** The tests that a mutant of `src/core` has to survive: those of core itself, and few histories against the oracle. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/core/**/*.test.ts', 'test/scenarios/**/*.test.ts', 'test/properties/oracle-agrees.test.ts'],
    setupFiles: ['test/setup.ts'],
    testTimeout: 60_000,
  },
});
