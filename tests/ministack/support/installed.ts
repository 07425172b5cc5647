/** Installs, once for all the tests, what `npm ci` does not. */
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { TestProject } from "vitest/node";
import { findPython, install } from "./python.ts";

declare module "vitest" {
  export interface ProvidedContext {
    readonly ministackBin: string;
    /** The AWS CLI and moto. */
    readonly toolsBin: string;
  }
}

export default async function setup(project: TestProject): Promise<() => void> {
  const python = findPython();
  const folder = mkdtempSync(join(tmpdir(), "pullpass-python-"));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  const startedAt = performance.now();
  try {
    const [ministackBin, toolsBin] = await Promise.all([
      install(python, "ministack", folder),
      install(python, "aws-cli-and-moto", folder),
      // Whatever it is asked, it installs SST first, unless that is there.
      promisify(execFile)("npm", ["run", "sst", "--", "--help"]),
    ]);
    project.provide("ministackBin", ministackBin);
    project.provide("toolsBin", toolsBin);
  } catch (error) {
    remove();
    throw error;
  }
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
  process.stdout.write(`installed MiniStack, moto, the AWS CLI and SST in ${seconds} s\n`);
  return remove;
}
