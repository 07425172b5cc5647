/** What pullpass looks at in a CodeBuild project. https://docs.aws.amazon.com/codebuild/latest/APIReference/API_Project.html */
import { arnParts, type ProjectArn, type RoleArn } from "./arn.ts";
import type { BuildspecLeak } from "./buildspec-leak.ts";
import { type Credential, type CredentialText, readCredential } from "./credential.ts";
import { isJsonObject } from "./json.ts";
import type { Tags } from "./tags.ts";

/** A JSON object exactly as CodeBuild sent it, with members that this SDK does not know. */
export type WholeEnvironment = Readonly<Record<string, unknown>>;

export interface Project {
  readonly name: string;
  readonly arn: ProjectArn;
  readonly account: string;
  readonly region: string;
  readonly role: RoleArn;
  readonly tags: Tags;
  /** A login in it is masked. */
  readonly image: string;
  /** `LINUX_CONTAINER`, `ARM_LAMBDA_CONTAINER`, … */
  readonly environmentType: string;
  readonly pullCredentials: "CODEBUILD" | "SERVICE_ROLE";
  /** `registryCredential.credential` as written, or its mask if that may be a login; absent when the project has none. */
  readonly credential: CredentialText | undefined;
  readonly plaintextVariables: readonly { readonly name: string; readonly value: string }[];
  /** Logins in its own buildspec, of which nothing else is kept; absent where that was not read. */
  readonly buildspecLeaks?: readonly BuildspecLeak[];
  /** Its builds are jobs of GitHub, GitLab or Buildkite, whose labels may name another image than the project's. */
  readonly runner: boolean;
  /** ISO 8601; `undefined` for a project that is not there yet. */
  readonly created: string | undefined;
  /** When its settings were written last, by whomever. ISO 8601. */
  readonly lastModified: string | undefined;
  /** The environment to send back, whole: what is in it is not masked. */
  readonly environment: WholeEnvironment;
}

/** `undefined` for a project without a credential. */
export function credentialOf(project: Project): Credential | undefined {
  const { credential, account, region, role } = project;
  if (credential === undefined) return undefined;
  const { partition } = arnParts(role);
  const read = credentials.get(project) ?? readCredential(credential, { account, region, partition });
  credentials.set(project, read);
  return read;
}

/** A project is judged as it is, and again as a plan leaves it. */
const credentials = new WeakMap<Project, Credential>();

/** The ARN of the fleet that the builds run on; absent without one. https://docs.aws.amazon.com/codebuild/latest/APIReference/API_ProjectFleet.html */
export function fleetOf({ fleet }: WholeEnvironment): string | undefined {
  const arn = isJsonObject(fleet) ? fleet.fleetArn : undefined;
  return typeof arn === "string" ? arn : undefined;
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-resource-tags.html */
export function stackOf({ tags }: Pick<Project, "tags">): string | undefined {
  return tags["aws:cloudformation:stack-name"];
}

/** CodeBuild's rule for names, at its most generous. https://docs.aws.amazon.com/codebuild/latest/APIReference/API_CreateProject.html */
export function isProjectName(text: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9_-]{1,254}$/.test(text);
}
