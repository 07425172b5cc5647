import type { KeyGrant } from "@pullpass/access";
import { expect, test } from "vitest";
import {
  allow,
  ask,
  deny,
  elsewhere,
  keyArn,
  type Question,
  roleArn,
  secretArn,
  sessionArn,
  told,
} from "./support/ask.ts";

const action = "kms:Decrypt";
const context = {
  "kms:EncryptionContext:SecretARN": secretArn,
  "kms:EncryptionContextKeys": ["SecretARN"],
};
const own = [allow({ Action: action, Resource: keyArn })];
const grant: KeyGrant = { id: "g-1", granteePrincipal: roleArn, operations: ["Decrypt"] };
const nothing = [allow({ Action: "s3:*" })];

/** Of a key whose policy admits nobody. https://docs.aws.amazon.com/kms/latest/developerguide/grants.html */
const rows: readonly { what: string; question: Question; is: string }[] = [
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
    what: "a grant for this encryption context and a part of it",
    question: {
      onResource: [],
      grants: [
        {
          ...grant,
          encryptionContextEquals: { SecretARN: secretArn },
          encryptionContextSubset: { SecretARN: "x" },
        },
      ],
    },
    is: "denied for lack of key",
  },
  {
    what: "a grant that does not suit, beside one that does",
    question: {
      onResource: [],
      grants: [
        { ...grant, operations: ["Encrypt"] },
        { ...grant, id: "g-2" },
      ],
    },
    is: "allowed",
  },
  {
    what: "a grant, and a denial by the key policy",
    question: { onResource: [deny({ Principal: { AWS: roleArn } })], grants: [grant] },
    is: "denied by on the resource[0]",
  },
  {
    what: "a grant, and service control that does not allow it",
    question: { onResource: [], grants: [grant], levels: [nothing] },
    is: "denied for lack of serviceControl",
  },
  {
    what: "a grant, and a denial",
    question: { identity: [deny()], onResource: [], grants: [grant] },
    is: "denied by own[0]",
  },
  {
    what: "another account's key by a grant, and IAM allows",
    question: { owner: elsewhere, identity: own, onResource: [], grants: [grant] },
    is: "allowed",
  },
];

test.each(rows)("$what: $is", ({ question, is }) => {
  expect(told(ask({ action, resource: keyArn, context, isKey: true, ...question }))).toBe(is);
});

test("a grant says nothing about what is no key", () => {
  expect(ask({ grants: [{ ...grant, operations: ["GetSecretValue"] }] }).kind).toBe("denied");
});
