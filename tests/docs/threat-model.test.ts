/** docs/threat-model.md: each row names tests, and each of them exists and tests something. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const page = readFileSync("docs/threat-model.md", "utf8");
const rows = page
  .split("\n")
  .filter((line) => line.startsWith("| ") && !line.startsWith("| ---") && !line.startsWith("| who |"))
  .map((line) => line.split(" | ").map((cell) => cell.replace(/^\||\|$/g, "").trim()));
const testsIn = (text: string) =>
  [...text.matchAll(/\]\((\.\.\/tests\/[^)]+)\)/g)].map(([, path = ""]) => path);

test("every row says who, what, the gain, what stops more and a test", () => {
  expect(rows.length).toBeGreaterThan(15);
  for (const row of rows) {
    expect(row, row.join(" | ")).toHaveLength(5);
    for (const cell of row.slice(1)) expect(cell, row.join(" | ")).not.toBe("");
    expect(testsIn(row[4] ?? ""), row.join(" | ")).not.toEqual([]);
  }
});

test.each([...new Set(rows.flatMap((row) => testsIn(row[4] ?? "")))])("%s is there and is a test", (path) => {
  const file = join("docs", path);
  expect(existsSync(file)).toBe(true);
  expect(readFileSync(file, "utf8")).toMatch(/^\s*(test|it)(\.each)?\b/m);
});

test.each([
  "edits projects",
  "who tags",
  "puts events",
  "puts messages",
  "writes the ledger's table",
  "a name that is an attack",
  "`ingest`",
  "`sweep`",
  "`notify`",
  "`reconcile`",
  "forwarding account",
  "edits the page",
  "edits what the command reads",
])("%s has a row", (who) => {
  expect(rows.some(([first = ""]) => first.includes(who))).toBe(true);
});
