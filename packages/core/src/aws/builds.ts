import {
  BatchGetBuildsCommand,
  CodeBuildClient,
  type Build as Described,
  type BuildPhase as DescribedPhase,
} from "@aws-sdk/client-codebuild";
import { arnParts, InvalidArn, parseArn, parseProjectArn } from "../model/arn.ts";
import type { Build } from "../model/build.ts";
import { maskCredential } from "../model/credential.ts";
import { type BuildPhase, failedPull } from "../model/failed-pull.ts";
import { withoutLogins } from "../model/login-form.ts";
import { fleetOf } from "../model/project.ts";
import { type Connection, perRegion } from "./clients.ts";
import { withAwsErrors } from "./errors.ts";
import { pullOf, roleOf } from "./project.ts";

/**
 * One build by its id (`web:1b5…`) or its ARN, in the Region; `undefined` if there is none.
 * https://docs.aws.amazon.com/codebuild/latest/APIReference/API_BatchGetBuilds.html
 */
export function codeBuildBuilds(
  connection: Connection,
): (region: string, id: string) => Promise<Build | undefined> {
  const client = perRegion((region) => new CodeBuildClient(connection(region)));
  return async (region, id) => {
    const failed = { call: "codebuild:BatchGetBuilds", resource: `${id} in ${region}` };
    const { builds = [] } = await withAwsErrors(failed, () =>
      client(region).send(new BatchGetBuildsCommand({ ids: [id] })),
    );
    return builds[0] && buildOf(builds[0]);
  };
}

function buildOf(described: Described): Build {
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
    provisioning: (failedPull((described.phases ?? []).map(phaseOf)) ?? []).map((words) =>
      withoutCredential(words, described),
    ),
    role: roleOf(described.serviceRole ?? "", projectArn),
    ...pullOf({ ...described.environment }),
    fleet: fleetOf({ ...described.environment }),
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
