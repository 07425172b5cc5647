/** The deployed stack on MiniStack: `npm run test:e2e`. It installs MiniStack and SST, so it needs Python, npm and what these install from. */
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["tests/ministack/**/*.test.ts"],
    globalSetup: ["tests/ministack/support/installed.ts", "tests/support/build-functions.ts"],
    testTimeout: 180_000,
    fileParallelism: false,
  },
});
