import { expect, test } from "vitest";
import { remedyText } from "../../packages/core/src/notice/remedy-text.ts";
import type { SecretKey } from "../../packages/core/src/observe/snapshot.ts";
import {
  account,
  customerKey,
  defaultKey,
  given,
  holding,
  keyArn,
  planFor,
  project,
  recorded,
  region,
  role,
  secret,
  secretArn,
} from "./support.ts";

interface Case {
  readonly key: string;
  readonly is: SecretKey;
  readonly granted: "secret" | "secret and key" | "nothing";
  readonly finding?: string;
}

const policy = (Statement: unknown) =>
  ({ kind: "known", value: { Version: "2012-10-17", Statement } }) as const;
const otherAccount = "444455556666";

const cases: readonly Case[] = [
  { key: "the default key", is: defaultKey, granted: "secret" },
  { key: "a customer managed key", is: customerKey(), granted: "secret and key" },
  { key: "a key that is being updated", is: customerKey({ state: "Updating" }), granted: "secret and key" },
  {
    key: "a disabled key",
    is: customerKey({ state: "Disabled" }),
    granted: "secret and key",
    finding: "key-unusable",
  },
  {
    key: "a key pending deletion",
    is: customerKey({ state: "PendingDeletion" }),
    granted: "secret and key",
    finding: "key-unusable",
  },
  {
    key: "a key waiting for its material",
    is: customerKey({ state: "PendingImport" }),
    granted: "secret and key",
    finding: "key-unusable",
  },
  {
    key: "a key that is gone",
    is: { kind: "absent", keyId: "alias/gone" },
    granted: "nothing",
    finding: "key-unusable",
  },
  {
    key: "a key whose policy shuts IAM out",
    is: customerKey({
      policy: policy([
        {
          Effect: "Allow",
          Principal: { AWS: `arn:aws:iam::${account}:role/ops` },
          Action: "kms:*",
          Resource: "*",
        },
      ]),
    }),
    granted: "secret and key",
    finding: "key-policy-denies",
  },
  {
    key: "a key whose policy has a statement without actions, which KMS stores and ignores",
    is: customerKey({
      policy: policy([
        { Effect: "Deny", Principal: "*", Resource: "*" },
        { Effect: "Deny", Principal: "*", Action: "kms:*" },
        { Effect: "Allow", Principal: { AWS: role }, Action: "kms:Decrypt", Resource: "*" },
      ]),
    }),
    granted: "secret and key",
    finding: "policy-malformed",
  },
  {
    key: "a key without a policy",
    is: customerKey({ policy: { kind: "absent" } }),
    granted: "secret and key",
    finding: "key-policy-denies",
  },
  {
    key: "a key whose policy admits the role itself",
    is: customerKey({
      policy: policy([{ Effect: "Allow", Principal: { AWS: role }, Action: "kms:Decrypt", Resource: "*" }]),
    }),
    granted: "secret and key",
  },
  {
    key: "a key whose root statement delegates something else",
    is: customerKey({
      policy: policy([
        {
          Effect: "Allow",
          Principal: { AWS: `arn:aws:iam::${account}:root` },
          Action: "kms:Describe*",
          Resource: "*",
        },
      ]),
    }),
    granted: "secret and key",
    finding: "key-policy-denies",
  },
  {
    key: "another account's key, whose policy nobody here can read",
    is: customerKey({ account: otherAccount, policy: { kind: "unknown", reason: "AccessDenied" } }),
    granted: "secret and key",
  },
];

test.each(cases)("$key: the role is granted $granted, flagged $finding", ({ is, granted, finding }) => {
  const plan = planFor(given({ projects: [project("web")], secrets: [secret("registry/hub", { key: is })] }));
  const grant = plan.grants[0];
  expect(grant === undefined ? "nothing" : grant.key === undefined ? "secret" : "secret and key").toBe(
    granted,
  );
  expect(plan.findings.map(({ rule }) => rule)).toEqual(finding === undefined ? [] : [finding]);
  expect(plan.unknowns).toEqual([]);
});

const shutKey = {
  kind: "unknown",
  reason: "denied",
  refusal: { kind: "denied", call: "kms:DescribeKey", by: "resource-based policy" },
} as const;
const shut: readonly (readonly [what: string, is: SecretKey, evidence: string])[] = [
  [
    "a key that its own policy lets nobody look at",
    { ...shutKey, keyId: "alias/registry" },
    "alias/registry",
  ],
  ["a key whose policy lets nobody look at the policy", customerKey({ policy: shutKey }), keyArn()],
];

test.each(shut)("%s: nothing is granted, and its administrator is told", (_, is, evidence) => {
  const secrets = [secret("registry/hub", { key: is })];
  const plan = planFor(given({ projects: [project("web")], secrets }));
  expect(plan.grants).toEqual([]);
  expect(plan.findings).toMatchObject([{ rule: "key-policy-denies" }]);
  expect(plan.findings[0]?.evidence).toContainEqual(["key", evidence]);
  expect(plan.unknowns).toEqual([expect.stringMatching(/: denied$/)]);
  expect(plan.examined).not.toContainEqual({ kind: "project", name: "web" });
});

test("what the administrator of such a key is told", () => {
  const key: SecretKey = { ...shutKey, keyId: "alias/registry" };
  const plan = planFor(given({ projects: [project("web")], secrets: [secret("registry/hub", { key })] }));
  expect(plan.findings[0]).toMatchInlineSnapshot(`
    {
      "account": "111122223333",
      "blocks": false,
      "evidence": [
        [
          "secret",
          "arn:aws:secretsmanager:eu-central-1:111122223333:secret:registry/hub-a1b2c3",
        ],
        [
          "key",
          "alias/registry",
        ],
        [
          "role",
          "arn:aws:iam::111122223333:role/service-role/web-build",
        ],
      ],
      "mender": "key administrator",
      "region": "eu-central-1",
      "remedy": [
        {
          "kind": "statement",
          "place": {
            "layer": "key policy",
            "of": "alias/registry",
          },
          "role": "arn:aws:iam::111122223333:role/service-role/web-build",
          "statement": {
            "Action": [
              "kms:DescribeKey",
              "kms:GetKeyPolicy",
              "kms:ListGrants",
            ],
            "Effect": "Allow",
            "Principal": {
              "AWS": "arn:aws:iam::111122223333:root",
            },
            "Resource": "*",
          },
        },
        {
          "kind": "statement",
          "place": {
            "layer": "key policy",
            "of": "alias/registry",
          },
          "role": "arn:aws:iam::111122223333:role/service-role/web-build",
          "statement": {
            "Action": "kms:Decrypt",
            "Condition": {
              "StringEquals": {
                "kms:EncryptionContext:SecretARN": "arn:aws:secretsmanager:eu-central-1:111122223333:secret:registry/hub-a1b2c3",
                "kms:ViaService": "secretsmanager.eu-central-1.amazonaws.com",
              },
            },
            "Effect": "Allow",
            "Principal": {
              "AWS": "arn:aws:iam::111122223333:role/service-role/web-build",
            },
            "Resource": "*",
          },
        },
        {
          "kind": "advice",
          "text": "Save the changed key policy as policy.json; the key's administrator writes it with aws kms put-key-policy, which wants the key's ARN.",
        },
      ],
      "rule": "key-policy-denies",
      "severity": "medium",
      "subject": {
        "kind": "project",
        "name": "web",
      },
      "title": "The policy of the key alias/registry of project web's secret does not let pullpass look at the key.",
      "waitsFor": undefined,
    }
  `);
});

test("a key that pullpass may not look at for another reason is unknown, and flagged by nobody", () => {
  const key = { kind: "unknown", reason: "throttled", keyId: "alias/registry" } as const;
  const plan = planFor(given({ projects: [project("web")], secrets: [secret("registry/hub", { key })] }));
  expect(plan.findings).toEqual([]);
  expect(plan.unknowns).toHaveLength(1);
});

const remedies = [
  ["Disabled", "Enable it: aws kms enable-key --region eu-central-1 --key-id ARN"],
  [
    "PendingDeletion",
    "Cancel its deletion and enable it: aws kms cancel-key-deletion --region eu-central-1 --key-id ARN && aws kms enable-key --region eu-central-1 --key-id ARN",
  ],
  ["PendingImport", "See what the key waits for: aws kms describe-key --region eu-central-1 --key-id ARN"],
] as const;

test.each(remedies)("a key that is %s: %s", (state, remedy) => {
  const is = customerKey({ state });
  const plan = planFor(given({ projects: [project("web")], secrets: [secret("registry/hub", { key: is })] }));
  expect(plan.findings).toMatchObject([
    {
      evidence: [
        ["secret", secretArn("registry/hub")],
        ["key", keyArn()],
        ["state", state],
      ],
    },
  ]);
  expect(remedyText(plan.findings[0]?.remedy ?? [])).toBe(remedy.replaceAll("ARN", keyArn()));
});

test("a key that is gone is named, with how to give the secret another", () => {
  const is = { kind: "absent", keyId: "alias/gone" } as const;
  const plan = planFor(given({ projects: [project("web")], secrets: [secret("registry/hub", { key: is })] }));
  expect(plan.findings).toMatchObject([
    {
      title: "The key of the secret registry/hub of project web does not exist.",
      evidence: [
        ["secret", secretArn("registry/hub")],
        ["key", "alias/gone"],
      ],
    },
  ]);
  expect(remedyText(plan.findings[0]?.remedy ?? [])).toBe(
    `Write the login to credential.json, as JSON with "username" and "password", and store it anew under the default key, or under another that you name instead: aws secretsmanager update-secret --region eu-central-1 --secret-id ${secretArn("registry/hub")} --kms-key-id alias/aws/secretsmanager --secret-string file://credential.json`,
  );
});

test("a replica is decrypted with its own key, through its own Region", () => {
  const there = keyArn("99999999-12ab-34cd-56ef-1234567890ab", "us-east-1");
  const replica = secret("registry/hub", {
    region: "us-east-1",
    primaryRegion: region,
    key: customerKey({ arn: there }),
  });
  const plan = planFor(
    given({ projects: [project("web", { credential: replica.secret.arn })], secrets: [replica] }),
  );
  expect(plan.grants).toMatchObject([{ secret: replica.secret.arn, key: there, region }]);
  expect(plan.policy).toMatchObject({
    document: expect.stringContaining("secretsmanager.us-east-1.amazonaws.com"),
  });
});

test("a secret that got another key gets its grant anew", () => {
  const grants = [recorded("registry/hub", ["web"], { key: keyArn() })];
  const other = keyArn("99999999-12ab-34cd-56ef-1234567890ab");
  const world = (key: SecretKey) =>
    given({
      grants,
      role: { inlinePolicies: holding(grants) },
      projects: [project("web", { credential: secretArn("registry/hub"), pullCredentials: "SERVICE_ROLE" })],
      secrets: [secret("registry/hub", { key })],
    });
  expect(planFor(world(customerKey())).changes).toEqual([]);
  for (const [key, arn] of [
    [customerKey({ arn: other }), other],
    [defaultKey, undefined],
  ] as const) {
    const plan = planFor(world(key));
    expect(plan.changes).toMatchObject([
      { kind: "grant", grant: { key: arn }, reason: "The secret is encrypted with another key than before." },
    ]);
    expect(plan.policy.kind).toBe("put");
  }
});

test("a key policy that names an identity which is gone cannot be written again until that is removed", () => {
  const gone = {
    Effect: "Allow",
    Principal: { AWS: ["AROAEXAMPLEROLEID1234"] },
    Action: "kms:*",
    Resource: "*",
  };
  const key = customerKey({ policy: policy([gone]) });
  const plan = planFor(given({ projects: [project("web")], secrets: [secret("registry/hub", { key })] }));
  expect(plan.findings.map(({ remedy }) => remedyText(remedy)).join()).toContain(
    `From the key policy of ${keyArn()}, remove the principal AROAEXAMPLEROLEID1234, and statements that name no other`,
  );
});
