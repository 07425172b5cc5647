import type {
  BatchGetProjectsInput,
  BatchGetProjectsOutput,
  DeleteProjectInput,
  DeleteProjectOutput,
  ListProjectsInput,
  ListProjectsOutput,
} from "@aws-sdk/client-codebuild";
import type { Operation } from "../../service.ts";
import { findProject } from "./find-project.ts";
import { page } from "./page.ts";
import { projectPermission } from "./permission.ts";
import { codeBuildStore, type StoredProject } from "./state.ts";

/** https://docs.aws.amazon.com/codebuild/latest/APIReference/API_BatchGetProjects.html */
export const batchGetProjects: Operation<BatchGetProjectsInput, BatchGetProjectsOutput> = {
  permissions: (input, call) =>
    (input.names ?? []).map((name) => projectPermission("BatchGetProjects", name, call)),
  run(input, call) {
    const names = [...new Set(input.names)];
    const projects = names.flatMap((name) => findProject(name, call) ?? []);
    const projectsNotFound = names.filter((name) => !findProject(name, call));
    return { projects, projectsNotFound };
  },
};

/** Names only. https://docs.aws.amazon.com/codebuild/latest/APIReference/API_ListProjects.html */
export const listProjects: Operation<ListProjectsInput, ListProjectsOutput> = {
  permissions: () => [{ action: "codebuild:ListProjects", resource: "*" }],
  run(input, { sandbox, place }) {
    const rank = rankBy[input.sortBy ?? "NAME"];
    const all = [...codeBuildStore(sandbox, place).projects.values()];
    const sorted = all.sort((a, b) => Number(rank(a) > rank(b)) - Number(rank(a) < rank(b)));
    const { items, ...rest } = page(
      input.sortOrder === "DESCENDING" ? sorted.reverse() : sorted,
      input.nextToken,
    );
    return { projects: items.map(({ name }) => name), ...rest };
  },
};

/** No error if there is none. https://docs.aws.amazon.com/codebuild/latest/APIReference/API_DeleteProject.html */
export const deleteProject: Operation<DeleteProjectInput, DeleteProjectOutput> = {
  permissions: (input, call) => [projectPermission("DeleteProject", input.name, call)],
  run(input, call) {
    const project = findProject(input.name ?? "", call);
    if (project) codeBuildStore(call.sandbox, call.place).projects.delete(project.name);
    return {};
  },
  // unverified: any trail with a DeleteProject would settle it
  trail: (input) => ({ requestParameters: { name: input.name }, responseElements: null }),
};

const rankBy = {
  NAME: ({ name }: StoredProject) => name,
  CREATED_TIME: ({ created }: StoredProject) => created.toISOString(),
  LAST_MODIFIED_TIME: ({ lastModified }: StoredProject) => lastModified.toISOString(),
};
