/** A build that could not pull is started again, once pullpass mended why: where the project's owner wants it. */
import type { Project } from "./project.ts";
import type { Settings } from "./settings.ts";
import { tagValue } from "./tags.ts";

/** The last build of a project that pullpass started again. */
export interface LastRetry {
  /** The id of the build that failed. */
  readonly of: string;
  /** ISO 8601: when it was about to be started again. */
  readonly at: string;
  /** The id of the build that was started; absent where a crash left that open, and where AWS refused it. */
  readonly as?: string;
  readonly refused?: true;
}

/** One build of a project, to be started again at that time. */
export interface RetryAsked {
  readonly project: string;
  readonly build: string;
  /** ISO 8601. */
  readonly notBefore: string;
}

/** The deployment has the permission, and the project's owner asks for it. IAM compares the value as it is, too. */
export function wantsRetry(
  { tags }: Pick<Project, "tags">,
  { retryBuilds, tagPrefix }: Pick<Settings, "retryBuilds" | "tagPrefix">,
): boolean {
  return retryBuilds && tagValue(tags, `${tagPrefix}${retryTag}`) === "true";
}

/** After the prefix. */
export const retryTag = "retry";

/** Did pullpass start this build? Where a crash left open which one it started, each build of the day after counts as that one. */
export function isRetried(
  { id, startedAt }: { readonly id: string; readonly startedAt: string | undefined },
  last: LastRetry | undefined,
): boolean {
  if (last === undefined) return false;
  if (id === last.of || id === last.as) return true;
  if (last.as !== undefined || last.refused === true) return false;
  const later = Date.parse(startedAt ?? last.at) - Date.parse(last.at);
  return later >= 0 && later < dayMs;
}

const dayMs = 24 * 60 * 60_000;
