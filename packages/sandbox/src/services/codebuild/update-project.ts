import type { UpdateProjectInput, UpdateProjectOutput } from "@aws-sdk/client-codebuild";
import type { Call, Operation, Permission } from "../../service.ts";
import { storedEnvironment } from "./environment.ts";
import { requireProject } from "./find-project.ts";
import { withoutOutputs } from "./inputs.ts";
import { passRole, projectPermission } from "./permission.ts";
import { assumeServiceRole } from "./service-role.ts";
import { codeBuildStore, type StoredProject } from "./state.ts";
import { projectInTrail } from "./trail.ts";
import { updateContext } from "./update-context.ts";

/**
 * Members that the request leaves out stay as they are.
 * https://docs.aws.amazon.com/codebuild/latest/APIReference/API_UpdateProject.html
 * Whether iam:PassRole is asked for when no role is given is unverified (a call by someone without it would settle
 * it); here it is not.
 */
export const updateProject: Operation<UpdateProjectInput, UpdateProjectOutput> = {
  permissions: (input, call) => [updatePermission(input, call), ...passRole(input.serviceRole)],
  async run(input, call) {
    const { sandbox, place, now } = call;
    const old = requireProject(input.name, call);
    const { badgeEnabled, environment, ...members } = withoutOutputs(input);
    const project: StoredProject = {
      ...old,
      ...given(members),
      name: old.name,
      serviceRole: input.serviceRole ?? old.serviceRole,
      environment: environment ? storedEnvironment(environment, old.environment, place) : old.environment,
      ...(badgeEnabled !== undefined && { badge: { badgeEnabled } }),
      lastModified: now,
    };
    await assumeServiceRole(project.serviceRole, { projectArn: project.arn }, sandbox, place);
    codeBuildStore(sandbox, place).projects.set(old.name, project);
    return { project };
  },
  // no real record is published; that it holds these members is unverified: any trail with an UpdateProject would settle it
  trail: (input, output) => ({
    requestParameters: { name: input.name },
    responseElements: projectInTrail(output.project),
  }),
};

/** Conditions see the arguments of the request. */
function updatePermission(input: UpdateProjectInput, call: Call): Permission {
  const permission = projectPermission("UpdateProject", input.name, call);
  return { ...permission, context: { ...permission.context, ...updateContext(input) } };
}

function given<T extends object>(members: T): Partial<T> {
  const pairs = Object.entries(members).filter(([, value]) => value !== undefined && value !== null);
  return Object.fromEntries(pairs) as Partial<T>;
}
