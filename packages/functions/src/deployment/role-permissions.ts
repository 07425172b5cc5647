/** Which roles reconcile may read, write to and pass: by name and path, by what they carry, and never some. */
import { protectedRoles, type Reach } from "@pullpass/core";
import { allow, type Deployed, type PermissionStatement } from "./statement.ts";

export const readRoles = ({ partition, account }: Deployed) =>
  allow(
    ["iam:GetRole", "iam:GetRolePolicy", "iam:ListAttachedRolePolicies", "iam:ListRolePolicies"],
    [`arn:${partition}:iam::${account}:role/*`],
  );

/** UpdateProject asks for it. https://docs.aws.amazon.com/codebuild/latest/userguide/auth-and-access-control-permissions-reference.html */
export const passToCodeBuild = (deployed: Deployed): PermissionStatement => ({
  ...allow(["iam:PassRole"], roleArns(deployed)),
  Condition: { StringEquals: { "iam:PassedToService": "codebuild.amazonaws.com" } },
});

const roleArn = ({ partition, account }: Deployed, pathAndName: string) =>
  `arn:${partition}:iam::${account}:role${pathAndName}`;

const roleArns = (deployed: Deployed) => reachedRoles(deployed).map((each) => roleArn(deployed, each));

/**
 * Paths and names as IAM's patterns, in which `*` goes on beyond a slash: `/*` alone is every role, and a path that covers
 * what is below needs a pattern with nothing, and one with something, between it and the name.
 */
export function reachedRoles({ rolePath, rolePattern }: Reach): readonly string[] {
  if (!rolePath.endsWith("*")) return [`${rolePath}${rolePattern}`];
  const path = rolePath.slice(0, -1);
  return rolePattern === "*" ? [`${path}*`] : [`${path}${rolePattern}`, `${path}*/${rolePattern}`];
}

/**
 * IAM knows no condition on a policy's name or text: only the roles can be narrowed, and docs/adr/0006 says what follows.
 * A policy can be deleted whatever the role carries: who takes a boundary or a tag from a role cannot keep a secret with it.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html
 */
export function writeRolePolicies(deployed: Deployed): readonly PermissionStatement[] {
  const roles = roleArns(deployed);
  const required = carried(deployed);
  if (Object.keys(required).length === 0) return [allow(writes, roles)];
  return [
    allow(["iam:DeleteRolePolicy"], roles),
    { ...allow(["iam:PutRolePolicy"], roles), Condition: { StringEquals: required } },
  ];
}

const writes = ["iam:DeleteRolePolicy", "iam:PutRolePolicy"];

function carried({ requiredBoundary, requiredRoleTag }: Reach): Readonly<Record<string, string>> {
  return {
    ...(requiredBoundary !== undefined && { "iam:PermissionsBoundary": requiredBoundary }),
    ...(requiredRoleTag !== undefined && {
      [`aws:ResourceTag/${requiredRoleTag.key}`]: requiredRoleTag.value,
    }),
  };
}

/** pullpass's own roles, those that no deployment touches, and what a pattern would reach below the one path that is meant. */
export const untouchable = (deployed: Deployed): PermissionStatement => ({
  Effect: "Deny",
  Action: [...writes, "iam:PassRole"],
  Resource: [
    ...deployed.ownRoleArns,
    ...[...protectedRoles.flatMap(({ pattern }) => withPaths(pattern)), ...below(deployed)].map(
      // Of whatever account: a Deny may be wide, and the text of a role's policies may not.
      (each) => `arn:*:iam::*:role${each}`,
    ),
  ],
});

/** IAM takes no resource that does not begin with `role/`. */
const withPaths = (pattern: string) =>
  pattern.startsWith("*") ? [pattern.slice(1), `/${pattern}`] : [pattern];

const below = ({ rolePath, rolePattern }: Reach) =>
  rolePath.endsWith("*") || !rolePattern.includes("*") ? [] : [`${rolePath}*/*`];
