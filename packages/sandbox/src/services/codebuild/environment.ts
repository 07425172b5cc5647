import { EnvironmentType, type ProjectEnvironment } from "@aws-sdk/client-codebuild";
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
  given: ProjectEnvironment | undefined,
  old: ProjectEnvironment | undefined,
  place: Place,
): ProjectEnvironment {
  requireMembers(given);
  const environment: ProjectEnvironment = {
    ...given,
    imagePullCredentialsType: given.imagePullCredentialsType ?? old?.imagePullCredentialsType ?? "CODEBUILD",
    privilegedMode: given.privilegedMode ?? false,
    environmentVariables: given.environmentVariables ?? [],
  };
  requireMatchingPull(environment, place);
  return environment;
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

/** The message is the one of AWS's request validation; that CodeBuild uses it here is unverified: a call without an image would settle it. */
function requireMembers(given: ProjectEnvironment | undefined): asserts given is ProjectEnvironment {
  requireMember("environment", given);
  requireMember("environment.type", given?.type);
  requireKind(given?.type);
  requireMember("environment.image", given?.image);
  requireMember("environment.computeType", given?.computeType);
  if (!given?.registryCredential) return;
  requireMember("environment.registryCredential.credential", given.registryCredential.credential);
  requireMember(
    "environment.registryCredential.credentialProvider",
    given.registryCredential.credentialProvider,
  );
}

/** That the message is this one is unverified: a call with another type would settle it. */
function requireKind(type: string | undefined): void {
  const kinds: readonly string[] = Object.values(EnvironmentType);
  if (type === undefined || kinds.includes(type)) return;
  throw invalidInput(
    `1 validation error detected: Value '${type}' at 'environment.type' failed to satisfy constraint: Member must satisfy enum value set: [${kinds.join(", ")}]`,
  );
}

/** @throws InvalidInputException if the member was not given */
export function requireMember(path: string, value: unknown): void {
  if (value !== undefined && value !== null) return;
  throw invalidInput(
    `1 validation error detected: Value null at '${path}' failed to satisfy constraint: Member must not be null`,
  );
}
