/** CodeBuild's own event about a build. https://docs.aws.amazon.com/codebuild/latest/userguide/sample-build-notifications-ref.html */
import { type BuildPhase, failedPull, isFailure } from "../model/failed-pull.ts";
import type { JsonObject } from "../model/json.ts";
import { withoutLogins } from "../model/login-form.ts";
import { isProjectName } from "../model/project.ts";
import type { Ignored, Trigger } from "../model/trigger.ts";
import { ignore } from "./ignore.ts";
import { objectOf, objectsOf, textOf, textsOf } from "./members.ts";
import { originOf } from "./origin.ts";

/**
 * A build that failed while PROVISIONING, where the image is pulled. `current-phase` is COMPLETED by then, and its context
 * empty, so only the list of phases tells.
 */
export function decodeBuild(envelope: JsonObject): Trigger | Ignored {
  const detail = objectOf(envelope, "detail");
  const information = objectOf(detail, "additional-information");
  const status = textOf(detail, "build-status");
  if (!isFailure(status)) return ignore(`the build did not fail: its status is ${status ?? "not given"}`);
  const phases = objectsOf(information, "phases").map(phaseIn);
  const words = failedPull(phases);
  if (words === undefined) return ignore(failedElsewhere(phases));
  const project = textOf(detail, "project-name");
  if (project === undefined || !isProjectName(project)) return ignore("the failed build names no project");
  const origin = originOf(envelope, "build failed", textOf(information, "initiator") ?? "unknown");
  if ("reason" in origin) return origin;
  const build = textOf(detail, "build-id") ?? "unknown";
  return { kind: "build-failed", project, build, context: words.map(withoutLogins).join("\n"), ...origin };
}

function phaseIn(phase: JsonObject): BuildPhase {
  return {
    type: textOf(phase, "phase-type"),
    status: textOf(phase, "phase-status"),
    context: textsOf(phase, "phase-context"),
  };
}

/** Only what the event says: whether the image was pulled before cannot be seen from a phase that comes earlier. */
function failedElsewhere(phases: readonly BuildPhase[]): string {
  const failed = phases.find(({ status }) => isFailure(status));
  if (failed?.type === undefined) return "the build failed, and none of its phases says where";
  return `the build failed in its phase ${failed.type}, not in PROVISIONING, where the image is pulled`;
}
