/** Prepares a release: `node .ci/release.ts 0.2.0` shows what it would do, `--write` does it. docs/releasing.md has the rest. */
import { execFileSync } from "node:child_process";
import { globSync, readFileSync, writeFileSync } from "node:fs";
import { releasedFiles } from "./release-files.ts";

const [version = "", ...options] = process.argv.slice(2);
const isWrite = options.includes("--write");
const git = (...args: readonly string[]) => execFileSync("git", args, { encoding: "utf8" }).trim();

const paths = ["package.json", "CHANGELOG.md", ...globSync("packages/*/package.json").sort()];
const before = new Map(paths.map((path) => [path, readFileSync(path, "utf8")]));
const after = releasedFiles(before, { version, date: new Date().toISOString().slice(0, 10) });
const changed = paths.filter((path) => before.get(path) !== after.get(path));
const steps: readonly (readonly [program: string, ...args: string[]])[] = [
  ["npm", "install", "--package-lock-only", "--ignore-scripts"],
  ["git", "commit", "--all", "--message", `Release ${version}`],
  ["git", "tag", "--annotate", `v${version}`, "--message", `pullpass ${version}`],
  ["npm", "pack", "--workspace", "pullpass"],
];

process.stdout.write(`${changed.map((path) => `writes ${path}`).join("\n")}\n`);
for (const step of steps) process.stdout.write(`runs   ${step.join(" ")}\n`);
if (!isWrite) process.stdout.write("Nothing was done: --write does it.\n");
else {
  if (git("status", "--porcelain") !== "")
    throw new Error("Something is not committed: a release is of a clean tree.");
  for (const path of changed) writeFileSync(path, after.get(path) ?? "");
  for (const [program, ...args] of steps) execFileSync(program, args, { stdio: "inherit" });
  process.stdout.write("Look at it, then push the branch and the tag: docs/releasing.md.\n");
}
