/** Did a build fail to pull its image? One answer for CodeBuild's events and for its API. */

/** One phase of a build, as either tells it. */
export interface BuildPhase {
  /** `SUBMITTED`, `QUEUED`, `PROVISIONING`, … https://docs.aws.amazon.com/codebuild/latest/userguide/view-build-details-phases.html */
  readonly type: string | undefined;
  /** Absent while the phase lasts, and of `COMPLETED`. */
  readonly status: string | undefined;
  /** `<status code>: <message>`, and `: ` where there is nothing to say. */
  readonly context: readonly string[];
}

/**
 * What builds and phases are called that did not fail. Every other word is a failure: FAILED, FAULT, TIMED_OUT, CLIENT_ERROR.
 * Who stops a build says nothing about its image.
 * https://docs.aws.amazon.com/codebuild/latest/userguide/sample-build-notifications.html
 */
export const statusesOfNoFailure: readonly string[] = ["IN_PROGRESS", "STOPPED", "SUCCEEDED"];

/** A status that is given and is a failure's. */
export function isFailure(status: string | undefined): boolean {
  return status !== undefined && !statusesOfNoFailure.includes(status);
}

/** Whether the image was pulled. */
export function hasPulled(phases: readonly BuildPhase[]): boolean {
  return phases.some(({ type, status }) => type === "PROVISIONING" && status === "SUCCEEDED");
}

/** AWS's words, if the image was not pulled, which happens in PROVISIONING; `undefined` if that phase did not fail. */
export function failedPull(phases: readonly BuildPhase[]): readonly string[] | undefined {
  const failed = phases.find(({ type, status }) => type === "PROVISIONING" && isFailure(status));
  return failed?.context.filter((line) => /[^\s:]/.test(line));
}
