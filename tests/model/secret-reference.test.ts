import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseSecretReference } from "../../packages/core/src/model/secret.ts";

const account = "111122223333";
const arn = (name: string) => `arn:aws:secretsmanager:eu-west-1:${account}:secret:${name}`;

test.each([
  "dockerhub",
  "team/docker_hub+a=b.c@d-e",
  "d",
  "dockerhub-a1B2c3",
  "rds!cluster",
  "n".repeat(512),
])("%s is a secret's name", (name) => {
  expect(parseSecretReference(name)).toEqual({ kind: "name", name });
});

test.each([
  ["full", arn("dockerhub-a1B2c3"), "dockerhub-a1B2c3"],
  ["partial", arn("team/dockerhub"), "team/dockerhub"],
])("a %s ARN tells its account and Region", (_, text, name) => {
  expect(parseSecretReference(text)).toEqual({ kind: "arn", text, account, region: "eu-west-1", name });
});

test.each([
  "aws-cn:secretsmanager:cn-north-1",
  "aws-us-gov:secretsmanager:us-gov-west-1",
  "aws-eusc:secretsmanager:eusc-de-east-1",
  "aws-iso:secretsmanager:us-iso-east-1",
])("arn:%s is taken like any other", (start) => {
  expect(parseSecretReference(`arn:${start}:${account}:secret:x`)?.kind).toBe("arn");
});

describe("neither a name nor a secret's ARN", () => {
  test.each([
    "",
    " ",
    "docker hub",
    "dockerhub ",
    "dockerhub*",
    "n".repeat(520),
    "dockerhüb",
    arn(""),
    arn("docker*"),
    arn("dockerhub-a1B2c3:username::"),
    `arn:aws:secretsmanager::${account}:secret:x`,
    `arn:aws:secretsmanager:europe:${account}:secret:x`,
    "arn:aws:secretsmanager:eu-west-1::secret:x",
    "arn:aws:secretsmanager:eu-west-1:1234:secret:x",
    `arn:aws:secretsmanager:eu-west-1:${account}:x`,
    `arn:aws:ssm:eu-west-1:${account}:secret:x`,
    `arn:aws-mars:secretsmanager:mars-north-1:${account}:secret:x`,
  ])("%j", (text) => {
    expect(parseSecretReference(text)).toBeUndefined();
  });
});

test("a name is read as itself, and inside an ARN as the ARN's name", () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[A-Za-z0-9/_+=.@-]{1,40}$/), (name) => {
      expect(parseSecretReference(name)).toEqual({ kind: "name", name });
      expect(parseSecretReference(arn(name))).toMatchObject({ kind: "arn", text: arn(name), name });
    }),
  );
});
