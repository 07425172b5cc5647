import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const run = promisify(execFile);
const main = "packages/cli/src/main.ts";

interface Told {
  readonly asTold: boolean;
  readonly lines: readonly { readonly kind: string; readonly ok?: boolean }[];
}

test("the demo goes as told, and says so as JSON", { timeout: 60_000 }, async () => {
  const { stdout, stderr } = await run(process.execPath, [main, "demo", "--json"], { maxBuffer: 10_000_000 });
  const told = JSON.parse(stdout) as Told;
  expect(stderr).toBe("");
  expect(told.lines.filter(({ ok }) => ok === false)).toEqual([]);
  expect(told.asTold).toBe(true);
  expect(told.lines.filter(({ kind }) => kind === "build").length).toBeGreaterThan(10);
});

test("piped, the demo prints plain text without escape codes", { timeout: 60_000 }, async () => {
  const { stdout } = await run(process.execPath, [main, "demo"], { maxBuffer: 10_000_000 });
  expect(stdout).not.toContain("\u001b");
  expect(stdout).toContain("All went as told");
});
