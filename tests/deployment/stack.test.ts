import { tableDefinition, ttlAttribute } from "@pullpass/core";
import { eventRules } from "@pullpass/functions/deployment";
import { App, Stack } from "aws-cdk-lib";
import { Match, Template } from "aws-cdk-lib/assertions";
import { expect, test } from "vitest";
import { pullpass } from "../../stacks/pullpass.ts";

function synthesized(): Template {
  const stack = new Stack(new App(), "pullpass");
  pullpass({ stack });
  return Template.fromStack(stack);
}

test("the stack holds four functions, a FIFO queue with dead letters, a streaming table and a topic", () => {
  const template = synthesized();
  template.resourceCountIs("AWS::Lambda::Function", 4);
  template.resourcePropertiesCountIs("AWS::SQS::Queue", { FifoQueue: true }, 2);
  template.hasResourceProperties("AWS::SQS::Queue", {
    RedrivePolicy: { maxReceiveCount: 5, deadLetterTargetArn: Match.anyValue() },
  });
  template.hasResourceProperties("AWS::DynamoDB::Table", {
    StreamSpecification: { StreamViewType: "NEW_AND_OLD_IMAGES" },
    PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
  });
  template.resourceCountIs("AWS::SNS::Topic", 1);
});

test("each function has a role of its own, none of which may read a secret's value", () => {
  const template = synthesized();
  const policies = JSON.stringify(template.findResources("AWS::IAM::Policy"));
  template.resourceCountIs("AWS::IAM::Role", 4);
  expect(policies).not.toContain("GetSecretValue");
  expect(policies).toContain('"iam:PassedToService":"codebuild.amazonaws.com"');
  template.hasResourceProperties("AWS::IAM::Policy", {
    PolicyDocument: {
      Statement: Match.arrayWith([
        Match.objectLike({ Effect: "Deny", Action: ["iam:DeleteRolePolicy", "iam:PutRolePolicy"] }),
      ]),
    },
  });
});

test("the queue is consumed and the stream is read with partial batches", () => {
  const template = synthesized();
  template.resourcePropertiesCountIs(
    "AWS::Lambda::EventSourceMapping",
    { FunctionResponseTypes: ["ReportBatchItemFailures"] },
    2,
  );
});

test("the rules are those that the decoder knows, and the table is the ledger's", () => {
  const template = synthesized();
  const patterns = Object.values(template.findResources("AWS::Events::Rule"))
    .map(({ Properties }) => Properties.EventPattern)
    .filter((pattern) => pattern !== undefined);
  expect(patterns).toHaveLength(eventRules("pullpass").length);
  for (const { pattern } of eventRules("pullpass")) expect(patterns).toContainEqual(pattern);
  const { KeySchema, GlobalSecondaryIndexes, LocalSecondaryIndexes } = tableDefinition("ledger");
  template.hasResourceProperties("AWS::DynamoDB::Table", {
    KeySchema,
    GlobalSecondaryIndexes,
    LocalSecondaryIndexes,
    TimeToLiveSpecification: { AttributeName: ttlAttribute, Enabled: true },
  });
  template.hasResource("AWS::DynamoDB::Table", { DeletionPolicy: "Retain" });
});

test("nothing is lost in silence: what fails for good ends in a queue, and an alarm says so where the notices are", () => {
  const template = synthesized();
  for (const { Properties } of Object.values(template.findResources("AWS::Events::Rule"))) {
    expect(Properties.Targets).toMatchObject([{ DeadLetterConfig: { Arn: expect.anything() } }]);
  }
  template.resourcePropertiesCountIs(
    "AWS::Lambda::EventInvokeConfig",
    { DestinationConfig: { OnFailure: { Destination: Match.anyValue() } } },
    2,
  );
  template.hasResourceProperties("AWS::Lambda::EventSourceMapping", {
    DestinationConfig: { OnFailure: { Destination: Match.anyValue() } },
  });
  const alarms = Object.values(template.findResources("AWS::CloudWatch::Alarm"));
  expect(alarms).toHaveLength(7);
  for (const { Properties } of alarms) {
    expect(Properties.AlarmDescription).toMatch(/\. .+\.$/);
    expect(Properties.AlarmActions).toEqual([{ Ref: expect.stringMatching(/^Notices/) }]);
  }
  template.hasResourceProperties("AWS::SNS::TopicPolicy", {
    PolicyDocument: {
      Statement: Match.arrayWith([
        Match.objectLike({
          Effect: "Allow",
          Principal: { Service: "cloudwatch.amazonaws.com" },
          Action: "sns:Publish",
        }),
      ]),
    },
  });
});

test("queues and topic take nothing but TLS", () => {
  const template = synthesized();
  const insecure = Match.objectLike({
    Effect: "Deny",
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  });
  const PolicyDocument = { Statement: Match.arrayWith([insecure]) };
  template.resourcePropertiesCountIs("AWS::SQS::QueuePolicy", { PolicyDocument }, 3);
  template.hasResourceProperties("AWS::SNS::TopicPolicy", { PolicyDocument });
});

test("sst.config.ts names the app and its one stack", async () => {
  const { default: config } = await import("../../sst.config.ts");
  const stacks: unknown[] = [];
  config.stacks({ stack: (made: unknown) => void stacks.push(made) } as never);
  expect(config.config({} as never)).toMatchObject({ name: "pullpass" });
  expect(stacks).toEqual([pullpass]);
});
