/**
 * A temporary folder of the run's own, so that nothing stays that the CDK, a browser or a command leaves there. Node keeps
 * in it what it compiled: the commands that tests start read the same hundreds of files.
 * https://nodejs.org/api/module.html#module-compile-cache
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export default function temporaryFolder(): void {
  const folder = mkdtempSync(join(tmpdir(), "pullpass-tests-"));
  process.env.TMPDIR = folder;
  process.env.NODE_COMPILE_CACHE = join(folder, "compiled");
  // Not when the tests have ended: their processes still write as they end.
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
}
