import type {
  DescribeStacksInput,
  DescribeStacksOutput,
  ListStackResourcesInput,
  ListStackResourcesOutput,
} from "@aws-sdk/client-cloudformation";
import { awsError } from "../../errors.ts";
import type { Call, Operation, Permission } from "../../service.ts";
import { type Stack, stackStore } from "../../stacks.ts";

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStacks.html */
export const describeStacks: Operation<DescribeStacksInput, DescribeStacksOutput> = {
  permissions: ({ StackName }, call) => [stackPermission("DescribeStacks", StackName, call)],
  run({ StackName, NextToken }, call) {
    const stacks = StackName === undefined ? allStacks(call) : [requireStack(StackName, call)];
    const { items, token } = page(stacks, NextToken);
    return { Stacks: items.map(shown), ...token };
  },
};

function shown({ arn, name, madeAt, outputs }: Stack) {
  return {
    StackId: arn,
    StackName: name,
    CreationTime: madeAt,
    StackStatus: "CREATE_COMPLETE" as const,
    Outputs: Object.entries(outputs).map(([OutputKey, OutputValue]) => ({ OutputKey, OutputValue })),
  };
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ListStackResources.html */
export const listStackResources: Operation<ListStackResourcesInput, ListStackResourcesOutput> = {
  permissions: ({ StackName }, call) => [stackPermission("ListStackResources", StackName, call)],
  run({ StackName, NextToken }, call) {
    const { resources, madeAt } = requireStack(StackName, call);
    const { items, token } = page(resources, NextToken);
    const StackResourceSummaries = items.map(({ logicalId, physicalId, type }) => ({
      LogicalResourceId: logicalId,
      PhysicalResourceId: physicalId,
      ResourceType: type,
      LastUpdatedTimestamp: madeAt,
      ResourceStatus: "CREATE_COMPLETE" as const,
    }));
    return { StackResourceSummaries, ...token };
  },
};

function allStacks({ sandbox, place }: Call): readonly Stack[] {
  return [...stackStore(sandbox, place).values()];
}

/** By name or ARN. @throws ValidationError */
function requireStack(nameOrArn: string | undefined, call: Call): Stack {
  const found = allStacks(call).find(({ name, arn }) => nameOrArn === name || nameOrArn === arn);
  if (found) return found;
  // As AWS words it: https://github.com/aws/aws-cdk/issues/12536
  throw awsError("ValidationError", `Stack with id ${nameOrArn} does not exist`);
}

/** A stack that is named by its name alone is any of that name. */
function stackPermission(action: string, nameOrArn: string | undefined, { place }: Call): Permission {
  const { partition, region, account } = place;
  const any = `arn:${partition}:cloudformation:${region}:${account}:stack/${nameOrArn ?? "*"}/*`;
  return {
    action: `cloudformation:${action}`,
    resource: nameOrArn?.startsWith("arn:") ? nameOrArn : any,
  };
}

const pageSize = 100;

function page<T>(all: readonly T[], given: string | undefined) {
  const start = Number(Buffer.from(given ?? "", "base64").toString());
  if (!Number.isInteger(start)) throw awsError("ValidationError", "The token is invalid.");
  const end = start + pageSize;
  const NextToken = Buffer.from(String(end)).toString("base64");
  return { items: all.slice(start, end), token: end < all.length ? { NextToken } : {} };
}
