import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  arnParts,
  InvalidArn,
  isAccount,
  isRegion,
  keyId,
  parseArn,
  parseKeyArn,
  parseProjectArn,
  parseRoleArn,
  parseSecretArn,
  roleName,
  rolePath,
} from "../../packages/core/src/model/arn.ts";

const account = "111122223333";

test.each([
  ["aws", "eu-central-1"],
  ["aws-cn", "cn-northwest-1"],
  ["aws-us-gov", "us-gov-east-1"],
  ["aws-eusc", "eusc-de-east-1"],
  ["aws-iso", "us-iso-east-1"],
  ["aws-iso-b", "us-isob-east-1"],
  ["aws-iso-e", "eu-isoe-west-1"],
  ["aws-iso-f", "us-isof-south-1"],
])("ARNs of partition %s are read", (partition, region) => {
  const secret = `arn:${partition}:secretsmanager:${region}:${account}:secret:team/dockerhub-a1B2c3`;
  expect(arnParts(parseSecretArn(secret))).toEqual({
    partition,
    service: "secretsmanager",
    region,
    account,
    resource: "secret:team/dockerhub-a1B2c3",
  });
  expect(arnParts(parseRoleArn(`arn:${partition}:iam::${account}:role/web`))).toMatchObject({
    partition,
    region: "",
  });
  expect(arnParts(parseKeyArn(`arn:${partition}:kms:${region}:${account}:key/1-a`))).toMatchObject({
    region,
  });
  expect(
    arnParts(parseProjectArn(`arn:${partition}:codebuild:${region}:${account}:project/web`)),
  ).toMatchObject({
    resource: "project/web",
  });
});

test.each([
  "",
  "arn",
  "web",
  "arn:aws:iam::111122223333",
  "arn:aws:iam::111122223333:",
  "arn:aws-mars:iam::111122223333:role/web",
  "arn:AWS:iam::111122223333:role/web",
  "arn:aws::eu-central-1:111122223333:x",
  "ARN:aws:iam::111122223333:role/web",
  " arn:aws:iam::111122223333:role/web",
])("%j is no ARN", (text) => {
  expect(parseArn(text)).toBeUndefined();
});

test.each([
  ["eu-central-1", true],
  ["us-gov-west-1", true],
  ["ap-southeast-12", true],
  ["eu", false],
  ["eu-central", false],
  ["1-eu-central-1", false],
  ["eu-central-1a", false],
  ["", false],
])("%j is a Region: %s", (text, expected) => {
  expect(isRegion(text)).toBe(expected);
});

test.each([
  [account, true],
  ["11112222333", false],
  ["1111222233334", false],
  ["a11122223333", false],
  ["aws", false],
])("%j is an account: %s", (text, expected) => {
  expect(isAccount(text)).toBe(expected);
});

describe("a role's ARN", () => {
  test.each([
    [`arn:aws:iam::${account}:role/web`, "web", "/"],
    [`arn:aws:iam::${account}:role/service-role/codebuild-web`, "codebuild-web", "/service-role/"],
    [`arn:aws:iam::${account}:role/a/b/c+=,.@-d`, "c+=,.@-d", "/a/b/"],
    [
      `arn:aws:iam::${account}:role/aws-service-role/x.amazonaws.com/R`,
      "R",
      "/aws-service-role/x.amazonaws.com/",
    ],
  ])("%s has its name and its path", (text, name, path) => {
    const arn = parseRoleArn(text);
    expect(arn).toBe(text);
    expect([roleName(arn), rolePath(arn)]).toEqual([name, path]);
  });

  test.each([
    `arn:aws:iam::${account}:user/web`,
    `arn:aws:iam::${account}:other-role/web`,
    `arn:aws:iam::${account}:role/`,
    `arn:aws:iam::${account}:role/path/`,
    `arn:aws:iam::${account}:role/${"r".repeat(65)}`,
    `arn:aws:iam::${account}:role/we*b`,
    `arn:aws:iam::${account}:role/a b`,
    `arn:aws:iam:eu-central-1:${account}:role/web`,
    "arn:aws:iam::aws:role/web",
    `arn:aws:sts::${account}:assumed-role/web/session`,
    "web",
  ])("%s is refused, and the message says what was expected", (text) => {
    expect(() => parseRoleArn(text)).toThrow(InvalidArn);
    expect(() => parseRoleArn(text)).toThrow(
      `${JSON.stringify(text)} is not the ARN of an IAM role (arn:aws:iam::123456789012:role/path/name)`,
    );
  });
});

describe("a secret's ARN", () => {
  const prefix = `arn:aws:secretsmanager:eu-central-1:${account}:secret:`;

  test.each([
    "dockerhub-a1B2c3",
    "a/b_c+d=e.f@g-h-AbCdEf",
    "rds!cluster-1-AbCdEf",
    `${"n".repeat(512)}-AbCdEf`,
  ])("…:secret:%s is taken", (name) => {
    expect(parseSecretArn(prefix + name)).toBe(prefix + name);
  });

  test.each([
    "dockerhub",
    "dockerhub-a1B2c",
    "dockerhub-*",
    "dockerhub-??????",
    "docker*-a1B2c3",
    `docker\${x}-a1B2c3`,
    "-a1B2c3",
    "dockerhub-a1B2c3:username::",
    `${"n".repeat(513)}-AbCdEf`,
  ])("…:secret:%s is refused: a grant on it would be wider than one secret, or on none", (name) => {
    expect(() => parseSecretArn(prefix + name)).toThrow(InvalidArn);
  });

  test("without a Region, or of another service, it is refused", () => {
    expect(() => parseSecretArn(`arn:aws:secretsmanager::${account}:secret:x-AbCdEf`)).toThrow(
      "a secret, in full",
    );
    expect(() => parseSecretArn(`arn:aws:secretsmanager:europe:${account}:secret:x-AbCdEf`)).toThrow(
      InvalidArn,
    );
    expect(() => parseSecretArn(`${prefix.replace(":secret:", ":old-secret:")}x-AbCdEf`)).toThrow(InvalidArn);
    expect(() => parseSecretArn(`arn:aws:ssm:eu-central-1:${account}:secret:x-AbCdEf`)).toThrow(InvalidArn);
    expect(() => parseSecretArn("arn:aws:secretsmanager:eu-central-1:1234:secret:x-AbCdEf")).toThrow(
      InvalidArn,
    );
  });
});

test.each(["1234abcd-12ab-34cd-56ef-1234567890ab", "mrk-1234abcd12ab34cd56ef1234567890ab"])(
  "a key's ARN has the id %s",
  (id) => {
    expect(keyId(parseKeyArn(`arn:aws:kms:eu-central-1:${account}:key/${id}`))).toBe(id);
  },
);

test.each(["alias/registry", "store-key/a", "key/", "key/*", "key/a/b"])("%s is not a key", (resource) => {
  expect(() => parseKeyArn(`arn:aws:kms:eu-central-1:${account}:${resource}`)).toThrow("a KMS key");
});

test.each([
  "project/",
  "report-project/web",
  "project/-web",
  "project/w",
  "project/web:id",
  "build/web:id",
  "project/we*b",
])("%s is not a project", (resource) => {
  expect(() => parseProjectArn(`arn:aws:codebuild:eu-central-1:${account}:${resource}`)).toThrow(
    "a CodeBuild project",
  );
});

test("what is printed from the parts is read as the same parts", () => {
  const parts = fc.record({
    partition: fc.constantFrom("aws", "aws-cn", "aws-us-gov"),
    service: fc.stringMatching(/^[a-z][a-z0-9-]{0,15}$/),
    region: fc.constantFrom("", "eu-central-1", "us-gov-west-1"),
    account: fc.constantFrom("", account, "aws"),
    resource: fc.string({ minLength: 1 }),
  });
  fc.assert(
    fc.property(parts, (arn) => {
      const text = `arn:${arn.partition}:${arn.service}:${arn.region}:${arn.account}:${arn.resource}`;
      expect(parseArn(text)).toEqual(arn);
    }),
  );
});
