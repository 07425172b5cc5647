import { roleSession } from "../../principals.ts";
import type { Sandbox } from "../../sandbox.ts";
import type { Caller, Place } from "../../service.ts";
import { invalidInput } from "./errors.ts";

/**
 * Becomes the service role, in a session named `AWSCodeBuild-<uuid>`, on behalf of the project: trust policies may ask
 * for its ARN. https://docs.aws.amazon.com/codebuild/latest/userguide/cross-service-confused-deputy-prevention.html
 * @throws InvalidInputException if the role is no ARN, its trust policy does not let CodeBuild, or there is no such role:
 * https://docs.aws.amazon.com/codebuild/latest/userguide/troubleshooting.html
 */
export async function assumeServiceRole(
  roleArn: string,
  projectArn: string,
  sandbox: Sandbox,
  place: Place,
): Promise<Caller> {
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
  return roleSession(roleArn, RoleSessionName);
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
