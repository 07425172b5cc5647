/** `npm run bench`: all benchmarks, or those that are named, for people or as JSON. */
import { readdir } from "node:fs/promises";
import { basename, join } from "node:path";
import { parseArgs } from "node:util";
import type { Benchmark, Result } from "./benchmark.ts";

const rows = join(import.meta.dirname, "rows");

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { json: { type: "boolean", default: false }, help: { type: "boolean", short: "h" } },
  });
  const all = await benchmarks();
  if (values.help) {
    process.stdout.write(helpOf(all));
    return;
  }
  const unknown = positionals.find((name) => !all.has(name));
  if (unknown !== undefined)
    throw new UsageError(`There is no benchmark ${unknown}: ${[...all.keys()].join(", ")}`);
  const usual = [...all].flatMap(([name, { isLong }]) => (isLong === true ? [] : [name]));
  const wanted = positionals.length === 0 ? usual : positionals;
  // Only the results go to where a program reads.
  const people = values.json ? process.stderr : process.stdout;
  const results: Result[] = [];
  for (const name of wanted) {
    people.write(`\n${name}\n`);
    const begunAt = performance.now();
    results.push(...((await all.get(name)?.run((line) => people.write(`${line}\n`))) ?? []));
    people.write(`${name} took ${((performance.now() - begunAt) / 1_000).toFixed(0)} s\n`);
  }
  process.stdout.write(values.json ? `${JSON.stringify({ results })}\n` : tableOf(results));
}

class UsageError extends Error {}

/** Each file of the folder is one. */
async function benchmarks(): Promise<ReadonlyMap<string, Benchmark>> {
  const files = await readdir(rows);
  const found = new Map<string, Benchmark>();
  for (const file of files.sort()) {
    const { benchmark }: { readonly benchmark: Benchmark } = await import(join(rows, file));
    found.set(basename(file, ".ts"), benchmark);
  }
  return found;
}

function helpOf(all: ReadonlyMap<string, Benchmark>): string {
  const list = [...all].map(([name, { about }]) => `  ${name.padEnd(10)} ${about}`);
  return `Usage: npm run bench -- [--json] [NAME ...]

Without a name all of them, but those that take minutes by themselves. --json prints {"results": [{"name", "value", "target", "met", "unit"}]}.

${list.join("\n")}
`;
}

function tableOf(results: readonly Result[]): string {
  const width = Math.max(0, ...results.map(({ name }) => name.length)) + 1;
  const lines = results.map(({ name, value, target, met, unit }) =>
    [
      name.padEnd(width),
      String(value).padStart(10),
      String(target).padStart(10),
      met ? " yes" : "  no",
      ` ${unit}`,
    ].join(""),
  );
  const head = ["name".padEnd(width), "value".padStart(10), "target".padStart(10), " met", " unit"].join("");
  return results.length === 0 ? "" : `\n${head}\n${lines.join("\n")}\n`;
}

try {
  await main();
} catch (error) {
  const isUsage = error instanceof UsageError || (error instanceof TypeError && "code" in error);
  if (!isUsage) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
