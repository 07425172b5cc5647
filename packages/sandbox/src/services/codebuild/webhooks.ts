import {
  type CreateWebhookInput,
  type CreateWebhookOutput,
  type DeleteWebhookInput,
  type DeleteWebhookOutput,
  ResourceAlreadyExistsException,
  type UpdateWebhookInput,
  type UpdateWebhookOutput,
  type Webhook,
} from "@aws-sdk/client-codebuild";
import type { Call, Operation } from "../../service.ts";
import { notFound } from "./errors.ts";
import { requireProject } from "./find-project.ts";
import { projectPermission } from "./permission.ts";
import { codeBuildStore, type StoredProject } from "./state.ts";
import { requireFilters, requireWebhookSource } from "./webhook-rules.ts";

/** The reply alone tells the secret. https://docs.aws.amazon.com/codebuild/latest/APIReference/API_CreateWebhook.html */
export const createWebhook: Operation<CreateWebhookInput, CreateWebhookOutput> = {
  permissions: (input, call) => [projectPermission("CreateWebhook", input.projectName, call)],
  run(input, call) {
    const { projectName, ...members } = input;
    const project = requireProject(projectName, call);
    if (project.webhook) {
      const message = `Webhook already exists: ${project.arn}`;
      throw new ResourceAlreadyExistsException({ message, $metadata: {} });
    }
    requireWebhookSource(project, input.buildType);
    requireFilters(input.filterGroups);
    const { sandbox, place, now } = call;
    const webhook: Webhook = {
      ...members,
      payloadUrl: `https://codebuild.${place.region}.amazonaws.com/webhooks?t=${sandbox.ids.text(32, tokenAlphabet)}`,
      lastModifiedSecret: now,
    };
    save(project, webhook, call);
    return { webhook: { ...webhook, secret: sandbox.ids.text(40, tokenAlphabet) } };
  },
  trail: (input, output) => ({
    requestParameters: { projectName: input.projectName },
    responseElements: { webhook: { payloadUrl: output.webhook?.payloadUrl } },
  }),
};

/** What the request leaves out stays. https://docs.aws.amazon.com/codebuild/latest/APIReference/API_UpdateWebhook.html */
export const updateWebhook: Operation<UpdateWebhookInput, UpdateWebhookOutput> = {
  permissions: (input, call) => [projectPermission("UpdateWebhook", input.projectName, call)],
  run(input, call) {
    const { projectName, rotateSecret, ...members } = input;
    const project = requireProject(projectName, call);
    const old = requireWebhook(project);
    requireWebhookSource(project, input.buildType ?? old.buildType);
    requireFilters(input.filterGroups);
    const webhook: Webhook = { ...old, ...members, ...(rotateSecret && { lastModifiedSecret: call.now }) };
    save(project, webhook, call);
    return { webhook };
  },
  trail: (input) => ({ requestParameters: { projectName: input.projectName }, responseElements: null }),
};

/** https://docs.aws.amazon.com/codebuild/latest/APIReference/API_DeleteWebhook.html */
export const deleteWebhook: Operation<DeleteWebhookInput, DeleteWebhookOutput> = {
  permissions: (input, call) => [projectPermission("DeleteWebhook", input.projectName, call)],
  run(input, call) {
    const project = requireProject(input.projectName, call);
    requireWebhook(project);
    save(project, undefined, call);
    return {};
  },
  trail: (input) => ({ requestParameters: { projectName: input.projectName }, responseElements: null }),
};

const tokenAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

function requireWebhook(project: StoredProject): Webhook {
  if (project.webhook) return project.webhook;
  throw notFound(`Webhook cannot be found for project ${project.arn}`);
}

function save(project: StoredProject, webhook: Webhook | undefined, { sandbox, place }: Call): void {
  codeBuildStore(sandbox, place).projects.set(project.name, { ...project, webhook });
}
