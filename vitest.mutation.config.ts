/** Only the tests of what is mutated: plan, policy and decode. */
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["tests/{plan,decode}/**/*.test.ts"],
    testTimeout: 30_000,
    env: { PROPERTY_RUNS: "50" },
  },
});
