/** AWS CloudFormation: stacks that a deployment says it is. No template is carried out. */
import * as sdk from "@aws-sdk/client-cloudformation";
import constraints from "../../constraints/tables/cloudformation.json" with { type: "json" };
import type { Service } from "../../service.ts";
import { describeStacks, listStackResources } from "./stacks.ts";

export const cloudFormation: Service = {
  signingName: "cloudformation",
  eventSource: "cloudformation.amazonaws.com",
  sdk,
  client: () => new sdk.CloudFormationClient({ region: "us-east-1" }),
  constraints,
  operations: { DescribeStacks: describeStacks, ListStackResources: listStackResources },
};
