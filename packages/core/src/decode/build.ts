/** CodeBuild's own event about a build. https://docs.aws.amazon.com/codebuild/latest/userguide/sample-build-notifications-ref.html */
import type { JsonObject } from "../model/json.ts";
import { withoutLogins } from "../model/login-form.ts";
import { isProjectName } from "../model/project.ts";
import type { Ignored, Trigger } from "../model/trigger.ts";
import { ignore } from "./ignore.ts";
import { objectOf, objectsOf, textOf, textsOf } from "./members.ts";
import { noOrigin, originOf } from "./origin.ts";

/**
 * A build that failed while PROVISIONING, where the image is pulled. `current-phase` is COMPLETED by then, and its context
 * empty, so only the list of phases tells.
 */
export function decodeBuild(envelope: JsonObject): Trigger | Ignored {
  const detail = objectOf(envelope, "detail");
  const information = objectOf(detail, "additional-information");
  const status = textOf(detail, "build-status");
  if (status !== "FAILED") return ignore(`the build did not fail: its status is ${status ?? "not given"}`);
  const phase = objectsOf(information, "phases").find(failedProvisioning);
  if (phase === undefined) return ignore("the build failed after its image was pulled");
  const project = textOf(detail, "project-name");
  if (project === undefined || !isProjectName(project)) return ignore("the failed build names no project");
  const origin = originOf(envelope, "build failed", textOf(information, "initiator") ?? "unknown");
  if (origin === undefined) return ignore(noOrigin);
  const build = textOf(detail, "build-id") ?? "unknown";
  return { kind: "build-failed", project, build, context: contextOf(phase), ...origin };
}

function failedProvisioning(phase: JsonObject): boolean {
  return textOf(phase, "phase-type") === "PROVISIONING" && textOf(phase, "phase-status") === "FAILED";
}

/** `"<status code>: <message>"` an element; `": "` where there is nothing to say. */
function contextOf(phase: JsonObject): string {
  return textsOf(phase, "phase-context")
    .filter((line) => /[^\s:]/.test(line))
    .map(withoutLogins)
    .join("\n");
}
