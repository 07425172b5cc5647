/** A service role for one project, with what every build needs and nothing more. */
import { createHash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import {
  CreateRoleCommand,
  EntityAlreadyExistsException,
  GetRoleCommand,
  IAMClient,
  PutRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { parseRoleArn, plain, type RoleArn, roleName } from "@pullpass/core";
import { withAwsErrors } from "@pullpass/core/aws";
import type { Session } from "../session/session.ts";
import { UserError } from "../user-error.ts";

/** The one that an earlier try left is used again. @throws UserError if a role of that name is for something else */
export async function createServiceRole(project: string, look: Session): Promise<ServiceRole> {
  const { account, place } = look;
  const iam = new IAMClient(account.connection(place.region));
  const role = await createRole(project, iam);
  if (!role.isNew) await refuseStrange(roleName(role.arn), look);
  const { arn } = role;
  const { partition, id } = account;
  const group = `arn:${partition}:logs:${place.region}:${id}:log-group:/aws/codebuild/${project}`;
  const RoleName = roleName(arn);
  const PolicyDocument = JSON.stringify(logs(group));
  await withAwsErrors({ call: "iam:PutRolePolicy", resource: `logs of ${RoleName}` }, () =>
    iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: logsPolicy, PolicyDocument })),
  );
  return role;
}

interface ServiceRole {
  readonly arn: RoleArn;
  readonly isNew: boolean;
}

async function createRole(project: string, iam: IAMClient): Promise<ServiceRole> {
  const RoleName = serviceRoleName(project);
  const command = new CreateRoleCommand({
    RoleName,
    Path: "/service-role/",
    Description: descriptionFor(project),
    AssumeRolePolicyDocument: JSON.stringify(trust),
  });
  try {
    const { Role } = await withAwsErrors({ call: "iam:CreateRole", resource: RoleName }, () =>
      iam.send(command),
    );
    return { arn: parseRoleArn(Role?.Arn ?? ""), isNew: true };
  } catch (error) {
    if (!(error instanceof Error && error.cause instanceof EntityAlreadyExistsException)) throw error;
    const { Role } = await withAwsErrors({ call: "iam:GetRole", resource: RoleName }, () =>
      iam.send(new GetRoleCommand({ RoleName })),
    );
    if (Role?.Description === descriptionFor(project))
      return { arn: parseRoleArn(Role.Arn ?? ""), isNew: false };
    throw new UserError(
      `There is a role ${RoleName} already, and it may be for something else.`,
      "Delete it, or create the project with it by hand, and connect that project without --create.",
      { cause: error },
    );
  }
}

/** A name and a description anybody can give: what an earlier try left has this trust policy, and no other policies. */
async function refuseStrange(name: string, { ports: { roles }, settings }: Session): Promise<void> {
  const [record, inline, managed] = await Promise.all([
    roles.read(name),
    roles.inlinePolicies(name),
    roles.managedPolicies(name),
  ]);
  const foreign = [
    ...[...inline.keys()].filter(
      (policy) => policy !== logsPolicy && !policy.startsWith(`${settings.policyName}-`),
    ),
    ...managed.keys(),
  ];
  const strange = [
    ...(isOurTrust(record?.trust) ? [] : [`its trust policy is ${record?.trust}`]),
    ...(foreign.length === 0 ? [] : [`it has the policies ${foreign.sort().join(", ")}`]),
  ];
  if (strange.length === 0) return;
  throw new UserError(
    plain(`There is a role ${name} already, and it is not as it would be made: ${strange.join("; ")}.`),
    "Whoever made it could read the secret with it. Delete it, or create the project with it by hand, and connect that project without --create.",
  );
}

function isOurTrust(text: string | undefined): boolean {
  try {
    return isDeepStrictEqual(JSON.parse(text ?? ""), trust);
  } catch {
    return false;
  }
}

const logsPolicy = "logs";

const descriptionFor = (project: string) => `Service role of the CodeBuild project ${project}`;

/** As CodeBuild's console names it; IAM takes 64 characters. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
function serviceRoleName(project: string): string {
  const name = `codebuild-${project}-service-role`;
  if (name.length <= 64) return name;
  const hash = createHash("sha256").update(project).digest("hex").slice(0, 8);
  return `codebuild-${project.slice(0, 64 - "codebuild---service-role".length - 8)}-${hash}-service-role`;
}

const trust = {
  Version: "2012-10-17",
  Statement: [
    { Effect: "Allow", Principal: { Service: "codebuild.amazonaws.com" }, Action: "sts:AssumeRole" },
  ],
};

/** https://docs.aws.amazon.com/codebuild/latest/userguide/setting-up-service-role.html */
function logs(group: string) {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Action: ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
        Resource: [group, `${group}:*`],
      },
    ],
  };
}
