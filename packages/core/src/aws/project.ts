import { arnParts, type ProjectArn, parseProjectArn, parseRoleArn, type RoleArn } from "../model/arn.ts";
import { leaksInBuildspec } from "../model/buildspec-leak.ts";
import { maskCredential } from "../model/credential.ts";
import { maskImage } from "../model/image.ts";
import { isJsonObject } from "../model/json.ts";
import type { Project, WholeEnvironment } from "../model/project.ts";
import { tagsOf } from "../model/tags.ts";

/** As BatchGetProjects has it; what CodeBuild adds one day may stand in it. */
export interface DescribedProject {
  readonly name?: string | undefined;
  readonly arn?: string | undefined;
  readonly serviceRole?: string | undefined;
  readonly tags?: unknown;
  readonly environment?: unknown;
  readonly source?: unknown;
  readonly webhook?: DescribedWebhook | undefined;
  readonly created?: Date | undefined;
  readonly lastModified?: Date | undefined;
}

interface DescribedWebhook {
  readonly buildType?: string | undefined;
  readonly filterGroups?: readonly (readonly DescribedFilter[])[] | undefined;
}

interface DescribedFilter {
  readonly type?: string | undefined;
  readonly pattern?: string | undefined;
  readonly excludeMatchedPattern?: boolean | undefined;
}

/** What matters in what CodeBuild told of a project. @throws InvalidArn if it names no project or no role */
export function projectOf(described: DescribedProject): Project {
  const arn = parseProjectArn(described.arn ?? "");
  const { account, region, resource } = arnParts(arn);
  const environment = objectOf(described.environment);
  return {
    name: described.name ?? resource.slice("project/".length),
    arn,
    account,
    region,
    role: roleOf(described.serviceRole ?? "", arn),
    tags: tagsOf(described.tags),
    ...pullOf(environment),
    plaintextVariables: plaintextVariables(environment.environmentVariables),
    ...leaksOf(textOf(objectOf(described.source).buildspec)),
    runner: isRunner(described.webhook),
    created: described.created?.toISOString(),
    lastModified: described.lastModified?.toISOString(),
    environment,
  };
}

function leaksOf(buildspec = ""): Pick<Project, "buildspecLeaks"> {
  const buildspecLeaks = leaksInBuildspec(buildspec);
  return buildspecLeaks.length === 0 ? {} : { buildspecLeaks };
}

/**
 * A webhook makes a project a self-hosted runner: for jobs of GitHub Actions and GitLab by an event, for Buildkite by its type.
 * https://docs.aws.amazon.com/codebuild/latest/userguide/action-runner.html ,
 * https://docs.aws.amazon.com/codebuild/latest/userguide/buildkite-runner.html
 */
function isRunner(webhook: DescribedProject["webhook"]): boolean {
  const filters = (webhook?.filterGroups ?? []).flat();
  return (
    webhook?.buildType === "RUNNER_BUILDKITE_BUILD" ||
    filters.some(
      ({ type, pattern = "", excludeMatchedPattern }) =>
        type === "EVENT" &&
        excludeMatchedPattern !== true &&
        pattern.split(/[\s,]+/).includes("WORKFLOW_JOB_QUEUED"),
    )
  );
}

/** What an environment, of a project or of a build, says of its image. */
export function pullOf(
  environment: WholeEnvironment,
): Pick<Project, "image" | "environmentType" | "pullCredentials" | "credential"> {
  const credential = textOf(objectOf(environment.registryCredential).credential);
  return {
    image: maskImage(textOf(environment.image) ?? ""),
    environmentType: textOf(environment.type) ?? "",
    // https://docs.aws.amazon.com/codebuild/latest/APIReference/API_ProjectEnvironment.html names no default;
    // without a value CodeBuild pulls with its own credentials (aws/aws-cdk#3429).
    pullCredentials: environment.imagePullCredentialsType === "SERVICE_ROLE" ? "SERVICE_ROLE" : "CODEBUILD",
    credential: credential === undefined ? undefined : maskCredential(credential),
  };
}

/** Whether a role that was given by its name alone is shown with its ARN is unverified: an API-made project would settle it. */
export function roleOf(text: string, project: ProjectArn): RoleArn {
  const { partition, account } = arnParts(project);
  return parseRoleArn(text.startsWith("arn:") ? text : `arn:${partition}:iam::${account}:role/${text}`);
}

/** A variable without a type is plain text. https://docs.aws.amazon.com/codebuild/latest/APIReference/API_EnvironmentVariable.html */
function plaintextVariables(variables: unknown): Project["plaintextVariables"] {
  if (!Array.isArray(variables)) return [];
  return variables.map(objectOf).flatMap(({ name, value, type = "PLAINTEXT" }) => {
    const isPlain = type === "PLAINTEXT" && typeof name === "string" && typeof value === "string";
    return isPlain ? [{ name, value }] : [];
  });
}

function objectOf(value: unknown): WholeEnvironment {
  return isJsonObject(value) ? value : {};
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
