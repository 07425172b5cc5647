/** What the README shows of the demo is looked at by tests/end-to-end/demo.test.ts. Its AWS CLI commands are run by tests/ministack/readme.test.ts. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

test("the command runs from a clone as the README says", { timeout: 60_000 }, () => {
  const [, words = ""] = /`npm (run pullpass -- --help)`/.exec(readFileSync("README.md", "utf8")) ?? [];
  const printed = execFileSync("npm", ["--silent", ...words.split(" ")], { encoding: "utf8" });
  expect(printed).toMatch(/^Usage: pullpass /);
});
