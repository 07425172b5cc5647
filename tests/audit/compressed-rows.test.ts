/** Thousands of rows in the memory of a few. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { compressedRows } from "../../packages/audit/src/compressed-rows.ts";
import { safeJson, safeJsonPieces } from "../../packages/cli/src/render/audit/safe-json.ts";

test("rows come out in order, each once and whole, as often as they are asked for", () => {
  const names = Array.from({ length: 2_000 }, (_, index) => `project-${(index * 7_919) % 2_000}`);
  const rows = compressedRows<{ name: string; text: string }>(({ name }) => name);
  for (const name of names) rows.add({ name, text: `"${name}" ü ${"x".repeat(50)}` });
  const expected = [...names].sort().map((name) => ({ name, text: `"${name}" ü ${"x".repeat(50)}` }));
  expect([...rows]).toEqual(expected);
  expect([...rows]).toEqual(expected);
});

test("JSON in pieces is the JSON of the whole", () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 8 }), (value) => {
      expect([...safeJsonPieces(value)].join("")).toBe(safeJson(value));
    }),
  );
  const rows = compressedRows<{ a: number }>(({ a }) => String(a));
  expect([...safeJsonPieces({ none: rows, left: undefined })].join("")).toBe(safeJson({ none: [] }));
  rows.add({ a: 1 });
  expect([...safeJsonPieces({ rows, more: "\u001b" })].join("")).toBe(
    safeJson({ rows: [{ a: 1 }], more: "\u001b" }),
  );
});
