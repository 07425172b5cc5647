/** The deployed stack on MiniStack: `npm run test:e2e`. It installs MiniStack, so it needs Python and its package index. */
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["tests/ministack/**/*.test.ts"],
    globalSetup: "tests/ministack/support/installed.ts",
    testTimeout: 180_000,
    fileParallelism: false,
  },
});
