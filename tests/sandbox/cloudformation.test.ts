/** Stacks, as whoever deploys says that they are. */
import {
  CloudFormationClient,
  DescribeStacksCommand,
  ListStackResourcesCommand,
} from "@aws-sdk/client-cloudformation";
import { expect, test } from "vitest";
import { connect, recordStack } from "../../packages/sandbox/src/index.ts";
import { away, failure, home, newAccount } from "./support/account.ts";

test("a stack is found by its name or ARN, in its Region, with outputs and resources", async () => {
  const { sandbox } = await newAccount();
  const resources = Array.from({ length: 101 }, (_, index) => ({
    logicalId: `Queue${index}`,
    physicalId: `https://sqs/queue-${index}`,
    type: "AWS::SQS::Queue",
  }));
  const arn = recordStack(sandbox, { name: "shop", region: home, outputs: { Topic: "notices" }, resources });
  const client = (region: string) => new CloudFormationClient(connect(sandbox, { region }));
  for (const StackName of ["shop", arn, undefined]) {
    expect(await client(home).send(new DescribeStacksCommand({ StackName }))).toMatchObject({
      Stacks: [
        {
          StackId: arn,
          StackName: "shop",
          StackStatus: "CREATE_COMPLETE",
          Outputs: [{ OutputKey: "Topic", OutputValue: "notices" }],
        },
      ],
    });
  }
  const first = await client(home).send(new ListStackResourcesCommand({ StackName: arn }));
  const { NextToken } = first;
  const second = await client(home).send(new ListStackResourcesCommand({ StackName: arn, NextToken }));
  const summaries = [...(first.StackResourceSummaries ?? []), ...(second.StackResourceSummaries ?? [])];
  expect(summaries.map(({ PhysicalResourceId }) => PhysicalResourceId)).toEqual(
    resources.map(({ physicalId }) => physicalId),
  );
  expect(second.NextToken).toBeUndefined();
  const absent = client(away).send(new DescribeStacksCommand({ StackName: "shop" }));
  expect(await failure(absent)).toBe("ValidationError: Stack with id shop does not exist");
});
