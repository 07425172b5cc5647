import fc from "fast-check";
import { expect, test } from "vitest";
import { globbed } from "../../packages/core/src/audit/glob.ts";
import { propertyRuns } from "../support/property-runs.ts";

test.each<[pattern: string, text: string, fits: boolean]>([
  ["*", "", true],
  ["", "", true],
  ["?", "", false],
  ["secretsmanager:Get*", "secretsmanager:GetSecretValue", true],
  ["SECRETSMANAGER:getsecretvalue", "secretsmanager:GetSecretValue", true],
  ["secretsmanager:Put*", "secretsmanager:GetSecretValue", false],
  ["arn:*:secret:hub-??????", "arn:aws:secretsmanager:x:1:secret:hub-AbCdEf", true],
  ["arn:*:secret:hub-?????", "arn:aws:secretsmanager:x:1:secret:hub-AbCdEf", false],
  ["*a*b", "ab ab", true],
  ["a*", "ba", false],
  ["a.c", "abc", false],
  ["*\n*", "a\nb", true],
])("%j and %j: %s", (pattern, text, fits) => {
  expect(globbed(pattern)(text)).toBe(fits);
});

test("it is what a regular expression of the same meaning is", () => {
  const letters = (extra: string) => fc.string({ unit: fc.constantFrom("a", "b", ...extra), maxLength: 8 });
  fc.assert(
    fc.property(letters("*?"), letters(""), (pattern, text) => {
      const expression = new RegExp(`^${pattern.replaceAll("*", ".*").replaceAll("?", ".")}$`);
      expect(globbed(pattern)(text)).toBe(expression.test(text));
    }),
    { numRuns: propertyRuns(2_000) },
  );
});

test("a pattern made to take for ever takes no longer than others", () => {
  expect(globbed(`${"*a".repeat(3_000)}b`)("a".repeat(2_000))).toBe(false);
  expect(globbed("*?".repeat(300))("a".repeat(600))).toBe(true);
});
