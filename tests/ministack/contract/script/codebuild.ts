import {
  BatchGetBuildsCommand,
  BatchGetProjectsCommand,
  CreateProjectCommand,
  type CreateProjectInput,
  DeleteProjectCommand,
  ListProjectsCommand,
  UpdateProjectCommand,
  type UpdateProjectInput,
} from "@aws-sdk/client-codebuild";
import { CreateRoleCommand } from "@aws-sdk/client-iam";
import { environmentWith, trust } from "../../support/teams.ts";
import type { Script } from "./script.ts";

export const codebuild: Script = ({ codebuild, iam }) => {
  let serviceRole = "";
  const create = (more: Partial<CreateProjectInput> = {}) =>
    codebuild.send(
      new CreateProjectCommand({
        name: "web",
        serviceRole,
        source: { type: "GITHUB", location: "https://github.com/acme/web.git" },
        artifacts: { type: "NO_ARTIFACTS" },
        environment: environmentWith("team/dockerhub"),
        tags: [{ key: "team", value: "web" }],
        ...more,
      }),
    );
  const update = (input: UpdateProjectInput) => codebuild.send(new UpdateProjectCommand(input));
  const get = (...names: string[]) => codebuild.send(new BatchGetProjectsCommand({ names }));
  return {
    "iam:CreateRole for a project": async () => {
      const made = await iam.send(
        new CreateRoleCommand({
          RoleName: "build",
          Path: "/service-role/",
          AssumeRolePolicyDocument: trust,
        }),
      );
      serviceRole = made.Role?.Arn ?? "";
    },
    CreateProject: () => create(),
    "CreateProject of a name that is taken": () => create(),
    "CreateProject with a name that may not be": () => create({ name: "a b" }),
    "CreateProject without a source": () => create({ name: "no-source", source: undefined }),
    "CreateProject with a role that is no ARN": () => create({ name: "no-role", serviceRole: "build" }),
    "CreateProject with a kind of environment that is none": () =>
      create({
        name: "no-type",
        environment: { ...environmentWith("team/dockerhub"), type: "NONE" as "LINUX_CONTAINER" },
      }),
    "BatchGetProjects of one and of none": () => get("web", "none"),
    ListProjects: () => codebuild.send(new ListProjectsCommand({})),
    "UpdateProject's environment": () =>
      update({
        name: "web",
        environment: { ...environmentWith("team/dockerhub"), imagePullCredentialsType: "SERVICE_ROLE" },
      }),
    "BatchGetProjects after an update": () => get("web"),
    "UpdateProject of none": () => update({ name: "none", description: "x" }),
    "BatchGetBuilds of none": () =>
      codebuild.send(new BatchGetBuildsCommand({ ids: ["web:11111111-2222-3333-4444-555555555555"] })),
    DeleteProject: () => codebuild.send(new DeleteProjectCommand({ name: "web" })),
    "DeleteProject again": () => codebuild.send(new DeleteProjectCommand({ name: "web" })),
    "BatchGetProjects of none": () => get("web"),
  };
};
