import type { WebhookBuildType, WebhookFilter } from "@aws-sdk/client-codebuild";
import { invalidInput } from "./errors.ts";
import type { StoredProject } from "./state.ts";

/**
 * A webhook listens to a repository; only that of a Buildkite runner does without.
 * https://docs.aws.amazon.com/codebuild/latest/userguide/buildkite-runner.html
 * @throws InvalidInputException; its texts are unverified: a call for a project from S3 would settle the first
 */
export function requireWebhookSource(
  { source }: StoredProject,
  buildType: WebhookBuildType | undefined,
): void {
  const type = source?.type ?? "";
  if (repositories.includes(type) || buildType === "RUNNER_BUILDKITE_BUILD") return;
  throw invalidInput(`Project source type ${type} is not supported when creating a webhook`);
}

/**
 * Each group of filters has one for the event. https://docs.aws.amazon.com/codebuild/latest/APIReference/API_WebhookFilter.html
 * @throws InvalidInputException
 */
export function requireFilters(groups: readonly (readonly WebhookFilter[])[] | undefined): void {
  for (const group of groups ?? []) {
    const events = group.filter(({ type }) => type === "EVENT");
    if (events.length !== 1) {
      throw invalidInput("Invalid filter group: a filter group must have exactly one EVENT filter");
    }
    for (const event of events.flatMap(({ pattern = "" }) => pattern.split(","))) requireEvent(event.trim());
  }
}

const repositories: readonly string[] = [
  "BITBUCKET",
  "GITHUB",
  "GITHUB_ENTERPRISE",
  "GITLAB",
  "GITLAB_SELF_MANAGED",
];

/** https://docs.aws.amazon.com/codebuild/latest/APIReference/API_WebhookFilter.html */
const events: readonly string[] = [
  "PUSH",
  "PULL_REQUEST_CREATED",
  "PULL_REQUEST_UPDATED",
  "PULL_REQUEST_CLOSED",
  "PULL_REQUEST_REOPENED",
  "PULL_REQUEST_MERGED",
  "RELEASED",
  "PRERELEASED",
  "WORKFLOW_JOB_QUEUED",
];

function requireEvent(event: string): void {
  if (!events.includes(event)) throw invalidInput(`Invalid filter group: unknown event ${event}`);
}
