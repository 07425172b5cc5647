import type {
  BatchGetBuildsInput,
  BatchGetBuildsOutput,
  ListBuildsForProjectInput,
  ListBuildsForProjectOutput,
  ListBuildsInput,
  ListBuildsOutput,
  StopBuildInput,
  StopBuildOutput,
} from "@aws-sdk/client-codebuild";
import type { Call, Operation, Permission } from "../../service.ts";
import { emitBuildState } from "./build-event.ts";
import { notFound } from "./errors.ts";
import { requireProject } from "./find-project.ts";
import { page } from "./page.ts";
import { projectPermission } from "./permission.ts";
import { stop } from "./run-build.ts";
import { codeBuildStore, type StoredBuild } from "./state.ts";

/** By id or ARN. https://docs.aws.amazon.com/codebuild/latest/APIReference/API_BatchGetBuilds.html */
export const batchGetBuilds: Operation<BatchGetBuildsInput, BatchGetBuildsOutput> = {
  permissions: (input, call) => (input.ids ?? []).map((id) => buildPermission("BatchGetBuilds", id, call)),
  run(input, call) {
    const ids = [...new Set(input.ids)];
    const builds = ids.flatMap((id) => findBuild(id, call) ?? []);
    return { builds, buildsNotFound: ids.filter((id) => !findBuild(id, call)) };
  },
};

/** Newest first. https://docs.aws.amazon.com/codebuild/latest/APIReference/API_ListBuilds.html */
export const listBuilds: Operation<ListBuildsInput, ListBuildsOutput> = {
  permissions: () => [{ action: "codebuild:ListBuilds", resource: "*" }],
  run: (input, call) => idsOf(buildsIn(call), input),
};

/** Newest first. https://docs.aws.amazon.com/codebuild/latest/APIReference/API_ListBuildsForProject.html */
export const listBuildsForProject: Operation<ListBuildsForProjectInput, ListBuildsForProjectOutput> = {
  permissions: (input, call) => [projectPermission("ListBuildsForProject", input.projectName, call)],
  run(input, call) {
    const { name } = requireProject(input.projectName, call);
    const ofProject = buildsIn(call).filter(({ projectName }) => projectName === name);
    return idsOf(ofProject, input);
  },
};

/** https://docs.aws.amazon.com/codebuild/latest/APIReference/API_StopBuild.html */
export const stopBuild: Operation<StopBuildInput, StopBuildOutput> = {
  permissions: (input, call) => [buildPermission("StopBuild", input.id ?? "", call)],
  run(input, call) {
    const build = findBuild(input.id ?? "", call);
    if (!build) throw notFound(`Build ${input.id} cannot be found`);
    if (build.buildComplete) return { build };
    const stopped = stop(build, call.now);
    codeBuildStore(call.sandbox, call.place).builds.set(build.id, stopped);
    emitBuildState(stopped, call.sandbox, call.place);
    return { build: stopped };
  },
  trail: (input) => ({ requestParameters: { id: input.id }, responseElements: null }),
};

/** IAM knows builds by their project. */
export function buildPermission(action: string, id: string, call: Call): Permission {
  return projectPermission(action, buildId(id).replace(/:[^:]*$/, ""), call);
}

export function findBuild(id: string, { sandbox, place }: Call): StoredBuild | undefined {
  return codeBuildStore(sandbox, place).builds.get(buildId(id));
}

function buildId(idOrArn: string): string {
  return idOrArn.replace(/^arn:.*:build\//, "");
}

function buildsIn({ sandbox, place }: Call): readonly StoredBuild[] {
  return [...codeBuildStore(sandbox, place).builds.values()];
}

function idsOf(builds: readonly StoredBuild[], { sortOrder, nextToken }: ListBuildsInput) {
  const ids = builds.map(({ id }) => id);
  const { items, ...rest } = page(sortOrder === "ASCENDING" ? ids : ids.reverse(), nextToken);
  return { ids: [...items], ...rest };
}
