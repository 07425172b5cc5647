import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { expect, test } from "vitest";
import { parseSecretArn } from "../../packages/core/src/model/arn.ts";
import { consentByHand } from "../../packages/core/src/notice/consent-commands.ts";
import { command, jsonLiteral } from "../../packages/core/src/notice/shell.ts";
import { propertyRuns } from "../support/property-runs.ts";
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
    { numRuns: propertyRuns(20) },
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

test("the tag that is written is made of what the shell reads when it runs", () => {
  const secret = parseSecretArn("arn:aws:secretsmanager:us-east-1:111122223333:secret:hub-a1b2c3");
  const line = consentByHand({ secret, region: "us-east-1", projects: ["web"], tagPrefix: "it's/" });
  // What is read is what the inner command is asked; what is written is what the outer one is given.
  const aws = `aws() { case "$2" in describe-secret) printf '%s' "$*";; *) printf '%s\\0' "$@";; esac; }`;
  const said = execFileSync("/bin/sh", ["-c", `${aws}; ${line}`], { encoding: "utf8" }).split("\0");
  expect(said.slice(0, 2)).toEqual(["secretsmanager", "tag-resource"]);
  expect(said.slice(2, 7)).toEqual(["--region", "us-east-1", "--secret-id", secret, "--tags"]);
  expect(said[7]).toContain(`secretsmanager describe-secret --region us-east-1 --secret-id ${secret}`);
  expect(said[7]).toContain('`["web"]`][])}]');
});
