import type { ProjectEnvironment, StartBuildInput, StartBuildOutput } from "@aws-sdk/client-codebuild";
import type { Call, Caller, Operation } from "../../service.ts";
import { codeBuildArn } from "./arn.ts";
import { requireMatchingPull } from "./environment.ts";
import { requireProject } from "./find-project.ts";
import { passRole, projectPermission } from "./permission.ts";
import { runBuild } from "./run-build.ts";
import { codeBuildStore, type StoredBuild, type StoredProject } from "./state.ts";

/** Answers at once; the build goes on by the clock. https://docs.aws.amazon.com/codebuild/latest/APIReference/API_StartBuild.html */
export const startBuild: Operation<StartBuildInput, StartBuildOutput> = {
  permissions: (input, call) => [
    projectPermission("StartBuild", input.projectName, call),
    ...passRole(input.serviceRoleOverride),
  ],
  run(input, call) {
    const project = requireProject(input.projectName, call);
    const build = newBuild(project, input, call);
    requireMatchingPull(build.environment, call.place);
    codeBuildStore(call.sandbox, call.place).builds.set(build.id, build);
    runBuild(build, call.sandbox, call.place);
    return { build };
  },
  trail: (input, output) => ({
    requestParameters: { projectName: input.projectName },
    responseElements: {
      build: { id: output.build?.id, arn: output.build?.arn, projectName: output.build?.projectName },
    },
  }),
};

/** What of a build is its own, at its begin. */
export function begunBuild(projectName: string, { place, sandbox, now, caller }: Call) {
  const { buildNumbers } = codeBuildStore(sandbox, place);
  const buildNumber = (buildNumbers.get(projectName) ?? 0) + 1;
  buildNumbers.set(projectName, buildNumber);
  const id = `${projectName}:${sandbox.ids.uuid()}`;
  return {
    id,
    arn: codeBuildArn(place, `build/${id}`),
    buildNumber,
    projectName,
    startTime: now,
    currentPhase: "QUEUED",
    buildStatus: "IN_PROGRESS",
    buildComplete: false,
    initiator: initiatorOf(caller),
    phases: [
      {
        phaseType: "SUBMITTED",
        phaseStatus: "SUCCEEDED",
        startTime: now,
        endTime: now,
        durationInSeconds: 0,
      },
      { phaseType: "QUEUED", startTime: now },
    ],
  } as const satisfies Partial<StoredBuild>;
}

function newBuild(project: StoredProject, input: StartBuildInput, call: Call): StoredBuild {
  const { phases, ...begun } = begunBuild(project.name, call);
  return {
    ...begun,
    phases: [...phases],
    source: project.source,
    sourceVersion: input.sourceVersion ?? project.sourceVersion,
    artifacts: { location: project.artifacts?.location ?? "" },
    cache: input.cacheOverride ?? project.cache,
    environment: overridden(project.environment, input),
    serviceRole: input.serviceRoleOverride ?? project.serviceRole,
    vpcConfig: project.vpcConfig,
    timeoutInMinutes: input.timeoutInMinutesOverride ?? project.timeoutInMinutes,
    queuedTimeoutInMinutes: input.queuedTimeoutInMinutesOverride ?? project.queuedTimeoutInMinutes,
    encryptionKey: input.encryptionKeyOverride ?? project.encryptionKey,
  };
}

/** The project's environment with what this one build has otherwise. */
function overridden(environment: ProjectEnvironment, input: StartBuildInput): ProjectEnvironment {
  const overrides = {
    image: input.imageOverride,
    type: input.environmentTypeOverride,
    computeType: input.computeTypeOverride,
    certificate: input.certificateOverride,
    fleet: input.fleetOverride,
    hostKernel: input.hostKernelOverride,
    imagePullCredentialsType: input.imagePullCredentialsTypeOverride,
    privilegedMode: input.privilegedModeOverride,
    registryCredential: input.registryCredentialOverride,
  };
  const given = Object.fromEntries(Object.entries(overrides).filter(([, value]) => value !== undefined));
  const variables = input.environmentVariablesOverride ?? [];
  const kept = environment.environmentVariables?.filter(
    ({ name }) => !variables.some((one) => one.name === name),
  );
  return { ...environment, ...given, environmentVariables: [...(kept ?? []), ...variables] };
}

/** `role/session` for a role, the user's name for a user. */
function initiatorOf(caller: Caller): string {
  if (caller.kind === "service") return caller.service;
  return caller.arn.replace(/^[^/]*\//, "");
}
