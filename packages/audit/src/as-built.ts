/** What one build ran with: its project, and what StartBuild overrode of it. */
import type { Build, Project } from "@pullpass/core";
import { fleetOf } from "@pullpass/core/parts";

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
    created: undefined,
    lastModified: undefined,
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
