/** Runs the tests of plan once without each rule, and fails for a rule that no test misses. `npm run test:rules` */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { startVitest } from "vitest/node";

const index = readFileSync(
  join(import.meta.dirname, "../../packages/core/src/diagnose/rules/index.ts"),
  "utf8",
);
const rules = [...index.matchAll(/^ {2}(\w+),$/gm)].map(([, rule = ""]) => rule);

for (const rule of rules) {
  process.env.WITHOUT_RULE = rule;
  const failed = await failingTests();
  process.stdout.write(
    `${rule.padEnd(24)}${failed === 0 ? "nobody misses it" : `missed by ${failed} tests`}\n`,
  );
  if (failed === 0) process.exitCode = 1;
}

async function failingTests(): Promise<number> {
  const before = process.exitCode;
  const options = { config: "vitest.rules.config.ts", watch: false, reporters: [{}] };
  const vitest = await startVitest("test", [], options);
  const failed = vitest.state
    .getFiles()
    .flatMap((file) => file.tasks)
    .filter(({ result }) => result?.state === "fail");
  await vitest.close();
  process.exitCode = before;
  return failed.length;
}
