import {
  type CreateProjectInput,
  type CreateProjectOutput,
  ResourceAlreadyExistsException,
} from "@aws-sdk/client-codebuild";
import type { NoUndefined } from "@smithy/types";
import type { Operation } from "../../service.ts";
import { projectArn } from "./arn.ts";
import { storedEnvironment } from "./environment.ts";
import { withoutOutputs } from "./inputs.ts";
import { passRole, projectPermission } from "./permission.ts";
import { assumeServiceRole } from "./service-role.ts";
import { codeBuildStore, type StoredProject } from "./state.ts";
import { projectInTrail } from "./trail.ts";

/** https://docs.aws.amazon.com/codebuild/latest/APIReference/API_CreateProject.html */
export const createProject: Operation<NoUndefined<CreateProjectInput>, CreateProjectOutput> = {
  permissions: (input, call) => [
    projectPermission("CreateProject", input.name, call),
    ...passRole(input.serviceRole),
  ],
  async run(input, call) {
    const { sandbox, place, now } = call;
    const { name, serviceRole, badgeEnabled = false, ...members } = withoutOutputs(input);
    const environment = storedEnvironment(input.environment, undefined, place);
    const arn = projectArn(name, place);
    await assumeServiceRole(serviceRole, { projectArn: arn }, sandbox, place);
    const { projects } = codeBuildStore(sandbox, place);
    if (projects.has(name)) {
      throw new ResourceAlreadyExistsException({ message: `Project already exists: ${arn}`, $metadata: {} });
    }
    const project: StoredProject = {
      ...defaultMembers(arn),
      ...members,
      name,
      arn,
      serviceRole,
      environment,
      tags: input.tags ?? [],
      badge: { badgeEnabled },
      created: now,
      lastModified: now,
    };
    projects.set(name, project);
    return { project };
  },
  // the one published record names the project in its response only:
  // https://docs.aws.amazon.com/codebuild/latest/userguide/understanding-service-name-entries.html
  trail: (_, output, call) => ({
    requestParameters: { awsActId: call.place.account },
    responseElements: projectInTrail(output.project),
  }),
};

function defaultMembers(arn: string) {
  const [, partition, , region, account] = arn.split(":");
  return {
    encryptionKey: `arn:${partition}:kms:${region}:${account}:alias/aws/s3`,
    timeoutInMinutes: 60,
    queuedTimeoutInMinutes: 480,
    cache: { type: "NO_CACHE" },
    projectVisibility: "PRIVATE",
  } as const;
}
