/** What `npm run test:mutants` breaks is still there to be broken, and breaks no grammar. */
import { existsSync, readFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { join } from "node:path";
import { expect, test } from "vitest";
import { mutated } from "./mutant.ts";
import { mutants } from "./mutants.ts";

const root = join(import.meta.dirname, "../..");

test("there are enough mutants, each with a name of its own", () => {
  expect(mutants.length).toBeGreaterThanOrEqual(60);
  expect(new Set(mutants.map(({ name }) => name)).size).toBe(mutants.length);
});

test("each mutant fits one place of its file, makes another program of it, and names tests that are there", () => {
  const wrong = mutants.flatMap((mutant) => {
    try {
      const text = readFileSync(join(root, mutant.file), "utf8");
      const broken = stripTypeScriptTypes(mutated(mutant, text), { mode: "strip" });
      const missing = mutant.tests.filter((each) => !existsSync(join(root, each)));
      return [
        ...(broken === stripTypeScriptTypes(text, { mode: "strip" })
          ? [`${mutant.name} changes nothing`]
          : []),
        ...missing.map((each) => `${mutant.name}: there is no ${each}`),
      ];
    } catch (error) {
      return [String(error)];
    }
  });
  expect(wrong).toEqual([]);
});

test("a text that is not there, or twice, is an error", () => {
  const mutant = { name: "m", file: "f.ts", find: "a", replace: "b", breaks: "", tests: [] };
  expect(() => mutated(mutant, "c")).toThrow("m: f.ts has the text 0 times");
  expect(() => mutated(mutant, "a a")).toThrow("m: f.ts has the text 2 times");
});
