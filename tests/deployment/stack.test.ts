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

test("sst.config.ts names the app and its one stack", async () => {
  const { default: config } = await import("../../sst.config.ts");
  const stacks: unknown[] = [];
  config.stacks({ stack: (made: unknown) => void stacks.push(made) } as never);
  expect(config.config({} as never)).toMatchObject({ name: "pullpass" });
  expect(stacks).toEqual([pullpass]);
});
