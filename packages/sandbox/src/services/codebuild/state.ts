import type { Build, Project } from "@aws-sdk/client-codebuild";
import type { Sandbox } from "../../sandbox.ts";
import type { Place } from "../../service.ts";

/** A project as it is stored: the members that every project has, and all others that were given. */
export interface StoredProject extends Project {
  readonly name: string;
  readonly arn: string;
  readonly serviceRole: string;
  readonly environment: NonNullable<Project["environment"]>;
  readonly created: Date;
  readonly lastModified: Date;
}

/** A build as it is stored. */
export interface StoredBuild extends Build {
  readonly id: string;
  readonly arn: string;
  readonly projectName: string;
  readonly serviceRole: string;
  readonly environment: NonNullable<Project["environment"]>;
  readonly startTime: Date;
  readonly phases: NonNullable<Build["phases"]>;
}

/** Projects by name and builds by id, oldest first, of one account in one Region. */
export interface CodeBuildStore {
  readonly projects: Map<string, StoredProject>;
  readonly builds: Map<string, StoredBuild>;
  /** How many builds a project has had, by project name. */
  readonly buildNumbers: Map<string, number>;
  /** Builds that were retried, by the token of the request. */
  readonly retries: Map<string, { readonly of: string; readonly as: string; readonly at: Date }>;
}

/** The projects and builds of that account in that Region. */
export function codeBuildStore(sandbox: Sandbox, place: Place): CodeBuildStore {
  return sandbox.store(`codebuild:${place.account}:${place.region}`, () => ({
    projects: new Map(),
    builds: new Map(),
    buildNumbers: new Map(),
    retries: new Map(),
  }));
}
