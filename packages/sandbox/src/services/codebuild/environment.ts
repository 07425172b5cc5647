import type { ProjectEnvironment } from "@aws-sdk/client-codebuild";
import type { Place } from "../../service.ts";
import { invalidInput } from "./errors.ts";
import { readImage } from "./image.ts";

/**
 * The environment as it is stored: what was given, members that no SDK knows included, and CodeBuild's defaults. On an
 * update an omitted `imagePullCredentialsType` keeps its old value (https://github.com/aws/aws-cdk/issues/3429). Whether
 * other omitted members are kept is unverified (an UpdateProject without `registryCredential` would settle it): they
 * are dropped, so that a client which does not send them all is found out.
 * @throws InvalidInputException
 */
export function storedEnvironment(
  given: ProjectEnvironment,
  old: ProjectEnvironment | undefined,
  place: Place,
): ProjectEnvironment {
  requireNoOutput(given);
  const environment: ProjectEnvironment = {
    ...given,
    imagePullCredentialsType: given.imagePullCredentialsType ?? old?.imagePullCredentialsType ?? "CODEBUILD",
    privilegedMode: given.privilegedMode ?? false,
    environmentVariables: given.environmentVariables ?? [],
    ...(given.dockerServer && { dockerServer: { ...given.dockerServer, status: dockerServerStatus } }),
  };
  requireMatchingPull(environment, place);
  return environment;
}

/** What CodeBuild says is unverified: a project with a Docker server would settle it. */
const dockerServerStatus = { status: "ACTIVE" } as const;

/**
 * The status is an output only: https://docs.aws.amazon.com/codebuild/latest/APIReference/API_DockerServer.html
 * The words are unverified: UpdateProject with what BatchGetProjects gave would settle them.
 */
function requireNoOutput({ dockerServer }: ProjectEnvironment): void {
  if (dockerServer?.status === undefined || dockerServer.status === null) return;
  throw invalidInput("Invalid input: environment.dockerServer.status cannot be passed in as an input");
}

/** Which images go with which pull credentials. @throws InvalidInputException */
export function requireMatchingPull(environment: ProjectEnvironment, place: Place): void {
  const pull = environment.imagePullCredentialsType;
  const { kind, account } = readImage(environment.image ?? "");
  if (kind === "curated" && pull === "SERVICE_ROLE") {
    throw invalidInput(
      "Invalid input: cannot use a CodeBuild curated image with imagePullCredentialsType SERVICE_ROLE",
    );
  }
  if (kind === "ecr" && account !== place.account && pull === "CODEBUILD") {
    throw invalidInput(
      "Invalid input: cannot use a cross-account ECR image with imagePullCredentialsType CODEBUILD",
    );
  }
}
