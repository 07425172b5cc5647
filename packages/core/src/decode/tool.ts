/** Which tool that deploys infrastructure made a call. */
import type { JsonObject } from "../model/json.ts";
import { roleOfSession } from "./actor.ts";
import { objectOf, textOf } from "./members.ts";

/** Of a CloudTrail record; `undefined` for a person, a program, and a tool that is not known. */
export function toolIn(record: JsonObject): string | undefined {
  const userIdentity = objectOf(record, "userIdentity");
  const agent = textOf(record, "userAgent") ?? "";
  if (textOf(userIdentity, "invokedBy") === cloudFormation || agent === cloudFormation) {
    return isCdk(roleOfSession(userIdentity)) ? "CDK" : "CloudFormation";
  }
  return agents.find(([sign]) => agent.includes(sign))?.[1];
}

/** As in the published records of calls that it makes. https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html */
const cloudFormation = "cloudformation.amazonaws.com";

/**
 * How the providers name themselves to AWS: `APN/1.0 Pulumi/1.0 PulumiAwsNative/1.12`,
 * `APN/1.0 HashiCorp/1.0 Terraform/1.7.5 (+https://www.terraform.io) terraform-provider-aws/5.40.0`. Pulumi's may be built on
 * Terraform's, so it comes first. https://github.com/pulumi/pulumi-aws-native , https://github.com/hashicorp/aws-sdk-go-base
 */
const agents = [
  ["Pulumi", "Pulumi"],
  ["Terraform/", "Terraform"],
  ["terraform-provider-aws/", "Terraform"],
] as const;

/** The role that a bootstrapped account gives CloudFormation for CDK's stacks. https://docs.aws.amazon.com/cdk/v2/guide/bootstrapping-env.html */
function isCdk(role: string | undefined): boolean {
  return /(?:^|\/)cdk-[a-z0-9]+-cfn-exec-role-/.test(role ?? "");
}
