import { expect, test } from "vitest";
import type { RoleState } from "../../packages/core/src/observe/snapshot.ts";
import {
  customerKey,
  delegatingKeyPolicy,
  given,
  keyArn,
  planFor,
  project,
  role,
  secret,
  secretArn,
} from "./support.ts";

const arn = secretArn("registry/hub");
const web = project("web", { credential: arn, pullCredentials: "SERVICE_ROLE" });

function policy(...Statement: readonly object[]) {
  return { Version: "2012-10-17", Statement };
}

function deny(over: object = {}) {
  return { Effect: "Deny", Principal: "*", Action: "secretsmanager:GetSecretValue", Resource: "*", ...over };
}

const allowAll = { Effect: "Allow", Action: "*", Resource: "*" };
const known = <T>(value: T) => ({ kind: "known", value }) as const;
const boundary = (...statements: readonly object[]): Partial<RoleState> => ({
  boundary: known(policy(...statements)),
});
const vpcOnly = { StringNotEquals: { "aws:SourceVpce": "vpce-1" } };

// biome-ignore lint/suspicious/noTemplateCurlyInString: a policy variable
const unknownVariable = "${aws:SourceAccount}";
// biome-ignore lint/suspicious/noTemplateCurlyInString: a policy variable
const unknownWithDefault = "${aws:SourceAccount, '444455556666'}";
// biome-ignore lint/suspicious/noTemplateCurlyInString: a policy variable
const unknownHub = "${aws:SourceVpc, 'registry/hub'}";
const tagged: Partial<RoleState> = { tags: { team: "web" } };

interface Case {
  readonly what: string;
  readonly resource?: unknown;
  readonly key?: unknown;
  readonly state?: Partial<RoleState>;
  readonly deniedBy: readonly string[];
}

const cases: readonly Case[] = [
  { what: "nothing", deniedBy: [] },
  {
    what: "a resource policy that denies everyone",
    resource: policy(deny({ Sid: "Shut" })),
    deniedBy: ["resource policy: statement 1 (Shut)"],
  },
  {
    what: "a resource policy that denies the role",
    resource: policy({ ...allowAll, Principal: "*" }, deny({ Principal: { AWS: role } })),
    deniedBy: ["resource policy: statement 2"],
  },
  {
    what: "a resource policy that denies another role",
    resource: policy(deny({ Principal: { AWS: "arn:aws:iam::111122223333:role/other" } })),
    deniedBy: [],
  },
  {
    what: "a resource policy that denies all but other roles",
    resource: policy(
      deny({ Condition: { ArnNotLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/ops-*" } } }),
    ),
    deniedBy: ["resource policy: statement 1"],
  },
  {
    what: "a resource policy that denies all but this role",
    resource: policy(deny({ Condition: { ArnNotLike: { "aws:PrincipalArn": role } } })),
    deniedBy: [],
  },
  {
    what: "a resource policy that may or may not deny: the network is not known",
    resource: policy(deny({ Condition: vpcOnly })),
    deniedBy: [],
  },
  {
    what: "a resource policy that denies by network, and one statement later for sure",
    resource: policy(deny({ Condition: vpcOnly }), deny()),
    deniedBy: ["resource policy: statement 2"],
  },
  {
    what: "a resource policy that compares with a variable that is not known",
    resource: policy(
      deny({
        Condition: {
          StringEquals: { "aws:PrincipalAccount": ["111122223333", unknownVariable] },
        },
      }),
    ),
    deniedBy: [],
  },
  {
    what: "a resource policy that falls back on a default for what is not known",
    resource: policy(
      deny({ Condition: { StringNotEquals: { "aws:PrincipalAccount": unknownWithDefault } } }),
    ),
    deniedBy: [],
  },
  {
    what: "a resource policy that falls back on a default in its resource",
    resource: policy(deny({ Resource: `arn:aws:secretsmanager:*:*:secret:${unknownHub}-*` })),
    deniedBy: [],
  },
  {
    what: "a resource policy that compares with a key written in other letters",
    resource: policy(deny({ Condition: { StringEquals: { "AWS:principalaccount": "111122223333" } } })),
    deniedBy: ["resource policy: statement 1"],
  },
  ...[
    ["the role's tag", "aws:PrincipalTag/team"],
    ["the secret's tag", "aws:ResourceTag/team"],
    ["the secret's tag, in the service's own words", "secretsmanager:ResourceTag/team"],
  ].flatMap(([tag, key]) => [
    {
      what: `a resource policy that denies ${tag}`,
      resource: policy(deny({ Condition: { StringEquals: { [String(key)]: "web" } } })),
      state: tagged,
      deniedBy: ["resource policy: statement 1"],
    },
    {
      what: `a resource policy that denies all but ${tag}`,
      resource: policy(deny({ Condition: { StringNotEquals: { [String(key)]: "web" } } })),
      state: tagged,
      deniedBy: [],
    },
  ]),
  ...[
    { Bool: { "aws:SecureTransport": "false" } },
    { StringNotEquals: { "aws:PrincipalType": "AssumedRole" } },
    { StringNotEquals: { "aws:RequestedRegion": "eu-central-1" } },
    { StringNotEquals: { "aws:ResourceAccount": "111122223333" } },
    { StringNotEquals: { "secretsmanager:SecretId": arn } },
  ].map((Condition) => ({
    what: `a resource policy that denies what CodeBuild never does: ${JSON.stringify(Condition)}`,
    resource: policy(deny({ Condition })),
    deniedBy: [],
  })),
  { what: "a resource policy that is no policy", resource: "hostile", deniedBy: [] },
  { what: "a resource policy without statements", resource: { Version: "2012-10-17" }, deniedBy: [] },
  {
    what: "a resource policy whose one statement is no list",
    resource: { Version: "2012-10-17", Statement: deny() },
    deniedBy: ["resource policy: statement 1"],
  },
  {
    what: "of two inline policies, the one that denies for sure",
    state: {
      inlinePolicies: new Map([
        ["network", JSON.stringify(policy(deny({ Principal: undefined, Condition: vpcOnly })))],
        ["shut", JSON.stringify(policy(deny({ Principal: undefined })))],
      ]),
    },
    deniedBy: ["shut: statement 1"],
  },
  {
    what: "a boundary that allows it from some networks, and something else from all",
    state: boundary(
      { Effect: "Allow", Action: "s3:*", Resource: "*" },
      { ...allowAll, Condition: { StringEquals: { "aws:SourceVpce": "vpce-1" } } },
    ),
    deniedBy: [],
  },
  {
    what: "a key policy that denies what Secrets Manager does not say",
    key: policy(
      ...delegatingKeyPolicy.Statement,
      deny({
        Action: "kms:Decrypt",
        Condition: { "ForAllValues:StringNotEquals": { "kms:EncryptionContextKeys": ["SecretARN"] } },
      }),
    ),
    deniedBy: [],
  },
  {
    what: "another inline policy",
    state: { inlinePolicies: new Map([["shut", JSON.stringify(policy(deny({ Principal: undefined })))]]) },
    deniedBy: ["shut: statement 1"],
  },
  {
    what: "an inline policy that is no JSON",
    state: { inlinePolicies: new Map([["odd", "{"]]) },
    deniedBy: [],
  },
  {
    what: "an attached policy",
    state: {
      managedPolicies: known(
        new Map([["arn:aws:iam::111122223333:policy/shut", policy(deny({ Principal: undefined }))]]),
      ),
    },
    deniedBy: ["arn:aws:iam::111122223333:policy/shut: statement 1"],
  },
  {
    what: "a boundary that denies",
    state: boundary(allowAll, deny({ Principal: undefined })),
    deniedBy: ["permissions boundary: statement 2"],
  },
  {
    what: "a boundary that does not allow reading secrets",
    state: boundary({ Effect: "Allow", Action: "s3:*", Resource: "*" }),
    deniedBy: ["the role's permissions boundary"],
  },
  { what: "a boundary that allows it", state: boundary(allowAll), deniedBy: [] },
  {
    what: "a boundary that allows it from some networks",
    state: boundary({ ...allowAll, Condition: { StringEquals: { "aws:SourceVpce": "vpce-1" } } }),
    deniedBy: [],
  },
  {
    what: "a key policy that denies",
    key: policy(...delegatingKeyPolicy.Statement, deny({ Action: "kms:Decrypt", Principal: { AWS: role } })),
    deniedBy: ["key policy: statement 2"],
  },
  {
    what: "a key policy that denies what comes through another service",
    key: policy(
      ...delegatingKeyPolicy.Statement,
      deny({
        Action: "kms:Decrypt",
        Condition: { StringNotEquals: { "kms:ViaService": "secretsmanager.eu-central-1.amazonaws.com" } },
      }),
    ),
    deniedBy: [],
  },
];

test.each(cases)("$what: denied by $deniedBy", ({ resource, key, state, deniedBy }) => {
  const plan = planFor(
    given({
      role: state ?? {},
      projects: [web],
      secrets: [
        secret("registry/hub", {
          tags: { "pullpass/projects": "web", team: "web" },
          key: customerKey(key === undefined ? {} : { policy: known(key) }),
          policy: resource === undefined ? { kind: "absent" } : known(resource),
        }),
      ],
    }),
  );
  const found = plan.findings.filter(({ rule }) => rule === "access-still-denied");
  const by = found.flatMap(({ evidence }) =>
    evidence
      .filter(([label]) => label === "denied by" || label === "no statement in")
      .map(([, value]) => value),
  );
  expect([...new Set(by)]).toEqual(deniedBy);
  expect(plan.grants).toMatchObject([{ secret: arn, key: keyArn() }]);
});

test("the finding names the action that is denied", () => {
  const shut = policy(...delegatingKeyPolicy.Statement, deny({ Action: "kms:*", Principal: { AWS: role } }));
  const plan = planFor(
    given({
      projects: [web],
      secrets: [secret("registry/hub", { key: customerKey({ policy: known(shut) }) })],
    }),
  );
  expect(plan.findings[0]?.evidence).toContainEqual(["action", "kms:Decrypt"]);
  expect(plan.findings[0]?.evidence).toContainEqual(["resource", keyArn()]);
});
