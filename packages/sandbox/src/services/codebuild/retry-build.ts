import type { RetryBuildInput, RetryBuildOutput } from "@aws-sdk/client-codebuild";
import type { Call, Operation } from "../../service.ts";
import { buildPermission, findBuild } from "./builds.ts";
import { invalidInput, notFound } from "./errors.ts";
import { requireProject } from "./find-project.ts";
import { runBuild } from "./run-build.ts";
import { begunBuild } from "./start-build.ts";
import { codeBuildStore, type StoredBuild } from "./state.ts";

/**
 * Restarts a build; within five minutes the same token starts no other. With the settings of the build itself: whether it is with
 * these or with the project's of now is unverified; a build retried after its project was changed would settle it.
 * https://docs.aws.amazon.com/codebuild/latest/APIReference/API_RetryBuild.html
 */
export const retryBuild: Operation<RetryBuildInput, RetryBuildOutput> = {
  permissions: (input, call) => [buildPermission("RetryBuild", input.id ?? "", call)],
  run(input, call) {
    const failed = findBuild(input.id ?? "", call);
    if (!failed) throw notFound(`Build ${input.id} cannot be found`);
    requireProject(failed.projectName, call);
    return { build: startedBefore(failed, input, call) ?? started(failed, input, call) };
  },
  trail: (input, output) => ({
    requestParameters: { id: input.id },
    responseElements: {
      build: { id: output.build?.id, arn: output.build?.arn, projectName: output.build?.projectName },
    },
  }),
};

const tokenMs = 5 * 60_000;

function startedBefore(
  failed: StoredBuild,
  { idempotencyToken: token }: RetryBuildInput,
  { sandbox, place, now }: Call,
): StoredBuild | undefined {
  const { retries, builds } = codeBuildStore(sandbox, place);
  const before = token === undefined ? undefined : retries.get(token);
  if (before === undefined || now.getTime() - before.at.getTime() >= tokenMs) return undefined;
  if (before.of !== failed.id) throw invalidInput("The idempotency token was used with another build");
  return builds.get(before.as);
}

function started(failed: StoredBuild, { idempotencyToken: token }: RetryBuildInput, call: Call): StoredBuild {
  const { sandbox, place, now } = call;
  const { retries, builds } = codeBuildStore(sandbox, place);
  const { endTime: _, logs: __, ...same } = failed;
  const { phases, ...begun } = begunBuild(failed.projectName, call);
  const build: StoredBuild = { ...same, ...begun, phases: [...phases] };
  builds.set(build.id, build);
  if (token !== undefined) retries.set(token, { of: failed.id, as: build.id, at: now });
  runBuild(build, sandbox, place);
  return build;
}
