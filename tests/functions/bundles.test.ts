import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { environment } from "./support/environment.ts";

const dist = join(import.meta.dirname, "../../packages/functions/dist");
const names = ["credentials", "ingest", "notify", "reconcile", "registry", "securityhub", "sweep"] as const;

/**
 * Imports a bundle as Lambda does: a process of its own, in a place without node_modules. Node itself would print the whole
 * line that threw, which of a minified bundle is longer than a pipe is: then the rest is lost where nobody reads at once.
 */
async function start(name: string, variables: Readonly<Record<string, string>>) {
  const cwd = await mkdtemp(join(tmpdir(), "pullpass-"));
  onTestFinished(() => rm(cwd, { recursive: true }));
  const code = `try {
      const { handler } = await import(${JSON.stringify(join(dist, name, "index.mjs"))});
      process.stdout.write(typeof handler);
    } catch (error) {
      process.stderr.write(String(error));
      process.exitCode = 1;
    }`;
  const args = ["--input-type=module", "--eval", code];
  return promisify(execFile)(process.execPath, args, { cwd, env: variables });
}

test.each(names)("%s starts from its bundle alone, and says nothing", async (name) => {
  expect(await start(name, environment)).toEqual({ stdout: "function", stderr: "" });
});

test.each(names)(
  "%s does not start in a wrong environment, and says which variable takes what",
  async (name) => {
    const wrong = start(name, { ...environment, PULLPASS_MODE: "dry-run" });
    await expect(wrong).rejects.toMatchObject({
      stderr: expect.stringContaining(
        'InvalidConfiguration: pullpass cannot start: PULLPASS_MODE is "dry-run", and takes apply or plan',
      ),
    });
  },
);

test.each(names)("%s is one module, minified, with its source map beside it", async (name) => {
  const text = await readFile(join(dist, name, "index.mjs"), "utf8");
  expect(text.split("\n").length).toBeLessThan(text.length / 1_000);
  expect(text).not.toContain("sourceMappingURL");
  expect((await stat(join(dist, name, "index.mjs.map"))).size).toBeGreaterThan(text.length);
});
