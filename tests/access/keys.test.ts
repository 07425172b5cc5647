import { type PolicySet, readLayers } from "@pullpass/access";
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
/** What the key policy says by itself. */
function keyLayer(document: unknown) {
  const policies: PolicySet = {
    identity: { kind: "known", value: [] },
    boundary: { kind: "known", value: undefined },
    resource: { kind: "known", value: { name: "key", document } },
    resourceIsKey: true,
    grants: { kind: "known", value: [] },
    serviceControl: { kind: "known", value: [] },
  };
  const principal = { kind: "role", arn: roleArn, account } as const;
  return readLayers({ principal, action, resource: keyArn, resourceAccount: account, context }, policies).key;
}

const delegating = allow({ Principal: { AWS: root() }, Action: "kms:*" });
const admitting = allow({ Principal: { AWS: roleArn }, Action: action });
const own = [allow({ Action: action, Resource: keyArn })];
const nothing = [allow({ Action: "s3:*" })];
const forSecret = (SecretARN: string) => [
  allow({ Action: action, Condition: { StringEquals: { "kms:EncryptionContext:SecretARN": SecretARN } } }),
];
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
  {
    what: "the key policy delegates but what IAM is asked for",
    question: {
      identity: own,
      onResource: [allow({ Principal: { AWS: root() }, Action: undefined, NotAction: action })],
    },
    is: "denied for lack of key",
  },
  {
    what: "the key policy delegates and IAM denies",
    question: { identity: [...own, deny()], onResource: [delegating] },
    is: "denied by own[1]",
  },
  {
    what: "the key policy delegates, and IAM allows for this secret",
    question: { identity: forSecret(secretArn), onResource: [delegating] },
    is: "allowed",
  },
  {
    what: "the key policy delegates, and IAM allows for another secret",
    question: { identity: forSecret(`${secretArn}2`), onResource: [delegating] },
    is: "denied for lack of identity",
  },
  {
    what: "the key policy names another key, which says nothing",
    question: { identity: own, onResource: [{ ...delegating, Resource: `${keyArn}2` }] },
    is: "denied for lack of key",
  },
  {
    what: "the key policy admits the session, which no boundary limits",
    question: { onResource: [allow({ Principal: { AWS: sessionArn } })], boundary: nothing },
    is: "allowed",
  },
  {
    what: "the key policy admits the role, service control does not",
    question: { onResource: [admitting], levels: [nothing] },
    is: "denied for lack of serviceControl",
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
    what: "another account's key that delegates to this account, and IAM allows",
    question: { owner: elsewhere, identity: own, onResource: [delegating] },
    is: "allowed",
  },
  {
    what: "another account's key, neither",
    question: { owner: elsewhere, onResource: [] },
    is: "denied for lack of identity, key",
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
  expect(keyLayer(policy("key", ...statements).document).kind === "allows").toBe(delegates);
});

test.each([undefined, "", [], { Statement: "x" }, { Statement: { ...delegating, Effect: "allow" } }])(
  "a key policy that cannot be read is unknown: %j",
  (document) => {
    expect(keyLayer(document).kind).toBe("unknown");
  },
);
