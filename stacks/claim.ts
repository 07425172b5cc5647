/** The deployment's claim to its account's Region. */
import { claimParameter } from "@pullpass/core";
import { Aws, Stack } from "aws-cdk-lib";
import type { ITable } from "aws-cdk-lib/aws-dynamodb";
import { CfnParameter } from "aws-cdk-lib/aws-ssm";
import type { Construct } from "constructs";

/**
 * CloudFormation makes nothing under a name that is taken, and rolls back the stack that asked for it: a second deployment comes to
 * nothing, whatever its stage, prefix or version.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-name.html
 */
export function claim(scope: Construct, { tableName }: ITable): void {
  new CfnParameter(scope, "Claim", {
    name: claimParameter,
    type: "String",
    description: "Which pullpass serves this Region: the pullpass command finds it by this. There can be one",
    value: Stack.of(scope).toJsonString({ table: tableName, stack: Aws.STACK_ID }),
  });
}
