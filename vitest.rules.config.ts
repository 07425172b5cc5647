/** The tests of plan, without one rule: `WITHOUT_RULE=keyUnusable`. See tests/plan/without-each-rule.ts. */
import { defineConfig } from "vitest/config";

const line = () => new RegExp(`^ {2}${process.env.WITHOUT_RULE},$`, "m");

export default defineConfig({
  plugins: [
    {
      name: "without-rule",
      enforce: "pre",
      transform: (code, id) =>
        id.endsWith("/diagnose/rules/index.ts") ? code.replace(line(), "") : undefined,
    },
  ],
  test: {
    include: ["tests/plan/**/*.test.ts"],
    // What lists all rules would miss any.
    exclude: ["tests/plan/findings-doc.test.ts"],
    testNamePattern: "^(?!there is a rule for every id)",
    isolate: false,
    fsModuleCache: false,
  },
});
