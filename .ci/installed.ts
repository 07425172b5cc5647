/**
 * What `npm ci` installed, and whether it warned: `node .ci/installed.ts LOG SECONDS`, with all that it printed in the file
 * LOG. It is what everybody waits for who tries pullpass.
 */
import { lstatSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { judged } from "./install-bounds.ts";

const [, , log = "", seconds = ""] = process.argv;

const { packages }: { readonly packages: Readonly<Record<string, { readonly link?: boolean }>> } = JSON.parse(
  readFileSync("node_modules/.package-lock.json", "utf8"),
);
const bytes = readdirSync("node_modules", { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .reduce((sum, { parentPath, name }) => sum + lstatSync(join(parentPath, name)).size, 0);

const { line, faults } = judged({
  packages: Object.values(packages).filter(({ link }) => link !== true).length,
  megabytes: Math.round(bytes / 1_000_000),
  seconds: Number(seconds),
  printed: readFileSync(log, "utf8"),
});
process.stdout.write(`${line}\n`);
for (const fault of faults) process.stderr.write(`${fault}\n`);
if (faults.length > 0) process.exitCode = 1;
