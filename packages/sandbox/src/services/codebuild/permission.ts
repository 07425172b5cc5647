import type { Call, Permission } from "../../service.ts";
import { projectArn } from "./arn.ts";
import { findProject } from "./find-project.ts";

/** What CodeBuild asks IAM about a project, there or not. */
export function projectPermission(action: string, nameOrArn: string | undefined, call: Call): Permission {
  const resource = projectArn(nameOrArn ?? "", call.place);
  const tags = findProject(nameOrArn ?? "", call)?.tags ?? [];
  return {
    action: `codebuild:${action}`,
    resource,
    resourceAccount: resource.split(":")[4] ?? call.place.account,
    context: Object.fromEntries(tags.map(({ key, value }) => [`aws:ResourceTag/${key}`, value ?? ""])),
  };
}

/** Who gives a project a role must be allowed to pass it. */
export function passRole(roleArn: string | undefined): readonly Permission[] {
  // what is no ARN names no role that could be passed: the form of the request refuses it
  if (!roleArn?.startsWith("arn:")) return [];
  return [
    {
      action: "iam:PassRole",
      resource: roleArn,
      resourceAccount: roleArn.split(":")[4] ?? "",
      context: { "iam:PassedToService": "codebuild.amazonaws.com" },
    },
  ];
}
