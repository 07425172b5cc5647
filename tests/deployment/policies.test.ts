import { type PolicyKind, validatePolicy } from "@pullpass/access";
import { Template } from "aws-cdk-lib/assertions";
import { expect, test } from "vitest";
import { type Names, resolve } from "../privilege/support/resolve.ts";
import { everything, forwardingStack, pullpassStack } from "./support/synthesized.ts";

interface Statement {
  readonly Effect: string;
  readonly Principal?: { readonly Service?: unknown };
  readonly Condition?: unknown;
}

const templates = {
  "as it is": Template.fromStack(pullpassStack()),
  "with every option": Template.fromStack(pullpassStack(everything)),
  forwarding: Template.fromStack(forwardingStack("eu-central-1")),
};

/** Each statement, in any policy of the template, that lets a service in. */
function letIn(value: unknown): readonly Statement[] {
  if (typeof value !== "object" || value === null) return [];
  const inner = Object.values(value).flatMap(letIn);
  const { Effect, Principal } = value as Partial<Statement>;
  return Effect === "Allow" && Principal?.Service !== undefined ? [...inner, value as Statement] : inner;
}

test.each(Object.entries(templates))(
  "a service is let in for what is ours, and nothing else: %s",
  (_, template) => {
    const statements = letIn(template.toJSON());
    expect(statements.length).toBeGreaterThan(5);
    for (const { Condition, Principal } of statements) {
      // CloudWatch Logs documents the log group as the key's context instead.
      const key = JSON.stringify(Principal).includes("logs.")
        ? "kms:EncryptionContext:aws:logs:arn"
        : "aws:SourceArn";
      expect(JSON.stringify(Condition ?? {})).toContain(`"${key}":`);
    }
    for (const { Properties } of Object.values(template.findResources("AWS::Lambda::Permission"))) {
      expect(Properties.SourceArn).toBeDefined();
    }
  },
);

test.each(Object.entries(templates))(
  "each reason for a pattern is for a pattern that is there: %s",
  (_, template) => {
    for (const { Properties, Metadata } of Object.values(template.findResources("AWS::IAM::Policy"))) {
      const resources: string[] = Properties.PolicyDocument.Statement.flatMap(
        ({ Resource }: { Resource: unknown }) => Resource,
      ).map((resource: unknown) => JSON.stringify(resource));
      const wild = resources.filter((resource) => /\*/.test(resource));
      const reasons: readonly { reason: string }[] = Metadata?.cdk_nag?.rules_to_suppress ?? [];
      expect(reasons.length).toBeLessThanOrEqual(new Set(wild).size);
      for (const { reason } of reasons) expect(reason).toMatch(/^[A-Z].{20,}\.$|^.{20,}\.$/);
    }
  },
);

test.each(Object.entries(templates))("queues and topic take nothing but TLS: %s", (_, template) => {
  const policies = [
    ...Object.values(template.findResources("AWS::SQS::QueuePolicy")),
    ...Object.values(template.findResources("AWS::SNS::TopicPolicy")),
  ];
  const guarded = [
    ...Object.values(template.findResources("AWS::SQS::Queue")),
    ...Object.values(template.findResources("AWS::SNS::Topic")),
  ];
  expect(policies).toHaveLength(guarded.length);
  for (const { Properties } of policies) {
    expect(Properties.PolicyDocument.Statement).toContainEqual(
      expect.objectContaining({ Effect: "Deny", Condition: { Bool: { "aws:SecureTransport": "false" } } }),
    );
  }
});

/** Where the template's resources have policy documents, and of which kind. */
const documents: Readonly<Record<string, readonly (readonly [string, PolicyKind, object?])[]>> = {
  "AWS::IAM::Role": [["AssumeRolePolicyDocument", "trust"]],
  "AWS::IAM::Policy": [["PolicyDocument", "identity"]],
  "AWS::IAM::ManagedPolicy": [["PolicyDocument", "identity", { managed: true }]],
  "AWS::KMS::Key": [["KeyPolicy", "key"]],
  "AWS::SQS::QueuePolicy": [["PolicyDocument", "resource", { service: "sqs" }]],
  "AWS::SNS::TopicPolicy": [["PolicyDocument", "resource", { service: "sns" }]],
};

const pseudo: Readonly<Record<string, string>> = {
  "AWS::Partition": "aws",
  "AWS::AccountId": "111122223333",
  "AWS::Region": "eu-central-1",
  "AWS::URLSuffix": "amazonaws.com",
};

const names: Names = {
  ref: (id) => pseudo[id] ?? `arn:aws:sns:eu-central-1:111122223333:${id}`,
  attribute: (id) =>
    /Role/.test(id) ? `arn:aws:iam::111122223333:role/${id}` : `arn:aws:sqs:eu-central-1:111122223333:${id}`,
};

test.each(Object.entries(templates))(
  "AWS takes every policy, and all of it has an effect: %s",
  (_, template) => {
    const resources = Object.values<{ Type: string; Properties: Record<string, unknown> }>(
      template.toJSON().Resources,
    );
    let found = 0;
    for (const { Type, Properties } of resources)
      for (const [member, kind, surroundings] of documents[Type] ?? []) {
        found += 1;
        expect(validatePolicy(resolve(Properties[member], names), kind, surroundings)).toEqual([]);
      }
    const text = JSON.stringify(resources);
    expect(found).toBe(text.split('"Statement":').length - 1);
  },
);
