/** The project, with its image, pull type and credential. */
import { setTimeout as wait } from "node:timers/promises";
import {
  CodeBuildClient,
  type ComputeType,
  CreateProjectCommand,
  type EnvironmentType,
} from "@aws-sdk/client-codebuild";
import {
  judgeImage,
  maskCredential,
  type Project,
  parseProjectArn,
  type RoleArn,
  type WholeEnvironment,
} from "@pullpass/core";
import { withAwsErrors } from "@pullpass/core/aws";
import type { Session } from "../session/session.ts";
import { UserError } from "../user-error.ts";

/** The environments whose images come from a registry. https://docs.aws.amazon.com/codebuild/latest/APIReference/API_ProjectEnvironment.html */
export const environmentTypes = [
  "LINUX_CONTAINER",
  "LINUX_GPU_CONTAINER",
  "ARM_CONTAINER",
  "WINDOWS_SERVER_2019_CONTAINER",
  "WINDOWS_SERVER_2022_CONTAINER",
] as const satisfies readonly EnvironmentType[];

interface NewProject {
  readonly name: string;
  readonly image: string;
  readonly secretArn: string;
  readonly role: RoleArn;
  readonly environmentType: (typeof environmentTypes)[number];
}

/** The project as it will be: the rest of its environment stays. @throws UserError if it pulls no image of a registry */
export function connected(project: Project, image: string, secretArn: string): Project {
  const verdict = judgeImage({ image, environmentType: project.environmentType, runner: project.runner });
  if (verdict.kind === "takes-none") {
    throw new UserError(
      `The project ${project.name} takes no registry credential: ${verdict.why}.`,
      "Use a project with a container on EC2 compute, Linux or Windows.",
    );
  }
  const environment: WholeEnvironment = { ...project.environment, ...pull(image, secretArn) };
  const credential = maskCredential(secretArn);
  return { ...project, image, credential, pullCredentials: "SERVICE_ROLE", environment };
}

/** Whether it already is as it should be. */
export function isConnected(project: Project, wanted: Project): boolean {
  return (
    project.image === wanted.image &&
    project.credential === wanted.credential &&
    project.pullCredentials === wanted.pullCredentials
  );
}

/** A minimal one, not yet made: what it pulls, and with which role. */
export function newProject(project: NewProject, { account, place }: Session): Project {
  const { name, role, image, secretArn, environmentType: type } = project;
  const { id, partition } = account;
  return {
    name,
    arn: parseProjectArn(`arn:${partition}:codebuild:${place.region}:${id}:project/${name}`),
    account: id,
    region: place.region,
    role,
    tags: {},
    image,
    environmentType: type,
    pullCredentials: "SERVICE_ROLE",
    credential: maskCredential(secretArn),
    plaintextVariables: [],
    runner: false,
    created: undefined,
    lastModified: undefined,
    environment: {},
  };
}

/** Makes it, without a source, and with a build that only shows that the image was pulled. */
export async function createProject(project: Project, { account, place }: Session): Promise<void> {
  const client = new CodeBuildClient(account.connection(place.region));
  const { name, role: serviceRole, environmentType, image, credential = "" } = project;
  const type = environmentTypes.find((each) => each === environmentType) ?? "LINUX_CONTAINER";
  const command = new CreateProjectCommand({
    name,
    serviceRole,
    source: { type: "NO_SOURCE", buildspec },
    artifacts: { type: "NO_ARTIFACTS" },
    environment: { type, computeType: computeTypeOf(type), ...pull(image, credential) },
  });
  await withAwsErrors({ call: "codebuild:CreateProject", resource: `${name} in ${place.region}` }, () =>
    onceTheRoleIsKnown(() => client.send(command)),
  );
}

const buildspec = "version: 0.2\nphases:\n  build:\n    commands:\n      - echo The image was pulled.\n";

/** Windows has no smaller one. https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-compute-types.html */
function computeTypeOf(type: string): ComputeType {
  return type.startsWith("WINDOWS") ? "BUILD_GENERAL1_MEDIUM" : "BUILD_GENERAL1_SMALL";
}

function pull(image: string, credential: string) {
  return {
    image,
    imagePullCredentialsType: "SERVICE_ROLE" as const,
    registryCredential: { credential, credentialProvider: "SECRETS_MANAGER" as const },
  };
}

/** A new role is not known everywhere at once. https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_general.html#troubleshoot_general_eventual-consistency */
async function onceTheRoleIsKnown<T>(call: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await call();
    } catch (error) {
      const isTooEarly = error instanceof Error && error.message.includes("sts:AssumeRole");
      if (!isTooEarly || attempt >= roleAttemptsMax) throw error;
      await wait(roleWaitMs);
    }
  }
}

const roleAttemptsMax = 10;
const roleWaitMs = 2_000;
