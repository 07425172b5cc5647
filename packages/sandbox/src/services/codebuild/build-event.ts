import type { BuildPhase, ProjectEnvironment } from "@aws-sdk/client-codebuild";
import { eventTime, localDate } from "../../local-date.ts";
import type { Sandbox } from "../../sandbox.ts";
import type { Place } from "../../service.ts";
import type { StoredBuild } from "./state.ts";

/**
 * Tells the bus about a build's new state.
 * https://docs.aws.amazon.com/codebuild/latest/userguide/sample-build-notifications-ref.html
 */
export function emitBuildState(build: StoredBuild, sandbox: Sandbox, place: Place): void {
  sandbox.emit({
    version: "0",
    id: sandbox.ids.uuid(),
    "detail-type": "CodeBuild Build State Change",
    source: "aws.codebuild",
    account: place.account,
    time: eventTime(sandbox.clock.now()),
    region: place.region,
    resources: [build.arn],
    detail: {
      "build-status": build.buildStatus,
      "project-name": build.projectName,
      "build-id": build.arn,
      "additional-information": informationOn(build, place),
      "current-phase": build.buildComplete ? "COMPLETED" : "SUBMITTED",
      "current-phase-context": build.buildComplete ? "[: ]" : "[]",
      version: "1",
    },
  });
}

function informationOn(build: StoredBuild, place: Place) {
  return {
    artifact: { location: build.artifacts?.location ?? "" },
    cache: { type: build.cache?.type ?? "NO_CACHE" },
    "build-number": build.buildNumber,
    "timeout-in-minutes": build.timeoutInMinutes,
    "queued-timeout-in-minutes": build.queuedTimeoutInMinutes,
    "build-complete": build.buildComplete,
    initiator: build.initiator,
    "build-start-time": localDate(build.startTime),
    source: { type: build.source?.type, ...(build.source?.location && { location: build.source.location }) },
    ...(build.sourceVersion !== undefined && { "source-version": build.sourceVersion }),
    environment: environmentIn(build.environment),
    logs: logsOf(build, place),
    ...(build.buildComplete && { phases: build.phases.map(phaseIn) }),
  };
}

/** Real events show the pull type and never the registry credential. */
function environmentIn(environment: ProjectEnvironment) {
  return {
    image: environment.image,
    "privileged-mode": environment.privilegedMode ?? false,
    "image-pull-credentials-type": environment.imagePullCredentialsType,
    "compute-type": environment.computeType,
    type: environment.type,
    "environment-variables": environment.environmentVariables ?? [],
  };
}

function logsOf({ logs }: StoredBuild, { region }: Place) {
  const { groupName = null, streamName = null } = logs ?? {};
  const console = `https://console.aws.amazon.com/cloudwatch/home?region=${region}#logEvent:`;
  return {
    ...(groupName !== null && { "group-name": groupName, "stream-name": streamName }),
    "deep-link": `${console}group=${groupName};stream=${streamName}`,
  };
}

function phaseIn(phase: BuildPhase) {
  const start = { "phase-type": phase.phaseType, "start-time": localDate(phase.startTime ?? new Date(0)) };
  if (!phase.endTime) return start;
  return {
    "phase-context": (phase.contexts ?? []).map(({ statusCode, message }) => `${statusCode}: ${message}`),
    ...start,
    "end-time": localDate(phase.endTime),
    "duration-in-seconds": phase.durationInSeconds,
    "phase-status": phase.phaseStatus,
  };
}
