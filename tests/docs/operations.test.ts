/** The page on operations, held against the rules that are deployed. */
import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { eventRules } from "../../packages/functions/src/deployment/index.ts";

const page = await readFile(new URL("../../docs/operations.md", import.meta.url), "utf8");
const rules = eventRules(
  { partition: "aws", account: "1", region: "r", policyName: "p", tagPrefix: "t" },
  { kms: true },
).map(({ name }) => name);

/** The names in one column of the table that begins with this heading. */
function column(heading: string, index: number): readonly string[] {
  const start = page.indexOf(heading);
  const table = page.slice(start, page.indexOf("\n\n", start)).split("\n").slice(2);
  return table.flatMap((row) =>
    [...(row.split("|")[index] ?? "").matchAll(/`([^`]+)`/g)].map(([, name]) => name ?? ""),
  );
}

test("what is noticed at once names every rule, and no other", () => {
  expect([...new Set(column("| what happens | rule |", 2))].sort()).toEqual([...rules].sort());
});

test("what listening costs is told of every rule", () => {
  expect(column("| rule | events an hour |", 1)).toHaveLength(rules.length);
  expect(column("| rule | events an hour |", 1)).toEqual(expect.arrayContaining(rules));
});
