/** The tests that a mutant may fail, in a copy of the tree. See tests/mutants/main.ts. */
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["tests/**/*.test.ts"],
    globalSetup: ["tests/support/temporary-folder.ts", "tests/support/build-functions.ts"],
    setupFiles: "tests/support/properties.ts",
    maxWorkers: 1,
    isolate: false,
    fsModuleCache: false,
    // What a mutant lets hang has failed, too.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    env: { PROPERTY_RUNS: "60" },
  },
});
