/** What a plan would change, as code that a team can put into its own stack: for the mode that changes nothing. */
import { roleName } from "../model/arn.ts";
import type { Normalizes } from "../model/change.ts";
import type { Plan } from "./decided.ts";
import { rolePolicy } from "./role-policy.ts";

export interface AsCode {
  /** YAML: a resource to add, and the properties to set on the projects. */
  readonly cloudformation: string;
  /** HCL: a resource to add, and the arguments to set on the projects. */
  readonly terraform: string;
}

interface Proposal {
  /** A name of its own, so that a stack and pullpass never write the same policy. */
  readonly policyName: string;
  readonly roleName: string;
  /** Indented JSON; absent when the plan leaves the role as it is. */
  readonly document: string | undefined;
  readonly projects: readonly Normalizes[];
}

/** The role's whole policy after the plan, and each project to normalize. Both are empty when nothing changes. */
export function asCode(plan: Pick<Plan, "work" | "grants" | "changes">): AsCode {
  const changesRole = plan.changes.some((change) => change.kind !== "normalization");
  const { role, region } = plan.work;
  const proposal: Proposal = {
    policyName: `registry-secrets-${region}`,
    roleName: roleName(role),
    document: changesRole && plan.grants.length > 0 ? pretty(rolePolicy(plan.grants)) : undefined,
    projects: plan.changes.filter((change) => change.kind === "normalization"),
  };
  return { cloudformation: joined(cloudformation(proposal)), terraform: joined(terraform(proposal)) };
}

function pretty(json: string): string {
  return JSON.stringify(JSON.parse(json), undefined, 2);
}

function joined(blocks: readonly string[]): string {
  return blocks.length === 0 ? "" : `${blocks.join("\n\n")}\n`;
}

/** JSON is YAML. https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-rolepolicy.html */
function cloudformation({ policyName, roleName, document, projects }: Proposal): readonly string[] {
  const blocks: string[] = [];
  if (document !== undefined) {
    blocks.push(
      [
        "Resources:",
        "  RegistrySecrets:",
        "    Type: AWS::IAM::RolePolicy",
        "    Properties:",
        `      RoleName: ${JSON.stringify(roleName)}`,
        `      PolicyName: ${JSON.stringify(policyName)}`,
        `      PolicyDocument: ${indented(document, 8)}`,
      ].join("\n"),
    );
  }
  for (const { project, after } of projects) {
    blocks.push(
      [
        `# In the AWS::CodeBuild::Project whose Name is ${project}, under Properties:`,
        "Environment:",
        `  ImagePullCredentialsType: ${after.pullCredentials}`,
        "  RegistryCredential:",
        `    Credential: ${after.credential}`,
        "    CredentialProvider: SECRETS_MANAGER",
      ].join("\n"),
    );
  }
  return blocks;
}

/** JSON is an HCL expression. https://developer.hashicorp.com/terraform/language/functions/jsonencode */
function terraform({ policyName, roleName, document, projects }: Proposal): readonly string[] {
  const blocks: string[] = [];
  if (document !== undefined) {
    blocks.push(
      [
        'resource "aws_iam_role_policy" "registry_secrets" {',
        `  name   = "${policyName}"`,
        `  role   = "${roleName}"`,
        `  policy = jsonencode(${indented(document, 2)})`,
        "}",
      ].join("\n"),
    );
  }
  for (const { project, after } of projects) {
    blocks.push(
      [
        `# In the aws_codebuild_project whose name is ${project}:`,
        "environment {",
        `  image_pull_credentials_type = "${after.pullCredentials}"`,
        "",
        "  registry_credential {",
        `    credential          = "${after.credential}"`,
        '    credential_provider = "SECRETS_MANAGER"',
        "  }",
        "}",
      ].join("\n"),
    );
  }
  return blocks;
}

/** All lines but the first, moved to the right. */
function indented(text: string, spaces: number): string {
  return text.replaceAll("\n", `\n${" ".repeat(spaces)}`);
}
