/** Which builds that could not pull are started again, because the plan, or a grant shortly before, mends why. */
import type { DiagnosedProject, Diagnosis } from "../diagnose/diagnose.ts";
import { failedOfAccess, grantCountsMs } from "../diagnose/failed-build.ts";
import { type Change, projectsOf } from "../model/change.ts";
import type { FailedBuild } from "../model/failed-build.ts";
import { isRetried, wantsRetry } from "../model/retry.ts";
import { retryId } from "./change-id.ts";
import type { BuildRetry } from "./decided.ts";

/** Of each project the last build, and only where everything that was read then lets it pull. */
export function retriesOf(
  before: Diagnosis,
  after: Diagnosis,
  changes: readonly Change[],
): readonly BuildRetry[] {
  const { snapshot, settings, needs } = before;
  return [...(snapshot.failedBuilds ?? [])].flatMap(([name, { newest: build, retried }]) => {
    const now = before.projects.get(name);
    const then = after.projects.get(name);
    if (build === undefined || now === undefined || then?.verdict !== "pulls") return [];
    const isWanted = wantsRetry(now.facts.project, settings) && needs.get(name)?.kind === "secret";
    if (!isWanted || isRetried(build, retried) || !failedOfAccess(build)) return [];
    if (!changes.some((change) => mends(change, name)) && !isGrantedSince(build, before)) return [];
    const held = build.heldBack ?? otherwiseReason(build, now, then);
    const { role, account, region, causes } = snapshot.work;
    const id = retryId(snapshot, settings.mode, { project: name, build: build.id });
    const reason =
      "What kept it from pulling its image is mended, and its project's tag asks for another try.";
    const planned = { id, role, account, region, reason, causes, outlook: [] };
    const change = { kind: "retry", ...planned, project: name, build: build.id } as const;
    return [{ change, ...(held !== undefined && { heldBack: held }) }];
  });
}

function mends(change: Change, project: string): boolean {
  const isFix = change.kind === "normalization" || (change.kind === "grant" && !change.narrows);
  return isFix && projectsOf(change).includes(project);
}

/** Another event's work was faster than the build's own. */
function isGrantedSince({ project, startedAt }: FailedBuild, { snapshot: { grants } }: Diagnosis): boolean {
  const begun = Date.parse(startedAt ?? "");
  return grants.some(
    ({ projects, since }) => projects.includes(project) && Date.parse(since ?? "") + grantCountsMs > begun,
  );
}

/**
 * AWS does not say whether RetryBuild takes the project's settings as they were or as they are: so a build is started again only
 * where it pulls the same image by the same secret with either. https://docs.aws.amazon.com/codebuild/latest/APIReference/API_RetryBuild.html
 */
function otherwiseReason(
  build: FailedBuild,
  { facts }: DiagnosedProject,
  { facts: { project } }: DiagnosedProject,
): string | undefined {
  if (build.image !== project.image || build.environmentType !== project.environmentType) {
    return "It ran with another image or environment than the project has.";
  }
  if (build.role !== undefined && build.role !== project.role) {
    return "It ran with another service role than the project has.";
  }
  if (build.pullCredentials !== project.pullCredentials) {
    return `It ran with the pull type ${build.pullCredentials}, and the project has ${project.pullCredentials}: AWS does not say with which of them a retried build runs.`;
  }
  const secret = facts.found?.secret;
  const isSame =
    build.credential === secret?.arn ||
    (build.credential === secret?.name && secret?.region === project.region);
  return isSame
    ? undefined
    : "It ran with another registry credential than the project has now: AWS does not say with which of them a retried build runs.";
}
