import { roleSession } from "../../principals.ts";
import type { Sandbox } from "../../sandbox.ts";
import type { Place, RoleSession } from "../../service.ts";
import { invalidInput } from "./errors.ts";

/** What CodeBuild assumes a role for: a project, and its build if one runs. */
interface Purpose {
  readonly projectArn: string;
  readonly buildArn?: string;
}

/**
 * Becomes the service role, in a session named `AWSCodeBuild-<uuid>`, on behalf of the project: trust policies may ask
 * for its ARN. https://docs.aws.amazon.com/codebuild/latest/userguide/cross-service-confused-deputy-prevention.html
 * The session's calls carry the ARNs of the project and the build:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-codebuild-project-arn
 * @throws InvalidInputException if the role is no ARN, its trust policy does not let CodeBuild, or there is no such role:
 * https://docs.aws.amazon.com/codebuild/latest/userguide/troubleshooting.html
 */
export async function assumeServiceRole(
  roleArn: string,
  { projectArn, buildArn }: Purpose,
  sandbox: Sandbox,
  place: Place,
): Promise<RoleSession> {
  const RoleSessionName = `AWSCodeBuild-${sandbox.ids.uuid()}`;
  const codeBuild = {
    kind: "service",
    service: "codebuild.amazonaws.com",
    account: place.account,
    sourceArn: projectArn,
  } as const;
  try {
    await sandbox.call(
      "sts",
      "AssumeRole",
      { RoleArn: roleArn, RoleSessionName },
      { caller: codeBuild, place },
    );
  } catch (error) {
    if (isWrongForm(error)) throw invalidInput("Invalid service role");
    if (!isRefusal(error)) throw error;
    throw invalidInput(`CodeBuild is not authorized to perform: sts:AssumeRole on ${roleArn}`);
  }
  return roleSession(roleArn, RoleSessionName, sandbox.clock.now(), {
    "codebuild:ProjectArn": projectArn,
    ...(buildArn !== undefined && { "codebuild:BuildArn": buildArn }),
  });
}

/**
 * https://github.com/amazon-archives/deploy-manage-microservices-on-ecs-and-fargate/issues/2 has the words. That they stand for
 * a role that is no ARN is unverified: CreateProject with a role's name would settle it.
 */
function isWrongForm(error: unknown): boolean {
  return error instanceof Error && error.name === "ValidationError";
}

function isRefusal(error: unknown): boolean {
  const refusals = ["AccessDenied", "AccessDeniedException", "NoSuchEntity", "NoSuchEntityException"];
  return error instanceof Error && refusals.includes(error.name);
}
