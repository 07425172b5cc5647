/** The demo as its reader has it. Its JSON comes from the package that people install: tests/cli/package.test.ts. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { beforeAll, expect, test } from "vitest";

let printed = "";

beforeAll(() => {
  printed = execFileSync(process.execPath, ["packages/cli/src/main.ts", "demo"], { encoding: "utf8" });
}, 60_000);

test("piped, the demo goes as told, and prints plain text without escape codes", () => {
  expect(printed).not.toContain("\u001b");
  expect(printed).toContain("All went as told");
});

test("the README shows lines that the demo prints, in their order", () => {
  const [, shown = ""] = /<!-- demo -->\n```\n([\s\S]*?)```/.exec(readFileSync("README.md", "utf8")) ?? [];
  const lines = shown.split("\n").filter((line) => line !== "" && line.trim() !== "…");
  const all = printed.split("\n");
  expect(lines.length).toBeGreaterThan(8);
  let from = 0;
  for (const line of lines) {
    const at = all.indexOf(line, from);
    expect(at, `after line ${from}: ${line}`).toBeGreaterThanOrEqual(0);
    from = at + 1;
  }
});
