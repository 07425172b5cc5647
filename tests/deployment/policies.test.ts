import { Template } from "aws-cdk-lib/assertions";
import { expect, test } from "vitest";
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
