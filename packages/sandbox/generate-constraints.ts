/**
 * Writes the tables of src/constraints/tables for the operations that the sandbox serves. `npm run constraints`
 * It installs the botocore that MiniStack's requirements pin into a temporary folder, so it needs Python with pip.
 */
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { botocoreOf, modelOf } from "./botocore-models.ts";
import { constraintTable, printTable } from "./constraint-table.ts";
import { everyService } from "./src/services/all.ts";

const run = promisify(execFile);
const python = process.env.PYTHON ?? "python3";
const requirements = join(import.meta.dirname, "../../tests/ministack/requirements/ministack.txt");

const [pin] = /^botocore==.+$/m.exec(await readFile(requirements, "utf8")) ?? [];
if (pin === undefined) throw new Error(`${requirements} pins no botocore`);
const packages = await mkdtemp(join(tmpdir(), "pullpass-botocore-"));
try {
  await run(python, ["-m", "pip", "install", "--quiet", "--no-deps", "--target", packages, pin]);
  const { version, folder } = await botocoreOf(python, packages);
  for (const { signingName, operations } of await everyService()) {
    const model = await modelOf(signingName, folder);
    const table = constraintTable(model, Object.keys(operations), `botocore ${version}`);
    const text = printTable(table);
    await writeFile(join(import.meta.dirname, `src/constraints/tables/${signingName}.json`), text);
    process.stdout.write(`${signingName.padEnd(16)}${(text.length / 1_000).toFixed(1).padStart(6)} kB\n`);
  }
} finally {
  await rm(packages, { recursive: true, force: true });
}
