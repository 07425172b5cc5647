/** Policies that AWS does not store, and what each service says to them. */

import { EventBridgeClient, PutPermissionCommand } from "@aws-sdk/client-eventbridge";
import {
  CreatePolicyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { CreateKeyCommand, PutKeyPolicyCommand } from "@aws-sdk/client-kms";
import { CreateSecretCommand, PutResourcePolicyCommand } from "@aws-sdk/client-secrets-manager";
import { CreateTopicCommand, SetTopicAttributesCommand, SNSClient } from "@aws-sdk/client-sns";
import { CreateQueueCommand, SetQueueAttributesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { expect, test } from "vitest";
import { connect } from "../../packages/sandbox/src/index.ts";
import { account, allow, failure, home, newAccount, policy, trust } from "./support/account.ts";

const syntax = "Syntax errors in policy.";
const legacy = "The policy failed legacy parsing";
const read = allow("s3:ListBucket", "arn:aws:s3:::b");

/** The document, and what IAM says to it: as moto's authors recorded it. */
const refusals: readonly (readonly [string, string | object, string])[] = [
  ["no JSON", "This is not a json document", syntax],
  ["no version", { Statement: read }, "Policy document must be version 2012-10-17 or greater."],
  [
    "the version before",
    { Version: "2008-10-17", Statement: read },
    "Policy document must be version 2012-10-17 or greater.",
  ],
  ["another version", { Version: "2013-10-17", Statement: read }, syntax],
  ["no statement", { Version: "2012-10-17" }, syntax],
  ["an empty list of statements", statements(), syntax],
  ["an unknown element", statements({ ...read, Extra: "x" }), syntax],
  ["another effect", statements({ ...read, Effect: "invalid" }), syntax],
  ["an effect in other letters", statements({ ...read, Effect: "denY" }), legacy],
  ["no effect", statements({ Action: "s3:ListBucket", Resource: "*" }), syntax],
  [
    "an action without a service",
    statements({ ...read, Action: "invalid" }),
    "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.",
  ],
  [
    "an action without a service, and no resource",
    statements({ Effect: "Allow", Action: "invalid" }),
    "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.",
  ],
  ["a service with a space", statements({ ...read, Action: "a a:ListBucket" }), "Vendor a a is not valid"],
  [
    "two colons",
    statements({ ...read, Action: "s3:List:Bucket" }),
    "Actions/Condition can contain only one colon.",
  ],
  [
    "two colons, and a resource that is none",
    statements({ ...read, Action: "s:3:ListBucket", Resource: "sdfsadf" }),
    'Resource sdfsadf must be in ARN format or "*".',
  ],
  [
    "no resource that is one",
    statements({ ...read, Resource: "" }),
    'Resource  must be in ARN format or "*".',
  ],
  [
    "a partition that is none",
    statements({ ...read, Resource: "a:bsdfdsafsad" }),
    'Partition "bsdfdsafsad" is not valid for resource "arn:bsdfdsafsad:*:*:*:*".',
  ],
  [
    "a partition that is none, and more",
    statements({ ...read, Resource: "a:b:c:d:e:f:g:h" }),
    'Partition "b" is not valid for resource "arn:b:c:d:e:f:g:h".',
  ],
  [
    "an ARN without its beginning",
    statements({ ...read, Resource: "aws:s3:::example_bucket" }),
    'Partition "s3" is not valid for resource "arn:s3:::example_bucket:*".',
  ],
  [
    "no resource",
    statements({ Effect: "Allow", Action: "s3:ListBucket" }),
    "Policy statement must contain resources.",
  ],
  [
    "an empty list of resources",
    statements({ ...read, Resource: [] }),
    "Policy statement must contain resources.",
  ],
  [
    "no action",
    statements({ Effect: "Allow", Resource: "arn:aws:s3:::b" }),
    "Policy statement must contain actions.",
  ],
  [
    "an ARN with a colon less, and no action",
    statements({ Effect: "Allow", Resource: "arn:aws:s3::b" }),
    legacy,
  ],
  [
    "an ARN without a service",
    statements({ ...read, Resource: "arn:aws" }),
    "Resource vendor must be fully qualified and cannot contain regexes.",
  ],
  [
    "a role with a Region",
    statements({ ...read, Resource: "arn:aws:iam:us-east-1::x" }),
    "IAM resource arn:aws:iam:us-east-1::x cannot contain region information.",
  ],
  [
    "a bucket with a Region",
    statements({ ...read, Resource: "arn:aws:s3:us-east-1::x" }),
    "Resource arn:aws:s3:us-east-1::x can not contain region information.",
  ],
  ["both of a pair", statements({ ...read, NotResource: "*" }), syntax],
  ["an operator that there is not", statements({ ...read, Condition: { x: { a: "1" } } }), syntax],
  ["no date", statements({ ...read, Condition: { DateGreaterThan: { a: "sdfdsf" } } }), legacy],
  ["a principal", statements({ ...read, Principal: "*" }), "Policy document should not specify a principal."],
  [
    "two statements with one Sid",
    statements({ ...read, Sid: "x" }, { ...read, Sid: "x" }),
    "Statement IDs (SID) in a single policy must be unique.",
  ],
  [
    "a Sid with a hyphen",
    statements({ ...read, Sid: "autogenerated-id" }),
    "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*",
  ],
];

function statements(...Statement: object[]) {
  return { Version: "2012-10-17", Statement };
}

test.each(refusals)("a managed policy with %s is refused", async (_, document, words) => {
  const { iam } = await newAccount();
  const PolicyDocument = typeof document === "string" ? document : JSON.stringify(document);
  const created = iam.send(new CreatePolicyCommand({ PolicyName: "x", PolicyDocument }));
  expect(await failure(created)).toBe(`MalformedPolicyDocumentException: ${words}`);
});

test("what IAM stores, though it has no effect, is stored", async () => {
  const { iam } = await newAccount();
  for (const statement of [
    { ...read, Action: "iam: asdf safdsf af " },
    { ...read, Resource: "arn:aws:fdsasf" },
    { ...read, Condition: { DateGreaterThan: { a: "01T" } } },
    { ...read, Condition: { x: {}, y: {} } },
    { ...read, Condition: { DateLessThan: { a: "-292275054" } } },
  ]) {
    const PolicyName = `p${Math.abs(JSON.stringify(statement).length)}`;
    await iam.send(new CreatePolicyCommand({ PolicyName, PolicyDocument: policy(statement) }));
  }
});

test("a policy inside a role or user may be without a version, one that is managed may not", async () => {
  const { iam, role } = await newAccount();
  const PolicyDocument = JSON.stringify({ Statement: read });
  await role("web");
  await iam.send(new PutRolePolicyCommand({ RoleName: "web", PolicyName: "old", PolicyDocument }));
  await iam.send(new CreateUserCommand({ UserName: "ann" }));
  await iam.send(new PutUserPolicyCommand({ UserName: "ann", PolicyName: "old", PolicyDocument }));
});

const assume = (over: object) =>
  policy({ Effect: "Allow", Principal: { AWS: account }, Action: "sts:AssumeRole", ...over });

test.each([
  ["no JSON", "{", "This policy contains invalid Json"],
  [
    "a role that there is not",
    assume({ Principal: { AWS: `arn:aws:iam::${account}:role/none` } }),
    `Invalid principal in policy: "AWS":"arn:aws:iam::${account}:role/none"`,
  ],
  [
    "a service that is none",
    assume({ Principal: { Service: "codebuild" } }),
    'Invalid principal in policy: "SERVICE":"codebuild"',
  ],
  [
    "another action",
    assume({ Action: "s3:GetObject" }),
    "AssumeRole policy may only specify STS AssumeRole actions.",
  ],
  ["a resource", assume({ Resource: "*" }), "Has prohibited field Resource"],
  ["no principal", policy({ Effect: "Allow", Action: "sts:AssumeRole" }), "Missing required field Principal"],
])("a trust policy with %s is refused, at first and later", async (_, document, words) => {
  const { iam, role } = await newAccount();
  await role("web");
  for (const put of [
    new CreateRoleCommand({ RoleName: "api", AssumeRolePolicyDocument: document }),
    new UpdateAssumeRolePolicyCommand({ RoleName: "web", PolicyDocument: document }),
  ])
    expect(await failure(iam.send(put as CreateRoleCommand))).toBe(
      `MalformedPolicyDocumentException: ${words}`,
    );
});

test("a role may trust one of an account of which nothing is known", async () => {
  const { iam } = await newAccount();
  const AssumeRolePolicyDocument = trust({ AWS: "arn:aws:iam::444455556666:role/deployer" });
  await iam.send(new CreateRoleCommand({ RoleName: "web", AssumeRolePolicyDocument }));
});

const invalidPrincipals = "Policy contains a statement with one or more invalid principals.";
const everything = { Effect: "Allow", Principal: { AWS: account }, Action: "kms:*", Resource: "*" };

test.each([
  [
    "no principal",
    { Effect: "Allow", Action: "kms:*", Resource: "*" },
    "Policy contains a statement with no principal.",
  ],
  [
    "a role that there is not",
    { ...everything, Principal: { AWS: `arn:aws:iam::${account}:role/none` } },
    invalidPrincipals,
  ],
  [
    "a principal that is none",
    { ...everything, Principal: { AWS: "arn:aws:iam:::root" } },
    invalidPrincipals,
  ],
  [
    "a right to decrypt only",
    { ...everything, Action: "kms:Decrypt" },
    "The new key policy will not allow you to update the key policy in the future.",
  ],
])("a key policy with %s is refused, at first and later", async (_, statement, words) => {
  const { kms } = await newAccount();
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
  const Policy = policy(statement);
  const refusal = `MalformedPolicyDocumentException: ${words}`;
  expect(await failure(kms.send(new CreateKeyCommand({ Policy })))).toBe(refusal);
  expect(await failure(kms.send(new PutKeyPolicyCommand({ KeyId: KeyMetadata?.KeyId, Policy })))).toBe(
    refusal,
  );
});

test("KMS stores a statement without an action beside one that counts", async () => {
  const { kms } = await newAccount();
  const { Action: _, ...without } = everything;
  await kms.send(new CreateKeyCommand({ Policy: policy(everything, without) }));
});

const readSecret = {
  Effect: "Allow",
  Principal: { AWS: account },
  Action: "secretsmanager:GetSecretValue",
  Resource: "*",
};

test.each([
  ["no JSON", "{", "This resource policy contains a syntax error."],
  [
    "another effect",
    policy({ ...readSecret, Effect: "AllowSomething" }),
    "This resource policy contains a syntax error.",
  ],
  [
    "a role that there is not",
    policy({ ...readSecret, Principal: { AWS: `arn:aws:iam::${account}:role/none` } }),
    "This resource policy contains an unsupported principal.",
  ],
  [
    "a service that is none",
    policy({ ...readSecret, Principal: { Service: "codebuild" } }),
    "This resource policy contains an unsupported service principal.",
  ],
  [
    "an action of another service",
    policy({ ...readSecret, Action: "s3:GetObject" }),
    "This resource policy contains a syntax error.",
  ],
])("a secret's policy with %s is refused", async (_, ResourcePolicy, words) => {
  const { secrets, role } = await newAccount();
  await role("web");
  await secrets.send(new CreateSecretCommand({ Name: "hub", SecretString: "x" }));
  const put = secrets.send(new PutResourcePolicyCommand({ SecretId: "hub", ResourcePolicy }));
  expect(await failure(put)).toBe(`MalformedPolicyDocumentException: ${words}`);
});

test("policies of topics, queues and buses are refused in each service's words", async () => {
  const { sandbox, role } = await newAccount();
  await role("web");
  const config = connect(sandbox, { region: home });
  const [sns, sqs, events] = [new SNSClient(config), new SQSClient(config), new EventBridgeClient(config)];
  const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: "t" }));
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: "q" }));
  const on = (Resource: string, Action: string, Principal: unknown = { AWS: account }) =>
    policy({ Effect: "Allow", Principal, Action, Resource });
  const topic = (AttributeValue: string) =>
    failure(sns.send(new SetTopicAttributesCommand({ TopicArn, AttributeName: "Policy", AttributeValue })));
  const queue = (Policy: string) =>
    failure(sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy } })));
  const none = { AWS: `arn:aws:iam::${account}:role/none` };
  expect(await topic(on(TopicArn ?? "", "sns:Publish"))).toBe("did not fail");
  expect(await topic("{}")).toBe("InvalidParameterException: Invalid parameter: Policy Error: null");
  expect(await topic(on(TopicArn ?? "", "sns:*"))).toBe(
    "InvalidParameterException: Invalid parameter: Policy statement action out of service scope!",
  );
  expect(await topic(on(TopicArn ?? "", "sns:Publish", none))).toBe(
    "InvalidParameterException: Invalid parameter: Policy Error: PrincipalNotFound",
  );
  expect(await queue(on("*", "sqs:*"))).toBe("did not fail");
  for (const wrong of ["{}", on("*", "s3:GetObject"), on("*", "sqs:SendMessage", none)])
    expect(await queue(wrong)).toBe("InvalidAttributeValue: Invalid value for the parameter Policy.");
  const bus = (Policy: string) => failure(events.send(new PutPermissionCommand({ Policy })));
  expect(await bus(on("*", "events:PutEvents"))).toBe("did not fail");
  for (const wrong of ["{", on("*", "s3:GetObject"), on("*", "events:PutEvents", none)])
    expect(await bus(wrong)).toMatch(/^ValidationException: /);
});
