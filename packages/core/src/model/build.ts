import type { ProjectArn, RoleArn } from "./arn.ts";
import type { Project } from "./project.ts";

/** A build, as far as the pull of its image goes. https://docs.aws.amazon.com/codebuild/latest/APIReference/API_Build.html */
export interface Build {
  readonly id: string;
  readonly project: string;
  readonly projectArn: ProjectArn;
  readonly account: string;
  readonly region: string;
  /** `FAILED`, `SUCCEEDED`, `IN_PROGRESS`, … */
  readonly status: string;
  /** ISO 8601. */
  readonly startedAt: string | undefined;
  /** Whether its image was pulled: its PROVISIONING succeeded. */
  readonly pulled: boolean;
  /** AWS's words of the PROVISIONING phase, if it failed. */
  readonly provisioning: readonly string[];
  readonly role: RoleArn;
  readonly image: string;
  readonly environmentType: string;
  readonly pullCredentials: Project["pullCredentials"];
  readonly credential: Project["credential"];
  /** Why another build would be of no use to whoever started this one, a sentence; absent where it would. */
  readonly heldBack?: string;
  /** The ARN of the fleet that it ran on; absent without one. */
  readonly fleet: string | undefined;
}
