import { evaluate, type PolicySet } from "@pullpass/access";
import { expect, test } from "vitest";
import { account, elsewhere, policy } from "./support/ask.ts";

const codebuild = "codebuild.amazonaws.com";
const roleArn = `arn:aws:iam::${account}:role/web`;

/** Of which project the build is, is not known. */
function assuming(document: unknown) {
  const policies: PolicySet = {
    identity: { kind: "known", value: [] },
    boundary: { kind: "known", value: undefined },
    resource: { kind: "known", value: { name: "trust", document } },
    resourceIsKey: false,
    grants: { kind: "known", value: [] },
    serviceControl: { kind: "known", value: [] },
  };
  const request = {
    principal: { kind: "service", service: codebuild },
    action: "sts:AssumeRole",
    resource: roleArn,
    resourceAccount: account,
    context: { "aws:SourceAccount": account },
    unknown: { absent: [], present: {} },
  } as const;
  return evaluate(request, policies).kind;
}

const trusting = { Effect: "Allow", Principal: { Service: codebuild }, Action: "sts:AssumeRole" };

test.each<[string, readonly unknown[], boolean]>([
  ["names it", [trusting], true],
  [
    "names it among others",
    [{ ...trusting, Principal: { Service: ["ec2.amazonaws.com", codebuild] } }],
    true,
  ],
  ["names it for all actions of STS", [{ ...trusting, Action: "sts:*" }], true],
  [
    "names it for one project",
    [{ ...trusting, Condition: { ArnEquals: { "aws:SourceArn": "arn:aws:codebuild:*:*:project/web" } } }],
    true,
  ],
  ["names it in a list of actions", [{ ...trusting, Action: ["sts:TagSession", "STS:assumerole"] }], true],
  ["names it for all but tagging", [{ ...trusting, Action: undefined, NotAction: "sts:TagSession" }], true],
  ["names it for all but this", [{ ...trusting, Action: undefined, NotAction: "sts:Assume*" }], false],
  ["names it beside an account", [{ ...trusting, Principal: { AWS: account, Service: codebuild } }], true],
  ["names it in another statement", [{ ...trusting, Principal: { AWS: account } }, trusting], true],
  ["names it as an account", [{ ...trusting, Principal: { AWS: codebuild } }], false],
  ["names a service that begins like it", [{ ...trusting, Principal: { Service: "codebuild" } }], false],
  [
    "denies another service",
    [trusting, { ...trusting, Effect: "Deny", Principal: { Service: "ec2.amazonaws.com" } }],
    true,
  ],
  ["names another service", [{ ...trusting, Principal: { Service: "ec2.amazonaws.com" } }], false],
  ["names an account", [{ ...trusting, Principal: { AWS: account } }], false],
  ["lets it tag sessions alone", [{ ...trusting, Action: "sts:TagSession" }], false],
  ["denies it", [trusting, { ...trusting, Effect: "Deny" }], false],
  [
    "denies it for some projects",
    [
      trusting,
      { ...trusting, Effect: "Deny", Condition: { StringEquals: { "aws:SourceAccount": elsewhere } } },
    ],
    true,
  ],
  ["denies it alone", [{ ...trusting, Effect: "Deny" }], false],
  ["says nothing", [], false],
])("whether CodeBuild can assume a role: a trust policy that %s: %s", (_, statements, allows) => {
  expect(assuming(policy("trust", ...statements).document) !== "denied").toBe(allows);
});

test.each([
  ["nothing", undefined],
  ["text", ""],
  ["JSON as text", JSON.stringify({ Statement: trusting })],
  ["a list", []],
  ["no statement", {}],
  ["a statement that is text", { Statement: "x" }],
  ["an effect in small letters", { Statement: [{ ...trusting, Effect: "allow" }] }],
  ["one statement of two that cannot be read", { Statement: [trusting, { ...trusting, Action: 1 }] }],
  ["no principal", { Statement: [{ ...trusting, Principal: undefined }] }],
])("what cannot be read is unknown: %s", (_, document) => {
  expect(assuming(document)).toBe("unknown");
});
