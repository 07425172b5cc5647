/** AWS CodeBuild: projects, their webhooks, and builds as far as pulling their image. */
import * as sdk from "@aws-sdk/client-codebuild";
import constraints from "../../constraints/tables/codebuild.json" with { type: "json" };
import type { Service } from "../../service.ts";
import { batchGetBuilds, listBuilds, listBuildsForProject, stopBuild } from "./builds.ts";
import { createProject } from "./create-project.ts";
import { refuseInput } from "./input-refusal.ts";
import { batchGetProjects, deleteProject, listProjects } from "./projects.ts";
import { retryBuild } from "./retry-build.ts";
import { startBuild } from "./start-build.ts";
import { updateProject } from "./update-project.ts";
import { createWebhook, deleteWebhook, updateWebhook } from "./webhooks.ts";

export const codebuild: Service = {
  signingName: "codebuild",
  eventSource: "codebuild.amazonaws.com",
  sdk,
  client: () => new sdk.CodeBuildClient({ region: "us-east-1" }),
  constraints,
  refuseInput,
  operations: {
    BatchGetBuilds: batchGetBuilds,
    BatchGetProjects: batchGetProjects,
    CreateProject: createProject,
    CreateWebhook: createWebhook,
    DeleteProject: deleteProject,
    DeleteWebhook: deleteWebhook,
    ListBuilds: listBuilds,
    ListBuildsForProject: listBuildsForProject,
    ListProjects: listProjects,
    RetryBuild: retryBuild,
    StartBuild: startBuild,
    StopBuild: stopBuild,
    UpdateProject: updateProject,
    UpdateWebhook: updateWebhook,
  },
};
