/** What the README shows of the demo is what the demo prints. Its AWS CLI commands are run by tests/ministack/readme.test.ts. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

test("the README shows lines that the demo prints, in their order", { timeout: 60_000 }, () => {
  const [, shown = ""] = /<!-- demo -->\n```\n([\s\S]*?)```/.exec(readFileSync("README.md", "utf8")) ?? [];
  const lines = shown.split("\n").filter((line) => line !== "" && line.trim() !== "…");
  const printed = execFileSync(process.execPath, ["packages/cli/src/main.ts", "demo"], {
    encoding: "utf8",
  }).split("\n");
  expect(lines.length).toBeGreaterThan(8);
  let from = 0;
  for (const line of lines) {
    const at = printed.indexOf(line, from);
    expect(at, `after line ${from}: ${line}`).toBeGreaterThanOrEqual(0);
    from = at + 1;
  }
});

test("the command runs from a clone as the README says", { timeout: 60_000 }, () => {
  const [, words = ""] = /`npm (run pullpass -- --help)`/.exec(readFileSync("README.md", "utf8")) ?? [];
  const printed = execFileSync("npm", ["--silent", ...words.split(" ")], { encoding: "utf8" });
  expect(printed).toMatch(/^Usage: pullpass /);
});
