/** A command does not load what only others use: everybody waits for it each time. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";

const hook = pathToFileURL(join(import.meta.dirname, "support/hooks/tell-modules.ts")).href;
const main = join(import.meta.dirname, "../../packages/cli/src/main.ts");

test("without a command neither sandbox, registries nor the reader of templates is loaded", () => {
  const { stdout, stderr } = spawnSync(process.execPath, ["--import", hook, main, "--version"], {
    encoding: "utf8",
  });
  expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  const loaded = stderr.split("\n");
  expect(loaded.some((url) => url.includes("/packages/core/"))).toBe(true);
  const unwanted =
    /\/client-(?:lambda|cloudtrail|cloudformation)\/|\/packages\/(?:sandbox|registry|check)\/|\/node_modules\/yaml\//;
  expect(loaded.filter((url) => unwanted.test(url))).toEqual([]);
});
