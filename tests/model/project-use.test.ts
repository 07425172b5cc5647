import fc from "fast-check";
import { expect, test } from "vitest";
import { baseName } from "../../packages/core/src/model/project-use.ts";
import { parseSecretReference, type SecretReference } from "../../packages/core/src/model/secret.ts";

function reference(text: string): SecretReference {
  const parsed = parseSecretReference(text);
  if (parsed === undefined) throw new Error(text);
  return parsed;
}

test.each([
  ["registry/hub", "registry/hub"],
  ["arn:aws:secretsmanager:eu-central-1:111122223333:secret:registry/hub-AbCdEf", "registry/hub"],
  ["arn:aws:secretsmanager:eu-central-1:111122223333:secret:registry/hub", "registry/hub"],
  ["hub-docker", "hub"],
  ["arn:aws:secretsmanager:eu-central-1:111122223333:secret:hub-docker-AbCdEf", "hub"],
  ["-AbCdEf", "-AbCdEf"],
  ["hub-AbCdE", "hub-AbCdE"],
])("%s is kept under %s", (text, name) => {
  expect(baseName(reference(text))).toBe(name);
});

// https://docs.aws.amazon.com/secretsmanager/latest/userguide/troubleshoot.html : six random characters after a hyphen
test("a secret's name, its partial ARN and its full ARN in any Region are kept under one", () => {
  const name = fc
    .array(fc.constantFrom("hub", "-docker", "-AbCdEf", "/", "a", "-", "team.x"), {
      minLength: 1,
      maxLength: 6,
    })
    .map((parts) => parts.join(""));
  const suffix = fc.stringMatching(/^[A-Za-z0-9]{6}$/);
  const region = fc.constantFrom("eu-central-1", "us-east-1");
  fc.assert(
    fc.property(name, suffix, region, (text, random, place) => {
      const arn = `arn:aws:secretsmanager:${place}:111122223333:secret:${text}`;
      const names = [text, arn, `${arn}-${random}`].map((each) => baseName(reference(each)));
      expect(new Set(names).size).toBe(1);
    }),
  );
});
