import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { expect, test } from "vitest";
import { command, jsonLiteral } from "../../packages/core/src/notice/shell.ts";
import { hostile } from "./arbitraries.ts";

/** What a shell hands to the program. */
function wordsOf(line: string): readonly string[] {
  const said = execFileSync("/bin/sh", ["-c", line.replace("aws", "printf '%s\\0'")], { encoding: "utf8" });
  return said.split("\0").slice(0, -1);
}

test("a shell takes each word for one word, and runs nothing in it", () => {
  const words = ["web", "two words", "it's", "$HOME", "`id`", "$(id)", "a;b", "*", "", "\\", '"', "!!", "#"];
  expect(wordsOf(command("aws", words))).toEqual(words);
});

test("hostile words stay single words", () => {
  const short = hostile.filter((text) => text.length < 1_000);
  fc.assert(
    fc.property(fc.array(short, { minLength: 1, maxLength: 3 }), (words) => {
      expect(wordsOf(command("aws", words))).toHaveLength(words.length);
    }),
    { numRuns: 20 },
  );
});

test("a JSON literal survives the quotes of JMESPath and of the shell", () => {
  fc.assert(
    fc.property(hostile, (text) => {
      const literal = jsonLiteral({ credential: text });
      expect(literal.slice(1, -1)).not.toMatch(/[`']/);
      expect(JSON.parse(literal.slice(1, -1))).toEqual({ credential: text });
    }),
  );
});
