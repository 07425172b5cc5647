import { stackOf } from "../../model/project.ts";
import { projectRule } from "./rule.ts";

/** pullpass wrote the ARN three times running, and each time something put the old value back within minutes. */
export const iacDrift = projectRule(
  {
    id: "iac-drift",
    severity: "medium",
    about:
      "pullpass rewrote the project's credential three times running, and each time something put the old value back " +
      "within 15 minutes. It waits until the project has been left alone for a quarter of an hour, then for an hour, " +
      "then longer, and tries once more each time; until then builds use what the other wrote. A deployment now and " +
      "then, each night or each week, is no such loop, and a project that is deleted and made anew begins anew.",
  },
  ({ project, credential, found }, { limits }) => {
    if (!limits.drifting.has(project.name) || found === undefined || credential === undefined)
      return undefined;
    const stack = stackOf(project);
    const tool = limits.drifting.get(project.name) ?? (stack === undefined ? undefined : "CloudFormation");
    return {
      title: `Something keeps undoing the credential that pullpass writes to project ${project.name}.`,
      evidence: [
        ["what pullpass writes", found.secret.arn],
        ["last deployed with", tool ?? "no tool that CloudTrail tells"],
        ["CloudFormation stack", stack ?? "none"],
      ],
      remedy: [
        {
          kind: "advice",
          text: `In ${stack === undefined ? "the source of the project" : `the template of stack ${stack}`}, set the credential to ${found.secret.arn} and the pull type to SERVICE_ROLE. ${placesFor(tool)}`,
        },
      ],
      mender: "project owner",
      blocks: false,
    };
  },
);

/** Where a source names the two: of the tool that is known, else of those that are usual. */
function placesFor(tool: string | undefined): string {
  const place = places.find(([name]) => name === tool);
  return (place === undefined ? places : [place]).map(([name, where]) => `${name}: ${where}.`).join(" ");
}

/**
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-codebuild-project-environment.html ,
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/codebuild_project ,
 * https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_codebuild.LinuxBuildImage.html ,
 * https://www.pulumi.com/registry/packages/aws/api-docs/codebuild/project/
 */
const places: readonly (readonly [tool: string, where: string])[] = [
  ["CloudFormation", "Environment.RegistryCredential.Credential and Environment.ImagePullCredentialsType"],
  ["CDK", "secretsManagerCredentials of LinuxBuildImage.fromDockerRegistry, the secret by its complete ARN"],
  ["Terraform", "environment.registry_credential.credential and environment.image_pull_credentials_type"],
  ["Pulumi", "environment.registryCredential.credential and environment.imagePullCredentialsType"],
];
