import type { BuildPhase, BuildPhaseType } from "@aws-sdk/client-codebuild";
import type { Sandbox } from "../../sandbox.ts";
import type { Place } from "../../service.ts";
import { emitBuildState } from "./build-event.ts";
import { pullImage } from "./pull-image.ts";
import { codeBuildStore, type StoredBuild } from "./state.ts";

/** How long a build waits in each of its first phases. */
const phaseMs = 100;

/**
 * Takes a build through its phases on the clock: queued, provisioning (where the image is pulled), and the rest at once.
 * https://docs.aws.amazon.com/codebuild/latest/userguide/view-build-details-phases.html
 */
export function runBuild(build: StoredBuild, sandbox: Sandbox, place: Place): void {
  const { builds } = codeBuildStore(sandbox, place);
  const current = () => builds.get(build.id) ?? build;
  const save = (changed: StoredBuild) => void builds.set(build.id, changed);
  const finish = (changed: StoredBuild) => {
    save(changed);
    emitBuildState(changed, sandbox, place);
  };

  emitBuildState(build, sandbox, place);
  sandbox.clock.after(phaseMs, async () => {
    if (current().buildComplete) return;
    save(enter(current(), "PROVISIONING", sandbox.clock.now()));
    const failure = await pullImage(build, sandbox, place);
    sandbox.clock.after(phaseMs, () => {
      if (current().buildComplete) return;
      const now = sandbox.clock.now();
      finish(failure === undefined ? succeed(current(), now) : fail(current(), failure, now));
    });
  });
}

/** Ends a build that is under way before its time. */
export function stop(build: StoredBuild, now: Date): StoredBuild {
  return complete(endPhase(build, "STOPPED", "", now), "STOPPED", now);
}

const restOfPhases = [
  "DOWNLOAD_SOURCE",
  "INSTALL",
  "PRE_BUILD",
  "BUILD",
  "POST_BUILD",
  "UPLOAD_ARTIFACTS",
  "FINALIZING",
] as const;

function succeed(build: StoredBuild, now: Date): StoredBuild {
  const through = restOfPhases.reduce((before, phase) => enter(before, phase, now), build);
  const [, streamName] = build.id.split(":");
  const logs = { groupName: `/aws/codebuild/${build.projectName}`, streamName };
  return { ...complete(endPhase(through, "SUCCEEDED", "", now), "SUCCEEDED", now), logs };
}

/** A build whose image could not be pulled writes no log. */
function fail(build: StoredBuild, failure: string, now: Date): StoredBuild {
  return complete(endPhase(build, "FAILED", failure, now), "FAILED", now);
}

function enter(build: StoredBuild, phaseType: BuildPhaseType, now: Date): StoredBuild {
  const ended = endPhase(build, "SUCCEEDED", "", now);
  return { ...ended, currentPhase: phaseType, phases: [...ended.phases, { phaseType, startTime: now }] };
}

/** Ends the phase under way; `context` is `<status code>: <message>`. */
function endPhase(
  build: StoredBuild,
  status: "SUCCEEDED" | "FAILED" | "STOPPED",
  context: string,
  now: Date,
): StoredBuild {
  const [code = "", ...message] = context.split(": ");
  const end = (phase: BuildPhase): BuildPhase => ({
    ...phase,
    phaseStatus: status,
    endTime: now,
    durationInSeconds: Math.round((now.getTime() - (phase.startTime ?? now).getTime()) / 1000),
    contexts: [{ statusCode: code, message: message.join(": ") }],
  });
  return { ...build, phases: build.phases.map((phase) => (phase.endTime ? phase : end(phase))) };
}

function complete(
  build: StoredBuild,
  buildStatus: "SUCCEEDED" | "FAILED" | "STOPPED",
  now: Date,
): StoredBuild {
  const phases = [...build.phases, { phaseType: "COMPLETED", startTime: now } as const];
  return { ...build, phases, buildStatus, buildComplete: true, currentPhase: "COMPLETED", endTime: now };
}
