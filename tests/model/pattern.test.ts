import fc from "fast-check";
import { expect, test } from "vitest";
import { matchesPattern } from "../../packages/core/src/model/pattern.ts";
import { propertyRuns } from "../support/property-runs.ts";

test.each([
  ["*", "", true],
  ["*", "anything", true],
  ["", "", true],
  ["", "x", false],
  ["web", "web", true],
  ["web", "webs", false],
  ["web", "aweb", false],
  ["web-*", "web-", true],
  ["web-*", "web", false],
  ["*-web", "my-web", true],
  ["*-web", "my-web-2", false],
  ["a*b*c", "axxbyyc", true],
  ["a*b*c", "abc", true],
  ["a*b*c", "acb", false],
  ["a*a", "a", false],
  ["a*a", "aa", true],
  ["ab*ba", "aba", false],
  ["*x**", "ab", false],
  ["**", "ab", true],
  [".", "a", false],
  ["w.b", "web", false],
  ["[a-z]*", "web", false],
  ["(web|api)", "web", false],
  ["we?", "web", false],
  ["Web", "web", false],
])("%j fits %j: %s", (pattern, text, expected) => {
  expect(matchesPattern(pattern, text)).toBe(expected);
});

test("it agrees with the plain definition: a star is nothing, or a character and a star", () => {
  const slow = (pattern: string, text: string): boolean =>
    pattern === ""
      ? text === ""
      : pattern.startsWith("*")
        ? slow(pattern.slice(1), text) || (text !== "" && slow(pattern, text.slice(1)))
        : text.startsWith(pattern.charAt(0)) && text !== "" && slow(pattern.slice(1), text.slice(1));
  fc.assert(
    fc.property(fc.stringMatching(/^[ab*]{0,7}$/), fc.stringMatching(/^[ab]{0,9}$/), (pattern, text) => {
      expect(matchesPattern(pattern, text)).toBe(slow(pattern, text));
    }),
    { numRuns: propertyRuns(2_000) },
  );
});

test("a pattern made to take for ever ends before the test's time is over", () => {
  expect(matchesPattern(`${"*a".repeat(5000)}*b`, "a".repeat(100_000))).toBe(false);
});
