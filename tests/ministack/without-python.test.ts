/** Tests that cannot run fail; they are not skipped. */
import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";

const root = join(import.meta.dirname, "../..");

/** These tests as a person runs them, with nothing on the PATH but what is in a folder. */
function runWith(path: string) {
  const vitest = join(root, "node_modules/vitest/vitest.mjs");
  return spawnSync(process.execPath, [vitest, "run", "--config", "vitest.ministack.config.ts"], {
    cwd: root,
    env: { PATH: path, HOME: path, NO_COLOR: "1" },
    encoding: "utf8",
  });
}

function folderWith(programs: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), "pullpass-path-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(programs)) {
    writeFileSync(join(folder, name), text);
    chmodSync(join(folder, name), 0o755);
  }
  return folder;
}

test.each([
  ["no Python", {}],
  // What the question for its version and for venv ends with, when either is not as it must be.
  ["a Python that is too old", { python3: "#!/bin/sh\nexit 1\n" }],
])("with %s, the tests fail and say what to install", (_, programs) => {
  const { status, stdout, stderr } = runWith(folderWith(programs));
  expect(status).not.toBe(0);
  expect(stdout + stderr).toContain("needs Python 3.10 or later");
  expect(stdout + stderr).not.toMatch(/passed|skipped/);
});
