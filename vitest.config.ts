import { defineConfig } from 'vitest/config'

/** Where results for Allure are wanted: of the suite itself, that is, not of the tests. */
const allure = (process.env.DOORFLOW_ALLURE?.trim() ?? '') !== ''

export default defineConfig({
  test: {
    ...(allure ? { reporters: ['default', './cli/allure-reporter.ts'] } : {}),
    projects: [
      {
        test: {
          name: 'tests',
          include: ['tests/**/*.test.ts'],
          // Machines are shared: a test that takes longer hangs.
          testTimeout: 180_000,
          hookTimeout: 180_000,
          // Most tests wait for processes of their own: one of vitest's for every processor, not for all but one.
          maxWorkers: '100%',
        },
      },
      {
        // The suite itself, against the target that the environment names, or else the embedded endpoint.
        test: {
          name: 'conformance',
          include: ['suites/conformance.test.ts'],
          globalSetup: ['cli/vitest-setup.ts'],
          setupFiles: allure ? ['allure-vitest/setup', 'cli/allure-setup.ts'] : [],
          pool: 'threads',
          isolate: false,
          maxWorkers: 1,
          // Which cells run at the same time is for the suites to say, and some wait long for others.
          maxConcurrency: Number.MAX_SAFE_INTEGER,
          testTimeout: 0,
          hookTimeout: 0,
        },
      },
    ],
  },
})
