/** Requests and policies that nearly match each other, so that each answer comes up often. */
import type { Principal, RequestContext } from "@pullpass/access";
import fc from "fast-check";
import {
  account,
  elsewhere,
  keyArn,
  type Question,
  role,
  roleArn,
  root,
  secretArn,
  sessionArn,
  user,
  userArn,
} from "./ask.ts";

export interface Statement {
  readonly Effect: "Allow" | "Deny";
  readonly [element: string]: unknown;
}

const of = fc.constantFrom;
const some = <T>(value: fc.Arbitrary<T>, max = 3) => fc.array(value, { minLength: 1, maxLength: max });
const oneOrMore = (value: fc.Arbitrary<string>) =>
  fc.oneof({ weight: 3, arbitrary: value }, { weight: 1, arbitrary: some(value) });

/** What is asked for, and the keys that IAM knows for it. */
const targets = of(
  { action: "secretsmanager:GetSecretValue", resource: secretArn, isKey: false },
  { action: "secretsmanager:DescribeSecret", resource: secretArn, isKey: false },
  { action: "kms:Decrypt", resource: keyArn, isKey: true },
  { action: "sqs:SendMessage", resource: `arn:aws:sqs:eu-central-1:${account}:work`, isKey: false },
  { action: "sns:Publish", resource: `arn:aws:sns:eu-central-1:${account}:notices`, isKey: false },
);

const actions = of(
  "*",
  "*",
  "*",
  "*",
  "secretsmanager:*",
  "secretsmanager:Get*",
  "SecretsManager:getsecretvalue",
  "secretsmanager:?e*",
  "kms:*",
  "kms:Decrypt",
  "kms:De?rypt",
  "sqs:SendMessage*",
  "sqs:*",
  "sns:Publish",
  "sns:*",
  "s3:*",
);

const resources = of(
  "*",
  "*",
  "*",
  "*",
  "*",
  secretArn,
  `${secretArn.slice(0, -7)}-??????`,
  `${secretArn.slice(0, -7)}*`,
  `arn:aws:secretsmanager:*:${account}:secret:*`,
  "arn:aws:secretsmanager:eu-*-1:*:secret:hub*",
  `arn:aws:secretsmanager:us-east-1:${account}:secret:*`,
  keyArn,
  `arn:aws:kms:*:${account}:key/*`,
  `arn:aws:sqs:eu-central-1:${account}:*`,
  `arn:aws:sns:*:*:notices`,
  `arn:aws:secretsmanager:*:*:secret:\${aws:PrincipalTag/none, 'hub'}-*`,
);

// biome-ignore-start lint/suspicious/noTemplateCurlyInString: policy variables
const texts = of(
  "web",
  "Web",
  "api",
  "hub",
  "w*",
  "w?b",
  "*",
  "",
  "${aws:PrincipalTag/team}",
  "${aws:PrincipalTag/none}",
  "${aws:PrincipalTag/none, 'web'}",
  "a${*}b",
);
// biome-ignore-end lint/suspicious/noTemplateCurlyInString: policy variables
const arns = of(
  roleArn,
  userArn,
  "arn:aws:iam::*:role/*",
  "arn:aws:iam::*:role/build/w?b",
  `arn:aws:iam::${elsewhere}:role/*`,
  "arn:aws:*:role/*",
);
const numbers = of("5", "10", "10.0", "11", "-1");
const dates = of("2026-01-05T09:00:00Z", "2026-01-05T10:00:00Z", "2026-01-04T00:00:00Z", "1767603600");
const ranges = of("203.0.113.0/24", "203.0.113.9", "198.51.100.0/24", "2001:db8::/32");

const textKeys = of(
  "aws:PrincipalTag/team",
  "aws:principaltag/TEAM",
  "aws:PrincipalTag/none",
  "aws:RequestedRegion",
);

const test = (operators: readonly string[], keys: fc.Arbitrary<string>, values: fc.Arbitrary<string>) =>
  fc
    .tuple(fc.constantFrom(...operators), of("", "", "IfExists"), keys, oneOrMore(values))
    .map(([name, ifExists, key, value]) => ({
      [`${name}${ifExists}`]: { [key]: value },
    }));

const services = of(
  "secretsmanager.eu-central-1.amazonaws.com",
  "s3.eu-central-1.amazonaws.com",
  "secretsmanager.*",
);

const condition = fc.oneof(
  test(["StringEquals", "StringNotEquals", "StringLike"], of("kms:ViaService"), services),
  test(
    ["StringEquals", "StringLike", "ArnLike"],
    of("kms:EncryptionContext:SecretARN"),
    of(secretArn, `${secretArn}2`),
  ),
  test(
    [
      "StringEquals",
      "StringNotEquals",
      "StringEqualsIgnoreCase",
      "StringNotEqualsIgnoreCase",
      "StringLike",
      "StringNotLike",
    ],
    textKeys,
    texts,
  ),
  test(["ArnEquals", "ArnLike", "ArnNotEquals", "ArnNotLike"], of("aws:PrincipalArn"), arns),
  test(
    [
      "NumericEquals",
      "NumericNotEquals",
      "NumericLessThan",
      "NumericLessThanEquals",
      "NumericGreaterThan",
      "NumericGreaterThanEquals",
    ],
    of("aws:MultiFactorAuthAge"),
    numbers,
  ),
  test(
    [
      "DateEquals",
      "DateNotEquals",
      "DateLessThan",
      "DateLessThanEquals",
      "DateGreaterThan",
      "DateGreaterThanEquals",
    ],
    of("aws:CurrentTime"),
    dates,
  ),
  test(["Bool"], of("aws:SecureTransport", "aws:ViaAWSService"), of("true", "false", "True")),
  test(["IpAddress", "NotIpAddress"], of("aws:SourceIp"), ranges),
  test(
    [
      "ForAllValues:StringEquals",
      "ForAnyValue:StringEquals",
      "ForAllValues:StringLike",
      "ForAnyValue:StringNotEquals",
      "ForAllValues:StringNotLike",
    ],
    of("aws:CalledVia"),
    of("kms.amazonaws.com", "secretsmanager.amazonaws.com", "*"),
  ),
  fc
    .tuple(
      of("aws:PrincipalTag/team", "aws:PrincipalTag/none", "aws:CalledVia", "aws:SourceIp"),
      of("true", "false"),
    )
    .map(([key, is]) => ({ Null: { [key]: is } })),
);

/**
 * Not for `NotResource`. An ARN cut short by a `*` goes on beyond its colon, which the oracle grants to `Resource` alone.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 * A variable without a value "might cause the entire statement to be invalid": the oracle takes it so when it stands
 * alone, and not beside other resources.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
const namedAlone = of(
  "arn:aws:secretsmanager:*",
  "arn:aws:kms:eu-central-1:*",
  "arn:aws:*",
  `arn:aws:secretsmanager:*:*:secret:\${aws:PrincipalTag/team}-*`,
);

const either = (name: string, value: fc.Arbitrary<string>, more: fc.Arbitrary<string> = value) =>
  fc.oneof(
    {
      weight: 5,
      arbitrary: oneOrMore(fc.oneof({ weight: 5, arbitrary: value }, more)).map((v) => ({ [name]: v })),
    },
    { weight: 1, arbitrary: oneOrMore(value).map((v) => ({ [`Not${name}`]: v })) },
  );

export const statement: fc.Arbitrary<Statement> = fc
  .tuple(
    of("Allow", "Allow", "Allow", "Deny"),
    either("Action", actions),
    either("Resource", resources, namedAlone),
    fc.option(condition, { nil: undefined, freq: 1 }),
  )
  .map(([Effect, action, resource, Condition]) => ({
    Effect,
    ...action,
    ...resource,
    ...(Condition && { Condition }),
  }));

const named = of<unknown>(
  "*",
  { AWS: "*" },
  { AWS: roleArn },
  { AWS: [roleArn, userArn] },
  { AWS: sessionArn },
  { AWS: userArn },
  { AWS: account },
  { AWS: root() },
  { AWS: root(elsewhere) },
  { Service: "codebuild.amazonaws.com" },
);

/** `NotPrincipal` only in denials, as IAM advises. */
const onResource: fc.Arbitrary<Statement> = fc
  .tuple(statement, named)
  .map(([one, Principal]) => ({ ...one, Principal }));

const context: fc.Arbitrary<RequestContext> = fc.record(
  {
    "aws:PrincipalTag/team": of("web", "Web", "api", "hub", "", "a*b"),
    "aws:RequestedRegion": of("eu-central-1", "web"),
    "aws:PrincipalArn": of(roleArn, userArn),
    "aws:MultiFactorAuthAge": of("5", "10", "11"),
    "aws:CurrentTime": of("2026-01-05T09:00:00Z", "2026-01-05T09:30:00Z"),
    "aws:SecureTransport": of("true", "false"),
    "aws:SourceIp": of("203.0.113.9", "198.51.100.7", "2001:db8::1"),
    "aws:CalledVia": of<readonly string[]>(
      ["kms.amazonaws.com"],
      ["kms.amazonaws.com", "secretsmanager.amazonaws.com"],
    ),
  },
  { requiredKeys: [] },
);

const throughSecretsManager: RequestContext = {
  "kms:ViaService": "secretsmanager.eu-central-1.amazonaws.com",
  "kms:EncryptionContext:SecretARN": secretArn,
};

const principals: fc.Arbitrary<Principal> = of<Principal>(role, role, role, user);
const list = (of: fc.Arbitrary<Statement>, maxLength = 3) => fc.array(of, { maxLength });
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 1 });

/** Everything read. */
export const readQuestions: fc.Arbitrary<Question> = fc
  .record({
    target: targets,
    principal: principals,
    owner: of(account, account, account, elsewhere),
    context,
    viaService: of(true, true, false),
    identity: fc.array(statement, { minLength: 1, maxLength: 3 }),
    boundary: maybe(list(statement)),
    onResource: maybe(fc.array(onResource, { minLength: 1, maxLength: 3 })),
    levels: of(0, 0, 0, 1, 2).chain((n) => fc.array(list(statement), { minLength: n, maxLength: n })),
  })
  .map(({ target, boundary, onResource, owner, viaService, context, ...question }) => ({
    ...question,
    ...target,
    context: { ...context, ...(target.isKey && viaService && throughSecretsManager) },
    owner,
    resource: target.resource.replace(account, owner),
    ...(boundary && { boundary }),
    ...(onResource && { onResource }),
  }));

const layers = ["identity", "boundary", "resource", "grants", "serviceControl"] as const;

export const questions: fc.Arbitrary<Question> = fc
  .tuple(readQuestions, fc.subarray([...layers]), of(true, true, false))
  .map(([question, unread, all]) => (all ? question : { ...question, unread }));
