import { type KeyGrant, keyPolicyDelegates, trustAllows } from "@pullpass/access";
import { expect, test } from "vitest";
import {
  account,
  allow,
  ask,
  deny,
  elsewhere,
  keyArn,
  policy,
  type Question,
  roleArn,
  root,
  secretArn,
  sessionArn,
  told,
} from "./support/ask.ts";

const action = "kms:Decrypt";
const context = {
  "kms:ViaService": "secretsmanager.eu-central-1.amazonaws.com",
  "kms:EncryptionContext:SecretARN": secretArn,
  "kms:EncryptionContextKeys": ["SecretARN"],
};
const delegating = allow({ Principal: { AWS: root() }, Action: "kms:*" });
const admitting = allow({ Principal: { AWS: roleArn }, Action: action });
const own = [allow({ Action: action, Resource: keyArn })];
const grant: KeyGrant = { id: "g-1", granteePrincipal: roleArn, operations: ["Decrypt"] };
const nothing = [allow({ Action: "s3:*" })];
const via = (service: string) => ({ StringEquals: { "kms:ViaService": service } });

const rows: readonly { what: string; question: Question; is: string }[] = [
  {
    what: "IAM, without the key policy's leave",
    question: { identity: own, onResource: [] },
    is: "denied for lack of key",
  },
  { what: "IAM, and no key policy", question: { identity: own }, is: "denied for lack of key" },
  {
    what: "the key policy delegates, and IAM allows",
    question: { identity: own, onResource: [delegating] },
    is: "allowed",
  },
  {
    what: "the key policy delegates by the account's number",
    question: { identity: own, onResource: [allow({ Principal: { AWS: account } })] },
    is: "allowed",
  },
  {
    what: "the key policy delegates, and IAM does not allow",
    question: { onResource: [delegating] },
    is: "denied for lack of identity",
  },
  {
    what: "the key policy delegates another action",
    question: { identity: own, onResource: [allow({ Principal: { AWS: root() }, Action: "kms:Encrypt" })] },
    is: "denied for lack of key",
  },
  {
    what: "the key policy delegates through this service",
    question: {
      identity: own,
      onResource: [{ ...delegating, Condition: via("secretsmanager.eu-central-1.amazonaws.com") }],
    },
    is: "allowed",
  },
  {
    what: "the key policy delegates through another service",
    question: {
      identity: own,
      onResource: [{ ...delegating, Condition: via("s3.eu-central-1.amazonaws.com") }],
    },
    is: "denied for lack of key",
  },
  { what: "the key policy admits the role", question: { onResource: [admitting] }, is: "allowed" },
  {
    what: "the key policy admits everyone of the account, as AWS's own keys do",
    question: { onResource: [allow({ Principal: { AWS: "*" } })] },
    is: "allowed",
  },
  {
    what: "the key policy admits the role, its boundary does not",
    question: { onResource: [admitting], boundary: nothing },
    is: "denied for lack of boundary",
  },
  {
    what: "the key policy denies",
    question: { identity: own, onResource: [delegating, deny({ Principal: "*" })] },
    is: "denied by on the resource[1]",
  },
  { what: "a grant", question: { onResource: [], grants: [grant] }, is: "allowed" },
  {
    what: "a grant to the session",
    question: { onResource: [], grants: [{ ...grant, granteePrincipal: sessionArn }] },
    is: "allowed",
  },
  {
    what: "a grant to another role",
    question: { onResource: [], grants: [{ ...grant, granteePrincipal: `${roleArn}2` }] },
    is: "denied for lack of key",
  },
  {
    what: "a grant of another operation",
    question: { onResource: [], grants: [{ ...grant, operations: ["Encrypt"] }] },
    is: "denied for lack of key",
  },
  {
    what: "a grant for this encryption context",
    question: { onResource: [], grants: [{ ...grant, encryptionContextEquals: { SecretARN: secretArn } }] },
    is: "allowed",
  },
  {
    what: "a grant for more encryption context",
    question: {
      onResource: [],
      grants: [{ ...grant, encryptionContextEquals: { SecretARN: secretArn, more: "x" } }],
    },
    is: "denied for lack of key",
  },
  {
    what: "a grant for no encryption context",
    question: { onResource: [], grants: [{ ...grant, encryptionContextEquals: {} }] },
    is: "denied for lack of key",
  },
  {
    what: "a grant for part of the encryption context",
    question: { onResource: [], grants: [{ ...grant, encryptionContextSubset: { SecretARN: secretArn } }] },
    is: "allowed",
  },
  {
    what: "a grant for another secret",
    question: {
      onResource: [],
      grants: [{ ...grant, encryptionContextSubset: { SecretARN: `${secretArn}2` } }],
    },
    is: "denied for lack of key",
  },
  {
    what: "a grant, and a denial",
    question: { identity: [deny()], onResource: [], grants: [grant] },
    is: "denied by own[0]",
  },
  {
    what: "another account's key that admits the role, and IAM allows",
    question: { owner: elsewhere, identity: own, onResource: [admitting] },
    is: "allowed",
  },
  {
    what: "another account's key that admits the role",
    question: { owner: elsewhere, onResource: [admitting] },
    is: "denied for lack of identity",
  },
  {
    what: "another account's key that delegates to its own account",
    question: {
      owner: elsewhere,
      identity: own,
      onResource: [allow({ Principal: { AWS: root(elsewhere) } })],
    },
    is: "denied for lack of key",
  },
];

test.each(rows)("a key: $what: $is", ({ question, is }) => {
  expect(told(ask({ action, resource: keyArn, context, isKey: true, ...question }))).toBe(is);
});

test("a grant says nothing about what is no key", () => {
  expect(ask({ grants: [{ ...grant, operations: ["GetSecretValue"] }] }).kind).toBe("denied");
});

test.each([
  ["delegates to the account", [delegating], true],
  ["admits the role", [admitting], true],
  ["admits everyone", [allow({ Principal: "*" })], true],
  ["admits another role", [allow({ Principal: { AWS: `${roleArn}2` } })], false],
  ["delegates to another account", [allow({ Principal: { AWS: elsewhere } })], false],
  ["delegates other actions", [allow({ Principal: { AWS: account }, Action: "kms:Describe*" })], false],
  [
    "delegates under a condition that holds",
    [{ ...delegating, Condition: { StringLike: { "kms:ViaService": "secretsmanager.*" } } }],
    true,
  ],
  [
    "delegates under a condition that does not",
    [{ ...delegating, Condition: { StringLike: { "kms:ViaService": "s3.*" } } }],
    false,
  ],
  ["denies", [deny({ Principal: "*" })], false],
])("whether permissions of a role can count: a key policy that %s: %s", (_, statements, delegates) => {
  const question = { action, keyArn, account, roleArn, context };
  expect(keyPolicyDelegates(policy("key", ...statements).document, question)).toBe(delegates);
});

const codebuild = "codebuild.amazonaws.com";
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
  expect(trustAllows(policy("trust", ...statements).document, codebuild)).toBe(allows);
});

test("what cannot be read delegates nothing and trusts nobody", () => {
  for (const document of [
    undefined,
    "",
    "{}",
    [],
    { Statement: "x" },
    { Statement: [{ ...trusting, Effect: "allow" }] },
  ]) {
    expect(trustAllows(document, codebuild)).toBe(false);
    expect(keyPolicyDelegates(document, { action, keyArn, account, roleArn, context })).toBe(false);
  }
});
