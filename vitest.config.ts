import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["tests/**/*.test.ts"],
    // It installs what `npm ci` does not: `npm run test:e2e`.
    exclude: ["tests/ministack/**"],
    globalSetup: ["tests/support/temporary-folder.ts", "tests/support/build-functions.ts"],
    setupFiles: ["tests/support/properties.ts", "tests/support/values-stay-secret.ts"],
    maxWorkers: "100%",
    // Files leave nothing behind, which `npm run test:steady` shows in random orders: so one worker serves many of them,
    // and reads the AWS SDK and the CDK once.
    isolate: false,
    reporters: ["default", "./tests/support/skipped-reporter.ts"],
    // A limit ends what hangs. What is set up counts like what is tested, and a state is waited for as long as its
    // test may take, so that what was seen last is told.
    testTimeout: 30_000,
    hookTimeout: 30_000,
    // It looks again after some milliseconds: most states are there by then.
    expect: { poll: { timeout: 25_000, interval: 10 } },
    coverage: {
      provider: "v8",
      include: ["packages/*/src/**/*.ts"],
      reporter: ["text-summary", "json-summary"],
      thresholds: { "packages/core/src/**": { lines: 95 } },
    },
  },
});
