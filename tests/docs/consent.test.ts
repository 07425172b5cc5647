import { readFileSync } from "node:fs";
import { evaluate } from "@pullpass/access";
import { expect, test } from "vitest";

const page = readFileSync("docs/consent.md", "utf8");
const [, json = ""] = /```json\n(.*?)```/s.exec(page) ?? [];
const guard = { name: "guard", document: JSON.parse(json) };
const everything = {
  name: "everything",
  document: { Version: "2012-10-17", Statement: { Effect: "Allow", Action: "*", Resource: "*" } },
};
const account = "111122223333";
const secret = `arn:aws:secretsmanager:eu-central-1:${account}:secret:dockerhub-a1b2c3`;
const project = `arn:aws:codebuild:eu-central-1:${account}:project/web`;

function decision(role: string, action: string, resource: string, tagKeys: readonly string[]) {
  const arn = `arn:aws:iam::${account}:role/${role}`;
  const known = <T>(value: T) => ({ kind: "known", value }) as const;
  return evaluate(
    {
      principal: { kind: "role", arn, account },
      action,
      resource,
      resourceAccount: account,
      context: { "aws:PrincipalArn": arn, ...(tagKeys.length > 0 && { "aws:TagKeys": tagKeys }) },
    },
    {
      identity: known([everything]),
      boundary: known(undefined),
      resource: known(undefined),
      resourceIsKey: false,
      grants: known([]),
      serviceControl: known([[everything, guard]]),
    },
  ).kind;
}

test.each([
  ["developer", "secretsmanager:TagResource", secret, ["team", "pullpass/projects"], "denied"],
  ["developer", "secretsmanager:UntagResource", secret, ["pullpass/group"], "denied"],
  ["developer", "secretsmanager:CreateSecret", secret, ["pullpass/projects"], "denied"],
  ["developer", "codebuild:UpdateProject", project, ["pullpass/group"], "denied"],
  ["developer", "secretsmanager:TagResource", secret, ["team"], "allowed"],
  ["developer", "secretsmanager:CreateSecret", secret, [], "allowed"],
  ["developer", "codebuild:UpdateProject", project, [], "allowed"],
  ["registry-admin", "secretsmanager:TagResource", secret, ["pullpass/projects"], "allowed"],
  ["registry-admin", "codebuild:CreateProject", project, ["pullpass/group"], "allowed"],
] as const)(
  "the service control policy of the docs: %s, %s of %s with %j is %s",
  (role, action, resource, tags, kind) => {
    expect(decision(role, action, resource, tags)).toBe(kind);
  },
);
