/** What is wrong with a policy document, where, and whether AWS refuses it. */
import { type FaultCode, type PolicyKind, validatePolicy } from "@pullpass/access";
import { expect, test } from "vitest";
import { account, roleArn, root, secretArn } from "../support/ask.ts";

type Statement = Readonly<Record<string, unknown>>;

const sound: Readonly<Record<PolicyKind, Statement>> = {
  identity: { Effect: "Allow", Action: "secretsmanager:GetSecretValue", Resource: secretArn },
  trust: { Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "codebuild.amazonaws.com" } },
  resource: {
    Effect: "Allow",
    Action: "secretsmanager:GetSecretValue",
    Resource: "*",
    Principal: { AWS: account },
  },
  key: { Effect: "Allow", Action: "kms:*", Resource: "*", Principal: { AWS: root() } },
};

const kinds: readonly PolicyKind[] = ["identity", "trust", "resource", "key"];

/** A sound policy of the kind, with these members over its only statement. */
function policyOf(kind: PolicyKind, over: Statement = {}) {
  return { Version: "2012-10-17", Statement: [{ ...sound[kind], ...over }] };
}

/** `code path`, with `stored` where AWS takes it. */
function faultsOf(...asked: Parameters<typeof validatePolicy>): readonly string[] {
  return validatePolicy(...asked).map(({ code, path, refused }) =>
    refused ? `${code} ${path}` : `stored ${code} ${path}`,
  );
}

type Case = readonly [what: string, kind: PolicyKind, over: Statement, fault?: string];

const at = "$.Statement[0]";

const cases: readonly Case[] = [
  ["one action in a list", "identity", { Action: ["s3:GetObject"] }],
  ["every action", "identity", { Action: "*" }],
  ["wildcards in the name of an action", "identity", { Action: "s3:Get*Obj?ct" }],
  [
    "an action without its service",
    "identity",
    { Action: ["s3:GetObject", "GetSecretValue"] },
    `action-without-vendor ${at}.Action[1]`,
  ],
  [
    "wildcards in the name of a service",
    "identity",
    { Action: "secrets*:GetSecretValue" },
    `action-vendor ${at}.Action`,
  ],
  ["two colons", "identity", { Action: "s3:Get:Object" }, `action-colons ${at}.Action`],
  ["a service with a space", "identity", { Action: "a a:ListBucket" }, `action-vendor ${at}.Action`],
  ["an action that is empty", "identity", { Action: "" }, `action-without-vendor ${at}.Action`],
  [
    "an action with spaces in its name",
    "identity",
    { Action: "iam: Get Role" },
    `stored action-name ${at}.Action`,
  ],
  ["no action", "identity", { Action: undefined }, `action-missing ${at}`],
  ["an empty list of actions", "identity", { Action: [] }, `action-missing ${at}.Action`],
  ["a number for an action", "identity", { Action: ["s3:Get", 7] }, `element-type ${at}.Action[1]`],
  ["both Action and NotAction", "identity", { NotAction: "s3:GetObject" }, `element-pair ${at}.NotAction`],
  ["NotAction", "identity", { Action: undefined, NotAction: "iam:*" }],
  ["both Resource and NotResource", "identity", { NotResource: "*" }, `element-pair ${at}.NotResource`],
  ["every resource", "identity", { Resource: "*" }],
  ["wildcards in a resource", "identity", { Resource: "arn:aws:s3:::b?cket/*" }],
  ["a variable in a resource", "identity", { Resource: `arn:aws:iam::*:user/\${aws:username}` }],
  ["a variable for the account", "identity", { Resource: `arn:aws:sqs:*:\${aws:PrincipalAccount}:queue` }],
  ["China", "identity", { Resource: "arn:aws-cn:s3:::bucket" }],
  ["GovCloud", "identity", { Resource: "arn:aws-us-gov:s3:::bucket" }],
  ["the European Sovereign Cloud", "identity", { Resource: "arn:aws-eusc:s3:::bucket" }],
  ["an isolated partition", "identity", { Resource: "arn:aws-iso-b:s3:::bucket" }],
  ["any partition", "identity", { Resource: "arn:*:s3:::bucket" }],
  ["any partition of AWS", "identity", { Resource: "arn:aws*:s3:::bucket" }],
  [
    "a partition that is none",
    "identity",
    { Resource: "arn:error:s3:::bucket" },
    `resource-partition ${at}.Resource`,
  ],
  ["no ARN", "identity", { Resource: "bucket" }, `resource-form ${at}.Resource`],
  ["an empty text", "identity", { Resource: "" }, `resource-form ${at}.Resource`],
  [
    "an ARN that stops at the partition",
    "identity",
    { Resource: "arn:aws" },
    `resource-vendor ${at}.Resource`,
  ],
  [
    "wildcards in the service of an ARN",
    "identity",
    { Resource: "arn:aws:s*:::bucket" },
    `resource-vendor ${at}.Resource`,
  ],
  ["an ARN that AWS completes", "identity", { Resource: "arn:aws:sqs" }],
  [
    "an ARN with one colon less",
    "identity",
    { Resource: "arn:aws:s3::bucket" },
    `resource-incomplete ${at}.Resource`,
  ],
  [
    "an incomplete ARN where AWS completes none",
    "resource",
    { Resource: "arn:aws:secretsmanager" },
    `stored resource-incomplete ${at}.Resource`,
  ],
  [
    "a role with a Region",
    "identity",
    { Resource: `arn:aws:iam:eu-west-1:${account}:role/x` },
    `resource-region ${at}.Resource`,
  ],
  [
    "a bucket with a Region",
    "identity",
    { Resource: "arn:aws:s3:eu-west-1::bucket" },
    `resource-region ${at}.Resource`,
  ],
  [
    "an access point, which has a Region",
    "identity",
    { Resource: `arn:aws:s3:eu-west-1:${account}:accesspoint/x` },
  ],
  [
    "something that IAM does not have",
    "identity",
    { Resource: `arn:aws:iam::${account}:bucket` },
    `resource-path ${at}.Resource`,
  ],
  ["the root user", "identity", { Resource: "arn:aws:iam::*:root" }],
  ["no resource", "identity", { Resource: undefined }, `resource-missing ${at}`],
  ["an empty list of resources", "identity", { Resource: [] }, `resource-missing ${at}.Resource`],
  ["a principal", "identity", { Principal: "*" }, `principal-prohibited ${at}.Principal`],
  ["no effect", "identity", { Effect: undefined }, `effect ${at}.Effect`],
  ["an effect in small letters", "identity", { Effect: "allow" }, `effect-case ${at}.Effect`],
  ["an element that there is not", "identity", { Resources: "*" }, `element-unknown ${at}.Resources`],
  ["an element in small letters", "identity", { sid: "x" }, `element-unknown ${at}.sid`],
  ["a Sid with a hyphen", "identity", { Sid: "read-it" }, `sid-characters ${at}.Sid`],
  ["a Sid with a hyphen", "trust", { Sid: "read-it" }, `sid-characters ${at}.Sid`],
  ["a Sid with spaces", "key", { Sid: "Enable IAM User Permissions" }],
  ["a Sid as SNS writes it", "resource", { Sid: "__default_statement_ID" }],
  ["a Sid that is no text", "key", { Sid: 1 }, `element-type ${at}.Sid`],
  ["an empty Sid", "identity", { Sid: "" }],
  ["a resource", "trust", { Resource: "*" }, `resource-prohibited ${at}.Resource`],
  [
    "an action that is not of STS",
    "trust",
    { Action: "s3:GetObject" },
    `action-of-other-service ${at}.Action`,
  ],
  ["every action", "trust", { Action: "*" }, `action-of-other-service ${at}.Action`],
  ["several actions of STS", "trust", { Action: ["sts:AssumeRole", "sts:TagSession"] }],
  ["no principal", "trust", { Principal: undefined }, `principal-missing ${at}`],
  ["no principal", "key", { Principal: undefined }, `principal-missing ${at}`],
  ["nobody", "resource", { Principal: {} }, `principal-missing ${at}.Principal`],
  [
    "an empty list of accounts",
    "resource",
    { Principal: { AWS: [] } },
    `principal-missing ${at}.Principal.AWS`,
  ],
  ["everybody", "resource", { Principal: "*" }],
  ["everybody, as an account", "resource", { Principal: { AWS: "*" } }],
  ["an account's number", "resource", { Principal: { AWS: account } }],
  ["a session", "key", { Principal: { AWS: `arn:aws:sts::${account}:assumed-role/web/build-1` } }],
  [
    "an identity provider",
    "trust",
    {
      Action: "sts:AssumeRoleWithWebIdentity",
      Principal: { Federated: `arn:aws:iam::${account}:oidc-provider/token.actions.githubusercontent.com` },
    },
  ],
  ["a text for a principal", "resource", { Principal: root() }, `element-type ${at}.Principal`],
  ["eleven digits", "resource", { Principal: { AWS: "11112222333" } }, `principal-form ${at}.Principal.AWS`],
  [
    "a part of a name for a principal",
    "trust",
    { Principal: { AWS: `arn:aws:iam::${account}:role/web-*` } },
    `principal-form ${at}.Principal.AWS`,
  ],
  [
    "a principal's ARN without its account",
    "key",
    { Principal: { AWS: "arn:aws:iam:::root" } },
    `principal-form ${at}.Principal.AWS`,
  ],
  [
    "a service without its domain",
    "trust",
    { Principal: { Service: "codebuild" } },
    `principal-form ${at}.Principal.Service`,
  ],
  ["a service of a Region", "key", { Principal: { Service: "logs.eu-west-1.amazonaws.com" } }],
  ["a service in China", "trust", { Principal: { Service: "ec2.amazonaws.com.cn" } }],
  [
    "a kind of principal that there is not",
    "trust",
    { Principal: { Role: "x" } },
    `principal-type ${at}.Principal.Role`,
  ],
  [
    "what is left of a deleted role",
    "resource",
    { Principal: { AWS: "AROAEXAMPLEEXAMPLE123" } },
    `principal-unknown ${at}.Principal.AWS`,
  ],
  [
    "NotPrincipal with Allow",
    "resource",
    { Principal: undefined, NotPrincipal: { AWS: account } },
    `not-principal-allowed ${at}.NotPrincipal`,
  ],
  [
    "NotPrincipal with Deny",
    "resource",
    { Effect: "Deny", Principal: undefined, NotPrincipal: { AWS: account } },
  ],
  [
    "an action of another service",
    "key",
    { Action: ["kms:*", "s3:GetObject"] },
    `stored action-of-other-service ${at}.Action[1]`,
  ],
  ["no resource", "key", { Resource: undefined }, `stored resource-missing ${at}`],
  ["no action", "key", { Action: undefined }, `stored action-missing ${at}`],
  ["no way to change it", "key", { Action: "kms:Decrypt" }, "locks-out $"],
];

for (const [what, kind, over, fault] of cases)
  test(`${what}, in a policy of the kind ${kind}`, () => {
    const given = Object.entries({ ...sound[kind], ...over }).filter(([, value]) => value !== undefined);
    const document = { Version: "2012-10-17", Statement: [Object.fromEntries(given)] };
    expect(faultsOf(document, kind)).toEqual(fault === undefined ? [] : [fault]);
  });

const conditions: readonly (readonly [what: string, condition: unknown, fault?: string])[] = [
  ["texts", { StringEquals: { "aws:RequestedRegion": ["eu-west-1", "eu-central-1"] } }],
  ["an operator in small letters", { stringequals: { "aws:x": "y" } }],
  ["any of many", { "ForAnyValue:StringLike": { "aws:TagKeys": "team*" } }],
  ["all of many, if there are any", { "ForAllValues:StringEqualsIfExists": { "aws:TagKeys": ["a"] } }],
  ["true, as JSON has it", { Bool: { "aws:SecureTransport": true } }],
  ["numbers, as JSON has them", { NumericLessThan: { "s3:max-keys": [10, "1e3"] } }],
  ["a block of addresses", { IpAddress: { "aws:SourceIp": ["10.0.0.0/8", "2001:db8::/32", "192.0.2.1"] } }],
  [
    "dates",
    {
      DateGreaterThan: {
        "aws:CurrentTime": ["2017-07-01T00:00:00Z", "2017-07-01T00:00:00-05:00", "1500000000"],
      },
    },
  ],
  ["ARNs", { ArnLike: { "aws:SourceArn": `arn:aws:codebuild:*:${account}:project/*` } }],
  ["variables", { NumericEquals: { "s3:max-keys": `\${aws:PrincipalTag/keys}` } }],
  ["nothing", {}],
  ["a key with nothing", { StringEquals: { "aws:x": [] } }],
  [
    "an operator that there is not",
    { StringContains: { "aws:x": "y" } },
    "condition-operator $.StringContains",
  ],
  [
    "such an operator with nothing in it",
    { StringContains: {} },
    "stored condition-operator $.StringContains",
  ],
  [
    "two colons after ForAnyValue",
    { "ForAnyValue::StringEquals": { a: "b" } },
    'condition-operator $["ForAnyValue::StringEquals"]',
  ],
  ["Null if it exists", { NullIfExists: { "aws:x": "true" } }, "condition-operator $.NullIfExists"],
  ["a list", [{ StringEquals: { "aws:x": "y" } }], "element-type $"],
  ["a text", "StringEquals", "element-type $"],
  ["an operator with a text", { StringEquals: "aws:x" }, "element-type $.StringEquals"],
  ["an object for a value", { StringEquals: { "aws:x": {} } }, 'element-type $.StringEquals["aws:x"]'],
  ["no value", { StringEquals: { "aws:x": [null] } }, 'element-type $.StringEquals["aws:x"][0]'],
  ["Null with another word", { Null: { "aws:x": "yes" } }, 'stored condition-value $.Null["aws:x"]'],
  [
    "a text for a number",
    { NumericEquals: { "s3:max-keys": "ten" } },
    'stored condition-value $.NumericEquals["s3:max-keys"]',
  ],
  [
    "a text for true",
    { Bool: { "aws:SecureTransport": "1" } },
    'stored condition-value $.Bool["aws:SecureTransport"]',
  ],
  [
    "no address",
    { IpAddress: { "aws:SourceIp": "10.0.0.0/33" } },
    'stored condition-value $.IpAddress["aws:SourceIp"]',
  ],
  [
    "no ARN",
    { ArnEquals: { "aws:SourceArn": "project/web" } },
    'stored condition-value $.ArnEquals["aws:SourceArn"]',
  ],
  [
    "no date",
    { DateGreaterThan: { "aws:CurrentTime": "tomorrow" } },
    'date-value $.DateGreaterThan["aws:CurrentTime"]',
  ],
  [
    "the thirteenth month",
    { DateLessThan: { "aws:CurrentTime": "2024-13" } },
    'date-value $.DateLessThan["aws:CurrentTime"]',
  ],
  [
    "a time past all times",
    { DateLessThan: { "aws:CurrentTime": "9223372036854775808" } },
    'date-value $.DateLessThan["aws:CurrentTime"]',
  ],
  [
    "a date that IAM stores and nothing compares with",
    { DateLessThan: { "aws:CurrentTime": "2016-12-13t2:00" } },
    'stored condition-value $.DateLessThan["aws:CurrentTime"]',
  ],
];

for (const [what, condition, fault] of conditions)
  test(`a condition with ${what}`, () => {
    const expected = fault === undefined ? [] : [fault.replace("$", "$.Statement[0].Condition")];
    for (const kind of kinds)
      expect(faultsOf(policyOf(kind, { Condition: condition }), kind)).toEqual(expected);
  });

test("a statement may stand alone, and is then found there", () => {
  const Statement = { ...sound.identity, Action: "GetSecretValue" };
  expect(faultsOf({ Version: "2012-10-17", Statement }, "identity")).toEqual([
    "action-without-vendor $.Statement.Action",
  ]);
});

test.each([
  ["a text", "policy", "element-type $"],
  ["a list", [], "element-type $"],
  ["nothing", null, "element-type $"],
  ["no statement", { Version: "2012-10-17" }, "statement-missing $.Statement"],
  ["an empty list of statements", { Version: "2012-10-17", Statement: [] }, "statement-missing $.Statement"],
  ["a text for a statement", { Version: "2012-10-17", Statement: ["x"] }, "element-type $.Statement[0]"],
  ["another version", { ...policyOf("identity"), Version: "2012-10-18" }, "version $.Version"],
  [
    "an element that there is not",
    { ...policyOf("identity"), Statements: [] },
    "element-unknown $.Statements",
  ],
  ["an Id that is no text", { ...policyOf("identity"), Id: [] }, "element-type $.Id"],
])("a document that is %s", (_, document, fault) => {
  expect(faultsOf(document, "identity")).toEqual([fault]);
});

test("an Id belongs to policies on resources", () => {
  for (const kind of kinds) {
    const expected = kind === "identity" ? ["stored id-prohibited $.Id"] : [];
    expect(faultsOf({ ...policyOf(kind), Id: "my policy" }, kind)).toEqual(expected);
  }
});

test("without the current version a managed policy is refused, and variables are plain text", () => {
  for (const Version of [undefined, "2008-10-17"]) {
    const old = { ...policyOf("identity"), Version };
    expect(faultsOf(old, "identity")).toEqual([]);
    expect(faultsOf(old, "identity", { managed: true })).toEqual(["version-old $.Version"]);
    const named = { ...policyOf("identity", { Resource: `arn:aws:s3:::\${aws:username}` }), Version };
    expect(faultsOf(named, "identity")).toEqual(["stored version-variables $.Version"]);
  }
});

test("two statements with one Sid are refused by IAM only", () => {
  for (const kind of kinds) {
    const statement = { ...sound[kind], Sid: "Twice" };
    const document = { Version: "2012-10-17", Statement: [statement, statement] };
    const code = kind === "identity" || kind === "trust" ? "sid-repeated" : "stored sid-repeated";
    expect(faultsOf(document, kind)).toEqual([`${code} $.Statement[1].Sid`]);
  }
});

test("a principal must exist, where somebody can tell", () => {
  for (const kind of ["trust", "resource", "key"] as const) {
    const document = policyOf(kind, { Principal: { AWS: [roleArn, account] } });
    for (const answer of [true, undefined])
      expect(faultsOf(document, kind, { exists: () => answer })).toEqual([]);
    expect(faultsOf(document, kind, { exists: () => false })).toEqual([
      "principal-unknown $.Statement[0].Principal.AWS[0]",
    ]);
  }
});

test("a policy on a resource takes actions of its service, and of some services only those listed", () => {
  const document = policyOf("resource", { Action: ["SNS:Publish", "sns:*", "sqs:SendMessage"] });
  const codes = (surroundings: object) => faultsOf(document, "resource", surroundings);
  const other: FaultCode = "action-of-other-service";
  expect(codes({})).toEqual([]);
  expect(codes({ service: "sns" })).toEqual([`${other} $.Statement[0].Action[2]`]);
  expect(codes({ service: "sns", actions: ["Publish"] })).toEqual([
    `${other} $.Statement[0].Action[1]`,
    `${other} $.Statement[0].Action[2]`,
  ]);
});

test("a key policy must leave a way back to whoever puts it, unless AWS is told not to check", () => {
  const closed = policyOf("key", { Action: "kms:Decrypt" });
  expect(faultsOf(policyOf("key"), "key", { wayBack: () => false })).toEqual(["locks-out $"]);
  expect(faultsOf(closed, "key", { wayBack: () => true })).toEqual([]);
  expect(faultsOf(closed, "key", { wayBack: "unchecked" })).toEqual([]);
});

test.each([
  ["identity", {}, 10_240],
  ["identity", { managed: true }, 6144],
  ["trust", {}, 2048],
  ["key", {}, 32_768],
  ["resource", { service: "secretsmanager" }, 20_480],
  ["resource", { service: "sqs" }, 8192],
] as const)("a policy of the kind %s (%o) has up to %i characters", (kind, surroundings, most) => {
  const service = "service" in surroundings ? surroundings.service : "secretsmanager";
  const action = kind === "resource" ? { Action: `${service}:*` } : {};
  const sized = (length: number) => policyOf(kind, { ...action, Sid: "x".repeat(length) });
  const longest = most - JSON.stringify(sized(0)).length;
  expect(faultsOf(sized(longest), kind, surroundings)).toEqual([]);
  expect(faultsOf(sized(longest + 1), kind, surroundings)).toEqual(["too-large $"]);
});

test("a queue's policy has up to twenty statements of seven actions", () => {
  const statement = (actions: number) => ({
    ...sound.resource,
    Action: Array(actions).fill("sqs:SendMessage"),
  });
  const counted = (statements: number, actions: number) => {
    const Statement = Array(statements).fill(statement(actions));
    return faultsOf({ Version: "2012-10-17", Statement }, "resource", { service: "sqs" });
  };
  expect(counted(20, 7)).toEqual([]);
  expect(counted(21, 1)).toEqual(["too-many $.Statement"]);
  expect(counted(1, 8)).toEqual(["too-many $.Statement[0].Action"]);
});

test("IAM does not count white space, the others do", () => {
  const padded = (kind: PolicyKind, length: number) =>
    `${JSON.stringify(policyOf(kind))}${" ".repeat(length)}`;
  for (const kind of kinds) {
    const faults = faultsOf(policyOf(kind), kind, { text: padded(kind, 40_000), service: "secretsmanager" });
    expect(faults).toEqual(kind === "identity" || kind === "trust" ? [] : ["too-large $"]);
  }
});
