/** What pullpass would change, as code that a team can put into its own stack: for the mode that changes nothing. */
import { type RoleArn, roleName } from "../model/arn.ts";
import type { Normalizes } from "../model/change.ts";
import { type GrantedSecret, rolePolicy } from "./role-policy.ts";

export interface AsCode {
  /** YAML: a resource to add, and the properties to set on the projects. */
  readonly cloudformation: string;
  /** HCL: a resource to add, and the arguments to set on the projects. */
  readonly terraform: string;
}

/** What is proposed: the grants that a role should have, and the projects to normalize. */
export interface Proposed {
  readonly role: RoleArn;
  readonly region: string;
  readonly grants: readonly GrantedSecret[];
  readonly normalizations: readonly Normalizes[];
  /** Of several proposals for one role, what this one is about: it tells their policies apart. */
  readonly about?: string;
}

/** Empty where nothing is proposed. */
export function asCode({ role, region, grants, normalizations, about }: Proposed): AsCode {
  const proposal: Proposal = {
    policyName: policyName(region, about),
    resourceName: about === undefined ? "RegistrySecrets" : `RegistrySecret${inPascalCase(about)}`,
    roleName: roleName(role),
    document: grants.length > 0 ? pretty(rolePolicy(grants)) : undefined,
    projects: normalizations,
  };
  return { cloudformation: joined(cloudformation(proposal)), terraform: joined(terraform(proposal)) };
}

interface Proposal {
  readonly policyName: string;
  /** Letters and digits. */
  readonly resourceName: string;
  readonly roleName: string;
  /** Indented JSON; absent when the role stays as it is. */
  readonly document: string | undefined;
  readonly projects: readonly Normalizes[];
}

/**
 * Not the name of pullpass's own policy, so that a stack and pullpass never write the same one; 128 characters at most.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePolicy.html
 */
function policyName(region: string, about: string | undefined): string {
  if (about === undefined) return `registry-secrets-${region}`;
  return `registry-secret-${region}-${about.replaceAll(/[^\w+=,.@-]/g, "-")}`.slice(0, 128);
}

/** `registry/hub` is `RegistryHub`. */
function inPascalCase(text: string): string {
  const words = text.split(/[^A-Za-z0-9]+/);
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
}

function pretty(json: string): string {
  return JSON.stringify(JSON.parse(json), undefined, 2);
}

function joined(blocks: readonly string[]): string {
  return blocks.length === 0 ? "" : `${blocks.join("\n\n")}\n`;
}

/** JSON is YAML. https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-rolepolicy.html */
function cloudformation({
  policyName,
  resourceName,
  roleName,
  document,
  projects,
}: Proposal): readonly string[] {
  const blocks: string[] = [];
  if (document !== undefined) {
    blocks.push(
      [
        "Resources:",
        `  ${resourceName}:`,
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
        `# In the AWS::CodeBuild::Project whose Name is ${JSON.stringify(project)}, under Properties:`,
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
function terraform({ policyName, resourceName, roleName, document, projects }: Proposal): readonly string[] {
  const blocks: string[] = [];
  if (document !== undefined) {
    blocks.push(
      [
        `resource "aws_iam_role_policy" "${resourceName}" {`,
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
        `# In the aws_codebuild_project whose name is ${JSON.stringify(project)}:`,
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
