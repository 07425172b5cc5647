import {
  BatchGetBuildsCommand,
  CodeBuildClient,
  type Build as Described,
  type BuildPhase as DescribedPhase,
  ListBuildsForProjectCommand,
  RetryBuildCommand,
} from "@aws-sdk/client-codebuild";
import type { BuildRetries } from "../build-records.ts";
import { arnParts, InvalidArn, parseArn, parseProjectArn } from "../model/arn.ts";
import type { Build } from "../model/build.ts";
import { maskCredential } from "../model/credential.ts";
import { type BuildPhase, failedPull, hasPulled } from "../model/failed-pull.ts";
import { withoutLogins } from "../model/login-form.ts";
import { fleetOf } from "../model/project.ts";
import type { Builds } from "../ports.ts";
import { type Connection, perRegion } from "./clients.ts";
import { withAwsErrors, withAwsErrorsIfThere } from "./errors.ts";
import { heldBack } from "./held-back.ts";
import { pullOf, roleOf } from "./project.ts";

/** https://docs.aws.amazon.com/codebuild/latest/APIReference/API_BatchGetBuilds.html */
export function codeBuildBuilds(connection: Connection): Builds {
  const client = perRegion((region) => new CodeBuildClient(connection(region)));
  return {
    async read(region, ids) {
      const failed = { call: "codebuild:BatchGetBuilds", resource: `${ids.join(", ")} in ${region}` };
      const { builds = [] } = await withAwsErrors(failed, () =>
        client(region).send(new BatchGetBuildsCommand({ ids: [...ids] })),
      );
      return builds.map(buildOf);
    },
    async latest(region, project) {
      const failed = { call: "codebuild:ListBuildsForProject", resource: `${project} in ${region}` };
      const found = await withAwsErrorsIfThere(failed, () =>
        client(region).send(
          new ListBuildsForProjectCommand({ projectName: project, sortOrder: "DESCENDING" }),
        ),
      );
      return found?.ids ?? [];
    },
  };
}

/** https://docs.aws.amazon.com/codebuild/latest/APIReference/API_RetryBuild.html */
export function codeBuildRetries(connection: Connection): BuildRetries {
  const client = perRegion((region) => new CodeBuildClient(connection(region)));
  return {
    async startAgain(region, id, idempotencyToken) {
      const failed = { call: "codebuild:RetryBuild", resource: `${id} in ${region}` };
      const { build } = await withAwsErrors(failed, () =>
        client(region).send(new RetryBuildCommand({ id, idempotencyToken })),
      );
      return build?.id ?? "";
    },
  };
}

function buildOf(described: Described): Build {
  const phases = (described.phases ?? []).map(phaseOf);
  const arn = parseArn(described.arn ?? "");
  if (arn === undefined) throw new InvalidArn(described.arn ?? "", "a build");
  const name = described.projectName ?? "";
  const { partition, region, account } = arn;
  const projectArn = parseProjectArn(`arn:${partition}:codebuild:${region}:${account}:project/${name}`);
  return {
    id: described.id ?? "",
    project: name,
    projectArn,
    account: arnParts(projectArn).account,
    region,
    status: described.buildStatus ?? "unknown",
    startedAt: described.startTime?.toISOString(),
    pulled: hasPulled(phases),
    provisioning: (failedPull(phases) ?? []).map((words) => withoutCredential(words, described)),
    role: roleOf(described.serviceRole ?? "", projectArn),
    ...pullOf({ ...described.environment }),
    fleet: fleetOf({ ...described.environment }),
    ...heldBack(described),
  };
}

/** AWS's words may quote the credential, and that may be a login. */
function withoutCredential(words: string, { environment }: Described): string {
  const credential = environment?.registryCredential?.credential;
  return withoutLogins(credential ? words.replaceAll(credential, maskCredential(credential)) : words);
}

function phaseOf({ phaseType, phaseStatus, contexts = [] }: DescribedPhase): BuildPhase {
  const context = contexts.map(({ statusCode = "", message = "" }) =>
    message.startsWith(statusCode) ? message : `${statusCode}: ${message}`,
  );
  return { type: phaseType, status: phaseStatus, context };
}
