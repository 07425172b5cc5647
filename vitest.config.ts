import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["tests/**/*.test.ts"],
    // It installs what npm does not: `npm run test:e2e`.
    exclude: ["tests/ministack/**"],
    globalSetup: ["tests/support/build-functions.ts", "tests/support/say-without-chromium.ts"],
    testTimeout: 30_000,
    coverage: {
      provider: "v8",
      include: ["packages/*/src/**/*.ts"],
      reporter: ["text-summary", "json-summary"],
      thresholds: { "packages/core/src/**": { lines: 95 } },
    },
  },
});
