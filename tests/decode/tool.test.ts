/** What deployed a project, as far as CloudTrail tells. */
import { expect, test } from "vitest";
import { toolIn } from "../../packages/core/src/decode/tool.ts";

const session = (role: string) => ({
  type: "AssumedRole",
  arn: `arn:aws:sts::111122223333:assumed-role/${role}/AWSCloudFormation`,
});
const byCloudFormation = {
  sourceIPAddress: "cloudformation.amazonaws.com",
  userAgent: "cloudformation.amazonaws.com",
};

const records = [
  {
    tool: "CloudFormation",
    record: {
      ...byCloudFormation,
      userIdentity: { ...session("deploy"), invokedBy: "cloudformation.amazonaws.com" },
    },
  },
  { tool: "CloudFormation", record: { ...byCloudFormation, userIdentity: session("deploy") } },
  {
    tool: "CDK",
    record: {
      ...byCloudFormation,
      userIdentity: {
        ...session("cdk-hnb659fds-cfn-exec-role-111122223333-eu-central-1"),
        invokedBy: "cloudformation.amazonaws.com",
      },
    },
  },
  {
    tool: "CDK",
    record: {
      ...byCloudFormation,
      userIdentity: {
        ...session("x"),
        sessionContext: {
          sessionIssuer: {
            arn: "arn:aws:iam::111122223333:role/cdk-acme1-cfn-exec-role-111122223333-us-east-1",
          },
        },
      },
    },
  },
  {
    tool: "Terraform",
    record: {
      userAgent:
        "APN/1.0 HashiCorp/1.0 Terraform/1.7.5 (+https://www.terraform.io) terraform-provider-aws/5.40.0 aws-sdk-go-v2/1.25.2",
      userIdentity: session("ci"),
    },
  },
  {
    tool: "Terraform",
    record: {
      userAgent: "[aws-sdk-go/1.20.4 (go1.12.5; darwin; amd64) APN/1.0 HashiCorp/1.0 Terraform/0.12.2]",
    },
  },
  { tool: "Pulumi", record: { userAgent: "APN/1.0 Pulumi/1.0 PulumiAwsNative/1.12 aws-sdk-go-v2/1.25.2" } },
  { tool: undefined, record: { userAgent: "aws-cli/2.15.30 Python/3.11.8", userIdentity: session("ci") } },
  { tool: undefined, record: { userAgent: 7, userIdentity: "cloudformation.amazonaws.com" } },
  { tool: undefined, record: {} },
];

test.each(records)("$tool made a call: $record", ({ tool, record }) => {
  expect(toolIn(record)).toBe(tool);
});
