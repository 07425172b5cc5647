/** AWS CloudFormation: stacks that a deployment says it is. No template is carried out. */
import constraints from "../../constraints/tables/cloudformation.json" with { type: "json" };
import type { Service } from "../../service.ts";
import * as sdk from "./sdk.ts";
import { describeStacks, listStackResources } from "./stacks.ts";

export const cloudFormation: Service = {
  signingName: "cloudformation",
  eventSource: "cloudformation.amazonaws.com",
  sdk,
  client: () => new sdk.CloudFormationClient({ region: "us-east-1" }),
  constraints,
  operations: { DescribeStacks: describeStacks, ListStackResources: listStackResources },
};
