/** A build that could not pull its image, as it ran: with what StartBuild overrode of its project. */
import type { RoleArn } from "./arn.ts";
import type { Build } from "./build.ts";
import type { Project } from "./project.ts";

export interface FailedBuild extends Pick<Project, "image" | "pullCredentials" | "environmentType"> {
  /** As it may be shown. */
  readonly credential: string | undefined;
  readonly id: string;
  readonly project: string;
  /** ISO 8601. */
  readonly startedAt: string | undefined;
  /** AWS's words, without logins; hostile all the same. */
  readonly words: readonly string[];
  /** Absent in records of older versions, as the next one may be. */
  readonly role?: RoleArn;
  /** Why it is not to be started again; absent where it may. */
  readonly heldBack?: string;
}

/** `undefined` for a build whose image was pulled, or not begun to be. */
export function failedBuildOf(build: Build): FailedBuild | undefined {
  const { id, project, startedAt, provisioning, image, credential, pullCredentials, environmentType } = build;
  const { role, heldBack } = build;
  if (provisioning.length === 0) return undefined;
  const words = provisioning.slice(0, linesMax).map((line) => line.slice(0, lineMax));
  const ran = { id, project, startedAt, words, image, credential, pullCredentials, environmentType, role };
  return { ...ran, ...(heldBack !== undefined && { heldBack }) };
}

/** What is kept of a build's words. */
const linesMax = 4;
const lineMax = 1_000;

/** The same failure once more, whatever ids and times its words have. */
export function isSameFailure(one: FailedBuild, other: FailedBuild): boolean {
  return signature(one) === signature(other);
}

function signature({ words, image, credential, pullCredentials, environmentType }: FailedBuild): string {
  const lasting = words.map((line) => line.replaceAll(/[0-9a-f]{6,}|\d+/gi, "#"));
  return JSON.stringify([lasting, image, credential ?? "", pullCredentials, environmentType]);
}

/** A build's id begins with its project's name. https://docs.aws.amazon.com/codebuild/latest/APIReference/API_Build.html */
export function projectOfBuild(id: string): string {
  return id.replace(/^.*\bbuild\//, "").replace(/:[^:]*$/, "");
}
