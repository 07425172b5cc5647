/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ListStackResources.html */
import {
  CloudFormationClient,
  DescribeStacksCommand,
  ListStackResourcesCommand,
  type StackResourceSummary,
} from "@aws-sdk/client-cloudformation";
import type { Connection } from "@pullpass/core/aws";
import type { Known } from "@pullpass/core/parts";
import type { FunctionName } from "@pullpass/functions/deployment";
import { type QueueName, queueNames, type StackParts, type StackState } from "../examined.ts";
import { pages, told } from "./told.ts";

/** By name or ARN. */
export function readStack(
  connection: Connection,
  region: string,
  nameOrArn: string,
): Promise<Known<StackState>> {
  const client = new CloudFormationClient(connection(region));
  return told("cloudformation:DescribeStacks", nameOrArn, async () => {
    const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName: nameOrArn }));
    const [stack] = Stacks;
    return stack && { status: stack.StackStatus ?? "in no state" };
  });
}

export function readParts(connection: Connection, region: string, arn: string): Promise<Known<StackParts>> {
  const client = new CloudFormationClient(connection(region));
  return told("cloudformation:ListStackResources", arn, async () => {
    const resources = await pages(async (NextToken) => {
      const answer = await client.send(new ListStackResourcesCommand({ StackName: arn, NextToken }));
      return { items: answer.StackResourceSummaries, next: answer.NextToken };
    });
    return partsOf(resources);
  });
}

const functionNames = [
  "ingest",
  "reconcile",
  "sweep",
  "registry",
  "credentials",
  "notify",
  "securityhub",
] as const;

/** Resources are known by the names that the stack gives them, to which the CDK adds eight digits of a hash. */
export function partsOf(resources: readonly StackResourceSummary[]): StackParts {
  const of = (type: string) =>
    resources.flatMap(({ ResourceType, LogicalResourceId = "", PhysicalResourceId = "" }) =>
      ResourceType === `AWS::${type}` && PhysicalResourceId !== ""
        ? [[LogicalResourceId.replace(/[0-9A-F]{8}$/, ""), PhysicalResourceId] as const]
        : [],
    );
  const functions = new Map<FunctionName, string>();
  for (const [id, name] of of("Lambda::Function")) {
    const known = functionNames.find((each) => each === id.toLowerCase());
    if (known !== undefined) functions.set(known, name);
  }
  const queues = new Map<QueueName, string>();
  for (const [id, url] of of("SQS::Queue")) {
    const known = queueNames.find((each) => each === id);
    if (known !== undefined) queues.set(known, url);
  }
  return {
    functions,
    rules: new Map(of("Events::Rule")),
    queues,
    topic: of("SNS::Topic").find(([id]) => id === "Notices")?.[1],
  };
}
