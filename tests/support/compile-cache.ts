/**
 * The commands that tests start read the same hundreds of files: Node keeps what it compiled of them for the run.
 * https://nodejs.org/api/module.html#module-compile-cache
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export default function keepCompiled(): () => void {
  const folder = mkdtempSync(join(tmpdir(), "pullpass-compiled-"));
  process.env.NODE_COMPILE_CACHE = folder;
  return () => rmSync(folder, { recursive: true });
}
