/** What one build ran with: its project, and what StartBuild overrode of it. */
import type { ProjectArn, RoleArn } from "../model/arn.ts";
import { fleetOf, type Project } from "../model/project.ts";

/** A build, as far as the pull of its image goes. https://docs.aws.amazon.com/codebuild/latest/APIReference/API_Build.html */
export interface Build {
  readonly id: string;
  readonly project: string;
  readonly projectArn: ProjectArn;
  readonly account: string;
  readonly region: string;
  /** `FAILED`, `SUCCEEDED`, `IN_PROGRESS`, … */
  readonly status: string;
  /** AWS's words of the PROVISIONING phase, if it failed. */
  readonly provisioning: readonly string[];
  readonly role: RoleArn;
  readonly image: string;
  readonly environmentType: string;
  readonly pullCredentials: Project["pullCredentials"];
  readonly credential: Project["credential"];
  /** The ARN of the fleet that it ran on; absent without one. */
  readonly fleet: string | undefined;
}

export interface Override {
  readonly what: string;
  readonly inBuild: string;
  readonly inProject: string;
}

/** The project as the build saw it; of one that is gone only what the build tells. */
export function asBuilt(build: Build, project: Project | undefined): Project {
  const { role, image, environmentType, pullCredentials, credential, account, region } = build;
  const rest = project ?? {
    name: build.project,
    arn: build.projectArn,
    tags: {},
    plaintextVariables: [],
    runner: false,
    environment: {},
  };
  return { ...rest, account, region, role, image, environmentType, pullCredentials, credential };
}

/** Where the build differs from the project as it is now: StartBuild said so, or the project was changed since. */
export function overridesOf(build: Build, project: Project | undefined): readonly Override[] {
  if (project === undefined) return [];
  const members = [
    ["image", build.image, project.image],
    ["credential", build.credential ?? "none", project.credential ?? "none"],
    ["imagePullCredentialsType", build.pullCredentials, project.pullCredentials],
    ["environment type", build.environmentType, project.environmentType],
    ["fleet", build.fleet ?? "none", fleetOf(project.environment) ?? "none"],
    ["service role", build.role, project.role],
  ] as const;
  return members
    .filter(([, inBuild, inProject]) => inBuild !== inProject)
    .map(([what, inBuild, inProject]) => ({ what, inBuild, inProject }));
}
