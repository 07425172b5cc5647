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
export function asCode(proposed: Proposed): AsCode {
  const { cloudformation, terraform } = partsOf(proposed);
  return {
    cloudformation: joined([...cloudformation.resources.map(underResources), ...cloudformation.projects]),
    terraform: joined([...terraform.resources, ...terraform.projects]),
  };
}

/** The same of many roles, as one file that is valid as it stands: what belongs into the projects is a comment. */
export function asFile(proposed: readonly Proposed[]): AsCode {
  const parts = proposed.map(partsOf);
  const resources = parts.flatMap(({ cloudformation }) => cloudformation.resources);
  const template = resources.length === 0 ? [] : [underResources(resources.join("\n\n"))];
  return {
    cloudformation: joined([
      ...template,
      ...parts.flatMap(({ cloudformation }) => cloudformation.projects.map(commented)),
    ]),
    terraform: joined([
      ...parts.flatMap(({ terraform }) => terraform.resources),
      ...parts.flatMap(({ terraform }) => terraform.projects.map(commented)),
    ]),
  };
}

function commented(block: string): string {
  return block.replaceAll(/^(?!#)/gm, "# ").replaceAll(/ +$/gm, "");
}

/** What stands by itself, and what is to be set in the projects' own code. */
interface Parts {
  readonly resources: readonly string[];
  readonly projects: readonly string[];
}

function partsOf({ role, region, grants, normalizations, about }: Proposed): {
  readonly cloudformation: Parts;
  readonly terraform: Parts;
} {
  const proposal: Proposal = {
    policyName: policyName(region, about),
    resourceName: about === undefined ? "RegistrySecrets" : `RegistrySecret${inPascalCase(about)}`,
    roleName: roleName(role),
    document: grants.length > 0 ? pretty(rolePolicy(grants)) : undefined,
    projects: normalizations,
  };
  return { cloudformation: cloudformation(proposal), terraform: terraform(proposal) };
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

function underResources(resources: string): string {
  return `Resources:\n${resources}`;
}

/** JSON is YAML. https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-rolepolicy.html */
function cloudformation({ policyName, resourceName, roleName, document, projects }: Proposal): Parts {
  const resource = (policy: string) =>
    [
      `  ${resourceName}:`,
      "    Type: AWS::IAM::RolePolicy",
      "    Properties:",
      `      RoleName: ${JSON.stringify(roleName)}`,
      `      PolicyName: ${JSON.stringify(policyName)}`,
      `      PolicyDocument: ${indented(policy, 8)}`,
    ].join("\n");
  const project = ({ project, after }: Normalizes) =>
    [
      `# In the AWS::CodeBuild::Project whose Name is ${JSON.stringify(project)}, under Properties:`,
      "Environment:",
      `  ImagePullCredentialsType: ${after.pullCredentials}`,
      "  RegistryCredential:",
      `    Credential: ${after.credential}`,
      "    CredentialProvider: SECRETS_MANAGER",
    ].join("\n");
  return { resources: document === undefined ? [] : [resource(document)], projects: projects.map(project) };
}

/** JSON is an HCL expression. https://developer.hashicorp.com/terraform/language/functions/jsonencode */
function terraform({ policyName, resourceName, roleName, document, projects }: Proposal): Parts {
  const resource = (policy: string) =>
    [
      `resource "aws_iam_role_policy" "${resourceName}" {`,
      `  name   = "${policyName}"`,
      `  role   = "${roleName}"`,
      `  policy = jsonencode(${indented(policy, 2)})`,
      "}",
    ].join("\n");
  const project = ({ project, after }: Normalizes) =>
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
    ].join("\n");
  return { resources: document === undefined ? [] : [resource(document)], projects: projects.map(project) };
}

/** All lines but the first, moved to the right. */
function indented(text: string, spaces: number): string {
  return text.replaceAll("\n", `\n${" ".repeat(spaces)}`);
}
